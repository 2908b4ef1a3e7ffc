"""A clerk and a reviewer at work in the record form, over a real encrypted office."""

import pytest
from PySide6.QtCore import Qt

from desktop import background, theme, words
from tests.fakes.clerks_hands import ClerksHands

CLERK, REVIEWER = ("张会计", "clerk passphrase 1"), ("李审核", "reviewer passphrase 1")
ID_NO = "513435199001010012"
WHOLE = (
    ("id_no", ID_NO),
    ("full_name", "阿苏木嘎"),
    ("ethnic_code", "07"),
    ("hukou_region", "513435"),
    ("category", "poverty"),
)

GIFT = {
    "donor_type": "SOCIAL",
    "donor_name": "佛山市顺德区美家慈善基金会",
    "donor_country": "CHN",
    "publicity": "name_and_amount",
    "recipient_name": "甘洛县红十字会",
    "recipient_kind": "redcross",
    "received_on": "2026-11-20",
    "currency": "CNY",
    "amount": "50000",
    "method": "transfer",
    "is_designated": "no",
    "handler": "张会计",
    "reviewer": "李主任",
    "receipt_kind": "pending",
    "bank_ref": "2026112000017",
    "purpose": "教育帮扶",
}
JOB = {
    "id_type": "10",
    "id_no": ID_NO,
    "full_name": "阿苏木嘎",
    "ethnic_code": "07",
    "sex": "1",
    "birth_date": "1990-01-01",
    "hukou_region": "513435",
    "employer_name": "顺德美家电子厂",
    "post": "装配工",
    "start_month": "2026-03-01",
    "status": "on_post",
}


def settled(qtbot, form):
    """Wait until everything typed is in the file."""
    qtbot.waitUntil(lambda: not form.saver.busy and not form.saver.dirty, timeout=10_000)


