"""The rows of a roster as they were judged: each problem at its cell, by colour and by shape."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop import theme
from desktop.widgets.importing.roster_import import problems_at
from desktop.words import _
from forms.problems import PROPOSED, Problem
from forms.words import N_
from reports.workbooks import CellProblem, Judged, UpdatedRecord
from reports.workbooks.header import Why
from reports.workbooks.sheet import column_letter

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
GOOD, TO_DO, UPDATE, REFUSED, IGNORED = "good", "to_do", "update", "refused", "ignored"
_SIGNS = {
    GOOD: ("circle-check", "good"),
    TO_DO: ("hourglass", "warn"),
    UPDATE: ("edit", "accent"),
    REFUSED: ("alert-circle", "bad"),
    IGNORED: ("minus", "text_faint"),
}
_TOLD = {
    GOOD: N_("可以导入"),
    TO_DO: N_("可以导入，还有待补或待说明的项目"),
    UPDATE: N_("更新台账里已有的记录"),
    REFUSED: N_("不能导入"),
    IGNORED: N_("不是数据"),
}


class PreviewModel(QAbstractTableModel):
    """One line for each row below the header; *put* asks for a new judgement after a cell was changed."""

    put = Signal(int)  # the sheet row (from 0) whose cell was put right

    def __init__(self, judged: Judged, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.judged = judged
        self.sheet = judged.plan.sheet
        self.columns = [column for column in judged.plan.columns if column.header]
        self.rows: list[int] = []
        self.status: dict[int, str] = {}
        self.updates: dict[int, UpdatedRecord] = {}
        self._problems: dict[tuple[int, int | None], list[CellProblem]] = {}
        self.only: str | None = None
        self.show(judged)

    def show(self, judged: Judged) -> None:
        """Show another judgement of the same sheet."""
        self.beginResetModel()
        self.judged = judged
        self._problems = problems_at(judged)
        self.status = {row.number: IGNORED for row in judged.ignored if row.why is not Why.BLANK}
        for record in judged.good:
            waiting = {cell.row for cell in record.to_do}
            self.status |= {number: TO_DO if number in waiting else GOOD for number in record.row_numbers}
        self.updates = {number: update for update in judged.updates for number in update.numbers}
        self.status |= dict.fromkeys(self.updates, UPDATE)
        self.status |= {row.number: REFUSED for row in judged.refused}
        self._choose()
        self.endResetModel()

    def filter(self, status: str | None) -> None:
        """Show only rows of *status*; all when None."""
        self.beginResetModel()
        self.only = status
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        numbers = sorted(self.status)
        if self.only == GOOD:
            self.rows = [number for number in numbers if self.status[number] in (GOOD, TO_DO, UPDATE)]
        else:
            self.rows = [number for number in numbers if self.only in (None, self.status[number])]

    def count(self, *states: str) -> int:
        """Return how many rows have one of *states*."""
        return sum(state in states for state in self.status.values())

    def problems(self, row: int) -> list[CellProblem]:
        """Return the problems of the model's *row*, those of the whole row first."""
        number = self.rows[row]
        found = [cell for (at, _c), cells in self._problems.items() if at == number for cell in cells]
        return sorted(found, key=lambda cell: -1 if cell.column is None else cell.column)

    def place(self, cell: CellProblem) -> str:
        """Return the words for where a problem is: the cell, and the heading above it."""
        if cell.column is None:
            return _("第 {row} 行").format(row=cell.row)
        heading = next((one.header for one in self.columns if one.index == cell.column), "")
        return f"{column_letter(cell.column)}{cell.row} {heading}".strip()

    def proposed(self, index: Index) -> str:
        """Return the answer a problem of this cell proposes, '' for none."""
        found = (
            (str(cell.problem.values.get(PROPOSED, "")) for cell in self._at(index))
            if index.isValid()
            else ()
        )
        return next(filter(None, found), "")

    def _at(self, index: Index) -> list[CellProblem]:
        return self._problems.get((self.rows[index.row()], self.columns[index.column()].index), [])

    def _changes(self, index: Index) -> bool:
        """Say whether a cell is one an update takes its new answer from."""
        update = self.updates.get(self.rows[index.row()])
        if update is None:
            return False
        paths = {target.path for target in self.columns[index.column()].targets}
        return any(one.path in paths for one in update.alterations)

    # -- Qt ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns with a heading."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of rows that are data can be put right here."""
        flags = super().flags(index)
        if index.isValid() and self.status.get(self.rows[index.row()]) != IGNORED:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return headings above, row numbers with the shape of their state at the side."""
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].header if role == Qt.ItemDataRole.DisplayRole else None
        number = self.rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(number)
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon(*_SIGNS[self.status[number]])
        if role == Qt.ItemDataRole.ToolTipRole:
            return _(_TOLD[self.status[number]])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the view asks of a cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.sheet.shown(self.rows[index.row()] - 1, self.columns[index.column()].index)
        cells = self._at(index)
        if cells:
            return _problem_data([cell.problem for cell in cells], self.status[self.rows[index.row()]], role)
        if role == Qt.ItemDataRole.BackgroundRole and self._changes(index):
            return theme.colour("accent_soft")
        if role == Qt.ItemDataRole.ForegroundRole and self.status[self.rows[index.row()]] == IGNORED:
            return theme.colour("text_faint")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Put a cell right, in the sheet read into memory (never in the clerk's file)."""
        row, column = self.rows[index.row()] - 1, self.columns[index.column()].index
        if role != Qt.ItemDataRole.EditRole or str(value) == self.sheet.shown(row, column):
            return False
        self.sheet.put(row, column, str(value))
        self.put.emit(row)
        return True


def _problem_data(problems: list[Problem], status: str, role: int) -> object:
    """Return ground, shape and sentence of a cell with problems."""
    tone = "bad" if status == REFUSED else "warn"
    if role == Qt.ItemDataRole.BackgroundRole:
        return theme.colour(f"{tone}_soft")
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme.colour("text")
    if role == Qt.ItemDataRole.DecorationRole:
        return theme.icon("alert-circle" if tone == "bad" else "alert-triangle", tone)
    if role == Qt.ItemDataRole.ToolTipRole:
        return "\n".join(problem.sentence(_) for problem in problems)
    return None
