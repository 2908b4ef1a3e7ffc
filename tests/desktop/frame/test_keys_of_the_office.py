"""Keys and passphrases at the window: a PC that remembers, a passphrase for once, every key changed."""

from PySide6.QtWidgets import QLineEdit

from desktop import background
from desktop.machine_secrets import NoSecrets, account_of
from desktop.screens.changing_keys import ChangeKeys, KeysChanging
from desktop.screens.main_window import MainWindow
from desktop.screens.people import ChangePassphrase
from desktop.screens.sign_in import SignIn
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.desktop.frame.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_secrets import MemorySecrets


def _door(qtbot, desk):
    door = desk.centralWidget()
    assert isinstance(door, SignIn)
    qtbot.waitUntil(door.enter.isEnabled, timeout=20_000)
    qtbot.waitUntil(background.idle, timeout=20_000)
    return door


def _inside(qtbot, desk):
    qtbot.waitUntil(lambda: isinstance(desk.centralWidget(), MainWindow), timeout=20_000)
    qtbot.waitUntil(background.idle, timeout=20_000)


def test_a_pc_remembers_until_told_otherwise(qtbot, desk, office_folder):
    """Ticked once, the next start needs Enter alone; a lock asks again; forgetting under settings ends it."""
    desk.secrets = MemorySecrets()
    desk.start(office_folder)
    door = _door(qtbot, desk)
    assert door.remember.isVisible()
    door.remember.setChecked(True)
    door.passphrase.edit.setText(PASSPHRASE)
    door.passphrase.entered.emit()
    _inside(qtbot, desk)
    assert set(desk.secrets.kept) == {account_of(office_folder, CLERK)}
    desk.leave(office_folder)
    door = _door(qtbot, desk)
    door.passphrase.entered.emit()
    qtbot.waitUntil(lambda: bool(door.problem.text()), timeout=20_000)  # after a lock nobody comes in without

    desk.start(office_folder)
    door = _door(qtbot, desk)
    door.passphrase.entered.emit()
    _inside(qtbot, desk)
    assert desk.office.user.name == CLERK
    desk.office.people.forget_machines()
    desk.leave(office_folder)
    desk.start(office_folder)
    door = _door(qtbot, desk)
    door.passphrase.entered.emit()
    qtbot.waitUntil(lambda: bool(door.problem.text()), timeout=20_000)
    qtbot.waitUntil(background.idle, timeout=20_000)
    assert desk.secrets.kept == {}


def test_a_pc_without_a_key_store_offers_nothing(qtbot, desk, office_folder):
    """No tick to promise what cannot be kept."""
    desk.secrets = NoSecrets()
    desk.start(office_folder)
    assert not _door(qtbot, desk).remember.isVisible()


def test_a_key_store_that_refuses_leaves_no_way_in(qtbot, desk, office_folder):
    """The office is open, and its keyring remembers no PC."""
    desk.secrets = MemorySecrets(broken=True)
    desk.start(office_folder)
    door = _door(qtbot, desk)
    door.remember.setChecked(True)
    door.passphrase.edit.setText(PASSPHRASE)
    door.passphrase.entered.emit()
    _inside(qtbot, desk)
    assert desk.office.people.remembered_machines() == 0


def test_a_passphrase_for_once_is_changed_before_work(qtbot, desk, office_folder):
    """Who comes in with what the reviewer set is asked for their own; saying no leads out again."""
    with Office.open(office_folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        office.people.reset_passphrase(CLERK, "只用一次的口令 1")
    desk.start(office_folder)
    door = _door(qtbot, desk)
    door.passphrase.edit.setText("只用一次的口令 1")
    door.passphrase.entered.emit()
    _inside(qtbot, desk)
    dialog = desk.findChild(ChangePassphrase)
    dialog.reject()
    _door(qtbot, desk)
    assert desk.office is None


def test_every_key_is_changed_from_the_settings(qtbot, seated):
    """The reviewer proves the passphrase, the office closes, and everybody comes in as before."""
    desk = seated(REVIEWER)
    folder = desk.office.folder
    frame = desk.centralWidget()
    frame.go("settings")
    qtbot.waitUntil(background.idle, timeout=20_000)
    frame.stack.currentWidget().rekey.click()
    dialog = desk.findChild(ChangeKeys)
    dialog.passphrase.edit.setText("不是这一句口令")
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=20_000)
    dialog.findChild(QLineEdit).setText(PASSPHRASE)
    qtbot.waitUntil(dialog.yes.isEnabled)
    dialog.yes.click()
    qtbot.waitUntil(lambda: desk.findChild(KeysChanging) is not None, timeout=20_000)
    working = desk.findChild(KeysChanging)
    qtbot.waitUntil(working.close_.isEnabled, timeout=60_000)
    assert "密钥已全部更换" in working.told.text()
    working.close_.click()
    with Office.open(folder, CLERK, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        assert office.audit.verify().ok
