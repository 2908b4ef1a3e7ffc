"""Manners of the window: small screens, zoom, contrast, names for screen readers, lock, faults, help."""

import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTabBar, QWidget

from desktop import background, crash, theme
from desktop.app import _tell
from desktop.screens.crash_screen import CrashScreen
from desktop.screens.guide import Guide
from desktop.screens.help import KeySheet
from tests.desktop.frame.conftest import REVIEWER
from tests.fakes.clerks_hands import ClerksHands
from tests.fakes.fixed_clock import FixedClock

MS = 20_000
PAGES = ["workbench", "ledger:employment", "outbox", "inbox", "settings", "form-preview"]
SMALL = (683, 384)  # 1366 × 768 at 200 %
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def as_large_as_ever(qapp):
    """Each test begins and ends at 100 %."""
    theme.set_percent(100)
    yield
    theme.set_percent(100)


def settle(qtbot):
    """Wait until nothing is under way."""
    qtbot.waitUntil(background.idle, timeout=MS)


def nameless(inside):
    """Return the controls under *inside* that a person can reach and a screen reader cannot name."""
    found = []
    for widget in inside.findChildren(QWidget):
        reachable = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        only_scrolls = type(widget) is QAbstractScrollArea or isinstance(widget, QTabBar)
        if not reachable or only_scrolls or widget.focusProxy() is not None:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def first_record(qtbot, frame, form_id="employment"):
    """Open the first record of a ledger."""
    frame.go(f"ledger:{form_id}")
    page = frame.stack.currentWidget()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=MS)
    page.open_record(page.model.head(0).record_id)
    qtbot.waitUntil(lambda: page.record is not None and page.record.body is not None, timeout=MS)
    settle(qtbot)
    page.record.body.finish_building()
    return page


@pytest.mark.parametrize("page", PAGES)
def test_every_control_of_a_page_has_a_name(qtbot, seated, page):
    """Whoever cannot see the screen hears what each control is, on every page."""
    frame = seated(REVIEWER).centralWidget()
    frame.go(page)
    settle(qtbot)
    assert nameless(frame) == []


def test_every_control_of_a_record_has_a_name(qtbot, seated):
    """Also in a record being filled in, question by question."""
    frame = seated().centralWidget()
    frame.go("ledger:employment")
    page = frame.stack.currentWidget()
    settle(qtbot)
    page.add()
    qtbot.waitUntil(lambda: page.record is not None and page.record.body is not None, timeout=MS)
    settle(qtbot)
    page.record.body.finish_building()
    assert nameless(page) == []


@pytest.mark.parametrize("page", PAGES)
def test_tab_goes_round_every_page(qtbot, seated, page):
    """Tab leaves no place it cannot get out of: after a round one is back where one began."""
    frame = seated().centralWidget()
    frame.go(page)
    settle(qtbot)
    frame.search.setFocus()
    seen = []
    for _step in range(120):
        QTest.keyClick(frame.window().focusWidget(), Qt.Key.Key_Tab)
        seen.append(frame.window().focusWidget())
        if seen[-1] is frame.search:
            break
    assert seen[-1] is frame.search
    assert frame.navigation in seen
    assert len(seen) > 6


@pytest.mark.parametrize("page", PAGES)
def test_pages_fit_a_small_screen_at_200_percent(qtbot, seated, page):
    """At 683 × 384 logical pixels the window does not grow, and no page needs to scroll sideways."""
    desk = seated()
    desk.resize(*SMALL)
    frame = desk.centralWidget()
    frame.go(page)
    settle(qtbot)
    desk.resize(*SMALL)
    QApplication.processEvents()
    assert (desk.width(), desk.height()) == SMALL
    assert frame.stack.currentWidget().minimumSizeHint().width() <= SMALL[0] - frame.rail.width()


def test_navigation_folds_and_opens_where_it_is_used(qtbot, seated):
    """In a narrow window the tree is a rail of icons; F2 opens it over the page, Enter goes on into the page."""
    desk = seated()
    desk.resize(*SMALL)
    frame = desk.centralWidget()
    qtbot.waitUntil(lambda: frame.navigation.folded)
    narrow = frame.navigation.width()
    qtbot.keyClick(frame, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: not frame.navigation.folded)
    assert frame.navigation.width() > 3 * narrow
    assert frame.rail.width() == narrow
    qtbot.keyClick(frame.navigation, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: frame.navigation.folded)
    assert not frame.navigation.hasFocus()


def test_low_window_gives_the_record_the_whole_page(qtbot, seated):
    """Where list and record do not fit, the record has the page and F6 shows the list."""
    desk = seated()
    desk.resize(*SMALL)
    page = first_record(qtbot, desk.centralWidget())
    assert page.table.isHidden() or not page.table.isVisible()
    page._jump()
    assert page.table.isVisible()
    page._jump()
    assert page.record.isVisible()
    page.close_record()
    assert page.table.isVisible()


def test_zoom_by_keys_is_remembered(qtbot, seated):
    """Ctrl+plus makes words and rows larger, Ctrl+0 as before; the next start has it."""
    desk = seated()
    frame = desk.centralWidget()
    frame.go("ledger:employment")
    settle(qtbot)
    table = frame.stack.currentWidget().table
    before = table.font().pointSizeF(), table.verticalHeader().defaultSectionSize()
    qtbot.keyClick(desk, Qt.Key.Key_Equal, CTRL)
    qtbot.keyClick(desk, Qt.Key.Key_Plus, CTRL)
    after = table.font().pointSizeF(), table.verticalHeader().defaultSectionSize()
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert desk.settings.get("zoom", 0) == 125
    qtbot.keyClick(desk, Qt.Key.Key_0, CTRL)
    assert (table.font().pointSizeF(), table.verticalHeader().defaultSectionSize()) == before


