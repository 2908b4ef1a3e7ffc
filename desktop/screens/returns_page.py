"""应报报表: which returns are due, filled from the ledgers, handed in and locked, opened again with a reason."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from desktop import background, return_rows
from desktop.print_jobs import LAYOUT, Recipe
from desktop.printers import Printers
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.widgets.printing.print_preview import PrintPreview
from desktop.widgets.printing.printing import Printing
from desktop.widgets.shortcuts import hear
from desktop.words import _
from records.model.heads import RecordHead
from records.model.states import State

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.returns import Expected

_WIDTHS = (230, 130, 110, 170, 110, 110)
_OPEN = (State.DRAFT, State.RETURNED)
_FORM: Final = "report_submission"


class ReturnsPage(Page):
    """The returns of the office."""

    def __init__(self, office: "Office", settings: Settings, printers: Printers) -> None:
        super().__init__()
        self._office = office
        self.printing = Printing(office, settings, printers, self)
        self.counted = plain.label(role="soft")
        self.table = PlainTable(
            _("应报报表"), [_(head) for head in return_rows.HEADS], widths=_WIDTHS, stretch=3
        )
        self.fill = plain.button(
            _("从台账填报"), self._fill, icon="refresh", key="Ctrl+B", role="primary",
            tip=_("各项数值由台账计算；与计算值不同的，写明理由")
        )  # fmt: skip
        self.open_record = plain.button(_("打开报表"), self._open, icon="external-link", key="Ctrl+O")
        self.hand_in = plain.button(_("提交并锁定…"), self._hand_in, icon="lock", key="Ctrl+G")
        self.open_again = plain.button(_("申请修改…"), self._open_again, icon="lock-open", key="Ctrl+Alt+R")
        self.print = plain.button(_("打印…"), self._print, icon="printer", key="Ctrl+P")
        self.export = plain.button(_("导出…"), self._export, icon="download", key="Ctrl+Shift+S")
        nothing = plain.label(_("没有到期的报表。报告期结束后，这里列出应报的报表。"), "soft")
        self._shown = QStackedWidget()
        self._shown.addWidget(self.table)
        self._shown.addWidget(nothing)
        self.box.addLayout(plain.row(plain.label(_("应报报表"), "heading"), 8, self.counted, None))
        acts = (self.fill, self.open_record, self.print, self.export, self.open_again, self.hand_in)
        self.box.addWidget(flow(*acts))
        self.box.addWidget(self._shown, 1)
        self.setFocusProxy(self.table)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda _one: self._open())
        hear(self, {"F5": self.refresh})
        self._pick(None)

    def refresh(self) -> None:
        """Read the returns anew."""
        background.run(partial(return_rows.read, self._office), self).then(self._show).failed(self.note.tell)

    def _show(self, shown: return_rows.Shown) -> None:
        self.counted.setText(return_rows.counted(shown.tally))
        self.table.show_lines([_line(one, shown) for one in shown.returns])
        self._shown.setCurrentIndex(0 if shown.returns else 1)

    def _pick(self, one: "Expected | None") -> None:
        record = one.record if one is not None else None
        is_open = record is not None and record.state in _OPEN
        self.fill.setEnabled(one is not None and (record is None or is_open))
        self.open_record.setEnabled(record is not None)
        for act in (self.print, self.export):
            act.setEnabled(record is not None)
        self.hand_in.setEnabled(is_open)
        self.open_again.setEnabled(
            record is not None and record.state in (State.COMPLETE, State.APPROVED, State.ACCEPTED)
        )

    def _fill(self) -> None:
        one: Expected | None = self.table.current()
        if one is not None:
            self._do(
                partial(_filled, self._office, one), _("已从台账填报：{title}。请打开核对、签名后提交。")
            )

    def _open(self) -> None:
        one: Expected | None = self.table.current()
        if one is not None and one.record is not None:
            self.open_wanted.emit(_FORM, one.record.record_id)
        elif one is not None:
            self._fill()

    def _hand_in(self) -> None:
        one: Expected | None = self.table.current()
        if one is None or one.record is None:
            return
        lines = [
            _("提交后数值锁定，台账以后的变动不影响这份报表。"),
            _("要修改的，须申请修改并写明理由。"),
        ]
        act = partial(_handed_in, self._office, one.record.record_id)
        told = _("已提交并锁定：{title}。审核通过后随批次上报。")
        ask(self, _("提交报表"), lines, lambda _why: self._do(act, told), yes=_("提交"))

    def _open_again(self) -> None:
        one: Expected | None = self.table.current()
        if one is None or one.record is None:
            return
        act = partial(_opened_again, self._office, one.record.record_id)
        told = _("已解锁：{title}。改好后请重新提交。")
        ask(
            self, _("申请修改"), [_("原来的数值保留在历史中。")], lambda why: self._do(partial(act, why), told),
            yes=_("申请修改"), reason=_("修改的理由（上级和审计会看到这句话）"),
        )  # fmt: skip

    def _print(self) -> None:
        """Show the paper of the return before it is printed."""
        one: Expected | None = self.table.current()
        if one is None or one.record is None:
            return
        office = self._office
        ids = (one.record.record_id,)
        recipe = Recipe(LAYOUT, _FORM, one.record.title, layout=return_rows.LAYOUT, records=ids)

        def make(file: Path) -> Path:
            return recipe.make(office, file, office.clock.now())

        PrintPreview(recipe, make, self.printing, self).open()

    def _export(self) -> None:
        """Write the return into a workbook or a PDF, as the file is named."""
        one: Expected | None = self.table.current()
        if one is None or one.record is None:
            return
        kinds = ";;".join((_("Excel 工作簿 (*.xlsx)"), _("PDF 东西部协作情况月季年报 (*.pdf)")))
        name = f"{one.record.title.replace('/', '-')}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("导出报表"), name, kinds)
        if chosen:
            task = background.run(
                partial(return_rows.write, self._office, one.record.record_id, Path(chosen)), self
            )
            task.then(lambda file: self.note.say(_("已写到 {file}").format(file=file), "good")).failed(
                self.note.tell
            )

    def _do(self, act: Callable[[], RecordHead], told: str) -> None:
        """Do *act* off the window's thread, say what came of it, and read anew."""

        def done(head: Any) -> None:
            self.note.say(told.format(title=head.title), "good")
            self.changed.emit()
            self.refresh()

        background.run(act, self).then(done).failed(self.note.tell)


def _line(one: "Expected", shown: return_rows.Shown) -> Line:
    cells = [Cell(text) for text in return_rows.cells(one, shown.today)]
    late = one.late(shown.today)
    tone = ("warn" if one.handed_in else "bad") if late else ("good" if one.handed_in else "")
    icon = (
        ("clock" if late else "circle-check")
        if one.handed_in
        else ("alert-triangle" if late else "hourglass")
    )
    cells[-1] = Cell(cells[-1].text, icon, tone)
    return Line(cells, one)


def _filled(office: "Office", one: "Expected") -> RecordHead:
    from reports import returns

    return returns.fill(office, one.code, one.span.name)


def _handed_in(office: "Office", record_id: str) -> RecordHead:
    from reports import returns

    return returns.hand_in(office, record_id)


def _opened_again(office: "Office", record_id: str, why: str) -> RecordHead:
    from reports import returns

    return returns.open_again(office, record_id, why)
