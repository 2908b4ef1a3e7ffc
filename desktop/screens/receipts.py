"""票据: every receipt with its life, what is still to receipt, the days' closings, books, ranges, and the proof of a paper."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from desktop import background
from desktop.receipt_rows import (
    HEADS,
    WIDTHS,
    Shown,
    book_line,
    closing_line,
    read,
    receipt_line,
    waiting_line,
)
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.overprint_card import OverprintCard
from desktop.widgets.plain_table import PlainTable
from desktop.widgets.proof_card import ProofCard
from desktop.widgets.shortcuts import hear
from desktop.words import _
from records.model.receipts import Closing, Receipt, ReceiptState

if TYPE_CHECKING:
    from records.ledger import Office


class ReceiptsPage(Page):
    """The receipts of the office as accountable stock."""

    def __init__(self, office: "Office", settings: Settings) -> None:
        super().__init__()
        self._office = office
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("凭证号码"))
        self.search.setAccessibleName(_("凭证号码"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.state = plain.label(role="soft")
        self.close_day = plain.button(_("日结…"), self._close, icon="lock", key="Ctrl+B", role="primary")
        self.void = plain.button(_("作废…"), self._void, icon="ban", key="Ctrl+Alt+V", role="danger")
        self.reverse = plain.button(_("红冲…"), self._reverse, icon="arrow-back-up", key="Ctrl+Alt+R")
        self.out = plain.button(_("已出纸"), self._paper_out, icon="check", key="Ctrl+Alt+O")
        self.open_record = plain.button(_("打开捐赠"), self._open, icon="external-link", key="Ctrl+O")
        self.sheet = plain.button(_("存日结单…"), self._sheet, icon="download", key="Ctrl+S")
        self.receipts = self._table(_("凭证"), "receipts")
        self.waiting = self._table(_("还没有开票的捐赠"), "waiting")
        self.closings = self._table(_("日结"), "closings")
        self.books = self._table(_("领用的正式票据"), "books")
        self.proof = ProofCard(office)
        self.overprint = OverprintCard(office, settings, self.receipts.current)
        self._build()
        self.receipts.picked.connect(self._pick)
        self.receipts.opened.connect(lambda _one: self._open())
        self.waiting.opened.connect(lambda one: self.open_wanted.emit(one.head.form_id, one.head.record_id))
        self.closings.picked.connect(lambda one: self.sheet.setEnabled(one is not None))
        self.search.textChanged.connect(lambda _text: self.refresh())
        hear(self, {"F5": self.refresh})
        self._pick(None)

    @staticmethod
    def _table(name: str, kind: str) -> PlainTable:
        return PlainTable(name, [_(head) for head in HEADS[kind]], widths=WIDTHS[kind])

    def _build(self) -> None:
        self.box.addLayout(
            plain.row(plain.label(_("票据"), "heading"), 8, self.state, None, self.search, self.close_day)
        )
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("捐赠凭证"))
        acts = plain.row(self.open_record, self.out, None, self.reverse, self.void)
        self.tabs.addTab(_with(self.receipts, acts), _("凭证"))
        self.tabs.addTab(self.waiting, _("还没有开票"))
        self.tabs.addTab(_with(self.closings, plain.row(None, self.sheet)), _("日结"))
        self.tabs.addTab(self.books, _("领用册"))
        self.tabs.addTab(self.proof, _("核验"))
        self.tabs.addTab(self.overprint, _("套打"))
        self.box.addWidget(self.tabs, 1)
        self.receipts.say_when_empty(
            _("还没有开过凭证。在捐赠台账里选一笔，按 Ctrl+P 打印凭证，号码就登记在这里。")
        )
        self.waiting.say_when_empty(_("没有等着开票的捐赠。"))
        self.closings.say_when_empty(_("还没有日结过。一天的票开完，按“日结”。"))
        self.books.say_when_empty(_("还没有登记领用的票据。"))

    def find_here(self) -> None:
        """Search by number."""
        self.tabs.setCurrentIndex(0)
        self.search.setFocus()

    def refresh(self) -> None:
        """Read the receipts anew, and prove their numbers."""
        task = background.run(partial(read, self._office, self.search.text()), self)
        task.then(self._show).failed(self.note.tell)

    def _show(self, shown: Shown) -> None:
        self.receipts.show_lines([receipt_line(one, shown.unsure) for one in shown.receipts])
        self.waiting.show_lines([waiting_line(one) for one in shown.waiting])
        self.closings.show_lines([closing_line(one) for one in shown.closings])
        self.books.show_lines([book_line(one) for one in shown.books])
        self.state.setText(
            _("{count} 张 · 断号 {missing} · 待确认作废 {asked} · 未确认出纸 {unsure}").format(
                count=shown.count,
                missing=len(shown.missing),
                asked=shown.asked,
                unsure=len(shown.unsure),
            )
        )
        if shown.missing:
            words = _("凭证号码对不上：{numbers}。请停止开票，用备份核对操作日志。")
            self.note.say(words.format(numbers="、".join(shown.missing[:5])), "bad")

    def _pick(self, receipt: Receipt | None) -> None:
        stands = receipt is not None and receipt.state is ReceiptState.ISSUED
        self.void.setEnabled(stands and receipt is not None and receipt.closing is None)
        self.reverse.setEnabled(stands)
        self.out.setEnabled(receipt is not None)
        self.open_record.setEnabled(receipt is not None)
        asked = receipt is not None and stands and bool(receipt.asked_by)
        self.void.setText(_("确认作废…") if asked else _("作废…"))

    def _open(self) -> None:
        receipt = self.receipts.current()
        if receipt is not None:
            form_id = self._office.records.get(receipt.record_id).head.form_id
            self.open_wanted.emit(form_id, receipt.record_id)

    def _paper_out(self) -> None:
        receipt = self.receipts.current()
        if receipt is not None:
            self._do(partial(self._office.receipts.paper_out, receipt.receipt_id), self._nothing_to_say)

    def _nothing_to_say(self, _receipt: Receipt) -> str:
        return _("已确认出纸。")

    def _void(self) -> None:
        receipt: Receipt | None = self.receipts.current()
        if receipt is None:
            return
        lines = [_("凭证 {number} 将作废。号码保留备查，再开具时用新号码。").format(number=receipt.number)]
        if receipt.asked_by:
            asked = _("{who}提出作废，原因：{why}")
            lines.append(asked.format(who=receipt.asked_by, why=receipt.ask_reason))
        else:
            lines.append(_("作废须两人：一人提出，另一人（审核人或负责人）确认。"))
        reason = "" if receipt.asked_by else _("作废的原因（审计会看到这句话）")
        act = partial(self._office.receipts.void, receipt.receipt_id)
        ask(self, _("作废凭证"), lines, lambda why: self._do(partial(act, why), _voided),
            yes=_("作废"), role="danger", reason=reason)  # fmt: skip

    def _reverse(self) -> None:
        receipt: Receipt | None = self.receipts.current()
        if receipt is None:
            return
        lines = [
            _("将开一张红字凭证冲销 {number}，捐赠可以重新开具。").format(number=receipt.number),
            _("开具人不能红冲自己开的凭证。"),
        ]
        act = partial(self._office.receipts.reverse, receipt.receipt_id)
        ask(self, _("红字冲销"), lines, lambda why: self._do(partial(act, why), _reversed),
            yes=_("开红字凭证"), role="danger", reason=_("冲销的原因（审计会看到这句话）"))  # fmt: skip

    def _close(self) -> None:
        lines = [
            _("结清上次日结以来的全部凭证，先核对没有断号。"),
            _("日结以后发现的错误，只能用红字凭证冲销。"),
        ]
        ask(
            self,
            _("日结"),
            lines,
            lambda _why: self._do(self._office.receipts.close_day, _closed),
            yes=_("日结"),
        )

    def _sheet(self) -> None:
        closing: Closing | None = self.closings.current()
        if closing is None:
            return
        name = _("日结单-{closing}").format(closing=closing.closing) + ".pdf"
        chosen, _filter = QFileDialog.getSaveFileName(self, _("存日结单"), name, "PDF (*.pdf)")
        if chosen:
            self._do(partial(_write_sheet, self._office, closing, Path(chosen)), _written)

    def _do(self, act: Callable[[], Any], say: Callable[[Any], str]) -> None:
        """Do *act* off the window's thread, say what came of it, and read anew."""

        def done(result: Any) -> None:
            self.note.say(say(result), "good")
            self.changed.emit()
            self.refresh()

        background.run(act, self).then(done).failed(self.note.tell)


def _with(table: QWidget, acts: Any) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 8, 0, 0)
    box.addLayout(acts)
    box.addWidget(table, 1)
    return made


def _voided(receipt: Receipt) -> str:
    if receipt.state is ReceiptState.VOID:
        return _("凭证 {number} 已作废。").format(number=receipt.number)
    return _("已提出作废凭证 {number}，等另一人确认。").format(number=receipt.number)


def _reversed(red: Receipt) -> str:
    return _("已开红字凭证 {number}，冲销 {reverses}。").format(number=red.number, reverses=red.reverses)


def _closed(closing: Closing) -> str:
    words = _("第 {closing} 次日结：{count} 张。请到“日结”页存日结单，打印签字。")
    return words.format(closing=closing.closing, count=len(closing.receipts))


def _written(file: Path) -> str:
    return _("已写好：{file}").format(file=file)


def _write_sheet(office: "Office", closing: Closing, file: Path) -> Path:
    from reports import papers

    return papers.closing_sheet(closing, office.info, file)
