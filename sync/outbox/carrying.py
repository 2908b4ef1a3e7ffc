"""Everything that waits onto a stick, in order; what does not fit goes on the next one.

After a month without a line thirty batches wait. They go on the stick oldest first, and one that was written to a stick
already is not written to the next: so a second stick goes on where the first was full. Many offices may share a stick:
files are named by office, number and content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.problems import Problem
from sync.enrolment.above import office_above
from sync.outbox import states
from sync.outbox.sealing import carry
from sync.protocol.problem_codes import NO_OFFICE_ABOVE

if TYPE_CHECKING:
    from records.ledger import Office

_WAITS = ("sealed", "sending")


@dataclass(frozen=True, slots=True)
class CarriedAll:
    """The files written and proved; *left* batches still wait, and *problem* says why (the stick is full, or gone)."""

    files: tuple[Path, ...]
    left: int = 0
    problem: Problem | None = None


def carry_waiting(office: "Office", folder: Path, progress: Callable[[int, int], None]) -> CarriedAll:
    """Carry every batch that waits, and is on no stick yet, to *folder*; *progress* hears how many of how many.

    Raises SYNC-030 before the enrolment, and what `carry` raises when not even the first one went.
    """
    above = office_above(office)
    if above is None:
        raise Problem(NO_OFFICE_ABOVE)
    wanted = [one for one in states.undelivered(office, above.store_epoch) if one.stage in _WAITS]
    done: list[Path] = []
    for one in wanted:
        progress(len(done), len(wanted))
        try:
            done.append(carry(office, one, folder))
        except Problem as problem:
            if not done:
                raise
            return CarriedAll(tuple(done), len(wanted) - len(done), problem)
    progress(len(done), len(wanted))
    return CarriedAll(tuple(done))
