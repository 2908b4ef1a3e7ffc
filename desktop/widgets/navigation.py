"""The tree at the left: pages and ledgers by family, each with the count of what needs a hand.

A family folds where it is clicked, and stays so. Whoever types finds a ledger by its words, pinyin or initials: thirty
of them are too many to look for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from desktop import theme
from desktop.widgets import plain
from desktop.words import _

_AT_END: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex
_KEY: Final = Qt.ItemDataRole.UserRole
_COUNT: Final = Qt.ItemDataRole.UserRole + 1
_WAITS: Final = Qt.ItemDataRole.UserRole + 2  # of a family: something waits in one of its ledgers
_FAMILY: Final = Qt.ItemDataRole.UserRole + 3  # of a family: its key
_SHUT: Final = Qt.ItemDataRole.UserRole + 4  # of a family: folded away by the person
_CHILD, _TOP = 30, 34  # heights of an entry


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: *key* of its page, words, icon; *children* make it a heading, *family* names it to be remembered."""

    key: str
    word: str
    icon: str = ""
    children: "Sequence[Place]" = ()
    family: str = ""


class _IconDelegate(QStyledItemDelegate):
    """Paints the icon alone, with a dot when something waits: the tree folded to a rail."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground of the entry, its icon in the middle, and the dot."""
        self.initStyleOption(option, index)
        if self._tree.currentIndex().parent() == index and self._tree.currentIndex().isValid():
            option.state |= QStyle.StateFlag.State_Selected  # the ledger in front is of this family
        option.text = ""
        option.icon = QIcon()
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        side = option.decorationSize.width()
        middle = option.widget.rect().width() // 2
        room = QRect(middle - side // 2, option.rect.center().y() - side // 2, side, side)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, room)
        if index.data(_COUNT) or index.data(_WAITS):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(room.topRight(), 4, 4)
            painter.restore()


class _CountDelegate(QStyledItemDelegate):
    """Paints the count as a small badge at the end of the line; the words give way to it."""

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
        if index.data(_SHUT):
            painter.save()
            painter.setPen(theme.colour("accent" if index.data(_WAITS) else "text_faint"))
            painter.drawText(option.rect.adjusted(0, 0, -12, 0), int(_AT_END), "▸")
            painter.restore()
        if not text:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._wide(option, index)
        badge = option.rect.adjusted(option.rect.width() - wide - 8, 6, -8, -6)
        badge = QStyle.visualRect(
            option.direction, option.rect, badge
        )  # at the left where one reads from the right
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(badge, 8, 8)
        painter.setPen(theme.colour("accent"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _wide(self, option: QStyleOptionViewItem, index: Index) -> int:
        return max(22, option.fontMetrics.horizontalAdvance(str(index.data(_COUNT))) + 12)


class Navigation(QTreeWidget):
    """`chosen` carries the key of a page; `leave_wanted` says that the person is through (Enter, a click).

    `shut_changed` carries the keys of the families the person folded away.
    """

    chosen = Signal(str)
    leave_wanted = Signal()
    shut_changed = Signal(list)

    def __init__(self, shut: Iterable[str] = ()) -> None:
        super().__init__()
        self._shut = set(shut)
        self._typed, self._since = "", QElapsedTimer()
        self._spelled: dict[str, str] = {}
        self.setObjectName("navigation")
        self.setAccessibleName(_("导航"))
        self.setColumnCount(1)
        self.setHeaderHidden(True)
        self.folded = False
        self._whole, self._icons = _CountDelegate(self), _IconDelegate(self)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(self._whole)
        self.currentItemChanged.connect(self._moved)
        self.itemClicked.connect(self._picked)
        self._fit()
        self.destroyed.connect(theme.on_change(self._fit))

    def fold(self, folded: bool) -> None:
        """Show icons alone, or the whole tree again."""
        if folded == self.folded:
            return
        self.folded = folded
        self.setItemDelegate(self._icons if folded else self._whole)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if folded else Qt.FocusPolicy.StrongFocus)
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if folded else on)
        self._unfold_families()

    def _unfold_families(self) -> None:
        """Show the ledgers of each family that is not folded away, or on the rail the families alone."""
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is not None:
                shut = item.data(0, _FAMILY) in self._shut
                item.setData(0, _SHUT, shut)
                item.setExpanded(not self.folded and not shut)
        current = self.currentItem()
        family = current.parent() if current is not None else None
        if current is not None and not self.folded and (family is None or not family.data(0, _SHUT)):
            self.scrollToItem(current)
        self.viewport().update()

    def _fit(self) -> None:
        """Take the sizes of the present zoom."""
        self.setIndentation(theme.px(22))
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        for item in self._items():
            item.setSizeHint(0, QSize(0, theme.px(_CHILD if item.parent() else _TOP)))
            if not item.data(0, _KEY):
                item.setForeground(0, theme.colour("text_soft"))

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
        self.blockSignals(False)
        self._unfold_families()
        if on:
            self.mark(on)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write the counts beside their entries; nothing for zero."""
        for item in self._items():  # a family comes before its ledgers
            item.setData(0, _WAITS, False)
            count = counts.get(item.data(0, _KEY) or "", 0)
            text = "" if not count else f"{count:,}" if count < 10_000 else "9,999+"
            item.setData(0, _COUNT, text)
            name = item.text(0)
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name} {text}".strip())
            family = item.parent()
            if text and family is not None:
                family.setData(0, _WAITS, True)

    def key(self) -> str:
        """Return the key of the current entry."""
        item = self.currentItem()
        return str(item.data(0, _KEY) or "") if item is not None else ""

    def mark(self, key: str) -> None:
        """Make *key* the current entry without telling anybody."""
        for item in self._items():
            if item.data(0, _KEY) == key:
                self.blockSignals(True)
                self._open(item.parent())
                self.setCurrentItem(item)
                self.blockSignals(False)
                self._unfold_families()  # a ledger made current opens its family

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
        item.setSizeHint(0, QSize(0, theme.px(_CHILD if child else _TOP)))
        item.setToolTip(0, plain.escaped(place.word))
        if place.icon:
            item.setIcon(0, theme.icon(place.icon))
        if place.children or not place.key:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setForeground(0, theme.colour("text_soft"))
        item.setData(0, _KEY, place.key)
        item.setData(0, _FAMILY, place.family)
        return item

    # -- folding a family away, finding a ledger

    def _open(self, family: QTreeWidgetItem | None) -> None:
        if family is not None and family.data(0, _FAMILY) in self._shut:
            self._toggle(family)

    def _toggle(self, family: QTreeWidgetItem) -> None:
        """Fold a family away, or show its ledgers again, and remember it."""
        self._shut ^= {str(family.data(0, _FAMILY))}
        self._unfold_families()
        quiet = self.blockSignals(False)
        self.shut_changed.emit(sorted(self._shut))
        self.blockSignals(quiet)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next entry whose words, pinyin or initials hold what was typed in one breath."""
        patience = QApplication.keyboardInputInterval() * 2
        going_on = self._since.isValid() and self._since.elapsed() < patience
        self._typed = (self._typed if going_on else "") + search.lower().strip()
        self._since.start()
        if not self._typed:
            return
        items = [item for item in self._items() if item.data(0, _KEY)]
        current = self.currentItem()
        first = items.index(current) + (0 if going_on else 1) if current in items else 0
        for item in (*items[first:], *items[:first]):
            if self._typed in self._sounds(item.text(0)):
                self._open(item.parent())
                self.setCurrentItem(item)
                self.scrollToItem(item)
                return

    def _sounds(self, word: str) -> str:
        """Return all by which an entry is found; its pinyin is spelled at the first search."""
        if word not in self._spelled:
            from forms.reference import Reference

            spelled = Reference.load().pinyin(word)
            self._spelled[word] = f"{word.lower()}\n{spelled.full}\n{spelled.initials}"
        return self._spelled[word]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On the rail a click on a family opens the tree first: its entries are not in sight yet."""
        item = self.itemAt(event.position().toPoint())
        if self.folded and (item is None or not item.data(0, _KEY)):
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on into the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave_wanted.emit()
            return
        super().keyPressEvent(event)

    def _picked(self, item: QTreeWidgetItem) -> None:
        if item.data(0, _KEY):
            self.leave_wanted.emit()
        elif item.data(0, _FAMILY):
            self._toggle(item)

    def _moved(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if now is not None and now.data(0, _KEY):
            self.chosen.emit(str(now.data(0, _KEY)))
