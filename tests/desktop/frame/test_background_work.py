"""Work off the window's thread: results, problems, stopping, and answers nobody waits for any more."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from desktop import background, crash
from desktop.background import Latest, Progress
from desktop.problem_codes import NAME_MISSING
from forms.problems import Problem


@pytest.fixture
def crashes():
    """What reaches the crash handler."""
    found = []
    before = crash._handler.show
    crash._handler.show = lambda error, _file: found.append(error)
    yield found
    crash._handler.show = before


def test_result_comes_back_on_the_windows_thread(qtbot):
    """The op runs elsewhere, what it returns is shown on the thread of the window."""
    seen = {}

    def op():
        seen["op"] = threading.get_ident()
        return 42

    def show(result):
        seen["show"] = (threading.get_ident(), result)

    background.run(op).then(show)
    qtbot.waitUntil(lambda: "show" in seen)
    assert seen["show"] == (threading.get_ident(), 42)
    assert seen["op"] != threading.get_ident()


def test_problem_goes_to_the_person(qtbot):
    """A mendable problem is told where the work was asked for, and the end is always reached."""
    told, ended = [], []

    def op():
        raise Problem(NAME_MISSING)

    background.run(op).failed(told.append).always(lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "DESKTOP-011"
    assert ended == [True]


def test_group_of_problems_tells_the_first(qtbot):
    """A form with five faults is still a problem a person can mend, not a crash."""
    told = []

    def op():
        raise ExceptionGroup("form", [Problem(NAME_MISSING), Problem(NAME_MISSING)])

    background.run(op).failed(told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Problem)


def test_what_only_we_can_mend_reaches_the_crash_handler(qtbot, crashes, capsys):
    """An ordinary exception is reported, not swallowed, and not shown as the person's fault."""
    told = []

    def op():
        raise ZeroDivisionError

    background.run(op).failed(told.append)
    qtbot.waitUntil(lambda: bool(crashes))
    assert isinstance(crashes[0], ZeroDivisionError)
    assert told == []


def test_only_the_newest_answer_counts(qtbot):
    """Typing on while a search runs: the answer to the older words never overwrites the newer one."""
    gate = threading.Event()
    shown = []
    latest = Latest()

    def slow():
        gate.wait(5)
        return "old"

    latest.run(slow).then(shown.append)
    latest.run(lambda: "new").then(shown.append)
    qtbot.waitUntil(lambda: shown == ["new"])
    gate.set()
    qtbot.waitUntil(background.idle)
    assert shown == ["new"]


def test_answer_for_a_closed_page_is_dropped(qtbot):
    """A page that was closed in the meantime gets nothing, and nothing falls over."""
    gate = threading.Event()
    owner = QObject()
    shown = []
    task = background.run(lambda: gate.wait(5), owner)
    task.then(shown.append)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(background.idle)
    assert shown == []


def test_person_can_stop_long_work(qtbot):
    """取消 ends the op at its next step; nothing is told as a failure."""
    progress = Progress()
    steps, told, ended = [], [], []

    def op():
        for number in range(10_000):
            steps.append(number)
            progress(number, 10_000)
            QThread.msleep(1)

    background.run(op).failed(told.append).always(lambda: ended.append(True))
    qtbot.waitUntil(lambda: len(steps) > 3)
    progress.stop()
    qtbot.waitUntil(lambda: bool(ended))
    assert told == []
    assert len(steps) < 10_000
