"""What an import asks the office before it is made: which of many rows, which of many words the ledgers know at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from forms.engine import LEDGER
from records.ledger.forms_shelf import FormsShelf
from records.ledger.origins import read_together
from records.ledger.sameness import identifying
from records.ledger.seat import Seat
from records.store.form_shape import Cell, Storage

_SHORT = 4  # document numbers are longer: what `find_same` takes for one
TOGETHER = 500


class BeforeImports:
    """The asking verbs of `office.imports`."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    def shared(self, form_id: str, rows: Sequence[Mapping[str, Any]]) -> set[int]:
        """Return the indexes of *rows* (answers) for which `records.find_same` may find something.

        One question for hundreds of rows: those whose document numbers no record has are left out. Raises Problem
        RECORDS-080.
        """
        writer = self._shelf.writer(form_id)
        main, cells = writer.tables.main, identifying(writer)
        found: set[int] = set() if cells else set(range(len(rows)))
        with self._seat.store.reading() as connection:
            offices = read_together(connection, self._seat.info.code, self._seat.info.code)
            for cell in cells:
                column = main.c[writer.tables.placed[cell.path].column]
                by_value: dict[str, list[int]] = {}
                for index, answers in enumerate(rows):
                    by_value.setdefault(str(answers.get(cell.name) or ""), []).append(index)
                values = [value for value in by_value if len(value) > _SHORT]
                if not _any(connection, main, column, offices):
                    continue
                for start in range(0, len(values), TOGETHER):
                    some = values[start : start + TOGETHER]
                    query = select(column).where(main.c.office_code.in_(offices), column.in_(some))
                    for value in connection.execute(query).scalars():
                        found.update(by_value[str(value)])
        named = {index for index, answers in enumerate(rows) if _names_itself(answers, cells)}
        return found | (set(range(len(rows))) - named)

    def present(self, table: str, column: str, values: Collection[str]) -> set[str] | None:
        """Return those of *values* that stand in *column* of a form's ledger (``ledger_<form_id>``), void ones too.

        Of a repeat's ledger (``ledger_<form_id>__<repeat>``) likewise. None when that cannot be said at once: a column
        that holds no text.
        """
        form_id, *way = table.removeprefix(LEDGER).split("__")
        if self._shelf.digest(form_id) is None:
            return set()
        tables = self._shelf.writer(form_id).tables
        placed = tables.placed.get(".".join((*way, column)))
        if placed is None or placed.storage is not Storage.TEXT:
            return None
        asked = next((sheet for sheet in tables.sheets() if sheet.name == placed.table), None)
        if asked is None:
            return None
        element, wanted, found = asked.c[placed.column], list(values), set[str]()
        with self._seat.store.reading() as connection:
            offices = read_together(connection, self._seat.info.code, self._seat.info.code)
            if not _any(connection, asked, element, offices):
                return found
            for start in range(0, len(wanted), TOGETHER):
                query = select(element).where(
                    asked.c.office_code.in_(offices),
                    element.in_(wanted[start : start + TOGETHER]),
                )
                found.update(connection.execute(query).scalars())
        return found


def _any(connection: Connection, table: Table, column: ColumnElement[Any], offices: Collection[str]) -> bool:
    """Say whether any record of the offices answers *column*: of a ledger that is empty nothing else need be asked."""
    query = select(column).where(table.c.office_code.in_(offices), column.is_not(None)).limit(1)
    return connection.execute(query).first() is not None


def _names_itself(answers: Mapping[str, Any], cells: Iterable[Cell]) -> bool:
    return any(len(str(answers.get(cell.name) or "")) > _SHORT for cell in cells)
