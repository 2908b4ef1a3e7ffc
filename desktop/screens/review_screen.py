"""逐条审核: the reviewer walks through what waits, in the clerk's own form, without leaving the keyboard.

What waits is read once when the walk begins; each record is read anew when its turn comes. After 通过 or 退回 the next
one opens by itself, and the bar says how many are left.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import background
from desktop.screens.record_form import RecordForm
from desktop.widgets import plain
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.record.review_panel import ReviewPanel
from desktop.widgets.shortcuts import hear
from desktop.words import _
from records.model.heads import RecordHead
from records.model.states import State

if TYPE_CHECKING:
    from records.ledger import Office

_MOST: Final = 1_000  # of one walk; whoever is through begins the next


class ReviewScreen(QWidget):
    """`changed` after each decision, `closed` at the end; `form` is the clerk's form of the record in turn."""

    changed = Signal()
    closed = Signal()
    record_wanted = Signal(str, str)  # form and id of a record that looks the same

    def __init__(self, office: "Office", form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._form_id = office, form_id
        self.waiting: list[RecordHead] = []
        self.at = -1
        self.form: RecordForm | None = None
        self.note = Note(self)
        self._where = plain.label(role="heading")
        self.back = plain.button(_("上一条"), partial(self.step, -1), icon="chevron-left", key="Ctrl+Alt+Up")
        self.next = plain.button(
            _("下一条"), partial(self.step, 1), icon="chevron-right", key="Ctrl+Alt+Down"
        )
        self.approve = plain.button(
            _("通过，看下一条"), self._approve, icon="checks", key="F9", role="primary"
        )
        self.send_back = plain.button(_("退回此项…"), self._send_back, icon="arrow-back-up", key="F10")
        self.close_ = plain.button("", self.closed.emit, icon="x", role="quiet", tip=_("结束审核（Ctrl+W）"))
        self.close_.setAccessibleName(_("结束审核"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        tools = flow(self.back, self.next, self.approve, self.send_back, self.close_)
        self._box.addLayout(plain.row(self._where, None, tools))
        self._box.addWidget(self.note)
        self.panel = ReviewPanel(office, self.note, self)
        self.panel.opened.connect(self.record_wanted)
        self._box.addWidget(self.panel)
        hear(self, {"Ctrl+W": self.closed.emit})
        op = partial(office.records.list, form_id, states=[State.COMPLETE], limit=_MOST, order="updated")
        background.run(op, self).then(lambda page: self._begin(list(page.rows))).failed(self.note.tell)

    def _begin(self, waiting: list[RecordHead]) -> None:
        self.waiting = waiting
        self.step(1)

    def step(self, by: int) -> None:
        """Go to the next record (+1) or the one before (-1); at the end say so."""
        at = self.at + by
        if not self.waiting:
            self._end(_("没有等待审核的记录。"))
        elif at >= len(self.waiting):
            self._end(_("这一遍审完了。"))
        elif at >= 0:
            self.at = at
            self._open(self.waiting[at].record_id)
        self._show()

    def _open(self, record_id: str) -> None:
        if self.form is not None:
            self.form.close()
            self._box.removeWidget(self.form)
            self.form.deleteLater()
        self.form = RecordForm(self._office, self._form_id, record_id, self)
        self.form.bar.close_form.hide()
        self.form.saved.connect(self._decided)
        self.form.closed.connect(self.closed)
        self._box.insertWidget(2, self.form, 1)
        self.panel.show_for(record_id)
        self.form.setFocus()

    def _decided(self, _record_id: str) -> None:
        """A verb of the form went through: this record waits no longer."""
        self.changed.emit()
        self.waiting.pop(self.at)
        self.at -= 1
        self.step(1)

    def _approve(self) -> None:
        if self.form is not None and not self.form.bar.approve.isHidden():
            self.form.verbs.approve()

    def _send_back(self) -> None:
        if self.form is not None and not self.form.bar.send_back.isHidden():
            self.form.verbs.send_back()

    def _end(self, said: str) -> None:
        self.note.say(said, "good", action=_("回到列表"), act=self.closed.emit)
        self.panel.hide()
        if self.form is not None:
            self.form.hide()
        self.note.action_button().setFocus()

    def _show(self) -> None:
        left = len(self.waiting)
        place = min(self.at + 1, left)
        self._where.setText(_("审核 {place} / {left}").format(place=place, left=left))
        self.back.setEnabled(self.at > 0)
        for part in (self.next, self.approve, self.send_back):
            part.setEnabled(left > 0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the form too, which saves what the reviewer may have unlocked and changed."""
        if self.form is not None and not self.form.close():
            event.ignore()
            return
        super().closeEvent(event)
