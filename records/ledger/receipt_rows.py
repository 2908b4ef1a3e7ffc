"""Reading and marking rows of receipts: what every verb on receipts shares."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from forms.problems import Problem
from records.model.receipts import Receipt, ReceiptState
from records.problem_codes import NO_SUCH_RECEIPT
from records.store.tables import receipt

_black = receipt.alias("black")  # the receipt a red-letter line takes back


def query() -> Select[Any]:
    """Return the statement that reads receipts, each with the number it takes back."""
    same = (_black.c.office_code == receipt.c.office_code) & (_black.c.receipt_id == receipt.c.reverses)
    found = receipt.outerjoin(_black, same)
    return select(receipt, _black.c.number.label("black_number")).select_from(found)


def receipt_of(row: Any) -> Receipt:
    """Return a row of `query` (a mapping) as the receipt handed out."""
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
        reverses=row["black_number"] or "",
        asked_by=row["asked_by"] or "",
        ask_reason=row["ask_reason"],
        voided_by=row["voided_by"] or "",
        closing=row["closing"],
        code=row["code"],
    )


def read(connection: Connection, *tests: ColumnElement[bool]) -> list[Receipt]:
    """Return the receipts that pass *tests*, in the order of their numbers."""
    found = query().where(*tests).order_by(receipt.c.year, receipt.c.series, receipt.c.serial)
    return [receipt_of(row) for row in connection.execute(found).mappings()]


def standing_receipt(connection: Connection, office_code: str, record_id: str) -> Receipt | None:
    """Return the receipt of a donation that is neither void nor taken back by a red-letter line; None without one."""
    mine = (receipt.c.office_code == office_code, receipt.c.record_id == record_id)
    found = read(connection, *mine, receipt.c.state == str(ReceiptState.ISSUED))
    return found[0] if found else None


def key(office_code: str, receipt_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the tests that name one receipt."""
    return receipt.c.office_code == office_code, receipt.c.receipt_id == receipt_id


def one(connection: Connection, office_code: str, receipt_id: str) -> Receipt:
    """Return one receipt. Raises Problem RECORDS-071."""
    found = read(connection, *key(office_code, receipt_id))
    if not found:
        raise Problem(NO_SUCH_RECEIPT, place=receipt_id)
    return found[0]


def total(receipts: Iterable[Receipt], states: Iterable[ReceiptState]) -> int:
    """Return the sum in 分 of what is priced among the receipts in *states*."""
    wanted = set(states)
    return sum(one.amount_fen or 0 for one in receipts if one.state in wanted)