def by_keyboard(qtbot, form):
    """Fill every question that stands against completing, by keyboard alone: F8 to the next, type, Enter."""
    hands = ClerksHands(qtbot, form)
    given = {
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
    for _step in range(40):
        hands.key(Qt.Key.Key_F8)
        path = form.body.current_path()
        if not form.filling.session.problems():
            return
        if path in given:
            hands.key(Qt.Key.Key_A, ctrl=True) if path not in ("insurance", "evidence_kind") else None
            hands.type(given[path])
        else:
            hands.key(Qt.Key.Key_Down).key(Qt.Key.Key_Down)
        hands.enter()
    raise AssertionError([(p.place, p.sentence()) for p in form.filling.session.problems()])


def test_an_employment_record_by_keyboard_alone(qtbot, office, open_form):
    """A clerk fills an employment record without the mouse, completes it, and finds it waiting for review."""
    form = open_form(office, "employment")
    by_keyboard(qtbot, form)
    with qtbot.waitSignal(form.ready, timeout=20_000):
        ClerksHands(qtbot, form).key(Qt.Key.Key_Return, ctrl=True, shift=True)
    head = office.records.get(form.head.record_id).head
    assert str(head.state) == "complete"
    assert "阿苏木嘎" in head.title
    assert form.filling.readonly


def test_what_is_typed_is_saved_at_the_pause(qtbot, office, open_form):
    """A draft is in the file after a pause without any key; opening it again shows it."""
    form = open_form(office, "employment")
    with qtbot.waitSignal(form.saved, timeout=10_000) as saved:
        form.body.focus_path("full_name")
        ClerksHands(qtbot, form).type("卓玛")
    assert office.records.get(saved.args[0]).answers["full_name"] == "卓玛"
    again = open_form(office, "employment", saved.args[0])
    assert again.body.boxes["full_name"].editor.typed() == "卓玛"


def test_nothing_is_saved_of_a_form_only_looked_at(qtbot, office, open_form):
    """Opening a new form and closing it leaves no draft."""
    form = open_form(office, "employment")
    form.close()
    background.wait()
    assert office.records.list("employment").rows == []


def test_closing_keeps_what_was_typed_last(qtbot, office, open_form):
    """Closing right after a key saves it: the save outlives the window."""
    form = open_form(office, "employment")
    form.body.focus_path("full_name")
    ClerksHands(qtbot, form).type("卓玛")
    form.close()
    background.wait()
    assert [row.title for row in office.records.list("employment").rows]


def test_two_windows_on_one_record(qtbot, office, open_form):
    """The second window to save the same record is told who was faster, and keeps what was typed."""
    token = office.ids.token()
    head = office.records.save("employment", {"full_name": "阿苏"}, token=token)
    first = open_form(office, "employment", head.record_id)
    second = open_form(office, "employment", head.record_id)
    first.filling.type("post", "木工")
    first.save()
    settled(qtbot, first)
    second.filling.type("post", "焊工")
    with qtbot.waitSignal(second.saver.refused, timeout=10_000):
        second.save()
    assert second.note.isVisible()
    assert second.body.boxes["post"].editor.typed() == "焊工"
    assert office.records.get(head.record_id).answers["post"] == "木工"


def test_completing_too_early_leads_to_what_is_missing(qtbot, office, open_form):
    """完成 on an unfinished form tells the blanks and goes to the first of them."""
    form = open_form(office, "employment")
    form.body.focus_path("note")
    form.bar.complete.click()
    assert form.body.current_path() == "id_no"
    assert form.body.boxes["id_no"].problems.isVisible()


def test_a_known_person_is_filled_by_one_key(qtbot, office, open_form):
    """When the ID number of a registered person is typed, F3 fills name, people and home; typed answers stay."""
    office.records.save("employment", dict(WHOLE) | {"id_type": "10"}, token=office.ids.token())
    form = open_form(office, "employment")
    form.filling.type("category", "other")
    form.body.focus_path("id_no")
    hands = ClerksHands(qtbot, form)
    hands.type(ID_NO)
    qtbot.waitUntil(lambda: form.known.offer is not None, timeout=10_000)
    assert "阿苏木嘎" in form.offer.words.text()
    hands.key(Qt.Key.Key_F3)
    answers = form.filling.session.answers()
    assert answers["full_name"] == "阿苏木嘎"
    assert answers["hukou_region"] == "513435"
    assert form.body.boxes["full_name"].editor.typed() == "阿苏木嘎"


def test_the_same_as_the_last_record(qtbot, office, open_form):
    """F4 answers the current question as in the record saved last."""
    office.records.save("employment", {"employer_name": "佛山美家家具有限公司"}, token=office.ids.token())
    form = open_form(office, "employment")
    form.body.focus_path("employer_name")
    ClerksHands(qtbot, form).key(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: form.filling.state("employer_name").text != "", timeout=10_000)
    assert form.body.boxes["employer_name"].editor.typed() == "佛山美家家具有限公司"


def test_save_and_new_gives_an_empty_form(qtbot, office, open_form):
    """Ctrl+Enter saves and shows an empty form of the same kind."""
    form = open_form(office, "employment")
    form.body.focus_path("full_name")
    hands = ClerksHands(qtbot, form).type("卓玛")
    with qtbot.waitSignal(form.ready, timeout=20_000):
        hands.key(Qt.Key.Key_Return, ctrl=True)
    assert form.filling.state("full_name").text == ""
    assert form.head is None
    assert len(office.records.list("employment").rows) == 1


def test_a_reviewer_returns_it_and_the_clerk_sees_why(qtbot, sit_down, open_form):
    """The reviewer's words stand above the form and lead to the question they are about."""
    office = sit_down(CLERK)
    form = open_form(office, "employment")
    by_keyboard(qtbot, form)
    with qtbot.waitSignal(form.ready, timeout=20_000):
        form.bar.complete.click()
    record_id = form.head.record_id
    form.close()

    office = sit_down(REVIEWER)
    review = open_form(office, "employment", record_id)
    assert review.filling.readonly
    assert review.bar.approve.isVisible()
    assert review.bar.send_back.isVisible()
    (outcome,) = office.records.send_back([record_id], "工资与流水不符", question="monthly_wage")
    assert outcome.problem is None
    review.close()

    office = sit_down(CLERK)
    back = open_form(office, "employment", record_id)
    assert not back.filling.readonly
    assert "工资与流水不符" in back.verdict.words.text()
    back.verdict.action_button().click()
    assert back.body.current_path() == "monthly_wage"


def test_a_reviewer_approves_with_one_key(qtbot, sit_down, open_form):
    """Ctrl+Shift+Enter in a reviewer's hands approves the record."""
    office = sit_down(CLERK)
    form = open_form(office, "employment")
    by_keyboard(qtbot, form)
    with qtbot.waitSignal(form.ready, timeout=20_000):
        form.bar.complete.click()
    record_id = form.head.record_id
    form.close()
    office = sit_down(REVIEWER)
    review = open_form(office, "employment", record_id)
    with qtbot.waitSignal(review.ready, timeout=20_000):
        review.verbs.finish()
    assert str(office.records.get(record_id).head.state) == "approved"


def test_history_tells_who_changed_what(qtbot, office, open_form):
    """The panel shows each version with the question, the old and the new answer."""
    head = office.records.save("employment", {"full_name": "阿苏"}, token=office.ids.token())
    office.records.save(
        "employment",
        {"full_name": "阿苏木嘎"},
        token=office.ids.token(),
        record_id=head.record_id,
        base=head.revision,
    )
    form = open_form(office, "employment", head.record_id)
    form.verbs.history()
    qtbot.waitUntil(form.history.isVisible, timeout=10_000)
    from PySide6.QtWidgets import QLabel

    told = "\n".join(label.text() for label in form.history.findChildren(QLabel))
    assert "姓名：阿苏 → 阿苏木嘎" in told
    assert "张会计" in told


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_both_languages_in_both_sets(qtbot, qapp, office, open_form, mode):
    """The language is switched while the form is open: labels change, answers and undo stay."""
    form = open_form(office, "employment")
    form.filling.type("full_name", "阿苏木嘎")
    theme.apply(qapp, mode)
    try:
        words.use("en")
        form.body.finish_building()
        assert form.body.boxes["full_name"].label.text() == "Full name"
        assert form.body.boxes["full_name"].editor.typed() == "阿苏木嘎"
        assert form.filling.session.can_undo
    finally:
        words.use("zh")
        theme.apply(qapp, "light")


def test_everything_has_a_name_for_a_screen_reader(qtbot, office, open_form):
    """Each field that can have the focus tells its name."""
    form = open_form(office, "employment")
    stops = [box for box in form.body.boxes.values() if box.takes_focus()]
    assert len(stops) > 20
    assert [box.path for box in stops if not box.editor.inner.accessibleName()] == []


def test_a_donation_gets_its_receipt(qtbot, office, open_form):
    """The button of a completed donation issues one number and asks for the preview; again, it issues none."""
    head = office.records.save("money_donation", GIFT, token=office.ids.token())
    (outcome,) = office.records.complete([head.record_id])
    assert outcome.problem is None, [problem.sentence() for problem in outcome.problems]
    form = open_form(office, "money_donation", head.record_id)
    for _time in range(2):
        with qtbot.waitSignal(form.receipt_wanted, timeout=10_000) as wanted:
            form.bar.receipt.click()
        assert wanted.args == [head.record_id]
    assert len(office.receipts.of(head.record_id)) == 1


def test_a_draft_has_no_receipt_button(office, open_form):
    """A receipt cannot be issued for what is not completed, nor for what is no donation."""
    assert not open_form(office, "money_donation").bar.receipt.isVisible()
    assert not open_form(office, "employment").bar.receipt.isVisible()


def test_the_same_person_entered_twice_is_noticed_while_typing(qtbot, office, open_form):
    """A record that looks like an earlier one is told in one quiet line with a way to open that one."""
    before = office.records.save("employment", JOB, token=office.ids.token())
    form = open_form(office, "employment")
    form.filling.fill({name: value for name, value in JOB.items() if name not in ("sex", "birth_date")})
    qtbot.waitUntil(form.alike.isVisible, timeout=10_000)
    with qtbot.waitSignal(form.record_wanted) as wanted:
        form.alike.action_button().click()
    assert wanted.args == [before.record_id]


def test_it_fits_a_screen_at_two_hundred_per_cent(qtbot, office, open_form):
    """On 683 × 384 logical pixels (1366 × 768 at 200 %) the questions stand in one column, none is cut at the side."""
    form = open_form(office, "employment")
    form.resize(500, 384)
    qtbot.waitUntil(lambda: form.body.viewport().width() < 500)
    edge = form.body.viewport().width()
    stops = [box for box in form.body.boxes.values() if box.isVisibleTo(form)]
    qtbot.waitUntil(
        lambda: all(box.mapTo(form.body.widget(), box.rect().topRight()).x() <= edge for box in stops)
    )
    assert len({box.mapTo(form.body.widget(), box.rect().topLeft()).x() for box in stops}) == 1


def test_tibetan_is_not_cut_off(office, open_form):
    """A field that holds Tibetan becomes taller, because its letters are stacked."""
    form = open_form(office, "employment")
    line = form.body.boxes["full_name"].editor.line
    before = line.minimumHeight()
    form.filling.fill({"full_name": "བཀྲ་ཤིས"})
    assert line.minimumHeight() > before
