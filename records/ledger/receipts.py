"""`office.receipts`: 捐赠登记凭证 as accountable stock; the number is committed before anything is printed.

One series for each device, store epoch and year, so a restored office never reuses a number. A void keeps its number
and its reason; a reprint is counted (补打). Domain book §2.4, reliability notes I1–I3. The parts: `receipt_numbers`
(series, ranges, proof), `receipt_voids` (void, red-letter), `receipt_prints` (the queue), `receipt_days` (日结),
`receipt_codes` (内部核验).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, and_, exists, select

from forms.problems import Problem
from records.ledger.finding import head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.reading import answers_of
from records.ledger.receipt_codes import Said, holds
from records.ledger.receipt_days import ReceiptDays
from records.ledger.receipt_numbers import ReceiptNumbers
from records.ledger.receipt_prints import ReceiptPrints
from records.ledger.receipt_rows import read, standing_receipt
from records.ledger.receipt_voids import ReceiptVoids
from records.ledger.receipt_writing import NewReceipt, put
from records.ledger.saving import Row, own_row
from records.ledger.seat import Seat
from records.ledger.secrets import Secrets
from records.model.heads import RecordHead
from records.model.normal_text import normal
from records.model.receipts import Closing, PrintJob, Receipt, ReceiptState, SeriesUse
from records.model.states import State
from records.problem_codes import NOT_A_DONATION, RECEIPT_TOO_EARLY, RECORD_IS_VOID, RECORD_OF_ANOTHER_OFFICE
from records.store.form_shape import Storage, stored
from records.store.tables import receipt, record
from records.store.typed_words import mentions

# The questions of a donation that tell its worth in yuan, the first that is answered counts.
AMOUNTS = ("amount_cny", "total_amount", "amount")
_DONATION = "receipt_kind"  # a form that asks for the official receipt is a donation
_DECLINED = "declined"  # of receipt_kind: the donor wants none (慈善法 art. 38)
_EARLY = frozenset({State.DRAFT, State.RETURNED})
_MOST = 200


@dataclass(frozen=True, slots=True)
class Unreceipted:
    """A donation something is still to be written for: our certificate, or the official receipt."""

    head: RecordHead
    certificate: bool
    official: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What the 内部核验 code proved: *genuine*: the office's signature holds; *receipt*: as this ledger knows it now."""

    genuine: bool
    receipt: Receipt | None


