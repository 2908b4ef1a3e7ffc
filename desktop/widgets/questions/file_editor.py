"""A question for a file: chosen, dropped, pasted or drawn; shown with a small picture, opened and taken away.

Keys: Space chooses, Ctrl+V pastes, Enter goes on, Delete takes it away. The file is judged and put away off the
window's thread; only then the answer (its stored name) changes.
"""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop import background, theme
from desktop.widgets import plain
from desktop.widgets.questions import taken_files
from desktop.widgets.questions.drawing_pad import DrawingPad
from desktop.widgets.questions.editor import Editor, Typed
from desktop.widgets.questions.shelf import Shelf
from desktop.words import _
from forms.appearances import DRAWN, has
from forms.engine import Kind, Question, QuestionState
from forms.problems import Problem
from records.model.attached import FOLLOWS, NOT_ABOVE, Attached

_PICTURE = QSize(72, 54)
_ICONS = {"audio": "player-play", "video": "player-play", "application": "file-text", "text": "file-text"}


def lacking_words(file: Attached) -> str:
    """Say where a file is whose content is not here."""
    if file.coming == FOLLOWS:
        return _("还没有到本机，下次联系时取回")
    if file.coming == NOT_ABOVE:
        return _("还没有到本机：上级那里也还没有，到了会自动取回")
    return _("内容还没有送到本单位")


