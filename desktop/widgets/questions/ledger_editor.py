"""A field that refers to a record of another ledger: type to find it, take it, or enter a new one (F2).

The list shows the record's title and a few facts that tell it from others of that name; the id it stores is never
seen. The ledger is asked off the window's thread; only Enter pressed before the answer has come waits for it.
"""

from functools import partial
from typing import NamedTuple, cast

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from desktop import theme
from desktop.background import Latest
from desktop.theme.tones import colour
from desktop.widgets.questions.choice_editor import ChoiceEditor
from desktop.widgets.questions.choice_index import ChoiceIndex, Entry
from desktop.widgets.questions.choice_popup import EntryDelegate, Index
from desktop.widgets.questions.filling import Filling
from desktop.words import _
from forms.engine import Question

_ENTRY = Qt.ItemDataRole.UserRole


class RecordDelegate(EntryDelegate):
    """Draws the record's title at the left and its facts, fainter, at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one record."""
        entry = cast(Entry, index.data(_ENTRY))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        area: QRect = option.rect.adjusted(8, 0, -8, 0)
        metrics = painter.fontMetrics()
        wide = min(metrics.horizontalAdvance(entry.label), area.width())
        painter.setPen(colour("on_select" if chosen else "text"))
        title = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, area.width())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | middle), title)
        rest = area.adjusted(wide + 16, 0, 0, 0)
        if rest.width() > 0:
            painter.setPen(colour("on_select" if chosen else "text_faint"))
            facts = metrics.elidedText(entry.full, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignRight | middle), facts)


class _Found(NamedTuple):
    """The records found by *typed*, and the one it means beyond doubt."""

    typed: str
    entries: list[Entry]
    only: Entry | None


def _look(index: ChoiceIndex, typed: str) -> _Found:
    """Ask the ledger; on a worker thread."""
    entries = index.find(typed)
    return _Found(typed, entries, index.only(typed, entries))


class LedgerEditor(ChoiceEditor):
    """A search field over the ledger *question* refers to."""

    def __init__(
        self, question: Question, filling: Filling, path: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, lambda: filling.index(question, path), parent)
        self._filling = filling
        self._latest = Latest()
        self._asked: str | None = None  # what the ledger was asked and has not answered yet
        self.line.setPlaceholderText(_("按名称、拼音、编号或证件号码查找"))
        self._new = QAction(theme.icon("plus"), _("登记新的（F2）"), self)
        self._new.triggered.connect(self.enter_new)
        if filling.enter is not None:
            self.line.addAction(self._new, QLineEdit.ActionPosition.TrailingPosition)

    def enter_new(self) -> None:
        """Let the person enter a new record there and take it as the answer."""
        if self._filling.enter is not None and not self.line.isReadOnly():
            self.hide_list()
            self._filling.enter(self.question.ledger, self._entered)

    def key(self, event: QKeyEvent) -> bool:
        """F2 enters a new record; the rest is the list's."""
        if event.key() == Qt.Key.Key_F2 and self._filling.enter is not None:
            self.enter_new()
            return True
        return super().key(event)

    def set_readonly(self, readonly: bool) -> None:
        """Where nothing may be changed nothing is entered either."""
        super().set_readonly(readonly)
        self._new.setVisible(not readonly)

    # -- asking ------------------------------------------------------------------------------------------

    def _tell(self, text: str) -> None:
        """Ask the ledger as one types; until it answers the words are no choice."""
        if not text.strip():
            self._asked = None
            super()._tell(text)
            return
        self._raw = True
        self._ask(text.strip())

    def open_list(self) -> None:
        """Ask for the records changed last."""
        if not self.line.isReadOnly():
            self._ask("")

    def _ask(self, typed: str) -> None:
        self._asked = typed
        self._latest.run(partial(_look, self._choices(), typed), self).then(self._answered)

    def _answered(self, found: _Found) -> None:
        if found.typed != self._asked:
            return
        self._asked = None
        if self.is_busy():
            self._take_answer(found)

    def _take_answer(self, found: _Found) -> None:
        if not found.typed:
            self._show_list(found.entries, None)
            return
        self._raw = found.only is None
        self._show_list(found.entries, found.only)
        if found.only is not None and found.only.code != self._code:
            self._code = found.only.code
            self.say(found.only.code)

    def settle(self) -> None:
        """Take the highlighted record; who was faster than the ledger waits for it here."""
        if self._asked:
            asked, self._asked = self._asked, None
            self._take_answer(_look(self._choices(), asked))
        super().settle()

    def _entered(self, record_id: str) -> None:
        self._index = None
        entry = self._choices().by_code(record_id)
        if entry is not None:
            self.take(entry)
            self.line.setFocus()

    def _show_list(self, entries: "list[Entry]", only: Entry | None) -> None:  # type: ignore[override]  # a list is a sequence
        super()._show_list(entries, only)
        if self._popup is not None and not isinstance(self._popup.view.itemDelegate(), RecordDelegate):
            self._popup.view.setItemDelegate(RecordDelegate(self._popup.view))

    def _foot(self, shown: int, only: Entry | None) -> str:
        if only is not None:
            return _("已选定，按 Enter 继续")
        if shown == 0:
            return _("没有找到。按 F2 登记新的，或换一个说法再找。")
        return _("按 ↑↓ 选择，Enter 确定；没有的按 F2 登记")
