"""Walks through pages for their pictures: each yields the name of a picture and what to take it of.

The county of `picture_offices.make_year` has a year of work in every ledger, so that figures, returns and projects have
something to show. `Walks` moves the window; who takes the pictures (`desktop.pictures`) waits and keeps them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

import resources
from desktop.app import Desk
from desktop.screens.export_dialog import ExportDialog
from desktop.screens.import_screen import ImportScreen
from desktop.screens.inbox import InboxPage
from desktop.screens.inbox_record import InboxRecord
from desktop.screens.indicators_page import IndicatorsPage
from desktop.screens.ledger_list import LedgerList
from desktop.screens.main_window import MainWindow
from desktop.screens.office_settings import OfficeSettings
from desktop.screens.publish_page import PublishPage
from desktop.screens.returns_page import ReturnsPage
from desktop.screens.sheet_screen import SheetScreen

Shown = Iterator[tuple[str, QWidget]]


class Walks:
    """The walks of one round; *rest* waits until nothing is under way, *until* for a condition."""

    def __init__(
        self, rest: Callable[[], None], until: Callable[[Callable[[], bool]], None], work: Path
    ) -> None:
        self._rest, self._until, self._work = rest, until, work

    def year(self, desk: Desk, frame: MainWindow) -> Shown:
        """The pages that live from a whole year: figures, returns, publication, receipts, what is kept and erased."""
        for key in ("receipts", "audit", "retention"):
            frame.go(key)
            yield key, desk
        frame.go("indicators")
        self._rest()
        page = frame.stack.currentWidget()
        if isinstance(page, IndicatorsPage):
            page.setFocus()
            page.table.selectRow(1)  # a figure, not the heading of its group
        yield "indicators", desk
        frame.go("returns")
        self._rest()
        page = frame.stack.currentWidget()
        if isinstance(page, ReturnsPage):
            page.setFocus()
        yield "returns", desk
        frame.go("publish")
        page = frame.stack.currentWidget()
        if isinstance(page, PublishPage):
            page.folder.setText(str(self._work / "site"))
            page.make.click()
            self._rest()
            page.folder.setText(str(Path("D:/") / "site"))  # as on a clerk's PC, not where pictures are made
        yield "publish", desk
        frame.go("settings")
        self._rest()
        page = frame.stack.currentWidget()
        if isinstance(page, OfficeSettings):
            for area in page.findChildren(QScrollArea):
                area.ensureWidgetVisible(page.rules, 0, 0)
                area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        yield "settings-rules", desk

    def around(self, desk: Desk, frame: MainWindow) -> Shown:
        """Everything around one person and around one project."""
        for name, form_id in (("person-page", "employment"), ("project-page", "project")):
            page = self._ledger(frame, form_id)
            page.close_record()
            page.table.selectRow(0)
            self._rest()
            page.show_related()
            self._rest()
            yield name, desk
            page.close_record()

    def tools(self, desk: Desk, frame: MainWindow) -> Shown:
        """The list as a spreadsheet, the export dialog, a township's roster on its way in."""
        page = self._ledger(frame, "employment")
        page.close_record()
        page.table.clearSelection()
        self._rest()
        page.actions_.open_sheet()
        self._rest()
        if isinstance(page.record, SheetScreen):
            page.record.setFocus()
        yield "sheet", desk
        page.close_record()
        self._rest()
        page.actions_.open_export()
        self._rest()
        yield (
            "export",
            next(
                one
                for one in QApplication.topLevelWidgets()
                if isinstance(one, ExportDialog) and one.isVisible()
            ),
        )
        page.actions_.open_import()
        screen = page.record
        if isinstance(screen, ImportScreen):
            screen.open(resources.path("samples", "labour-roster-township.xlsx"))
            self._until(lambda: screen.at == "mapping")
            screen.go_on()
            self._until(lambda: screen.at == "preview")
            if screen.preview is not None:
                screen.preview.next_problem()
        yield "import-township", desk
        page.close_record()

    def judged(self, _desk: Desk, frame: MainWindow) -> Shown:
        """The office above: one record of a batch in the clerk's own form, with what it was before."""
        frame.go("inbox")
        self._rest()
        page = frame.stack.currentWidget()
        if not isinstance(page, InboxPage):
            return
        page.batches.selectRow(0)
        self._rest()
        page.records.opened.emit(page.records.all()[0])
        self._rest()
        shown = page.findChild(InboxRecord)
        if shown is not None:
            yield "inbox-record", shown
            shown.close()

    def _ledger(self, frame: MainWindow, form_id: str) -> LedgerList:
        frame.go(f"ledger:{form_id}")
        self._rest()
        page = frame.stack.currentWidget()
        if not isinstance(page, LedgerList):
            raise TypeError("no such ledger")
        return page
