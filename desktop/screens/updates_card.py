"""The card 程序更新 of the settings page: which version runs, what was told of a newer one, and telling those below."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop import background, update_words
from desktop.screens.update_dialogs import IssueDialog, UpdateDialog
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.words import _
from forms.clock import Clock
from records.model.states import Role
from resources.version import VERSION

if TYPE_CHECKING:
    from records.ledger import Office

_FOLDER = "stick"  # where files that travel were looked for last


class UpdatesCard(QWidget):
    """Tells what happened in the page's *note*; `changed` when another notice is in force."""

    changed = Signal()

    def __init__(self, office: "Office", settings: Settings, note: Note, clock: Clock) -> None:
        super().__init__()
        self._office, self._settings, self._note, self._clock = office, settings, note, clock
        self._held: Any = None
        card = plain.frame("card", margins=(16, 12, 16, 12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        box = plain.box_of(card)
        box.addWidget(plain.label(_("程序更新"), "heading"))
        self.words = plain.label(role="soft", wrap=True)
        self.show_ = plain.button(_("详情与核对…"), self.open_notice, icon="shield-check")
        self.take = plain.button(
            _("读入通知…"), self._choose_take, icon="file-import", tip=_("读入上级的更新通知（.update）")
        )
        self.issue = plain.button(
            _("发布更新通知…"), self._issue, icon="bell", tip=_("告诉下级有新版程序，从哪里取")
        )
        self.pack = plain.button(
            _("写成文件…"),
            self._choose_pack,
            icon="package",
            tip=_("把通知写成文件，用 U 盘带给不联网的下级"),
        )
        may = office.user.role != Role.CLERK or bool(office.settings.get("one_person", False))
        self.issue.setEnabled(may)
        for part in (self.issue, self.pack):
            if office.info.level == "field":
                part.hide()  # never shown before it has a parent: it would flash up as a window
        box.addWidget(self.words)
        box.addLayout(plain.row(self.show_, self.take, None))
        box.addLayout(plain.row(self.issue, self.pack, None))
        self._show(None)

    def refresh(self) -> None:
        """Read the notice in force."""
        background.run(partial(_held, self._office), self).then(self._show).failed(self._note.tell)

    def _show(self, held: Any) -> None:
        self._held = held
        said = _("本机是 {version} 版。").format(version=VERSION)
        if held is not None and held.is_news:
            said = update_words.heading(held, self._clock.today())
        elif held is not None:
            said += _("通知所说的 {version} 版不比本机新。").format(version=held.said.version)
        else:
            said += _("还没有更新通知。程序从不自己下载：有新版时由上级通知从哪里取。")
        self.words.setText(said)
        self.show_.setEnabled(held is not None)
        self.pack.setEnabled(held is not None)

    def open_notice(self) -> None:
        """Show the notice, where a file is proved against it."""
        if self._held is not None:
            UpdateDialog(self, self._held, self._clock, self._settings).open()

    def _issue(self) -> None:
        dialog = IssueDialog(self, self._office, self._clock, self._settings)
        dialog.issued.connect(self._issued)
        dialog.open()

    def _issued(self, held: Any) -> None:
        self._show(held)
        said = _("{version} 版的更新通知已发布：下级下次联网时收到；不联网的用“写成文件”带去。")
        self._note.say(said.format(version=held.said.version), "good")
        self.changed.emit()

    def _choose_pack(self) -> None:
        wanted = str(Path(str(self._settings.get(_FOLDER, ""))) / f"{self._office.info.code}.update")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("写成文件"), wanted, _("更新通知 (*.update)"))
        if chosen:
            self.pack_to(Path(chosen))

    def pack_to(self, file: Path) -> None:
        """Write the notice to *file*."""
        task = background.run(partial(_pack, self._office, file), self)
        task.then(lambda _held: self._note.say(_("更新通知已写好：{file}").format(file=file), "good"))
        task.failed(self._note.tell)

    def _choose_take(self) -> None:
        folder = str(self._settings.get(_FOLDER, ""))
        chosen, _kind = QFileDialog.getOpenFileName(self, _("读入通知"), folder, _("更新通知 (*.update)"))
        if chosen:
            self.take_from(Path(chosen))

    def take_from(self, file: Path) -> None:
        """Take the notice of the office above in *file*."""
        task = background.run(partial(_take, self._office, file), self)
        task.then(self._taken).failed(self._note.tell)

    def _taken(self, held: Any) -> None:
        self._show(held)
        self._note.say(_("已读入 {version} 版的更新通知。").format(version=held.said.version), "good")
        self.changed.emit()


def _held(office: "Office") -> Any:
    from sync import distribution

    return distribution.held(office)


def _pack(office: "Office", file: Path) -> Any:
    from sync import distribution

    return distribution.pack_notice(office, file)


def _take(office: "Office", file: Path) -> Any:
    from sync import distribution

    distribution.take_notice(office, file)
    return distribution.held(office)
