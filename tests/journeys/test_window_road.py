"""The whole road between two windows of the program: a county and a province, over HTTP and by stick."""

import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import language, theme
from desktop.background import Progress
from desktop.office_plan import Person, Plan
from desktop.offices import create
from desktop.screens.return_words import ReturnWords
from desktop.widgets.ask import Question
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.person_at_desk import PersonAtDesk

PASSPHRASE = "chunfeng shili 2026"
WORDS = "工资与合同不一致，请核对。"


def office(folder, code, name, level, people, **more):
    """Make an office in *folder* as the assistant does."""
    plan = Plan(
        code=code,
        name=name,
        level=level,
        people=[Person(who, role, PASSPHRASE) for who, role in people],
        folder=folder,
        **more,
    )
    create(plan, FixedClock(), SystemIds(), Progress(), kdf=CHEAPEST).close()
    return folder


@pytest.fixture
def windows(qtbot, qapp, tmp_path):
    """The county's reviewer and the province's officer, each at a window of their own; the county has samples."""
    language.speak(qapp, "zh")
    theme.apply(qapp, "light")
    people = [("张会计", "clerk"), ("李主任", "reviewer")]
    below = office(
        tmp_path / "county" / "office", "513435", "甘洛县", "county", people, samples=True, partner="330000"
    )
    above = office(
        tmp_path / "province" / "office",
        "510000",
        "四川省",
        "province",
        [("王处长", "reviewer")],
        one_person=True,
    )
    county, province = (PersonAtDesk(qtbot, tmp_path / one) for one in ("county", "province"))
    for person, folder, place in ((county, below, 1), (province, above, 0)):
        qtbot.addWidget(person.desk)
        person.sits_down(folder)
        person.signs_in(place, PASSPHRASE)
    county.desk.office.settings.set("sending", {"automatic": False})  # the person presses 发送 here
    yield county, province
    for person in (county, province):
        person.closes()


