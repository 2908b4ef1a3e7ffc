"""The targets of a period in one table: what it was before, what an agreement promises, and the office's own to type in."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop import theme
from desktop.assessing import TargetRow
from desktop.widgets import plain
from desktop.words import _
from forms.problems import Problem
from forms.words import N_

_HEADS: Final = (N_("指标编号"), N_("指标"), N_("计量单位"), N_("上期"), N_("协议目标"), N_("本单位目标"))
_WIDTHS: Final = (84, 300, 74, 110, 110, 120)
_NAME, _BEFORE, _AGREED, _OWN = 1, 3, 4, 5
_SIZE: Final = QSize(880, 560)


class TargetSetting(QDialog):
    """*agreed* gets the targets that were changed, by indicator; None forgets one."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        rows: Sequence[TargetRow],
        agreed: Callable[[Mapping[str, Decimal | None]], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(_SIZE)
        self._rows, self._agreed = rows, agreed
        self.table = QTableWidget(len(rows), len(_HEADS), self)
        self._dress()
        for place, row in enumerate(rows):
            self._fill(place, row)
        self.problem = plain.label(role="problem", wrap=True)
        self.problem.hide()
        self.yes = plain.button(_("保存"), self._save, key="Ctrl+S", role="primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(title, "heading"))
        box.addWidget(
            plain.label(
                _(
                    "直接输入数字，回车到下一行；清空就是取消。年度目标以协议中写明的为先，月、季、半年的以这里的为先。"
                ),
                "soft",
                wrap=True,
            )
        )
        box.addWidget(self.table, 1)
        box.addWidget(self.problem)
        box.addLayout(
            plain.row(None, plain.button(_("取消"), self.reject, tip=_("不办理，回到原处（Esc）")), self.yes)
        )
        self.table.itemChanged.connect(self._typed)
        self.table.setCurrentCell(0, _OWN)
        self.table.setFocus()

    def _dress(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels([_(head) for head in _HEADS])
        table.setAccessibleName(_("目标"))
        table.setFont(theme.figures())
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(30))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        by = QTableWidget.EditTrigger
        table.setEditTriggers(by.AnyKeyPressed | by.DoubleClicked | by.EditKeyPressed | by.SelectedClicked)

    def _fill(self, place: int, row: TargetRow) -> None:
        own = "" if row.own is None else f"{row.own.normalize():f}"
        said = (row.indicator, row.label, row.unit, row.before, row.agreed, own)
        for column, words in enumerate(said):
            item = QTableWidgetItem(words)
            if column >= _BEFORE:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column != _OWN:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setForeground(theme.colour("text" if column == _NAME else "text_soft"))
            self.table.setItem(place, column, item)

    def _own(self, place: int) -> str:
        item = self.table.item(place, _OWN)
        return item.text().strip() if item is not None else ""

    def _typed(self, item: QTableWidgetItem) -> None:
        """Go down a row once a number was typed."""
        self.problem.hide()
        if item.row() + 1 < self.table.rowCount():
            self.table.setCurrentCell(item.row() + 1, _OWN)

    def changed(self) -> dict[str, Decimal | None]:
        """Return what was typed otherwise than it stood. Raises Problem REPORTS-203 with the indicator as its place."""
        from reports.indicators.targets import typed_number

        found: dict[str, Decimal | None] = {}
        for place, row in enumerate(self._rows):
            text = self._own(place).replace(",", "").replace("，", "")
            try:
                value = typed_number(text) if text else None
            except Problem:
                self.table.setCurrentCell(place, _OWN)
                raise
            if value != row.own:
                found[row.indicator] = value
        return found

    def _save(self) -> None:
        self.table.setCurrentCell(self.table.currentRow(), _NAME)  # what is being typed is taken
        try:
            values = self.changed()
        except Problem as problem:
            self.problem.setText(problem.sentence(_))
            self.problem.show()
            self.table.setFocus()
            return
        self.accept()
        if values:
            self._agreed(values)
