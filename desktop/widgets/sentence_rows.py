"""Rows of a table as high as the sentences in them need."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.widgets.plain_table import PlainTable

_MARGINS: Final = 28  # pixels at both sides of a cell


class Sentences(QStyledItemDelegate):
    """Rows as high as their sentences need: Qt measures without the margins it paints with, and cuts the last line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size with every line of the words."""
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, PlainTable) else option.rect.width()
        room = QRect(0, 0, max(40, width - _MARGINS), 10_000)
        words_ = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data() or ""))
        return QSize(width, words_.height() + 12)
