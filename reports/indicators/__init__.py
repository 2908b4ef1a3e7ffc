"""Indicators of the assessment: formulas as data, worked out from the ledgers' rows. No Qt here and no SQL.

`indicator` is one as data, `formulas` reads the shipped ones from `tables/*.toml`, `working_out` asks `office.counting` and does the
arithmetic, `laid_out` and `exporting` give window, console, workbook and paper the same rows.
"""

from reports.indicators.formulas import grouped, indicators, schemes
from reports.indicators.indicator import Figure, Indicator, Scheme
from reports.indicators.periods import Span, span
from reports.indicators.sheets import Line, Number, Sheet
from reports.indicators.working_out import behind, prepare, work_out, work_out_each

__all__ = [
    "Figure", "Indicator", "Line", "Number", "Scheme", "Sheet", "Span", "behind", "grouped", "indicators", "prepare", "schemes", "span", "work_out",
    "work_out_each",
]  # fmt: skip
