"""Figures as a workbook and as the paper ASS-R1 (domain book §5.9): the same rows, the same words."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from forms.words import N_, Translate
from records.model.office import OfficeInfo
from reports.indicators.indicator import Scheme
from reports.indicators.laid_out import HEADS, Row, heading, laid_out, note_of
from reports.indicators.periods import in_words
from reports.indicators.sheets import Sheet
from reports.papers.answers_in_words import Format
from reports.papers.by_layout import roster
from reports.papers.layout import Column, Layout
from reports.text import Align

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat

_WIDTHS = (10, 46, 8, 14, 14, 10, 14, 10, 9)
_NAMES = ("id", "name", "unit", "now", "before", "change", "target", "completion", "rows")


def to_workbook(
    sheet: Sheet, scheme: Scheme, info: OfficeInfo, file: Path, *, language: str, translate: Translate
) -> Path:
    """Write the table into an .xlsx and return it; numbers are numbers, so that they can be added."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"in_memory": True}) as book:
        page = book.add_worksheet(translate("考核指标"))
        title = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        formats = {
            0: book.add_format({"bold": True, "bg_color": "#F4F6F8"}),
            1: book.add_format({}),
            2: book.add_format({"indent": 1}),
            3: book.add_format({"indent": 2, "font_color": "#555555"}),
        }
        page.write(0, 0, f"{scheme.label.in_(language)} · {in_words(sheet.span)}", title)
        page.write(1, 0, f"{info.name}　{heading(sheet, translate)}")
        for column, (word, width) in enumerate(zip((*HEADS, N_("口径")), (*_WIDTHS, 44), strict=True)):
            page.write(3, column, translate(word), head)
            page.set_column(column, column, width)
        for down, row in enumerate(laid_out(sheet, scheme, language), 4):
            _write(page, down, row, formats[row.depth])
            if row.line is not None and row.depth == 1:
                page.write(down, 9, note_of(row.line, sheet, language))
        page.freeze_panes(4, 2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(3)
    return file


def _write(page: "object", down: int, row: Row, dress: "CellFormat") -> None:
    for column, text in enumerate(row.cells):
        number = text.replace(",", "") if column in (3, 4, 6, 8) else ""
        if number.replace(".", "", 1).replace("-", "", 1).isdigit():
            page.write_number(down, column, float(number), dress)  # type: ignore[attr-defined]  # xlsxwriter's sheet
        else:
            page.write_string(down, column, text, dress)  # type: ignore[attr-defined]  # xlsxwriter's sheet


def to_paper(
    sheet: Sheet,
    scheme: Scheme,
    info: OfficeInfo,
    file: Path,
    *,
    as_of: date,
    translate: Translate,
    title: str = "",
) -> Path:
    """Print ASS-R1 into *file* and return it: what has rows or a target, under the scheme's headings."""
    rows = laid_out(sheet, scheme, "zh", empty=False)
    layout = _layout(
        title or f"东西部协作考核指标统计表（{in_words(sheet.span)}）", scheme, heading(sheet, translate)
    )
    return roster(
        layout,
        [dict(zip(_NAMES, _printed(row), strict=True)) for row in rows],
        file,
        office_info=info,
        as_of=as_of,
    )


def _printed(row: Row) -> tuple[str, ...]:
    indent = "　" * max(row.depth - 1, 0)
    name = row.cells[0] if row.depth == 0 else f"{indent}{row.cells[1]}"
    return ("" if row.depth == 0 else row.cells[0], f"【{name}】" if row.depth == 0 else name, *row.cells[2:])


def _layout(title: str, scheme: Scheme, words: str) -> Layout:
    right, centre = Align.RIGHT, Align.CENTRE
    heads = dict(zip(_NAMES, HEADS, strict=True))
    return Layout(
        name="indicator-table",
        code="ASS-R1",
        form_id="",
        title=title,
        columns=(
            Column(heads["id"], ("id",), Format.TEXT, width=18),
            Column(heads["name"], ("name",), Format.TEXT, share=1),
            Column(heads["unit"], ("unit",), Format.TEXT, width=16, align=centre),
            *(
                Column(heads[name], (name,), Format.TEXT, width=width, align=right)
                for name, width in (("target", 24), ("now", 26), ("completion", 19), ("before", 26), ("change", 20), ("rows", 16))
            ),
        ),
        head=(("填报单位（盖章）：{office}", f"办法：{scheme.label.in_('zh')}", "截至{as_of}"),),
        foot=("填表人", "审核人", "负责人", "填报日期"),
        notes=words,
        row_height=6.6,
        sums=False,
    )  # fmt: skip
