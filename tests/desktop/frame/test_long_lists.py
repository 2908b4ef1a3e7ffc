"""Lists longer than a page: true scroll bar, jumps, selections beyond what was read, kept filters, taking back."""

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from benchmarks.searching import fill
from desktop import background
from desktop.screens.ledger_list import LedgerList
from tests.desktop.frame.conftest import REVIEWER
from tests.desktop.frame.test_ledger_list import agree, employment, open_list, question

MS = 60_000
MANY = 2_400


@pytest.fixture
def long_list(qtbot, make_office, settings, clock):
    """The employment ledger with more records than a dozen pages."""
    office = make_office()
    fill(office, MANY)
    page = LedgerList(office, "employment", settings, clock)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == MANY, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    return page


def test_scroll_bar_is_true_and_the_end_is_near(qtbot, long_list):
    """The list knows its length, and the last record is read when one jumps to it, without those between."""
    page = long_list
    page.table.scrollToBottom()
    page.table.viewport().repaint()
    qtbot.waitUntil(lambda: page.model.known(MANY - 1) is not None, timeout=MS)
    assert page.model.known(MANY // 2) is None
    shown = page.model.index(MANY - 1, page.model.names().index("_by")).data()
    assert shown == "张会计"


def test_place_in_the_list_is_the_place_in_the_order(qtbot, long_list):
    """What a jump shows at a row is what walking page by page would have shown there."""
    page = long_list
    walked = [head.record_id for head in page._office.records.list("employment", limit=MANY).rows]
    page.model.need(range(1_000, 1_010))
    qtbot.waitUntil(lambda: page.model.known(1_009) is not None, timeout=MS)
    assert [page.model.head(row).record_id for row in range(1_000, 1_010)] == walked[1_000:1_010]


def test_all_are_selected_also_those_never_seen(qtbot, long_list):
    """Ctrl+A takes the whole list; the bar says how many once they are read."""
    page = long_list
    page.table.selectAll()
    qtbot.waitUntil(lambda: len(page.actions_.heads) == MANY, timeout=MS)
    assert f"{MANY:,}" in page.actions_._words.text()


def test_search_in_a_long_list_tells_how_many(qtbot, long_list):
    """Beside the title stands how many are shown and how many there are."""
    page = long_list
    name = "木木"
    page.search.setText(name)
    qtbot.waitUntil(lambda: page.model.rowCount() < MANY, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert page._count.text() == f"{page.model.rowCount():,} / {MANY:,}"


def test_first_order_of_a_long_list_is_prepared_and_can_be_stopped(qtbot, long_list, monkeypatch):
    """An order asked for the first time shows a bar; stopped, the list stays as it was; let go on, it is there for good."""
    page, records = long_list, long_list._office.records
    monkeypatch.setattr("records.ledger.positions.MANY", 5)
    page.model._long = True
    wage = page.model.names().index("monthly_wage")
    page.model.watch = lambda: stop_at_once(page)
    page.table._sort(wage)
    qtbot.waitUntil(lambda: page.table.order() == "-updated", timeout=MS)
    assert not records.is_quick("employment", "monthly_wage")
    page.model.watch = lambda: page.actions_.busy.watch("")
    with qtbot.waitSignal(page.model.filled, timeout=MS):
        page.table._sort(wage)
    assert records.is_quick("employment", "-monthly_wage")
    assert page.table.order() == "-monthly_wage"
    assert page.actions_.busy.isHidden()
    first = records.list("employment", order="-monthly_wage", limit=1).rows[0]
    assert page.model.head(0).record_id == first.record_id


def stop_at_once(page):
    """Return the bar's progress, already asked to stop."""
    progress = page.actions_.busy.watch("")
    page.actions_.busy.cancel.click()
    return progress


def test_filter_is_kept_and_used_again(qtbot, seated):
    """A search with its state and order is kept under a name, by this person, in the office's own file."""
    desk = seated()
    page = open_list(qtbot, desk)
    page.search.setText("wcgq")
    page.chips.choose("draft")
    page.table.put_order("-monthly_wage")
    page.filters_.ask_name(page._filter_now())
    agree(qtbot, "尉迟的草稿")
    qtbot.waitUntil(lambda: "尉迟的草稿" in page.filters_.all(), timeout=MS)
    page.search.clear()
    page.chips.choose("all")
    menu = QMenu()
    page.filters_.fill(menu, page._filter_now())
    next(one for one in menu.actions() if one.text() == "尉迟的草稿").trigger()
    assert page.search.text() == "wcgq"
    assert page.chips.key() == "draft"
    assert page.table.order() == "-monthly_wage"
    page.filters_.forget("尉迟的草稿")
    qtbot.waitUntil(lambda: page.filters_.all() == {}, timeout=MS)


def test_approving_many_is_taken_back(qtbot, seated):
    """撤销 beside 办成 brings all of them back to where the law of the ledger lets them: reopened drafts."""
    desk = seated(REVIEWER)
    page = open_list(qtbot, desk)
    before = desk.office.records.counts("employment")
    page.chips.choose("complete")
    waiting = employment(desk).counts["complete"]
    qtbot.waitUntil(lambda: page.model.rowCount() == waiting, timeout=MS)
    page.table.selectAll()
    page.actions_.approve.click()
    agree(qtbot)
    qtbot.waitUntil(lambda: page.note.action_button().isVisible(), timeout=MS)
    assert question() is None
    page.note.action_button().click()
    qtbot.waitUntil(background.idle, timeout=MS)
    QApplication.processEvents()
    after = desk.office.records.counts("employment")
    assert after["approved"] == before["approved"]
    assert after["draft"] == before["draft"] + waiting
