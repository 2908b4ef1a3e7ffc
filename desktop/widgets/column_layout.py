"""Questions in columns: one, two or three by the width there is, row by row as they are read.

A widget whose property ``wide`` is true takes a whole row; hidden widgets take no room, so questions that do not
apply fold away and the next ones move up.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_TWO, _THREE = 620, 1320  # from these widths on (logical pixels): two at 1366×768 beside the navigation


def columns_at(width: int) -> int:
    """Return how many columns of questions fit."""
    return 3 if width >= _THREE else 2 if width >= _TWO else 1


class ColumnLayout(QLayout):
    """Widgets in equal columns; each row is as high as its highest."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 24, rise: int = 16) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._rise = gap, rise
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

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
        """Wider is welcome, higher is not."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def invalidate(self) -> None:
        """Forget the heights."""
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*."""
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return a size of one column; the width there is decides the rest."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the width of the widest item, one below the other."""
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Go through the rows; return the height used."""
        columns = columns_at(rect.width())
        width = (rect.width() - self._gap * (columns - 1)) // columns
        y = rect.y()
        for row in self._rows(columns):
            wide = len(row) == 1 and _is_wide(row[0])
            each = rect.width() if wide else width
            heights = [_height(item, each) for item in row]
            if move:
                for at, item in enumerate(row):
                    place = QRect(rect.x() + at * (width + self._gap), y, each, heights[at])
                    item.setGeometry(mirrored(self, place, rect))
            y += max(heights) + self._rise
        return max(0, y - rect.y() - self._rise)

    def _rows(self, columns: int) -> list[list[QLayoutItem]]:
        """Break the visible items into rows."""
        rows: list[list[QLayoutItem]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            if not rows or _is_wide(item) or len(rows[-1]) == columns or _is_wide(rows[-1][-1]):
                rows.append([])
            rows[-1].append(item)
        return rows


def mirrored(layout: QLayout, place: QRect, inside: QRect) -> QRect:
    """Return *place* counted from the right edge of *inside* where one reads from there."""
    parent = layout.parentWidget()
    if parent is None or not parent.isRightToLeft():
        return place
    return QRect(QPoint(inside.left() + inside.right() - place.right(), place.y()), place.size())


def _is_wide(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and bool(widget.property("wide"))


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
