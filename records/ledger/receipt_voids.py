"""Taking a receipt back: void before the day is closed, red-letter (红冲) after; always with a second person.

The number stays used and the reason is kept (会计法 art. 14). Whoever issued a receipt or asked for its void cannot
be the one who confirms it (domain book §2.3), unless the office has one person, which the audit log then shows.
"""

from sqlalchemy import ColumnElement, Connection, update

from forms.problems import Problem
from records.ledger.receipt_numbers import ReceiptNumbers
from records.ledger.receipt_rows import key, one
from records.ledger.receipt_writing import NewReceipt, put
from records.ledger.seat import Seat
from records.ledger.secrets import Secrets
from records.model.normal_text import normal
from records.model.receipts import Receipt, ReceiptState
from records.problem_codes import (
    ONLY_ISSUED,
    REASON_NEEDED,
    RECEIPT_CLOSED,
    RECEIPT_IS_VOID,
    SECOND_PERSON_NEEDED,
)
from records.store.audit_chain import append
from records.store.tables import receipt


class ReceiptVoids:
    """Voids and red-letter lines of one office."""

    def __init__(self, seat: Seat, secrets: Secrets, numbers: ReceiptNumbers) -> None:
        self._seat = seat
        self._secrets = secrets
        self._numbers = numbers

    def void(self, receipt_id: str, reason: str = "") -> Receipt:
        """Void a receipt, or ask for it: the receipt handed back says which (`state`, `asked_by`).

        A clerk's word asks; a reviewer or leader who neither issued the receipt nor asked confirms, and may leave
        *reason* out then. Raises Problem RECORDS-054, -071, -072, -162 (the day is closed: red-letter), -163.
        """
        words = normal(reason.strip())
        with self._seat.store.writing() as connection:
            known = self._issued(connection, receipt_id)
            words = words or known.ask_reason
            if not words:
                raise Problem(REASON_NEEDED)
            if known.closing is not None:
                values = {"number": known.number, "closing": known.closing}
                raise Problem(RECEIPT_CLOSED, place=receipt_id, values=values)
            if self._is_second(known):
                self._take_back(connection, known, ReceiptState.VOID, words)
            else:
                values = {"ask_reason": words, "asked_by": self._seat.user.name}
                connection.execute(update(receipt).where(*self._key(receipt_id)).values(values))
                append(connection, self._seat.author(), "receipt_void_ask", known.number, words)
            return one(connection, self._seat.info.code, receipt_id)

    def reverse(self, receipt_id: str, reason: str) -> Receipt:
        """Take a receipt back by a red-letter line with a number of its own, and return that line.

        The donation may be receipted again. Raises Problem RECORDS-024, -054, -071, -072, -163, -164, and those of
        taking a number.
        """
        words = normal(reason.strip())
        if not words:
            raise Problem(REASON_NEEDED)
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            known = self._issued(connection, receipt_id)
            if not self._is_second(known):
                raise Problem(SECOND_PERSON_NEEDED, place=receipt_id, values={"number": known.number})
            taken = self._numbers.take(connection)
            self._take_back(connection, known, ReceiptState.REVERSED, words)
            red = NewReceipt(known.record_id, 0, known.amount_fen, known)
            return put(connection, self._seat, self._secrets, taken, red)

    def _issued(self, connection: Connection, receipt_id: str) -> Receipt:
        known = one(connection, self._seat.info.code, receipt_id)
        if known.state is ReceiptState.VOID:
            raise Problem(RECEIPT_IS_VOID, place=receipt_id, values={"number": known.number})
        if known.state is not ReceiptState.ISSUED:
            values = {"number": known.number, "state": str(known.state)}
            raise Problem(ONLY_ISSUED, place=receipt_id, values=values)
        return known

    def _is_second(self, known: Receipt) -> bool:
        who = self._seat.user.name
        return self._seat.one_person or (self._seat.leads() and who not in (known.issued_by, known.asked_by))

    def _take_back(self, connection: Connection, known: Receipt, state: ReceiptState, words: str) -> None:
        author = self._seat.author()
        values = {"state": str(state), "void_reason": words, "voided_at": author.at, "voided_by": author.who}
        if not known.asked_by:
            values |= {"ask_reason": words, "asked_by": author.who}
        connection.execute(update(receipt).where(*self._key(known.receipt_id)).values(values))
        verb = "receipt_void" if state is ReceiptState.VOID else "receipt_reverse"
        append(connection, author, verb, known.number, words)

    def _key(self, receipt_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return key(self._seat.info.code, receipt_id)
