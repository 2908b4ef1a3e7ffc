"""A repeat as a small grid: the current cell is always a real field.

Because the field is there before the first key, the Chinese input method composes in it as anywhere else, and
every kind of question keeps its own way of typing (choices by pinyin, short dates). Enter goes to the next cell;
after the last cell of the last row it adds a row, and from a blank last row it leaves the grid.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets import plain
from desktop.widgets.questions.editor import Editor, Typed
from desktop.widgets.questions.editors import make_editor
from desktop.widgets.questions.filling import Changed, Filling
from desktop.widgets.questions.grid_cells import WholeCell, width_of
from desktop.widgets.questions.problem_line import ProblemLine
from desktop.widgets.questions.repeat_model import RepeatModel
from desktop.words import _
from forms.engine import Repeat

_ROW = 34
_SHOWN_ROWS = 9


class RepeatGrid(QWidget):
    """The grid, its buttons, and the line for the current cell's problem."""

    forward = Signal(object)  # the clerk is through with the grid
    backward = Signal(object)
    gained = Signal(object)

    def __init__(self, filling: Filling, repeat: Repeat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = filling
        self.repeat = repeat
        self.path = repeat.name
        self.setProperty("wide", True)
        self.model = RepeatModel(filling, repeat, self)
        self.editor: Editor | None = None
        self._at: tuple[int, int] | None = None
        self.view = QTableView(self)
        self.problems = ProblemLine(self)
        self.add = plain.button(
            _("增加一行"),
            self.append,
            icon="row-insert-bottom",
            role="quiet",
            tip=_("增加一行（Ctrl+Insert）"),
        )
        self.remove = plain.button(
            _("删除此行"), self.remove_row, icon="row-remove", role="quiet", tip=_("删除此行（Ctrl+Delete）")
        )
        self._dress_view()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.view)
        column.addWidget(self.problems)
        column.addLayout(plain.row(self.add, self.remove, None, spacing=2))
        self.problems.explained.connect(self._explain)
        self.problems.forward.connect(self._next)
        self.problems.proposal_taken.connect(lambda answer: self._filling.fill({self.current_path(): answer}))
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.installEventFilter(self)
        self._fit()

    def _dress_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(WholeCell(view))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.setAlternatingRowColors(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self.repeat.label.in_(self._filling.language))
        view.setProperty("role", "grid")
        rows = view.verticalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        columns = view.horizontalHeader()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        for at, question in enumerate(self.model.questions):
            words = str(self.model.headerData(at, Qt.Orientation.Horizontal))
            columns.resizeSection(at, width_of(question, view.fontMetrics().horizontalAdvance(words)))

    # -- showing ----------------------------------------------------------------------------------------

    def apply(self, change: Changed, *, force: bool = False) -> None:
        """Repaint what changed; the current field keeps its text while typed in, unless *force*."""
        if change.structure:
            self._close()
            self.model.changed(change.paths, structure=True)
            self._fit()
            return
        self.model.changed(change.paths, structure=False)
        if self.editor is not None and self._at is not None and self.model.path(*self._at) in change.paths:
            self.editor.refresh(self.model.state(*self._at), force=force)
        self._show_problem()

    def refresh(self, *, force: bool = False) -> None:
        """Show everything anew."""
        self.apply(Changed(frozenset(), True), force=force)

    def _fit(self) -> None:
        """Be as high as the rows need, up to nine."""
        rows = min(max(self.model.rowCount(), 1), _SHOWN_ROWS)
        frame = 2 * self.view.frameWidth() + 12
        self.view.setFixedHeight(self.view.horizontalHeader().sizeHint().height() + rows * _ROW + frame)
        changeable = not self._filling.readonly and not self.repeat.counted
        self.add.setVisible(changeable)
        self.remove.setVisible(changeable and self.model.rowCount() > 0)

    def _show_problem(self) -> None:
        if self._at is None or self._at[0] >= self.model.rowCount():
            self.problems.hide()
            return
        state = self.model.state(*self._at)
        tells = bool(state.text) or self._filling.tells_blank(self.model.path(*self._at))
        problems = state.problems if tells else ()
        tone = self.problems.show_problems(
            problems, state.settled, state.explanation, readonly=self._filling.readonly
        )
        if self.editor is not None:
            plain.state(self.editor.inner, tone)

    # -- the current field ------------------------------------------------------------------------------

    def takes_focus(self) -> bool:
        """Tell whether the clerk can type here."""
        return not self.isHidden() and not self._filling.readonly

    def focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Go to the first cell, or the last when coming backwards; to 增加一行 when there is none."""
        back = reason == Qt.FocusReason.BacktabFocusReason
        rows = self.model.rowCount()
        if rows == 0:
            self.add.setFocus(reason)
        elif self._at is not None and self.editor is not None:
            self.editor.setFocus(reason)
        else:
            cells = self._cells()
            if cells:
                self.go_to(*(cells[-1] if back else cells[0]))

    def current_path(self) -> str:
        """Return the path of the current cell, or of the repeat when there is none."""
        return self.model.path(*self._at) if self._at is not None else self.path

    def hint(self) -> str:
        """Return the hint of the current cell's question."""
        if self._at is None:
            return ""
        return self.model.questions[self._at[1]].hint.in_(self._filling.language)

    def focus_path(self, path: str) -> bool:
        """Go to the cell of *path*; False when it is not here."""
        where = self.model.cell(path)
        if where is None or where[0] >= self.model.rowCount():
            return False
        self.go_to(*where)
        return True

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one, with its field."""
        index = self.model.index(row, column)
        if self.view.currentIndex() == index:
            self._open(row, column)
        else:
            self.view.setCurrentIndex(index)

    def _moved(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self._open(index.row(), index.column())

    def _open(self, row: int, column: int) -> None:
        """Put a field into the cell."""
        if self._at == (row, column) and self.editor is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._close()
        self._at = (row, column)
        if self.model.takes_focus(row, column):
            path = self.model.path(row, column)
            editor = make_editor(self.model.questions[column], path, self._filling, self.view, in_grid=True)
            editor.inner.setProperty("role", "cell")
            editor.inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            editor.inner.installEventFilter(self)
            editor.inner.setAccessibleName(str(self.model.headerData(column, Qt.Orientation.Horizontal)))
            editor.refresh(self.model.state(row, column), force=True)
            editor.edited.connect(lambda value: self._typed(path, value))
            editor.forward.connect(self._next)
            editor.backward.connect(self._back)
            editor.gained.connect(lambda: self.gained.emit(self))
            editor.left.connect(lambda: self._left(path))
            self.editor = editor
            self.view.setIndexWidget(self.model.index(row, column), editor)
            self.view.scrollTo(self.model.index(row, column))
            editor.setFocus(Qt.FocusReason.TabFocusReason)
        self._show_problem()

    def _close(self) -> None:
        """Take the field away; the cell shows the answer."""
        editor, at = self.editor, self._at
        self.editor, self._at = None, None
        if editor is None or at is None:
            return
        had_focus = editor.is_busy()
        editor.settle()
        index = self.model.index(*at)
        if index.isValid():
            self.view.setIndexWidget(index, None)  # type: ignore[arg-type]  # Qt takes None to remove it
        if had_focus:
            self.view.setFocus()

    def _typed(self, path: str, value: Typed) -> None:
        self._filling.type(path, value)

    def _left(self, path: str) -> None:
        self._filling.close_step()
        self._filling.shown.add(path)
        where = self.model.cell(path)
        if where is not None and where[0] < self.model.rowCount():
            self.model.changed(frozenset((path,)), structure=False)
        self._show_problem()

    def _explain(self, words: str) -> None:
        if self._at is not None:
            self._filling.explain(self.model.path(*self._at), words)

    # -- moving -----------------------------------------------------------------------------------------

    def _cells(self) -> list[tuple[int, int]]:
        """Return the cells that can be typed in, row by row."""
        rows, columns = self.model.rowCount(), self.model.columnCount()
        return [(r, c) for r in range(rows) for c in range(columns) if self.model.takes_focus(r, c)]

    def _next(self) -> None:
        at = self._at or (0, -1)
        row = at[0]
        later = [
            (row, c) for c in range(at[1] + 1, self.model.columnCount()) if self.model.takes_focus(row, c)
        ]
        if later:
            self.go_to(*later[0])
        elif row + 1 < self.model.rowCount():
            self._first_of(row + 1)
        elif self._is_blank(row) or self.repeat.counted:
            self.leave()
        else:
            self.append()

    def leave(self) -> None:
        """Leave the grid forwards; a blank last row that was only offered goes away."""
        last = self.model.rowCount() - 1
        self._close()
        if last > 0 and self._is_blank(last) and not self.repeat.counted:
            self._filling.remove_row(self.repeat.name, last + 1)
        self.forward.emit(self)

    def _back(self) -> None:
        cells = self._cells()
        at = cells.index(self._at) if self._at in cells else 0
        if at > 0:
            self.go_to(*cells[at - 1])
        else:
            self._close()
            self.backward.emit(self)

    def _first_of(self, row: int) -> None:
        column = next((c for c in range(self.model.columnCount()) if self.model.takes_focus(row, c)), None)
        if column is not None:
            self.go_to(row, column)

    def _is_blank(self, row: int) -> bool:
        """Tell whether nothing was typed in *row*."""
        columns = range(self.model.columnCount())
        return not any(self.model.state(row, c).text for c in columns if self.model.takes_focus(row, c))

    # -- rows -------------------------------------------------------------------------------------------

    def append(self) -> None:
        """Add a row at the end and go to its first cell."""
        self._close()
        self._filling.add_row(self.repeat.name)
        self._first_of(self.model.rowCount() - 1)

    def remove_row(self) -> None:
        """Remove the current row (Ctrl+Z brings it back)."""
        row = self._at[0] if self._at else self.view.currentIndex().row()
        if self._filling.readonly or row < 0 or row >= self.model.rowCount():
            return
        self._close()
        self._filling.remove_row(self.repeat.name, row + 1)
        if self.model.rowCount():
            self._first_of(min(row, self.model.rowCount() - 1))
        else:
            self.add.setFocus()

    def same_as_above(self) -> bool:
        """Fill the current cell with the answer above it (F4, Ctrl+D); False when there is none."""
        if self._at is None or self._at[0] == 0 or self.editor is None:
            return False
        above = self.model.state(self._at[0] - 1, self._at[1])
        value = list(above.value) if isinstance(above.value, (list, tuple)) else above.text
        if self.model.questions[self._at[1]].choices is not None and isinstance(above.value, str):
            value = above.value
        self._filling.type(self.model.path(*self._at), value, force=True)
        return True

    # -- keys -------------------------------------------------------------------------------------------

    def _row_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Insert:
            self.append()
        elif key == Qt.Key.Key_Delete:
            self.remove_row()
        elif key == Qt.Key.Key_D:
            return self.same_as_above()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._at is not None:
            row = self._at[0] + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= row < self.model.rowCount():
                self.go_to(row, self._at[1])
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Row keys come before the field's own (Ctrl+Delete would delete a word); Tab goes cell by cell. When the
        focus comes to the table itself, the current cell opens.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if (
            watched is self.view
            and event.type() == QEvent.Type.FocusIn
            and isinstance(event, QFocusEvent)
            and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        ):
            self.focus(event.reason())
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Handle a key of the table or of the current field; True when it is used up."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._row_key(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Tab and self.editor is not None:
            self.editor.settle()
            self._next()
            return True
        if event.key() == Qt.Key.Key_Backtab and self.editor is not None:
            self.editor.settle()
            self._back()
            return True
        return False
