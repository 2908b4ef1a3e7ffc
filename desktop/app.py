"""The window program: one top-level window that shows first start, sign-in, or the open office.

Clock, names and settings are made here and handed down. Nothing heavy (database, papers, forms compiler) is
imported before the first window stands: offices are opened on a worker thread that imports them then.
"""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

from desktop import background, crash, language, theme, words
from desktop.garbage import GarbageCollector
from desktop.idle import MINUTES, Idle
from desktop.machine_secrets import MachineSecrets, NoSecrets, SystemSecrets
from desktop.settings import Settings, default_file, default_offices, default_reports
from desktop.widgets import tab_order
from desktop.words import _
from forms.clock import Clock, SystemClock
from forms.problems import Problem
from records.model.ids import Ids, SystemIds

if TYPE_CHECKING:
    from records.ledger import Office


_LEAST: Final = (640, 360)  # half of 1366 × 768, less what the system's bars take: a screen at 200 %


class Desk(QMainWindow):
    """The top-level window; its middle is the screen of the moment."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        ids: Ids,
        offices: Path,
        secrets: MachineSecrets | None = None,
    ) -> None:
        super().__init__()
        self.secrets = secrets or NoSecrets()
        self.settings = settings
        self.clock = clock
        self.ids = ids
        self.offices = offices
        self.office: Office | None = None
        self._copied_here = False
        QGuiApplication.clipboard().dataChanged.connect(self._copied)
        self.idle = Idle(self)
        self.idle.idle.connect(self._lock)
        self.setWindowTitle(_("协作台账"))
        self.setWindowIcon(theme.icon("book", "accent"))
        self.setMinimumSize(*_LEAST)
        self.resize(1366, 768)
        for key, direction in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(key), self, partial(self._zoom, direction))
        geometry = QByteArray.fromBase64(settings.get("window.geometry", "").encode())
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads."""
        return tab_order.step(self, forward=forward) or super().focusNextPrevChild(forward)

    def start(self, folder: Path | None = None) -> None:
        """Show sign-in for *folder* or the last office; the assistant when there is none, or nothing in *folder*."""
        known = self.settings.offices()
        if folder is not None and _is_free(folder):
            self.show_first_start(folder)
        elif folder is not None:
            self.show_sign_in(folder, fresh=True)
        elif known:
            self.show_sign_in(known[0], fresh=True)
        else:
            self.show_first_start()

    def show_first_start(self, folder: Path | None = None) -> None:
        """Show the assistant that makes a new office; *folder* is proposed for it."""
        from desktop.screens.first_start import FirstStart

        screen = FirstStart(self.settings, self.clock, self.ids, self.offices, folder)
        screen.made.connect(self.enter)
        screen.cancelled.connect(self.start)
        self._place(screen, _("新建单位"))

    def show_sign_in(self, folder: Path, *, fresh: bool = False) -> None:
        """Show who works at the office in *folder* and ask for the passphrase.

        *fresh*: the program just began; only then whom this PC remembers comes in without (after a lock nobody does).
        """
        from desktop.screens.sign_in import SignIn

        screen = SignIn(folder, self.settings, self.clock, self.ids, self.secrets, fresh=fresh)
        screen.entered.connect(self.enter)
        screen.new_wanted.connect(self.show_first_start)
        self._place(screen, _("登录"))

    def enter(self, office: "Office", folder: Path) -> None:
        """Show the open *office*."""
        self.office = office
        self.settings.remember_office(folder, office.info.name)
        self._show_office(folder)
        if office.people.must_change():
            from desktop.screens.people import ChangePassphrase

            dialog = ChangePassphrase(self, office, must=True)
            dialog.rejected.connect(lambda: self.leave(folder))
            dialog.open()

    def _show_office(self, folder: Path, page: str = "") -> None:
        from desktop.screens.main_window import MainWindow

        if self.office is None:
            return
        screen = MainWindow(self.office, folder, self.settings, self.clock)
        screen.leave_wanted.connect(lambda: self.leave(folder))
        screen.dress_wanted.connect(self._dress)
        screen.language_wanted.connect(lambda chosen: self._speak(chosen, folder))
        screen.zoom_wanted.connect(self._enlarge)
        screen.idle_wanted.connect(self._watch)
        screen.rekey_wanted.connect(lambda: self._ask_for_keys(folder))
        self._place(screen, self.office.info.name)
        self._watch(self.settings.get("lock_minutes", MINUTES))
        if page:
            screen.go(page)

    def _ask_for_keys(self, folder: Path) -> None:
        """Change every key: a passphrase as proof, the office closed, then the work over the sign-in screen."""
        from desktop.screens.changing_keys import ChangeKeys

        if self.office is not None:
            dialog = ChangeKeys(self, self.office)
            dialog.proved.connect(partial(self._change_keys, folder))
            dialog.open()

    def _change_keys(self, folder: Path, passphrase: str) -> None:
        from desktop.screens.changing_keys import KeysChanging

        office = self._left(folder)
        if office is not None:
            KeysChanging(self, office, self.clock, self.ids, passphrase).open()

    def leave(self, folder: Path) -> None:
        """Close the office and show sign-in again."""
        office = self._left(folder)
        if office is not None:
            background.run(office.close)

    def _left(self, folder: Path) -> "Office | None":
        """Show sign-in and return the office, still open."""
        self._forget_copied()
        office, self.office = self.office, None
        self.idle.stop()
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and not isinstance(
                window, Desk
            ):  # another office's window has its own person
                window.close()  # a question or a preview left open shows what only this person may see
        self.show_sign_in(folder)
        return office

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood, let saves end, close the office."""
        self._forget_copied()
        self.settings.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        screen = self.centralWidget()
        if screen is not None:
            screen.close()
        background.wait()
        if self.office is not None:
            self.office.close()
            self.office = None
        super().closeEvent(event)

    def _copied(self) -> None:
        """Note whether what is on the clipboard now came from here: somebody else's window would have the focus."""
        self._copied_here = QGuiApplication.focusWindow() is not None

    def _forget_copied(self) -> None:
        """Empty the clipboard when what is on it came from here: it may be somebody's number. Others' words stay."""
        if self._copied_here:
            QGuiApplication.clipboard().clear()
            self._copied_here = False

    def _place(self, screen: QWidget, title: str) -> None:
        before = self.centralWidget()
        if before is not None:
            before.close()  # saves what is typed, stops receiving
        self.setWindowTitle(f"{title} · {_('协作台账')}")
        self.setCentralWidget(screen)
        screen.setFocus()

    def _dress(self, chosen: str) -> None:
        self.settings.set("theme", chosen)
        theme.apply(_application(), chosen)

    def _watch(self, minutes: int) -> None:
        """Lock by itself after so many *minutes* without a touch, from now on; 0 never."""
        self.settings.set("lock_minutes", minutes)
        self.idle.watch(minutes)

    def _lock(self) -> None:
        """Nobody is there: save what is open and ask for the passphrase."""
        from desktop.screens.main_window import MainWindow

        screen = self.centralWidget()
        if isinstance(screen, MainWindow):
            screen.rescue()
            screen.lock()

    def _zoom(self, direction: int) -> None:
        """Ctrl+plus, Ctrl+minus, Ctrl+0: everything larger, smaller, or as it was."""
        self._enlarge(theme.next_step(direction))

    def _enlarge(self, percent: int) -> None:
        self.settings.set("zoom", percent)
        theme.enlarge(_application(), percent)

    def _speak(self, chosen: str, folder: Path) -> None:
        """Speak another language: screens are made anew on the same page, so no old word is left anywhere."""
        from desktop.screens.main_window import MainWindow

        self.settings.set("language", chosen)
        screen = self.centralWidget()
        page = screen.page() if isinstance(screen, MainWindow) else ""
        language.speak(_application(), chosen)
        self._show_office(folder, page)


