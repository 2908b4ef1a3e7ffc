"""An office's layouts: choose one, copy it, change its text, and see at which line it is wrong."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import background
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.papers.office_layouts import Shelved


class LayoutsDialog(QDialog):
    """The layouts of one form at the left, the text of the chosen one at the right."""

    def __init__(self, office: "Office", form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("打印版式"))
        self.setModal(True)
        self.resize(980, 640)
        self._office, self._form_id = office, form_id
        self.note = Note(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("版式"))
        self.list.setFixedWidth(280)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("版式的写法"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy = plain.button(_("复制为本单位版式"), self._copy, icon="copy")
        self.save = plain.button(_("检查并保存"), self._save, icon="check", key="Ctrl+S", role="primary")
        self.drop = plain.button(_("删除"), self._drop, icon="trash")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        words = _("自带的版式不能直接改：先复制，再改列、宽度、标题和落款；有错会指出在第几行。")
        box.addWidget(plain.label(words, "soft", wrap=True))
        box.addWidget(self.note)
        middle = plain.row(self.list, self.text)
        middle.setStretch(1, 1)
        box.addLayout(middle, 1)
        close = plain.button(_("关闭"), self.accept, key="Esc")
        box.addLayout(plain.row(self.copy, self.drop, None, close, self.save))
        self.list.currentItemChanged.connect(lambda _new, _old: self._show())
        self._fill("")

    def _fill(self, name: str) -> None:
        """Read the layouts off the window's thread and choose *name*."""
        from reports.papers import office_layouts

        def op() -> "tuple[list[Shelved], list[tuple[str, Problem]]]":
            return office_layouts.shelf(self._office, self._form_id), office_layouts.unread(self._office)

        background.run(op, self).then(partial(self._filled, name)).failed(self.note.tell)

    def _filled(self, name: str, read: "tuple[list[Shelved], list[tuple[str, Problem]]]") -> None:
        found, unread = read
        self.list.clear()
        for one in found:
            words = _("{title}（本单位）").format(title=one.layout.title) if one.own else one.layout.title
            self._list(words, one.name, own=one.own, chosen=name)
        for broken, problem in unread:  # of whichever form: what it is for can no longer be read either
            words = _("{name}（版式有误，{code}）…").format(name=broken, code=problem.code)
            self._list(words, broken, own=True, chosen=name)
        if self.list.currentItem() is None and found:
            self.list.setCurrentRow(0)

    def _list(self, words: str, name: str, *, own: bool, chosen: str) -> None:
        item = QListWidgetItem(words)
        item.setToolTip(name)
        item.setData(Qt.ItemDataRole.UserRole, (name, own))
        self.list.addItem(item)
        if name == chosen:
            self.list.setCurrentItem(item)

    def _chosen(self) -> tuple[str, bool]:
        item = self.list.currentItem()
        if item is None:
            return "", False
        name, own = item.data(Qt.ItemDataRole.UserRole)
        return str(name), bool(own)

    def _show(self) -> None:
        from reports.papers import office_layouts

        name, own = self._chosen()
        self.save.setEnabled(own)
        self.drop.setEnabled(own)
        self.copy.setEnabled(bool(name))
        self.text.setReadOnly(not own)
        if name:
            self.text.setPlainText(office_layouts.text_of(self._office, name))

    def _copy(self) -> None:
        from reports.papers import office_layouts

        office, name = self._office, self._chosen()[0]

        def op() -> str:
            free = office_layouts.free_name(office, name)
            office_layouts.take(office, free, office_layouts.text_of(office, name))
            return free

        background.run(op, self).then(self._fill).failed(self._tell)

    def _save(self) -> None:
        from reports.papers import office_layouts

        office, name, text = self._office, self._chosen()[0], self.text.toPlainText()
        task = background.run(lambda: office_layouts.take(office, name, text), self)
        task.then(lambda layout: self._saved(layout.name)).failed(self._tell)

    def _saved(self, name: str) -> None:
        self.note.say(_("已保存，打印菜单里就能用。"), "good")
        self._fill(name)

    def _drop(self) -> None:
        from reports.papers import office_layouts

        office, name = self._office, self._chosen()[0]
        task = background.run(lambda: office_layouts.drop(office, name), self)
        task.then(lambda _none: self._fill("")).failed(self._tell)

    def _tell(self, problem: Problem) -> None:
        """Tell what is wrong, with the cursor on its line."""
        self.note.tell(problem)
        line = problem.values.get("line")
        if isinstance(line, int):
            block = self.text.document().findBlockByNumber(line - 1)
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            self.text.setTextCursor(cursor)
            self.text.setFocus()
