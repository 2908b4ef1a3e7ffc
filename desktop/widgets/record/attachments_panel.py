"""The files of a record in a column beside the questions: those of its questions, and those of the record as a whole.

Added by button, by drop and by paste; opened in the system's program from a copy that goes when the form is closed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.questions import taken_files
from desktop.widgets.questions.file_editor import DropFrame, lacking_words, picture_of, size_words
from desktop.words import _
from forms.engine import Kind
from records.model.attached import Attached

_WIDTH = 320
_PICTURE = QSize(64, 48)


class AttachmentsPanel(DropFrame):
    """Shows files and asks for what is to be done with them; the form does it."""

    taken = Signal(object)  # list of (name, read)
    open_wanted = Signal(object)  # Attached
    drop_wanted = Signal(object)  # Attached: take it off the record
    fetch_wanted = Signal()  # what is not here yet, now
    question_wanted = Signal(str)  # the path of the question that names a file

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self._offered, self._dropped, lambda: self._hover(False), parent)
        self.setFixedWidth(_WIDTH)
        self.setProperty("role", "ground")
        self.setAccessibleName(_("附件"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._writable = False
        self.files: list[Attached] = []
        self.heading = plain.label(_("附件"), "heading")
        self.add = plain.button(_("添加…"), self._choose, icon="plus", tip=_("选择文件添加到这条记录"))
        self.paste_ = plain.button(
            _("粘贴"), self.paste, icon="clipboard", tip=_("粘贴复制的文件或截图（Ctrl+V）")
        )
        self.fetch = plain.button(
            _("现在取回"),
            self.fetch_wanted.emit,
            icon="cloud-download",
            tip=_("联网向上级取回这条记录的附件"),
        )
        self.fetch.hide()
        self.zone = plain.label(_("把扫描件、照片拖到这里"), "hint")
        self.zone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told = plain.label(role="bad", wrap=True)
        self.told.hide()
        self._page = QWidget()
        self._page.setProperty("role", "ground")
        self._cards = QVBoxLayout(self._page)
        self._cards.setContentsMargins(0, 0, 6, 0)
        self._cards.setSpacing(8)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        self.drop = QFrame(self)
        self.drop.setProperty("role", "drop")
        box = QVBoxLayout(self.drop)
        box.setContentsMargins(8, 10, 8, 10)
        box.addWidget(self.zone)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 8, 12)
        column.setSpacing(10)
        column.addLayout(plain.row(self.heading, None, self.paste_, self.add))
        column.addWidget(self.drop)
        column.addLayout(plain.row(self.fetch, None))
        column.addWidget(self.told)
        column.addWidget(scroll, 1)

    # -- showing ----------------------------------------------------------------------------------------

    def show_files(self, files: Sequence[Attached], labels: dict[str, str], *, writable: bool) -> None:
        """Show *files*; *labels* names the questions of those that answer one; *writable*: files may come and go."""
        self.files, self._writable = list(files), writable
        self.told.hide()
        self.fetch.setEnabled(True)
        self.fetch.setVisible(any(file.coming for file in files))
        self.heading.setText(_("附件（{count}）").format(count=len(files)) if files else _("附件"))
        for part in (self.add, self.paste_, self.drop):
            part.setVisible(writable)
        plain.clear(self._cards)
        for file in files:
            self._cards.addWidget(self._card(file, labels.get(file.path, "")))
        if not files:
            said = _("还没有附件。") if writable else _("没有附件。")
            self._cards.addWidget(plain.label(said, "soft", wrap=True))
        self._cards.addStretch(1)

    def _card(self, file: Attached, label: str) -> QFrame:
        card = plain.frame("card", across=True, margins=(8, 8, 6, 8))
        picture = plain.label()
        picture.setFixedWidth(_PICTURE.width())
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(picture_of(file, _PICTURE, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(1)
        name = plain.label(file.shown, wrap=True)
        name.setMinimumWidth(60)
        name.setToolTip(plain.escaped(file.shown))
        words.addWidget(name)
        words.addWidget(plain.label(_about(file), "hint", wrap=True))
        if label:
            there = plain.button(label, lambda: self.question_wanted.emit(file.path), role="link")
            there.setToolTip(_("到这一项"))
            words.addLayout(plain.row(there, None))
        box = plain.box_of(card)
        box.addWidget(picture)
        box.addLayout(words, 1)
        box.addLayout(self._verbs(file))
        return card

    def _verbs(self, file: Attached) -> QHBoxLayout:
        buttons: list[QWidget] = []
        if file.here:
            view = plain.button(
                "", lambda: self.open_wanted.emit(file), icon="external-link", role="quiet", tip=_("打开查看")
            )
            buttons.append(view)
        if self._writable and not file.path:
            drop = plain.button(
                "",
                lambda: self.drop_wanted.emit(file),
                icon="x",
                role="quiet",
                tip=_("从这条记录移除（以前的版次仍保留）"),
            )
            buttons.append(drop)
        for button in buttons:
            button.setFixedWidth(32)
        return plain.row(*buttons, spacing=0)

    def wait(self) -> None:
        """Say that files are being fetched."""
        self.fetch.setEnabled(False)
        self.heading.setText(_("正在取回附件…"))

    def tell(self, words: str) -> None:
        """Say what was refused."""
        self.told.setText(words)
        self.told.show()

    # -- taking -----------------------------------------------------------------------------------------

    def _choose(self) -> None:
        chosen = taken_files.choose(self, Kind.FILE, several=True)
        if chosen:
            self.taken.emit(chosen)

    def paste(self) -> None:
        """Take what was copied: files, or a picture."""
        found = taken_files.taken_from(QGuiApplication.clipboard().mimeData(), _("粘贴的图片"))
        if found and self._writable:
            self.taken.emit(found)
        elif self._writable:
            self.tell(_("剪贴板里没有文件或图片。"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def _offered(self, data: QMimeData) -> bool:
        """Say whether what hovers would be taken, and show it."""
        takes = self._writable and taken_files.brings_files(data)
        self._hover(takes)
        return takes

    def _dropped(self, data: QMimeData) -> None:
        self._hover(False)
        found = taken_files.taken_from(data, _("粘贴的图片"))
        if found and self._writable:
            self.taken.emit(found)

    def _hover(self, over: bool) -> None:
        self.drop.setProperty("over", "true" if over else "false")
        self.drop.style().unpolish(self.drop)
        self.drop.style().polish(self.drop)


def _about(file: Attached) -> str:
    """Return size, pixels and who added it, in one line."""
    if not file.here:
        return lacking_words(file)
    pixels = f"{file.width}×{file.height}" if file.width else ""
    return " · ".join(part for part in (size_words(file.size), pixels, file.added_by) if part)
