"""What the workbench asks beyond the frame's facts: returned records, what is due, receipts and imports that wait.

One reading on a worker thread. Knows no Qt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.facts import Facts
from desktop.words import _
from records.ledger.figures import months
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

SHOWN = 6
MONTHS = 6
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
    by_month: Sequence[tuple[date, int]] = ()


def read(office: "Office", facts: Facts) -> ToDo:
    """Read what is to do in *office*."""
    from records.ledger.due import WORDS

    heads: list[RecordHead] = []
    for one in facts.ledgers:
        if one.counts.get("returned"):
            heads += office.records.list(one.form_id, states=["returned"], limit=_READ).rows
    due = office.deadlines.due(limit=_READ)
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
        by_month=list(zip(first_days, office.records.touched(first_days), strict=True)),
    )
