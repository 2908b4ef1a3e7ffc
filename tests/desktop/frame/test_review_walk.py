"""“I review what waits, one after the other, with the keyboard.”"""

from PySide6.QtCore import Qt

from desktop import background
from tests.desktop.frame.conftest import REVIEWER
from tests.desktop.frame.test_ledger_list import open_list, question

MS = 30_000


def press(qtbot, desk, screen, key):
    """Press a key in the active window."""
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    qtbot.keyClick(screen, key)


def test_reviewer_walks_through_what_waits(qtbot, seated):
    """F9 approves and opens the next; F10 returns it with words at the question; at the end the screen says so."""
    desk = seated(REVIEWER)
    page = open_list(qtbot, desk)
    before = desk.office.records.counts("employment")
    page.review.click()
    screen = page.record

    def shown():
        return screen.form is not None and screen.form.body is not None and background.idle()

    qtbot.waitUntil(shown, timeout=MS)
    all_ = before["complete"]
    assert screen._where.text() == f"审核 1 / {all_}"
    screen.next.click()
    qtbot.waitUntil(shown, timeout=MS)
    screen.back.click()
    qtbot.waitUntil(shown, timeout=MS)
    first = screen.waiting[0].record_id
    press(qtbot, desk, screen, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(screen.waiting) == all_ - 1 and shown(), timeout=MS)
    assert str(desk.office.records.get(first).head.state) == "approved"
    second = screen.waiting[0].record_id
    screen.form.go_to("monthly_wage")
    press(qtbot, desk, screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: question() is not None, timeout=MS)
    asked = question()
    asked.reason.setPlainText("工资与合同不符")
    asked.yes.click()
    qtbot.waitUntil(lambda: len(screen.waiting) == all_ - 2 and shown(), timeout=MS)
    assert desk.office.records.get(second).head.state in ("returned", "draft")
    while screen.waiting:
        left = len(screen.waiting)
        screen.approve.click()
        qtbot.waitUntil(lambda left=left: len(screen.waiting) < left and background.idle(), timeout=MS)
        qtbot.waitUntil(lambda: not screen.waiting or shown(), timeout=MS)
    assert "没有等待审核" in screen.note.words.text()
    after = desk.office.records.counts("employment")
    assert (after["complete"], after["approved"]) == (0, before["approved"] + all_ - 1)
    screen.close_.click()
    qtbot.waitUntil(lambda: page.record is None and background.idle(), timeout=MS)


def test_clerk_has_no_review(qtbot, seated):
    """Reviewing is another person's work: the clerk does not even see the button."""
    assert open_list(qtbot, seated()).review.isHidden()
