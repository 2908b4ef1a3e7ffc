"""Receipts as accountable stock: ranges, the second person, red-letter lines, the print queue, the day's closing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from forms.problems import Problem
from records.ledger import Office, ReceiptState
from records.ledger.receipt_codes import Said, sign
from records.model.receipts import Receipt


def _issued(office: Office, gift, count: int = 1, first: int = 1) -> list[Receipt]:
    """Complete *count* donations and issue a receipt for each."""
    found = []
    for n in range(first, first + count):
        head = office.records.save(
            "money_donation", gift | {"bank_ref": f"20261120{n:05d}"}, token=f"gift{n}"
        )
        assert office.records.complete([head.record_id])[0].problem is None
        found.append(office.receipts.issue(head.record_id))
    return found


def _refused(act) -> str:
    with pytest.raises(Problem) as refused:
        act()
    return refused.value.code


def test_a_void_needs_a_second_person(any_office: Office, gift, sign_in):
    """The clerk's word only asks; the reviewer confirms it with the clerk's reason."""
    (receipt,) = _issued(any_office, gift)

    asked = any_office.receipts.void(receipt.receipt_id, "金额写错")
    waits = any_office.receipts.asked()
    reviewer = sign_in(any_office)
    void = reviewer.receipts.void(receipt.receipt_id)

    assert (asked.state, asked.asked_by, [one.number for one in waits]) == (
        ReceiptState.ISSUED,
        "张会计",
        [receipt.number],
    )
    assert (void.state, void.void_reason, void.voided_by) == (ReceiptState.VOID, "金额写错", "李主任")
    assert reviewer.receipts.asked() == []
    assert reviewer.receipts.gaps() == []


def test_a_receipt_of_a_closed_day_is_taken_back_in_red(any_office: Office, gift, sign_in):
    """After the closing a void is refused; the red-letter line has its own number, the amount below zero, a link."""
    (receipt,) = _issued(any_office, gift)
    any_office.receipts.close_day()
    reviewer = sign_in(any_office)

    code = _refused(lambda: reviewer.receipts.void(receipt.receipt_id, "金额写错"))
    red = reviewer.receipts.reverse(receipt.receipt_id, "金额写错")
    again = reviewer.receipts.issue(receipt.record_id)

    assert code == "RECORDS-162"
    assert (red.number, red.state, red.amount_fen, red.reverses) == (
        "513221-2026-A-000002",
        ReceiptState.RED,
        -5_000_000,
        receipt.number,
    )
    assert reviewer.receipts.of(receipt.record_id)[0].state is ReceiptState.REVERSED
    assert again.number == "513221-2026-A-000003"
    assert _refused(lambda: reviewer.receipts.reverse(red.receipt_id, "再冲")) == "RECORDS-163"


def test_the_clerk_who_issued_cannot_reverse(office: Office, gift):
    """A red-letter line is the act of somebody who judges."""
    (receipt,) = _issued(office, gift)

    assert _refused(lambda: office.receipts.reverse(receipt.receipt_id, "金额写错")) == "RECORDS-024"


def test_a_signed_closing_stays_true(any_office: Office, gift, sign_in):
    """What is taken back after the closing stands in the next one; the first sheet says what it said."""
    first, _second = _issued(any_office, gift, 2)
    signed = any_office.receipts.close_day()
    reviewer = sign_in(any_office)
    reviewer.receipts.reverse(first.receipt_id, "重复开具")

    later = reviewer.receipts.close_day()
    before = reviewer.receipts.days.get(1)

    assert (signed.closing, signed.amount_fen, len(signed.receipts)) == (1, 10_000_000, 2)
    assert before is not None
    assert [one.state for one in before.receipts] == [ReceiptState.ISSUED, ReceiptState.ISSUED]
    assert (before.digest, before.amount_fen) == (signed.digest, signed.amount_fen)
    assert (later.amount_fen, [one.state for one in later.receipts]) == (-5_000_000, [ReceiptState.RED])
    assert reviewer.receipts.days.changed() == []
    assert _refused(reviewer.receipts.close_day) == "RECORDS-165"


def test_a_day_with_a_missing_number_cannot_be_closed(office: Office, gift):
    """The closing proves the numbers first and names the missing one."""
    receipts = _issued(office, gift, 3)
    with office.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER receipt_no_DELETE")
        connection.exec_driver_sql("DELETE FROM receipt WHERE serial = 2")

    with pytest.raises(Problem) as refused:
        office.receipts.close_day()

    assert refused.value.code == "RECORDS-166"
    assert receipts[1].number in refused.value.what()


def test_nothing_is_deleted(any_office: Office, gift):
    """The database itself refuses to delete a receipt, a print or a closing, and to change a closing."""
    (receipt,) = _issued(any_office, gift)
    any_office.receipts.printed(receipt.receipt_id)
    any_office.receipts.close_day()

    for statement in (
        "DELETE FROM receipt",
        "DELETE FROM receipt_print",
        "DELETE FROM receipt_closing",
        "UPDATE receipt_closing SET amount_fen = 0",
    ):
        with pytest.raises(DBAPIError), any_office.transaction() as connection:
            connection.exec_driver_sql(statement)


def test_a_print_that_was_cut_off_is_repeated_as_the_same_print(any_office: Office, gift):
    """A jam leaves the print waiting: asked for again it is print 1 still; done, the next one is a reprint."""
    (receipt,) = _issued(any_office, gift)

    first = any_office.receipts.ask_print(receipt.receipt_id)
    again = any_office.receipts.ask_print(receipt.receipt_id)
    waiting = any_office.receipts.prints.waiting()
    any_office.receipts.paper_out(receipt.receipt_id)
    reprint = any_office.receipts.ask_print(receipt.receipt_id)

    assert (first.print_no, again.print_no, again.tries) == (1, 1, 2)
    assert [job.receipt.number for job in waiting] == [receipt.number]
    assert (reprint.print_no, reprint.receipt.print_count) == (2, 2)


def test_ranges_of_a_device_are_kept_and_run_out(office: Office, gift, sign_in):
    """Numbers 501 to 502 were allotted: the third receipt is refused, and 1 to 500 are no gap."""
    code = _refused(lambda: office.receipts.numbers.allot(501, 502))
    reviewer = sign_in(office)
    reviewer.receipts.numbers.allot(501, 502)
    issued = _issued(reviewer, gift, 2)
    head = reviewer.records.save("money_donation", gift | {"bank_ref": "x-3"}, token="gift3")
    reviewer.records.complete([head.record_id])

    assert code == "RECORDS-024"
    assert [one.number for one in issued] == ["513221-2026-A-000501", "513221-2026-A-000502"]
    assert _refused(lambda: reviewer.receipts.issue(head.record_id)) == "RECORDS-160"
    assert _refused(lambda: reviewer.receipts.numbers.allot(502, 600)) == "RECORDS-161"
    assert reviewer.receipts.gaps() == []
    reviewer.receipts.numbers.allot(503, 600)
    assert reviewer.receipts.issue(head.record_id).number.endswith("000503")


def test_two_laptops_of_one_office_never_share_a_series(make_office, gift, tmp_path):
    """Two field teams of one code number apart by the mark of the device, without having met."""
    laptops = [
        make_office(level="field", folder=tmp_path / name, code="513221001") for name in ("first", "second")
    ]
    numbers = [_issued(laptop, gift)[0].number for laptop in laptops]

    assert len(set(numbers)) == 2
    assert all(number.endswith("A-000001") for number in numbers)


def test_the_mark_of_a_device_stays_while_its_numbers_run(office: Office, gift, sign_in):
    """A mark is given before the first receipt of the year, never in the middle."""
    reviewer = sign_in(office)
    reviewer.receipts.numbers.set_mark("07")
    (receipt,) = _issued(reviewer, gift)

    assert receipt.number == "513221-2026-07A-000001"
    assert _refused(lambda: reviewer.receipts.numbers.set_mark("08")) == "RECORDS-168"
    assert _refused(lambda: reviewer.receipts.numbers.set_mark("A")) == "RECORDS-168"


def test_the_code_proves_number_day_and_amount(office: Office, gift):
    """The code holds for what was issued, and for nothing else; a slip of the pen is told from a forgery."""
    (receipt,) = _issued(office, gift)
    said = Said(receipt.number, receipt.issued_on, receipt.amount_fen)

    good = office.receipts.check(said, receipt.code.lower())
    wrong = [
        office.receipts.check(other, receipt.code).genuine
        for other in (
            replace(said, amount_fen=5_000_001),
            replace(said, number=receipt.number[:-1] + "2"),
            replace(said, issued_on=receipt.issued_on + timedelta(days=1)),
        )
    ]
    forged = sign(said, bytes(range(32)))

    assert good.genuine
    assert good.receipt == receipt
    assert wrong == [False, False, False]
    assert not office.receipts.check(said, forged).genuine
    assert _refused(lambda: office.receipts.check(said, "B" + receipt.code[1:-1])) == "RECORDS-167"


def test_donations_without_a_receipt_are_listed(any_office: Office, gift):
    """A donation stays on the list until certificate and official receipt are there; who declined is not asked."""
    (receipt,) = _issued(any_office, gift)
    for n, kind in enumerate(("pending", "declined"), start=7):
        head = any_office.records.save(
            "money_donation", gift | {"bank_ref": f"n{n}", "receipt_kind": kind}, token=f"gift{n}"
        )
        any_office.records.complete([head.record_id])

    found = any_office.receipts.unreceipted()

    assert [(one.head.record_id == receipt.record_id, one.certificate, one.official) for one in found] == [
        (False, True, True),
        (True, False, True),
    ]


def test_what_became_of_the_numbers_is_counted(office: Office, gift, sign_in):
    """Each range says how many are issued, void, reversed and red."""
    receipts = _issued(office, gift, 3)
    reviewer = sign_in(office)
    reviewer.receipts.void(receipts[0].receipt_id, "错位")
    reviewer.receipts.reverse(receipts[1].receipt_id, "重复")

    (use,) = reviewer.receipts.uses()

    assert (use.first, use.newest, use.missing) == (1, 4, ())
    assert use.counts == {"void": 1, "reversed": 1, "issued": 1, "red": 1}
