"""From a backup to an office again, in the window."""

import shutil
from pathlib import Path

import pytest

from desktop import background
from desktop.screens.first_start import FirstStart
from desktop.screens.restoring import RestoreDialog
from records.ledger import Office
from records.model.ids import SystemIds
from tests.desktop.frame.conftest import CLERK, PASSPHRASE
from tests.fakes.fixed_clock import FixedClock


@pytest.fixture
def backup(sample_folder, tmp_path):
    """A backup of the sample office, and how many records it holds of money donations."""
    folder = tmp_path / "here" / "office"
    shutil.copytree(sample_folder, folder)
    office = Office.open(folder, CLERK, PASSPHRASE, FixedClock(), SystemIds())
    try:
        file = office.backup(tmp_path / "stick.db")
        return file, office.info, office.records.counts("employment")
    finally:
        office.close()


@pytest.fixture
def dialog(qtbot, settings, tmp_path):
    """The dialog as the first start opens it."""
    start = FirstStart(settings, FixedClock(), SystemIds(), tmp_path / "offices")
    qtbot.addWidget(start)
    start.show()
    start.restore.click()
    found = start.findChild(RestoreDialog)
    assert found is not None
    return found


def _chooses(qtbot, dialog, file):
    dialog.backup.line.setText(str(file))
    qtbot.waitUntil(background.idle)
    qtbot.waitUntil(lambda: dialog.person.count() > 0)


def test_a_lost_computer_is_replaced_from_its_backup(qtbot, dialog, backup, tmp_path):
    """The office stands again with its records, as another copy: new epoch, next receipt series."""
    file, info, counts = backup
    _chooses(qtbot, dialog, file)
    dialog.person.setCurrentIndex(dialog.person.findData(CLERK))
    dialog.passphrase.edit.setText(PASSPHRASE)

    with qtbot.waitSignal(dialog.restored, timeout=30_000) as done:
        dialog.yes.click()
    office, folder = done.args

    try:
        assert office.records.counts("employment") == counts
        assert office.info.store_epoch != info.store_epoch
        assert (info.series, office.info.series[0]) == ("A", "B")
        assert folder.parent == tmp_path / "offices"
    finally:
        office.close()


def test_a_wrong_passphrase_makes_nothing(qtbot, dialog, backup):
    """The refusal is told in the dialog; the folder stays free for another try."""
    file, _info, _counts = backup
    _chooses(qtbot, dialog, file)
    dialog.passphrase.edit.setText("不是这个口令")

    dialog.yes.click()
    qtbot.waitUntil(lambda: dialog.problem.text() != "", timeout=30_000)
    qtbot.waitUntil(dialog.yes.isEnabled)

    folder = dialog.folder.text()
    assert "口令" in dialog.problem.text()
    assert not list(Path(folder).glob("keyring.json"))


def test_a_file_without_its_keyring_is_told(qtbot, dialog, tmp_path):
    """A backup that lost its keyring cannot be opened by anybody: said at once, and the button stays off."""
    alone = tmp_path / "alone.db"
    alone.write_bytes(b"x" * 4096)

    dialog.backup.line.setText(str(alone))
    qtbot.waitUntil(lambda: dialog.problem.text() != "")

    assert not dialog.yes.isEnabled()
