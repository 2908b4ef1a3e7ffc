"""The page of a person in the window: every ledger's records as a line of time, opened by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import background
from desktop.facts import read
from desktop.families import FAMILIES, HIDDEN
from desktop.screens.families_card import FamiliesCard
from desktop.screens.related_panel import RelatedPanel
from desktop.widgets.note import Note
from forms.engine import Kind
from tests.fakes.pictures_of_papers import photograph

NUMBER = "513221199003070015"
WORKER = {"id_type": "10", "id_no": NUMBER, "full_name": "阿苏木呷"}


def test_a_persons_records_are_opened_from_one_page(office, qtbot):
    """Work and a class of one person stand in one list, numbers masked; Enter opens the record in its ledger."""
    person = office.records.save("person", WORKER, token="p")
    office.records.save("employment", {**WORKER, "start_month": "2026-03-01"}, token="w")
    trainees = {"title": "家政班", "start_on": "2026-05-01", "trainee": [WORKER]}
    group = office.records.save("training_class", trainees, token="t")
    panel = RelatedPanel(office, person.record_id)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.filled):
        panel.resize(900, 420)
        panel.show()

    with qtbot.waitSignal(panel.open_wanted) as opened:
        QTest.keyClick(panel.table, Qt.Key.Key_Return)

    shown = [panel.table.model().index(row, 2).data() for row in range(panel.table.model().rowCount())]
    assert opened.args == ["training_class", group.record_id]
    assert len(shown) == 2
    assert shown[0].startswith("家政班")
    assert "2" in panel.facts.text()
    assert NUMBER not in panel.facts.text()


def test_a_projects_page_shows_its_funds_and_pictures(office, qtbot):
    """What was allocated and paid comes to its sums, corrections taken off; the picture of the progress opens its report."""
    project = office.records.save("project", {"name": "团结村车间"}, token="p").record_id
    for number, amount in enumerate(("300000", "-50000.50")):
        office.records.save("fund_allocation", {"project_id": project, "amount": amount}, token=f"a{number}")
    picture = office.attachments.add("现场.jpg", photograph(), Kind.IMAGE).name
    report = {"project_id": project, "file_id": picture, "progress_pct": "40"}
    progress = office.records.save("project_progress", report, token="g").record_id
    panel = RelatedPanel(office, project)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.filled):
        panel.resize(900, 520)
        panel.show()

    with qtbot.waitSignal(panel.open_wanted) as opened:
        panel.pictures.itemActivated.emit(panel.pictures.item(0))

    assert "资金下达 2（249,999.50 元）" in panel.facts.text()
    assert panel.pictures.count() == 1
    assert panel.pictures.isVisible()
    assert opened.args == ["project_progress", progress]


def test_a_lonely_record_says_so(office, qtbot):
    """Where nothing is related the page says it instead of showing an empty table."""
    person = office.records.save("person", WORKER, token="p")
    panel = RelatedPanel(office, person.record_id)
    qtbot.addWidget(panel)

    with qtbot.waitSignal(panel.filled):
        panel.show()

    assert panel.empty.isVisible()
    assert not panel.table.isVisible()


def test_a_family_that_is_not_kept_leaves_the_navigation(make_office, qtbot):
    """Unticking a family hides its ledgers; ticking it shows them again. Nothing else changes."""
    from records.ledger import NewUser, Role

    office = make_office(people=[NewUser("李主任", Role.REVIEWER, "春天的茶马古道 2026")])
    card = FamiliesCard(office, Note())
    qtbot.addWidget(card)
    before = {ledger.family for ledger in read(office).ledgers}

    with qtbot.waitSignal(card.changed):
        card.ticks["donation"].click()
    without = {ledger.family for ledger in read(office).ledgers}
    kept = office.settings.get(HIDDEN)
    with qtbot.waitSignal(card.changed):
        card.ticks["donation"].click()

    background.wait()
    assert before - without == {"donation"}
    assert kept == ["donation"]
    assert {ledger.family for ledger in read(office).ledgers} == before
    assert {family.key for family in FAMILIES} >= before
