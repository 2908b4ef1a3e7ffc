"""One search over everything, at the top: names, pinyin initials, numbers, phones, organisations; Ctrl+K.

What is found stands in a list under the line; the arrows walk it while the cursor stays in the line, Enter opens
the record in its ledger.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop import stages, theme, words
from desktop.background import Latest
from desktop.facts import Facts
from desktop.widgets import plain
from desktop.widgets.search_field import SearchField
from desktop.words import _
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

_SHOWN: Final = 12
_ROW: Final = 34


class GlobalSearch(SearchField):
    """The line; `chosen` carries form id and record id."""

    chosen = Signal(str, str)

    def __init__(self, office: "Office", over: QWidget) -> None:
        super().__init__(_("全局搜索"), _("全局搜索：姓名、拼音首字母、证件号、电话、单位  Ctrl+K"))
        self._office, self._over = office, over
        self._titles: dict[str, str] = {}
        self._latest = Latest()
        self.setToolTip(_("在全部台账中查找（Ctrl+K）"))
        self.found = QFrame(over)
        self.found.setProperty("role", "card")
        self.list = QListWidget()
        self.list.setAccessibleName(_("搜索结果"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = plain.label(role="hint")
        box = QVBoxLayout(self.found)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.list)
        box.addWidget(self._foot)
        self.found.hide()
        self.asked.connect(self._search)
        self.list.itemClicked.connect(self._take)
        self.installEventFilter(self)

    def know(self, facts: Facts) -> None:
        """Learn the titles of the ledgers."""
        self._titles = {one.form_id: one.title.in_(words.language()) for one in facts.ledgers}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter work the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.found.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
            item = self.list.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
                self._take(item)
                return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the list away when the cursor goes elsewhere."""
        self.found.hide()
        super().focusOutEvent(event)

    def _search(self, text: str) -> None:
        if not text:
            self.found.hide()
            return
        office = self._office
        self._latest.run(lambda: office.records.search(text, limit=_SHOWN), self).then(self._show)

    def _show(self, heads: list[RecordHead]) -> None:
        self.list.clear()
        for head in heads:
            look = stages.state(head.state)
            item = QListWidgetItem(
                theme.icon(look.icon, look.tone),
                f"{head.title}    {self._titles.get(head.form_id, head.form_id)} · {_(look.word)}",
            )
            item.setData(Qt.ItemDataRole.UserRole, (head.form_id, head.record_id))
            item.setSizeHint(QSize(0, theme.px(_ROW)))
            self.list.addItem(item)
        self.list.setVisible(bool(heads))
        self._foot.setText(
            _("↑↓ 选择，Enter 打开，Esc 收起")
            if heads
            else _("没有找到。换一种写法：姓名的一个字、拼音首字母、证件号开头。")
        )
        if heads:
            self.list.setCurrentRow(0)
        if self.hasFocus() or self.text():
            self._place(len(heads))

    def _place(self, rows: int) -> None:
        corner = self.mapTo(self._over, QPoint(0, self.height() + 4))
        wide = min(max(self.width(), theme.px(600)), self._over.width() - 16)
        left = max(8, min(corner.x(), self._over.width() - wide - 8))
        high = theme.px(rows * _ROW + 44 + (6 if rows else 0))
        self.found.setGeometry(left, corner.y(), wide, min(high, self._over.height() - corner.y() - 8))
        self.found.raise_()
        self.found.show()

    def _take(self, item: QListWidgetItem) -> None:
        form_id, record_id = item.data(Qt.ItemDataRole.UserRole)
        self.found.hide()
        self.clear()
        self.chosen.emit(form_id, record_id)
