"""The three sample rosters come in through the program's own window, with the keys and the file dialog of a clerk."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop import language, theme
from desktop.widgets.importing.choose_page import DropField
from records.ledger import NewUser, Role
from records.model.ids import SystemIds
from resources import path
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.person_at_desk import PersonAtDesk

KEYS = Path(__file__).parents[1] / "samples"
PASSPHRASE = "chunfeng shili 2026"


@pytest.fixture
def clerk(qtbot, qapp, tmp_path, moulds):
    """A county's clerk, signed in at an empty office."""
    language.speak(qapp, "zh")
    theme.apply(qapp, "light")
    people = [NewUser("张会计", Role.CLERK, PASSPHRASE)]
    folder = tmp_path / "office"
    moulds.office(
        folder, code="513435", name="甘洛县", people=people, clock=FixedClock(), ids=SystemIds()
    ).close()
    made = PersonAtDesk(qtbot, tmp_path)
    qtbot.addWidget(made.desk)
    made.sits_down(folder)
    made.signs_in(0, PASSPHRASE)
    yield made
    made.closes()


def brings_in(clerk, key, file):
    """Ctrl+I on a ledger, the file by its name, two times Ctrl+Enter; returns the screen at its result."""
    page = clerk.goes_to(key)
    clerk.presses(Qt.Key.Key_I, ctrl=True)
    screen = page.record
    clerk.answers_the_file_dialog(file)
    clerk.presses(Qt.Key.Key_O, ctrl=True)
    clerk.waits(lambda: screen.at == "mapping")
    clerk.presses(Qt.Key.Key_Return, ctrl=True)
    clerk.waits(lambda: screen.at == "preview")
    clerk.presses(Qt.Key.Key_Return, ctrl=True)
    clerk.waits(lambda: screen.at == "result")
    return screen


def good_rows(name):
    """Return how many rows the key beside the sample says are right."""
    key = json.loads((KEYS / f"{name}.key.json").read_text(encoding="utf-8"))
    return sum(one["problem"] is None for one in key)


def sample(name):
    """Return a roster as it is shipped with the program."""
    return path("samples", f"{name}.xlsx")


def test_mixed_donation_ledger_goes_to_both_ledgers(clerk):
    """One ledger of money and goods: each row lands where it belongs, and the workbench tells of both imports."""
    screen = brings_in(clerk, "ledger:money_donation", sample("donation-ledger-2023"))
    records = clerk.desk.office.records
    by_form = {one: records.list(one).rows for one in ("money_donation", "goods_donation")}
    assert all(by_form.values())
    assert sum(len(rows) for rows in by_form.values()) == len(screen.work.judged.good)
    assert screen.work.judged.good_rows == good_rows("donation-ledger-2023")
    clerk.presses(Qt.Key.Key_Home, alt=True)
    clerk.waits(lambda: clerk.page.happened.count() >= 2)


def test_class_roster_becomes_one_record(clerk):
    """The trainees of one class come in as one record with a row for each."""
    brings_in(clerk, "ledger:training_class", sample("trainee-roster-class"))
    records = clerk.desk.office.records
    rows = records.list("training_class").rows
    assert len(rows) == 1
    trainees = records.get(rows[0].record_id).answers["trainee"]
    assert len(trainees) == good_rows("trainee-roster-class")


def test_township_roster_comes_in_and_a_second_time_adds_nothing(clerk):
    """All good rows become drafts; bringing the same file again leaves the ledger as it was."""
    brings_in(clerk, "ledger:employment", sample("labour-roster-township"))
    records = clerk.desk.office.records
    before = {row.record_id for row in records.list("employment", limit=500).rows}
    assert len(before) == good_rows("labour-roster-township")
    page = clerk.page
    clerk.presses(Qt.Key.Key_W, ctrl=True)
    assert page.record is None
    assert page.model.rowCount() == len(before)


def test_closing_the_preview_leaves_nothing(clerk):
    """Ctrl+W at the preview: the ledger is as empty as before, the list says how to fill it."""
    page = clerk.goes_to("ledger:employment")
    clerk.presses(Qt.Key.Key_I, ctrl=True)
    screen = page.record
    clerk.answers_the_file_dialog(sample("labour-roster-township"))
    clerk.presses(Qt.Key.Key_O, ctrl=True)
    clerk.waits(lambda: screen.at == "mapping")
    clerk.presses(Qt.Key.Key_Return, ctrl=True)
    clerk.waits(lambda: screen.at == "preview")
    clerk.presses(Qt.Key.Key_W, ctrl=True)
    assert page.record is None
    assert clerk.desk.office.records.list("employment").rows == []


def test_file_dropped_on_the_window_is_read(clerk):
    """A roster dragged from the file manager onto the import screen opens as if it had been chosen."""
    page = clerk.goes_to("ledger:employment")
    clerk.presses(Qt.Key.Key_I, ctrl=True)
    screen = page.record
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(sample("labour-roster-township")))])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    field = screen.choose.findChild(DropField)
    dropped = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, carried, buttons, keys)
    field.dropEvent(dropped)  # Qt delivers a drop only behind a drag of its own
    clerk.waits(lambda: screen.at == "mapping")
    assert clerk.desk.office.records.list("employment").rows == []  # read, not entered
