"""`office.records`: every verb on records, gathered from the modules that do the work."""

from functools import cached_property

from records.ledger.duplicates import Duplicates
from records.ledger.forms_shelf import FormsShelf
from records.ledger.live_figures import renewed
from records.ledger.migrating import Migrating
from records.ledger.moving import Moving
from records.ledger.reading import Reading
from records.ledger.sameness import Sameness
from records.ledger.saving import Saving
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.ledger.titles import records_in_words
from records.ledger.walking import Walking
from records.model.heads import Record


class Records(Saving, Moving, Migrating, Reading, Sameness, Walking):
    """Save, complete, approve, send back, void, reopen, migrate; get, read_out, history, list, each, counts, search, find_same."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        Saving.__init__(self, seat, shelf, sessions)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Records of several offices that seem to be one."""
        return Duplicates(self._seat, self._shelf, self._sessions)

    def read_out(self, record_id: str) -> Record:
        """Return a record as it is put on paper now: what other ledgers hold of it counted, titles where it refers.

        Raises Problem RECORDS-050.
        """
        record = self.get(record_id)
        definition = self._shelf.definition(record.head.form_id, record.form_digest)
        (now,) = renewed(self._sessions, self._shelf, [record])
        return records_in_words(self._seat, definition, [now])[0]
