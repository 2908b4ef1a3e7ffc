"""考核: the indicators of a period by a scheme, beside the period before and the target; what each is made of; its trend.

Everything is worked out off the window's thread. Enter on a figure lists the records behind it, Enter on one of those opens
it in its ledger.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QVBoxLayout, QWidget

from desktop import background, words
from desktop.background import Latest
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.charts import Bar, Days
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, PlainTable
from desktop.widgets.plain_table import Line as TableLine
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.clock import Clock
from forms.words import N_
from reports.indicators.laid_out import HEADS, Row, heading, laid_out, note_of

if TYPE_CHECKING:
    from records.ledger import Office
    from records.model.heads import RecordHead
    from reports.indicators import Line, Sheet

_WIDTHS: Final = (84, 330, 74, 110, 110, 84, 100, 84, 70)
_TREND: Final = 6  # periods
_KINDS: Final = (
    (N_("年"), "year"), (N_("半年"), "half"), (N_("季度"), "quarter"), (N_("月"), "month"), (N_("跨年"), "years"),
)  # fmt: skip
_MOST_YEARS: Final = 12
_SHEETS: Final = (  # what is written, by the words of the file dialog; '' a workbook
    (N_("Excel 工作簿 (*.xlsx)"), ""),
    (N_("PDF 考核指标统计表 (*.pdf)"), "ASS-R1"),
    (N_("PDF 东西部协作情况月季年报 (*.pdf)"), "ASS-R3"),
    (N_("PDF 跨年累计成果表 (*.pdf)"), "SUM-R1"),
)
_ALL: Final = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one reading gives: the sheet, its rows, whether it is closed and how far the ledgers have moved since."""

    sheet: "Sheet"
    rows: list[Row]
    closed: str
    other: int
    offices: list[str]


