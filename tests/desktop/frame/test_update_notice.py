"""Word of a new program at the window: told on the workbench, put off, opened, a file proved; issued in the settings."""

from datetime import date
from pathlib import Path

import pytest

from desktop import background
from desktop.screens.update_dialogs import IssueDialog, UpdateDialog
from sync import distribution
from tests.desktop.frame.conftest import REVIEWER


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program file."""
    file = tmp_path / "协作台账-9.1.0.exe"
    file.write_bytes(b"MZ" + bytes(4_000))
    return file


def _page(qtbot, desk, key):
    frame = desk.centralWidget()
    frame.go(key)
    qtbot.waitUntil(background.idle, timeout=20_000)
    return frame.stack.currentWidget()


def test_told_calmly_put_off_and_told_again_when_it_presses(qtbot, seated, program):
    """The strip names version and day; put off it is gone for a week; on the day itself it is back."""
    desk = seated(REVIEWER)
    assert not _page(qtbot, desk, "workbench").update_.isVisible()
    day = desk.office.clock.today().replace(year=desk.office.clock.today().year + 1)
    distribution.issue(desk.office, "9.1.0", [program], "李工处", "改正三处错误。", day)
    page = desk.centralWidget().stack.currentWidget()

    def refreshed():
        desk.centralWidget().read_facts()
        qtbot.waitUntil(background.idle, timeout=20_000)
        return page.update_.isVisible()

    assert refreshed()
    assert "9.1.0" in page.update_.words.text()
    assert f"{day}" in page.update_.words.text()
    page.update_.later_.click()
    qtbot.waitUntil(background.idle, timeout=20_000)
    assert not refreshed()
    desk.office.clock.forward(seconds=8 * 86_400)
    assert refreshed()
    page.update_.later_.click()
    qtbot.waitUntil(background.idle, timeout=20_000)
    desk.office.clock.forward(seconds=(day - desk.office.clock.today()).days * 86_400)
    assert refreshed()


def test_a_file_is_proved_at_the_notice(qtbot, seated, program, settings):
    """One press to what the notice says; the genuine file passes, a changed one is told not to be run."""
    desk = seated(REVIEWER)
    held = distribution.issue(desk.office, "9.1.0", [program], "<b>李工</b>处", "改正。")
    dialog = UpdateDialog(desk, held, desk.office.clock, settings)
    dialog.show()

    dialog.prove(program)
    qtbot.waitUntil(lambda: "核对通过" in dialog.note.words.text(), timeout=20_000)
    program.write_bytes(b"MZ")
    dialog.prove(program)
    qtbot.waitUntil(lambda: "SYNC-083" in dialog.note.words.text(), timeout=20_000)
    assert "请勿运行" in dialog.note.words.text()


def test_issued_carried_and_taken_at_the_settings(qtbot, seated, program, settings, tmp_path):
    """The reviewer issues; a wrong field is told in place; the card then names the version, and writes the file."""
    desk = seated(REVIEWER)
    page = _page(qtbot, desk, "settings")
    dialog = IssueDialog(page, desk.office, desk.office.clock, settings)
    dialog.issued.connect(page.updates._issued)
    dialog.show()
    dialog.version.setText("九点一")
    dialog.take([program])
    dialog.place.setPlainText("共享盘")
    dialog.yes.click()
    qtbot.waitUntil(lambda: "SYNC-085" in dialog.note.words.text(), timeout=20_000)
    dialog.version.setText("9.1.0")
    dialog.needed.setChecked(True)
    with qtbot.waitSignal(dialog.issued, timeout=20_000) as issued:
        dialog.yes.click()
    page.updates.pack_to(tmp_path / "a.update")
    qtbot.waitUntil(lambda: "已写好" in page.note.words.text(), timeout=20_000)

    assert isinstance(issued.args[0].said.needed_by, str)
    assert date.fromisoformat(issued.args[0].said.needed_by) > desk.office.clock.today()
    assert "9.1.0" in page.updates.words.text()
    assert (tmp_path / "a.update").stat().st_size > 1_000
    page.updates.take_from(tmp_path / "a.update")
    qtbot.waitUntil(lambda: "SYNC-030" in page.note.words.text(), timeout=20_000)
