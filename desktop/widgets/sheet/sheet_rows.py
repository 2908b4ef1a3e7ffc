"""The records of a sheet: each with its own form session, so that a cell is judged exactly as in the record form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop import offered, words
from desktop.widgets.questions.choice_indexes import ChoiceIndexes, ready_for
from desktop.widgets.questions.filling import Filling
from forms.engine import FormDefinition, FormSession, Group, Kind, Question
from forms.problems import Problem
from records.model.heads import RecordHead
from records.model.states import State, Verb

if TYPE_CHECKING:
    from datetime import date

    from records.ledger import Office

_NOT_IN_CELLS = (
    Kind.NOTE, Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE, Kind.GEOTRACE, Kind.GEOSHAPE, Kind.RANK,
)  # fmt: skip


@dataclass(slots=True)
class Read:
    """A record as the worker thread brings it."""

    head: RecordHead | None
    session: FormSession


@dataclass(slots=True)
class SheetRow:
    """A record in the sheet; *head* None while it is new and not saved."""

    head: RecordHead | None
    filling: Filling
    touched: bool = False
    token: tuple[str, dict[str, Any]] | None = None  # of a save whose outcome is not known
    refused: Problem | None = field(default=None)


def questions_of(definition: FormDefinition) -> list[Question]:
    """Return the questions of a form that fit into cells, in its order; repeats have their own grid in the form."""
    return list(_leaves(definition.root))


def _leaves(group: Group) -> Iterator[Question]:
    for child in group.children:
        if isinstance(child, Group):
            yield from _leaves(child)
        elif isinstance(child, Question) and child.visible and child.kind not in _NOT_IN_CELLS:
            yield child


def read(office: "Office", form_id: str, ids: Sequence[str]) -> tuple[list[Read], ChoiceIndexes, "date"]:
    """Read the records *ids* with a session each, and the choices ready to be searched; on a worker thread."""
    found = []
    for one in ids:
        record = office.records.get(one)
        found.append(Read(record.head, office.session(form_id, record.answers, digest=record.form_digest)))
    first = found[0].session if found else office.session(form_id)
    return found, ready_for(first, words.language()), office.clock.today()


def row_of(office: "Office", one: Read, indexes: ChoiceIndexes, today: "date") -> SheetRow:
    """Return the row of a record; read only where the record form would not let this person write."""
    filling = Filling(one.session, indexes, today)
    filling.show_all = one.head is not None
    filling.places = office.codes.find_within
    if one.head is not None:
        own = offered.is_own(office, one.head) and offered.has(office, Verb.SAVE)
        filling.readonly = not own or one.head.state not in (State.DRAFT, State.RETURNED)
    return SheetRow(one.head, filling)


def save(office: "Office", form_id: str, rows: Sequence[SheetRow]) -> list[RecordHead | Problem]:
    """Save *rows*, each alone, and return for each its new head or why it was refused; on a worker thread.

    A refused row stays as typed; the others are in the file.
    """
    ended: list[RecordHead | Problem] = []
    for row in rows:
        session, head = row.filling.session, row.head
        answers = session.answers()
        if row.token is None or row.token[1] != answers:
            row.token = (office.ids.token(), answers)
        try:
            ended.append(
                office.records.save(
                    form_id, answers, token=row.token[0], digest=session.definition.digest,
                    record_id=head.record_id if head else None, base=head.revision if head else None,
                )
            )  # fmt: skip
        except Problem as problem:
            ended.append(problem)
    return ended
