"""Closing the day (日结): the receipts since the last closing are settled together, proved to be without a gap.

A closing has a number, a sum and a hash of its lines; it is never changed. What is found wrong later is taken back
in red and stands in a later closing, so that a sheet that was signed stays true.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from forms.problems import Problem
from records.ledger.receipt_numbers import ReceiptNumbers
from records.ledger.receipt_rows import read
from records.ledger.seat import Seat
from records.model.receipts import Closing, Receipt, ReceiptState
from records.model.revisions import canonical, digest
from records.problem_codes import NOTHING_TO_CLOSE, NUMBERS_MISSING
from records.store.audit_chain import append
from records.store.tables import receipt
from records.store.tables_receipts import receipt_closing


class ReceiptDays:
    """The days' closings of one office."""

    def __init__(self, seat: Seat, numbers: ReceiptNumbers) -> None:
        self._seat = seat
        self._numbers = numbers

    def close(self) -> Closing:
        """Settle every receipt that is not yet in a closing. Raises Problem RECORDS-165, -166 (numbers missing)."""
        author, code = self._seat.author(), self._seat.info.code
        with self._seat.store.writing() as connection:
            missing = [number for use in self._numbers.uses_in(connection) for number in use.missing]
            if missing:
                raise Problem(NUMBERS_MISSING, values={"numbers": "、".join(missing[:10])})
            last = connection.execute(
                select(func.max(receipt_closing.c.closing)).where(receipt_closing.c.office_code == code)
            ).scalar()
            number = int(last or 0) + 1
            fresh = (receipt.c.office_code == code, receipt.c.closing.is_(None))
            if connection.execute(update(receipt).where(*fresh).values(closing=number)).rowcount == 0:
                raise Problem(NOTHING_TO_CLOSE)
            lines = self._lines(connection, number)
            values = {"office_code": code, "closing": number, "day": self._seat.clock.today().isoformat()}
            values |= {"closed_at": author.at, "closed_by": author.who, "store_epoch": author.store_epoch}
            values |= {"receipts": len(lines), "amount_fen": _sum(lines), "digest": _digest(lines)}
            connection.execute(insert(receipt_closing).values(values))
            append(connection, author, "receipt_closing", str(number), str(values["digest"]))
            return self._read(connection, number)

    def all(self) -> list[Closing]:
        """Return every closing, the newest first."""
        with self._seat.store.reading() as connection:
            query = select(receipt_closing.c.closing).where(
                receipt_closing.c.office_code == self._seat.info.code
            )
            numbers = connection.execute(query.order_by(receipt_closing.c.closing.desc())).scalars().all()
            return [self._read(connection, number) for number in numbers]

    def get(self, closing: int) -> Closing | None:
        """Return one closing as it was signed, or None."""
        return next((one for one in self.all() if one.closing == closing), None)

    def changed(self) -> list[int]:
        """Return the closings whose lines are no longer what was signed: none, unless rows were changed by hand."""
        return [one.closing for one in self.all() if _digest(one.receipts) != one.digest]

    def _read(self, connection: Connection, number: int) -> Closing:
        row = (
            connection.execute(
                select(receipt_closing).where(
                    receipt_closing.c.office_code == self._seat.info.code,
                    receipt_closing.c.closing == number,
                )
            )
            .mappings()
            .one()
        )
        return Closing(
            closing=number,
            day=date.fromisoformat(row["day"]),
            closed_at=row["closed_at"],
            closed_by=row["closed_by"],
            amount_fen=row["amount_fen"],
            digest=row["digest"],
            receipts=tuple(self._lines(connection, number)),
        )

    def _lines(self, connection: Connection, number: int) -> list[Receipt]:
        """Return the receipts of a closing as they stood then: what was taken back later was issued."""
        code = self._seat.info.code
        lines = read(connection, receipt.c.office_code == code, receipt.c.closing == number)
        red = read(connection, receipt.c.office_code == code, receipt.c.red == 1)
        within = {one.reverses for one in red if one.closing is not None and one.closing <= number}
        return [
            replace(one, state=ReceiptState.ISSUED, void_reason="", voided_by="")
            if one.state is ReceiptState.REVERSED and one.number not in within
            else one
            for one in lines
        ]


def _sum(lines: list[Receipt]) -> int:
    return sum(one.amount_fen or 0 for one in lines if one.state is not ReceiptState.VOID)


def _digest(lines: tuple[Receipt, ...] | list[Receipt]) -> str:
    """Return the hash of the lines of a closing: number, day, amount, state."""
    plain = [[one.number, one.issued_on.isoformat(), str(one.amount_fen), str(one.state)] for one in lines]
    return digest(canonical({"lines": plain}))
