"""`office.receipts`: numbers of 捐赠登记凭证, gap-free per series, committed before anything is printed.

One series for each store epoch and year, so a restored office never reuses a number. A void keeps its number and
its reason; a reprint is counted (补打). Domain book §2.4, reliability notes I1–I3.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from forms.problems import Problem
from records.ledger.forms_shelf import FormsShelf
from records.ledger.reading import answers_of
from records.ledger.saving import Row, own_row
from records.ledger.seat import Seat
from records.model.normal_text import normal
from records.model.receipts import Receipt, ReceiptState, number_of
from records.model.states import State
from records.problem_codes import (
    CLOCK_WRONG,
    NO_SUCH_RECEIPT,
    NOT_A_DONATION,
    REASON_NEEDED,
    RECEIPT_IS_VOID,
    RECEIPT_TOO_EARLY,
    RECORD_IS_VOID,
)
from records.store.audit_chain import append
from records.store.form_shape import Storage, stored
from records.store.tables import receipt

# The questions of a donation that tell its worth in yuan, the first that is answered counts.
AMOUNTS = ("amount_cny", "total_amount", "amount")
_DONATION = "receipt_kind"  # a form that asks for the official receipt is a donation
_EARLY = frozenset({State.DRAFT, State.RETURNED})


def _receipt(row: Any) -> Receipt:
    return Receipt(
        receipt_id=row["receipt_id"],
        number=row["number"],
        series=row["series"],
        record_id=row["record_id"],
        issued_on=date.fromisoformat(row["issued_on"]),
        issued_by=row["issued_by"],
        amount_fen=row["amount_fen"],
        state=ReceiptState(row["state"]),
        print_count=row["print_count"],
        void_reason=row["void_reason"],
    )


class Receipts:
    """The receipts of one office."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    def issue(self, record_id: str) -> Receipt:
        """Give the donation a receipt with the next number, or return the one it has.

        Raises Problem RECORDS-070 (not complete), -073 (no donation), -074 (the PC's date runs backwards or jumps),
        -075 (void record), -050, -057.
        """
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            row = own_row(connection, self._seat, record_id)
            known = self._living(connection, record_id)
            if known is not None:
                return known
            self._must_be_ready(row)
            amount = self._amount(connection, row)
            today = self._seat.clock.today()
            serial = self._next(connection, today)
            values: dict[str, Any] = {
                "office_code": author.office_code,
                "receipt_id": self._seat.ids.record_id(),
                "number": number_of(author.office_code, today.year, self._seat.info.series, serial),
                "year": today.year,
                "series": self._seat.info.series,
                "serial": serial,
                "record_id": record_id,
                "revision": row["revision"],
                "issued_on": today.isoformat(),
                "issued_by": author.who,
                "amount_fen": amount,
                "state": str(ReceiptState.ISSUED),
                "print_count": 0,
                "void_reason": "",
            }
            connection.execute(insert(receipt).values(values))
            append(connection, author, "receipt", values["number"], record_id)
        return _receipt(values)

    def _living(self, connection: Connection, record_id: str) -> Receipt | None:
        query = select(receipt).where(
            receipt.c.office_code == self._seat.info.code,
            receipt.c.record_id == record_id,
            receipt.c.state == ReceiptState.ISSUED,
        )
        row = connection.execute(query).mappings().first()
        return None if row is None else _receipt(row)

    def _must_be_ready(self, row: Row) -> None:
        form_id, state = str(row["form_id"]), State(str(row["state"]))
        definition = self._shelf.definition(form_id, str(row["form_digest"]))
        if _DONATION not in definition.questions:
            raise Problem(NOT_A_DONATION, place=form_id, values={"form": str(definition.title)})
        if state is State.VOID:
            raise Problem(RECORD_IS_VOID, place=str(row["record_id"]))
        if state in _EARLY:
            raise Problem(RECEIPT_TOO_EARLY, place=str(row["record_id"]))

    def _amount(self, connection: Connection, row: Row) -> int | None:
        """Return the donation's worth in 分; None when the goods have no price."""
        answers = answers_of(connection, row)
        for name in AMOUNTS:
            if name in answers and Decimal(str(answers[name])) != 0:
                fen = stored(Storage.MONEY, answers[name])
                return fen if isinstance(fen, int) else None
        return None

    def _next(self, connection: Connection, today: date) -> int:
        """Return the next serial of this epoch's series and year. Raises Problem RECORDS-074 for a wrong clock."""
        own = (receipt.c.office_code == self._seat.info.code, receipt.c.series == self._seat.info.series)
        last = connection.execute(select(func.max(receipt.c.issued_on)).where(*own)).scalar()
        if last is not None:
            wrong = today.isoformat() < last or today.year > date.fromisoformat(last).year + 1
            if wrong:
                raise Problem(CLOCK_WRONG, values={"today": today.isoformat(), "last": last})
        serial = connection.execute(
            select(func.max(receipt.c.serial)).where(*own, receipt.c.year == today.year)
        ).scalar()
        return int(serial or 0) + 1

    def printed(self, receipt_id: str) -> Receipt:
        """Count one printing and return the receipt: the second and later ones say 补打. Raises Problem RECORDS-071."""
        with self._seat.store.writing() as connection:
            known = self._one(connection, receipt_id)
            connection.execute(
                update(receipt).where(*self._key(receipt_id)).values(print_count=receipt.c.print_count + 1)
            )
            append(connection, self._seat.author(), "print", known.number, str(known.print_count + 1))
            return self._one(connection, receipt_id)

    def void(self, receipt_id: str, reason: str) -> Receipt:
        """Void a receipt; its number stays used. Raises Problem RECORDS-054, -071, -072."""
        words = normal(reason.strip())
        if not words:
            raise Problem(REASON_NEEDED)
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            known = self._one(connection, receipt_id)
            if known.state is ReceiptState.VOID:
                raise Problem(RECEIPT_IS_VOID, place=receipt_id, values={"number": known.number})
            values = {"state": str(ReceiptState.VOID), "void_reason": words}
            values |= {"voided_at": author.at, "voided_by": author.who}
            connection.execute(update(receipt).where(*self._key(receipt_id)).values(values))
            append(connection, author, "receipt_void", known.number, words)
            return self._one(connection, receipt_id)

    def of(self, record_id: str) -> list[Receipt]:
        """Return the receipts of a record, the void ones too, in the order of their numbers."""
        query = select(receipt).where(
            receipt.c.office_code == self._seat.info.code, receipt.c.record_id == record_id
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(receipt.c.year, receipt.c.serial)).mappings()
            return [_receipt(row) for row in rows]

    def gaps(self) -> list[str]:
        """Return the numbers missing between 1 and the last of each series; none, unless rows were taken out."""
        query = (
            select(receipt.c.year, receipt.c.series, receipt.c.serial)
            .where(receipt.c.office_code == self._seat.info.code)
            .order_by(receipt.c.year, receipt.c.series, receipt.c.serial)
        )
        missing: list[str] = []
        expected: dict[tuple[int, str], int] = {}
        with self._seat.store.reading() as connection:
            for year, series, serial in connection.execute(query):
                begin = expected.get((year, series), 1)
                missing += [number_of(self._seat.info.code, year, series, n) for n in range(begin, serial)]
                expected[year, series] = serial + 1
        return missing

    def _one(self, connection: Connection, receipt_id: str) -> Receipt:
        row = connection.execute(select(receipt).where(*self._key(receipt_id))).mappings().first()
        if row is None:
            raise Problem(NO_SUCH_RECEIPT, place=receipt_id)
        return _receipt(row)

    def _key(self, receipt_id: str) -> tuple[Any, Any]:
        return receipt.c.office_code == self._seat.info.code, receipt.c.receipt_id == receipt_id
