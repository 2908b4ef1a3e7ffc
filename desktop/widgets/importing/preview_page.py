"""The third step: every row as it was judged; a cell put right is judged again at once."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QPushButton, QTableView, QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.widgets.flow_layout import flow
from desktop.widgets.importing.comparison import comparison
from desktop.widgets.importing.preview_model import GOOD, IGNORED, REFUSED, TO_DO, UPDATE, PreviewModel
from desktop.widgets.pages import scrolled
from desktop.widgets.shortcuts import hear
from desktop.words import _
from reports.workbooks import Judged

_ROW = 28
_TOLD = 8


class PreviewPage(QWidget):
    """Counts that filter, the grid, and the sentences for the current row."""

    put = Signal(int)  # a cell of this sheet row (from 0) was put right

    def __init__(self, judged: Judged, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PreviewModel(judged, self)
        self.model.put.connect(self.put)
        self.chips: dict[str | None, QPushButton] = {}
        self._group = QButtonGroup(self)
        chips = [self._chip(status) for status in (None, REFUSED, GOOD, UPDATE, IGNORED)]
        self.next = plain.button(
            _("下一处问题"), self.next_problem, icon="arrow-down", role="link", tip=_("下一处问题（F8）")
        )
        self.view = QTableView(self)
        self._dress()
        self.told = plain.frame("note", across=True, margins=(12, 6, 6, 6))
        self.told.setFixedHeight(theme.px(60))
        self._words = plain.label(wrap=True, copyable=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.proposal = plain.button("", self.take_proposal, role="link")
        told = scrolled(self._words, _("这一行的问题"))
        self._words.setAutoFillBackground(False)  # the tone of the strip shines through
        plain.box_of(self.told).addWidget(told, 1)
        plain.box_of(self.told).addWidget(self.proposal)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 6, 24, 6)
        column.setSpacing(6)
        column.addWidget(flow(*chips, self.next))
        column.addWidget(self.view, 1)
        column.addWidget(self.told)
        self.show_judged(judged)

    def _chip(self, status: str | None) -> QPushButton:
        chip = plain.button("", role="chip")
        chip.setCheckable(True)
        chip.setChecked(status is None)
        chip.clicked.connect(lambda: self.filter(status))
        self._group.addButton(chip)
        self.chips[status] = chip
        return chip

    def _dress(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setProperty("role", "grid")
        view.setAccessibleName(_("导入预览"))
        view.setWordWrap(False)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        view.setToolTip(_("选中一格直接输入即可改正（Enter 修改原内容），原文件不会被改动"))
        view.verticalHeader().setDefaultSectionSize(_ROW)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        edit = self._edit_current
        keys = {"Return": edit, "Enter": edit, "F7": self.take_proposal}
        hear(view, keys, Qt.ShortcutContext.WidgetShortcut)
        view.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        for at, column in enumerate(self.model.columns):
            shown = [self.model.sheet.shown(row - 1, column.index) for row in self.model.rows[:40]]
            longest = max(
                [column.header, *shown], key=lambda words: view.fontMetrics().horizontalAdvance(words)
            )
            view.setColumnWidth(at, min(max(view.fontMetrics().horizontalAdvance(longest) + 58, 64), 240))

    def take_proposal(self) -> None:
        """F7: put what the problem of the current cell proposes there; it is judged at once, and not before."""
        answer = self.model.proposed(self.view.currentIndex())
        if answer:
            self.model.setData(self.view.currentIndex(), answer)

    def _edit_current(self) -> None:
        self.view.edit(self.view.currentIndex())

    def show_judged(self, judged: Judged) -> None:
        """Show a judgement, keeping the current cell."""
        before = self.view.currentIndex()
        number = (
            self.model.rows[before.row()]
            if before.isValid() and before.row() < len(self.model.rows)
            else None
        )
        self.model.show(judged)
        model = self.model
        ready = model.count(GOOD, TO_DO, UPDATE)
        self.chips[None].setText(_("全部 {count}").format(count=len(model.status)))
        self.chips[REFUSED].setText(_("不能导入 {count}").format(count=model.count(REFUSED)))
        self.chips[GOOD].setText(_("可导入 {count}").format(count=ready))
        self.chips[IGNORED].setText(_("不是数据 {count}").format(count=model.count(IGNORED)))
        self.chips[UPDATE].setText(_("更新 {count}").format(count=model.count(UPDATE)))
        self.chips[UPDATE].setVisible(model.count(UPDATE) > 0)
        self.next.setVisible(model.count(REFUSED) > 0)
        if number in model.rows:
            self.go_to(model.rows.index(number), before.column())
        else:
            self._tell()

    def filter(self, status: str | None) -> None:
        """Show only rows of *status*."""
        self.chips[status].setChecked(True)
        self.model.filter(status)
        if self.model.rows:
            self.go_to(0, 0)
        self._tell()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        index = self.model.index(row, column)
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def next_problem(self) -> None:
        """F8: go to the next refused cell after the current one, round to the first."""
        model = self.model
        here = self.view.currentIndex()
        at = (here.row(), here.column()) if here.isValid() else (-1, -1)
        places = []
        for row, number in enumerate(model.rows):
            if model.status[number] == REFUSED:
                columns = [cell.column for cell in model.problems(row)]
                places += [(row, c) for c, one in enumerate(model.columns) if one.index in columns] or [
                    (row, 0)
                ]
        if not places:
            return
        self.go_to(*next((place for place in places if place > at), places[0]))
        self.view.setFocus()

    def _tell(self) -> None:
        """Show what is wrong in the current row, in full sentences."""
        index = self.view.currentIndex()
        here = index.isValid() and index.row() < len(self.model.rows)
        answer = self.model.proposed(index) if here else ""
        self.proposal.setText(_("与证件核对后改为 {answer}（F7）").format(answer=answer))
        self.proposal.setVisible(bool(answer))
        if not here:
            plain.role(self.told, "note")
            self._words.setText(_("选中一行，这里说明哪一格有什么问题、怎样改正。"))
            return
        number = self.model.rows[index.row()]
        status = self.model.status[number]
        cells = self.model.problems(index.row())
        if status == IGNORED:
            why = next(str(row.why) for row in self.model.judged.ignored if row.number == number)
            self._words.setText(_("第 {row} 行不是数据：{why}").format(row=number, why=_(why)))
        elif status == UPDATE:
            self._words.setText(comparison(self.model.updates[number]))
        elif not cells:
            self._words.setText(_("第 {row} 行没有问题，可以导入。").format(row=number))
        else:
            lines = [
                f"{self.model.place(cell)}：{cell.problem.sentence(_)}（{cell.problem.code}）"
                for cell in cells
            ]
            self._words.setText("\n".join(lines[:_TOLD]))
        plain.role(
            self.told,
            {REFUSED: "note-bad", TO_DO: "note-warn", UPDATE: "note-warn", GOOD: "note-good"}.get(
                status, "note"
            ),
        )
