"""The rows of a ledger for a table view, read where one looks.

The first page comes at once; when there are more, the places of all records follow (numbers alone, see
`records.ledger.positions`), so that the scroll bar is true and the millionth row as near as the first. What stands at
a place is read when it is painted. Reading happens on a worker thread; an answer to an older question is dropped.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop import stages, theme, words
from desktop.background import Latest, Progress
from desktop.cells import Column
from desktop.words import _
from forms.words import N_
from records.model.heads import Page, RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

Index = QModelIndex | QPersistentModelIndex
_PAGE: Final = 200
_BLOCK: Final = 50  # rows read together
_BLOCKS_KEPT: Final = (
    120  # at most so many blocks in one reading: 6,000 rows, more than one selects at a time
)
_LONG: Final = 20_000  # rows; sorting fewer takes no time
_HEADS_KEPT: Final = 30_000
STATE, VERDICT, UPDATED, BY = "_state", "_verdict", "_updated", "_by"
_AFTER: Final = ((VERDICT, N_("上级意见")), (UPDATED, N_("修改时间")), (BY, N_("填报人")))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LedgerModel(QAbstractTableModel):
    """Heads of records as rows; `told` carries a problem.

    `filled` says that the first rows of an answer have come, `counted` that their number is known.
    """

    told = Signal(object)
    filled = Signal()
    counted = Signal()
    prepared = Signal()  # the index of an order asked for the first time is there, or was stopped
    stopped = Signal(str)  # the order the list stays in

    def __init__(self, office: "Office", form_id: str) -> None:
        super().__init__()
        self._office = office
        self._form_id = form_id
        self._latest, self._places, self._reading = Latest(), Latest(), Latest()
        self._question: dict[str, Any] = {}
        self._numbers: Sequence[int] = ()
        self._heads: dict[int, RecordHead] = {}
        self._rows = 0
        self.watch: Callable[[], Progress] = (
            Progress  # shows the making of an index; the page has a bar for it
        )
        self._order = "-updated"  # of the rows shown
        self._long = False  # the ledger has been seen to need an index for an order
        self._quick: set[str] = {"updated", "state"}  # orders known to come at once
        self._wanted: set[int] = set()  # blocks of rows that were painted before they were read
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read_wanted)
        self.columns: Sequence[Column] = ()
        self.whole = False
        self.own_only = False  # what the other computers of the county sent is left out

    def names(self) -> list[str]:
        """Return the columns' names, ours beginning with an underscore."""
        return [STATE, *(column.name for column in self.columns), *(name for name, _word in _AFTER)]

    def ask(self, **question: Any) -> None:
        """Read the first page for *question* (the keywords of ``records.list``).

        In a long list an order asked for the first time gets its index before, with a `Progress` that can be stopped.
        """
        question = {**question, "own_only": self.own_only}
        self._question = question
        order = str(question.get("order", "-updated"))
        if not self._long or order.removeprefix("-") in self._quick:
            self._read_first(question)
            return
        op = partial(self._office.records.is_quick, self._form_id, order)
        self._latest.run(op, self).then(partial(self._prepare, question, order)).failed(self.told.emit)

    def _prepare(self, question: dict[str, Any], order: str, quick: bool) -> None:
        """Make the index behind *order* unless it is *quick* already, then read."""
        if quick:
            self._quick.add(order.removeprefix("-"))
            self._read_first(question)
            return
        progress = self.watch()

        def ended(_has_one: bool) -> None:
            if progress.stopped:
                self.stopped.emit(self._order)
                return
            self._quick.add(order.removeprefix("-"))
            self._read_first(question)

        op = partial(self._office.records.quicken, self._form_id, order, lambda: not progress.stopped)
        self._latest.run(op, self).then(ended).failed(self.told.emit).always(self.prepared.emit)

    def _read_first(self, question: dict[str, Any]) -> None:
        op = partial(self._office.records.list, self._form_id, limit=_PAGE, **question)
        self._latest.run(op, self).then(self._first).failed(self.told.emit)

    def again(self) -> None:
        """Ask the same question again."""
        self.ask(**self._question)

    def head(self, row: int) -> RecordHead:
        """Return the record of *row*, which has been read."""
        return self._heads[row]

    def known(self, row: int) -> RecordHead | None:
        """Return the record of *row*, None while it has not been read."""
        return self._heads.get(row)

    def need(self, rows: range) -> None:
        """Read *rows* now (a selection that reaches beyond what was looked at)."""
        missing = {row // _BLOCK for row in rows if row not in self._heads}
        if missing:
            self._wanted |= missing
            self._soon.start()

    def row_of(self, record_id: str) -> int:
        """Return the row of a record among those read so far, or -1."""
        return next((row for row, head in self._heads.items() if head.record_id == record_id), -1)

    def show_whole(self, whole: bool) -> None:
        """Show personal numbers whole, or masked again."""
        self.whole = whole
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self.columnCount() - 1))

    def _first(self, page: Page) -> None:
        self._order = str(self._question.get("order", "-updated"))
        self.beginResetModel()
        self._heads = dict(enumerate(page.rows))
        self._numbers, self._rows = (), len(page.rows)
        self._wanted.clear()
        self.endResetModel()
        self.filled.emit()
        if page.next is None:
            self.counted.emit()
            return
        op = partial(self._office.records.positions, self._form_id, **self._question)
        self._places.run(op, self).then(partial(self._placed, self._question)).failed(self.told.emit)

    def _placed(self, question: dict[str, Any], numbers: Sequence[int]) -> None:
        if question is not self._question:
            return  # another question was asked meanwhile
        self._numbers = numbers
        if len(numbers) > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, len(numbers) - 1)
            self._rows = len(numbers)
            self.endInsertRows()
        self._long = self._long or len(numbers) > _LONG
        self.counted.emit()

    def _missing(self, row: int) -> None:
        self._wanted.add(row // _BLOCK)
        if not self._soon.isActive():
            self._soon.start()

    def _read_wanted(self) -> None:
        """Read the blocks painted blank last; what was passed over while scrolling is left."""
        blocks = sorted(self._wanted)
        if len(blocks) > _BLOCKS_KEPT:
            blocks = blocks[-_BLOCKS_KEPT:]
        self._wanted.clear()
        rows = [
            row for block in blocks for row in range(block * _BLOCK, min((block + 1) * _BLOCK, self._rows))
        ]
        rows = [row for row in rows if row not in self._heads and row < len(self._numbers)]
        if not rows:
            return
        op = partial(self._office.records.at, self._form_id, [self._numbers[row] for row in rows])
        self._reading.run(op, self).then(partial(self._read, self._question, rows)).failed(self.told.emit)

    def _read(self, question: dict[str, Any], rows: list[int], heads: list[RecordHead]) -> None:
        if question is not self._question or len(rows) != len(heads):
            return  # another question, or a record that went meanwhile: the list is read anew anyhow
        if len(self._heads) > _HEADS_KEPT:
            self._heads = {row: self._heads[row] for row in list(self._heads)[-_HEADS_KEPT // 2 :]}
        self._heads.update(zip(rows, heads, strict=True))
        self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default; never changed)
        """Return how many records the list has."""
        return 0 if parent.isValid() else self._rows

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
        head, column = self._heads.get(index.row()), self._column(index.column())
        if head is None:
            if role == Qt.ItemDataRole.DisplayRole:
                self._missing(index.row())
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if column is not None:
                said = column.shown(head.columns.get(column.name), words.language(), whole=self.whole)
                return isolated(said) if column.masked is not None and said else said
            return self._own(head, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column is not None and column.is_number else _LEFT
        if role == Qt.ItemDataRole.UserRole:
            return head.record_id
        if role == Qt.ItemDataRole.ToolTipRole:
            return _whose(head) or None
        look = self._look(head, index.column())
        if look is None or not look.icon:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return theme.icon(look.icon, look.tone)
        return theme.colour(look.tone) if role == Qt.ItemDataRole.ForegroundRole else None

    def _look(self, head: RecordHead, section: int) -> stages.Look | None:
        if section == 0:
            return stages.HANDED_OVER if head.held == "away" else stages.state(head.state)
        return stages.verdict(head.verdict) if section == len(self.columns) + 1 else None

    def _own(self, head: RecordHead, section: int) -> str:
        name = self.names()[section]
        if name == STATE:
            return _stands(head)
        if name == VERDICT:
            word = _(stages.verdict(head.verdict).word)
            return f"{word}  {head.verdict_reason}" if head.verdict_reason else word
        if name == UPDATED:
            return moment(head.updated_at)
        return (
            _("{who}（来自{origin}）").format(who=head.updated_by, origin=head.origin)
            if head.origin
            else head.updated_by
        )


def isolated(number: str) -> str:
    """Return *number* so that it reads from the left also in a window read from the right: 5134****21, not 21****5134."""
    return f"\u2066{number}\u2069" if QGuiApplication.isRightToLeft() else number


def _stands(head: RecordHead) -> str:
    """Return where a record stands, and that another computer holds it where that is so."""
    if head.held == "away":
        return _(stages.HANDED_OVER.word)
    word = _(stages.state(head.state).word)
    return _("{state}·他机").format(state=word) if head.origin and head.held != "here" else word


def _whose(head: RecordHead) -> str:
    """Return which computer a record is of, or was handed over to; '' for this one's own."""
    if head.held == "away":
        return _("已移交给{name}，本机只能查看。").format(name=head.holder)
    return _("来自{origin}").format(origin=head.origin) if head.origin else ""


def moment(at: datetime | None) -> str:
    """Return a time as lists show it, to the minute, in local time; nothing for None."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else ""
