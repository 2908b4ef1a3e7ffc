"""`office.records`: every verb on records, gathered from the modules that do the work."""

from records.ledger.finding import Finding
from records.ledger.forms_shelf import FormsShelf
from records.ledger.moving import Moving
from records.ledger.reading import Reading
from records.ledger.saving import Saving
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions


class Records(Saving, Moving, Reading, Finding):
    """Save, complete, approve, send back, void, reopen; get, history, list, counts, search, find_same."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        Saving.__init__(self, seat, shelf, sessions)
