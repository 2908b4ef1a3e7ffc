"""The papers of one ledger: its print menu, previews, the direct print of a receipt, and jobs nobody confirmed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from desktop.paper_folder import PaperFolder
from desktop.print_jobs import BLANK, CARD, LAYOUT, RECEIPT, Recipe, remembered
from desktop.printers import Order, Printers
from desktop.problem_codes import NO_PRINTER
from desktop.settings import Settings
from desktop.widgets.note import Note
from desktop.widgets.printing.print_preview import PrintPreview
from desktop.widgets.printing.printing import Printing
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.problems import Problem
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

DIRECT_KEY = "Ctrl+Alt+P"  # as on the record's own page; Ctrl+Shift+P changes a passphrase


class LedgerPapers(QObject):
    """Prints for one ledger page; *chosen* and *listed* tell what the page shows now."""

    def __init__(
        self,
        window: QWidget,
        note: Note,
        office: "Office",
        form_id: str,
        *,
        settings: Settings,
        printers: Printers,
        chosen: Callable[[], Sequence[RecordHead]],
        listed: Callable[[], dict[str, Any]],
    ) -> None:
        super().__init__(window)
        self._window, self._note, self._office, self._form_id = window, note, office, form_id
        self._chosen, self._listed = chosen, listed
        self.printing = Printing(office, settings, printers, self)

    def hear_key(self, part: QWidget) -> None:
        """Print the chosen donation's receipt on the direct key inside *part*: the list, not a record open beside it.

        The record has the same key for its own receipt; on the whole page Qt would find two and do neither.
        """
        hear(part, {DIRECT_KEY: self.print_at_once})

    def menu(self, parent: QWidget) -> QMenu:
        """Return the menu of papers of this form; filled when it opens."""
        menu = QMenu(parent)
        menu.aboutToShow.connect(partial(self._fill, menu))
        return menu

    def _fill(self, menu: QMenu) -> None:
        from desktop.paperwork import layouts_of
        from reports.papers import office_layouts

        menu.clear()
        for layout in layouts_of(self._office, self._form_id):
            self._add(menu, layout.title, partial(self.print_layout, layout))
        for name, problem in office_layouts.unread(self._office):
            broken = _("{name}（版式有误，{code}）…").format(name=name, code=problem.code)
            self._add(menu, broken, self.show_layouts)
        menu.addSeparator()
        heads = self._chosen()
        one = heads[0].record_id if len(heads) == 1 else ""
        if self._form_id.endswith("_donation"):
            self._add(menu, _("捐赠登记凭证（选中的一条）"), partial(self.print_receipt, one), bool(one))
            direct = _("直接打印凭证")
            self._add(menu, f"{direct}\t{DIRECT_KEY}", partial(self.print_at_once, one), bool(one))
        self._add(menu, _("登记表（选中的一条）"), partial(self.print_card, one), bool(one))
        self._add(menu, _("空白表（手工填写）"), self.print_blank)
        menu.addSeparator()
        waiting = len(self.printing.queue.jobs())
        self._add(menu, _("未确认的打印（{count}）…").format(count=waiting), self.show_queue, waiting > 0)
        self._add(menu, _("版式…"), self.show_layouts)

    @staticmethod
    def _add(menu: QMenu, words: str, act: Callable[[], object], enabled: bool = True) -> Any:
        action = menu.addAction(words)
        action.triggered.connect(lambda _on=False: act())
        action.setEnabled(enabled)
        return action

    def print_layout(self, layout: Any) -> None:
        """Preview what the list shows now by a layout, or the chosen records when there are several."""
        heads = self._chosen()
        some = len(heads) > 1 or (layout.each and heads)
        listed = self._listed()
        recipe = Recipe(
            LAYOUT,
            self._form_id,
            layout.title,
            layout=layout.name,
            records=tuple(head.record_id for head in heads) if some else (),
            state=(listed.get("states") or [""])[0],
            search="" if some else listed.get("search", ""),
        )
        self.preview(recipe)

    def print_receipt(self, record_id: str) -> None:
        """Number (once) and preview the donation's certificate."""
        self.preview(Recipe(RECEIPT, self._form_id, _("捐赠登记凭证"), records=(record_id,)))

    def print_card(self, record_id: str) -> None:
        """Preview the paper of one record."""
        self.preview(Recipe(CARD, self._form_id, _("登记表"), records=(record_id,)))

    def print_blank(self) -> None:
        """Preview the empty form."""
        self.preview(Recipe(BLANK, self._form_id, _("空白表")))

    def preview(self, recipe: Recipe) -> None:
        """Show a paper before it is printed."""
        office = self._office

        def make(file: Path) -> Path:
            return recipe.make(office, file, office.clock.now())

        PrintPreview(recipe, make, self.printing, self._window).open()

    def print_at_once(self, record_id: str = "") -> None:
        """Print the chosen donation's certificate without looking, on the printer it was last printed on."""
        if not record_id:
            heads = self._chosen()
            if len(heads) != 1 or not self._form_id.endswith("_donation"):
                self._note.say(_("请先选中一条捐赠记录。"), "warn")
                return
            record_id = heads[0].record_id
        recipe = Recipe(RECEIPT, self._form_id, _("捐赠登记凭证"), records=(record_id,))
        self.send(recipe, remembered(self.printing.settings, recipe))

    def send(self, recipe: Recipe, order: Order, *, key: str = "", note: Note | None = None) -> None:
        """Make a paper and print it at once; *key*: a job of the queue that is tried again."""
        told = note or self._note
        names = list(self.printing.printers.names())
        if not names:
            told.tell(Problem(NO_PRINTER))
            return
        if order.printer not in names:
            usual = self.printing.printers.usual()
            order = Order(usual or names[0], order.copies, order.pages, order.sides)
        office, printers = self._office, self.printing.printers

        def put(wanted: Order) -> int:
            folder = PaperFolder()
            try:
                return printers.send(recipe.make(office, folder.file, office.clock.now()), wanted)
            finally:
                folder.empty()

        self.printing.send(recipe, order, put, told, key=key)

    def show_queue(self) -> None:
        """Show the jobs nobody confirmed."""
        from desktop.widgets.printing.queue_dialog import QueueDialog

        QueueDialog(self.printing, self.send, self._window).open()

    def show_layouts(self) -> None:
        """Show the form's layouts, to be copied and changed."""
        from desktop.widgets.printing.layouts_dialog import LayoutsDialog

        LayoutsDialog(self._office, self._form_id, self._window).open()
