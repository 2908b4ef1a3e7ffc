"""The prints of figures by their code: ASS-R1, the report of a period (ASS-R3), and what years together came to (SUM-R1).

Domain book §5.9. A figure of SUM-R1 that is printed in 亿元 or 万人 is rounded, and says so beside it (限定词): what is
not exact is never printed as if it were.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from records.model.office import OfficeInfo
from reports.indicators.exporting import to_paper
from reports.indicators.indicator import Scheme
from reports.indicators.laid_out import Row, closed_words, heading, laid_out
from reports.indicators.periods import Span, in_words
from reports.indicators.sheets import PEOPLE, WAN, Number, Sheet, rounded
from reports.papers.answers_in_words import Format
from reports.papers.by_layout import roster
from reports.papers.layout import Column, Layout
from reports.papers.layout_reading import layouts
from reports.papers.sheet import day_in_words
from reports.text import Align

ASSESSMENT: Final = "ASS-R1"
REPORT: Final = "ASS-R3"
YEARS_TOGETHER: Final = "SUM-R1"
PAPERS: Final = (ASSESSMENT, REPORT, YEARS_TOGETHER)
_KINDS: Final = {1: "月报", 3: "季报", 6: "半年报", 12: "年报"}  # by months


def paper_of(span: Span) -> str:
    """Return the print a period has when none is asked for: several years SUM-R1, else ASS-R1."""
    return YEARS_TOGETHER if span.months > 12 else ASSESSMENT


def print_figures(
    sheet: Sheet, scheme: Scheme, info: OfficeInfo, file: Path, *, today: date, code: str = ""
) -> Path:
    """Print *sheet* into *file* and return it: by the print *code*, else by that of the period.

    The figures stand as of the period's last day, or as of *today* while it lasts.
    """
    code, as_of = code or paper_of(sheet.span), min(sheet.span.period.last, today)
    if code == REPORT:
        return _report(sheet, scheme, info, file, as_of)
    if code == YEARS_TOGETHER:
        return _years_together(sheet, scheme, info, file, as_of)
    return to_paper(sheet, scheme, info, file, as_of=as_of, translate=str)


def _report(sheet: Sheet, scheme: Scheme, info: OfficeInfo, file: Path, as_of: date) -> Path:
    words = in_words(sheet.span)
    layout = layouts()["cooperation-report"]
    assert isinstance(layout, Layout)  # noqa: S101  (told to the type checker: it is shipped, and a roster)
    title = f"东西部协作情况{_KINDS.get(sheet.span.months, '报表')}（{words}）"
    answers = {
        "report_code": f"东西部协作情况（{scheme.label.in_('zh')}）",
        "period": words,
        "figure": [_reported(row) for row in laid_out(sheet, scheme, "zh", parts=False, empty=False)],
    }
    layout = replace(layout, title=title, notes=f"{heading(sheet, str)}；“—”为无从计算")
    return roster(layout, [answers], file, office_info=info, as_of=as_of)


def _reported(row: Row) -> dict[str, str]:
    """Return a row as the return's form has it, with what there is to say: the growth, the target, a hand that changed it."""
    _id, _name, unit, now, before, change, _target, completion, _rows = row.cells
    same = row.line is not None and row.line.change == 0
    said = [
        "与上期持平" if change and same else f"比上期 {change}" if change else "",
        f"完成目标 {completion}" if completion else "",
        "人工调整" if row.line is not None and row.line.number.adjusted else "",
    ]
    return {
        "item": _named(row),
        "unit": unit,
        "value": now,
        "last_value": before,
        "why": "；".join(word for word in said if word),
    }


def _named(row: Row) -> str:
    return f"【{row.cells[0]}】" if row.depth == 0 else "　" * (row.depth - 1) + row.cells[1]


def _years_together(sheet: Sheet, scheme: Scheme, info: OfficeInfo, file: Path, as_of: date) -> Path:
    rows = laid_out(sheet, scheme, "zh", parts=False, empty=False)
    return roster(_layout(sheet, scheme, as_of), list(_summed(rows)), file, office_info=info, as_of=as_of)


def _summed(rows: Iterable[Row]) -> Iterable[dict[str, str]]:
    for row in rows:
        value, unit, qualifier = row.cells[3], row.cells[2], ""
        if row.line is not None and row.depth < 3 and row.line.number.value is not None:
            value, unit, qualifier = in_large(row.line.number)
        if row.depth == 0 or value != "—":
            yield {"name": _named(row), "value": value, "unit": unit, "qualifier": qualifier}


def in_large(number: Number) -> tuple[str, str, str]:
    """Return value, unit and qualifier of a figure in 亿元 or 万人 once it is that large.

    The qualifier is 约 where the printed value is rounded (half up, two decimals), 人工调整 for one changed by hand.
    """
    value, unit = number.value or Decimal(0), number.unit
    if unit == "是/否":
        return number.said(), unit, ""
    if abs(value) >= WAN and (unit == "万元" or unit in PEOPLE):
        value, unit = value / WAN, "亿元" if unit == "万元" else f"万{unit}"
    shown = rounded(value, unit)
    said = ["约" if shown != value else "", "人工调整" if number.adjusted else ""]
    return f"{shown:,}", unit, "，".join(word for word in said if word)


def _source(as_of: date) -> str:
    return (
        f"来源：本单位台账，截至{day_in_words(as_of)}，只计已审核及以后的记录；“约”为四舍五入，引用时须保留。"
    )


def _layout(sheet: Sheet, scheme: Scheme, as_of: date) -> Layout:
    return Layout(
        name="years-together",
        code=YEARS_TOGETHER,
        form_id="",
        title=f"东西部协作累计成果表（{in_words(sheet.span)}）",
        landscape=False,
        columns=(
            Column("指标", ("name",), Format.TEXT, share=1),
            Column("数值", ("value",), Format.TEXT, width=34, align=Align.RIGHT),
            Column("单位", ("unit",), Format.TEXT, width=22, align=Align.CENTRE),
            Column("限定词", ("qualifier",), Format.TEXT, width=30, align=Align.CENTRE),
        ),
        head=(("填报单位（盖章）：{office}", f"办法：{scheme.label.in_('zh')}", "截至{as_of}"),),
        foot=("填表人", "审核人", "负责人", "填报日期"),
        notes="；".join(part for part in (closed_words(sheet, str), _source(as_of)) if part),
        text_size=9.5,
        row_height=7.4,
        sums=False,
    )
