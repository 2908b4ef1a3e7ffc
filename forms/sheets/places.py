"""Where in the author's sheets a problem lies: sheet, row and column as Excel names them.

The engine names a question and a rule; the author sees cells. A problem whose place cannot be found (it is about the
form as a whole) keeps an empty sheet.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forms.problems import Problem
from forms.sheets.grid import Page, Sheets
from forms.words import Translate

# what the engine calls a rule → the headings under which an author may have written it
COLUMNS = {
    "calculate": ("calculation", "calculate", "bind::calculate"),
    "calculation": ("calculation", "calculate", "default"),
    "readonly": ("read_only", "readonly", "bind::readonly"),
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "constraint": ("constraint", "bind::constraint"),
    "required": ("required", "bind::required"),
    "repeat_count": ("repeat_count", "count"),
}
_OF_CODE = {
    "FORMS-045": "type",
    "FORMS-046": "bind::xz:check",
    "FORMS-047": "name",
    "FORMS-048": "type",
    "FORMS-049": "name",
    "FORMS-052": "parameters",
}  # fmt: skip
_SHEET_ROW = re.compile(r"(survey|choices|settings|entities|external_choices|osm)!(\d+)")
_QUOTED_COLUMN = re.compile(
    r"'(type|name|label|calculation|relevant|list_name|repeat_count|trigger|parameters|constraint|appearance|default|choice_filter)'"
)
_SETTINGS = {"instance_name": "instance_name", "title": "form_title"}


@dataclass(frozen=True, slots=True)
class Located:
    """A problem with its cell: *row* from 1 as in Excel (0: unknown), *column* is the heading ('' when unknown)."""

    problem: Problem
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """Return ``survey!E12``, ``survey!12`` or the problem's own place."""
        if not self.sheet:
            return self.problem.place
        return f"{self.sheet}!{self.cell or self.row}"


class SheetProblem(Problem):
    """A problem told at its cell; as JSON it names sheet, row, column and cell besides."""

    def __init__(self, located: Located) -> None:
        super().__init__(located.problem.detail, located.place, located.problem.values)
        self.located = located

    def what(self, translate: Translate = str) -> str:
        """Say what is wrong, as the problem itself says it."""
        return self.located.problem.what(translate)

    def remedy(self, translate: Translate = str) -> str:
        """Say what to do, as the problem itself says it."""
        return self.located.problem.remedy(translate)

    def as_json(self, translate: Translate = str) -> dict[str, str]:
        """Return the problem with its cell; row as text like everything else there."""
        one = self.located
        where = {"sheet": one.sheet, "row": str(one.row or ""), "column": one.column, "cell": one.cell}
        return {**super().as_json(translate), **where}


def locate(problems: Iterable[Problem], sheets: Sheets) -> list[Located]:
    """Return every problem with its cell, in the order of the sheets: those without a place last."""
    order = list(sheets.pages)
    found = [_located(problem, sheets) for problem in problems]
    return sorted(
        found, key=lambda one: (order.index(one.sheet) if one.sheet in order else len(order), one.row)
    )


def _located(problem: Problem, sheets: Sheets) -> Located:
    told = _SHEET_ROW.fullmatch(problem.place)
    if told:
        return _told(problem, sheets, told[1], int(told[2]))
    column = str(problem.values.get("column", "")) or _OF_CODE.get(problem.code, "")
    if problem.code == "FORMS-049":
        return _choice(problem, sheets)
    if column in _SETTINGS:
        return _at(problem, sheets, "settings", 2, _SETTINGS[column])
    row = _row_of(sheets.page("survey"), problem.place)
    return _at(problem, sheets, "survey", row, column) if row else Located(problem)


def _told(problem: Problem, sheets: Sheets, sheet: str, row: int) -> Located:
    """Find the column of a problem that names sheet and row (pyxform's, and ours of the sheets)."""
    column = str(problem.values.get("column", ""))
    if not column:
        match = _QUOTED_COLUMN.search(str(problem.values.get("reason", "")))
        column = match[1] if match else ""
    return _at(problem, sheets, sheet, row, column)


def _at(problem: Problem, sheets: Sheets, sheet: str, row: int, column: str) -> Located:
    page = sheets.page(sheet)
    for heading in _headings(column, page, row):
        at = page.column(heading)
        if at is not None:
            return Located(problem, sheet, row, heading, f"{letters(at)}{row}")
    return Located(problem, sheet, row, column)


def _headings(column: str, page: Page, row: int) -> Iterator[str]:
    """Yield the headings *column* may stand under, those with something in this row first."""
    wanted = COLUMNS.get(column, (column,))
    spoken = [head for head in page.header if head.partition("::")[0] == column]
    cells = page.rows[row - 2] if 2 <= row < len(page.rows) + 2 else {}
    found = [head for head in (*wanted, *spoken) if head]
    yield from (head for head in found if cells.get(head))
    yield from found


def _row_of(page: Page, path: str) -> int:
    """Return the row of the question at *path* (``trainee.id_no`` looks inside its repeat), 0 when there is none."""
    *around, name = re.sub(r"\[\d+\]", "", path).split(".")
    inside: list[str] = []
    fallback = 0
    for number, row in enumerate(page.rows, start=2):
        kind = row.get("type", "").replace(" ", "_")
        if kind.startswith("end_repeat") and inside:
            inside.pop()
        if row.get("name") == name:
            if inside == around:
                return number
            fallback = fallback or number
        if kind.startswith("begin_repeat"):
            inside.append(row.get("name", ""))
    return fallback


def _choice(problem: Problem, sheets: Sheets) -> Located:
    """Find the second choice with a code that is used twice."""
    wanted = str(problem.values.get("subject", "")), str(problem.values.get("code", ""))
    page = sheets.page("choices")
    rows = [
        number
        for number, row in enumerate(page.rows, start=2)
        if (row.get("list_name") or row.get("list name") or "", row.get("name") or row.get("value") or "") == wanted
    ]  # fmt: skip
    return _at(problem, sheets, "choices", rows[-1], "name") if rows else Located(problem)


def letters(column: int) -> str:
    """Return Excel's letters of the 0-based *column*: 0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
