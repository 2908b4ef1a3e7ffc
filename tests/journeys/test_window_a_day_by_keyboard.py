"""A whole day at the window without a mouse: the clerk enters and sends up, the reviewer approves and seals, a return is
corrected.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import language, sending, theme
from desktop.widgets.ask import Question
from forms.checks.resident_id import check_digit
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from sync import enrolment, inbox, outbox
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.person_at_desk import PersonAtDesk
from tests.journeys.test_window_road import PASSPHRASE, office, says_yes

WORDS = "工资与合同不一致，请核对。"
FIRST = {
    "full_name": "阿苏木嘎", "ethnic_code": "07", "hukou_region": "甘洛", "hukou_detail": "yt", "work_region": "顺德",
    "employer_name": "佛山美家家具有限公司", "post": "木工", "start_month": "20260301", "monthly_wage": "4500",
    "contract_from": "20260301", "contract_to": "20270228", "insurance": "1", "evidence_kind": "1",
}  # fmt: skip


def number(nth: int) -> str:
    """Return the nth invented ID number."""
    first17 = f"513435198505{nth + 1:02}{nth:03}"
    return first17 + check_digit(first17)


@pytest.fixture
def above(tmp_path):
    """The province: nobody sits there, its files come and go."""
    folder = office(
        tmp_path / "province", "510000", "四川省", "province", [("王处长", "reviewer")], one_person=True
    )
    with Office.open(folder, "王处长", PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as opened:
        yield opened


@pytest.fixture
def person(qtbot, qapp, tmp_path, above):
    """The county's window; the county is enrolled."""
    language.speak(qapp, "zh")
    theme.apply(qapp, "light")
    people = [("张会计", "clerk"), ("李主任", "reviewer")]
    folder = office(tmp_path / "home" / "office", "513435", "甘洛县", "county", people, partner="330000")
    with Office.open(folder, "李主任", PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as county:
        enrolment.new(above, "513435", tmp_path / "a.invite", "")
        enrolment.answer(county, tmp_path / "a.invite", tmp_path / "a.answer")
        enrolment.accept(above, tmp_path / "a.answer")
    made = PersonAtDesk(qtbot, tmp_path / "home")
    qtbot.addWidget(made.desk)
    made.sits_down(folder)
    made.signs_in(0, PASSPHRASE)
    yield made
    made.closes()


def fills(person, form, given):
    """F8 from problem to problem; type what is given, choose the second of a list otherwise; return the paths met."""
    met = []
    for _step in range(40):
        person.hands.key(Qt.Key.Key_F8)
        if not form.filling.session.problems():
            return met
        path = form.body.current_path()
        met.append(path)
        if path in given:
            person.hands.type(given[path]).enter()
        else:
            person.hands.key(Qt.Key.Key_Down).key(Qt.Key.Key_Down).enter()
    raise AssertionError([(one.place, one.sentence()) for one in form.filling.session.problems()])


def ready(person, page, records):
    """Wait until a blank record is there after so many saved ones."""
    counts = person.desk.office.records.counts
    person.waits(lambda: sum(counts("employment").values()) == records)
    person.waits(
        lambda: page.record is not None and page.record.body is not None and page.record.head is None
    )
    page.record.body.finish_building()
    return page.record


def adds_two_visits(person, form):
    """Alt+number to the visits; a row typed whole, the second filled from the one above; a third thought better of."""
    section = form.body._section_of["followup"]
    person.presses(Qt.Key[f"Key_{section.key.text()[-1]}"], alt=True)
    person.presses(Qt.Key.Key_Space)  # 增加一行
    person.hands.type("20260401").enter().type("1").enter().type("李访").enter().type("1").enter()
    person.presses(Qt.Key.Key_Insert, ctrl=True)
    person.hands.type("20260501").enter()
    for _cell in ("method", "visitor", "on_post"):
        person.hands.key(Qt.Key.Key_D, ctrl=True).enter()
    person.presses(Qt.Key.Key_Insert, ctrl=True)
    person.presses(Qt.Key.Key_Delete, ctrl=True)
    visits = form.filling.session.answers()["followup"]
    assert [(one["visited_on"], one["visitor"]) for one in visits] == [
        ("2026-04-01", "李访"),
        ("2026-05-01", "李访"),
    ]
    assert visits[1]["method"] == visits[0]["method"]
    assert visits[1]["on_post"] == visits[0]["on_post"]
    assert not form.filling.session.problems()


def enters_three(person):
    """The first worker in full, two more with what carries forward; one wage is far too high and is explained; two visits."""
    page = person.goes_to("ledger:employment")
    person.presses(Qt.Key.Key_N, ctrl=True)
    form = ready(person, page, 0)
    met = fills(person, form, FIRST | {"id_no": number(0)})
    assert form.filling.state("sex").value == "2"  # followed from the ID number
    for nth in (1, 2):
        person.presses(Qt.Key.Key_Return, ctrl=True)  # 保存并新增
        form = ready(person, page, nth)
        person.presses(Qt.Key.Key_F4, shift=True)
        fewer = fills(person, form, FIRST | {"id_no": number(nth), "full_name": "海来五花"})
        assert len(fewer) < len(met) / 2
    form.go_to("monthly_wage")
    box = form.body.boxes["monthly_wage"]
    person.hands.key(Qt.Key.Key_A, ctrl=True).type("45000").enter()  # Enter leads to the explanation
    assert person.desk.focusWidget() is box.problems.explanation
    person.hands.type("笔误").enter()
    assert not form.filling.state("monthly_wage").problems
    person.presses(Qt.Key.Key_Z, ctrl=True)
    person.presses(Qt.Key.Key_Z, ctrl=True)
    assert form.filling.state("monthly_wage").text == "4500"
    adds_two_visits(person, form)
    person.presses(Qt.Key.Key_S, ctrl=True)
    person.waits(lambda: sum(person.desk.office.records.counts("employment").values()) == 3)
    return page


def does_to_all(person, page, key, state, count):
    """Choose every row, press the key of a verb, agree; *count* records are then in *state*."""
    page.table.setFocus()
    person.presses(Qt.Key.Key_A, ctrl=True)
    person.presses(key, ctrl=True, alt=True)
    says_yes(person, Question)
    person.waits(lambda: person.desk.office.records.counts("employment")[state] == count)


def test_a_day_without_a_mouse(person, above, tmp_path):
    """Sign in, enter with Enter, digits and pinyin, carry forward, explain, undo, fill rows, complete; the reviewer approves
    and sends; the province's words come back to the question, and the correction goes up again.
    """
    page = enters_three(person)
    person.presses(Qt.Key.Key_W, ctrl=True)
    does_to_all(person, page, Qt.Key.Key_C, "complete", 3)
    person.locks()

    person.signs_in(1, PASSPHRASE)
    page = person.goes_to("ledger:employment")
    does_to_all(person, page, Qt.Key.Key_A, "approved", 3)
    does_to_all(person, page, Qt.Key.Key_S, "sent", 3)
    county = person.desk.office
    batch = outbox.batches(county)[0]
    came = inbox.receive(above, batch.file)
    wrong = inbox.records(above, came.batch_key)[0].record_id
    inbox.send_back(above, came.batch_key, [wrong], WORDS, "monthly_wage")
    inbox.accept(above, came.batch_key)
    outbox.apply(county, inbox.acknowledge(above, came.batch_key, tmp_path / "back.ack"))
    person.locks()

    person.signs_in(0, PASSPHRASE)
    page = person.goes_to("ledger:employment")
    page.chips.choose("returned")
    person.waits(lambda: page.model.rowCount() == 1)
    page.table.setFocus()
    person.presses(Qt.Key.Key_Home)
    person.presses(Qt.Key.Key_Return)
    person.waits(lambda: page.record is not None and page.record.body is not None)
    page.record.body.finish_building()
    assert WORDS in page.record.verdict.words.text()
    page.record.go_to("monthly_wage")
    person.hands.key(Qt.Key.Key_A, ctrl=True).type("4600")
    person.presses(Qt.Key.Key_Return, ctrl=True, shift=True)
    person.waits(lambda: str(person.desk.office.records.get(wrong).head.state) == "complete")
    assert person.desk.office.records.get(wrong).answers["monthly_wage"] == "4600"
    assert sending.above(person.desk.office) == sending.Above("四川省", by_line=False)
    assert QApplication.activeModalWidget() is None