def _is_free(folder: Path) -> bool:
    """Say whether an office can be made in *folder*: it does not exist yet, or nothing is in it."""
    return not folder.exists() or (folder.is_dir() and next(folder.iterdir(), None) is None)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("the window program has no application yet")
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Give *app* its name, language, fonts and colours, as remembered or as the machine has them."""
    app.setApplicationName("xiezuo")
    app.setApplicationDisplayName("")
    language.speak(app, settings.get("language", words.of_machine()))
    theme.set_percent(settings.get("zoom", 100))
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    theme.apply(app, settings.get("theme", "dark" if dark else "light"))


def _tell(error: BaseException, file: Path | None) -> None:
    """Say that something went wrong that is ours to mend; the window goes on."""
    over = QApplication.activeWindow()
    if not isinstance(error, Problem):
        from desktop.screens.crash_screen import CrashScreen

        CrashScreen(error, file, _rescued(), over).open()
        return
    box = QMessageBox(over)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(error.what(_))
    box.setInformativeText(f"{error.remedy(_)}（{error.code}）")
    box.open()


def _rescued() -> int:
    """Save what is being filled in, wherever it is; returns how many records were saved or on their way."""
    for window in QApplication.topLevelWidgets():
        screen = window.centralWidget() if isinstance(window, QMainWindow) else None
        rescue = getattr(screen, "rescue", None)
        if rescue is not None:
            return int(rescue())
    return 0


def main(folder: Path | None) -> int:
    """Open the window and run until it is closed."""
    if "fcitx" in os.environ.get("XMODIFIERS", ""):
        os.environ.setdefault(
            "QT_IM_MODULE", "ibus"
        )  # the wheels carry no fcitx plugin; fcitx answers as ibus
    theme.take_style()
    app = QApplication(sys.argv[:1])
    GarbageCollector(app)
    settings = Settings(default_file())
    clock = SystemClock()
    dress(app, settings)
    crash.install(default_reports(), clock, _tell)
    desk = Desk(settings, clock, SystemIds(), default_offices(), SystemSecrets())
    desk.start(folder)
    desk.show()
    return app.exec()
