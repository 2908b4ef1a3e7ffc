"""What stands in the columns of a form's tables for some answers. Pure: which column is whose was read beforehand.

The tables themselves are `records.store.form_tables`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from records.store.form_shape import CONVERT, Answers, Shape, Sheet, Storage

Value = str | int | None
Row = list[Value]


@dataclass(frozen=True, slots=True)
class Placed:
    """One column as it lies in the database."""

    path: str
    table: str
    column: str
    storage: Storage


KEYS = ("office_code", "record_id")
ROW_KEYS = ("row", "of_row")


class SheetRows:
    """Makes the rows of one sheet."""

    def __init__(self, sheet: Sheet, placed: Mapping[str, Placed]) -> None:
        cells = [cell for cell in sheet.cells if cell.path in placed]
        self.sheet = sheet
        self.columns = [placed[cell.path] for cell in cells]
        keys = (*KEYS, *ROW_KEYS) if sheet.way else KEYS
        self.names = (*keys, *(column.column for column in self.columns))
        self._empty: Row = [None] * len(self.names)
        self._cells = {
            cell.name: (slot, None if column.storage is Storage.TEXT else CONVERT[column.storage])
            for slot, (cell, column) in enumerate(zip(cells, self.columns, strict=True), len(keys))
        }

    def row(self, row: int, of_row: int, answers: Answers) -> Row:
        """Return one row in the order of `names`, whose record is open; of a hundred questions it answers thirty."""
        values = self._empty.copy()
        if self.sheet.way:
            values[2], values[3] = row, of_row
        known = self._cells.get
        for name, answer in answers.items():
            place = known(name)
            if place is not None and answer is not None:
                slot, convert = place
                values[slot] = (
                    answer if convert is None and type(answer) is str else _as_stored(convert, answer)
                )
        return values


def _as_stored(convert: Callable[[Any], Value] | None, answer: Any) -> Value:
    return CONVERT[Storage.TEXT](answer) if convert is None else convert(answer)


class TypedRows:
    """Makes the rows of every sheet of a form version."""

    def __init__(self, shape: Shape, placed: Mapping[str, Placed]) -> None:
        self.shape = shape
        self.placed = placed
        self.sheets = [SheetRows(sheet, placed) for sheet in shape.sheets]
        self._of = {sheet.sheet.table: number for number, sheet in enumerate(self.sheets)}

    def of(self, answers: Answers) -> list[tuple[int, Row]]:
        """Return the rows of a record, each with the number of its sheet; the record's name is open."""
        return list(self._rows(answers))

    def _rows(self, answers: Answers) -> Iterator[tuple[int, Row]]:
        for sheet, row, of_row, inner in self.shape.rows(answers):
            number = self._of[sheet.table]
            yield number, self.sheets[number].row(row, of_row, inner)
