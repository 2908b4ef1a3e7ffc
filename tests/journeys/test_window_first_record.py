"""From the first start to the first approved record, by keyboard alone, through the program's own window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import language, theme
from desktop.screens.main_window import MainWindow
from tests.fakes.person_at_desk import PersonAtDesk

PASSPHRASE = "chunfeng shili 2026"
ID_NO = "513435199001010012"
GIVEN = {
    "id_no": ID_NO,
    "full_name": "阿苏木嘎",
    "ethnic_code": "07",
    "hukou_region": "甘洛",
    "work_region": "顺德",
    "employer_name": "佛山美家家具有限公司",
    "post": "木工",
    "start_month": "20260301",
    "monthly_wage": "4500",
    "contract_from": "20260301",
    "contract_to": "20270228",
    "insurance": "1",
    "evidence_kind": "1",
}


@pytest.fixture
def person(qtbot, qapp, tmp_path):
    """Somebody in front of the window on a new PC."""
    language.speak(qapp, "zh")
    theme.apply(qapp, "light")
    made = PersonAtDesk(qtbot, tmp_path)
    qtbot.addWidget(made.desk)
    yield made
    made.closes()


def makes_the_office(person):
    """Walk the assistant with Enter: place by pinyin initials, two people, the folder that is proposed."""
    assistant, hands = person.desk.centralWidget(), person.hands
    hands.type("gls")
    place = assistant.office_page.place
    person.waits(lambda: place.list.isVisible() and place.list.count() > 0)
    while "甘洛县" not in place.list.currentItem().text():
        person.presses(Qt.Key.Key_Down)
    hands.enter()
    assert place.division.code == "513435"
    for _field in range(20):
        if person.desk.focusWidget() is assistant.next:
            break
        hands.enter()
    hands.enter()
    assert assistant.stack.currentWidget().widget() is assistant.people_page
    for words in ("张会计", PASSPHRASE, PASSPHRASE):
        hands.type(words).enter()
    hands.enter()  # 只有我一个人: no
    for words in ("李主任", PASSPHRASE, PASSPHRASE):
        hands.type(words).enter()
    assert person.desk.focusWidget() is assistant.next
    hands.enter()
    person.presses(Qt.Key.Key_Return, ctrl=True)  # everything else as proposed
    person.waits(lambda: isinstance(person.desk.centralWidget(), MainWindow))


def fills_what_is_missing(person, form):
    """F8 to the next question that stands against completing, type, Enter."""
    hands = person.hands
    for _step in range(40):
        hands.key(Qt.Key.Key_F8)
        path = form.body.current_path()
        if not form.filling.session.problems():
            return
        if path in GIVEN:
            hands.type(GIVEN[path])
        else:
            hands.key(Qt.Key.Key_Down).key(Qt.Key.Key_Down)
        hands.enter()
    raise AssertionError([(p.place, p.sentence()) for p in form.filling.session.problems()])


def opens_a_new_record(person):
    """Ctrl+N on the employment ledger; returns the form once its questions are there."""
    page = person.goes_to("ledger:employment")
    person.presses(Qt.Key.Key_N, ctrl=True)
    person.waits(lambda: page.record is not None and page.record.body is not None)
    page.record.body.finish_building()
    return page.record


def test_from_first_start_to_an_approved_record(person):
    """A new clerk makes the office, fills the first record and completes it; the reviewer approves it. No mouse."""
    person.sits_down()
    makes_the_office(person)
    form = opens_a_new_record(person)
    fills_what_is_missing(person, form)
    person.presses(Qt.Key.Key_Return, ctrl=True, shift=True)
    records = person.desk.office.records
    person.waits(lambda: records.counts("employment").get("complete") == 1)
    person.locks()

    person.signs_in(1, PASSPHRASE)
    page = person.goes_to("ledger:employment")
    page.table.setFocus()
    person.presses(Qt.Key.Key_Home)
    person.presses(Qt.Key.Key_Return)
    person.waits(lambda: page.record is not None and page.record.body is not None)
    person.presses(Qt.Key.Key_Return, ctrl=True, shift=True)
    records = person.desk.office.records
    person.waits(lambda: records.counts("employment").get("approved") == 1)
    assert "阿苏木嘎" in records.list("employment").rows[0].title


def test_id_number_is_masked_where_it_is_only_read(person):
    """A complete record opened for reading hides the number; the eye shows it, and the log says who looked."""
    person.sits_down()
    makes_the_office(person)
    form = opens_a_new_record(person)
    fills_what_is_missing(person, form)
    assert form.body.boxes["id_no"].editor.typed() == ID_NO
    person.presses(Qt.Key.Key_Return, ctrl=True, shift=True)
    person.waits(lambda: form.filling.readonly)
    form.body.finish_building()
    shown = form.body.boxes["id_no"].editor
    assert shown.typed() == "513435********0012"
    person.presses(Qt.Key.Key_M, ctrl=True, shift=True)
    person.waits(lambda: shown.typed() == ID_NO)
    log = [(one.verb, one.thing) for one in person.desk.office.audit.entries(10)]
    assert ("unmasked", f"record {form.head.record_id}") in log


def test_a_year_is_no_amount(person):
    """A training class of 2026 shows its year plain, its money with thousands."""
    person.sits_down()
    makes_the_office(person)
    office = person.desk.office
    answers = {"year": 2026, "amount": "36000", "title": "家政服务班"}
    office.records.save("training_class", answers, token=office.ids.token())
    page = person.goes_to("ledger:training_class")
    page.refresh()
    person.waits(lambda: page.model.rowCount() == 1)
    page.table.setFocus()
    person.presses(Qt.Key.Key_Home)
    person.presses(Qt.Key.Key_Return)
    person.waits(lambda: page.record is not None and page.record.body is not None)
    page.record.body.finish_building()
    boxes = page.record.body.boxes
    boxes["title"].focus()
    QApplication.processEvents()
    assert boxes["year"].editor.line.text() == "2026"
    assert boxes["amount"].editor.line.text() == "36,000.00"
    person.rests()
