"""The card 表 of the settings page: try and publish, move drafts, and forms as a file for offices without a line."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop import background, draft_moves
from desktop.draft_moves import Moves
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.note import Note
from desktop.words import _
from records.model.states import Role

if TYPE_CHECKING:
    from records.ledger import Office

_FOLDER = "stick"  # where files that travel were looked for last


class FormsCard(QWidget):
    """Tells what happened in the page's *note*; `changed` when forms or drafts are others now."""

    changed = Signal()
    try_wanted = Signal()

    def __init__(self, office: "Office", settings: Settings, note: Note, busy: Busy) -> None:
        super().__init__()
        self._office, self._settings, self._note, self._busy = office, settings, note, busy
        card = plain.frame("card", margins=(16, 12, 16, 12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        box = plain.box_of(card)
        box.addWidget(plain.label(_("表"), "heading"))
        box.addWidget(
            plain.label(
                _(
                    "表是 XLSForm 工作簿：在 Excel 中修改，在这里试填、对比，再发布。以前的记录保留原来的版本。"
                ),
                "soft",
                wrap=True,
            )
        )
        self.try_form = plain.button(_("试填与发布…"), self.try_wanted.emit, icon="file-spreadsheet")
        self.move_drafts = plain.button(_("迁移草稿…"), self._ask_move, icon="arrows-exchange")
        self.pack = plain.button(
            _("打包下发…"),
            self._choose_pack,
            icon="package",
            tip=_("把现行的表签名打包，用 U 盘带给下级单位"),
        )
        self.take = plain.button(
            _("接收表包…"), self._choose_take, icon="file-import", tip=_("读入上级下发的表包（.forms）")
        )
        if office.info.level == "field":
            self.pack.hide()
        self.pack.setEnabled(office.user.role != Role.CLERK or bool(office.settings.get("one_person", False)))
        box.addLayout(plain.row(self.try_form, self.move_drafts, None))
        box.addLayout(plain.row(self.pack, self.take, None))

    # -- drafts -----------------------------------------------------------------------------------------

    def _ask_move(self) -> None:
        """Show what moving drafts to the forms in force would change, before anything is written."""
        task = background.run(partial(draft_moves.look, self._office), self)
        task.then(self._show_moves).failed(self._note.tell)

    def _show_moves(self, moves: list[Moves]) -> None:
        if not moves:
            self._note.say(_("没有要迁移的草稿：都已是现行版本。"), "good")
            return
        ask(
            self,
            _("把草稿迁移到现行版本？"),
            draft_moves.lines(moves),
            lambda _reason: self._move(moves),
            yes=_("迁移"),
        )

    def _move(self, moves: list[Moves]) -> None:
        self._busy.watch(_("正在迁移草稿…"), can_stop=False)
        task = background.run(partial(draft_moves.move, self._office, moves), self)
        task.then(self._moved).failed(self._note.tell).always(self._busy.done)

    def _moved(self, count: int) -> None:
        self._note.say(_("已迁移 {count} 条草稿，改动写在各自的历史中。").format(count=count), "good")
        self.changed.emit()

    # -- packages ---------------------------------------------------------------------------------------

    def _choose_pack(self) -> None:
        folder = Path(str(self._settings.get(_FOLDER, "")))
        wanted = str(folder / f"{self._office.info.code}.forms")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("打包下发"), wanted, _("表包 (*.forms)"))
        if chosen:
            self.pack_to(Path(chosen))

    def pack_to(self, file: Path) -> None:
        """Write the forms in force to *file*, signed."""
        task = background.run(partial(_pack, self._office, file), self)
        task.then(self._packed).failed(self._note.tell)

    def _packed(self, packed: Any) -> None:
        said = _("表包第 {number} 号已写好，共 {count} 张表。请交给下级单位接收。")
        self._note.say(said.format(number=packed.number, count=len(packed.forms)), "good")

    def _choose_take(self) -> None:
        folder = str(self._settings.get(_FOLDER, ""))
        chosen, _kind = QFileDialog.getOpenFileName(self, _("接收表包"), folder, _("表包 (*.forms)"))
        if chosen:
            self.take_from(Path(chosen))

    def take_from(self, file: Path) -> None:
        """Take the forms the office above packed in *file*."""
        self._busy.watch(_("正在接收表包…"), can_stop=False)
        task = background.run(partial(_take, self._office, file), self)
        task.then(self._taken).failed(self._note.tell).always(self._busy.done)

    def _taken(self, taken: Any) -> None:
        if taken.forms:
            said = _("已接收表包第 {number} 号：{count} 张表有新版本，立即生效。")
            self._note.say(said.format(number=taken.number, count=len(taken.forms)), "good")
        else:
            self._note.say(_("表包里没有新版本，本单位的表已是最新。"), "good")
        self.changed.emit()


def _pack(office: "Office", file: Path) -> Any:
    from sync import distribution

    return distribution.pack(office, file)


def _take(office: "Office", file: Path) -> Any:
    from sync import distribution, inbox

    taken = distribution.take(office, file)
    if taken.forms:
        inbox.retry(office)  # records from below may have waited for one of them
    return taken
