"""Pictures of every screen, in both languages, light and dark, from an office with invented sample data.

``python -m desktop.pictures docs/pictures`` makes them anew (without a display: ``QT_QPA_PLATFORM=offscreen``).
They are for the guide and for looking at: what is wrong in a picture is wrong on the desk.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from desktop import background, language, theme
from desktop.app import Desk
from desktop.background import Progress
from desktop.office_plan import Person, Plan
from desktop.screens.help import KeySheet
from desktop.screens.ledger_list import LedgerList
from desktop.screens.main_window import MainWindow
from desktop.screens.print_preview import PrintPreview
from desktop.settings import Settings
from forms.clock import SystemClock
from records.ledger import Office
from records.model.ids import SystemIds

_SIZE: Final = QSize(1366, 768)
_PASSPHRASE: Final = "春风十里，不如回家"  # noqa: S105  (of an office that is thrown away; same in every language)
_PATIENCE: Final = 60.0  # seconds for one screen
_PLACE: Final = ("513435", "甘洛县东西部协作办公室")  # same in every language
_PEOPLE: Final = (("张会计", "clerk"), ("李主任", "reviewer"))  # invented; same in every language


class Photographer:
    """Opens each screen, waits until it is at rest, and keeps a picture of it."""

    def __init__(self, app: QApplication, folder: Path, work: Path) -> None:
        self._app, self._folder, self._work = app, folder, work
        self._suffix = ""
        self.taken: list[Path] = []

    def all(self) -> list[Path]:
        """Take every picture in both languages and both modes; returns the files."""
        office = self._work / "office"
        people = [Person(name, role, _PASSPHRASE) for name, role in _PEOPLE]
        plan = Plan(_PLACE[0], _PLACE[1], "county", "330000", people, folder=office, samples=True)
        from desktop.offices import create

        create(plan, SystemClock(), SystemIds(), Progress()).close()
        for chosen in ("zh", "en"):
            for mode in ("light", "dark"):
                language.speak(self._app, chosen)
                theme.apply(self._app, mode)
                self._suffix = f"{chosen}-{mode}"
                self._one_round(office)
        return self.taken

    def _one_round(self, office: Path) -> None:
        settings = Settings(self._work / f"window-{self._suffix}.toml")
        settings.remember_office(office, _PLACE[1])
        desk = Desk(settings, SystemClock(), SystemIds(), self._work / "offices")
        desk.resize(_SIZE)
        desk.show()
        desk.show_first_start()
        self._keep("first-start", desk)
        desk.show_sign_in(office)
        self._keep("sign-in", desk)
        for name, page in self._pages(desk, office):
            self._keep(name, page)
        desk.close()

    def _pages(self, desk: Desk, office: Path) -> Iterator[tuple[str, QWidget]]:
        desk.enter(Office.open(office, _PEOPLE[0][0], _PASSPHRASE, SystemClock(), SystemIds()), office)
        frame = desk.centralWidget()
        if not isinstance(frame, MainWindow):
            raise TypeError("the office did not open")
        self._rest()
        yield "workbench", desk
        for key in ("outbox", "inbox", "settings"):
            frame.go(key)
            yield key, desk
        frame.go("ledger:employment")
        yield "ledger", desk
        page = frame.stack.currentWidget()
        if isinstance(page, LedgerList):
            page.open_record(page.model.head(0).record_id)
            yield "record", desk
            page.close_record()
        frame.search.setText("zmyj")
        frame.search.setFocus()
        self._until(frame.search.found.isVisible)
        yield "search", desk
        frame.search.clear()
        frame.go("ledger:money_donation")
        self._rest()
        page = frame.stack.currentWidget()
        if isinstance(page, LedgerList):
            page.actions_.print_receipt(page.model.head(0).record_id)
            preview = self._dialog(PrintPreview)
            self._until(lambda: _has_ink(preview))  # the pages are drawn on a thread of Qt's own
            yield "print-preview", preview
        frame.show_keys()
        yield "keys", self._dialog(KeySheet)

    def _dialog(self, kind: type[QWidget]) -> QWidget:
        self._rest()
        return next(one for one in self._app.topLevelWidgets() if isinstance(one, kind) and one.isVisible())

    def _keep(self, name: str, widget: QWidget) -> None:
        self._rest()
        file = self._folder / f"{name}-{self._suffix}.png"
        widget.grab().save(str(file))
        self.taken.append(file)
        if widget.isModal():
            widget.close()

    def _rest(self) -> None:
        """Wait until no work is under way, three times over: an answer may ask the next question."""
        for _round in range(3):
            self._until(background.idle)
            for _turn in range(20):
                self._app.processEvents()

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not true():
            self._app.processEvents()
            if time.monotonic() > end:
                raise TimeoutError("a screen did not come to rest")


def _has_ink(widget: QWidget) -> bool:
    """Say whether something dark stands in the middle of the page shown."""
    picture = widget.grab().toImage()
    column = [
        picture.pixelColor(picture.width() // 3, row).lightness() for row in range(120, picture.height())
    ]
    return min(column) < 60 and max(column) > 200


def main(arguments: list[str]) -> int:
    """Write the pictures into the folder named (``docs/pictures`` when none is)."""
    folder = Path(arguments[0] if arguments else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 2
    with tempfile.TemporaryDirectory() as work:
        taken = Photographer(app, folder, Path(work)).all()
    sys.stdout.write(f"{len(taken)} pictures in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
