"""The office above judges record by record: what changed since the last time stands beside it, and who looks like it."""

import pytest
from PySide6.QtCore import Qt

from desktop import background
from desktop.screens.inbox import InboxPage
from desktop.screens.inbox_record import InboxRecord
from desktop.widgets.ask import Question
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from sync import enrolment, inbox, outbox
from tests.desktop.frame.conftest import PASSPHRASE, REVIEWER
from tests.desktop.frame.test_road_pages import MS, page_at_rest, province  # noqa: F401  (a fixture)
from tests.fakes.fixed_clock import FixedClock


@pytest.fixture
def county(office_folder):
    """The county, where the reviewer may also fill."""
    with Office.open(office_folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        office.settings.set("one_person", True)
        yield office


def enrolled(county, province, tmp_path):  # noqa: F811
    """Let both offices know each other."""
    enrolment.new(province, county.info.code, tmp_path / "a.invite", "")
    enrolment.answer(county, tmp_path / "a.invite", tmp_path / "a.answer")
    enrolment.accept(province, tmp_path / "a.answer")


def corrected(county, province, tmp_path):  # noqa: F811
    """Send three workers, get the first back, correct her wage, send again; returns her id and the second batch's key."""
    heads = county.records.list("employment", states=["approved"], limit=3).rows
    first = outbox.seal(county, only=[head.record_id for head in heads])
    received = inbox.receive(province, first.file)
    wrong = heads[0].record_id
    inbox.send_back(province, received.batch_key, [wrong], "工资不对", "monthly_wage")
    outbox.apply(county, inbox.acknowledge(province, received.batch_key, tmp_path / "a.ack"))
    record = county.records.get(wrong)
    again = record.answers | {"monthly_wage": "4321"}
    saved = county.records.save("employment", again, token="x", record_id=wrong, base=record.head.revision)
    county.records.complete([saved.record_id])
    county.records.approve([saved.record_id])
    second = outbox.seal(county, only=[wrong])
    return wrong, inbox.receive(province, second.file).batch_key


def test_a_corrected_record_shows_what_changed(qtbot, county, province, settings, tmp_path):  # noqa: F811
    """The wage of before stands beside the wage of now; F9 takes it in and says that the batch is done."""
    enrolled(county, province, tmp_path)
    wrong, key = corrected(county, province, tmp_path)
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    batch = next(row for row, one in enumerate(page.batches.all()) if one.batch_key == key)
    page.batches.selectRow(batch)
    qtbot.waitUntil(lambda: len(page.records.all()) == 1, timeout=MS)
    page._open(page.records.all()[0])
    shown = page.findChild(InboxRecord)
    qtbot.waitUntil(shown.panel.isVisible, timeout=MS)
    changes = shown.panel.facts.changes
    qtbot.waitUntil(lambda: "等本单位办理" in shown.form.where.words.text(), timeout=MS)
    with qtbot.waitSignal(shown.changed, timeout=MS):
        qtbot.keyClick(shown, Qt.Key.Key_F9)
    qtbot.waitUntil(background.idle, timeout=MS)

    assert [(one.label, one.after) for one in changes if "工资" in one.label] == [("月工资（元）", "4321")]
    assert "与第" in shown.panel._changed_title.text()
    assert province.records.get(wrong).head.state == "accepted"
    assert "办完了" in shown.note.words.text()


def test_a_person_of_another_office_is_named_as_a_duplicate(qtbot, county, province, settings, tmp_path):  # noqa: F811
    """The same ID number in a record of another office: it stands beside, with that office's code."""
    enrolled(county, province, tmp_path)
    head = county.records.list("employment", states=["approved"], limit=1).rows[0]
    own = province.records.save("employment", county.records.get(head.record_id).answers, token="own")
    sealed = outbox.seal(county, only=[head.record_id])
    inbox.receive(province, sealed.file)
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    qtbot.waitUntil(lambda: len(page.records.all()) == 1, timeout=MS)
    page._open(page.records.all()[0])
    shown = page.findChild(InboxRecord)
    qtbot.waitUntil(shown.panel.isVisible, timeout=MS)

    assert [one.record_id for one in shown.panel.facts.alike] == [own.record_id]
    assert shown.panel.alike._model.index(0, 1).data() == "510000"
    assert shown.panel._left.isHidden()
    shown.close()


def test_a_double_is_marked_and_unmarked_by_keyboard(qtbot, county, province, settings, tmp_path):  # noqa: F811
    """The two stand side by side; Alt+1 lets the county's count, after a yes; undone, both are back."""
    enrolled(county, province, tmp_path)
    head = county.records.list("employment", states=["approved"], limit=1).rows[0]
    sealed = outbox.seal(county, only=[head.record_id])
    inbox.receive(province, sealed.file)
    answers = county.records.get(head.record_id).answers | {"monthly_wage": "4321"}
    own = province.records.save("employment", answers, token="own")
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    page.tabs.setCurrentWidget(page.duplicates)
    panel = page.duplicates
    qtbot.waitUntil(lambda: len(panel.pairs.all()) == 1 and panel.answers.model().rowCount() > 5, timeout=MS)
    shown = [panel.answers.model().index(row, 0).data() for row in range(2)]
    with qtbot.waitSignal(panel.changed, timeout=MS):
        qtbot.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        page.findChild(Question).yes.click()
    qtbot.waitUntil(lambda: len(panel.decided.all()) == 1, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)

    assert "月工资（元）" in shown
    assert (panel.pairs.all(), panel.decided.all()[0].other.record_id) == ([], own.record_id)
    with qtbot.waitSignal(panel.changed, timeout=MS):
        panel.undo.click()
    qtbot.waitUntil(lambda: len(panel.pairs.all()) == 1, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)


def test_a_batch_is_taken_back_from_the_window(qtbot, county, province, settings, tmp_path):  # noqa: F811
    """With a reason the batch goes and is set aside; once its acknowledgement is written the button is dead."""
    enrolled(county, province, tmp_path)
    head = county.records.list("employment", states=["approved"], limit=1).rows[0]
    inbox.receive(province, outbox.seal(county, only=[head.record_id]).file)
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    qtbot.waitUntil(page.take_back.isEnabled, timeout=MS)
    page.take_back.click()
    question = page.findChild(Question)
    question.reason.setPlainText("读错了 U 盘")
    question.yes.click()
    qtbot.waitUntil(lambda: "已撤回" in page.note.words.text() and not page.batches.all(), timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)

    assert province.records.list("employment").rows == []
    (aside,) = inbox.quarantine(province)
    inbox.try_again(province, aside.quarantine_id)
    inbox.acknowledge(province, "2", tmp_path / "2.ack")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.batches.all()) == 1, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert not page.take_back.isEnabled()
