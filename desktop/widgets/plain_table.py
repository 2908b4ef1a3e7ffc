"""A short table of plain rows (batches, devices, people): hundreds of rows at most, all given at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from desktop import theme

Index = QModelIndex | QPersistentModelIndex
_ROW = 30
_HEADING = 28  # what stands beside the words of a heading: padding and the line
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; *icon* with *tone* stands before the words."""

    text: str
    icon: str = ""
    tone: str = ""
    right: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells and the thing it stands for."""

    cells: Sequence[Cell]
    thing: Any = field(default=None)


class PlainModel(QAbstractTableModel):
    """The rows."""

    def __init__(self, heads: Sequence[str]) -> None:
        super().__init__()
        self._heads = list(heads)
        self._lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show *lines* in place of what was there."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def thing(self, row: int) -> Any:
        """Return what *row* stands for."""
        return self._lines[row].thing

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; never changed)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; never changed)
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        cell = self._lines[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.DecorationRole and cell.icon:
            return theme.icon(cell.icon, cell.tone or "text_soft")
        if role == Qt.ItemDataRole.ForegroundRole and cell.tone:
            return theme.colour(cell.tone)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if cell.right else _LEFT
        return cell.tip or None if role == Qt.ItemDataRole.AccessibleDescriptionRole else None


class PlainTable(QTableView):
    """The view; `picked` when the current row changes (its thing, or None), `opened` on Enter or double click."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, heads: Sequence[str], *, widths: Sequence[int], stretch: int = -1) -> None:
        super().__init__()
        self._model = PlainModel(heads)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self._dress()
        self.destroyed.connect(theme.on_change(self._dress))
        heads_view = self.horizontalHeader()
        heads_view.setHighlightSections(False)
        heads_view.setDefaultAlignment(_LEFT)
        for column, width in enumerate(widths):
            heading = self.fontMetrics().horizontalAdvance(heads[column]) + _HEADING
            self.setColumnWidth(column, max(width, heading))
        last = len(heads) - 1 if stretch < 0 else stretch
        heads_view.setSectionResizeMode(last, QHeaderView.ResizeMode.Stretch)
        self._when_empty = ""
        self.selectionModel().currentRowChanged.connect(lambda now, _old: self.picked.emit(self._thing(now)))
        self.activated.connect(lambda index: self.opened.emit(self._thing(index)))

    def _dress(self) -> None:
        self.setFont(theme.figures())
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))

    def among_others(self) -> Self:
        """Ask for no height of its own: where several tables share a page, it takes what there is."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        return self

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show *lines*; the row that was current stays so, else the first becomes it."""
        row = max(0, self.currentIndex().row())
        self._model.show_lines(lines)
        if lines:
            self.go_to(min(row, len(lines) - 1))
        else:
            self.picked.emit(None)

    def go_to(self, row: int) -> None:
        """Put the cursor on *row* and choose it alone, also while a key is held down: `selectRow` would add it with Ctrl."""
        whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._model.index(row, 0), whole)

    def say_when_empty(self, words: str) -> None:
        """Show *words* where the rows would stand, while there are none: what is so, and what to do."""
        self._when_empty = words
        self.setAccessibleDescription(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the words that stand for none."""
        super().paintEvent(event)
        if self._when_empty and not self._model.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("text_soft"))
            inside = self.viewport().rect().adjusted(12, 12, -12, -12)
            how = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, int(how), self._when_empty)
            painter.end()

    def current(self) -> Any:
        """Return the thing of the current row, or None."""
        return self._thing(self.currentIndex())

    def all(self) -> list[Any]:
        """Return the things of every row, from top to bottom."""
        return [self._model.thing(row) for row in range(self._model.rowCount())]

    def chosen(self) -> list[Any]:
        """Return the things of the selected rows, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._model.thing(row) for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if not event.modifiers():
                self.opened.emit(self.current())
                return
            event.ignore()
            return
        super().keyPressEvent(event)

    def _thing(self, index: Index) -> Any:
        return self._model.thing(index.row()) if index.isValid() else None
