"""The page 票据: the clerk asks for a void, the reviewer confirms; the day is closed; a paper is proved."""

import pytest

from desktop import background
from desktop.screens.receipts import ReceiptsPage
from desktop.widgets.ask import Question
from records.ledger import Office, ReceiptState
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.desktop.frame.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.desktop.record_form.test_record_journeys import GIFT
from tests.fakes.fixed_clock import FixedClock

MS = 20_000


@pytest.fixture
def sit(office_folder):
    """Open the office as one person after the other."""
    opened: list[Office] = []

    def change(name: str) -> Office:
        for office in opened:
            office.close()
        opened.clear()
        opened.append(Office.open(office_folder, name, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST))
        return opened[0]

    yield change
    for office in opened:
        office.close()


@pytest.fixture
def page_of(qtbot, settings):
    """Show the page of an office and wait until it has read everything."""

    def shown(office: Office) -> ReceiptsPage:
        page = ReceiptsPage(office, settings)
        qtbot.addWidget(page)
        page.resize(1180, 700)
        page.show()
        page.refresh()
        qtbot.waitUntil(background.idle, timeout=MS)
        return page

    return shown


def _gift(office: Office, ref: str = "P1") -> str:
    head = office.records.save("money_donation", GIFT | {"bank_ref": ref}, token=office.ids.token())
    assert office.records.complete([head.record_id])[0].problem is None
    return head.record_id


def _agree(qtbot, page, words: str = "") -> None:
    question = page.findChild(Question)
    if words:
        question.reason.setPlainText(words)
    question.yes.click()
    qtbot.waitUntil(lambda: background.idle() and page.note.isVisible(), timeout=MS)


def test_one_asks_for_a_void_another_confirms(qtbot, sit, page_of):
    """The clerk's void waits; at the reviewer's desk the button says 确认作废 and no reason is asked again."""
    clerk = sit(CLERK)
    receipt = clerk.receipts.issue(_gift(clerk))
    page = page_of(clerk)
    page.void.click()
    _agree(qtbot, page, "金额写错")
    said = page.note.words.text()
    page.close()

    reviewer = sit(REVIEWER)
    page = page_of(reviewer)
    button = page.void.text()
    page.void.click()
    _agree(qtbot, page)

    assert "等另一人确认" in said
    assert button == "确认作废…"
    assert reviewer.receipts.find(receipt.number)[0].state is ReceiptState.VOID


def test_the_day_is_closed_and_the_mistake_reversed(qtbot, sit, page_of):
    """After the closing the receipt cannot be voided here, only reversed; the red line stands in the list."""
    clerk = sit(CLERK)
    clerk.receipts.issue(_gift(clerk))
    reviewer = sit(REVIEWER)
    page = page_of(reviewer)
    page.close_day.click()
    _agree(qtbot, page)
    qtbot.waitUntil(lambda: not page.void.isEnabled(), timeout=MS)
    page.reverse.click()
    _agree(qtbot, page, "重复开具")

    states = [receipt.state for receipt in reviewer.receipts.find()]
    assert states == [ReceiptState.RED, ReceiptState.REVERSED]
    assert page.closings.current() is not None


def test_a_paper_is_proved_in_the_window(qtbot, sit, page_of):
    """What stands on the paper is typed: it holds; another amount does not; a torn code is told as such."""
    clerk = sit(CLERK)
    receipt = clerk.receipts.issue(_gift(clerk))
    card = page_of(clerk).proof
    said = []
    amount = f"¥{(receipt.amount_fen or 0) / 100:,.2f}"
    for typed, code in ((amount, receipt.code), ("1.00", receipt.code), (amount, receipt.code[:50])):
        card.note.hide()
        card.number.setText(receipt.number)
        card.amount.setText(typed)
        card.code.setPlainText(code)
        card.prove.click()
        qtbot.waitUntil(lambda: card.note.isVisibleTo(card), timeout=MS)
        said.append(card.note.words.text()[:5])

    assert said == ["核验通过：", "核验不通过", "核验码不完"]


def test_what_is_not_receipted_is_listed_and_offsets_are_kept(qtbot, sit, page_of, settings):
    """The donation without a certificate waits in its tab; the printer's offsets are there at the next visit."""
    clerk = sit(CLERK)
    record_id = _gift(clerk)
    page = page_of(clerk)
    waiting = [
        page.waiting.model().thing(row).head.record_id for row in range(page.waiting.model().rowCount())
    ]
    page.overprint.right.setValue(1.5)
    page.overprint.keep()
    again = page_of(clerk)

    assert record_id in waiting
    assert again.overprint.right.value() == 1.5