class Receipts:
    """The receipts of one office."""

    def __init__(self, seat: Seat, shelf: FormsShelf, secrets: Secrets) -> None:
        self._seat = seat
        self._shelf = shelf
        self._secrets = secrets
        self.numbers = ReceiptNumbers(seat)
        self.days = ReceiptDays(seat, self.numbers)
        self.prints = ReceiptPrints(seat)
        self._voids = ReceiptVoids(seat, secrets, self.numbers)

    # ── issuing ─────────────────────────────────────────────────────────────────────────────────────────────

    def issue(self, record_id: str) -> Receipt:
        """Give the donation a receipt with the next number, or return the one it has.

        Raises Problem RECORDS-070 (not complete), -073 (no donation), -074 (the PC's date runs backwards or jumps),
        -075 (void record), -160 (ranges used up), -050, -057.
        """
        with self._seat.store.writing() as connection:
            row = own_row(connection, self._seat, record_id)
            if (
                row["office_code"] != self._seat.info.code
            ):  # its number would belong to another office's series
                values = {"office": row["office_code"]}
                raise Problem(RECORD_OF_ANOTHER_OFFICE, place=record_id, values=values)
            known = standing_receipt(connection, self._seat.info.code, record_id)
            if known is not None:
                return known
            self._must_be_ready(row)
            new = NewReceipt(record_id, int(str(row["revision"])), self._amount(connection, row))
            return put(connection, self._seat, self._secrets, self.numbers.take(connection), new)

    def _must_be_ready(self, row: Row) -> None:
        form_id, state = str(row["form_id"]), State(str(row["state"]))
        definition = self._shelf.definition(form_id, str(row["form_digest"]))
        if _DONATION not in definition.questions or "donor_type" not in definition.questions:
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

    # ── printing, taking back, closing ──────────────────────────────────────────────────────────────────────

    def ask_print(self, receipt_id: str) -> PrintJob:
        """Put a print into the queue before it is drawn; one that waits is repeated. Raises Problem RECORDS-071."""
        return self.prints.ask(receipt_id)

    def paper_out(self, receipt_id: str) -> Receipt:
        """Take the waiting print out of the queue: the paper is there. Raises Problem RECORDS-071."""
        return self.prints.done(receipt_id)

    def printed(self, receipt_id: str) -> Receipt:
        """Count one printing that is out at once, and return the receipt. Raises Problem RECORDS-071."""
        with self._seat.store.writing() as connection:
            job = self.prints.ask_in(connection, receipt_id)
            self.prints.done_in(connection, receipt_id)
            return job.receipt

    def void(self, receipt_id: str, reason: str = "") -> Receipt:
        """Void a receipt, or ask for it; see `ReceiptVoids.void`."""
        return self._voids.void(receipt_id, reason)

    def reverse(self, receipt_id: str, reason: str) -> Receipt:
        """Take a receipt back by a red-letter line and return that; see `ReceiptVoids.reverse`."""
        return self._voids.reverse(receipt_id, reason)

    def close_day(self) -> Closing:
        """Settle what was issued since the last closing; see `ReceiptDays.close`."""
        return self.days.close()

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────

    def of(self, record_id: str) -> list[Receipt]:
        """Return the receipts of a record, the void ones too, in the order of their numbers."""
        return self._read(receipt.c.record_id == record_id)

    def find(self, text: str = "", states: Iterable[ReceiptState] | None = None) -> list[Receipt]:
        """Return the newest receipts whose number holds *text*, at most 200."""
        tests = [mentions(receipt.c.number, normal(text.strip()))] if text.strip() else []
        if states is not None:
            tests.append(receipt.c.state.in_([str(state) for state in states]))
        return self._read(*tests)[::-1][:_MOST]

    def asked(self) -> list[Receipt]:
        """Return the receipts whose void waits for the second person."""
        return self._read(receipt.c.state == str(ReceiptState.ISSUED), receipt.c.asked_by.is_not(None))

    def _read(self, *tests: Any) -> list[Receipt]:
        with self._seat.store.reading() as connection:
            return read(connection, receipt.c.office_code == self._seat.info.code, *tests)

    def uses(self) -> list[SeriesUse]:
        """Return what became of the numbers of every range."""
        return self.numbers.uses()

    def gaps(self) -> list[str]:
        """Return the numbers that are missing; none, unless rows were taken out."""
        return [number for use in self.numbers.uses() for number in use.missing]

    def unreceipted(self) -> list[Unreceipted]:
        """Return the donations that have no certificate or no official receipt yet, the newest first.

        Whoever declined a receipt (慈善法 art. 38) is not asked again.
        """
        found: list[Unreceipted] = []
        with self._seat.store.reading() as connection:
            for info in self._shelf.all():
                definition = self._shelf.definition(info.form_id)
                if {_DONATION, "donor_type"} <= definition.questions.keys():
                    main = self._shelf.writer(info.form_id).tables.main
                    found += self._without(connection, info.form_id, main)
        return found

    def _without(self, connection: Connection, form_id: str, main: Table) -> list[Unreceipted]:
        issued = exists().where(
            receipt.c.office_code == record.c.office_code,
            receipt.c.record_id == record.c.record_id,
            receipt.c.state == str(ReceiptState.ISSUED),
        )
        same = and_(main.c.office_code == record.c.office_code, main.c.record_id == record.c.record_id)
        early = [str(state) for state in (*_EARLY, State.VOID)]
        query = (
            select(record, main.c[_DONATION].label("official_kind"), issued.label("issued"))
            .join(main, same)
            .where(record.c.office_code == self._seat.info.code, record.c.form_id == form_id)
            .where(record.c.state.not_in(early))
            .order_by(record.c.changed.desc())
        )
        rows = connection.execute(query).mappings()
        return [
            Unreceipted(head_of(row), not row["issued"], row["official_kind"] == "pending")
            for row in rows
            if row["official_kind"] != _DECLINED and (not row["issued"] or row["official_kind"] == "pending")
        ]

    # ── 内部核验 ─────────────────────────────────────────────────────────────────────────────────────────────

    def check(self, said: Said, code: str, keys: Sequence[bytes] = ()) -> Checked:
        """Prove a paper: is its code the signature of this device (or of one of *keys*) over what it says?

        Raises Problem RECORDS-167 when the code was copied wrong.
        """
        genuine = holds(said, code, (self._secrets.signing_public, *keys))
        found = self._read(receipt.c.number == said.number)
        return Checked(genuine, found[0] if found else None)
