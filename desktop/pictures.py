"""Pictures of every screen, in both languages, light and dark, from an office with invented sample data.

``python -m desktop.pictures docs/pictures`` makes them anew (without a display: ``QT_QPA_PLATFORM=offscreen``).
They are for the guide and for looking at: what is wrong in a picture is wrong on the desk.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

import resources
from desktop import background, language, picture_offices, theme
from desktop.app import Desk
from desktop.picture_walks import Walks
from desktop.screens.form_preview import FormPreview
from desktop.screens.help import KeySheet
from desktop.screens.import_screen import ImportScreen
from desktop.screens.inbox import InboxPage
from desktop.screens.ledger_list import LedgerList
from desktop.screens.main_window import MainWindow
from desktop.screens.outbox import OutboxPage
from desktop.screens.record_form import RecordForm
from desktop.settings import Settings
from desktop.widgets.printing.print_preview import PrintPreview
from forms.clock import Clock, SystemClock
from records.model.ids import SystemIds
from records.samples import SampleClock

_SIZE: Final = QSize(1366, 768)
_PATIENCE: Final = 60.0  # seconds for one screen
_TRIED: Final[dict[str, str | list[str]]] = {
    "satisfaction": "7", "stars": "4", "household": "5", "income": "48600", "visit_at": "下午3点",  # typed, not shown
    "born_year": "1987-01-01", "since": "2026-05", "opinion": "4", "needs": ["skill", "loan"], "ranking": ["skill", "job", "school", "health", "house", "loan"],
    "road": "3", "school": "4", "agreed": "OK", "place": "28.96 102.77", "code": "0069012345678",
}  # fmt: skip


class Photographer:
    """Opens each screen, waits until it is at rest, and keeps a picture of it."""

    def __init__(self, app: QApplication, folder: Path, work: Path, size: QSize = _SIZE) -> None:
        self._app, self._folder, self._work, self._size = app, folder, work, size
        self._suffix = ""
        self.taken: list[Path] = []

    def all(self) -> list[Path]:
        """Take every picture in both languages and both modes; then a few in high contrast, and read from the right."""
        county, province = picture_offices.make(self._work)
        year = picture_offices.make_year(self._work)
        for chosen in ("zh", "en"):
            for mode in ("light", "dark"):
                self._dress(chosen, mode, f"{chosen}-{mode}")
                self._one_round(county, province)
                self._year_round(year)
        self._dress("zh", "contrast", "zh-contrast")
        self._few(county)
        self._dress("zh", "light", "zh-right-to-left")
        self._app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        with closing(picture_offices.opened(county, picture_offices.PEOPLE[0][0])) as office:
            picture_offices.add_uyghur(office)
        self._few(county)
        return self.taken

    def _dress(self, chosen: str, mode: str, suffix: str) -> None:
        language.speak(self._app, chosen)
        theme.apply(self._app, mode)
        self._suffix = suffix

    def _year_round(self, year: Path) -> None:
        """The pages that need a year's work, at the day it ends."""
        desk = self._desk("year", year, picture_offices.COUNTY[1], SampleClock())
        frame = self._enter(desk, year, picture_offices.PEOPLE[1][0], SampleClock())
        walks = Walks(self._rest, self._until, self._work)
        for walk in (walks.year, walks.around):
            for name, page in walk(desk, frame):
                self._keep(name, page)
        desk.close()

    def _few(self, county: Path) -> None:
        """The three screens one looks at all day."""
        desk = self._desk("county", county, picture_offices.COUNTY[1])
        frame = self._enter(desk, county, picture_offices.PEOPLE[0][0])
        self._keep("workbench", desk)
        frame.go("ledger:employment")
        self._keep("ledger", desk)
        shown = self._record(desk, frame, "employment", "draft")
        page = frame.stack.currentWidget()
        if isinstance(page, LedgerList) and isinstance(page.record, RecordForm):
            page.record.next_problem()
        self._keep("record-problems", shown)
        desk.close()

    def _one_round(self, county: Path, province: Path) -> None:
        desk = self._desk("county", county, picture_offices.COUNTY[1])
        desk.show_first_start()
        self._keep("first-start", desk)
        desk.show_sign_in(county)
        self._keep("sign-in", desk)
        frame = self._enter(desk, county, picture_offices.PEOPLE[0][0])
        walks = Walks(self._rest, self._until, self._work)
        for walk in (self._pages, self._records, self._fields, self._import, self._papers, walks.tools):
            for name, page in walk(desk, frame):
                self._keep(name, page)
        desk.close()
        above = self._desk("province", province, picture_offices.PROVINCE[1])
        frame = self._enter(above, province, picture_offices.OFFICER[0])
        for walk in (self._province, walks.judged):
            for name, page in walk(above, frame):
                self._keep(name, page)
        above.close()

    def _desk(self, name: str, folder: Path, title: str, clock: Clock | None = None) -> Desk:
        settings = Settings(self._work / f"{name}-{self._suffix}.toml")
        settings.remember_office(folder, title)
        desk = Desk(settings, clock or SystemClock(), SystemIds(), self._work / "offices")
        desk.resize(self._size)
        desk.show()
        return desk

    def _enter(self, desk: Desk, folder: Path, person: str, clock: Clock | None = None) -> MainWindow:
        desk.enter(picture_offices.opened(folder, person, clock), folder)
        frame = desk.centralWidget()
        if not isinstance(frame, MainWindow):
            raise TypeError("the office did not open")
        self._rest()
        return frame

    def _pages(self, desk: Desk, frame: MainWindow) -> Iterator[tuple[str, QWidget]]:
        yield "workbench", desk
        frame.go("outbox")
        self._rest()
        page = frame.stack.currentWidget()
        if isinstance(page, OutboxPage):
            page.batches.selectRow(page.batches.model().rowCount() - 1)  # the batch that was judged
        yield "outbox", desk
        frame.go("settings")
        yield "settings", desk
        frame.go("ledger:employment")
        yield "ledger", desk
        frame.search.setText("zmyj")
        frame.search.setFocus()
        self._until(frame.search.found.isVisible)
        yield "search", desk
        frame.search.clear()

    def _records(self, desk: Desk, frame: MainWindow) -> Iterator[tuple[str, QWidget]]:
        """One record read, one with problems, one returned with words, one with rows inside."""
        yield "record", self._record(desk, frame, "employment", "accepted")
        shown = self._record(desk, frame, "employment", "draft")
        page = frame.stack.currentWidget()
        if isinstance(page, LedgerList) and isinstance(page.record, RecordForm):
            page.record.next_problem()
            self._rest()
            page.record.go_to(page.record.problems[0].place)
        yield "record-problems", shown
        yield "record-returned", self._record(desk, frame, "employment", "returned")
        shown = self._record(desk, frame, "training_class", "accepted")
        page = frame.stack.currentWidget()
        if isinstance(page, LedgerList) and isinstance(page.record, RecordForm):
            page.split.setSizes([120, self._size.height()])
            grid = page.record.body.grids.get("trainee") if page.record.body is not None else None
            if page.record.body is not None and grid is not None:
                page.record.body.ensureWidgetVisible(grid, 0, 40)
        yield "record-rows", shown

    def _record(self, desk: Desk, frame: MainWindow, form_id: str, state: str) -> QWidget:
        frame.go(f"ledger:{form_id}")
        self._rest()
        page = frame.stack.currentWidget()
        if isinstance(page, LedgerList):
            page.close_record()
            office = frame.office
            heads = office.records.list(form_id, states=[state], limit=1).rows
            page.open_record(heads[0].record_id if heads else page.model.head(0).record_id)
            self._rest()
            if isinstance(page.record, RecordForm) and page.record.body is not None:
                page.record.body.finish_building()
        return desk

    def _fields(self, desk: Desk, frame: MainWindow) -> Iterator[tuple[str, QWidget]]:
        """The form with every kind of question, being tried: its beginning, its choices and its files."""
        frame.go("form-preview")
        self._rest()
        page = frame.stack.currentWidget()
        if not isinstance(page, FormPreview):
            return
        page.open(resources.path("samples", "every-kind.md"))
        self._until(lambda: page.body is not None)
        self._rest()
        if page.body is None or page.filling is None:
            return
        page.body.finish_building()
        for path, typed in _TRIED.items():
            page.filling.type(path, typed, force=True)
        yield "form-preview", desk
        page.body.focus_path("ranking")
        yield "form-preview-choices", desk
        page.body.focus_path("remark")  # below the files: all of them are in sight
        yield "form-preview-files", desk
        page.forget()

    def _import(self, desk: Desk, frame: MainWindow) -> Iterator[tuple[str, QWidget]]:
        """The steps of bringing in the mixed donation ledger; nothing is brought in."""
        frame.go("ledger:money_donation")
        self._rest()
        page = frame.stack.currentWidget()
        if not isinstance(page, LedgerList):
            return
        page.actions_.open_import()
        screen = page.record
        if isinstance(screen, ImportScreen):
            screen.open(resources.path("samples", "donation-ledger-2023.xlsx"))
            self._until(lambda: screen.at == "mapping")
            yield "import-columns", desk
            screen.go_on()
            self._until(lambda: screen.at == "preview")
            if screen.preview is not None:
                screen.preview.next_problem()
            yield "import", desk
        page.close_record()

    def _papers(self, _desk: Desk, frame: MainWindow) -> Iterator[tuple[str, QWidget]]:
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

    def _province(self, desk: Desk, frame: MainWindow) -> Iterator[tuple[str, QWidget]]:
        frame.go("inbox")
        self._rest()
        yield "inbox", desk
        page = frame.stack.currentWidget()
        if isinstance(page, InboxPage):
            page.tabs.setCurrentWidget(page.duplicates)
            self._rest()
            yield "duplicates", desk
            page.tabs.setCurrentWidget(page.devices)
            yield "devices", desk

    def _dialog(self, kind: type[QWidget]) -> QWidget:
        self._rest()
        return next(one for one in self._app.topLevelWidgets() if isinstance(one, kind) and one.isVisible())

    def _keep(self, name: str, widget: QWidget) -> None:
        self._rest()
        file = self._folder / f"{name}-{self._suffix}.png"
        widget.grab().save(str(file))
        _lighten(file)
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


def _lighten(file: Path) -> None:
    """Keep the picture with 256 colours: a third of the bytes, and on a screen of a few colours no difference."""
    from PIL import Image  # comes with ReportLab; only pictures need it

    with Image.open(file) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


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