class IndicatorsPage(Page):
    """The indicators of the assessment."""

    def __init__(self, office: "Office", settings: Settings, clock: Clock) -> None:
        super().__init__()
        self._office, self._settings, self._clock = office, settings, clock
        self._latest, self._behind, self._trend = Latest(), Latest(), Latest()
        self._shown: _Shown | None = None
        self.scheme = self._choice(_("考核办法"))
        self.kind = self._choice(_("期别"))
        self.period = self._choice(_("期"))
        self.county = self._choice(_("单位"))
        self.out = plain.button(_("导出…"), self._export, icon="download", key="Ctrl+Shift+S")
        self.close_period = plain.button(_("关账…"), self._close, icon="lock", key="Ctrl+B")
        self.state = plain.label(role="soft")
        self.note_line = plain.label(role="hint", wrap=True)
        self.busy = Busy()
        self.table = PlainTable(_("考核指标"), [_(head) for head in HEADS], widths=_WIDTHS, stretch=1)
        self.records = PlainTable(
            _("由这些记录得来"),
            [_("台账"), _("记录"), _("单位"), _("更新")],
            widths=(160, 360, 90, 140),
            stretch=1,
        )
        self.behind_title = plain.label(role="strong")
        self.trend = Days(_("近几期"))
        self._fill_choices()
        self._build()
        self.table.picked.connect(self._pick)
        self.table.opened.connect(lambda _row: self.records.setFocus())
        self.records.opened.connect(lambda head: self.open_wanted.emit(head.form_id, head.record_id))
        for choice in (self.scheme, self.period, self.county):
            choice.currentIndexChanged.connect(lambda _index: self.refresh())
        self.kind.currentIndexChanged.connect(lambda _index: self._fill_periods())
        hear(self, {"F5": self.refresh})

    @staticmethod
    def _choice(name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _fill_choices(self) -> None:
        from reports.indicators import schemes

        for one in schemes().values():
            self.scheme.addItem(one.label.in_(words.language()), one.id)
        self.scheme.setCurrentIndex(
            max(0, self.scheme.findData(self._settings.get("indicators.scheme", "2017")))
        )
        for word, kind in _KINDS:
            self.kind.addItem(_(word), kind)
        self.county.addItem(_("全部单位"), _ALL)
        self._fill_periods()

    def _fill_periods(self) -> None:
        from reports.indicators import span
        from reports.indicators.periods import in_words

        today = self._clock.today()
        now = {
            "year": f"{today.year}",
            "half": f"{today.year}-H{1 if today.month <= 6 else 2}",
            "quarter": f"{today.year}-Q{(today.month + 2) // 3}",
            "month": f"{today.year}-{today.month:02d}",
        }.get(self.kind.currentData())
        periods = (
            list(reversed(span(now).row(12)))
            if now
            else [span(f"{today.year - back}..{today.year}") for back in range(1, _MOST_YEARS)]
        )
        self.period.blockSignals(True)
        self.period.clear()
        for one in periods:
            self.period.addItem(in_words(one) if words.language() != words.ENGLISH else one.name, one.name)
        self.period.blockSignals(False)
        if self._shown is not None:
            self.refresh()

    def _build(self) -> None:
        self.box.addLayout(
            plain.row(plain.label(_("考核"), "heading"), 8, self.state, None, self.out, self.close_period)
        )
        self.box.addWidget(flow(self.scheme, self.kind, self.period, self.county))
        self.box.addWidget(self.busy)
        below = QWidget()
        down = QVBoxLayout(below)
        down.setContentsMargins(0, 8, 0, 0)
        down.addLayout(plain.row(self.behind_title, None))
        down.addWidget(self.note_line)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.records)
        across.addWidget(self.trend)
        across.setSizes([760, 380])
        across.setChildrenCollapsible(False)
        down.addWidget(across, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.table)
        self.split.addWidget(below)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([420, 240])
        self.box.addWidget(self.split, 1)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Work the figures out anew."""
        self.busy.watch(_("正在计算指标…"), can_stop=False)
        asked = (self.scheme.currentData(), self.period.currentData(), self.county.currentData() or "")
        task = self._latest.run(partial(_read, self._office, *asked, words.language()), self)
        task.then(self._show).failed(self.note.tell).always(self.busy.done)

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        self._settings.set("indicators.scheme", self.scheme.currentData())
        self._show_counties(shown.offices)
        self.table.show_lines([_line(row) for row in shown.rows])
        says = heading(shown.sheet, _)
        if shown.closed:
            says = _("已关账 {when}").format(when=shown.closed[:16].replace("T", " "))
            says += _("；台账此后改动了 {count} 项").format(count=shown.other) if shown.other else ""
        self.state.setText(says)
        self.close_period.setText(_("重开…") if shown.closed else _("关账…"))

    def _show_counties(self, offices: list[str]) -> None:
        if self.county.count() == len(offices) + 1 or len(offices) < 2:
            self.county.setVisible(len(offices) > 1)
            return
        from forms.reference import Reference

        self.county.blockSignals(True)
        for code in offices:
            place = Reference.load().division(code[:6])
            self.county.addItem(place.full_name if place else code, code)
        self.county.blockSignals(False)
        self.county.setVisible(True)

    def _pick(self, row: Row | None) -> None:
        line = row.line if row is not None else None
        if line is None or self._shown is None:
            self.behind_title.setText("")
            self.note_line.setText("")
            self.records.show_lines([])
            self.trend.show_bars([])
            return
        self.behind_title.setText(f"{line.indicator.id} {line.indicator.label.in_(words.language())}")
        self.note_line.setText(note_of(line, self._shown.sheet, words.language()))
        county = self.county.currentData() or ""
        sheet = self._shown.sheet
        self._behind.run(partial(_records_behind, self._office, line, sheet, county), self).then(
            self._show_behind
        ).failed(self.note.tell)
        self._trend.run(partial(_trend_of, self._office, line, sheet, county), self).then(
            self.trend.show_bars
        ).failed(self.note.tell)

    def _show_behind(self, heads: "list[RecordHead]") -> None:
        titles = {info.form_id: info.title.in_(words.language()) for info in self._office.forms.all()}
        self.records.show_lines(
            [
                TableLine(
                    (Cell(titles.get(head.form_id, head.form_id)), Cell(head.title), Cell(head.office_code),
                     Cell(f"{head.updated_at:%Y-%m-%d %H:%M}")),
                    head,
                )
                for head in heads
            ]
        )  # fmt: skip

    # ── acting ──────────────────────────────────────────────────────────────────────────────────────────────

    def _export(self) -> None:
        if self._shown is None:
            return
        name = f"{_('考核指标')}-{self._shown.sheet.span.name}.xlsx"
        kinds = {_(words_of): code for words_of, code in _SHEETS}
        chosen, kind = QFileDialog.getSaveFileName(self, _("导出考核指标"), name, ";;".join(kinds))
        if chosen:
            scheme = self.scheme.currentData()
            task = background.run(
                partial(_write, self._office, self._shown.sheet, scheme, Path(chosen), kinds.get(kind, "")),
                self,
            )
            task.then(lambda file: self.note.say(_("已写到 {file}").format(file=file), "good")).failed(
                self.note.tell
            )

    def _close(self) -> None:
        if self._shown is None:
            return
        scheme, sheet = self.scheme.currentData(), self._shown.sheet
        if self._shown.closed:
            ask(self, _("重开 {period}").format(period=sheet.span.name), (_("保存的数字将被丢弃，按台账重新计算；操作日志记下原因。"),),
                lambda why: self._run(partial(self._office.counting.closed.reopen, sheet.span.name, scheme, why), _("已重开")),
                yes=_("重开"), role="danger", reason=_("为什么重开"))  # fmt: skip
            return
        ask(self, _("关账 {period}").format(period=sheet.span.name), (_("现在的数字被保存下来，台账以后的改动不再影响它们。"),),
            lambda _why: self._run(partial(_closed, self._office, sheet, scheme), _("已关账")), yes=_("关账"))  # fmt: skip

    def _run(self, op: Any, done: str) -> None:
        def told(_result: object) -> None:
            self.note.say(done, "good")
            self.refresh()

        background.run(op, self).then(told).failed(self.note.tell)


def _line(row: Row) -> TableLine:
    if row.line is None:
        return TableLine(
            [Cell(""), Cell(row.cells[0], tone="accent"), *(Cell("") for _each in range(7))], row
        )
    indent = "　" * (row.depth - 1)
    cells = [
        Cell(row.cells[0]),
        Cell(indent + row.cells[1], tone="text_soft" if row.depth == 3 else ""),
        Cell(row.cells[2], tone="text_soft"),
        *(
            Cell(text, right=True, tone="bad" if place == 5 and row.falls else "")
            for place, text in enumerate(row.cells[3:], 3)
        ),
    ]
    return TableLine(cells, row)


def _read(office: "Office", scheme: str, period: str, county: str, language: str) -> _Shown:
    from reports.indicators import formulas, prepare, span, work_out
    from reports.indicators.closing import as_closed

    one, chosen = span(period), formulas.scheme(scheme)
    prepare(office, one)
    wanted = [each for _aspect, own in formulas.grouped(chosen) for each in own]
    sheet = work_out(office, wanted, one, offices=(county,) if county else ())
    closed = next(
        (each for each in office.counting.closed.all() if (each.period, each.scheme) == (period, scheme)),
        None,
    )
    other = 0
    if closed is not None and not county:
        sheet, other = as_closed(office, sheet, chosen)
    return _Shown(
        sheet,
        laid_out(sheet, chosen, language),
        closed.closed_at if closed else "",
        other,
        office.counting.offices(),
    )


def _records_behind(office: "Office", line: "Line", sheet: "Sheet", county: str) -> "list[RecordHead]":
    from reports.indicators import behind

    return behind(office, line.figure, sheet.span, offices=(county,) if county else (), most=500)


def _trend_of(office: "Office", line: "Line", sheet: "Sheet", county: str) -> list[Bar]:
    """Return the indicator's main figure over the last periods, in whole units."""
    from reports.indicators import work_out

    bars = []
    for one in sheet.span.row(_TREND):
        number = (
            work_out(office, [line.indicator], one, offices=(county,) if county else (), compare=False)
            .line(line.indicator.id)
            .number
        )
        value = 0 if number.value is None else max(0, int(number.value.to_integral_value(ROUND_HALF_UP)))
        bars.append(
            Bar(one.name.removeprefix("20"), value, "accent" if one.name == sheet.span.name else "line")
        )
    return bars


def _write(office: "Office", sheet: "Sheet", scheme: str, file: Path, paper: str) -> Path:
    """Write a workbook, or for a .pdf the print *paper*, '' for that of the period."""
    from reports.indicators import formulas
    from reports.indicators.exporting import to_workbook
    from reports.indicators.period_papers import print_figures

    chosen = formulas.scheme(scheme)
    if file.suffix.lower() == ".pdf":
        return print_figures(sheet, chosen, office.info, file, today=office.clock.today(), code=paper)
    return to_workbook(sheet, chosen, office.info, file, language=words.language(), translate=_)


def _closed(office: "Office", sheet: "Sheet", scheme: str) -> int:
    from reports.indicators import formulas
    from reports.indicators.closing import close

    return close(office, sheet, formulas.scheme(scheme))
