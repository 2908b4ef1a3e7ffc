"""The rows of a ledger for a table view, read page by page as one scrolls.

Keyset pages (a cursor, never an offset) keep the millionth row as cheap as the first. Reading happens on a
worker thread; an answer to an older question is dropped.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop import stages, theme, words
from desktop.background import Latest
from desktop.cells import Column
from desktop.words import _
from forms.problems import Problem
from forms.words import N_
from records.model.heads import Page, RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

Index = QModelIndex | QPersistentModelIndex
_PAGE: Final = 200
STATE, VERDICT, UPDATED, BY = "_state", "_verdict", "_updated", "_by"
_AFTER: Final = ((VERDICT, N_("上级意见")), (UPDATED, N_("修改时间")), (BY, N_("填报人")))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LedgerModel(QAbstractTableModel):
    """Heads of records as rows; `told` carries a problem, `filled` says that rows have come."""

    told = Signal(object)
    filled = Signal()

    def __init__(self, office: "Office", form_id: str) -> None:
        super().__init__()
        self._office = office
        self._form_id = form_id
        self._latest = Latest()
        self._question: dict[str, Any] = {}
        self._next: str | None = None
        self._loading = False
        self._heads: list[RecordHead] = []
        self.columns: Sequence[Column] = ()
        self.whole = False

    def names(self) -> list[str]:
        """Return the columns' names, ours beginning with an underscore."""
        return [STATE, *(column.name for column in self.columns), *(name for name, _word in _AFTER)]

    def ask(self, **question: Any) -> None:
        """Read the first page for *question* (the keywords of ``records.list``)."""
        self._question = question
        self._loading = True
        self._latest.run(self._reader(None), self).then(self._first).failed(self.told.emit)

    def again(self) -> None:
        """Ask the same question again."""
        self.ask(**self._question)

    def head(self, row: int) -> RecordHead:
        """Return the record of *row*."""
        return self._heads[row]

    def row_of(self, record_id: str) -> int:
        """Return the row of a record among those read so far, or -1."""
        return next((row for row, head in enumerate(self._heads) if head.record_id == record_id), -1)

    def show_whole(self, whole: bool) -> None:
        """Show personal numbers whole, or masked again."""
        self.whole = whole
        if self._heads:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._heads) - 1, self.columnCount() - 1))

    def _reader(self, after: str | None) -> Any:
        office, form_id, question = self._office, self._form_id, dict(self._question)
        return lambda: office.records.list(form_id, after=after, limit=_PAGE, **question)

    def _first(self, page: Page) -> None:
        self.beginResetModel()
        self._heads, self._next, self._loading = list(page.rows), page.next, False
        self.endResetModel()
        self.filled.emit()

    def _more(self, page: Page) -> None:
        first = len(self._heads)
        if page.rows:
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._heads.extend(page.rows)
            self.endInsertRows()
        self._next, self._loading = page.next, False
        self.filled.emit()

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether more rows wait."""
        return not parent.isValid() and self._next is not None and not self._loading

    def fetchMore(self, parent: Index) -> None:
        """Read the next page."""
        if self.canFetchMore(parent):
            self._loading = True
            self._latest.run(self._reader(self._next), self).then(self._more).failed(self._failed)

    def _failed(self, problem: Problem) -> None:
        self._loading, self._next = False, None
        self.told.emit(problem)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; never changed)
        """Return how many rows have been read."""
        return 0 if parent.isValid() else len(self._heads)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; never changed)
        """Return the number of columns."""
        return 0 if parent.isValid() else 1 + len(self.columns) + len(_AFTER)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading in the current language."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            column = self._column(section)
            return _RIGHT if column is not None and column.is_number else _LEFT
        return self.heading(section) if role == Qt.ItemDataRole.DisplayRole else None

    def heading(self, section: int) -> str:
        """Return the words over a column."""
        column = self._column(section)
        if column is not None:
            return column.heading.in_(words.language())
        return _("办理") if section == 0 else _(_AFTER[section - 1 - len(self.columns)][1])

    def _column(self, section: int) -> Column | None:
        return self.columns[section - 1] if 1 <= section <= len(self.columns) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, its icon, colour and alignment."""
        head, column = self._heads[index.row()], self._column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if column is not None:
                return column.shown(head.columns.get(column.name), words.language(), whole=self.whole)
            return self._own(head, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column is not None and column.is_number else _LEFT
        if role == Qt.ItemDataRole.UserRole:
            return head.record_id
        look = self._look(head, index.column())
        if look is None or not look.icon:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon(look.icon, look.tone)
        return theme.colour(look.tone) if role == Qt.ItemDataRole.ForegroundRole else None

    def _look(self, head: RecordHead, section: int) -> stages.Look | None:
        if section == 0:
            return stages.state(head.state)
        return stages.verdict(head.verdict) if section == len(self.columns) + 1 else None

    def _own(self, head: RecordHead, section: int) -> str:
        name = self.names()[section]
        if name == STATE:
            return _(stages.state(head.state).word)
        if name == VERDICT:
            word = _(stages.verdict(head.verdict).word)
            return f"{word}  {head.verdict_reason}" if head.verdict_reason else word
        return moment(head.updated_at) if name == UPDATED else head.updated_by


def moment(at: datetime | None) -> str:
    """Return a time as lists show it, to the minute, in local time; nothing for None."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else ""
