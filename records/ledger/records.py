"""`office.records`: every verb on records, gathered from the modules that do the work."""

from typing import Any

from records.ledger.forms_shelf import FormsShelf
from records.ledger.lookups import reads_ledgers
from records.ledger.migrating import Migrating
from records.ledger.moving import Moving
from records.ledger.reading import Reading
from records.ledger.sameness import Sameness
from records.ledger.saving import Saving
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.ledger.walking import Walking
from records.model.heads import RecordHead


class Records(Saving, Moving, Migrating, Reading, Sameness, Walking):
    """Save, complete, approve, send back, void, reopen, migrate; get, history, list, each, counts, search, find_same."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        Saving.__init__(self, seat, shelf, sessions)

    def save(
        self,
        form_id: str,
        answers: dict[str, Any],
        *,
        token: str,
        record_id: str | None = None,
        base: int | None = None,
        reason: str | None = None,
        digest: str | None = None,
    ) -> RecordHead:
        """Save as `Saving.save` does; a form that reads ledgers does not meet there the record it is of."""
        if record_id is None or not reads_ledgers(self._shelf.definition(form_id, digest)):
            return super().save(
                form_id, answers, token=token, record_id=record_id, base=base, reason=reason, digest=digest
            )
        apart = Saving(self._seat, self._shelf, self._sessions.about(record_id))
        return apart.save(
            form_id, answers, token=token, record_id=record_id, base=base, reason=reason, digest=digest
        )
