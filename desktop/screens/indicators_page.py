"""考核: the indicators of a period by a scheme, beside the period before and the target; what each is made of; its trend.

Everything is worked out off the window's thread. Enter on a figure lists the records behind it, Enter on one of those opens
it in its ledger.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QVBoxLayout, QWidget

from desktop import assessing, background, words
from desktop.background import Latest
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.adjusting import Adjusting
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.charts import Bar, Days
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, PlainTable
from desktop.widgets.plain_table import Line as TableLine
from desktop.widgets.shortcuts import hear
from desktop.widgets.target_setting import TargetSetting
from desktop.words import _
from forms.clock import Clock
from forms.words import N_
from reports.indicators.laid_out import HEADS, Row, both, heading, note_of

if TYPE_CHECKING:
    from records.ledger import Office
    from records.model.heads import RecordHead

_WIDTHS: Final = (84, 330, 74, 110, 110, 84, 100, 84, 70)
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


class IndicatorsPage(Page):
    """The indicators of the assessment."""

    def __init__(self, office: "Office", settings: Settings, clock: Clock) -> None:
        super().__init__()
        self._office, self._settings, self._clock = office, settings, clock
        self._latest, self._behind, self._trend = Latest(), Latest(), Latest()
        self._shown: assessing.Shown | None = None
        self._undo: list[tuple[str, assessing.Undo]] = []
        self.scheme = self._choice(_("考核办法"))
        self.kind = self._choice(_("期别"))
        self.period = self._choice(_("期"))
        self.county = self._choice(_("单位"))
        self.out = plain.button(_("导出…"), self._export, icon="download", key="Ctrl+Shift+S")
        self.close_period = plain.button(_("关账…"), self._close, icon="lock", key="Ctrl+B")
        self.targets = plain.button(_("目标…"), self._set_targets, icon="edit", key="Ctrl+T")
        self.adjust = plain.button(_("调整…"), self._adjust, icon="edit", key="Ctrl+J")
        self.undo = plain.button(_("撤销"), self._take_back, icon="arrow-back-up", key="Ctrl+Z")
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
            plain.row(
                plain.label(_("考核"), "heading"), None, self.undo, self.targets, self.out, self.close_period
            )
        )
        self.box.addWidget(flow(self.scheme, self.kind, self.period, self.county, self.state))
        self.box.addWidget(self.busy)
        below = QWidget()
        down = QVBoxLayout(below)
        down.setContentsMargins(0, 8, 0, 0)
        down.addLayout(plain.row(self.behind_title, None, self.adjust))
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
        task = self._latest.run(partial(assessing.read, self._office, *asked, words.language()), self)
        task.then(self._show).failed(self.note.tell).always(self.busy.done)

    def _show(self, shown: assessing.Shown) -> None:
        self._shown = shown
        self._settings.set("indicators.scheme", self.scheme.currentData())
        self._show_counties(shown.offices)
        self.table.show_lines([_line(row) for row in shown.rows])
        says = heading(shown.sheet, _)
        closed, whole = bool(shown.sheet.closed), not self.county.currentData()
        if shown.other:
            says = both(says, _("台账此后改动了 {count} 项").format(count=shown.other), _)
        self.state.setText(says)
        self.close_period.setText(_("重开…") if closed else _("关账…"))
        self.close_period.setEnabled(whole)
        self.targets.setEnabled(whole and not closed)
        self.targets.setToolTip(_("已关账的期别，目标也不再改") if closed else _("目标（Ctrl+T）"))
        self._able()

    def _able(self) -> None:
        row: Row | None = self.table.current()
        line = row.line if row is not None else None
        closed = self._shown is not None and bool(self._shown.sheet.closed)
        self.adjust.setEnabled(closed and line is not None and not line.top)
        self.undo.setEnabled(bool(self._undo))
        self.undo.setToolTip(_("撤销：{what}（Ctrl+Z）").format(what=self._undo[-1][0]) if self._undo else "")

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
        self._able()
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
        self._behind.run(partial(assessing.records_behind, self._office, line, sheet, county), self).then(
            self._show_behind
        ).failed(self.note.tell)
        asked = (line, sheet, self.scheme.currentData(), county)
        self._trend.run(partial(assessing.trend_of, self._office, *asked), self).then(
            self._show_trend
        ).failed(self.note.tell)

    def _show_trend(self, trend: assessing.Trend) -> None:
        bars = [
            Bar(one.period, one.hundredths, "accent" if one.now else "line", one.said) for one in trend.points
        ]
        goal = trend.target
        said = _("目标 {value}").format(value=goal.said) if goal else ""
        self.trend.show_bars(bars, Bar(said, goal.hundredths) if goal else None)

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
                partial(
                    assessing.write,
                    self._office,
                    self._shown.sheet,
                    scheme,
                    Path(chosen),
                    kinds.get(kind, ""),
                ),
                self,
            )
            task.then(lambda file: self.note.say(_("已写到 {file}").format(file=file), "good")).failed(
                self.note.tell
            )

    def _close(self) -> None:
        if self._shown is None:
            return
        scheme, sheet = self.scheme.currentData(), self._shown.sheet
        if sheet.closed:
            ask(self, _("重开 {period}").format(period=sheet.span.name), (_("保存的数字将被丢弃，按台账重新计算；操作日志记下原因。"),),
                lambda why: self._run(partial(self._office.counting.closed.reopen, sheet.span.name, scheme, why), _("已重开")),
                yes=_("重开"), role="danger", reason=_("为什么重开"))  # fmt: skip
            return
        ask(self, _("关账 {period}").format(period=sheet.span.name), (_("现在的数字被保存下来，台账以后的改动不再影响它们。"),),
            lambda _why: self._run(partial(assessing.close, self._office, sheet, scheme), _("已关账")), yes=_("关账"))  # fmt: skip

    def _set_targets(self) -> None:
        """Type the targets of the period in one table."""
        if self._shown is None:
            return
        sheet = self._shown.sheet
        title = _("目标：{period}").format(period=self.period.currentText())

        def agreed(values: Mapping[str, Decimal | None]) -> None:
            done = _("已保存 {count} 项目标").format(count=len(values))
            self._run(partial(assessing.set_targets, self._office, sheet, values), done, undo=title)

        background.run(partial(assessing.target_rows, self._office, sheet), self).then(
            lambda rows: TargetSetting(self, title, rows, agreed).open()
        ).failed(self.note.tell)

    def _adjust(self) -> None:
        """Put the figure of a closed period right, beside what it is compared with."""
        row: Row | None = self.table.current()
        if self._shown is None or row is None or row.line is None or not self._shown.sheet.closed:
            return
        line, sheet, scheme = row.line, self._shown.sheet, self.scheme.currentData()
        name = f"{line.indicator.id} {row.cells[1].strip()}"
        lines = [
            _("本期 {now} {unit} · 上期 {before} · 目标 {target}").format(
                now=row.cells[3], unit=row.cells[2], before=row.cells[4] or "—", target=row.cells[6] or "—"
            ),
            _("台账计算的数保留在旁边，随时可以取消调整。"),
        ]

        def agreed(value: Decimal | None, reason: str) -> None:
            act = partial(
                assessing.adjust, self._office, sheet, scheme, line.figure.name, value=value, reason=reason
            )
            self._run(
                act,
                _("已取消调整") if value is None else _("已调整"),
                undo=_("调整 {name}").format(name=name),
            )

        by_hand = row.cells[3].rstrip("*").replace(",", "") if line.number.adjusted else ""
        Adjusting(self, name, lines, agreed, adjusted=by_hand).open()

    def _take_back(self) -> None:
        """Take back what was done last on this page."""
        if self._undo:
            what, act = self._undo.pop()
            self._run(act, _("已撤销：{what}").format(what=what))

    def _run(self, op: Callable[[], object], done: str, *, undo: str = "") -> None:
        """Do *op* off the window's thread and read anew; *undo*: it returns what takes it back, and this is its name."""

        def told(result: object) -> None:
            if undo and callable(result):
                self._undo.append((undo, result))
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
