"""A record from below in the clerk's own form, with what changed since it was judged before and what looks like it.

The reviewer walks through the batch without leaving the keyboard: F9 takes the record in and opens the next one that
waits, F10 returns it with words at a question.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import background, theme
from desktop.screens.record_form import RecordForm
from desktop.screens.return_words import ReturnWords
from desktop.widgets import plain
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.record.review_panel import ReviewPanel
from desktop.widgets.shortcuts import hear
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office


class InboxRecord(QWidget):
    """A window over the inbox; `changed` after each decision, `record_wanted` carries form and id of another record."""

    changed = Signal()
    record_wanted = Signal(str, str)

    def __init__(
        self, office: "Office", batch: str, records: Sequence[Any], first: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._office, self._batch = office, batch
        self.records, self.at = list(records), first
        self.form: RecordForm | None = None
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.note = Note(self)
        self.panel = ReviewPanel(office, self.note, self)
        self.panel.opened.connect(self.record_wanted)
        self._where = plain.label(role="heading")
        self.back = plain.button(_("上一条"), partial(self.step, -1), icon="chevron-left", key="Ctrl+Alt+Up")
        self.next = plain.button(
            _("下一条"), partial(self.step, 1), icon="chevron-right", key="Ctrl+Alt+Down"
        )
        self.accept = plain.button(_("入库，看下一条"), self._accept, icon="checks", key="F9", role="primary")
        self.send_back = plain.button(_("退回…"), self._ask_back, icon="arrow-back-up", key="F10")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(12, 8, 12, 0)
        tools = flow(self.back, self.next, self.accept, self.send_back)
        self._box.addLayout(plain.row(self._where, None, tools))
        self._box.addWidget(self.note)
        self._box.addWidget(self.panel)
        hear(self, {"Ctrl+W": self.close, "Esc": self.close})
        self.resize(theme.px(1080), theme.px(700))
        self._open()

    def step(self, by: int) -> None:
        """Go to the next record of the batch (+1) or the one before (-1)."""
        if 0 <= self.at + by < len(self.records):
            self.at += by
            self._open()

    def _open(self) -> None:
        one = self.records[self.at]
        if self.form is not None:
            self._box.removeWidget(self.form)
            self.form.close()
            self.form.deleteLater()
        self.form = RecordForm(self._office, one.form_id, one.record_id, self)
        self.form.bar.close_form.hide()
        self._box.insertWidget(2, self.form, 1)
        self.panel.show_for(one.record_id)
        self.setWindowTitle(one.title)
        self._show()

    def _show(self) -> None:
        one = self.records[self.at]
        waiting = str(one.verdict) == "received"
        place, count = self.at + 1, len(self.records)
        self._where.setText(_("这一批 {place} / {count}").format(place=place, count=count))
        self.back.setEnabled(self.at > 0)
        self.next.setEnabled(self.at + 1 < len(self.records))
        self.accept.setEnabled(waiting)
        self.send_back.setEnabled(waiting)

    def _accept(self) -> None:
        from sync import inbox

        ids = [self.records[self.at].record_id]
        self._decide(partial(inbox.accept, self._office, self._batch, ids), "accepted")

    def _ask_back(self) -> None:
        question = ReturnWords(self, self._office, [self.records[self.at]])
        question.agreed.connect(self._return)
        question.open()

    def _return(self, ids: list[str], reason: str, question: str) -> None:
        from sync import inbox

        op = partial(inbox.send_back, self._office, self._batch, ids, reason, question or None)
        self._decide(op, "returned")

    def _decide(self, op: Any, verdict: str) -> None:
        for button in (self.accept, self.send_back):
            button.setEnabled(False)
        background.run(op, self).then(partial(self._decided, verdict)).failed(self.note.tell)

    def _decided(self, verdict: str, outcomes: Sequence[Any]) -> None:
        problem = next((one.problem for one in outcomes if one.problem is not None), None)
        if problem is not None:
            self.note.tell(problem)
            self._show()
            return
        self.records[self.at] = replace(self.records[self.at], verdict=verdict, waiting=False)
        self.changed.emit()
        later = [*range(self.at + 1, len(self.records)), *range(self.at)]
        waiting = next((at for at in later if str(self.records[at].verdict) == "received"), None)
        if waiting is None:
            self.note.say(_("这一批都办完了。"), "good", action=_("关闭"), act=self.close)
            self._show()
        else:
            self.at = waiting
            self._open()
