"""What the workbench asks beyond the frame's facts: returned records, what is due, receipts and imports that wait.

One reading on a worker thread. Knows no Qt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop import update_words
from desktop.facts import Facts
from desktop.words import _
from records.ledger.figures import months
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.returns import Expected
    from sync.distribution import Held

SHOWN = 6
MONTHS = 6
PLACES = 6
_COUNTED = 100_000  # records: a tenth of a second
_READ = 50  # of each kind: a screenful is enough, the rest is in the ledgers


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something with a date: *late* when it is past; the record it is about."""

    form_id: str
    record_id: str
    said: str
    on: date
    late: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is to do today."""

    returned: Sequence[RecordHead] = ()
    due: Sequence[DueLine] = ()
    due_count: int = 0
    unreceipted: int = 0
    kept_imports: Sequence[Any] = ()
    returns_not_begun: int = (
        0  # their periods are over and nobody filled them; those begun are among what is due
    )
    returns_late: bool = False  # one of them is past its day
    keys_due: bool = False  # the keys towards other offices are a year old
    erasures: int = 0  # requests another person made, to be confirmed
    update: "Held | None" = None  # a newer program is out
    by_month: Sequence[tuple[date, int]] = ()
    by_place: Sequence[tuple[str, int]] = ()  # names of places of work with the workers there


def read(office: "Office", facts: Facts) -> ToDo:
    """Read what is to do in *office*."""
    from records.ledger.due import WORDS

    heads: list[RecordHead] = []
    for one in facts.ledgers:
        if one.counts.get("returned"):
            heads += office.records.list(one.form_id, states=["returned"], limit=_READ).rows
    due = office.deadlines.due(limit=_READ)
    waiting = _returns_not_begun(office, facts)
    first_days = months(office.clock.today(), MONTHS)
    return ToDo(
        returned=sorted(heads, key=lambda head: head.updated_at, reverse=True),
        due=[
            DueLine(
                one.form_id, one.record_id, f"{_(WORDS[one.kind])}  {one.title}", one.on, one.days_left < 0
            )
            for one in due
        ],
        due_count=len(due),
        unreceipted=len(office.receipts.unreceipted()),
        kept_imports=office.imports.kept(),
        returns_not_begun=len(waiting),
        returns_late=any(one.late(office.clock.today()) for one in waiting),
        erasures=_erasures(office),
        update=update_words.wanted(office),
        keys_due=_keys_due(office),
        by_month=list(zip(first_days, office.records.touched(first_days), strict=True)),
        by_place=_places(office, facts),
    )


def _keys_due(office: "Office") -> bool:
    from sync import enrolment

    return enrolment.own_keys(office).due


def _returns_not_begun(office: "Office", facts: Facts) -> "list[Expected]":
    """Return the returns without a record; none where the office does not keep that ledger."""
    from reports import returns
    from reports.returns.expected import FORM

    if FORM not in {one.form_id for one in facts.ledgers}:
        return []
    return [one for one in returns.due(office, office.clock.today()) if one.record is None]


def _erasures(office: "Office") -> int:
    """Return how many requests to erase wait for who is signed in: made by somebody else, perhaps an office below."""
    waiting = [one for one in office.retention.requests() if not one.outcome]
    return sum(one.asked_by != office.user.name for one in waiting)


def _places(office: "Office", facts: Facts) -> list[tuple[str, int]]:
    """Return where most people work; nothing for a ledger too long to be counted at each visit."""
    from forms.reference import Reference

    workers = next((one.total for one in facts.ledgers if one.form_id == "employment"), 0)
    if not 0 < workers <= _COUNTED:
        return []
    reference = Reference.load()
    found = office.records.tally("employment", "work_region", PLACES)
    named = ((reference.division(code, None), code, count) for code, count in found)
    return [(place.name if place is not None else code, count) for place, code, count in named]