def size_words(size: int) -> str:
    """Return *size* bytes as people say it: ``340 KB``, ``2.4 MB``."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


def picture_of(file: Attached, size: QSize, ratio: float) -> QPixmap:
    """Return the thumbnail of *file*, or the icon of its kind, or of what is still to come."""
    found = QImage.fromData(file.thumbnail) if file.thumbnail else QImage()
    if found.isNull():
        kind = file.media_type.partition("/")[0]
        icon = "cloud-download" if file.coming else _ICONS.get(kind, "file-text")
        return theme.pixmap(icon, "text_soft", min(28, size.height()), ratio)
    pixmap = QPixmap.fromImage(found).scaled(
        size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class DropFrame(QFrame):
    """A frame that asks whether it takes what hovers over it, and hands over what is dropped."""

    def __init__(
        self,
        offered: Callable[[QMimeData], bool],
        dropped: Callable[[QMimeData], None],
        gone: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._offered, self._dropped, self._gone = offered, dropped, gone
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Ask."""
        event.setAccepted(self._offered(event.mimeData()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._gone()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand it over."""
        event.acceptProposedAction()
        self._dropped(event.mimeData())


class FileEditor(Editor):
    """A field for one file; *shelf* keeps it. *compact* leaves the picture out, for the cells of a grid."""

    def __init__(
        self,
        question: Question,
        shelf: Shelf | None,
        viewing: taken_files.Viewing,
        parent: QWidget | None = None,
        *,
        compact: bool = False,
    ) -> None:
        super().__init__(question, parent)
        self._shelf = shelf
        self._name = ""
        self._compact = compact
        self._readonly = False
        self.viewing = viewing
        self.frame = DropFrame(self._offered, self._dropped, lambda: self._hover(False), self)
        self.frame.setProperty("role", "" if compact else "drop")
        self.frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture = plain.label()
        self.words = plain.label()
        self.size_ = plain.label(role="hint")
        self.told = plain.label(role="bad", wrap=True)
        self.choose = self._button(self.pick, "folder-open", _("选择文件（空格）"), _("选择"))
        self.draw_ = self._button(self.draw, "edit", _("手写"), _("手写"))
        self.view = self._button(self.open, "external-link", _("打开查看"))
        self.drop = self._button(self.remove, "x", _("移除（Delete）"))
        self._lay_out()
        self.adopt(self.frame)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.setSpacing(2)
            column.addWidget(self.told)
        self.told.hide()
        self._show("")

    def _button(self, act: object, icon: str, tip: str, words: str = "") -> QPushButton:
        made = plain.button("" if self._compact else words, act, icon=icon, tip=tip)  # type: ignore[arg-type]  # a bound method
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(tip)
        if not made.text():
            made.setFixedWidth(34)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.frame)
        row.setContentsMargins(*((2, 0, 2, 0) if self._compact else (8, 6, 8, 6)))
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.words)
        if not self._compact:
            row.addWidget(self.picture)
            words.addWidget(self.size_)
        row.addLayout(words, 1)
        for button in (self.choose, self.draw_, self.view, self.drop):
            row.addWidget(button)
        self.words.setMinimumWidth(40)

    # -- value ------------------------------------------------------------------------------------------

    def typed(self) -> Typed:
        """Return the file's stored name."""
        return self._name or None

    def show_text(self, state: QuestionState) -> None:
        """Show the file."""
        if state.text != self._name or not self.words.text():
            self._show(state.text)

    def put_back(self, entry: Typed) -> None:
        """Show the file that stood here."""
        self._show(entry if isinstance(entry, str) else "")

    def set_readonly(self, readonly: bool) -> None:
        """Files can still be opened."""
        self._readonly = readonly
        self._arrange()

    def is_busy(self) -> bool:
        """Nothing is half typed here."""
        return False

    def look_again(self) -> None:
        """Show the file that stands here as it is now: it may have come meanwhile."""
        self._show(self._name)

    def _show(self, name: str) -> None:
        self._name = name
        file = self._shelf.look(name) if name and self._shelf is not None else Attached(name)
        self.setProperty("here", file.here)
        if name:
            self.words.setText(file.shown)
            self.words.setToolTip(plain.escaped(file.shown))
            self.picture.setPixmap(picture_of(file, _PICTURE, self.devicePixelRatioF()))
            self.size_.setText(size_words(file.size) if file.here else lacking_words(file))
        else:
            pad = has(self.question, *DRAWN)
            self.words.setText(_("手写，或拖入、粘贴图片") if pad else _("拖入文件，或粘贴（Ctrl+V）"))
        plain.role(self.words, "" if name else "hint")
        if not self._compact:
            plain.role(self.frame, "file" if name else "drop")
        self._arrange()

    def _arrange(self) -> None:
        """Show the buttons that mean something now."""
        writing = not self._readonly and self._shelf is not None
        here = bool(self._name) and bool(self.property("here"))
        self.picture.setVisible(bool(self._name))
        self.size_.setVisible(bool(self._name))
        annotates = has(self.question, "annotate")
        self.choose.setVisible(writing and (not self._name or annotates))
        pad = self.question.kind is Kind.IMAGE and has(self.question, *DRAWN)
        self.draw_.setVisible(writing and pad and (bool(self._name) == annotates))
        self.view.setVisible(here)
        self.drop.setVisible(writing and bool(self._name))

    # -- taking files -----------------------------------------------------------------------------------

    def take(self, name: str, read: taken_files.Read) -> None:
        """Put a file away and answer with it; *read* is called off the window's thread."""
        shelf, kind = self._shelf, self.question.kind
        if self._readonly or shelf is None:
            return
        self.told.hide()
        self.words.setText(_("正在添加…"))
        task = background.run(lambda: shelf.add(name, read(), kind), self)
        task.then(self._kept).failed(self._refused)

    def _kept(self, file: Attached) -> None:
        self._show(file.name)
        self.say(file.name)

    def _refused(self, problem: Problem) -> None:
        self._show(self._name)
        self.told.setText(problem.sentence(_))
        self.told.show()

    def pick(self) -> None:
        """Space: choose a file."""
        for name, read in taken_files.choose(self, self.question.kind)[:1]:
            self.take(name, read)

    def draw(self) -> None:
        """Ask for a drawing; `annotate` draws onto the picture that stands here."""
        onto = has(self.question, "annotate") and self._name and self._shelf is not None
        ground = self._shelf.content(self._name) if onto and self._shelf is not None else b""
        title = _("签名") if has(self.question, "signature") else _("绘图")
        pad = DrawingPad(title, self.window(), ground)
        pad.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pad.finished.connect(
            lambda done: self._drawn(pad, title) if done == QDialog.DialogCode.Accepted else None
        )
        pad.open()

    def _drawn(self, pad: DrawingPad, title: str) -> None:
        content = pad.png()
        self.take(f"{title}.png", lambda: content)

    def remove(self) -> None:
        """Delete: the answer becomes blank; the content stays for the versions that name it."""
        if not self._readonly and self._name:
            self._show("")
            self.say(None)

    def open(self) -> None:
        """Open the file in the system's program."""
        shelf, name = self._shelf, self._name
        if shelf is None or not name:
            return
        shown = shelf.look(name).shown
        task = background.run(lambda: self.viewing.put(shown, shelf.content(name)), self)
        task.then(self.viewing.show).failed(self._refused)

    # -- keys and drops ---------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Space, Ctrl+V and Delete."""
        if event.matches(QKeySequence.StandardKey.Paste):
            for name, read in taken_files.taken_from(QGuiApplication.clipboard().mimeData(), _("粘贴的图片"))[
                :1
            ]:
                self.take(name, read)
            return True
        if event.key() == Qt.Key.Key_Space and not self._readonly:
            if has(self.question, "draw", "signature") and not self._name:
                self.draw()
            else:
                self.pick()
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
            return True
        return False

    def _offered(self, data: QMimeData) -> bool:
        """Say whether what hovers would be taken, and show it."""
        takes = not self._readonly and taken_files.brings_files(data)
        self._hover(takes)
        return takes

    def _dropped(self, data: QMimeData) -> None:
        self._hover(False)
        for name, read in taken_files.taken_from(data, _("粘贴的图片"))[:1]:
            self.take(name, read)

    def _hover(self, over: bool) -> None:
        self.frame.setProperty("over", "true" if over else "false")
        self.frame.style().unpolish(self.frame)
        self.frame.style().polish(self.frame)
