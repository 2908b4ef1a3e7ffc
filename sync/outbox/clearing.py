"""Sealed files that may go, and those that are gone.

A sealed file is kept until the office above has signed that the batch lies in a verified backup of its own (its
watermark): from then on a restore above cannot lose it. A file that is gone although the office above lacks its batch
(it restored an older copy all the same, or this office came back from a backup without its outbox) loses nothing: its
records go up again in a new batch.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.store.sending_again import send_again
from sync.books import note
from sync.enrolment.above import office_above
from sync.outbox import states
from sync.protocol.problem_codes import FILE_GONE

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Cleared:
    """Sealed files that were removed: how many, and their bytes."""

    files: int
    size: int


def clearable(office: "Office") -> list[states.BatchState]:
    """Return the batches whose sealed files are no longer needed, oldest first."""
    above = office_above(office)
    if above is None:
        return []
    return [
        one
        for one in reversed(states.batches(office))
        if one.confirmed_epoch == above.store_epoch
        and one.ledger_seq is not None
        and one.ledger_seq <= above.watermark
        and one.file.exists()
    ]


def clear(office: "Office") -> Cleared:
    """Remove those files; the batches and what was said of them stay."""
    found = clearable(office)
    with office.transaction() as connection:
        if found:
            note(office, connection, "clear", f"batch {found[0].number}–{found[-1].number}", str(len(found)))
    for one in found:
        one.file.unlink(missing_ok=True)
    return Cleared(len(found), sum(one.size for one in found))


def offer_records_of_gone_files(office: "Office", epoch_above: str) -> int:
    """Let the records of unconfirmed batches whose file is gone travel again; return how many. Each batch is looked at once."""
    count = 0
    for state in states.undelivered(office, epoch_above):
        if not state.file.exists():
            count += offer_records(office, state)
    return count


def offer_records(office: "Office", state: states.BatchState) -> int:
    """Let the records of a batch that can never arrive travel again, in a new one; return how many."""
    with office.transaction() as connection:
        again = send_again(connection, office.info.code, state.epoch, state.number)
        states.change(connection, office, state, last_error=FILE_GONE.code)
        note(office, connection, "send-again", f"batch {state.number}", str(again))
    return again
