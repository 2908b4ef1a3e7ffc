"""Choosing a place, down to the township: type its name, pinyin, initials or code; the few that fit stand below with path and code.

Never a combo of three thousand lines. The list is asked for off the window's thread, and only the newest
question's answer is shown.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.background import Latest
from desktop.widgets import plain
from desktop.words import _

Search = Callable[[str, int], Sequence[Any]]
_SHOWN = 8


class DivisionField(QWidget):
    """A line and the places that fit it; `chosen` carries the division, or None while nothing is chosen."""

    chosen = Signal(object)

    def __init__(self, search: Search, name: str, hint: str = "", beside: QWidget | None = None) -> None:
        """*beside* is a field that stands at the end of the line, and belongs to the place."""
        super().__init__()
        self._search = search
        self._latest = Latest()
        self.division: Any = None
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(hint or _("地名、拼音首字母或代码，例如 gls、甘洛、513435"))
        self.edit.setClearButtonEnabled(True)
        self.edit.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setMaximumHeight(30 * 5 + 6)
        self.list.hide()
        self.path = plain.label(role="hint", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        line = plain.row(self.edit)
        if beside is not None:
            line.addWidget(beside)
        box.addLayout(line)
        for part in (self.list, self.path):
            box.addWidget(part)
        self.edit.textEdited.connect(self._typed)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.setFocusProxy(self.edit)

    def choose(self, division: Any) -> None:
        """Take *division* as chosen and show its path and code."""
        self.division = division
        self.list.hide()
        self.edit.setText(division.name if division is not None else "")
        self.path.setText(f"{division.full_name}  ·  {division.code}" if division is not None else "")
        plain.state(self.edit, "")
        self.chosen.emit(division)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter work the list while the cursor stays in the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.list.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                last = self.list.count() - 1
                self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        if self.division is not None:
            self.division = None
            self.path.setText("")
            self.chosen.emit(None)
        text = text.strip()
        if not text:
            self.list.hide()
            return
        self._latest.run(lambda: list(self._search(text, _SHOWN)), self).then(self._show)

    def _show(self, found: list[Any]) -> None:
        self.list.clear()
        for division in found:
            item = QListWidgetItem(f"{division.full_name}    {division.code}")
            item.setData(Qt.ItemDataRole.UserRole, division)
            item.setSizeHint(QSize(0, 30))
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(30 * min(5, max(1, len(found))) + 6)
        if found:
            self.list.setCurrentRow(0)
        self.path.setText("" if found else _("没有找到这个地方；换一种写法，或输入区划代码。"))

    def _take(self, item: QListWidgetItem) -> None:
        self.choose(item.data(Qt.ItemDataRole.UserRole))
