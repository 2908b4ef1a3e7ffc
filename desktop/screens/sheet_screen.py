"""表格修改: many records of one ledger corrected, or entered, as in a spreadsheet.

Nothing is written before 保存: until then every change can be taken back. Each record is saved alone; one that is
refused keeps its row, says why, and does not hold up the others.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop import background, theme
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.questions.problem_line import ProblemLine
from desktop.widgets.record import look
from desktop.widgets.search_field import SearchField
from desktop.widgets.sheet import clipboard, sheet_rows
from desktop.widgets.sheet.replacing import Replacing
from desktop.widgets.sheet.sheet_model import SheetModel
from desktop.widgets.sheet.sheet_rows import SheetRow
from desktop.widgets.sheet.sheet_view import SheetView
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.engine import Kind
from forms.problems import Problem
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

MOST: Final = 500  # rows of a sheet: each has a session of its own
_NUMBERS: Final = (Kind.INTEGER, Kind.DECIMAL)


class SheetScreen(QWidget):
    """`saved` after records were saved, `closed` when the person is through."""

    saved = Signal(int)
    closed = Signal()
    ready = Signal()

    def __init__(
        self, office: "Office", form_id: str, ids: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._office, self._form_id = office, form_id
        self.setStyleSheet(look.sheet())
        self.destroyed.connect(theme.on_change(self._dress))
        definition = office.forms.definition(form_id)
        self.model = SheetModel(sheet_rows.questions_of(definition), self)
        self.view = SheetView(self.model, self._command)
        self.note, self.busy = Note(self), Busy()
        self.problems = ProblemLine(self)
        self.search = SearchField(_("只看含有这些字的行"), _("只看含有这些字的行"))
        self._count, self._totals = plain.label(role="soft"), plain.label(role="soft")
        self._indexes: Any = None
        self._today: Any = None
        self._sorted: tuple[int, bool] = (-1, False)
        self._build()
        self._connect()
        task = background.run(partial(sheet_rows.read, office, form_id, list(ids)[:MOST]), self)
        task.then(self._show).failed(self.note.tell)

    def _build(self) -> None:
        self.save = plain.button(_("保存"), self.save_now, icon="device-floppy", key="Ctrl+S", role="primary")
        self.add = plain.button(_("增加一行"), self.add_row, icon="row-insert-bottom", key="Ctrl+Insert")
        self.fill = plain.button(
            _("向下填充"), self.fill_down, icon="arrow-down", tip=_("向下填充选中的格（Ctrl+D）")
        )
        self.replace = plain.button(_("查找替换"), self.ask_replace, icon="search", key="Ctrl+H")
        self.freeze = plain.button(
            _("冻结"), self.toggle_freeze, icon="pin", tip=_("冻结到当前列（再按取消）")
        )
        self.columns = plain.button(_("列"), icon="columns", tip=_("选择显示哪些列（Ctrl+Shift+L）"))
        self.columns.setShortcut(QKeySequence("Ctrl+Shift+L"))
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_columns(menu))
        self.columns.setMenu(menu)
        self.close_ = plain.button("", self.finish, icon="x", role="quiet", tip=_("关闭（Ctrl+W）"))
        self.close_.setAccessibleName(_("关闭"))
        self.search.setMaximumWidth(theme.px(260))
        tools = flow(self.save, self.add, self.fill, self.replace, self.freeze, self.columns, self.close_)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(
            plain.row(plain.label(_("表格修改"), "heading"), self._count, 6, self.search, None, tools)
        )
        for part in (self.busy, self.note):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addWidget(self.problems)
        column.addLayout(plain.row(self._totals, None))
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.view.moved.connect(self._cell_changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_what: self._total())
        self.view.horizontalHeader().sectionClicked.connect(self._sort)
        self.model.edited.connect(self._cell_changed)
        self.search.asked.connect(self._narrow)
        self.problems.explained.connect(self._explain)
        self.problems.proposal_taken.connect(self._propose)
        hear(
            self,
            {
                "Ctrl+Z": self.undo,
                "Ctrl+Y": self.redo,
                "Ctrl+W": self.finish,
                "F7": self.problems.take_proposal,
                "F8": self.next_problem,
            },
        )

    def _show(self, found: tuple[list[sheet_rows.Read], Any, Any]) -> None:
        read, self._indexes, self._today = found
        make = partial(sheet_rows.row_of, self._office, indexes=self._indexes, today=self._today)
        self.model.show_rows([make(one) for one in read])
        self.view.fit_columns()
        if not read:
            self.add_row()
        else:
            self.view.go_to(0, 0)
        self._cell_changed()
        self.ready.emit()

    def _dress(self) -> None:
        self.setStyleSheet(look.sheet())

    # -- what keys and buttons do -----------------------------------------------------------------------

    def add_row(self) -> None:
        """Put an empty record under the last and go to its first cell."""
        if self._indexes is None:
            return
        read = sheet_rows.Read(None, self._office.session(self._form_id))
        self.model.add(sheet_rows.row_of(self._office, read, self._indexes, self._today))
        self.view.go_to(self.model.rowCount() - 1, 0)

    def fill_down(self) -> None:
        """Give every selected cell the answer of the topmost one in its column; alone, a cell takes the one above."""
        self.view.settle()
        cells = self.view.selected()
        if len(cells) == 1 and cells[0][0] > 0:
            cells = [(cells[0][0] - 1, cells[0][1]), *cells]
        top: dict[int, int] = {}
        for row, column in cells:
            top.setdefault(column, row)
        self._told(
            self.model.put((row, column, self.model.typed(top[column], column)) for row, column in cells)
        )

    def paste(self) -> bool:
        """Put a block of another program at the current cell; False when it is one word, which the field takes."""
        text = QGuiApplication.clipboard().text()
        cells = self.view.selected()
        if not cells or not (clipboard.is_block(text) or len(cells) > 1):
            return False
        self.view.settle()
        top, left = cells[0]
        high, wide = len({row for row, _c in cells}), len({column for _r, column in cells})
        block = clipboard.spread(clipboard.read(text), high, wide)
        shown = [at for at in range(left, self.model.columnCount()) if not self.view.isColumnHidden(at)]
        while self.model.rowCount() < min(top + len(block), MOST):
            self.add_row()
        put = [
            (top + down, shown[across], self.model.understood(top + down, shown[across], words))
            for down, row in enumerate(block)
            for across, words in enumerate(row)
            if top + down < self.model.rowCount() and across < len(shown)
        ]
        self._told(self.model.put(put))
        self.view.go_to(top, left)
        return True

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets take them."""
        cells = self.view.selected()
        rows = sorted({row for row, _column in cells})
        lines = [[self.model.shown(row, column) for at, column in cells if at == row] for row in rows]
        QGuiApplication.clipboard().setText(clipboard.write(lines))

    def ask_replace(self) -> None:
        """Ask what to find and what to put; in the selected cells, or everywhere when only one is selected."""
        self.view.settle()
        cells = self.view.selected()
        if len(cells) < 2:
            cells = [(r, c) for r in range(self.model.rowCount()) for c in range(self.model.columnCount())]
        dialog = Replacing(self.model, cells, self)
        dialog.accepted.connect(lambda: self._replace(dialog.chosen()))
        dialog.open()

    def _replace(self, chosen: list[tuple[int, int, str]]) -> None:
        put = [(row, column, self.model.understood(row, column, words)) for row, column, words in chosen]
        self._told(self.model.put(put))

    def toggle_freeze(self) -> None:
        """Freeze the columns up to the current one, or free them."""
        self.view.settle()
        self.view.freeze(0 if self.view.frozen else max(1, self.view.currentIndex().column() + 1))

    def undo(self) -> None:
        """Take the last step back, of one cell or of many."""
        self.view.settle()
        self.model.undo()

    def redo(self) -> None:
        """Take it again."""
        self.view.settle()
        self.model.redo()

    def next_problem(self) -> None:
        """Go to the next cell with a problem, after the last from the top."""
        now = self.view.currentIndex()
        width = max(1, self.model.columnCount())
        size = self.model.rowCount() * width
        start = now.row() * width + now.column() if now.isValid() else -1
        for step in range(1, size + 1):
            row, column = divmod((start + step) % size, width)
            if self.model.problem(row, column) is not None and self.model.writable(row, column):
                self.view.go_to(row, column)
                return
        self.note.say(_("没有需要处理的问题。"), "good")

    def save_now(self) -> None:
        """Save every record that was touched."""
        self.view.settle()
        rows = [row for row in self.model.all_rows() if row.touched]
        if not rows:
            self.note.say(_("没有改动。"))
            return
        self.save.setEnabled(False)
        self.busy.watch(_("正在保存…"), can_stop=False)
        task = background.run(partial(sheet_rows.save, self._office, self._form_id, rows), self)
        task.then(partial(self._saved, rows)).failed(self.note.tell).always(self._rested)

    def _rested(self) -> None:
        self.busy.done()
        self.save.setEnabled(True)

    def _saved(self, rows: list[SheetRow], ended: list[RecordHead | Problem]) -> None:
        refused = 0
        for row, end in zip(rows, ended, strict=True):
            if isinstance(end, Problem):
                row.refused = end
                refused += 1
            else:
                row.head, row.touched, row.token = end, False, None
        went = len(rows) - refused
        first = next((end for end in ended if isinstance(end, Problem)), None)
        if first is not None:
            said = _("已保存 {went} 条，{refused} 条没有保存。第一条：{why}")
            why = first.sentence(_)
            self.note.say(said.format(went=f"{went:,}", refused=f"{refused:,}", why=why), "warn")
        else:
            self.note.say(_("已保存 {went} 条。").format(went=f"{went:,}"), "good")
        self.model.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, self.model.rowCount() - 1))
        self._cell_changed()
        if went:
            self.saved.emit(went)

    def finish(self) -> None:
        """Close; what is not saved is saved as drafts first, as everywhere."""
        self.view.settle()
        rows = [row for row in self.model.all_rows() if row.touched]
        if not rows:
            self.closed.emit()
            return
        task = background.run(partial(sheet_rows.save, self._office, self._form_id, rows), self)
        task.then(partial(self._saved_last, rows)).failed(self.note.tell)

    def _saved_last(self, rows: list[SheetRow], ended: list[RecordHead | Problem]) -> None:
        self._saved(rows, ended)
        if not any(isinstance(end, Problem) for end in ended):
            self.closed.emit()

    # -- showing ----------------------------------------------------------------------------------------

    def _command(self, key: Qt.Key) -> bool:
        """Do what a key of the sheet asks; False leaves the key to the field (one word to be pasted or copied)."""
        if key == Qt.Key.Key_V:
            return self.paste()
        if key == Qt.Key.Key_C:
            if len(self.view.selected()) < 2:
                return False
            self.copy()
        elif key == Qt.Key.Key_D:
            self.fill_down()
        else:
            self.view.settle()
            self._told(self.model.put((row, column, None) for row, column in self.view.selected()))
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever takes the sheet away loses nothing: what was touched is saved as it stands."""
        self.view.settle()
        rows = [row for row in self.model.all_rows() if row.touched]
        if rows:
            background.run(partial(sheet_rows.save, self._office, self._form_id, rows))
        super().closeEvent(event)

    def _told(self, count: int) -> None:
        self.note.say(
            _("改了 {count} 格。Ctrl+Z 撤销。").format(count=f"{count:,}"), "good" if count else "warn"
        )

    def _sort(self, column: int) -> None:
        down = self._sorted == (column, False)
        self._sorted = (column, down)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.model.sort(column, order)
        self.view.horizontalHeader().setSortIndicatorShown(True)
        self.view.horizontalHeader().setSortIndicator(column, order)

    def _narrow(self, words: str) -> None:
        self.view.settle()
        self.model.only(words)
        self._cell_changed()

    def _fill_columns(self, menu: QMenu) -> None:
        menu.clear()
        for at in range(self.model.columnCount()):
            heading = str(self.model.headerData(at, Qt.Orientation.Horizontal)).replace("&", "&&")
            action = menu.addAction(heading)
            action.setCheckable(True)
            action.setChecked(not self.view.isColumnHidden(at))
            action.toggled.connect(lambda shown, at=at: self.view.setColumnHidden(at, not shown))

    def _cell_changed(self) -> None:
        touched = sum(row.touched for row in self.model.all_rows())
        shown = _("{count} 条").format(count=f"{self.model.rowCount():,}")
        self._count.setText(shown + (_("，{count} 条未保存").format(count=f"{touched:,}") if touched else ""))
        self._total()
        at = self.view.currentIndex()
        if not at.isValid() or at.row() >= self.model.rowCount():
            self.problems.hide()
            return
        state, row = self.model.state(at.row(), at.column()), self.model.rows[at.row()]
        tells = bool(state.text) or row.filling.tells_blank(self.model.questions[at.column()].path)
        problems = state.problems if tells else ()
        tone = self.problems.show_problems(
            problems, state.settled, state.explanation, readonly=row.filling.readonly
        )
        if self.view.editor is not None:
            plain.state(self.view.editor.inner, tone)

    def _explain(self, words: str) -> None:
        at = self.view.currentIndex()
        if at.isValid():
            row = self.model.rows[at.row()]
            row.filling.explain(self.model.questions[at.column()].path, words)
            self.model.touch(row)

    def _propose(self, answer: str) -> None:
        at = self.view.currentIndex()
        if at.isValid():
            row = self.model.rows[at.row()]
            row.filling.fill({self.model.questions[at.column()].path: answer})
            self.model.touch(row)

    def _total(self) -> None:
        """Show count and sum of the selected numbers, as spreadsheets do."""
        cells = self.view.selected()
        numbers = [
            number
            for row, column in cells
            if row < self.model.rowCount() and self.model.questions[column].kind in _NUMBERS
            if (number := _number(self.model.rows[row].filling.state(self.model.questions[column].path).text))
            is not None
        ]
        if len(numbers) < 2:
            self._totals.setText("")
            return
        total = sum(numbers, Decimal(0))
        self._totals.setText(
            _("选中 {count} 个数，合计 {sum}，平均 {mean}").format(
                count=f"{len(numbers):,}", sum=f"{total:,}", mean=f"{total / len(numbers):,.2f}"
            )
        )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
