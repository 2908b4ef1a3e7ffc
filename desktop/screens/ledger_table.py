"""The table view of a ledger: widths, order and hidden columns remembered, one row a record."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyle, QTableView

from desktop import theme
from desktop.cells import Column
from desktop.screens.ledger_model import BY, STATE, UPDATED, VERDICT, LedgerModel
from desktop.settings import Settings
from desktop.words import _
from records.model.heads import RecordHead

_ROW: Final = 30
MOST: Final = 5_000  # records something is done to at once
_FIRST_ROOM: Final = 1080  # what a window of 1366 leaves for the list
_WIDTHS: Final = {STATE: 116, VERDICT: 130, UPDATED: 138, BY: 84}
_BY_NAME: Final = {"name": 130, "title": 130, "_no": 124}
_SORTED_BY: Final = {UPDATED: "updated", STATE: "state", VERDICT: "verdict"}


class LedgerTable(QTableView):
    """`opened` carries a record id (double click, Enter); `sorted` the new order for ``records.list``."""

    opened = Signal(str)
    sorted = Signal(str)

    def __init__(self, model: LedgerModel, settings: Settings, form_id: str) -> None:
        super().__init__()
        self._model, self._settings, self._form_id = model, settings, form_id
        self._order = "-updated"
        self._wanted = ""
        self._restoring = False
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(400)
        self._keep.timeout.connect(self._remember_columns)
        self.setModel(model)
        self.setAccessibleName(_("记录列表"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._dress()
        self.destroyed.connect(theme.on_change(self._dress))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsMovable(True)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSortIndicatorShown(True)
        heads.setSectionsClickable(True)
        heads.setStretchLastSection(False)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(self._head_menu)
        heads.sectionClicked.connect(self._sort)
        heads.sectionResized.connect(lambda *_what: self._keep.start())
        heads.sectionMoved.connect(lambda *_what: self._keep.start())
        self.activated.connect(self._activate)

    def _dress(self) -> None:
        self.setFont(theme.figures())
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))

    def order(self) -> str:
        """Return the order to ask for, as ``records.list`` names it."""
        return self._order

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show *columns* with the widths, places and hidden ones remembered for this form."""
        self._model.beginResetModel()
        self._model.columns = columns
        self._model.endResetModel()
        self._restoring = True
        names = self._model.names()
        kept = self._settings.get(f"columns.{self._form_id}", {})
        widths, hidden = kept.get("widths", {}), kept.get("hidden", self._least(names))
        for place, name in enumerate(names):
            self.setColumnWidth(place, int(widths.get(name, self._width(place, name))))
            self.setColumnHidden(place, name in hidden)
        if not widths:
            self._use_the_room()
        heads = self.horizontalHeader()
        for place, name in enumerate(name for name in kept.get("order", []) if name in names):
            heads.moveSection(heads.visualIndex(names.index(name)), place)
        self._show_order()
        self._restoring = False

    def _width(self, place: int, name: str) -> int:
        """Return a first width: what the heading needs, more for names and numbers."""
        heading = self.fontMetrics().horizontalAdvance(self._model.heading(place)) + 34
        if name in _WIDTHS:
            return max(_WIDTHS[name], heading)
        column = self._model.columns[place - 1]
        wanted = 176 if column.masked is not None else 92
        for ending, width in _BY_NAME.items():
            wanted = max(wanted, width) if column.name.endswith(ending) else wanted
        return min(230, max(heading, wanted))

    def _least(self, names: Sequence[str]) -> list[str]:
        """Return what is hidden at first: who entered it, and what does not fit into the window at its first width.

        Worked-out classes go first (they repeat what another column says), then when it was changed, then columns
        from the right; name, state and verdict always stay.
        """
        hidden = [BY]
        worked_out = [column.name for column in self._model.columns if column.worked_out]
        last = [column.name for column in reversed(self._model.columns[2:])]
        room = self._room()
        for name in dict.fromkeys([*worked_out, UPDATED, *last]):
            wanted = sum(self._width(at, one) for at, one in enumerate(names) if one not in hidden)
            if wanted <= room:
                break
            hidden.append(name)
        return hidden

    def _room(self) -> int:
        """Return the width for columns, a scroll bar at the right left out."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return max(self.viewport().width() - bar - 4, _FIRST_ROOM)

    def _use_the_room(self) -> None:
        """Give what is left of the first width to the columns of words, which are the ones cut off."""
        shown = [at for at in range(self._model.columnCount()) if not self.isColumnHidden(at)]
        left = self._room() - sum(self.columnWidth(at) for at in shown)
        wordy = [at for at in shown if self._is_wordy(at)]
        for at in wordy:
            self.setColumnWidth(at, self.columnWidth(at) + max(0, left) // len(wordy))

    def _is_wordy(self, place: int) -> bool:
        """Say whether a column holds names of any length: of employers, donors, titles."""
        columns = self._model.columns
        return 2 <= place <= len(columns) and columns[place - 1].name.endswith(("name", "title"))

    def shown_columns(self) -> list[str]:
        """Return the names of the questions shown, from left to right."""
        names, heads = self._model.names(), self.horizontalHeader()
        places = [heads.logicalIndex(at) for at in range(len(names))]
        return [
            names[place]
            for place in places
            if not names[place].startswith("_") and not self.isColumnHidden(place)
        ]

    def chosen(self) -> list[RecordHead]:
        """Return the selected records, from top to bottom."""
        heads = []
        for row in self._selected_rows():
            head = self._model.known(row)
            if head is not None:
                heads.append(head)
        return heads

    def selected_count(self) -> int:
        """Return how many rows are selected, read or not."""
        return sum(chosen.height() for chosen in self.selectionModel().selection().toList())

    def need_selected(self) -> None:
        """Read what is selected and was never in sight."""
        rows = self._selected_rows()
        if rows:
            self._model.need(range(rows[0], rows[-1] + 1))

    def _selected_rows(self) -> list[int]:
        """Return the selected rows from top to bottom, `MOST` at most."""
        rows: set[int] = set()
        for chosen in self.selectionModel().selection().toList():
            rows.update(range(chosen.top(), min(chosen.bottom(), chosen.top() + MOST - 1) + 1))
        return sorted(rows)[:MOST]

    def selectAll(self) -> None:
        """Select every row of the list, `MOST` at most: what is done to them is done in one transaction."""
        last = min(self._model.rowCount(), MOST) - 1
        if last >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            whole = QItemSelection(
                self._model.index(0, 0), self._model.index(last, self._model.columnCount() - 1)
            )
            self.selectionModel().select(whole, flags)

    def mark(self, record_id: str) -> None:
        """Select the row of *record_id*, now or as soon as it has been read."""
        self._wanted = record_id
        self.keep_place()

    def remember(self, record_id: str) -> None:
        """Stay on *record_id* when the rows are read anew."""
        self._wanted = record_id

    def keep_place(self) -> None:
        """Go back to the row worked on after rows came; without one, to the first row."""
        row = self._model.row_of(self._wanted) if self._wanted else -1
        if row >= 0:
            index = self._model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def fill_column_menu(self, menu: QMenu) -> None:
        """Fill *menu* with every column, ticked while shown."""
        menu.clear()
        for place, _name in enumerate(self._model.names()):
            action = menu.addAction(self._model.heading(place).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.setEnabled(place > 0)
            action.toggled.connect(lambda shown, place=place: self._show(place, shown))
        menu.addSeparator()
        menu.addAction(_("恢复默认列")).triggered.connect(self._reset_columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the record of the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        head = self._model.known(index.row())
        if head is not None:
            self._wanted = head.record_id
            self.opened.emit(head.record_id)

    def _sort(self, place: int) -> None:
        name = self._model.names()[place]
        key = _SORTED_BY.get(name, name if not name.startswith("_") else "updated")
        self._order = key if self._order == f"-{key}" else f"-{key}"
        self._show_order()
        self.sorted.emit(self._order)

    def put_order(self, order: str) -> None:
        """Show that the list has *order* (``-monthly_wage``); who calls asks for it."""
        self._order = order
        self._show_order()

    def _show_order(self) -> None:
        key = self._order.lstrip("-")
        names = self._model.names()
        name = next((ours for ours, theirs in _SORTED_BY.items() if theirs == key), key)
        place = names.index(name) if name in names else -1
        down = Qt.SortOrder.DescendingOrder if self._order.startswith("-") else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(place, down)

    def _show(self, place: int, shown: bool) -> None:
        self.setColumnHidden(place, not shown)
        self._remember_columns()

    def _reset_columns(self) -> None:
        self._settings.set(f"columns.{self._form_id}", {})
        self.show_columns(self._model.columns)

    def _remember_columns(self) -> None:
        if self._restoring:
            return
        names = self._model.names()
        heads = self.horizontalHeader()
        shown = [place for place in range(len(names)) if not self.isColumnHidden(place)]
        kept = {
            "widths": {names[place]: self.columnWidth(place) for place in shown},
            "hidden": [names[place] for place in range(len(names)) if self.isColumnHidden(place)],
            "order": [names[heads.logicalIndex(place)] for place in range(len(names))],
        }
        self._settings.set(f"columns.{self._form_id}", kept)

    def _head_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_column_menu(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(where))
