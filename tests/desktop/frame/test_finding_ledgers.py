"""Thirty ledgers at the left: typing finds one, a family folds away and stays folded."""

from PySide6.QtCore import Qt

from tests.desktop.frame.test_main_window import settle


def family(navigation, word):
    """Return the heading of that word."""
    return next(item for item in navigation._items() if item.text(0) == word)


def middle(navigation, item):
    """Return where one clicks on an entry."""
    navigation.scrollToItem(item)
    return navigation.visualItemRect(item).center()


def test_typing_initials_goes_to_the_ledger(qtbot, seated):
    """F2, then the pinyin initials of 货币捐赠: its page is in front, whatever stood there before."""
    frame = seated().centralWidget()
    frame.navigation.setFocus()

    qtbot.keyClicks(frame.navigation, "hbjz")
    settle(qtbot)

    assert frame.page() == "ledger:money_donation"
    assert frame.navigation.currentItem().text(0) == "货币捐赠"


def test_what_no_ledger_is_called_leaves_all_as_it_was(qtbot, seated):
    """Signs that fit nothing move nothing."""
    frame = seated().centralWidget()
    frame.navigation.setFocus()

    qtbot.keyClicks(frame.navigation, "00")

    assert frame.page() == "workbench"


def test_a_family_folds_away_and_stays_so(qtbot, seated):
    """A click on the heading hides its ledgers; a new frame remembers; finding one of them opens it again."""
    desk = seated()
    frame = desk.centralWidget()
    labour = family(frame.navigation, "劳务协作")

    qtbot.mouseClick(
        frame.navigation.viewport(), Qt.MouseButton.LeftButton, pos=middle(frame.navigation, labour)
    )
    shut = not labour.isExpanded()
    qtbot.keyClick(
        frame, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settle(qtbot)
    again = desk.centralWidget()
    qtbot.waitUntil(lambda: len(again.facts.ledgers) >= 5)
    headings = [item for item in again.navigation._items() if item.childCount()]
    closed = [item for item in headings if not item.isExpanded()]
    again.navigation.setFocus()
    qtbot.keyClicks(again.navigation, "employment")
    settle(qtbot)

    assert shut
    assert len(closed) == 1
    assert again.page() == "ledger:employment"
    assert closed[0].isExpanded()
