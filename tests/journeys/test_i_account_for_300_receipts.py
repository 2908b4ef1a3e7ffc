"""The audit journey: 300 receipts on two laptops of one office, a killed program, a restored backup, voids, reprints,
red letters and the day's closing. Nothing is missing, nothing stands twice, every number is explained.
"""

import subprocess
import sys
from pathlib import Path

from records.ledger import Office, ReceiptState
from records.ledger.receipt_codes import Said
from records.model.receipts import Receipt
from records.store.keyring import CHEAPEST
from tests.conftest import PASSPHRASE, REVIEWER
from tests.fakes.counted_ids import CountedIds

ROOT = Path(__file__).parents[2]
EACH, KILLED_AFTER, BACKED_UP, LOST = 150, 40, 100, 10
GIFT = {
    "donor_type": "PERSON", "donor_name": "王爱国", "publicity": "amount_only", "recipient_name": "汶川县红十字会",
    "recipient_kind": "redcross", "received_on": "2026-11-20", "currency": "CNY", "amount": "100.50", "method": "third_party",
    "is_designated": "no", "handler": "张会计", "reviewer": "李主任", "receipt_kind": "pending", "purpose": "教育帮扶",
}  # fmt: skip

# A second program: it issues and prints one receipt after the other, and says each number, until it is killed.
PROGRAM = """
import sys
from pathlib import Path
from records.ledger import Office
from records.model.ids import SystemIds
from tests.fakes.fixed_clock import FixedClock
from tests.conftest import CLERK, PASSPHRASE
with Office.open(Path(sys.argv[1]), CLERK, PASSPHRASE, FixedClock(), SystemIds()) as office:
    for record_id in sys.stdin.read().split():
        receipt = office.receipts.issue(record_id)
        print(receipt.number, flush=True)
        office.receipts.ask_print(receipt.receipt_id)
        office.receipts.paper_out(receipt.receipt_id)
"""


def _donations(office: Office) -> list[str]:
    """Complete 150 donations and return their ids."""
    rows = [
        (f"{office.info.device_id}-{n}", {**GIFT, "bank_ref": f"{office.info.device_id}{n}"})
        for n in range(EACH)
    ]
    ids = [head.record_id for head in office.records.save_many("money_donation", rows)]
    assert [outcome.problem for outcome in office.records.complete(ids)] == [None] * EACH
    return ids


def _killed_in_the_middle(folder: Path, ids: list[str]) -> list[str]:
    """Let the second program issue receipts and kill it (SIGKILL) after the 40th; return the numbers it said."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("\n".join(ids))
    program.stdin.close()
    said = [program.stdout.readline().strip() for _ in range(KILLED_AFTER)]
    program.kill()
    said += program.stdout.read().split()
    program.wait()
    program.stdout.close()
    return [number for number in said if number.count("-") == 3]


def _issue_and_print(office: Office, ids: list[str]) -> list[Receipt]:
    """Issue and print; what has a receipt already is only printed again."""
    found = [office.receipts.issue(record_id) for record_id in ids]
    for receipt in found:
        office.receipts.printed(receipt.receipt_id)
    return found


def test_three_hundred_receipts_are_accounted_for(make_office, sign_in, clock, tmp_path):
    """Two laptops, a kill, a restored backup, voids, reprints, red letters, closings: every number is explained."""
    first = make_office(level="field", code="513221001", folder=tmp_path / "first")
    second = make_office(level="field", code="513221001", folder=tmp_path / "second")
    gifts, others = _donations(first), _donations(second)

    # The first laptop: the program is killed in the middle, and started again.
    first.close()
    said = _killed_in_the_middle(tmp_path / "first", gifts)
    reviewer = sign_in(first)
    known = [receipt.number for receipt in reviewer.receipts.find()]
    waiting = reviewer.receipts.prints.waiting()
    assert set(said) <= set(known)
    assert len(known) - len(said) <= 1  # committed, but killed before it could say so
    assert len(waiting) <= 1
    assert reviewer.receipts.gaps() == []
    for job in waiting:
        again = reviewer.receipts.ask_print(job.receipt.receipt_id)
        assert again.print_no == job.print_no  # the same print, not a reprint
        reviewer.receipts.paper_out(job.receipt.receipt_id)
    before = _issue_and_print(reviewer, gifts[:BACKED_UP])

    # A backup, ten more receipts, and the laptop is lost: the backup is restored on another one.
    (tmp_path / "stick").mkdir()
    backup = reviewer.backup(tmp_path / "stick" / "office.db")
    lost = _issue_and_print(reviewer, gifts[BACKED_UP : BACKED_UP + LOST])
    reviewer.close()
    restored = Office.restore(
        backup, tmp_path / "restored", REVIEWER, PASSPHRASE, clock=clock, ids=CountedIds("9"), kdf=CHEAPEST
    )
    with restored:
        after = _issue_and_print(restored, gifts[BACKED_UP:])
        _take_back_and_close(restored, before, after)
        _prove(restored, before, after, lost)
        of_first = {receipt.number for receipt in _all(restored)}

    # The second laptop worked all the while under the same office code.
    second_issued = _issue_and_print(second, others)
    second.receipts.close_day()

    assert second.receipts.gaps() == []
    assert len(of_first) == EACH + 1  # 150 and one red-letter line
    assert not of_first & {receipt.number for receipt in second_issued}
    assert not {receipt.number for receipt in lost} & (of_first | {one.number for one in second_issued})


def _take_back_and_close(office: Office, before: list[Receipt], after: list[Receipt]) -> None:
    """Reprint one, void one, close the day, reverse one of the closed day, close again."""
    reprinted = office.receipts.printed(before[0].receipt_id)
    assert reprinted.print_count >= 2
    mine = office.receipts.void(after[0].receipt_id, "打印错位")
    assert (mine.state, mine.asked_by) == (ReceiptState.ISSUED, REVIEWER)  # one's own waits for another
    of_clerk = [receipt for receipt in before if receipt.issued_by != REVIEWER]
    void = office.receipts.void(of_clerk[1].receipt_id, "打印错位，三联收回")
    assert void.state is ReceiptState.VOID
    closing = office.receipts.close_day()
    assert len(closing.receipts) == EACH
    red = office.receipts.reverse(of_clerk[0].receipt_id, "金额写错")
    assert red.reverses == of_clerk[0].number
    later = office.receipts.close_day()
    assert [one.number for one in later.receipts] == [red.number]
    assert later.amount_fen == -10_050


def _all(office: Office) -> list[Receipt]:
    return [receipt for closing in office.receipts.days.all() for receipt in closing.receipts]


def _prove(office: Office, before: list[Receipt], after: list[Receipt], lost: list[Receipt]) -> None:
    """No gap, no double, no unexplained number; the closings are what was signed."""
    receipts = office.receipts
    assert receipts.gaps() == []
    assert receipts.days.changed() == []
    assert office.audit.verify().ok
    numbers = [receipt.number for receipt in _all(office)]
    assert len(set(numbers)) == len(numbers) == sum(sum(use.counts.values()) for use in receipts.uses())
    assert {use.newest for use in receipts.uses()} == {BACKED_UP, len(after) + 1}
    assert {receipt.series for receipt in before} != {receipt.series for receipt in after}
    for receipt in lost:  # papers of the lost laptop: ours by their code, known not to be in this copy
        said = Said(receipt.number, receipt.issued_on, receipt.amount_fen)
        checked = receipts.check(said, receipt.code)
        assert checked.genuine
        assert checked.receipt is None
        assert receipt.series != receipts.numbers.series()
