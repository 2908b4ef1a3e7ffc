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


def test_a_voided_receipt_keeps_its_number_and_the_next_gets_another(qtbot, office, open_form, gift):
    """The clerk gives a reason; the number stays used, and issuing again takes the next one."""
    first = office.receipts.issue(gift.record_id)
    form = open_form(office, "money_donation", gift.record_id)

    form.bar.void_receipt.click()
    question = _question(qtbot, form)
    question.reason.setPlainText("金额写错")
    question.yes.click()
    qtbot.waitUntil(lambda: office.receipts.of(gift.record_id)[0].state == ReceiptState.VOID)
    qtbot.waitUntil(background.idle)

    assert office.receipts.of(gift.record_id)[0].void_reason == "金额写错"
    assert office.receipts.issue(gift.record_id).number != first.number
    assert office.receipts.gaps() == []


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
