"""The sheet one types in: the current cell is always a real field, so that the Chinese input method composes in it.

Qt's item views switch the input method off on cells that have no open editor; here there is no such cell among those
that can be typed in. Columns at the left may be frozen: a second view of the same model lies over them.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from desktop import theme
from desktop.widgets.questions.editor import Editor, Typed
from desktop.widgets.questions.editors import make_editor
from desktop.widgets.questions.grid_cells import WholeCell, width_of
from desktop.widgets.sheet.sheet_model import Edit, SheetModel
from desktop.widgets.sheet.sheet_rows import SheetRow
from desktop.words import _

_ROW: Final = 32
_ARROWS: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_FLAGS = QItemSelectionModel.SelectionFlag


class SheetView(QTableView):
    """`moved` when another cell is current; *command* does Ctrl+C, V, D and Delete, and says whether it did."""

    moved = Signal()

    def __init__(self, model: SheetModel, command: Callable[[Qt.Key], bool]) -> None:
        super().__init__()
        self._command = command
        self.sheet = model
        self.editor: Editor | None = None
        self.frozen = 0
        self._at: tuple[int, int] | None = None
        self._before: tuple[SheetRow, str, Typed] | None = None
        self.setModel(model)
        _dress(self)
        self.setAccessibleName(_("表格"))
        self._left = QTableView(self)  # the frozen columns
        self._left.setModel(model)
        self._left.setSelectionModel(self.selectionModel())
        _dress(self._left)
        self._left.verticalHeader().hide()
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left.setFrameShape(QFrame.Shape.NoFrame)
        self._left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left.hide()
        self.verticalScrollBar().valueChanged.connect(self._left.verticalScrollBar().setValue)
        self._left.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.selectionModel().currentChanged.connect(self._moved)
        model.modelAboutToBeReset.connect(self._close)
        model.layoutAboutToBeChanged.connect(self._close)
        model.dataChanged.connect(self._refresh)
        self.installEventFilter(self)

    def fit_columns(self) -> None:
        """Give every column a width by what stands in it."""
        for at, question in enumerate(self.sheet.questions):
            words = str(self.sheet.headerData(at, Qt.Orientation.Horizontal))
            width = width_of(question, self.fontMetrics().horizontalAdvance(words))
            self.setColumnWidth(at, theme.px(width))

    def freeze(self, columns: int) -> None:
        """Keep the first *columns* in sight while scrolling sideways; 0 frees them."""
        self.frozen = columns
        for at in range(self.sheet.columnCount()):
            self._left.setColumnHidden(at, at >= columns or self.isColumnHidden(at))
            self._left.setColumnWidth(at, self.columnWidth(at))
        self._left.setVisible(columns > 0)
        self._place()

    # -- the current field ------------------------------------------------------------------------------

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        index = self.sheet.index(row, column)
        if self.currentIndex() == index:
            self._open(row, column)
        else:
            self.selectionModel().setCurrentIndex(index, _FLAGS.ClearAndSelect)

    def settle(self) -> None:
        """Take what is half typed."""
        self._close()

    def selected(self) -> list[tuple[int, int]]:
        """Return the selected cells, row by row; the current one when nothing else is selected."""
        cells = sorted((one.row(), one.column()) for one in self.selectedIndexes())
        now = self.currentIndex()
        return cells or ([(now.row(), now.column())] if now.isValid() else [])

    def _moved(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self._open(index.row(), index.column())
        self.moved.emit()

    def _open(self, row: int, column: int) -> None:
        if self._at == (row, column) and self.editor is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._close()
        self._at = (row, column)
        self.scrollTo(self.sheet.index(row, column))
        if not self.sheet.writable(row, column):
            self.setFocus()
            return
        record, question = self.sheet.rows[row], self.sheet.questions[column]
        over = self._left if column < self.frozen else self
        editor = make_editor(question, question.path, record.filling, over, in_grid=True)
        editor.inner.setProperty("role", "cell")
        editor.inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        editor.inner.installEventFilter(self)
        editor.inner.setAccessibleName(str(self.sheet.headerData(column, Qt.Orientation.Horizontal)))
        editor.refresh(self.sheet.state(row, column), force=True)
        editor.edited.connect(lambda value: self._typed(record, question.path, value))
        editor.forward.connect(lambda: self._step(0, 1, wrap=True))
        editor.backward.connect(lambda: self._step(0, -1, wrap=True))
        self.editor = editor
        self._before = (record, question.path, self.sheet.typed(row, column))
        over.setIndexWidget(self.sheet.index(row, column), editor)
        editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _close(self) -> None:
        """Take the field away; the cell shows the answer, and what was typed is one step of undo."""
        editor, at, before = self.editor, self._at, self._before
        self.editor, self._at, self._before = None, None, None
        if editor is None or at is None or before is None:
            return
        editor.settle()
        record, path, was = before
        record.filling.close_step()
        record.filling.shown.add(path)
        index = self.sheet.index(*at)
        over = self._left if at[1] < self.frozen else self
        if index.isValid() and record is self.sheet.rows[at[0]]:
            now = self.sheet.typed(*at)
            over.setIndexWidget(index, None)  # type: ignore[arg-type]  # Qt takes None to remove it
            self.sheet.noted(Edit(record, path, was, now))

    def _typed(self, record: SheetRow, path: str, value: Typed) -> None:
        record.filling.type(path, value)
        self.sheet.touch(record)

    def _refresh(self) -> None:
        if self.editor is not None and self._at is not None and self._at[0] < self.sheet.rowCount():
            self.editor.refresh(self.sheet.state(*self._at))

    # -- keys -------------------------------------------------------------------------------------------

    def _step(self, down: int, across: int, *, wrap: bool = False) -> None:
        """Go to the next cell in sight that can be typed in; *wrap* goes on in the next row."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        rows, columns = self.sheet.rowCount(), self.sheet.columnCount()
        while True:
            row, column = row + down, column + across
            if wrap and not 0 <= column < columns:
                row, column = row + across, 0 if across > 0 else columns - 1
            if not (0 <= row < rows and 0 <= column < columns):
                return
            if not self.isColumnHidden(column) and self.sheet.writable(row, column):
                self.go_to(row, column)
                return

    def _extend(self, down: int, across: int) -> None:
        """Shift and an arrow: select from the current cell on; the field stays where it is."""
        now = self.currentIndex()
        chosen = self.selectionModel().selection().toList()
        top, bottom = (chosen[0].top(), chosen[0].bottom()) if chosen else (now.row(), now.row())
        left, right = (chosen[0].left(), chosen[0].right()) if chosen else (now.column(), now.column())
        if down:
            top, bottom = _grown(top, bottom, now.row(), down, self.sheet.rowCount())
        if across:
            left, right = _grown(left, right, now.column(), across, self.sheet.columnCount())
        whole = QItemSelection(self.sheet.index(top, left), self.sheet.index(bottom, right))
        self.selectionModel().select(whole, _FLAGS.ClearAndSelect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the sheet come before the field's own."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & _CTRL and key in (Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_D):
            return self._command(key)
        if key in _ARROWS and event.modifiers() & _SHIFT and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._extend(*_ARROWS[key])
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and (event.modifiers() & _CTRL or self._is_line()):
            self._step(*_ARROWS[key])
            return True
        if key == Qt.Key.Key_Delete and len(self.selectedIndexes()) > 1:
            return self._command(key)
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if self.editor is not None:
                self.editor.settle()
            self._step(0, -1 if key == Qt.Key.Key_Backtab else 1, wrap=True)
            return True
        return False

    def _is_line(self) -> bool:
        """Say whether up and down mean rows here: a list of choices has its own use for them."""
        column = self.currentIndex().column()
        return self.editor is None or self.sheet.questions[column].choices is None

    # -- frozen columns ---------------------------------------------------------------------------------

    def _resized(self, column: int, _old: int, width: int) -> None:
        self._left.setColumnWidth(column, width)
        self._place()

    def _place(self) -> None:
        wide = sum(self.columnWidth(at) for at in range(self.frozen) if not self.isColumnHidden(at))
        frame = self.frameWidth()
        self._left.setGeometry(
            self.verticalHeader().width() + frame, frame, wide,
            self.viewport().height() + self.horizontalHeader().height(),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frozen columns where they are."""
        super().resizeEvent(event)
        self._place()


def _dress(view: QTableView) -> None:
    view.setItemDelegate(WholeCell(view))
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setProperty("role", "grid")
    rows = view.verticalHeader()
    rows.setDefaultSectionSize(theme.px(_ROW))
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    heads = view.horizontalHeader()
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setHighlightSections(False)
    heads.setSectionsClickable(True)


def _grown(first: int, last: int, anchor: int, step: int, size: int) -> tuple[int, int]:
    """Return a selection from *first* to *last* moved at the end away from *anchor*."""
    if last > anchor or (first == last and step > 0):
        last = max(anchor, min(size - 1, last + step))
    else:
        first = min(anchor, max(0, first + step))
    return first, last
