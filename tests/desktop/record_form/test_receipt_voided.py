"""A receipt made in error is voided at the record, with words; nothing of it disappears."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop import background
from desktop.widgets.ask import Question
from records.ledger import ReceiptState
from tests.desktop.record_form.test_record_journeys import GIFT


@pytest.fixture
def gift(office):
    """A completed donation."""
    head = office.records.save("money_donation", GIFT, token=office.ids.token())
    (outcome,) = office.records.complete([head.record_id])
    assert outcome.problem is None
    return head


def _question(qtbot, form: QWidget) -> Question:
    qtbot.waitUntil(lambda: form.findChild(Question) is not None, timeout=10_000)
    return form.findChild(Question)


def test_a_void_the_clerk_asks_for_waits_for_another(qtbot, office, open_form, gift):
    """The clerk gives a reason; the receipt stands until a second person confirms, and the form says so."""
    first = office.receipts.issue(gift.record_id)
    form = open_form(office, "money_donation", gift.record_id)

    form.bar.void_receipt.click()
    question = _question(qtbot, form)
    question.reason.setPlainText("金额写错")
    question.yes.click()
    qtbot.waitUntil(lambda: office.receipts.of(gift.record_id)[0].asked_by != "")
    qtbot.waitUntil(background.idle)

    asked = office.receipts.of(gift.record_id)[0]
    assert (asked.state, asked.ask_reason) == (ReceiptState.ISSUED, "金额写错")
    assert "等另一人确认" in form.note.words.text()
    assert office.receipts.issue(gift.record_id) == asked
    assert asked.number == first.number


def test_a_void_without_a_reason_is_not_done(qtbot, office, open_form, gift):
    """The dialog stays and asks for words."""
    office.receipts.issue(gift.record_id)
    form = open_form(office, "money_donation", gift.record_id)

    form.bar.void_receipt.click()
    question = _question(qtbot, form)
    question.yes.click()

    assert question.isVisible()
    assert office.receipts.of(gift.record_id)[0].state == ReceiptState.ISSUED
    question.no.click()


def test_where_no_receipt_stands_nothing_is_asked(qtbot, office, open_form, gift):
    """Without a receipt the form says so instead of asking for a reason."""
    form = open_form(office, "money_donation", gift.record_id)

    form.bar.void_receipt.click()
    qtbot.waitUntil(lambda: "不用作废" in form.note.words.text())

    assert form.findChild(Question) is None
