"""All choices put in an order: Alt+↑ and Alt+↓ move the line that has the cursor, the mouse drags it, a digit says where.

Nothing is answered until the clerk touches the order: an order nobody looked at is no answer. Enter takes the order
that is shown.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.theme.tones import colour
from desktop.widgets.questions.editor import Editor, Typed
from desktop.words import _
from forms.engine import Choice, Question, QuestionState

_CODE = Qt.ItemDataRole.UserRole
_LINE, _NUMBER = 28, 30  # pixels: height of a line, width of its number


class _Numbered(QStyledItemDelegate):
    """Draws the place of each line before its words; grey while the order is not answered."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Every line is as high as the list counts on."""
        return QSize(super().sizeHint(option, index).width() + _NUMBER, _LINE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw number and words."""
        rect = option.rect
        view = self.parent()
        answered = bool(view.property("answered")) if isinstance(view, QWidget) else False
        painter.save()
        painter.setPen(colour("accent" if answered else "text_faint"))
        place = rect.adjusted(6, 0, 0, 0)
        place.setWidth(_NUMBER - 6)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"{index.row() + 1}")
        painter.restore()
        rect.setLeft(rect.left() + _NUMBER)
        super().paint(painter, option, index)


class RankEditor(Editor):
    """A list whose order is the answer."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._readonly = False
        self._answered = False
        self._offered: list[str] = []  # the codes as the form has them
        self.list = QListWidget(self)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setProperty("role", "rank")
        self.list.setItemDelegate(_Numbered(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(_("Alt+↑、Alt+↓ 移动，或用鼠标拖动；输入数字移到第几位"))
        self.list.model().rowsMoved.connect(self._moved)
        self.adopt(self.list)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Take the choices that stand now; the order that was made stays."""
        labels = {choice.code: choice.label.in_(self.language) for choice in choices}
        self._offered = list(labels)
        kept = [code for code in self._codes() if code in labels]
        self._show([*kept, *(code for code in labels if code not in kept)], labels)

    def _show(self, codes: Sequence[str], labels: dict[str, str]) -> None:
        if codes == self._codes():
            return
        self.list.clear()
        for code in codes:
            item = QListWidgetItem(labels.get(code, code))
            item.setData(_CODE, code)
            self.list.addItem(item)
        self.list.setFixedHeight(max(1, len(codes)) * _LINE + 2 * self.list.frameWidth() + 2)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _codes(self) -> list[str]:
        return [str(self.list.item(row).data(_CODE)) for row in range(self.list.count())]

    def typed(self) -> Typed:
        """Return the order, or None while nobody made one."""
        return self._codes() if self._answered else None

    def show_text(self, state: QuestionState) -> None:
        """Show the order that was answered, or the form's own in grey."""
        self.put_back(list(state.value) if isinstance(state.value, (list, tuple)) else None)

    def put_back(self, entry: Typed) -> None:
        """Show the order that stood here."""
        given = entry if isinstance(entry, list) else []
        labels = {
            str(self.list.item(row).data(_CODE)): self.list.item(row).text()
            for row in range(self.list.count())
        }
        at = self.list.currentRow()
        ordered = [code for code in given if code in labels]
        self._show([*ordered, *(code for code in self._offered if code not in ordered)], labels)
        self.list.setCurrentRow(max(at, 0))
        self._mark(bool(given))

    def set_readonly(self, readonly: bool) -> None:
        """Only look."""
        self._readonly = readonly
        mode = QAbstractItemView.DragDropMode
        self.list.setDragDropMode(mode.NoDragDrop if readonly else mode.InternalMove)

    def is_busy(self) -> bool:
        """An order is told at once."""
        return False

    def settle(self) -> None:
        """Enter takes the order that is shown."""
        if not self._answered and not self._readonly and self.list.count():
            self._tell()

    def key(self, event: QKeyEvent) -> bool:
        """Alt+↑ and Alt+↓ move the line, a digit puts it there."""
        row = self.list.currentRow()
        if self._readonly or row < 0:
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_line(row, row + step)
            return True
        if event.text().isdecimal() and event.text() != "0":
            self.move_line(row, int(event.text()) - 1)
            return True
        return False

    def move_line(self, row: int, to: int) -> None:
        """Move the line at *row* to the place *to* (from 0)."""
        to = max(0, min(to, self.list.count() - 1))
        item = self.list.takeItem(row)
        self.list.insertItem(to, item)
        self.list.setCurrentRow(to)
        self._tell()

    def _moved(self) -> None:
        self._tell()

    def _tell(self) -> None:
        self._mark(True)
        self.say(self._codes())

    def _mark(self, answered: bool) -> None:
        self._answered = answered
        self.list.setProperty("answered", answered)
        self.list.viewport().update()
