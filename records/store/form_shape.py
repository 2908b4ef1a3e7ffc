"""What a form's definition means for the database: which answer goes into which column of which table.

Pure reading of a definition; the tables themselves are made by `records.store.form_tables`. A form has one table
`f_<form_id>` and one for each repeat, `f_<form_id>__<repeat>`, whose rows are numbered through in document order.

Money (mark `money`) is stored as integer 分, dates as DATE, codes and text as TEXT, several choices as JSON text.
A decimal is NUMERIC on PostgreSQL; SQLite has no exact decimals, so there it is TEXT exactly as answered (a REAL
would turn 0.1 into something else), and sums cast it. A draft may hold what is no number yet: the column is then
NULL, while the revision keeps what was typed.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from forms.engine import FormDefinition, Group, Kind, Question, Repeat

Answers = Mapping[str, Any]
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,44}")
_OWN_COLUMNS = frozenset({"office_code", "record_id", "row", "of_row"})
_BIGGEST = 2**63 - 1
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class Storage(StrEnum):
    """How the answers of one question are stored."""

    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"
    DECIMAL = "decimal"
    DATE = "date"
    LIST = "list"


def storage_of(question: Question) -> Storage:
    """Return how answers of *question* are stored."""
    if question.kind is Kind.DECIMAL and question.marks.get("money"):
        return Storage.MONEY
    if question.kind in (Kind.SELECT_MULTIPLE, Kind.RANK):
        return Storage.LIST
    known = {Kind.INTEGER: Storage.INTEGER, Kind.DECIMAL: Storage.DECIMAL, Kind.DATE: Storage.DATE}
    return known.get(question.kind, Storage.TEXT)


def _exact(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _money(value: Any) -> int | None:
    """Yuan to 分; None when it is no exact number of them."""
    yuan = _exact(value)
    if yuan is None or abs(yuan) > _BIGGEST // 100 or yuan * 100 != (yuan * 100).to_integral_value():
        return None
    return int(yuan * 100)


def _integer(value: Any) -> int | None:
    if type(value) is int and -_BIGGEST <= value <= _BIGGEST:
        return value
    number = _exact(value)
    whole = number is not None and abs(number) <= _BIGGEST and number == number.to_integral_value()
    return int(number) if whole and number is not None else None


def _decimal(value: Any) -> str | None:
    number = _exact(value)
    return format(number, "f") if number is not None and abs(number.adjusted()) < 100 else None


def _date(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _list(value: Any) -> str:
    return _ENCODER.encode(value)


CONVERT: dict[Storage, Callable[[Any], str | int | None]] = {
    Storage.TEXT: lambda value: value if isinstance(value, str) else _list(value),
    Storage.INTEGER: _integer,
    Storage.MONEY: _money,
    Storage.DECIMAL: _decimal,
    Storage.DATE: _date,
    Storage.LIST: _list,
}


def stored(storage: Storage, value: Any) -> str | int | None:
    """Return the column's value for an answer; None when there is none, or none of this kind."""
    return None if value is None else CONVERT[storage](value)


def plain_name(name: str) -> str:
    """Return *name* as a database name: itself when it is a short plain word, else a stable short hash."""
    if _PLAIN_NAME.fullmatch(name) and name not in _OWN_COLUMNS:
        return name
    return "q_" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Cell:
    """One question of a table: its name among the answers, its path, how it is stored."""

    name: str
    path: str
    storage: Storage
    question: Question


@dataclass(frozen=True, slots=True)
class Sheet:
    """The main table or one repeat's; *way* are the names of the repeats that lead to it."""

    table: str
    way: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A form as tables: the main sheet first, then each repeat's."""

    definition: FormDefinition
    sheets: tuple[Sheet, ...]
    listed: tuple[str, ...] = field(default=())

    def rows(self, answers: Answers) -> Iterator[tuple[Sheet, int, int, Answers]]:
        """Yield each sheet's rows: the sheet, number of the row, number of the row it belongs to, its answers."""
        yield self.sheets[0], 0, 0, answers
        for sheet in self.sheets[1:]:
            if sheet.way[0] not in answers:
                continue
            for number, (of_row, row) in enumerate(_along(answers, sheet.way), 1):
                yield sheet, number, of_row, row


def _along(answers: Answers, way: tuple[str, ...]) -> Iterator[tuple[int, Answers]]:
    """Yield the rows of a (nested) repeat with the running number of the row around each; 0 at the top."""
    level: list[tuple[int, Answers]] = [(0, answers)]
    for depth, name in enumerate(way):
        inner: list[tuple[int, Answers]] = []
        for number, (_of, outer) in enumerate(level, 1):
            rows = outer.get(name)
            if isinstance(rows, list):
                inner += [(number if depth else 0, row) for row in rows if isinstance(row, dict)]
        level = inner
    yield from level


def shape_of(definition: FormDefinition) -> Shape:
    """Return the tables of *definition*."""
    sheets: list[Sheet] = []
    _collect(definition.root, f"f_{plain_name(definition.form_id)}", (), sheets)
    sheets.sort(key=lambda sheet: len(sheet.way))
    listed = [
        (_order(cell.question.marks["list"]), cell.name)
        for cell in sheets[0].cells
        if "list" in cell.question.marks
    ]
    return Shape(definition, tuple(sheets), tuple(name for _order_no, name in sorted(listed)))


def _order(mark: str) -> int:
    return int(mark) if mark.isdecimal() else 1_000


def _collect(group: Group | Repeat, table: str, way: tuple[str, ...], sheets: list[Sheet]) -> None:
    """Add the sheet of *group* and those of the repeats inside it; inner groups only gather questions."""
    cells: list[Cell] = []
    waiting: list[Question | Group | Repeat] = list(reversed(group.children))
    while waiting:
        child = waiting.pop()
        if isinstance(child, Question):
            if child.kind is not Kind.NOTE:
                path = ".".join((*way, child.name))
                cells.append(Cell(child.name, path, storage_of(child), child))
        elif isinstance(child, Repeat):
            _collect(child, f"{table}__{plain_name(child.name)}", (*way, child.name), sheets)
        else:
            waiting += reversed(child.children)
    sheets.append(Sheet(table, way, tuple(cells)))
