"""The sheet as a table for views: words, problems, changing cells, sorting, filtering, taking back.

A change of one or many cells is one step of undo, whoever made it: typing, pasting, filling down, replacing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop import stages, theme
from desktop.widgets.questions.choice_index import ChoiceIndex
from desktop.widgets.questions.editor import Typed
from desktop.widgets.questions.shown_words import shown_words
from desktop.widgets.sheet.sheet_rows import SheetRow
from desktop.words import _
from forms.engine import Kind, Question, QuestionState
from forms.problems import Problem, Severity

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_ROLES = (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell before and after; *row* is the record itself, because sorting moves places."""

    row: SheetRow
    path: str
    before: Typed
    after: Typed


class SheetModel(QAbstractTableModel):
    """Rows are records, columns are questions; `edited` after every change."""

    edited = Signal()

    def __init__(self, questions: Sequence[Question], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.questions = list(questions)
        self.rows: list[SheetRow] = []
        self._all: list[SheetRow] = []
        self._undo: list[list[Edit]] = []
        self._redo: list[list[Edit]] = []

    # -- rows -------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[SheetRow]) -> None:
        """Show *rows* in place of what was there."""
        self.beginResetModel()
        self._all, self.rows = list(rows), list(rows)
        self._undo.clear()
        self._redo.clear()
        self.endResetModel()

    def add(self, row: SheetRow) -> None:
        """Put a new record under the last."""
        at = len(self.rows)
        self.beginInsertRows(_ROOT, at, at)
        self._all.append(row)
        self.rows.append(row)
        self.endInsertRows()

    def all_rows(self) -> list[SheetRow]:
        """Return every record, also those the filter hides."""
        return list(self._all)

    def only(self, words: str) -> None:
        """Show the rows in which some cell holds every one of *words*; all of them for ''."""
        wanted = words.casefold().split()
        self.beginResetModel()
        self.rows = [row for row in self._all if all(word in self._text(row) for word in wanted)]
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by the answers of *column*: numbers as numbers, blanks last."""
        question = self.questions[column]
        down = order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        for rows in (self._all, self.rows):
            rows.sort(key=lambda row: _key(question, row.filling.state(question.path).text), reverse=down)
            rows.sort(key=lambda row: not row.filling.state(question.path).text)
        self.layoutChanged.emit()

    def _text(self, row: SheetRow) -> str:
        return " ".join(self._shown(row, question) for question in self.questions).casefold()

    # -- cells ------------------------------------------------------------------------------------------

    def state(self, row: int, column: int) -> QuestionState:
        """Return the engine's state of a cell."""
        question = self.questions[column]
        return self.rows[row].filling.seen(question, question.path)

    def writable(self, row: int, column: int) -> bool:
        """Say whether a cell can be typed in."""
        question = self.questions[column]
        if question.calculated or question.readonly or self.rows[row].filling.readonly:
            return False
        state = self.state(row, column)
        return state.relevant and not state.readonly

    def shown(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        return self._shown(self.rows[row], self.questions[column])

    def _shown(self, row: SheetRow, question: Question) -> str:
        state = row.filling.seen(question, question.path)
        return shown_words(question, question.path, state, row.filling) if state.relevant else ""

    def typed(self, row: int, column: int) -> Typed:
        """Return what stands in a cell, as the engine takes it."""
        value = self.rows[row].filling.state(self.questions[column].path)
        if isinstance(value.value, (list, tuple)):
            return [str(one) for one in value.value]
        if self.questions[column].choices is not None and isinstance(value.value, str):
            return value.value
        return value.text or None

    def understood(self, row: int, column: int, words: str) -> Typed:
        """Return *words* of another program as an answer: the label, pinyin or code of a choice becomes its code."""
        question = self.questions[column]
        if question.choices is None or not words:
            return words or None
        index = self.rows[row].filling.index(question, question.path)
        if question.multiple:
            parts = [one for one in words.replace("，", "、").replace(",", "、").split("、") if one.strip()]
            return [_code(index, one.strip()) for one in parts]
        return _code(index, words)

    def problem(self, row: int, column: int) -> Problem | None:
        """Return the problem shown at a cell: hard before soft; an explained one is none."""
        state = self.state(row, column)
        if not state.relevant:
            return None
        if not state.text and not self.rows[row].filling.tells_blank(self.questions[column].path):
            return None
        hard = next((one for one in state.problems if one.severity is Severity.HARD), None)
        if hard is not None or state.explanation:
            return hard
        return next(iter(state.problems), None)

    def put(self, cells: Iterable[tuple[int, int, Typed]]) -> int:
        """Answer many cells as one step of undo; returns how many changed. Cells that cannot be typed in are left."""
        edits = [
            Edit(self.rows[row], self.questions[column].path, before, value)
            for row, column, value in cells
            if self.writable(row, column) and (before := self.typed(row, column)) != value
        ]
        return self.keep(edits)

    def keep(self, edits: list[Edit]) -> int:
        """Make *edits* and remember them as one step; returns how many there were."""
        if edits:
            self._apply([(edit.row, edit.path, edit.after) for edit in edits])
            self._undo.append(edits)
            self._redo.clear()
        return len(edits)

    def noted(self, edit: Edit) -> None:
        """Remember an *edit* that a field has made already, key by key."""
        if edit.before != edit.after:
            self._undo.append([edit])
            self._redo.clear()
            self.touch(edit.row)

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        if not self._undo:
            return False
        edits = self._undo.pop()
        self._apply([(edit.row, edit.path, edit.before) for edit in reversed(edits)])
        self._redo.append(edits)
        return True

    def redo(self) -> bool:
        """Take it again; False when there is none."""
        if not self._redo:
            return False
        edits = self._redo.pop()
        self._apply([(edit.row, edit.path, edit.after) for edit in edits])
        self._undo.append(edits)
        return True

    def _apply(self, answers: Iterable[tuple[SheetRow, str, Typed]]) -> None:
        by_row: dict[int, tuple[SheetRow, dict[str, Typed]]] = {}
        for row, path, value in answers:
            by_row.setdefault(id(row), (row, {}))[1][path] = value
        for row, wanted in by_row.values():
            row.filling.fill(wanted)
            self.touch(row)

    def touch(self, row: SheetRow) -> None:
        """A record changed: paint it anew, save it with the next save."""
        row.touched, row.refused = True, None
        if row in self.rows:
            at = self.rows.index(row)
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.questions) - 1))
        self.edited.emit()

    # -- Qt ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of records shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of questions."""
        return 0 if parent.isValid() else len(self.questions)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the question's label; of a row its number and the sign of its state."""
        if orientation == Qt.Orientation.Horizontal:
            question = self.questions[section]
            star = " *" if question.required else ""
            language = self.rows[0].filling.language if self.rows else "zh"
            return question.label.in_(language) + star if role == Qt.ItemDataRole.DisplayRole else None
        row = self.rows[section]
        look = stages.state(row.head.state if row.head else "draft")
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{section + 1}{' ●' if row.touched else ''}"
        if role == Qt.ItemDataRole.DecorationRole and (row.refused or row.filling.readonly):
            return theme.icon("alert-circle", "bad") if row.refused else theme.icon("lock", "text_faint")
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.refused.sentence(_) if row.refused else _(look.word)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view asks of a cell."""
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.shown(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self.questions[column].kind in _NUMBERS
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return int(side) | int(Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("text" if self.writable(row, column) else "text_soft")
        return self._problem_data(row, column, role) if role in _ROLES else None

    def _problem_data(self, row: int, column: int, role: int) -> object:
        if not self.state(row, column).relevant:
            return theme.colour("ground") if role == Qt.ItemDataRole.BackgroundRole else None
        problem = self.problem(row, column)
        if problem is None:
            return None
        tone = "bad" if problem.severity is Severity.HARD else "warn"
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon("alert-circle" if tone == "bad" else "alert-triangle", tone)
        return theme.colour(f"{tone}_soft") if role == Qt.ItemDataRole.BackgroundRole else problem.sentence(_)


def _key(question: Question, text: str) -> tuple[Decimal, str]:
    if question.kind in _NUMBERS:
        try:
            return Decimal(text.replace(",", "") or 0), ""
        except InvalidOperation:
            return Decimal(0), text
    return Decimal(0), text


def _code(index: ChoiceIndex, words: str) -> str:
    """Return the code that *words* mean beyond doubt; the words themselves when none does (the check then says so)."""
    found = index.find(words)
    whole = [entry for entry in found if words in (entry.path, entry.label, entry.code)]
    entry = whole[0] if len(whole) == 1 else index.only(words, found)
    return entry.code if entry is not None else words
