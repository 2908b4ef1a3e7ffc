"""A person in front of the program's window: presses keys, fills file dialogs, waits until the window is at rest.

Everything goes through what has the focus; nothing is called on the pages themselves.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import background
from desktop.app import Desk
from desktop.screens.main_window import MainWindow
from desktop.settings import Settings
from records.model.ids import SystemIds
from tests.fakes.clerks_hands import ClerksHands
from tests.fakes.fixed_clock import FixedClock

PATIENCE_MS = 60_000


class PersonAtDesk:
    """One window of the program with settings of its own."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        self.desk = Desk(Settings(home / "window.toml"), FixedClock(), SystemIds(), home / "offices")
        self.desk.resize(1366, 768)
        self.hands = ClerksHands(qtbot, self.desk)

    def sits_down(self, folder: Path | None = None) -> "PersonAtDesk":
        """Open the window, at *folder* or where the program begins."""
        self.desk.start(folder)
        self.desk.show()
        self.looks_here()
        return self

    def looks_here(self) -> None:
        """Make this window the active one."""
        self.desk.activateWindow()
        self.qtbot.waitUntil(self.desk.isActiveWindow, timeout=PATIENCE_MS)
        self.rests()

    def rests(self) -> None:
        """Wait until no work is under way, twice: an answer may ask the next question."""
        for _round in range(3):
            self.qtbot.waitUntil(background.idle, timeout=PATIENCE_MS)
            QApplication.processEvents()

    def waits(self, true: Callable[[], bool]) -> None:
        """Wait for a condition, then until the window is at rest."""
        self.qtbot.waitUntil(true, timeout=PATIENCE_MS)
        self.rests()

    def presses(self, key: Qt.Key, **held: bool) -> None:
        """Press one key and let the window answer (a file dialog that just closed gives the window back late)."""
        self.desk.activateWindow()
        self.qtbot.waitUntil(self.desk.isActiveWindow, timeout=PATIENCE_MS)
        self.hands.key(key, **held)
        self.rests()

    def signs_in(self, person: int, passphrase: str) -> MainWindow:
        """Choose the person by place in the list, type the passphrase, Enter."""
        door = self.desk.centralWidget()
        self.waits(lambda: len(door.people.buttons()) > person)
        door.people.buttons()[person].setFocus()
        self.presses(Qt.Key.Key_Space)
        door.passphrase.edit.setFocus()
        self.hands.type(passphrase).enter()
        self.waits(lambda: isinstance(self.desk.centralWidget(), MainWindow))
        return self.frame

    def locks(self) -> None:
        """Ctrl+L: the next person's turn."""
        self.presses(Qt.Key.Key_L, ctrl=True)
        self.waits(lambda: not isinstance(self.desk.centralWidget(), MainWindow))

    @property
    def frame(self) -> MainWindow:
        """The frame of the open office."""
        screen = self.desk.centralWidget()
        assert isinstance(screen, MainWindow)
        return screen

    @property
    def page(self) -> QWidget:
        """The page in front."""
        return self.frame.stack.currentWidget()

    def goes_to(self, key: str) -> QWidget:
        """Walk with Ctrl+PageDown until the page *key* is in front."""
        self.waits(lambda: len(self.frame.facts.ledgers) > 0)
        for _step in range(80):
            if self.frame.page() == key:
                break
            self.presses(Qt.Key.Key_PageDown, ctrl=True)
        assert self.frame.page() == key, f"no page {key}"
        self.rests()
        return self.page

    def answers_the_file_dialog(self, *files: Path) -> None:
        """Type *files* into the next file dialog and press Enter, as soon as it opens."""
        words = " ".join(f'"{file}"' for file in files) if len(files) > 1 else str(files[0])

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(20, look)
                return
            field = dialog.findChild(QLineEdit, "fileNameEdit")
            field.setText(words)
            self.qtbot.keyClick(field, Qt.Key.Key_Return)

        QTimer.singleShot(20, look)

    def closes(self) -> None:
        """Close the window and let its work end."""
        self.desk.close()
        self.qtbot.waitUntil(background.idle, timeout=PATIENCE_MS)
