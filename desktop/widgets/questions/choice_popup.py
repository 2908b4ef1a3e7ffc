"""The list under a choice field: what fits what was typed so far.

It is a child of the window, not a window of its own: it never takes the focus (the Chinese input method stays
in the field), needs no window manager, and is on every picture of the window.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.tones import colour
from desktop.widgets.questions.choice_index import Entry

_ROWS = 9
_ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class EntryModel(QAbstractListModel):
    """The entries shown now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; it is a value)
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the label to show, or the entry."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.path or entry.label
        return entry if role == _ENTRY else None


class EntryDelegate(QStyledItemDelegate):
    """Draws the words on the left and the code, fainter, on the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        entry = index.data(_ENTRY)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area: QRect = option.rect
        palette = option.palette
        if chosen:
            painter.fillRect(area, palette.color(QPalette.ColorRole.Highlight))
        inner = area.adjusted(8, 0, -8, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        code_width = painter.fontMetrics().horizontalAdvance(entry.code) + 12
        words = QRect(inner.left(), inner.top(), inner.width() - code_width, inner.height())
        painter.setPen(colour("on_select" if chosen else "text"))
        shown = painter.fontMetrics().elidedText(
            entry.path or entry.label, Qt.TextElideMode.ElideLeft, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | middle), shown)
        painter.setPen(colour("on_select" if chosen else "text_faint"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | middle), entry.code)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  (Qt's signature)
        """Every entry is one line."""
        metrics = option.fontMetrics
        return QSize(120, metrics.height() + 8)


class ChoicePopup(QFrame):
    """The list; *taken* tells which entry was clicked."""

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = EntryModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(EntryDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self.taken.emit(index.data(_ENTRY)))
        self.foot = QLabel(self)
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        self.foot.setProperty("role", "hint")
        self.foot.setContentsMargins(8, 2, 8, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addWidget(self.foot)
        self.hide()

    def show_under(self, field: QWidget, entries: Sequence[Entry], foot: str) -> None:
        """Show *entries* under *field*, or above it when there is no room below."""
        self.model.show(entries)
        self.foot.setText(foot)
        self.foot.setVisible(bool(foot))
        if entries:
            self.view.setCurrentIndex(self.model.index(0))
        row = self.view.sizeHintForRow(0) if entries else 0
        height = row * min(len(entries), _ROWS) + 4 + (self.foot.sizeHint().height() if foot else 0)
        width = max(field.width(), min(420, self._window.width() - 16))
        self.setGeometry(self._place(field, width, height))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the highlight *by* entries."""
        if self.model.entries:
            row = min(max(self.view.currentIndex().row() + by, 0), len(self.model.entries) - 1)
            self.view.setCurrentIndex(self.model.index(row))

    def highlighted(self) -> Entry | None:
        """Return the highlighted entry."""
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def _place(self, field: QWidget, width: int, height: int) -> QRect:
        window = self._window
        corner = field.mapTo(window, QPoint(0, 0))
        left = max(0, min(corner.x(), window.width() - width - 4))
        below = corner.y() + field.height() + 2
        top = below if below + height <= window.height() else max(0, corner.y() - height - 2)
        return QRect(left, top, width, height)
