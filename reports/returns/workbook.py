"""A return as a workbook: what it says beside what was counted, numbers as numbers, with who signed."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from forms.words import N_, Translate
from records.model.office import OfficeInfo

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Column of the form's repeat, heading, width in characters, whether it is a number.
_COLUMNS: Final = (
    ("code", N_("指标编号"), 12, False),
    ("item", N_("指标"), 44, False),
    ("unit", N_("计量单位"), 10, False),
    ("value", N_("数值"), 14, True),
    ("computed", N_("台账计算值"), 14, True),
    ("record_count", N_("来源条数"), 10, True),
    ("last_value", N_("上期数"), 14, True),
    ("why", N_("说明"), 40, False),
)
_SIGNED: Final = (("filler", N_("填表人")), ("reviewer", N_("审核人")), ("head", N_("负责人")))


def to_workbook(
    title: str, answers: Mapping[str, Any], info: OfficeInfo, file: Path, *, translate: Translate
) -> Path:
    """Write a return into an .xlsx and return it. Values that are no numbers stand as typed."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"in_memory": True}) as book:
        page = book.add_worksheet(translate("应报报表"))
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
        page.write_string(0, 0, title, bold)
        page.write_string(1, 0, _line(answers, info, translate))
        for column, (_name, word, width, _number) in enumerate(_COLUMNS):
            page.write_string(3, column, translate(word), head)
            page.set_column(column, column, width)
        rows = answers.get("figure", [])
        for down, row in enumerate(rows, 4):
            for column, (name, _word, _width, number) in enumerate(_COLUMNS):
                _put(page, down, column, row.get(name, ""), number=number)
        signed = [f"{translate(word)}：{answers.get(name, '')}" for name, word in _SIGNED]
        page.write_string(len(rows) + 5, 0, "　　".join(signed))
        page.freeze_panes(4, 2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(3)
    return file


def _line(answers: Mapping[str, Any], info: OfficeInfo, translate: Translate) -> str:
    days = (
        (N_("截至日期"), answers.get("as_of")),
        (N_("应报日期"), answers.get("due_on")),
        (N_("实报日期"), answers.get("submitted_on")),
    )
    return "　".join([info.name, *(f"{translate(word)} {day}" for word, day in days if day)])


def _put(page: "Worksheet", down: int, column: int, value: Any, *, number: bool) -> None:
    """Write one cell; a text that a spreadsheet would work out stays a text."""
    try:
        figure = Decimal(str(value)) if number and value not in (None, "") else None
    except InvalidOperation:
        figure = None
    if figure is not None and figure.is_finite():
        page.write_number(down, column, float(figure))
    else:
        page.write_string(down, column, str(value))
