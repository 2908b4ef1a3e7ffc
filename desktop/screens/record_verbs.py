"""The verbs of a record in the form: complete, approve, send back, reopen, receipt, history, carry forward.

Which of them stand is asked of the table of moves; the ledger judges again when a verb is done. Each runs off
the window's thread, after what is typed was saved.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop import background, whereabouts
from desktop.offered import has, is_own, stands
from desktop.screens.record_beside import enter_beside
from desktop.widgets.ask import ask
from desktop.widgets.note import Note
from desktop.widgets.questions.editor import Typed
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.masked_words import has_masked
from desktop.widgets.record.form_body import FormBody
from desktop.widgets.record.history_panel import HistoryPanel
from desktop.widgets.record.record_bar import RecordBar
from desktop.widgets.record.record_saver import RecordSaver
from desktop.words import _
from forms.engine import FormDefinition
from records.ledger import Office, Receipt, ReceiptState, RecordHead, Revision, State
from records.model.heads import Outcome
from records.model.states import Verb

_DONATIONS = ("money_donation", "goods_donation")
_RECEIPT_STATES = (State.COMPLETE, State.APPROVED, State.SENT, State.RECEIVED, State.ACCEPTED)


class RecordDesk(Protocol):
    """What the verbs need of the form."""

    office: Office
    form_id: str
    filling: Filling | None
    body: FormBody | None
    saver: RecordSaver | None
    bar: RecordBar
    note: Note
    history: HistoryPanel
    receipt_wanted: SignalInstance
    saved: SignalInstance

    @property
    def head(self) -> RecordHead | None:
        """The record's head as last saved."""

    def open(self, record_id: str | None) -> None:
        """Show another record."""

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save, then go on."""

    def show_whole(self, whole: bool) -> None:
        """Show personal numbers in full, or masked."""

    def next_problem(self) -> None:
        """Go to the next place that needs a hand."""

    def go_to(self, path: str) -> None:
        """Go to a question."""

    def label_of(self, path: str) -> str:
        """Return a question's label."""


