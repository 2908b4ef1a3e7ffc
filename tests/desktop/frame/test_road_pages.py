"""The road through the windows: two offices enrol by file, a batch travels on a stick, a verdict comes back."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop import background, facts, sending, todo
from desktop.background import Progress
from desktop.offered import stands
from desktop.office_plan import Person, Plan
from desktop.offices import create
from desktop.screens import devices, inbox_work, outbox
from desktop.screens.inbox import InboxPage
from desktop.screens.ledger_list import LedgerList
from desktop.screens.outbox import OutboxPage
from desktop.screens.return_words import ReturnWords
from desktop.sender import Sender
from desktop.widgets.ask import Question
from desktop.widgets.sending_card import SendingCard
from records.ledger import Office
from records.model.ids import SystemIds
from records.model.states import State, Verb
from records.store.keyring import CHEAPEST
from sync import enrolment
from sync.outbox.automatic import plan_of
from tests.desktop.frame.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.fakes.fixed_clock import FixedClock

MS = 30_000


@pytest.fixture
def county(office_folder):
    """The county with its samples, opened by the reviewer."""
    with Office.open(office_folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        yield office


@pytest.fixture
def province(tmp_path):
    """A province with one person, nothing in it yet."""
    plan = Plan(
        code="510000",
        name="四川省东西部协作办公室",
        level="province",
        people=[Person("王处长", "reviewer", PASSPHRASE)],
        one_person=True,
        folder=tmp_path / "省",
    )
    with create(plan, FixedClock(), SystemIds(), Progress(), kdf=CHEAPEST) as office:
        yield office


@pytest.fixture
def enrolled(county, province, tmp_path):
    """Both offices know each other; the fingerprints agreed."""
    invitation, answer = tmp_path / "a.invite", tmp_path / "a.answer"
    devices._new(province, county.info.code, invitation, "")
    answered = outbox._answer(county, invitation, answer)
    accepted = devices._take_in(province, answer)
    assert answered.fingerprint == accepted.fingerprint
    return county, province


def page_at_rest(qtbot, page):
    """Show a page and wait until it has read everything."""
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(background.idle, timeout=MS)
    return page


def test_before_enrolment_the_page_shows_the_steps(qtbot, county, settings):
    """Nothing can be sealed for nobody: the three steps stand there, the buttons rest."""
    page = page_at_rest(qtbot, OutboxPage(county, settings, FixedClock(), Sender(county)))
    assert page.enrol.isVisible()
    assert not page.seal.isEnabled()


def test_batch_travels_and_the_verdict_stands_at_the_record(qtbot, enrolled, settings, tmp_path):
    """Seal, carry, receive, return one with words at a question, accept the rest, carry back: the county sees which
    record and why.
    """
    county, province = enrolled
    page = page_at_rest(qtbot, OutboxPage(county, settings, FixedClock(), Sender(county)))
    assert page.seal.text().startswith("封装 ")
    page.seal.click()
    qtbot.waitUntil(lambda: "已封装" in page.note.words.text(), timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    batch = page.batches.current()
    (file,) = sending.carry(county, batch, tmp_path / "stick", Progress()).files

    above = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    counts, _refused = inbox_work.receive(province, [file], Progress())
    assert sum(counts.values()) == batch.records
    above.refresh()
    qtbot.waitUntil(lambda: above.batches.current() is not None, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    key = above.batches.current().batch_key
    wrong = next(one for one in inbox_work.records_of(province, key) if one.form_id == "employment")
    above._do_send_back([wrong.record_id], "工资与合同不一致", "monthly_wage")
    qtbot.waitUntil(lambda: "办成 1 条" in above.note.words.text(), timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    inbox_work.accept(province, key, None)
    answer = inbox_work.acknowledge(province, key, tmp_path / "back.ack")

    told = sending.take_in(county, [answer], Progress())
    assert told["returned"] == 1
    page.refresh()
    qtbot.waitUntil(background.idle, timeout=MS)
    head = county.records.get(wrong.record_id).head
    assert (str(head.state), head.verdict_question, head.verdict_reason) == (
        "returned",
        "monthly_wage",
        "工资与合同不一致",
    )
    assert page.batches._model.index(0, 1).data() == "上级已办结"
    returned = [
        line for line in outbox._records(county, page.batches.current()) if line.thing[1] == wrong.record_id
    ]
    assert returned[0].cells[4].text == "工资与合同不一致"


def test_return_asks_for_words_at_a_question(qtbot, enrolled, settings, tmp_path):
    """Without words nothing is returned; the questions of the clerk's own form can be chosen."""
    county, _province = enrolled
    page = InboxPage(county, settings, FixedClock())
    qtbot.addWidget(page)
    record = county.records.list("employment", limit=1).rows[0]
    dialog = ReturnWords(page, county, [record])
    sent = []
    dialog.agreed.connect(lambda *what: sent.append(what))
    dialog.open()
    qtbot.waitUntil(lambda: dialog.question.count() > 10, timeout=MS)
    dialog.yes.click()
    assert "没有写明原因" in dialog.problem.text()
    dialog.question.setCurrentIndex(dialog.question.findData("monthly_wage"))
    dialog.words.setPlainText("请核对")
    dialog.yes.click()
    assert sent == [([record.record_id], "请核对", "monthly_wage")]


