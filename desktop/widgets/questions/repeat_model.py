"""The rows of a repeat as a table for a view: words, shapes and colours of cells, asked of the engine when shown."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop import theme
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.shown_words import shown_words
from desktop.words import _
from forms.engine import Group, Kind, Question, QuestionState, Repeat
from forms.problems import Problem, Severity

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_ALIGNED = int(Qt.AlignmentFlag.AlignVCenter)


def leaves(node: Group | Repeat) -> Iterator[Question]:
    """Yield the visible questions of *node*, groups inside opened out."""
    for child in node.children:
        if isinstance(child, Question):
            if child.visible and child.kind is not Kind.NOTE:
                yield child
        elif isinstance(child, Group):
            yield from leaves(child)


class RepeatModel(QAbstractTableModel):
    """One row for each occurrence, one column for each question."""

    def __init__(self, filling: Filling, repeat: Repeat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filling = filling
        self.repeat = repeat
        self.questions = list(leaves(repeat))
        self._states: dict[str, QuestionState] = {}
        self._columns = {question.name: at for at, question in enumerate(self.questions)}

    def path(self, row: int, column: int) -> str:
        """Return the path of a cell, ``trainee[2].id_no``."""
        return f"{self.repeat.name}[{row + 1}].{self.questions[column].name}"

    def cell(self, path: str) -> tuple[int, int] | None:
        """Return (row, column) of *path*, or None when it is not of this repeat."""
        head, _bracket, rest = path.partition("[")
        number, _bracket, name = rest.partition("].")
        if head != self.repeat.name or not number.isdigit() or name not in self._columns:
            return None
        return int(number) - 1, self._columns[name]

    def state(self, row: int, column: int) -> QuestionState:
        """Return the engine's state of a cell."""
        path = self.path(row, column)
        if path not in self._states:
            self._states[path] = self._filling.seen(self.questions[column], path)
        return self._states[path]

    def takes_focus(self, row: int, column: int) -> bool:
        """Tell whether the clerk can type in a cell."""
        question = self.questions[column]
        if question.calculated or question.readonly or self._filling.readonly:
            return False
        state = self.state(row, column)
        return state.relevant and not state.readonly

    def problem(self, row: int, column: int) -> Problem | None:
        """Return the problem shown at a cell: hard before soft; an explained one is none."""
        state = self.state(row, column)
        if not state.text and not self._filling.tells_blank(self.path(row, column)):
            return None
        hard = next((one for one in state.problems if one.severity is Severity.HARD), None)
        if hard is not None or state.explanation:
            return hard
        return next(iter(state.problems), None)

    def changed(self, paths: frozenset[str], *, structure: bool) -> None:
        """Forget what may differ now and repaint those cells."""
        if structure:
            self.beginResetModel()
            self._states.clear()
            self.endResetModel()
            return
        for path in paths:
            where = self.cell(path)
            if where is not None:
                self._states.pop(path, None)
                index = self.index(*where)
                self.dataChanged.emit(index, index)

    # -- Qt ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of occurrences."""
        return 0 if parent.isValid() else self._filling.session.count(self.repeat.name)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of questions."""
        return 0 if parent.isValid() else len(self.questions)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the question's label, or the row's number."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        question = self.questions[section]
        if role == Qt.ItemDataRole.DisplayRole:
            star = " *" if question.required else ""
            return question.label.in_(self._filling.language) + star
        if role == Qt.ItemDataRole.ToolTipRole:
            return question.hint.in_(self._filling.language) or None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the view asks of a cell."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self.questions[column].kind in _NUMBERS
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return int(side) | _ALIGNED
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = self.state(row, column)
            if not state.relevant:
                return ""
            return shown_words(self.questions[column], self.path(row, column), state, self._filling)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("text" if self.takes_focus(row, column) else "text_soft")
        return self._problem_data(row, column, role)

    def _problem_data(self, row: int, column: int, role: int) -> object:
        """Return shape, ground and sentence of a cell with a problem; the ground of a cell that is not asked."""
        if role not in (
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.BackgroundRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        if not self.state(row, column).relevant:
            return theme.colour("ground") if role == Qt.ItemDataRole.BackgroundRole else None
        problem = self.problem(row, column)
        if problem is None:
            return None
        tone = "bad" if problem.severity is Severity.HARD else "warn"
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon("alert-circle" if tone == "bad" else "alert-triangle", tone)
        if role == Qt.ItemDataRole.BackgroundRole:
            return theme.colour(f"{tone}_soft")
        return problem.sentence(_)
