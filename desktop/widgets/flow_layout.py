"""A layout that fills a line and goes on with the next, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.widgets.column_layout import mirrored


class FlowLayout(QLayout):
    """Widgets side by side, wrapped at the width there is."""

    def __init__(
        self,
        parent: QWidget | None = None,
        spacing: int = 6,
        *,
        wants_one_line: bool = False,
        even: bool = False,
    ) -> None:
        """*even*: all items equally wide, sharing the whole width, the lines as equally long as can be."""
        super().__init__(parent)
        self._even = even
        self._wants_one_line = wants_one_line
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take *item* as the last."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the item at *index*."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at *index*."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It never asks for more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the smallest size; with *wants_one_line* the size of all items side by side."""
        if not self._wants_one_line:
            return self.minimumSize()
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        across = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(across, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _even_width(self, rect: QRect) -> int:
        """Return the width of each item when all share the lines."""
        shown = [item for item in self._items if not item.isEmpty()]
        widest = max((item.sizeHint().width() for item in shown), default=1)
        gap = self.spacing()
        most = max(1, (rect.width() + gap) // (widest + gap))
        lines = -(-len(shown) // most)
        across = max(1, -(-len(shown) // max(1, lines)))
        return (rect.width() - gap * (across - 1)) // across

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Go through the items; return the height used."""
        x, y, line = rect.x(), rect.y(), 0
        width = self._even_width(rect) if self._even else 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = QSize(width, item.sizeHint().height()) if width else item.sizeHint()
            if x + size.width() > rect.right() + 1 and line > 0:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(mirrored(self, QRect(QPoint(x, y), size), rect))
            x, line = x + size.width() + self.spacing(), max(line, size.height())
        return y + line - rect.y()


def flow(*parts: QWidget, spacing: int = 8) -> QWidget:
    """Return *parts* side by side in one line, in two where there is no room."""
    made = QWidget()
    layout = FlowLayout(made, spacing, wants_one_line=True)
    for part in parts:
        layout.addWidget(part)
    return made
