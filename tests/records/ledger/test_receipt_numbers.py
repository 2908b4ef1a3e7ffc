"""Receipts: numbers without gaps, once for a record, void with the number kept, counted when printed."""

from datetime import datetime

import pytest
from sqlalchemy.exc import DBAPIError

from forms.problems import Problem
from records.ledger import Office, ReceiptState
from tests.fakes.fixed_clock import BEIJING


def _complete_gift(office: Office, gift, token: str) -> str:
    head = office.records.save("money_donation", gift | {"bank_ref": f"20261120{token}"}, token=token)
    assert office.records.complete([head.record_id])[0].problem is None
    return head.record_id


def test_numbers_run_without_gap_and_once_for_a_record(any_office: Office, gift):
    """Three donations get 1, 2, 3; asking again gives the same receipt; amounts are 分."""
    records = [_complete_gift(any_office, gift, f"t{n}") for n in range(3)]

    issued = [any_office.receipts.issue(record_id) for record_id in records]
    again = any_office.receipts.issue(records[1])

    assert [receipt.number for receipt in issued] == [f"513221-2026-A-00000{n}" for n in (1, 2, 3)]
    assert again == issued[1]
    assert issued[0].amount_fen == 5_000_000
    assert any_office.receipts.gaps() == []


def test_a_draft_or_a_worker_gets_no_receipt(any_office: Office, gift, worker):
    """Only a complete donation has a receipt."""
    draft = any_office.records.save("money_donation", gift, token="t1")
    person = any_office.records.save("employment", worker(), token="t2")
    any_office.records.complete([person.record_id])

    codes = []
    for record_id in (draft.record_id, person.record_id, "no-such"):
        with pytest.raises(Problem) as refused:
            any_office.receipts.issue(record_id)
        codes.append(refused.value.code)

    assert codes == ["RECORDS-070", "RECORDS-073", "RECORDS-050"]


def test_printing_counts_and_a_void_keeps_its_number(any_office: Office, gift, sign_in):
    """The second print is a reprint; a void keeps number and reason, and the record may get a new number."""
    record_id = _complete_gift(any_office, gift, "t1")
    first = any_office.receipts.issue(record_id)

    any_office.receipts.printed(first.receipt_id)
    reprint = any_office.receipts.printed(first.receipt_id)
    asked = any_office.receipts.void(first.receipt_id, "打印错位")
    any_office = sign_in(any_office)
    void = any_office.receipts.void(first.receipt_id)
    second = any_office.receipts.issue(record_id)

    assert reprint.print_count == 2
    assert (asked.state, asked.asked_by) == (ReceiptState.ISSUED, "张会计")
    assert (void.state, void.void_reason, void.number) == (ReceiptState.VOID, "打印错位", first.number)
    assert second.number.endswith("000002")
    assert [receipt.number for receipt in any_office.receipts.of(record_id)] == [first.number, second.number]
    with pytest.raises(Problem) as refused:
        any_office.receipts.void(first.receipt_id, "再次作废")
    assert refused.value.code == "RECORDS-072"


def test_a_clock_that_runs_backwards_gets_no_number(office: Office, clock, gift):
    """A PC whose date fell behind the last receipt, or jumped years ahead, is told to mend its date first."""
    first, second = (_complete_gift(office, gift, token) for token in ("t1", "t2"))
    office.receipts.issue(first)

    codes = []
    for moment in (datetime(1970, 1, 1, tzinfo=BEIJING), datetime(2099, 1, 1, tzinfo=BEIJING)):
        clock.set(moment)
        with pytest.raises(Problem) as refused:
            office.receipts.issue(second)
        codes.append(refused.value.code)
    clock.set(datetime(2027, 1, 3, tzinfo=BEIJING))

    assert codes == ["RECORDS-074", "RECORDS-074"]
    assert office.receipts.issue(second).number == "513221-2027-A-000001"


def test_a_number_taken_out_by_hand_is_named(office: Office, gift):
    """The database refuses to delete a receipt; whoever forces it leaves a gap that is named, at the end, too."""
    numbers = [office.receipts.issue(_complete_gift(office, gift, f"t{n}")).number for n in range(3)]
    with pytest.raises(DBAPIError), office.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM receipt WHERE serial = 2")
    with office.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER receipt_no_DELETE")
        connection.exec_driver_sql("DELETE FROM receipt WHERE serial IN (2, 3)")

    assert office.receipts.gaps() == numbers[1:]


def test_a_donation_whose_receipt_stands_is_not_voided(any_office: Office, gift, sign_in):
    """The refusal names the receipt; once that is void, the donation may be voided too."""
    record_id = _complete_gift(any_office, gift, "t1")
    receipt = any_office.receipts.issue(record_id)

    (refused,) = any_office.records.void([record_id], "重复登记")
    any_office.receipts.void(receipt.receipt_id, "重复登记")
    any_office = sign_in(any_office)
    any_office.receipts.void(receipt.receipt_id)
    (voided,) = any_office.records.void([record_id], "重复登记")

    assert refused.problem is not None
    assert (refused.problem.code, refused.problem.values["number"]) == ("RECORDS-173", receipt.number)
    assert voided.problem is None