def free_port():
    """Return a port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def enrol(county, province, stick, port):
    """Invite, answer, take in: three files on a stick; both read the same digits aloud. Then receive over HTTP."""
    province.looks_here()
    inbox = province.goes_to("inbox")
    inbox.tabs.setCurrentWidget(inbox.devices)
    devices = inbox.devices
    devices.place.setFocus()
    province.hands.type("513435")
    province.waits(lambda: devices.place.list.count() == 1)
    province.presses(Qt.Key.Key_Return)
    devices.address.setFocus()
    province.hands.type(f"http://127.0.0.1:{port}")
    province.answers_the_file_dialog(stick / "county.invite")
    province.presses(Qt.Key.Key_B, ctrl=True)
    province.waits((stick / "county.invite").exists)

    county.looks_here()
    outbox = county.goes_to("outbox")
    county.answers_the_file_dialog(stick / "county.invite")
    county.answers_the_file_dialog(stick / "county.answer")
    county.presses(Qt.Key.Key_R, ctrl=True)
    county.waits((stick / "county.answer").exists)

    province.looks_here()
    province.answers_the_file_dialog(stick / "county.answer")
    province.presses(Qt.Key.Key_R, ctrl=True)
    province.waits(lambda: devices.table.current() is not None)
    assert devices.enrol.fingerprint.text() == outbox.enrol.fingerprint.text() != ""
    devices.port.setValue(port)
    province.presses(Qt.Key.Key_G, ctrl=True)
    province.waits(lambda: devices.receiving.is_on)


def opened(kind):
    """Return the dialog of *kind* that is open, or None."""
    windows = QApplication.topLevelWidgets()
    return next((one for one in windows if isinstance(one, kind) and one.isVisible()), None)


def says_yes(person, kind):
    """Press Ctrl+Enter in the open question."""
    person.waits(lambda: opened(kind) is not None)
    dialog = opened(kind)
    person.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.rests()


def returns_one(province, inbox, form_id):
    """Choose one record of the batch, return it with words at the wage, accept all the others."""
    lines = inbox.records
    row = next(at for at in range(lines.model().rowCount()) if lines.model().thing(at).form_id == form_id)
    chosen = lines.model().thing(row)
    lines.setFocus()
    lines.clearSelection()
    lines.selectRow(row)
    assert [one.record_id for one in lines.chosen()] == [chosen.record_id]
    inbox.send_back.click()
    province.waits(lambda: opened(ReturnWords) is not None)
    dialog = opened(ReturnWords)
    province.waits(lambda: dialog.question.count() > 10)
    dialog.question.setCurrentIndex(dialog.question.findData("monthly_wage"))
    dialog.words.setPlainText(WORDS)
    says_yes(province, ReturnWords)
    province.waits(lambda: "办成 1 条" in inbox.note.words.text())
    inbox.accept.click()
    province.rests()
    says_yes(province, Question)
    province.waits(lambda: str(inbox.batches.current().stage) == "decided")
    return chosen.record_id


def test_the_whole_road_between_two_windows(windows, tmp_path):
    """Enrol by file, send over HTTP, return one with words, see them at the row and in the form, correct it, and send
    the second batch by stick.
    """
    county, province = windows
    stick, port = tmp_path / "stick", free_port()
    stick.mkdir()
    enrol(county, province, stick, port)

    county.looks_here()
    outbox = county.goes_to("outbox")
    county.presses(Qt.Key.Key_B, ctrl=True)
    county.waits(lambda: outbox.batches.current() is not None)
    count = outbox.batches.current().records
    county.presses(Qt.Key.Key_Return, ctrl=True)
    county.waits(lambda: "送达 1 批" in outbox.note.words.text())

    province.looks_here()
    inbox = province.page
    inbox.tabs.setCurrentIndex(0)
    province.waits(lambda: inbox.batches.current() is not None)  # the page saw by itself that a batch came
    province.waits(lambda: inbox.records.model().rowCount() == count)
    record_id = returns_one(province, inbox, "employment")

    county.looks_here()
    county.presses(Qt.Key.Key_Return, ctrl=True)  # 发送 fetches acknowledgements too
    county.waits(lambda: str(outbox.batches.current().stage) == "decided")
    records = county.desk.office.records
    assert records.get(record_id).head.verdict_reason == WORDS
    row = next(
        at
        for at in range(outbox.verdicts.model().rowCount())
        if outbox.verdicts.model().thing(at)[1] == record_id
    )
    outbox.verdicts.selectRow(row)
    outbox.verdicts.setFocus()
    county.presses(Qt.Key.Key_Return)
    county.waits(lambda: county.frame.page() == "ledger:employment" and county.page.record is not None)
    form = county.page.record
    county.waits(lambda: form.body is not None)
    form.body.finish_building()
    assert form.verdict.isVisible()
    assert WORDS in form.verdict.words.text()

    corrects_as_the_clerk(county, record_id)
    second = carries_the_second_batch(county, stick)
    takes_from_the_stick(province, inbox, stick / second.name)
    assert str(county.desk.office.records.get(record_id).head.state) == "sent"


def corrects_as_the_clerk(county, record_id):
    """The clerk opens the returned record from the workbench, types the right wage and completes it."""
    county.locks()
    county.signs_in(0, PASSPHRASE)
    county.waits(lambda: county.page.returned.count() > 0)
    county.page.open_wanted.emit("employment", record_id)
    county.waits(lambda: county.frame.page() == "ledger:employment" and county.page.record is not None)
    form = county.page.record
    county.waits(lambda: form.body is not None)
    form.body.finish_building()
    form.go_to("monthly_wage")
    county.hands.key(Qt.Key.Key_A, ctrl=True).type("4500")
    county.presses(Qt.Key.Key_Return, ctrl=True, shift=True)
    records = county.desk.office.records
    county.waits(lambda: str(records.get(record_id).head.state) == "complete")


def carries_the_second_batch(county, stick):
    """The reviewer approves what is complete, seals, and writes the batch to the stick; returns its file."""
    county.locks()
    county.signs_in(1, PASSPHRASE)
    page = county.goes_to("ledger:employment")
    page.chips.choose("complete")
    county.rests()
    page.table.setFocus()
    county.presses(Qt.Key.Key_A, ctrl=True)
    page.actions_.approve.click()
    county.rests()
    says_yes(county, Question)
    county.waits(lambda: "办成" in page.note.words.text())
    outbox = county.goes_to("outbox")
    county.presses(Qt.Key.Key_B, ctrl=True)
    county.waits(lambda: "第 2 批已封装" in outbox.note.words.text())
    county.answers_the_file_dialog(stick)
    county.presses(Qt.Key.Key_U, ctrl=True)
    county.waits(lambda: any(stick.rglob("*.batch")))
    return next(stick.rglob("*.batch"))


def takes_from_the_stick(province, inbox, file):
    """The province reads the file: the corrected record stands in the second batch."""
    province.looks_here()
    province.answers_the_file_dialog(file)
    inbox.receive.click()
    province.waits(lambda: inbox.batches.model().rowCount() == 2)
