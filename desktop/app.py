"""The window program: one top-level window that shows first start, sign-in, or the open office.

Clock, names and settings are made here and handed down. Nothing heavy (database, papers, forms compiler) is
imported before the first window stands: offices are opened on a worker thread that imports them then.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

from desktop import background, crash, language, theme, words
from desktop.screens.first_start import FirstStart
from desktop.screens.sign_in import SignIn
from desktop.settings import Settings, default_file, default_offices, default_reports
from desktop.words import _
from forms.clock import Clock, SystemClock
from forms.problems import Problem
from records.model.ids import Ids, SystemIds

if TYPE_CHECKING:
    from records.ledger import Office


class Desk(QMainWindow):
    """The top-level window; its middle is the screen of the moment."""

    def __init__(self, settings: Settings, clock: Clock, ids: Ids, offices: Path) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.ids = ids
        self.offices = offices
        self.office: Office | None = None
        self.setWindowTitle(_("协作台账"))
        self.setWindowIcon(theme.icon("book", "accent"))
        self.setMinimumSize(960, 600)
        self.resize(1366, 768)
        geometry = QByteArray.fromBase64(settings.get("window.geometry", "").encode())
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def start(self, folder: Path | None = None) -> None:
        """Show sign-in for *folder* or the last office; the assistant when there is none, or nothing in *folder*."""
        known = self.settings.offices()
        if folder is not None and _is_free(folder):
            self.show_first_start(folder)
        elif folder is not None:
            self.show_sign_in(folder)
        elif known:
            self.show_sign_in(known[0])
        else:
            self.show_first_start()

    def show_first_start(self, folder: Path | None = None) -> None:
        """Show the assistant that makes a new office; *folder* is proposed for it."""
        screen = FirstStart(self.settings, self.clock, self.ids, self.offices, folder)
        screen.made.connect(self.enter)
        screen.cancelled.connect(self.start)
        self._place(screen, _("新建单位"))

    def show_sign_in(self, folder: Path) -> None:
        """Show who works at the office in *folder* and ask for the passphrase."""
        screen = SignIn(folder, self.settings, self.clock, self.ids)
        screen.entered.connect(self.enter)
        screen.new_wanted.connect(self.show_first_start)
        self._place(screen, _("登录"))

    def enter(self, office: "Office", folder: Path) -> None:
        """Show the open *office*."""
        self.office = office
        self.settings.remember_office(folder, office.info.name)
        self._show_office(folder)

    def _show_office(self, folder: Path, page: str = "") -> None:
        from desktop.screens.main_window import MainWindow

        if self.office is None:
            return
        screen = MainWindow(self.office, folder, self.settings, self.clock)
        screen.leave_wanted.connect(lambda: self.leave(folder))
        screen.dress_wanted.connect(self._dress)
        screen.language_wanted.connect(lambda chosen: self._speak(chosen, folder))
        self._place(screen, self.office.info.name)
        if page:
            screen.go(page)

    def leave(self, folder: Path) -> None:
        """Close the office and show sign-in again."""
        office, self.office = self.office, None
        self.show_sign_in(folder)
        if office is not None:
            background.run(office.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood, let saves end, close the office."""
        self.settings.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        screen = self.centralWidget()
        if screen is not None:
            screen.close()
        background.wait()
        if self.office is not None:
            self.office.close()
            self.office = None
        super().closeEvent(event)

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
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    theme.apply(app, settings.get("theme", "dark" if dark else "light"))


def _tell(error: BaseException, file: Path | None) -> None:
    """Say that something went wrong that is ours to mend; the window goes on."""
    box = QMessageBox(QApplication.activeWindow())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if isinstance(error, Problem):
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(error.what(_))
        box.setInformativeText(f"{error.remedy(_)}（{error.code}）")
    else:
        box.setIcon(QMessageBox.Icon.Critical)
        box.setText(_("程序出了意外，刚才这一步没有办成。"))
        where = _("错误报告（不含个人信息）：") + str(file) if file else _("错误报告没有写成，磁盘可能已满。")
        box.setInformativeText(_("已保存的记录都是安全的，可以继续工作。") + "\n" + where)
    box.open()


def main(folder: Path | None) -> int:
    """Open the window and run until it is closed."""
    if "fcitx" in os.environ.get("XMODIFIERS", ""):
        os.environ.setdefault(
            "QT_IM_MODULE", "ibus"
        )  # the wheels carry no fcitx plugin; fcitx answers as ibus
    app = QApplication(sys.argv[:1])
    settings = Settings(default_file())
    clock = SystemClock()
    dress(app, settings)
    crash.install(default_reports(), clock, _tell)
    desk = Desk(settings, clock, SystemIds(), default_offices())
    desk.start(folder)
    desk.show()
    return app.exec()
