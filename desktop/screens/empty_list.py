"""What stands in the place of an empty list: why it is empty, and the next step."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.screens.ledger_actions import LedgerActions
from desktop.widgets import plain
from desktop.widgets.chips import Chips
from desktop.widgets.search_field import SearchField
from desktop.words import _


class ListPage(Protocol):
    """The page whose list is empty."""

    actions_: LedgerActions
    chips: Chips
    search: SearchField

    def add(self) -> None:
        """Open an empty record."""
        ...

    def window_of(self) -> QWidget:
        """Return the page as a widget."""
        ...


class EmptyList(QWidget):
    """What an empty list says: how to fill it."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page.window_of())
        self._page = page
        box = QVBoxLayout(self)
        box.addStretch(2)
        self._sign = plain.label()
        self._sign.setPixmap(theme.pixmap("clipboard-list", "line_strong", 48, self.devicePixelRatioF()))
        self._words = plain.label(role="heading")
        self._hint = plain.label(role="hint", wrap=True)
        for part in (self._sign, self._words, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(part)
        self._new = plain.button(
            _("新增一条"), page.add, icon="plus", role="primary", tip=_("新增（Ctrl+N）")
        )
        self._import = plain.button(
            _("导入 Excel 花名册"), page.actions_.open_import, icon="file-import", tip=_("导入（Ctrl+I）")
        )
        self._template = plain.button(_("下载空白模板"), page.actions_.save_template, icon="file-spreadsheet")
        self._all = plain.button(_("显示全部"), self._show_all, icon="filter")
        box.addSpacing(6)
        box.addLayout(plain.row(None, self._new, self._import, self._template, self._all, None))
        box.addStretch(3)

    def say(self, narrowed: bool) -> None:
        """Say that nothing fits the filter (*narrowed*), or that the ledger is empty."""
        if narrowed:
            self._words.setText(_("没有符合条件的记录"))
            self._hint.setText(_("换一个写法试试：姓名的一个字、拼音首字母、证件号开头都可以。"))
        else:
            self._words.setText(_("这本台账还没有记录"))
            self._hint.setText(_("可以逐条新增，也可以把乡镇报来的 Excel 花名册整份导入。"))
        self._all.setVisible(narrowed)
        for part in (self._new, self._import, self._template):
            part.setVisible(not narrowed)

    def first(self, narrowed: bool) -> QWidget:
        """Return the button for the most likely next step."""
        return self._all if narrowed else self._new

    def _show_all(self) -> None:
        self._page.search.clear()
        self._page.chips.choose("all")