def test_file_that_is_no_batch_is_told_in_place(qtbot, province, settings, tmp_path):
    """A photo on the stick instead of a batch: a coded sentence, and nothing has changed."""
    (tmp_path / "photo.batch").write_bytes(b"\xff\xd8\xff not a batch")
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    from functools import partial

    op = partial(inbox_work.receive, province, [tmp_path / "photo.batch"], Progress())
    page._work("…", op, page._received)
    qtbot.waitUntil(lambda: "[SYNC-" in page.note.words.text(), timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert page.batches.model().rowCount() == 0


def test_receiving_starts_and_stops(qtbot, province, settings):
    """开始接收 answers on loopback within seconds; 停止接收 gives the port back."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    page.devices.port.setValue(port)
    page.devices.serve.click()
    qtbot.waitUntil(lambda: page.devices.receiving.is_on, timeout=MS)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 200")
    page.devices.serve.click()
    qtbot.waitUntil(lambda: not page.devices.receiving.is_on, timeout=MS)
    page.devices.receiving.wait()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_keys_are_renewed_where_the_workbench_sends_one(qtbot, enrolled, settings, tmp_path):
    """A year after the enrolment the workbench asks; 更换密钥 says what it means, renews, and asks for a backup."""
    _county, province = enrolled
    before = todo.read(province, facts.read(province)).keys_due
    province.clock.forward(days=365)
    assert (before, todo.read(province, facts.read(province)).keys_due) == (False, True)
    page = page_at_rest(qtbot, InboxPage(province, settings, province.clock))
    page.show_filter("devices")
    old = enrolment.own_keys(province).key_id
    assert page.devices.isVisible()
    assert "365" in page.devices.keys.text()
    page.devices.renew.click()
    question = page.findChild(Question)
    page.devices.grab().save(str(tmp_path / "keys.png"))
    question.yes.click()
    qtbot.waitUntil(lambda: "备份" in page.note.words.text(), timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)

    assert enrolment.own_keys(province).key_id != old
    assert not todo.read(province, facts.read(province)).keys_due


def test_certificate_without_its_key_is_refused_before_receiving(qtbot, province, settings, tmp_path):
    """A certificate that TLS cannot use is told in place with its file; nothing is received."""
    (tmp_path / "office.pem").write_text("not a certificate", encoding="utf-8")
    page = page_at_rest(qtbot, InboxPage(province, settings, FixedClock()))
    page.devices.certificate.line.setText(str(tmp_path / "office.pem"))
    page.devices.key.line.setText(str(tmp_path / "office.pem"))
    page.devices.serve.click()
    qtbot.waitUntil(lambda: "[DESKTOP-014]" in page.note.words.text(), timeout=MS)
    assert "office.pem" in page.note.words.text()
    assert not page.devices.receiving.is_on


def test_clerk_is_not_offered_to_void_what_was_approved(office_folder):
    """The office lets only a judge void an approved record, so only a judge is offered it."""
    with Office.open(office_folder, CLERK, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        head = office.records.list("employment", states=["approved"], limit=1).rows[0]
        draft = office.records.list("employment", states=["draft"], limit=1).rows[0]
        assert not stands(office, Verb.VOID, head)
        assert stands(office, Verb.VOID, draft)
        assert office.records.void([head.record_id], "试一试")[0].problem is not None
    with Office.open(office_folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        assert stands(office, Verb.VOID, head)


def test_chosen_records_are_sent_from_the_list(qtbot, enrolled, settings, tmp_path):
    """上报 over two approved rows says to whom they go and that it cannot be undone; only these two are sealed."""
    county, province = enrolled
    page = LedgerList(county, "employment", settings, FixedClock())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.chips.key() != "", timeout=MS)
    page.chips.choose("approved")
    qtbot.waitUntil(background.idle, timeout=MS)
    approved = page.model.rowCount()
    page.table.selectRow(0)
    page.table.setSelectionMode(page.table.SelectionMode.MultiSelection)
    page.table.selectRow(1)
    ids = [head.record_id for head in page.table.chosen()]
    page.actions_.send.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=MS)
    question = QApplication.activeModalWidget()
    said = " ".join(one.text() for one in question.findChildren(QLabel))
    question.yes.click()
    qtbot.waitUntil(lambda: "第 1 批已封装" in page.note.words.text(), timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)

    assert len(ids) == 2
    assert f"2 条将封装成一批，送往 {province.info.name}" in said
    assert "不能撤销" in said
    assert {str(county.records.get(one).head.state) for one in ids} == {"sent"}
    assert county.records.counts("employment")[State.APPROVED] == approved - 2
    assert page.note.action_button().text() == "去上报页"


def test_sending_is_planned_paused_and_slowed_in_the_window(qtbot, enrolled, settings):
    """Several times of day, a limit, a pause: kept as typed; a time that is none is named and nothing is kept."""
    county, _province = enrolled
    page = page_at_rest(qtbot, OutboxPage(county, settings, FixedClock(), Sender(county)))
    card = page.findChild(SendingCard)
    card.more.click()
    card.moments.setText("8:30，17：05")
    card.daily.setChecked(True)
    card.limit.setValue(64)
    card.keep.click()
    qtbot.waitUntil(background.idle, timeout=MS)
    card.pause.click()
    qtbot.waitUntil(background.idle, timeout=MS)
    kept = plan_of(county)

    assert (kept.at, kept.limit, kept.paused) == (("08:30", "17:05"), 64, True)
    assert "暂停" in card.line.text()
    card.moments.setText("25:00")
    card.keep.click()
    qtbot.waitUntil(lambda: "[SYNC-038]" in page.note.words.text(), timeout=MS)
    assert plan_of(county).at == ("08:30", "17:05")