def test_three_sets_of_colours_by_one_key(seated):
    """The button goes from light to dark to high contrast and back."""
    desk = seated()
    seen = []
    for _press in range(3):
        desk.centralWidget().dress.click()
        seen.append(theme.mode())
    assert seen == ["dark", "contrast", "light"]


def test_desk_left_alone_is_locked(qtbot, seated):
    """Nobody touches anything: the office is closed and the passphrase asked for; the draft is kept."""
    desk = seated()
    frame = desk.centralWidget()
    frame.show_keys()
    desk.idle.watch(0.005)
    qtbot.waitUntil(lambda: desk.office is None, timeout=MS)
    settle(qtbot)
    assert hasattr(desk.centralWidget(), "passphrase")
    assert not any(isinstance(w, KeySheet) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_touching_keeps_the_desk_open(qtbot, seated):
    """Each key begins the count anew; 不自动锁定 never locks."""
    desk = seated()
    desk.idle.watch(10)
    desk.idle._timer.stop()  # as if the time were up; only a touch starts it again
    QTest.keyClick(desk.windowHandle(), Qt.Key.Key_Shift)
    assert desk.idle._timer.isActive()
    desk.idle._timer.stop()
    QTest.mouseClick(desk.windowHandle(), Qt.MouseButton.LeftButton)
    assert desk.idle._timer.isActive()
    desk.idle.watch(0)
    assert not desk.idle._timer.isActive()


def test_fault_saves_what_is_being_typed(qtbot, seated, tmp_path, monkeypatch):
    """A slot of ours raises between two keys: what was typed is a draft, the screen says so, and the clerk types on."""
    desk = seated()
    frame = desk.centralWidget()
    frame.go("ledger:employment")
    page = frame.stack.currentWidget()
    settle(qtbot)
    before = sum(desk.office.records.counts("employment").values())
    page.add()
    qtbot.waitUntil(lambda: page.record is not None and page.record.body is not None, timeout=MS)
    settle(qtbot)
    page.record.go_to("full_name")
    hands = ClerksHands(qtbot, desk)
    hands.type("阿依古丽")

    def stumble() -> None:
        raise ZeroDivisionError("阿依古丽")

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # as it was, afterwards
    crash.install(tmp_path, FixedClock(), _tell)
    frame.dress.clicked.connect(stumble)
    try:
        qtbot.mouseClick(frame.dress, Qt.MouseButton.LeftButton)
    finally:
        crash.install(tmp_path, FixedClock(), lambda _error, _file: None)
    told = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CrashScreen))
    settle(qtbot)
    assert "1 条也已存为草稿" in told.safe.text()
    assert "ZeroDivisionError" in told.report.toPlainText()
    assert "阿依古丽" not in told.report.toPlainText()
    qtbot.keyClick(told, Qt.Key.Key_Return, CTRL)
    assert sum(desk.office.records.counts("employment").values()) == before + 1
    desk.activateWindow()
    page.record.go_to("full_name")
    hands.key(Qt.Key.Key_End).type("木")
    with qtbot.waitSignal(page.record.saved, timeout=MS):
        page.record.save_now()
    kept = desk.office.records.get(page.record.head.record_id)
    assert (str(kept.head.state), kept.answers["full_name"]) == ("draft", "阿依古丽木")


def test_help_opens_at_the_page_and_is_searched(qtbot, seated):
    """F1 on a ledger shows how to enter by keyboard; words find their sections, unknown ones say so."""
    frame = seated().centralWidget()
    frame.go("ledger:employment")
    settle(qtbot)
    qtbot.keyClick(frame, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: frame.findChild(Guide) is not None)
    guide = frame.findChild(Guide)
    assert "用键盘录入" in guide.list.currentItem().text()
    guide.search.setText("备份 恢复")
    qtbot.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.list.count() >= 1
    assert "备份" in guide.text.toPlainText()
    assert guide.text.extraSelections()
    guide.search.setText("没有这样的话")
    qtbot.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.none.isVisible()
    guide.close()


def test_key_sheet_is_on_ctrl_slash(qtbot, seated):
    """Ctrl+/ shows every key."""
    frame = seated().centralWidget()
    qtbot.keyClick(frame, Qt.Key.Key_Slash, CTRL)
    qtbot.waitUntil(lambda: frame.findChild(KeySheet) is not None)
    sheet = frame.findChild(KeySheet)
    assert sheet.isVisible()
    sheet.close()


class FlashWatch(QObject):
    """Notes every window that is shown: a part shown before it has a parent flashes up and takes the keys away."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(qtbot, qapp, seated):
    """Walking through all pages and saving a record shows no window but the one that is there."""
    desk = seated(REVIEWER)
    frame = desk.centralWidget()
    watch = FlashWatch()
    qapp.installEventFilter(watch)
    for page in PAGES:
        frame.go(page)
        settle(qtbot)
    page = first_record(qtbot, frame)
    page.add()
    qtbot.waitUntil(lambda: page.record is not None and page.record.body is not None, timeout=MS)
    page.record.filling.type("full_name", "阿苏木嘎")
    with qtbot.waitSignal(page.record.saved, timeout=MS):
        page.record.save_now()
    settle(qtbot)
    qapp.removeEventFilter(watch)

    assert watch.shown == []


def test_what_was_copied_here_is_gone_after_a_lock(qtbot, seated, office_folder):
    """A number copied from a record does not wait on the clipboard for the next person."""
    desk = seated()
    QGuiApplication.clipboard().setText("513221199003070013")
    desk.leave(office_folder)
    assert QGuiApplication.clipboard().text() == ""
    qtbot.waitUntil(background.idle, timeout=20_000)
