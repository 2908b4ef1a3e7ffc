"""A line or an area on the Earth: a small table, a point in each row, typed or pasted from a map or from Excel.

The last row is always empty: typing there makes the next point. An area is closed by itself.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.widgets.questions.editor import Editor, Typed
from desktop.words import _
from forms.engine import Kind, Question, QuestionState
from forms.engine.coordinates import read_point

_SHOWN, _LINE = 6, 30  # rows before it scrolls; pixels of a row


class PointsEditor(Editor):
    """A table of points."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._closed = question.kind is Kind.GEOSHAPE
        self._readonly = self._writing = False
        self.table = QTableWidget(0, 2, self)
        self.table.setProperty("role", "grid")
        self.table.setHorizontalHeaderLabels([_("纬度"), _("经度")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(_LINE)
        self.table.setTabKeyNavigation(False)
        self.table.setToolTip(_("逐行输入，或粘贴多个点（每行或分号分隔）；Ctrl+Delete 删除一点"))
        self._let_write(True)
        self.table.cellChanged.connect(self._cell)
        self.adopt(self.table)
        self._show([])

    # -- value ------------------------------------------------------------------------------------------

    def points(self) -> list[str]:
        """Return the rows that hold something, as ``latitude longitude``."""
        rows = (
            " ".join(part for part in (self._text(row, 0), self._text(row, 1)) if part)
            for row in range(self.table.rowCount())
        )
        return [row for row in rows if row]

    def typed(self) -> Typed:
        """Return the points between semicolons; the first once more at the end of an area."""
        found = self.points()
        if self._closed and len(found) > 2 and found[0] != found[-1]:
            found.append(found[0])
        return "; ".join(found) or None

    def show_text(self, state: QuestionState) -> None:
        """Show a row for each point."""
        self.put_back(state.text)

    def put_back(self, entry: Typed) -> None:
        """Show what stood here."""
        found = [piece.strip() for piece in str(entry or "").split(";") if piece.strip()]
        if self._closed and len(found) > 3 and found[0] == found[-1]:
            found.pop()
        if found != self.points():
            self._show(found)

    def set_readonly(self, readonly: bool) -> None:
        """Only look."""
        self._readonly = readonly
        self._let_write(not readonly)

    def _let_write(self, writable: bool) -> None:
        """Open a cell by typing or by double click; never by merely coming there, or Ctrl+V would land inside it."""
        by = QTableWidget.EditTrigger
        typing = by.DoubleClicked | by.EditKeyPressed | by.AnyKeyPressed
        self.table.setEditTriggers(typing if writable else by.NoEditTriggers)

    def is_busy(self) -> bool:
        """A cell that is typed in keeps its words; a finished one is told at once."""
        return self.table.state() == QTableWidget.State.EditingState

    # -- the table --------------------------------------------------------------------------------------

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item is not None else ""

    def _show(self, found: list[str]) -> None:
        self._writing = True
        at = self.table.currentRow(), self.table.currentColumn()
        self.table.setRowCount(len(found) + 1)
        for row, point in enumerate([*found, ""]):
            latitude, _blank, longitude = point.partition(" ")
            for column, words in enumerate((latitude, longitude)):
                self.table.setItem(row, column, QTableWidgetItem(words))
        self._fit()
        if at[0] >= 0:
            self.table.setCurrentCell(min(at[0], len(found)), at[1])
        self._writing = False

    def _fit(self) -> None:
        rows = min(max(self.table.rowCount(), 2), _SHOWN)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(rows * _LINE + head + 2 * self.table.frameWidth() + 2)

    def _cell(self, row: int, _column: int) -> None:
        if self._writing:
            return
        point = read_point(self._text(row, 0))
        if point is not None and not self._text(row, 1):  # a whole point was put into one cell
            self._writing = True
            latitude, _blank, longitude = point.partition(" ")
            self.table.setItem(row, 0, QTableWidgetItem(latitude))
            self.table.setItem(row, 1, QTableWidgetItem(longitude))
            self._writing = False
        if self._text(self.table.rowCount() - 1, 0):
            self.table.setRowCount(self.table.rowCount() + 1)
            self._fit()
        self.say(self.typed())

    def key(self, event: QKeyEvent) -> bool:
        """Paste points; Ctrl+Delete takes the row away. Enter walks through the cells and leaves at the empty row."""
        if self._readonly:
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
            return True
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete and held and self.table.currentRow() >= 0:
            kept = self.points()
            del kept[self.table.currentRow() : self.table.currentRow() + 1]
            self._show(kept)
            self.say(self.typed())
            return True
        return event.key() == Qt.Key.Key_Return and self._walk()

    def _walk(self) -> bool:
        """Go to the next cell; False in the empty row, where Enter leaves the field."""
        row, column = max(self.table.currentRow(), 0), max(self.table.currentColumn(), 0)
        if row == self.table.rowCount() - 1 and not self._text(row, 0):
            return False
        self.table.setCurrentCell(row + column, 1 - column)
        return True

    def paste(self, text: str) -> None:
        """Put the points of *text* (a line each, or between semicolons) after those that are there."""
        pieces = [piece for line in text.splitlines() for piece in line.replace("；", ";").split(";")]
        found = [read_point(piece) or piece.strip() for piece in pieces if piece.strip()]
        if found:
            self._show([*self.points(), *found])
            self.say(self.typed())
