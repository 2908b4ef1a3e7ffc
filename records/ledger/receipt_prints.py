"""The print queue of receipts: a print is asked for in the ledger before any paper is drawn, and done when it is out.

A jam, a crash or a power cut between the two leaves the print waiting: its number stands, and it can be repeated as
the same print, not as a reprint. Only a print asked for after the last one was done says 补打.
"""

from sqlalchemy import ColumnElement, Connection, insert, select, update

from records.ledger.receipt_rows import key, one, receipt_of
from records.ledger.receipt_rows import query as receipts
from records.ledger.seat import Seat
from records.model.receipts import PrintJob, Receipt
from records.store.audit_chain import append
from records.store.tables import receipt
from records.store.tables_receipts import receipt_print


class ReceiptPrints:
    """The prints of one office's receipts."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def ask(self, receipt_id: str) -> PrintJob:
        """Return the print that waits, or a new one with the count one higher. Raises Problem RECORDS-071."""
        with self._seat.store.writing() as connection:
            return self.ask_in(connection, receipt_id)

    def ask_in(self, connection: Connection, receipt_id: str) -> PrintJob:
        """Do the same inside the caller's transaction."""
        author, code = self._seat.author(), self._seat.info.code
        known = one(connection, code, receipt_id)
        waits = self._waiting(connection, receipt_id)
        if waits is not None:
            this = (*self._key(receipt_id), receipt_print.c.print_no == waits)
            connection.execute(update(receipt_print).where(*this).values(tries=receipt_print.c.tries + 1))
            append(connection, author, "print_again", known.number, str(waits))
            return self._job(connection, receipt_id, waits)
        number = known.print_count + 1
        values = {"office_code": code, "receipt_id": receipt_id, "print_no": number, "tries": 1}
        values |= {"asked_at": author.at, "asked_by": author.who}
        connection.execute(insert(receipt_print).values(values))
        connection.execute(update(receipt).where(*key(code, receipt_id)).values(print_count=number))
        append(connection, author, "print", known.number, str(number))
        return self._job(connection, receipt_id, number)

    def done(self, receipt_id: str) -> Receipt:
        """Note that the paper of the waiting print came out; nothing happens when none waits. RECORDS-071."""
        with self._seat.store.writing() as connection:
            return self.done_in(connection, receipt_id)

    def done_in(self, connection: Connection, receipt_id: str) -> Receipt:
        """Do the same inside the caller's transaction."""
        known = one(connection, self._seat.info.code, receipt_id)
        waits = self._waiting(connection, receipt_id)
        if waits is not None:
            author = self._seat.author()
            this = (*self._key(receipt_id), receipt_print.c.print_no == waits)
            connection.execute(update(receipt_print).where(*this).values(done_at=author.at))
            append(connection, author, "print_done", known.number, str(waits))
        return known

    def waiting(self) -> list[PrintJob]:
        """Return the prints nobody has said came out, the oldest first."""
        query = (
            select(receipt_print.c.receipt_id, receipt_print.c.print_no)
            .where(receipt_print.c.office_code == self._seat.info.code, receipt_print.c.done_at.is_(None))
            .order_by(receipt_print.c.asked_at, receipt_print.c.receipt_id)
        )
        with self._seat.store.reading() as connection:
            found = connection.execute(query).all()
            return [self._job(connection, row.receipt_id, row.print_no) for row in found]

    def _waiting(self, connection: Connection, receipt_id: str) -> int | None:
        query = select(receipt_print.c.print_no).where(
            *self._key(receipt_id), receipt_print.c.done_at.is_(None)
        )
        found = connection.execute(query).scalar()
        return None if found is None else int(found)

    def _job(self, connection: Connection, receipt_id: str, print_no: int) -> PrintJob:
        row = (
            connection.execute(
                select(receipt_print).where(*self._key(receipt_id), receipt_print.c.print_no == print_no)
            )
            .mappings()
            .one()
        )
        of = connection.execute(receipts().where(*key(self._seat.info.code, receipt_id))).mappings().one()
        return PrintJob(
            receipt=receipt_of(of),
            print_no=print_no,
            asked_at=row["asked_at"],
            asked_by=row["asked_by"],
            tries=row["tries"],
            done=row["done_at"] is not None,
        )

    def _key(self, receipt_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return receipt_print.c.office_code == self._seat.info.code, receipt_print.c.receipt_id == receipt_id
