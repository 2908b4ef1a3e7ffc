"""What an import asks the office before it is made: which of many rows, which of many words the ledgers know at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from forms.engine import LEDGER
from records.ledger.forms_shelf import FormsShelf
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
            for cell in cells:
                column = main.c[writer.tables.placed[cell.path].column]
                by_value: dict[str, list[int]] = {}
                for index, answers in enumerate(rows):
                    by_value.setdefault(str(answers.get(cell.name) or ""), []).append(index)
                values = [value for value in by_value if len(value) > _SHORT]
                for start in range(0, len(values), TOGETHER):
                    some = values[start : start + TOGETHER]
                    query = select(column).where(main.c.office_code == self._seat.info.code, column.in_(some))
                    for value in connection.execute(query).scalars():
                        found.update(by_value[str(value)])
        named = {index for index, answers in enumerate(rows) if _names_itself(answers, cells)}
        return found | (set(range(len(rows))) - named)

    def present(self, table: str, column: str, values: Collection[str]) -> set[str] | None:
        """Return those of *values* that stand in *column* of a form's ledger (``ledger_<form_id>``), void ones too.

        None when that cannot be said at once: a repeat's table, a column that holds no text.
        """
        form_id = table.removeprefix(LEDGER)
        if "__" in form_id:
            return None
        if self._shelf.digest(form_id) is None:
            return set()
        tables = self._shelf.writer(form_id).tables
        placed = tables.placed.get(column)
        if placed is None or placed.storage is not Storage.TEXT or placed.column not in tables.main.c:
            return None
        element, wanted, found = tables.main.c[placed.column], list(values), set[str]()
        with self._seat.store.reading() as connection:
            for start in range(0, len(wanted), TOGETHER):
                query = select(element).where(
                    tables.main.c.office_code == self._seat.info.code,
                    element.in_(wanted[start : start + TOGETHER]),
                )
                found.update(connection.execute(query).scalars())
        return found


def _names_itself(answers: Mapping[str, Any], cells: Iterable[Cell]) -> bool:
    return any(len(str(answers.get(cell.name) or "")) > _SHORT for cell in cells)
