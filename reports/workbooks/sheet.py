"""A worksheet as it was read: plain cells, merged ranges, nothing interpreted.

Rows and columns are kept as Excel has them (blank edges included), so that "row 49, column E" means the same
thing to the clerk, to a problem and to the program. Inside the program both count from 0; `Sheet.place`
and `row + 1` turn them into Excel's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite

Cell = str | float | int | bool | date | datetime | time | timedelta | None


def column_letter(index: int) -> str:
    """Return Excel's letters for a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing a person would see."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One worksheet: *rows* of cells from A1 on, and what the workbook says about itself.

    *sheets* are the names of all visible sheets, for a choice. *rows* may be edited cell by cell (`put`), which
    is how a clerk puts a value right before the import without touching the file.
    """

    file_name: str
    name: str
    rows: list[list[Cell]]
    merges: tuple[Merge, ...] = ()
    sheets: tuple[str, ...] = ()
    siblings: "tuple[Sheet, ...]" = ()  # the other visible sheets, read only where a record number ties them
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """Return one cell, None outside the sheet."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def put(self, row: int, column: int, value: Cell) -> None:
        """Replace one cell of an existing row."""
        cells = self.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value
        self.width = max(self.width, column + 1)

    def place(self, row: int, column: int | None = None) -> str:
        """Return the words for a cell or a row: ``花名册!E49``, ``花名册!49``."""
        return f"{self.name}!{column_letter(column) if column is not None else ''}{row + 1}"

    def shown(self, row: int, column: int) -> str:
        """Return a cell as Excel would show it, trimmed of spaces at both ends."""
        return shown(self.cell(row, column))


def shown(cell: Cell) -> str:
    """Return a cell's value as a person reads it: whole numbers without a point, 15 digits as Excel keeps them."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return plain_number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def plain_number(value: float) -> str:
    """Return a float with the 15 digits Excel itself keeps and shows, without exponent below 10^15.

    Excel stores 15 significant digits (ISO/IEC 29500 leaves the rest to IEEE 754); the 16th and later digits
    that Python prints are noise of a formula such as 207×85.5, never something a clerk typed.
    """
    if not isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    if "e" in text and abs(value) < 1:
        text = f"{value:.20f}".rstrip("0")
    return text


def first_filled(cells: Sequence[Cell]) -> int | None:
    """Return the index of the first cell that is not blank."""
    return next((index for index, cell in enumerate(cells) if not is_blank(cell)), None)