class RecordVerbs:
    """Does the verbs and greys out what does not stand."""

    def __init__(self, form: RecordDesk, window: QWidget) -> None:
        self._form = form
        self._window = window
        bar = form.bar
        bar.complete.clicked.connect(self.complete)
        bar.approve.clicked.connect(self.approve)
        bar.send_back.clicked.connect(self.send_back)
        bar.reopen.clicked.connect(self.reopen)
        bar.receipt.clicked.connect(self.receipt)
        bar.void_receipt.clicked.connect(self.void_receipt)
        bar.history.clicked.connect(self.history)
        bar.unmask.toggled.connect(self.unmask)

    # -- what stands ------------------------------------------------------------------------------------

    def may_write(self, head: RecordHead | None) -> bool:
        """Say whether the record opens for writing: new, draft or returned. A complete one opens for reading
        first, so that a reviewer's stray key does not make a draft of it; 修改 unlocks it.
        """
        if not has(self._form.office, Verb.SAVE):
            return False
        if head is None:
            return True
        return is_own(self._form.office, head) and head.state in (State.DRAFT, State.RETURNED)

    def take_proposal(self) -> None:
        """F7: take the answer that the problem at this question proposes."""
        body = self._form.body
        stop = body.stop_at(body.current_path()) if body is not None else None
        if stop is not None:
            stop.problems.take_proposal()

    def show_buttons(self) -> None:
        """Show the verbs that stand for this record and this person."""
        form, bar = self._form, self._form.bar
        head = form.head
        writing = form.filling is not None and not form.filling.readonly
        bar.save.setVisible(writing)
        bar.save_new.setVisible(writing)
        bar.complete.setVisible(writing)
        bar.approve.setVisible(self._stands(Verb.APPROVE, head) and not writing)
        bar.send_back.setVisible(self._stands(Verb.SEND_BACK, head) and not writing)
        bar.reopen.setVisible(not writing and self._stands(Verb.REOPEN, head))
        filling = form.filling
        bar.unmask.setVisible(not writing and filling is not None and has_masked(filling.session.definition))
        bar.receipt.setVisible(
            form.form_id in _DONATIONS
            and head is not None
            and is_own(form.office, head)
            and head.state in _RECEIPT_STATES
        )
        bar.void_receipt.setVisible(not bar.receipt.isHidden())
        bar.history.setEnabled(head is not None)

    def _stands(self, verb: Verb, head: RecordHead | None) -> bool:
        return head is not None and stands(self._form.office, verb, head)

    # -- verbs ------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Ctrl+Shift+Enter: complete what is being written, approve what is being reviewed."""
        bar = self._form.bar
        if bar.complete.isVisibleTo(self._window):
            self.complete()
        elif bar.approve.isVisibleTo(self._window):
            self.approve()

    def complete(self) -> None:
        """Hand the record to the reviewer, or go to what still stands against it."""
        form = self._form
        if form.filling is None:
            return
        if form.filling.session.problems():
            form.next_problem()
            return
        records = form.office.records
        form.save(lambda: self._act(lambda record_id: records.complete([record_id]), _("已完成，等待审核。")))

    def approve(self) -> None:
        """Say that the record may travel."""
        records = self._form.office.records
        self._act(lambda record_id: records.approve([record_id]), _("审核通过，可以上报。"))

    def send_back(self) -> None:
        """Return the record with a reason, at the question that has the focus."""
        form = self._form
        path = form.body.current_path() if form.body else ""
        label = form.label_of(path)
        about = (
            _("针对：{question}").format(question=label)
            if label
            else _("针对整条记录（先点一项，可只针对该项）")
        )
        records = form.office.records

        def agreed(reason: str) -> None:
            question = path if label else None
            self._act(
                lambda record_id: records.send_back([record_id], reason, question=question),
                _("已退回填报人。"),
            )

        ask(self._window, _("退回记录"), [about], agreed, yes=_("退回"), role="danger", reason=_("退回原因"))

    def reopen(self) -> None:
        """Unlock the record: a complete one at once, an approved or accepted one with a reason."""
        form = self._form
        head = form.head
        if head is None or form.filling is None or form.body is None:
            return
        if head.state == State.COMPLETE:
            form.filling.readonly = False
            form.body.refresh()
            self.show_buttons()
            form.body.focus_first()
            return
        records = form.office.records

        def agreed(reason: str) -> None:
            self._act(lambda record_id: records.reopen([record_id], reason), _("已重新打开，可以修改。"))

        lines = [_("修改后须重新完成和审核，再随下一批上报。")]
        ask(self._window, _("重新打开记录"), lines, agreed, yes=_("修改"), reason=_("修改原因"))

    def _act(self, verb: Callable[[str], list[Outcome]], done: str) -> None:
        """Run *verb* on this record and show how it ended."""
        form = self._form
        head = form.head
        if head is None:
            return
        record_id = head.record_id
        task = background.run(lambda: verb(record_id)[0], self._window)
        task.then(lambda outcome: self._ended(outcome, done)).failed(form.note.tell)

    def _ended(self, outcome: Outcome, done: str) -> None:
        form = self._form
        if outcome.problem is not None:
            form.note.tell(outcome.problem)
            if outcome.problem.place:
                form.go_to(outcome.problem.place)
            return
        form.saved.emit(outcome.record_id)
        form.open(outcome.record_id)
        form.note.say(done, "good")

    # -- looking, receipt, history, carry ------------------------------------------------------------------------

    def unmask(self, whole: bool) -> None:
        """Show personal numbers in full; that somebody looked stands in the audit log before they are seen."""
        form, head = self._form, self._form.head
        if not whole or head is None:
            form.show_whole(False)
            return
        where = f"record {head.record_id}"
        task = background.run(lambda: form.office.audit.unmasked(where, 1), self._window)
        task.then(lambda _entry: form.show_whole(True)).failed(form.note.tell)

    def receipt(self) -> None:
        """Issue the receipt's number when there is none yet, then ask for the print preview."""
        form = self._form
        head = form.head
        if head is None or not form.bar.receipt.isVisibleTo(self._window):
            return
        record_id, receipts = head.record_id, form.office.receipts

        def op() -> None:
            if not any(str(one.state) == "issued" for one in receipts.of(record_id)):
                receipts.issue(record_id)

        task = background.run(op, self._window)
        task.then(lambda _nothing: form.receipt_wanted.emit(record_id)).failed(form.note.tell)

    def void_receipt(self) -> None:
        """Void the receipt that stands, with a reason; its number is kept and printed with 作废."""
        form = self._form
        head = form.head
        if head is None:
            return
        record_id, receipts = head.record_id, form.office.receipts

        def ask_why(issued: list[Receipt]) -> None:
            if not issued:
                form.note.say(_("这笔捐赠没有有效的凭证，不用作废。"), "warn")
                return
            receipt = issued[-1]
            lines = [
                _("凭证 {number} 将作废。号码保留备查，再开具时用新号码。").format(number=receipt.number),
                _("已经交出去的各联请收回，注明作废。"),
            ]
            ask(self._window, _("作废凭证"), lines, lambda why: self._void_receipt(receipt, why),
                yes=_("作废"), role="danger", reason=_("作废的原因（审计会看到这句话）"))  # fmt: skip

        def standing() -> list[Receipt]:
            return [one for one in receipts.of(record_id) if one.state == ReceiptState.ISSUED]

        background.run(standing, self._window).then(ask_why).failed(form.note.tell)

    def _void_receipt(self, receipt: Receipt, why: str) -> None:
        form = self._form
        task = background.run(lambda: form.office.receipts.void(receipt.receipt_id, why), self._window)

        def say(after: Receipt) -> None:
            done = after.state == ReceiptState.VOID
            words = _("凭证 {number} 已作废。") if done else _("已提出作废凭证 {number}，等另一人确认。")
            form.note.say(words.format(number=after.number), "good")

        task.then(say).failed(form.note.tell)

    def history(self) -> None:
        """Ctrl+H: show or hide the versions."""
        form = self._form
        if not form.history.isHidden():
            form.history.hide()
            return
        head, filling = form.head, form.filling
        if head is None or filling is None:
            return
        definition, language = filling.session.definition, filling.language
        form.history.show_where(None)
        background.run(lambda: whereabouts.look(form.office, head.record_id), self._window).then(
            form.history.show_where
        )
        task = background.run(lambda: _history(form.office, head.record_id, definition), self._window)
        task.then(
            lambda revisions: form.history.show_revisions(
                revisions, definition, language, whole=filling.whole
            )
        )
        task.then(lambda _revisions: form.history.show()).failed(form.note.tell)

    def enter_other(self, form_id: str, then: Callable[[str], None]) -> None:
        """Enter a record this one refers to, without leaving it."""
        make: Callable[..., Any] = type(self._window)  # the form itself, which this module stands under
        other = make(self._form.office, form_id, None)
        enter_beside(self._window, other, (other.saved, other.closed), then)

    def carry(self, path: str) -> None:
        """F4: answer the question *path* as in the record saved last."""
        self._from_last(lambda answers: {path: answers[path]} if path in answers else {})

    def carry_all(self) -> None:
        """Shift+F4: answer all blank questions that the form carries forward."""
        form = self._form
        filling = form.filling
        if filling is None or filling.readonly:
            return
        carried = [
            name
            for name, question in filling.session.definition.questions.items()
            if question.marks.get("carry") == "yes"
        ]
        self._from_last(
            lambda answers: {n: answers[n] for n in carried if n in answers and not filling.state(n).text}
        )

    def _from_last(self, choose: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        form = self._form
        own = form.head.record_id if form.head else None
        records, form_id = form.office.records, form.form_id

        def op() -> dict[str, Any]:
            rows = records.list(form_id, limit=2, order="-updated").rows
            last = next((row for row in rows if row.record_id != own), None)
            return records.get(last.record_id).answers if last else {}

        def fill(answers: dict[str, Any]) -> None:
            chosen: dict[str, Typed] = {
                p: v if isinstance(v, list) else str(v) for p, v in choose(answers).items()
            }
            if chosen and form.filling is not None:
                form.filling.fill(chosen)
            else:
                form.note.say(_("上一条记录中没有可沿用的内容。"))

        background.run(op, self._window).then(fill).failed(form.note.tell)


def _history(office: Office, record_id: str, definition: FormDefinition) -> list[Revision]:
    """Return the versions of a record, with titles where it refers to others."""
    words = office.lookups.in_words
    found = office.records.history(record_id)
    return [replace(one, answers=words(definition, one.answers)) for one in found]
