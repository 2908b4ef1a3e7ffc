"""The door of an office."""

from desktop import background
from desktop.screens.first_start import FirstStart
from desktop.screens.main_window import MainWindow
from tests.desktop.frame.conftest import CLERK, PASSPHRASE, REVIEWER


def test_clerk_stands_first_and_the_field_has_the_cursor(qtbot, desk, office_folder):
    """Who comes most often needs to press nothing but the passphrase."""
    desk.start(office_folder)
    door = desk.centralWidget()
    qtbot.waitUntil(lambda: len(door.people.buttons()) == 2)
    assert door.people.button(0).text().startswith(CLERK)
    assert door.people.button(0).isChecked()


def test_wrong_passphrase_is_told_at_the_field(qtbot, desk, office_folder):
    """The problem stands under the field, the field keeps its words selected, nothing else opens."""
    desk.start(office_folder)
    door = desk.centralWidget()
    qtbot.waitUntil(door.enter.isEnabled)
    door.passphrase.edit.setText("不是这一句口令")
    door.passphrase.entered.emit()
    qtbot.waitUntil(lambda: bool(door.problem.text()), timeout=20_000)
    assert "口令不对" in door.problem.text()
    assert door.passphrase.edit.selectedText() != ""
    assert desk.centralWidget() is door


def test_right_passphrase_opens_the_workbench(qtbot, desk, office_folder):
    """The reviewer chooses the own name, types, presses Enter, and sees the office."""
    desk.start(office_folder)
    door = desk.centralWidget()
    qtbot.waitUntil(door.enter.isEnabled)
    door.people.button(1).click()
    door.passphrase.edit.setText(PASSPHRASE)
    door.passphrase.entered.emit()
    qtbot.waitUntil(lambda: isinstance(desk.centralWidget(), MainWindow), timeout=20_000)
    assert desk.office.user.name == REVIEWER
    qtbot.waitUntil(background.idle, timeout=20_000)


def test_folder_that_is_no_office_says_so(qtbot, desk, tmp_path):
    """A wrong folder gives a sentence with advice, not an empty screen."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x")
    desk.start(tmp_path / "other")
    door = desk.centralWidget()
    qtbot.waitUntil(lambda: bool(door.problem.text()))
    assert not door.enter.isEnabled()


def test_named_folder_with_nothing_in_it_is_proposed_for_a_new_office(desk, tmp_path):
    """`--office DIR` for a folder that is not there yet begins the assistant, which will make the office in it."""
    desk.start(tmp_path / "new")
    assistant = desk.centralWidget()
    assert isinstance(assistant, FirstStart)
    assert assistant.place_page.folder.text() == str(tmp_path / "new")
