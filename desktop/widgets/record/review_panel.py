"""Under a record being judged: its version before and this one side by side, and the records that look like it.

Hidden while there is nothing to say, so that a first version has the whole height.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import stages, theme, words
from desktop.background import Latest
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.widgets.record import review_facts
from desktop.widgets.record.review_facts import ReviewFacts
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office

_HIGH: Final = 178  # pixels at 100 %: the heading and four lines


class ReviewPanel(QWidget):
    """`opened` carries form and id of a record that looks the same."""

    opened = Signal(str, str)

    def __init__(self, office: "Office", note: Note, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._note = office, note
        self._latest = Latest()
        self.facts = ReviewFacts()
        self._changed_title, self._alike_title = plain.label(role="strong"), plain.label(role="strong")
        self.changes = PlainTable(
            _("与上一版的不同"), [_("问题"), _("上一版"), _("这一版")], widths=(170, 200, 200)
        )
        self.alike = PlainTable(
            _("疑似重复的记录"), [_("记录"), _("单位"), _("办理")], widths=(200, 80, 90), stretch=0
        )
        self.alike.opened.connect(lambda one: self.opened.emit(one.form_id, one.record_id))
        self._left, self._right = (
            self._side(self._changed_title, self.changes),
            self._side(self._alike_title, self.alike),
        )
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 6, 16, 8)
        across.setSpacing(16)
        across.addWidget(self._left, 3)
        across.addWidget(self._right, 2)
        self.setFixedHeight(theme.px(_HIGH))
        self.hide()

    @staticmethod
    def _side(title: QWidget, table: QWidget) -> QWidget:
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        down.addWidget(title)
        down.addWidget(table, 1)
        return side

    def show_for(self, record_id: str) -> None:
        """Read what there is to say about a record, off the window's thread."""
        self.hide()
        op = partial(review_facts.read, self._office, record_id, words.language())
        self._latest.run(op, self).then(self._show).failed(self._note.tell)

    def _show(self, facts: ReviewFacts) -> None:
        self.facts = facts
        said = _("与第 {before} 版相比改了 {count} 项")
        self._changed_title.setText(said.format(before=facts.before, count=len(facts.changes)))
        self.changes.show_lines(
            [
                Line((Cell(one.label), Cell(one.before or "–"), Cell(one.after or "–")))
                for one in facts.changes
            ]
        )
        self._alike_title.setText(_("疑似重复 {count} 条").format(count=len(facts.alike)))
        lines = []
        for head in facts.alike:
            look = stages.state(head.state)
            state = Cell(_(look.word), look.icon, look.tone)
            lines.append(Line((Cell(head.title or _("（未命名）")), Cell(head.office_code), state), head))
        self.alike.show_lines(lines)
        self._left.setVisible(facts.before > 0)
        self._right.setVisible(bool(facts.alike))
        self.setVisible(facts.before > 0 or bool(facts.alike))
