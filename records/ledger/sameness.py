"""Noticing what is entered a second time, while it is typed and while a roster is brought in.

A document number says so at once, but not for ever: a form may say when a value must be unique (`uniqueWhen`), and a
person whose job has ended may begin another. What is not answered yet, here or there, is taken to be as in the other.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, or_, select

from forms.engine import FormSession
from records.ledger.finding import MOST, head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.origins import read_together, told
from records.ledger.reading import answers_of
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.model.heads import RecordHead
from records.model.states import State
from records.store.form_shape import Cell
from records.store.record_rows import FormWriter
from records.store.search_index import hits
from records.store.tables import record

_FIRST = 20  # records looked at and shown


class Sameness:
    """The verb `find_same` of `office.records`."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        self._seat = seat
        self._shelf = shelf
        self._sessions = sessions

    def find_same(
        self,
        form_id: str,
        answers: dict[str, Any],
        *,
        besides: str | None = None,
        everywhere: bool = False,
    ) -> list[RecordHead]:
        """Return records that seem to be about the same person or thing as *answers*; none of them void.

        The same document number is enough, where the form says it must be unique and as long as it says so; in a
        form that says nothing of the kind, always. Without one, every listed answer has to be the same (a donation
        entered twice). *besides* is the record being typed. Records that came down from the office above
        count, with their origin; *everywhere*: those of offices below, too. Raises Problem RECORDS-080.
        """
        writer = self._shelf.writer(form_id)
        main, placed = writer.tables.main, writer.tables.placed
        named = [cell for cell in identifying(writer) if len(str(answers.get(cell.name) or "")) > 4]
        if named:
            same = and_(main.c.office_code == record.c.office_code, main.c.record_id == record.c.record_id)
            tests = [main.c[placed[cell.path].column] == answers[cell.name] for cell in named]
            query = select(record).join(main, same).where(or_(*tests))
            if everywhere:
                offices = select(
                    record.c.office_code
                ).distinct()  # first in the index of each document number
                query = query.where(main.c.office_code.in_(offices))
            else:
                query = query.where(main.c.office_code.in_(self._shared()))
        else:
            query = self._alike(form_id, answers)
        query = query.where(record.c.state != State.VOID, record.c.record_id != (besides or ""))
        with self._seat.store.reading() as connection:
            found = [dict(row) for row in connection.execute(query.limit(_FIRST)).mappings()]
            if any("unique" in cell.question.marks for cell in named):
                others = [(row, answers_of(connection, row)) for row in found]
                session = self._sessions.of(writer.shape.definition) if others else None
                found = [
                    row for row, other in others if session and hold_both(session, named, answers, other)
                ]
            return told(connection, self._seat.info.code, map(head_of, found))

    def _shared(self) -> tuple[str, ...]:
        """Return the offices whose records this one reads as its own ledger: what others entered counts, too."""
        own = self._seat.info.code
        with self._seat.store.reading() as connection:
            return read_together(connection, own, own)

    def _alike(self, form_id: str, answers: dict[str, Any]) -> Select[Any]:
        writer = self._shelf.writer(form_id)
        columns = writer.deriving.listed(answers)
        words = [
            line[1:] for line in writer.deriving.found_by.keys(answers).split("\n") if line[:1] in ("n", "x")
        ]
        enough = len(json.loads(columns)) >= 3 and words
        found: Any = hits(form_id, max(words, key=len), MOST) if enough else []
        return select(record).where(record.c.no.in_(found), record.c.columns == columns)


def identifying(writer: FormWriter) -> list[Cell]:
    """Return the document numbers that name the record itself: a donor's does not, donors give again."""
    cells = writer.shape.sheets[0].cells
    documents = [cell for cell in cells if cell.question.marks.get("search") == "id"]
    if any("unique" in cell.question.marks for cell in cells):
        return [cell for cell in documents if "unique" in cell.question.marks]
    return documents


def hold_both(
    session: FormSession, named: list[Cell], answers: Mapping[str, Any], other: Mapping[str, Any]
) -> bool:
    """Say whether a document number they share must be unique in both, each taken with what only the other says."""
    definition = session.definition
    names = {cell.name for cell in named if other.get(cell.name) == answers[cell.name]}
    for whole in ({**other, **answers}, {**answers, **other}):
        known = {
            name: value
            for name, value in whole.items()
            if name in definition.questions or name in definition.repeats
        }
        session.reset(known, new=False)
        names &= session.unique_values().keys()
    return bool(names)
