"""Every page, panel and dialog of an open office, one after the other, as somebody shows a new colleague round."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop import background
from desktop.app import Desk
from desktop.screens.changing_keys import ChangeKeys
from desktop.screens.crash_screen import CrashScreen
from desktop.screens.guide import Guide
from desktop.screens.people import AddPerson, ChangePassphrase
from desktop.screens.restoring import RestoreDialog
from desktop.screens.update_dialogs import IssueDialog
from desktop.widgets.ask import Question
from desktop.widgets.printing.layouts_dialog import LayoutsDialog
from desktop.widgets.sheet.replacing import Replacing
from desktop.words import _

PAGES = (
    "workbench", "ledger:employment", "indicators", "returns", "publish", "audit", "retention", "settings", "inbox",
    "outbox", "receipts", "form-preview",
)  # fmt: skip
MS = 30_000
Place = tuple[str, QWidget]


class EveryPlace:
    """Goes round; each place is yielded at rest, and left when the next is asked for."""

    def __init__(self, qtbot: QtBot, desk: Desk, work: Path) -> None:
        self._qtbot, self.desk, self._work = qtbot, desk, work

    def all(self) -> Iterator[Place]:
        """Yield name and window of every place."""
        for walk in (self.pages, self.beside_a_list, self.dialogs, self.doors):
            yield from walk()

    def pages(self) -> Iterator[Place]:
        """The pages, and each tab of them."""
        for key in PAGES:
            self._go(key)
            yield key, self.desk
            for tabs in self._page().findChildren(QTabWidget):
                for at in range(1, tabs.count()):
                    tabs.setCurrentIndex(at)
                    self.rests()
                    yield f"{key}, tab {at + 1}", self.desk

    def beside_a_list(self) -> Iterator[Place]:
        """What opens beside a ledger's list: a new record, one that is read, the review, the grid, an import, a person."""
        self._go("ledger:employment")
        page = self._page()
        page.add()
        yield self._built("new record")
        waiting = page._office.records.list("employment", states=["complete"], limit=1).rows
        page.open_record(waiting[0].record_id)
        yield self._built("record")
        page.actions_.open_review()
        self._qtbot.waitUntil(lambda: page.record.form is not None, timeout=MS)
        self.rests()
        yield "review", self.desk
        page.actions_.open_sheet()
        self.rests()
        yield "sheet", self.desk
        sheet = page.record
        yield from self._dialog("replacing", lambda: Replacing(sheet.model, [(0, 0)], sheet))
        page.table.selectRow(0)
        page.show_related()
        self.rests()
        yield "person", self.desk
        page.actions_.open_import()
        screen = page.record
        yield "import, file", self.desk
        screen.open(resources.path("samples", "labour-roster-township.xlsx"))
        self._qtbot.waitUntil(lambda: screen.at == "mapping", timeout=MS)
        self.rests()
        yield "import, columns", self.desk
        screen.go_on()
        self._qtbot.waitUntil(lambda: screen.at == "preview", timeout=MS)
        self.rests()
        yield "import, rows", self.desk
        page.close_record()
        self._go("form-preview")
        trial = self._page()
        trial.open(resources.path("samples", "every-kind.md"))
        self._qtbot.waitUntil(lambda: trial.body is not None, timeout=MS)
        self.rests()
        trial.body.finish_building()
        yield "every kind of question", self.desk
        trial.forget()

    def dialogs(self) -> Iterator[Place]:
        """Windows of their own that stand over the frame."""
        desk = self.desk
        office, frame = desk.office, desk.centralWidget()
        fault = ZeroDivisionError("tried")
        for name, make in (
            (
                "question",
                lambda: Question(desk, _("作废"), [], yes=_("作废"), role="danger", reason=_("理由")),
            ),
            ("guide", lambda: Guide(frame, "ledger:employment")),
            ("add person", lambda: AddPerson(desk, office)),
            ("change passphrase", lambda: ChangePassphrase(desk, office)),
            ("change keys", lambda: ChangeKeys(desk, office)),
            ("layouts", lambda: LayoutsDialog(office, "employment", desk)),
            ("restore", lambda: RestoreDialog(desk, desk.clock, desk.ids, self._work)),
            ("update", lambda: IssueDialog(desk, office, desk.clock, desk.settings)),
            ("crash", lambda: CrashScreen(fault, self._work / "report.txt", 1, desk)),
        ):
            yield from self._dialog(name, make)
        frame.show_keys()
        yield from self._top("keys")
        self._go("ledger:money_donation")
        page = self._page()
        page.actions_.open_export()
        yield from self._top("export")
        page.actions_.print_receipt(page.model.head(0).record_id)
        yield from self._top("print preview")

    def doors(self) -> Iterator[Place]:
        """Before an office is open: the assistant's steps and the sign-in."""
        desk = self.desk
        folder = desk.centralWidget().folder
        office = desk._left(folder)
        self.rests()
        yield "sign in", desk
        desk.show_first_start()
        assistant = desk.centralWidget()
        for at in range(assistant.stack.count()):
            assistant._show(at)
            self.rests()
            yield f"first start, step {at + 1}", desk
        desk.enter(office, folder)
        self.rests()

    # -- getting there ----------------------------------------------------------------------------------

    def rests(self) -> None:
        """Wait until nothing is under way: an answer may ask the next question."""
        for _round in range(3):
            self._qtbot.waitUntil(background.idle, timeout=MS)
            QApplication.processEvents()

    def _go(self, key: str) -> None:
        self.desk.centralWidget().go(key)
        self.rests()

    def _page(self) -> QWidget:
        return self.desk.centralWidget().stack.currentWidget()

    def _built(self, name: str) -> Place:
        page = self._page()
        self._qtbot.waitUntil(lambda: page.record is not None and page.record.body is not None, timeout=MS)
        self.rests()
        page.record.body.finish_building()
        self.rests()
        return name, self.desk

    def _dialog(self, name: str, make) -> Iterator[Place]:
        dialog = make()
        dialog.show()
        self.rests()
        yield name, dialog
        dialog.close()
        self.rests()

    def _top(self, name: str) -> Iterator[Place]:
        self._qtbot.waitUntil(lambda: bool(_dialogs()), timeout=MS)
        self.rests()
        dialog = _dialogs()[0]
        yield name, dialog
        dialog.close()
        self.rests()


def _dialogs() -> list[QDialog]:
    """Return the dialogs that are shown."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
