"""The list of one ledger: finding, filtering, many at once, remembered columns, masked numbers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import background
from desktop.settings import Settings
from desktop.widgets.ask import Question
from tests.desktop.frame.conftest import REVIEWER

MS = 20_000


def open_list(qtbot, desk, form_id="employment"):
    """Bring a ledger to the front and wait for its rows."""
    frame = desk.centralWidget()
    frame.go(f"ledger:{form_id}")
    page = frame.stack.currentWidget()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    return page


def employment(desk):
    """Return what the frame knows of the employment ledger."""
    return next(one for one in desk.centralWidget().facts.ledgers if one.form_id == "employment")


def names(page):
    """Return the names the list shows."""
    place = page.model.names().index("full_name")
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


def question():
    """Return the question that is open."""
    return next(
        (w for w in QApplication.topLevelWidgets() if isinstance(w, Question) and w.isVisible()), None
    )


def agree(qtbot, words=""):
    """Answer the open question with yes, giving *words* as the reason."""
    qtbot.waitUntil(lambda: question() is not None)
    asked = question()
    if words:
        asked.reason.setPlainText(words)
    asked.yes.click()


def test_list_is_found_as_one_types(qtbot, seated):
    """Pinyin initials in the search line narrow the list without Enter."""
    page = open_list(qtbot, seated())
    whole = page.model.rowCount()
    qtbot.keyClicks(page.search, "wcgq")
    qtbot.waitUntil(lambda: 0 < page.model.rowCount() < whole, timeout=MS)
    assert set(names(page)) == {"尉迟国强"}


def test_nothing_found_offers_to_show_all(qtbot, seated):
    """An empty answer says what to try and leads back."""
    page = open_list(qtbot, seated())
    page.search.setText("没有这个人")
    qtbot.waitUntil(page._empty.isVisible, timeout=MS)
    assert "没有符合条件" in page._empty._words.text()
    page._empty._all.click()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=MS)


def test_chips_filter_and_count(qtbot, seated):
    """The chip of a state shows exactly as many rows as it counts."""
    desk = seated()
    page = open_list(qtbot, desk)
    page.chips.choose("draft")
    drafts = employment(desk).counts["draft"]
    qtbot.waitUntil(lambda: page.model.rowCount() == drafts, timeout=MS)
    assert {str(page.model.head(row).state) for row in range(drafts)} == {"draft"}


def test_sorting_goes_through_the_office(qtbot, seated):
    """A click on the wage's heading orders the whole ledger, not only the rows read."""
    page = open_list(qtbot, seated())
    place = page.model.names().index("monthly_wage")
    page.table._sort(place)
    qtbot.waitUntil(background.idle, timeout=MS)
    wages = [page.model.head(row).columns["monthly_wage"] for row in range(page.model.rowCount())]
    assert wages == sorted(wages, key=float, reverse=True)


def test_columns_are_remembered(qtbot, seated, settings):
    """A hidden column and a width are there again in the next run of the program."""
    page = open_list(qtbot, seated())
    page.table._show(2, shown=False)
    page.table.setColumnWidth(1, 201)
    page.table._remember_columns()
    kept = Settings(settings.file).get("columns.employment", {})
    assert page.model.names()[2] in kept["hidden"]
    assert kept["widths"]["full_name"] == 201


def test_money_stands_right_with_thousands(qtbot, seated):
    """4600 is shown as 4,600.00 at the right edge of its column."""
    page = open_list(qtbot, seated())
    cell = page.model.index(0, page.model.names().index("monthly_wage"))
    alignment = Qt.AlignmentFlag(cell.data(Qt.ItemDataRole.TextAlignmentRole))
    assert cell.data().endswith(".00")
    assert "," in cell.data()
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_reviewer_approves_many_at_once(qtbot, seated):
    """Choosing all waiting records and pressing 审核通过 tells how many went through; the office agrees."""
    desk = seated(REVIEWER)
    page = open_list(qtbot, desk)
    page.chips.choose("complete")
    waiting = employment(desk).counts["complete"]
    qtbot.waitUntil(lambda: page.model.rowCount() == waiting, timeout=MS)
    page.table.selectAll()
    page.actions_.approve.click()
    agree(qtbot)
    qtbot.waitUntil(lambda: f"办成 {waiting} 条" in page.note.words.text(), timeout=MS)
    counts = {str(state): count for state, count in desk.office.records.counts("employment").items()}
    assert counts["complete"] == 0


def test_unfinished_drafts_are_refused_with_the_first_reason(qtbot, seated):
    """Completing drafts that lack answers changes none of them, says why, and leads to the first."""
    page = open_list(qtbot, seated())
    page.chips.choose("draft")
    qtbot.waitUntil(background.idle, timeout=MS)
    page.table.selectAll()
    page.actions_.complete.click()
    agree(qtbot)
    qtbot.waitUntil(lambda: "没有办成" in page.note.words.text(), timeout=MS)
    assert page.note.action_button().isVisible()


def test_void_needs_a_reason(qtbot, seated):
    """作废 without words stays open and says so; with words it is done."""
    desk = seated()
    page = open_list(qtbot, desk)
    page.chips.choose("draft")
    qtbot.waitUntil(background.idle, timeout=MS)
    page.table.selectRow(0)
    before = desk.office.records.counts("employment")
    page.actions_.void.click()
    qtbot.waitUntil(lambda: question() is not None)
    question().yes.click()
    assert "没有写明原因" in question()._problem.text()
    agree(qtbot, "重复登记")
    qtbot.waitUntil(lambda: "办成 1 条" in page.note.words.text(), timeout=MS)
    after = desk.office.records.counts("employment")
    voids = {str(state): count for state, count in after.items()}["void"]
    assert voids == {str(state): count for state, count in before.items()}["void"] + 1


def test_clerk_has_no_button_to_approve(qtbot, seated):
    """Approving is another person's act: the clerk does not even see it."""
    page = open_list(qtbot, seated())
    page.table.selectRow(0)
    assert page.actions_.approve.isHidden()


def test_seeing_numbers_whole_is_written_down(qtbot, seated):
    """The eye shows full numbers only after the audit log has a line about it."""
    desk = seated()
    page = open_list(qtbot, desk)
    page.unmask.click()
    qtbot.waitUntil(lambda: page.model.whole, timeout=MS)
    newest = desk.office.audit.entries(limit=1)[0]
    assert (newest.verb, newest.thing, newest.who) == ("unmasked", "list employment", "张会计")


def test_new_record_opens_beside_the_list(qtbot, seated):
    """Ctrl+N puts an empty record below the list; closing it goes back to the list."""
    page = open_list(qtbot, seated())
    page.add()
    qtbot.waitUntil(lambda: page.record is not None, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert page.split.count() == 2
    page.close_record()
    assert page.split.count() == 1
