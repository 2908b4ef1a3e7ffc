"""The tree at the left: pages and ledgers by family, each with the count of what needs a hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from desktop import theme
from desktop.widgets import plain
from desktop.words import _

Index = QModelIndex | QPersistentModelIndex
_KEY: Final = Qt.ItemDataRole.UserRole
_COUNT: Final = Qt.ItemDataRole.UserRole + 1
_WIDTH: Final = 226


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: *key* of its page, words, icon; *children* make it a heading."""

    key: str
    word: str
    icon: str = ""
    children: "Sequence[Place]" = ()


class _CountDelegate(QStyledItemDelegate):
    """Paints the count as a small badge at the right edge; the words give way to it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Shorten the words only as far as the badge needs."""
        super().initStyleOption(option, index)
        if index.data(_COUNT):
            room = option.rect.width() - self._wide(option, index) - option.decorationSize.width() - 22
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the entry, then the figure in a soft badge."""
        super().paint(painter, option, index)
        text = index.data(_COUNT)
        if not text:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._wide(option, index)
        badge = option.rect.adjusted(option.rect.width() - wide - 8, 6, -8, -6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(badge, 8, 8)
        painter.setPen(theme.colour("accent"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _wide(self, option: QStyleOptionViewItem, index: Index) -> int:
        return max(22, option.fontMetrics.horizontalAdvance(str(index.data(_COUNT))) + 12)


class Navigation(QTreeWidget):
    """`chosen` carries the key of a page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(_("导航"))
        self.setColumnCount(1)
        self.setHeaderHidden(True)
        self.setFixedWidth(_WIDTH)
        self.setIndentation(22)
        self.setIconSize(QSize(18, 18))
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_CountDelegate(self))
        self.currentItemChanged.connect(self._moved)

    def show_places(self, places: Sequence[Place]) -> None:
        """Build the tree; called once a frame and when a form is added."""
        on = self.key()
        self.blockSignals(True)
        self.clear()
        for place in places:
            item = self._item(place)
            self.addTopLevelItem(item)
            for child in place.children:
                item.addChild(self._item(child, child=True))
            item.setExpanded(True)
        self.blockSignals(False)
        if on:
            self.mark(on)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write the counts beside their entries; nothing for zero."""
        for item in self._items():
            count = counts.get(item.data(0, _KEY) or "", 0)
            text = "" if not count else f"{count:,}" if count < 10_000 else "9,999+"
            item.setData(0, _COUNT, text)
            name = item.text(0)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name} {text}".strip())

    def key(self) -> str:
        """Return the key of the current entry."""
        item = self.currentItem()
        return str(item.data(0, _KEY) or "") if item is not None else ""

    def mark(self, key: str) -> None:
        """Make *key* the current entry without telling anybody."""
        for item in self._items():
            if item.data(0, _KEY) == key:
                self.blockSignals(True)
                self.setCurrentItem(item)
                self.blockSignals(False)
                self.viewport().update()

    def _items(self) -> list[QTreeWidgetItem]:
        found = []
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is not None:
                found.append(item)
                children = (item.child(place) for place in range(item.childCount()))
                found.extend(child for child in children if child is not None)
        return found

    def _item(self, place: Place, *, child: bool = False) -> QTreeWidgetItem:
        item = QTreeWidgetItem([place.word])
        item.setSizeHint(0, QSize(0, 30 if child else 34))
        item.setToolTip(0, plain.escaped(place.word))
        if place.icon:
            item.setIcon(0, theme.icon(place.icon))
        if place.children or not place.key:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setForeground(0, theme.colour("text_soft"))
        item.setData(0, _KEY, place.key)
        return item

    def _moved(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if now is not None and now.data(0, _KEY):
            self.chosen.emit(str(now.data(0, _KEY)))
