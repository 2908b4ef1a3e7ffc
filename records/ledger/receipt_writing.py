"""Writing one receipt: its row with the signature, and its line in the audit log, in the caller's transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert

from records.ledger.receipt_codes import Said, sign
from records.ledger.receipt_numbers import Taken
from records.ledger.receipt_rows import one
from records.ledger.seat import Seat
from records.ledger.secrets import Secrets
from records.model.receipts import Receipt, ReceiptState
from records.store.audit_chain import append
from records.store.tables import receipt


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """What a new receipt is for: the record, its revision, the amount in 分; *black*: the receipt it takes back."""

    record_id: str
    revision: int
    amount_fen: int | None
    black: Receipt | None = None


def put(connection: Connection, seat: Seat, secrets: Secrets, taken: Taken, new: NewReceipt) -> Receipt:
    """Write the receipt with the number *taken* and return it."""
    author, today, red = seat.author(), seat.clock.today(), new.black is not None
    amount = -new.amount_fen if red and new.amount_fen is not None else new.amount_fen
    receipt_id = seat.ids.record_id()
    values = {
        "office_code": author.office_code,
        "receipt_id": receipt_id,
        "number": taken.number,
        "year": taken.year,
        "series": taken.series,
        "serial": taken.serial,
        "record_id": new.record_id,
        "revision": new.revision,
        "issued_on": today.isoformat(),
        "issued_by": author.who,
        "amount_fen": amount,
        "red": int(red),
        "state": str(ReceiptState.RED if red else ReceiptState.ISSUED),
        "reverses": new.black.receipt_id if new.black else None,
        "device_id": author.device_id,
        "store_epoch": author.store_epoch,
        "code": sign(Said(taken.number, today, amount), secrets.signing_key),
    }
    connection.execute(insert(receipt).values(values))
    append(connection, author, "receipt_red" if red else "receipt", taken.number, new.record_id)
    return one(connection, author.office_code, receipt_id)
