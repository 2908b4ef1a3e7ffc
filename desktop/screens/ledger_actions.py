"""What is done to records of a ledger from its list: completing, approving, voiding many at once; workbooks, papers.

Each is shown before it is done (how many it will touch) and told after (how many went through, what the others
lack, with a link to the first of them). The office judges each record alone; so do these words.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QMenu, QToolButton, QWidget

from desktop import background, theme, words
from desktop.offered import has, stands
from desktop.printers import SystemPrinters
from desktop.screens.batch_send import BatchSend
from desktop.screens.hand_over import HandOver
from desktop.screens.ledger_model import LedgerModel
from desktop.screens.ledger_table import LedgerTable
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.chips import Chips
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.printing.ledger_papers import LedgerPapers
from desktop.words import _
from forms.clock import Clock
from records.model.heads import Outcome, RecordHead
from records.model.states import Verb

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office

_TAKEN_BACK: Final = (Verb.COMPLETE, Verb.APPROVE)  # by reopening; a void and a return stay what they are


class LedgerPage(Protocol):
    """What the verbs need of the page they belong to."""

    note: Note
    record: QWidget | None
    model: LedgerModel
    table: LedgerTable
    chips: Chips
    go_wanted: SignalInstance
    open_wanted: SignalInstance

    @property
    def search(self) -> QLineEdit:
        """The line one searches this ledger with."""
        ...

    def open_record(self, record_id: str) -> None:
        """Open a record beside the list."""
        ...

    def close_record(self) -> None:
        """Take it away again."""
        ...

    def show_beside(self, widget: QWidget) -> None:
        """Show a widget where a record would stand."""
        ...

    def window_of(self) -> QWidget:
        """Return the page as a widget, over which questions open."""
        ...


class LedgerActions(QObject):
    """The verbs of one ledger page; `done` when records changed."""

    done = Signal()

    def __init__(
        self, page: LedgerPage, office: "Office", form_id: str, settings: Settings, clock: Clock
    ) -> None:
        super().__init__(page.window_of())
        self._page, self._office, self._form_id = page, office, form_id
        self._settings, self._clock = settings, clock
        self.papers = LedgerPapers(
            page.window_of(), page.note, office, form_id,
            settings=settings, printers=SystemPrinters(), chosen=lambda: self.heads, listed=self._listed,
        )  # fmt: skip
        self._definition: FormDefinition | None = None
        self.heads: list[RecordHead] = []
        self.bar: QFrame = plain.frame("note", across=True, margins=(10, 4, 6, 4))
        self._words = plain.label()
        self.complete = plain.button(
            _("完成"), partial(self._begin, Verb.COMPLETE), icon="check", key="Ctrl+Alt+C"
        )
        self.approve = plain.button(
            _("审核通过"), partial(self._begin, Verb.APPROVE), icon="checks", key="Ctrl+Alt+A"
        )
        self.send_back = plain.button(
            _("退回修改"), partial(self._begin, Verb.SEND_BACK), icon="arrow-back-up", key="Ctrl+Alt+R"
        )
        self.void = plain.button(_("作废"), partial(self._begin, Verb.VOID), icon="ban", key="Ctrl+Alt+V")
        self.busy = Busy()
        self.sending = BatchSend(
            office, page.window_of(), page.note, self.busy, partial(page.go_wanted.emit, "outbox")
        )
        self.sending.done.connect(self.done)
        self.send = plain.button(
            _("上报"), lambda: self.sending.begin(self.heads), icon="send", key="Ctrl+Alt+S"
        )
        self.handing = HandOver(office, page.window_of(), page.note)
        self.handing.done.connect(self.done)
        self.export = plain.button(_("导出"), self.open_export, icon="file-export", key="Ctrl+Alt+E")
        box = plain.box_of(self.bar)
        box.addWidget(self._words, 1)
        buttons = (self.complete, self.approve, self.send_back, self.send, self.handing.button)
        box.addWidget(flow(*buttons, self.export, self.void))
        self.bar.hide()

    def know(self, definition: "FormDefinition") -> None:
        """Learn the form (needed for papers and workbooks)."""
        self._definition = definition

    def _form(self) -> "FormDefinition":
        """Return the form; the page offers these verbs only once it is known."""
        if self._definition is None:
            raise TypeError("asked before the form was read")
        return self._definition

    def show_for(self, heads: Sequence[RecordHead]) -> None:
        """Offer the verbs that can start from the chosen records, with how many each would touch."""
        self.heads = list(heads)
        single = (
            len(heads) == 1
            and self._page.record is None
            and (any(self._fit(one) for one in self._verbs()) or bool(self.sending.fit(self.heads)))
        )
        self.bar.setVisible(len(heads) > 1 or single)  # an open record has its own buttons
        self._words.setText(_("已选 {count} 条").format(count=f"{len(heads):,}"))
        for verb, button in self._verbs().items():
            fit = len(self._fit(verb))
            button.setVisible(self._may(verb))
            button.setEnabled(fit > 0)
        self.send.setEnabled(bool(self.sending.fit(self.heads)))
        self.handing.show_for(self.heads)

    def _verbs(self) -> dict[Verb, Any]:
        return {
            Verb.COMPLETE: self.complete,
            Verb.APPROVE: self.approve,
            Verb.SEND_BACK: self.send_back,
            Verb.VOID: self.void,
        }

    def _may(self, verb: Verb) -> bool:
        return has(self._office, verb)

    def _fit(self, verb: Verb) -> list[str]:
        """Return the chosen records *verb* can start from."""
        return [head.record_id for head in self.heads if stands(self._office, verb, head)]

    def _begin(self, verb: Verb) -> None:
        fit = self._fit(verb)
        title, what, reason = _told(verb)
        left = len(self.heads) - len(fit)
        lines = [what.format(count=f"{len(fit):,}")]
        if left:
            lines.append(_("另有 {count} 条的状态不适合这一步，不会改动。").format(count=f"{left:,}"))
        role = "danger" if verb is Verb.VOID else "primary"
        ask(
            self._page.window_of(),
            title,
            lines,
            partial(self._do, verb, fit),
            yes=title,
            role=role,
            reason=reason,
        )

    def _do(self, verb: Verb, ids: list[str], reason: str) -> None:
        office = self._office
        ops: dict[Verb, Callable[[], list[Outcome]]] = {
            Verb.COMPLETE: lambda: office.records.complete(ids),
            Verb.APPROVE: lambda: office.records.approve(ids),
            Verb.SEND_BACK: lambda: office.records.send_back(ids, reason),
            Verb.VOID: lambda: office.records.void(ids, reason),
        }
        self.bar.setEnabled(False)
        task = background.run(ops[verb], self).then(partial(self._told, verb)).failed(self._page.note.tell)
        task.always(lambda: self.bar.setEnabled(True))

    def _told(self, verb: Verb, outcomes: list[Outcome]) -> None:
        refused = [outcome for outcome in outcomes if outcome.problem is not None]
        went = len(outcomes) - len(refused)
        if refused and refused[0].problem is not None:
            first = refused[0]
            said = _("办成 {went} 条，{refused} 条没有办成。第一条：{why}").format(
                went=f"{went:,}", refused=f"{len(refused):,}", why=refused[0].problem.sentence(_)
            )
            go = partial(self._page.open_record, first.record_id)
            self._page.note.say(said, "warn", action=_("打开这一条"), act=go)
        else:
            self._say_done(verb, [outcome.record_id for outcome in outcomes])
        self.done.emit()

    def _say_done(self, verb: Verb, ids: list[str]) -> None:
        """Tell that all went through; what the law of the ledger lets one take back has its 撤销 beside it."""
        said = _("办成 {went} 条。").format(went=f"{len(ids):,}")
        if verb in _TAKEN_BACK and self._may(Verb.REOPEN):
            why = _("撤销刚才的批量办理")
            op = partial(self._office.records.reopen, ids, why)
            self._page.note.say(said, "good", action=_("撤销"), act=partial(self._take_back, op))
        else:
            self._page.note.say(said, "good")

    def _take_back(self, op: Callable[[], list[Outcome]]) -> None:
        task = background.run(op, self)
        task.then(partial(self._told, Verb.REOPEN)).failed(self._page.note.tell)

    def unmask(self, whole: bool) -> None:
        """Show personal numbers whole; that somebody looked is written into the audit log first."""
        model = self._page.model
        if not whole:
            model.show_whole(False)
            return
        office, count = self._office, model.rowCount()
        where = f"list {self._form_id}"
        task = background.run(lambda: office.audit.unmasked(where, count), self)
        task.then(lambda _entry: model.show_whole(True)).failed(self._page.note.tell)

    def open_import(self) -> None:
        """Open the import screen beside the list."""
        from desktop.screens.import_screen import ImportScreen

        screen = ImportScreen(self._office, self._form_id, self._page.window_of())
        screen.imported.connect(lambda _count: self.done.emit())
        screen.closed.connect(self._page.close_record)
        self._page.show_beside(screen)

    def tools(self) -> tuple[QToolButton, QToolButton]:
        """Return the buttons that open the list in another way: as a spreadsheet, record by record for review."""
        sheet, review = QToolButton(), QToolButton()
        for made, icon, words_, key, act in (
            (sheet, "table", _("表格修改：选中的记录，或整个列表"), "Ctrl+G", self.open_sheet),
            (review, "clipboard-check", _("逐条审核待审的记录"), "Ctrl+Alt+N", self.open_review),
        ):
            made.setIcon(theme.icon(icon))
            plain.dress(made, words_, key)
            made.clicked.connect(lambda _on=False, act=act: act())
        if not self._may(Verb.APPROVE):
            review.hide()  # not setVisible: shown without a parent it would flash up as a window of its own
        return sheet, review

    def open_review(self) -> None:
        """Walk through what waits for a reviewer."""
        from desktop.screens.review_screen import ReviewScreen

        screen = ReviewScreen(self._office, self._form_id, self._page.window_of())
        screen.changed.connect(self.done)
        screen.record_wanted.connect(self._page.open_wanted)
        screen.closed.connect(self._page.close_record)
        self._page.show_beside(screen)

    def open_sheet(self) -> None:
        """Open the chosen records (the whole list when none is chosen) as a spreadsheet."""
        from desktop.screens.sheet_screen import MOST, SheetScreen

        model = self._page.model
        listed = [model.known(row) for row in range(min(MOST, model.rowCount()))]
        heads = self.heads or [head for head in listed if head is not None]
        ids = [head.record_id for head in heads[:MOST]]
        screen = SheetScreen(self._office, self._form_id, ids, self._page.window_of())
        screen.saved.connect(lambda _count: self.done.emit())
        screen.closed.connect(self._page.close_record)
        self._page.show_beside(screen)
        if len(heads) > MOST:
            screen.note.say(_("一次最多打开 {count} 条，先打开了前面的。").format(count=MOST), "warn")

    def export_menu(self, parent: QWidget) -> QMenu:
        """Return the menu of what can be written: records with columns of one's choice, and an empty template."""
        menu = QMenu(parent)
        menu.addAction(_("导出记录…")).triggered.connect(lambda _on=False: self.open_export())
        menu.addSeparator()
        menu.addAction(_("下载空白 Excel 模板")).triggered.connect(lambda _on=False: self.save_template())
        return menu

    def print_menu(self, parent: QWidget) -> QMenu:
        """Return the menu of papers of this form."""
        return self.papers.menu(parent)

    def print_receipt(self, record_id: str) -> None:
        """Number (once) and preview the donation's certificate."""
        self.papers.print_receipt(record_id)

    def _listed(self) -> dict[str, Any]:
        key = self._page.chips.key()
        return {
            "search": self._page.search.text().strip(),
            "states": None if key in ("", "all") else [key],
        }

    def open_export(self) -> None:
        """Ask which records and columns leave as what file, beginning with what the list shows."""
        from desktop.screens.export_dialog import ExportDialog, Shown

        page, form = self._page, self._form()
        title = form.title.in_(words.language())
        shown = Shown(
            self._form_id, title, {**self._listed(), "order": page.table.order()}, page.model.rowCount(),
            tuple(head.record_id for head in self.heads), page.table.shown_columns(),
            f"{title}-{self._clock.today():%Y%m%d}",
        )  # fmt: skip
        dialog = ExportDialog(self._office, shown, self._settings, page.window_of())
        dialog.written.connect(self._exported)
        dialog.open()

    def _exported(self, file: Path, count: int) -> None:
        self._page.note.say(
            _("已导出 {count} 条：{file}").format(count=f"{count:,}", file=file), "good",
            action=_("打开所在文件夹"), act=partial(_open_folder, file),
        )  # fmt: skip

    def save_template(self) -> None:
        """Write an empty workbook to be filled, made from the form."""
        from desktop import paperwork

        title = self._form().title.in_(words.language())
        name = _("{form}-模板.xlsx").format(form=title)
        chosen, _filter = QFileDialog.getSaveFileName(
            self._page.window_of(), _("下载空白模板"), name, "Excel (*.xlsx)"
        )
        if chosen:
            op = partial(paperwork.template, self._form(), Path(chosen))
            background.run(op, self).then(self._written).failed(self._page.note.tell)

    def _written(self, file: Path) -> None:
        self._page.note.say(_("已写好：{file}").format(file=file), "good")


def _open_folder(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def _told(verb: Verb) -> tuple[str, str, str]:
    """Return the title, the sentence and the question for a reason ('' when none is needed)."""
    return {
        Verb.COMPLETE: (_("完成"), _("{count} 条将按表的全部要求检查；合格的转为待审。"), ""),
        Verb.APPROVE: (_("审核通过"), _("{count} 条将审核通过，随下一批上报。"), ""),
        Verb.SEND_BACK: (
            _("退回修改"),
            _("{count} 条将退回填报人修改。"),
            _("退回的原因（填报人会看到这句话）"),
        ),
        Verb.VOID: (
            _("作废"),
            _("{count} 条将作废。作废的记录保留备查，不再上报和统计。"),
            _("作废的原因（审计会看到这句话）"),
        ),
    }[verb]
