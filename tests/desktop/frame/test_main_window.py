"""The frame around an open office: navigation, facts, search, language and light."""

import pytest
from PySide6.QtCore import Qt

from desktop import background, theme, words
from desktop.screens.ledger_list import LedgerList
from tests.desktop.frame.conftest import REVIEWER

FEW_MS = 20_000


def settle(qtbot):
    """Wait until nothing is under way."""
    qtbot.waitUntil(background.idle, timeout=FEW_MS)


def texts(navigation):
    """Return what the navigation shows, headings first."""
    return [item.text(0) for item in navigation._items()]


def test_navigation_has_the_five_ledgers_by_family(seated):
    """Every form in force stands under its family; pages of the road and the settings follow."""
    found = texts(seated().centralWidget().navigation)
    assert found[0] == "工作台"
    assert found.index("劳务协作") < found.index("就业台账") < found.index("捐赠") < found.index("货币捐赠")
    assert found[-4:] == ["上报", "收件", "发布", "单位设置"]


def test_status_line_tells_five_facts(seated):
    """Who, unsent, contact, backup, connection: always there, and true."""
    desk = seated()
    status = desk.centralWidget().status
    facts = desk.centralWidget().facts
    unsent = facts.by_state["complete"] + facts.by_state["approved"]
    assert status._who.text() == "张会计（填报人）"
    assert status.unsent.text() == f"未上报 {unsent}"
    assert status.contact.text() == "尚未与上级登记"
    assert status.backup.text() == "还没有备份！"


def test_global_search_opens_the_record(qtbot, seated):
    """Ctrl+K, two pinyin initials, Enter: the record stands in its ledger."""
    frame = seated().centralWidget()
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(frame.search, "zmyj")
    qtbot.waitUntil(lambda: frame.search.list.count() > 0, timeout=FEW_MS)
    settle(qtbot)
    assert frame.search.list.item(0).text().startswith("卓玛央金")
    qtbot.keyClick(frame.search, Qt.Key.Key_Return)
    page = frame.stack.currentWidget()
    assert isinstance(page, LedgerList)
    qtbot.waitUntil(lambda: page.record is not None, timeout=FEW_MS)
    settle(qtbot)


def test_search_for_nothing_says_how_to_try(qtbot, seated):
    """No hit: a hint instead of an empty box."""
    frame = seated().centralWidget()
    frame.search.setText("没有这个人")
    qtbot.waitUntil(frame.search.found.isVisible, timeout=FEW_MS)
    assert frame.search.list.count() == 0
    assert "没有找到" in frame.search._foot.text()


def test_language_is_switched_on_the_same_page(qtbot, seated):
    """中文 → English keeps the page; no Chinese word of ours is left in the navigation."""
    desk = seated()
    desk.centralWidget().go("outbox")
    settle(qtbot)
    desk.centralWidget().language.click()
    frame = desk.centralWidget()
    qtbot.waitUntil(lambda: len(frame.facts.ledgers) > 0, timeout=FEW_MS)
    settle(qtbot)
    assert words.language() == "en"
    assert frame.page() == "outbox"
    assert "Employment ledger" in texts(frame.navigation)
    assert all(word.isascii() for word in texts(frame.navigation))


def test_dark_and_light_follow_the_button(seated):
    """The moon makes it dark, and it is remembered for the next start."""
    desk = seated()
    desk.centralWidget().dress.click()
    assert theme.mode() == "dark"
    assert desk.settings.get("theme", "") == "dark"


def test_locking_closes_the_office(qtbot, seated):
    """Ctrl+L: the office is closed and the door asks for the passphrase again."""
    desk = seated()
    frame = desk.centralWidget()
    qtbot.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot)
    assert desk.office is None
    assert hasattr(desk.centralWidget(), "passphrase")


@pytest.mark.parametrize("page", ["workbench", "outbox", "inbox", "settings", "ledger:training_class"])
def test_every_page_opens_for_the_reviewer(qtbot, seated, page):
    """No page tells a problem when it is only looked at."""
    frame = seated(REVIEWER).centralWidget()
    frame.go(page)
    settle(qtbot)
    assert frame.page() == page
    assert frame.stack.currentWidget().note.isHidden()


def test_workbench_leads_to_what_is_to_do(qtbot, seated):
    """去处理 on the returned ones opens their ledger, filtered to them."""
    frame = seated().centralWidget()
    frame.go("ledger:employment/returned")
    page = frame.stack.currentWidget()
    qtbot.waitUntil(lambda: page.model.rowCount() == frame.facts.by_state["returned"], timeout=FEW_MS)
    assert page.chips.key() == "returned"
