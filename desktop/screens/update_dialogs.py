"""Two dialogs about a new program: what the notice says, where a file is proved against it; and issuing one.

Nothing is fetched from anywhere: the person brings the file, and hears whether it is the genuine one.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import background, update_words
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.note import Note
from desktop.widgets.pages import scrolled, scrolling
from desktop.words import _
from forms.clock import Clock

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.distribution import Held

_PLACE = "programs"  # where program files were looked for last
_SIZE = (560, 560)


class UpdateDialog(QDialog):
    """What the notice says, and whether a file is the program it speaks of."""

    def __init__(self, parent: QWidget, held: "Held", clock: Clock, settings: Settings) -> None:
        super().__init__(parent)
        self._held, self._settings = held, settings
        _dress(self, _("程序更新通知"))
        self.check = plain.button(
            _("核对程序文件…"), self._choose, icon="shield-check", key="Ctrl+O", role="primary",
            tip=_("选取得的程序文件：核对内容和签名是否与通知相符"),
        )  # fmt: skip
        self.note, self.busy = Note(self), Busy()
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 8, 0)
        for caption, words in update_words.lines(held):
            down.addWidget(plain.label(caption, "strong"))
            down.addWidget(plain.label(words, wrap=True, copyable=True))
            down.addSpacing(6)
        down.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(_("程序更新通知"), "heading"))
        box.addWidget(plain.label(update_words.heading(held, clock.today()), "soft", wrap=True))
        box.addWidget(scrolled(inside, _("通知内容")), 1)
        box.addWidget(self.busy)
        box.addWidget(self.note)
        box.addLayout(plain.row(self.check, None, plain.button(_("关闭"), self.accept, tip=_("关闭（Esc）"))))
        self.check.setFocus()

    def _choose(self) -> None:
        file, _kind = QFileDialog.getOpenFileName(
            self, _("核对程序文件"), str(self._settings.get(_PLACE, "")), _("所有文件 (*)")
        )
        if file:
            self._settings.set(_PLACE, str(Path(file).parent))
            self.prove(Path(file))

    def prove(self, file: Path) -> None:
        """Prove *file* against the notice."""
        self.busy.watch(_("正在核对…"), can_stop=False)
        self.check.setEnabled(False)
        task = background.run(partial(_prove, self._held, file), self)
        task.then(lambda _found: self._genuine()).failed(self.note.tell).always(self._rested)

    def _rested(self) -> None:
        self.busy.done()
        self.check.setEnabled(True)

    def _genuine(self) -> None:
        said = _("核对通过：这是 {name} 通知的 {version} 版程序，内容和签名都相符。")
        self.note.say(said.format(name=self._held.name, version=self._held.said.version), "good")


class IssueDialog(QDialog):
    """Issue word of a new program; `issued` carries the notice."""

    issued = Signal(object)

    def __init__(self, parent: QWidget, office: "Office", clock: Clock, settings: Settings) -> None:
        super().__init__(parent)
        self._office, self._settings = office, settings
        self.files: list[Path] = []
        _dress(self, _("发布更新通知"))
        self.version = QLineEdit()
        self.version.setPlaceholderText("1.2.0")
        self.place, self.changes = _words_field(_("从哪里取")), _words_field(_("改了什么"))
        self.place.setPlaceholderText(_("共享文件夹、U 盘，或找谁，例如：办公室李工处有 U 盘"))
        self.needed = QCheckBox(_("最迟升级到"))
        self.day = QDateEdit(QDate(clock.today()).addDays(30))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setEnabled(False)
        self.needed.toggled.connect(self.day.setEnabled)
        self.chosen = plain.label(_("还没有选程序文件。"), "hint", wrap=True)
        self.choose = plain.button(_("选程序文件…"), self._choose, icon="folder", key="Ctrl+O")
        self.yes = plain.button(_("签名并发布"), self._issue, key="Ctrl+Return", role="primary")
        self.note, self.busy = Note(self), Busy()
        for field, name in ((self.version, _("版本")), (self.day, _("最迟升级到"))):
            field.setAccessibleName(name)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(_("发布更新通知"), "heading"))
        hint = _(
            "下级只收到通知，程序由各单位自己取。手头的程序文件在这里算校验值并签名，下级取到后可以核对真伪。"
        )
        down = scrolling(box, _("发布更新通知"))
        down.addWidget(plain.label(hint, "soft", wrap=True))
        for name, field in (
            (_("版本"), self.version),
            (_("从哪里取"), self.place),
            (_("改了什么"), self.changes),
        ):
            heading = plain.label(name, "soft")
            heading.setBuddy(field)
            down.addWidget(heading)
            down.addWidget(field)
        down.addLayout(plain.row(self.needed, self.day, None))
        down.addLayout(plain.row(self.choose, None))
        down.addWidget(self.chosen)
        box.addWidget(self.busy)
        box.addWidget(self.note)
        box.addLayout(plain.row(None, plain.button(_("取消"), self.reject, tip=_("不发布（Esc）")), self.yes))
        self.version.setFocus()

    def _choose(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(
            self, _("选程序文件"), str(self._settings.get(_PLACE, "")), _("所有文件 (*)")
        )
        if files:
            self.take([Path(one) for one in files])

    def take(self, files: list[Path]) -> None:
        """Take these program files."""
        self.files = files
        self._settings.set(_PLACE, str(files[0].parent))
        self.chosen.setText("、".join(one.name for one in files))

    def _issue(self) -> None:
        self.busy.watch(_("正在计算校验值并签名…"), can_stop=False)
        self.yes.setEnabled(False)
        day = self.day.date().toPython() if self.needed.isChecked() else None
        op = partial(
            _issue, self._office, self.version.text().strip(), self.files, self.place.toPlainText(),
            self.changes.toPlainText(), day,
        )  # fmt: skip
        background.run(op, self).then(self._done).failed(self.note.tell).always(self._rested)

    def _rested(self) -> None:
        self.busy.done()
        self.yes.setEnabled(True)

    def _done(self, held: Any) -> None:
        self.accept()
        self.issued.emit(held)


def _dress(dialog: QDialog, title: str) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.setWindowTitle(title)
    dialog.resize(*_SIZE)


def _words_field(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setMinimumHeight(72)
    return field


def _prove(held: "Held", file: Path) -> Any:
    from sync.protocol import update_notice

    return update_notice.prove(held.said, file)


def _issue(office: "Office", *words: Any) -> Any:
    from sync import distribution

    return distribution.issue(office, *words)
