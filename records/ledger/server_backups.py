"""`office.backups.server`: an office on PostgreSQL, whose database server makes the backups and this program hears of them.

Which batches lie in a backup is known only to who made it, so it is told in two steps: the place in the ledger is read
before the dump begins, and confirmed once the dump was verified. From then on acknowledgements name it as the watermark, and
offices below may remove the sealed files up to it, as they do below an office that is a file. A restored database does not
know that it was restored; whoever restored it says so, and it goes on as another copy (`new_copy`).
"""

from forms.problems import Problem
from records.ledger import new_copy
from records.ledger.keeping import WATERMARK, received_so_far
from records.ledger.opening import Opened
from records.ledger.seat import put_setting
from records.problem_codes import NOT_ON_A_SERVER, PLACE_NOT_REACHED
from records.store.audit_chain import append


class ServerBackups:
    """What is told of backups the database server made."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def received(self) -> int:
        """Return the place in the ledger to confirm later; read it before the dump begins. Raises Problem RECORDS-222."""
        self._must_be_on_a_server()
        return received_so_far(self._opened)

    def confirmed(self) -> int:
        """Return the place confirmed last, 0 when none was."""
        self._opened.seat.settings.refresh()
        return int(self._opened.seat.settings.get(WATERMARK, 0))

    def confirm(self, place: int) -> None:
        """Say that a verified backup holds everything up to *place*; a lower place than the last changes nothing.

        Raises Problem RECORDS-024 for a clerk, -222, -223 for a place the ledger has not reached.
        """
        seat = self._opened.seat
        seat.must_lead()
        last = self.received()
        if not 0 <= place <= last:
            raise Problem(PLACE_NOT_REACHED, values={"place": place, "last": last})
        if place <= self.confirmed():
            return
        with seat.store.writing() as connection:
            put_setting(connection, seat.info.code, WATERMARK, place)
            append(connection, seat.author(), "backup_server", str(place))
        seat.settings.refresh()

    def restored(self) -> str:
        """Say that the database came from a backup: it becomes another copy. Returns its epoch.

        What only the lost one had confirmed is offered again by the offices below. Raises Problem RECORDS-024, -222.
        """
        self._opened.seat.must_lead()
        self._must_be_on_a_server()
        keyring = self._opened.keyring
        keyring.new_epoch = self._opened.seat.ids.token()
        keyring.write()
        new_copy.become(self._opened.seat, keyring)
        return self._opened.seat.info.store_epoch

    def _must_be_on_a_server(self) -> None:
        if self._opened.seat.store.dialect == "sqlite":
            raise Problem(NOT_ON_A_SERVER)
