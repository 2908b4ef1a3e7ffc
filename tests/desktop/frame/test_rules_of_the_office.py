"""规则与期限 on the settings page, and returns nobody began on the workbench."""

from desktop import background
from records.ledger.rule_settings import RULE_SETTINGS
from tests.desktop.frame.conftest import REVIEWER

MS = 20_000


def _page(qtbot, desk, key):
    frame = desk.centralWidget()
    frame.go(key)
    qtbot.waitUntil(background.idle, timeout=MS)
    return frame.stack.currentWidget()


def test_a_deadline_is_changed_checked_and_kept(qtbot, seated):
    """A day no month has is refused at its field and nothing is written; a good one is kept, an empty one is the default."""
    desk = seated(REVIEWER)
    page = _page(qtbot, desk, "settings")
    before = desk.office.settings.all()
    fields = page.rules.fields
    assert set(fields) == {one.key for one in RULE_SETTINGS}
    assert fields["report_day"].placeholderText() == "10"

    fields["report_day"].setText("31")
    page.save.click()
    assert "31" in page.note.words.text()
    assert desk.office.settings.all() == before

    fields["report_day"].setText(" 8 ")
    fields["stable_months"].setText("")
    page.save.click()
    qtbot.waitUntil(background.idle, timeout=MS)
    after = desk.office.settings.all()
    assert after["report_day"] == 8
    assert "stable_months" not in after
    assert fields["report_day"].text() == "8"


def test_returns_nobody_began_are_counted_on_the_workbench(qtbot, seated):
    """The card leads to the page of returns."""
    desk = seated(REVIEWER)
    page = _page(qtbot, desk, "workbench")
    went = []
    page.go_wanted.connect(went.append)
    cards = [page._cards.itemAt(at).widget() for at in range(page._cards.count())]
    names = [button.accessibleName() for card in cards for button in card.findChildren(type(page.tasks))]
    told = [name for name in names if name.startswith("报表，未填报：")]

    assert len(told) == 1
    assert page._todo.returns_not_begun > 0
    button = next(
        one
        for card in cards
        for one in card.findChildren(type(page.tasks))
        if one.accessibleName() == told[0]
    )
    button.click()
    assert went == ["returns"]
