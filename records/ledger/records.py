"""`office.records`: every verb on records, gathered from the modules that do the work."""

from records.ledger.forms_shelf import FormsShelf
from records.ledger.migrating import Migrating
from records.ledger.moving import Moving
from records.ledger.reading import Reading
from records.ledger.sameness import Sameness
from records.ledger.saving import Saving
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.ledger.walking import Walking


class Records(Saving, Moving, Migrating, Reading, Sameness, Walking):
    """Save, complete, approve, send back, void, reopen, migrate; get, history, list, each, counts, search, find_same."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        Saving.__init__(self, seat, shelf, sessions)
