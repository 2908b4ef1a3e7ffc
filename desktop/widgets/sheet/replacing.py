"""Find and replace in a sheet: every cell that would change is shown before and after, and can be left out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.widgets import plain
from desktop.widgets.sheet.sheet_model import SheetModel
from desktop.words import _

Cell = tuple[int, int]
MOST = 500  # more lines nobody reads; what was not shown is not changed


def hits(
    model: SheetModel, cells: Sequence[Cell], find: str, put: str, *, whole: bool
) -> list[tuple[Cell, str]]:
    """Return the cells of *cells* whose words hold *find* (or are it, when *whole*), with the words after."""
    found = []
    for row, column in cells:
        words = model.shown(row, column)
        fits = words == find if whole else bool(find) and find in words
        if fits and model.writable(row, column):
            found.append(((row, column), put if whole else words.replace(find, put)))
    return found


class Replacing(QDialog):
    """The question; `chosen` are the cells and their new words once it was accepted."""

    def __init__(self, model: SheetModel, cells: Sequence[Cell], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("查找和替换"))
        self.resize(theme.px(560), theme.px(440))
        self._model, self._cells = model, cells
        self.sought, self.put = QLineEdit(), QLineEdit()
        self.whole = QCheckBox(_("整格相同才算"))
        self.list = QListWidget()
        self._told = plain.label(role="hint")
        for field, name in ((self.sought, _("查找")), (self.put, _("换成"))):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.textChanged.connect(self.look)
        self.list.setAccessibleName(_("将要改动的格"))
        self.whole.toggled.connect(self.look)
        self.yes = plain.button(_("替换"), self.accept, key="Ctrl+Return", role="primary")
        no = plain.button(_("取消"), self.reject, tip=_("取消（Esc）"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        for part in (self.sought, self.put, self.whole, self.list, self._told):
            box.addWidget(part)
        box.addLayout(plain.row(None, no, self.yes))
        self.look()
        self.sought.setFocus()

    def look(self) -> None:
        """Show what would change."""
        found = hits(
            self._model, self._cells, self.sought.text(), self.put.text(), whole=self.whole.isChecked()
        )
        self.list.clear()
        for (row, column), words in found[:MOST]:
            heading = self._model.headerData(column, Qt.Orientation.Horizontal)
            item = QListWidgetItem(
                _("第 {row} 行 {question}：{before} → {after}").format(
                    row=row + 1,
                    question=heading,
                    before=self._model.shown(row, column),
                    after=words or _("（空）"),
                )
            )
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, (row, column, words))
            self.list.addItem(item)
        self._told.setText(_("共 {count} 处，去掉勾的不改。").format(count=f"{len(found):,}"))
        self.yes.setEnabled(bool(found))

    def chosen(self) -> list[tuple[int, int, str]]:
        """Return the ticked cells with their new words."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]
