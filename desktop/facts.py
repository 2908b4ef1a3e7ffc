"""What the frame always knows: counts of every ledger, what waits for whom, the last contact, the last backup.

Read in one go on a worker thread; the navigation, the status line and the workbench all show the same facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.families import HIDDEN, family_of, place_of
from desktop.stages import NEEDS_A_HAND, UNSENT

if TYPE_CHECKING:
    from records.ledger import Office

BACKUP_NAME = "backup-%Y%m%d-%H%M%S.db"


@dataclass(frozen=True, slots=True)
class Ledger:
    """One form in use: its title (a form's own text) and how many records stand in each state."""

    form_id: str
    title: Any
    family: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return the number of records that are not void."""
        return sum(count for name, count in self.counts.items() if name != "void")

    @property
    def waiting(self) -> int:
        """Return how many need a hand here."""
        return sum(self.counts.get(name, 0) for name in NEEDS_A_HAND)


@dataclass(frozen=True, slots=True)
class Facts:
    """The office at a glance."""

    ledgers: tuple[Ledger, ...] = ()
    batches_open: int = 0
    batches_below: int = 0
    enrolled_above: bool = False
    devices_below: int = 0
    last_contact: datetime | None = None
    last_backup: datetime | None = None
    by_state: Mapping[str, int] = field(default_factory=dict)

    @property
    def unsent(self) -> int:
        """Return how many records are ready or nearly ready to travel and have not."""
        return sum(self.by_state.get(name, 0) for name in UNSENT)


def read(office: "Office") -> Facts:
    """Read the facts of *office*; on a worker thread."""
    from sync import enrolment, inbox, outbox

    ledgers = tuple(_ledgers(office))
    by_state: dict[str, int] = {}
    for ledger in ledgers:
        for name, count in ledger.counts.items():
            by_state[name] = by_state.get(name, 0) + count
    batches = outbox.batches(office)
    heard = [moment(text) for batch in batches for text in (batch.received_at, batch.decided_at)]
    below = inbox.batches(office)
    return Facts(
        ledgers=ledgers,
        batches_open=sum(1 for batch in batches if str(batch.stage) != "decided"),
        batches_below=sum(1 for batch in below if str(batch.stage) != "decided"),
        enrolled_above=enrolment.office_above(office) is not None,
        devices_below=sum(1 for one in enrolment.devices(office) if one.standing == "enrolled"),
        last_contact=max((one for one in heard if one is not None), default=None),
        last_backup=last_backup(office),
        by_state=by_state,
    )


def _ledgers(office: "Office") -> list[Ledger]:
    """Return the ledgers this office keeps: those of families it hides are left out (settings page)."""
    hidden, found = set(office.settings.get(HIDDEN, [])), []
    for info in office.forms.all():
        if family_of(info.form_id) in hidden:
            continue
        counts = {str(state): count for state, count in office.records.counts(info.form_id).items()}
        found.append(Ledger(info.form_id, info.title, family_of(info.form_id), counts))
    return sorted(found, key=lambda ledger: place_of(ledger.form_id))


def moment(text: str) -> datetime | None:
    """Return the moment of an ISO 8601 *text*, None for an empty one."""
    return datetime.fromisoformat(text) if text else None


def last_backup(office: "Office") -> datetime | None:
    """Return when the last verified backup was made, as the office itself noted it."""
    note = office.settings.get("last_backup")
    return moment(str(note["at"])) if isinstance(note, dict) else None
