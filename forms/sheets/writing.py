"""Writes the sheets of a form as a workbook a person edits in Excel, or as Markdown tables.

Every cell is text (no formula, no number Excel could round), headings are bold and stay in sight, columns are as wide
as what they hold, long texts wrap. What is written is read back as the same sheets.
"""

from pathlib import Path
from typing import Any

from forms.sheets.grid import Page, Sheets

_WIDE, _NARROW = 46, 9  # characters
_GROUPS = ("begin_group", "begin_repeat", "begin group", "begin repeat")
_ENDS = ("end_group", "end_repeat", "end group", "end repeat")


def write_sheets(sheets: Sheets, file: Path, *, title: str = "") -> Path:
    """Write *sheets* to *file*, as its ending says (.xlsx or .md; anything else is a ValueError). OSError as it comes."""
    kind = file.suffix.lower()
    if kind == ".xlsx":
        _xlsx(sheets, file, title)
    elif kind == ".md":
        file.write_text(_markdown(sheets, title), encoding="utf-8", newline="\n")
    else:
        raise ValueError(kind)
    return file


def _xlsx(sheets: Sheets, file: Path, title: str) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with Workbook(str(file), options) as workbook:
            workbook.set_properties({"title": title})
            formats = {
                "heading": workbook.add_format(
                    {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF4", "bottom": 1, "num_format": "@"}
                ),
                "text": workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
                "group": workbook.add_format(
                    {"num_format": "@", "text_wrap": True, "valign": "top", "bold": True, "bg_color": "#F4F1E8"}
                ),
            }  # fmt: skip
            for name, page in sheets.pages.items():
                _worksheet(workbook.add_worksheet(name), page, formats)
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _worksheet(sheet: Any, page: Page, formats: dict[str, Any]) -> None:
    """Write one page; groups are shaded, so that the eye finds where a section begins and ends."""
    sheet.freeze_panes(1, 2 if "name" in page.header[:2] else 0)
    sheet.set_row(0, 32)
    for column, heading in enumerate(page.header):
        longest = max((len(row.get(heading, "")) for row in page.rows), default=0)
        width = min(_WIDE, max(_NARROW, len(heading) * 0.8, _wide(page, heading, longest)))
        sheet.set_column(column, column, width, formats["text"])
        sheet.write_string(0, column, heading, formats["heading"])
    for number, row in enumerate(page.rows, start=1):
        of_group = row.get("type", "").strip().lower() in _GROUPS + _ENDS
        for column, heading in enumerate(page.header):
            if row.get(heading):
                sheet.write_string(number, column, row[heading], formats["group" if of_group else "text"])


def _wide(page: Page, heading: str, longest: int) -> float:
    """Return the width the longest cell of a column wants; Chinese characters count twice."""
    chinese = any(ord(letter) > 0x2E7F for row in page.rows[:50] for letter in row.get(heading, "")[:20])
    return longest * (2.0 if chinese else 1.1) + 2


def _markdown(sheets: Sheets, title: str) -> str:
    lines = [f"# {title}", ""] if title else []
    for name, page in sheets.pages.items():
        lines.append(f"| {name} |" + " |" * len(page.header))
        lines.append("|" + "---|" * (len(page.header) + 1))
        rows = [page.header, *(tuple(row.get(head, "") for head in page.header) for row in page.rows)]
        lines += ["| | " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
