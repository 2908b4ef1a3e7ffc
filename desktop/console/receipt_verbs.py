"""Voiding a receipt: the number stays used, the reason is kept, and the next printing takes a new number."""

from typing import TYPE_CHECKING

import click

from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import NO_RECEIPT_TO_VOID, NO_VOID_RECEIPT
from desktop.words import _
from forms.problems import Problem
from records.ledger import ReceiptState

if TYPE_CHECKING:
    from records.ledger import Office, Receipt


def voided(office: "Office", record_id: str) -> "Receipt":
    """Return the record's last voided receipt. Raises Problem DESKTOP-110 when it has none."""
    found = [one for one in office.receipts.of(record_id) if one.state == ReceiptState.VOID]
    if not found:
        raise Problem(NO_VOID_RECEIPT, place=record_id, values={"record": record_id})
    return found[-1]


@click.command("void-receipt")
@click.argument("record_id")
@click.option("--reason", required=True)
@click.pass_obj
def void_receipt(desk: Desk, record_id: str, reason: str) -> None:
    """Void the certificate of a donation: the number is kept, the paper prints 作废."""
    with desk.office() as office:
        office.records.get(record_id)
        issued = [one for one in office.receipts.of(record_id) if one.state == ReceiptState.ISSUED]
        if not issued:
            raise Problem(NO_RECEIPT_TO_VOID, place=record_id, values={"record": record_id})
        receipt = office.receipts.void(issued[-1].receipt_id, reason)
    document = {"record_id": record_id, "number": receipt.number, "reason": receipt.void_reason}
    answer(desk, document, _("凭证 {number} 已作废：{reason}").format(**document))


VERBS = [void_receipt]
