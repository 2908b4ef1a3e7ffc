"""The sheet of keys (Ctrl+/): every key, by where it works."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.screens.record_keys import KEYS as RECORD_KEYS
from desktop.widgets import plain
from desktop.words import _
from forms.words import N_

_NARROW: Final = 900  # pixels at 100 %: below it one column stands under the other
_FRAME: Final = (
    ("Ctrl+K", N_("全局搜索")),
    ("Ctrl+F", N_("在本页查找")),
    ("Alt+Home", N_("回到工作台")),
    ("Ctrl+PgUp", N_("上一个台账")),
    ("Ctrl+PgDown", N_("下一个台账")),
    ("F2", N_("跳到导航")),
    ("Ctrl+Shift+T", N_("试填一张表（XLSForm）")),
    ("F5", N_("重新读取")),
    ("Ctrl+L", N_("锁定，换人")),
    ("Ctrl++", N_("放大")),
    ("Ctrl+-", N_("缩小")),
    ("Ctrl+0", N_("原来的大小")),
    ("Ctrl+Shift+D", N_("浅色、深色、高对比度切换")),
    ("Ctrl+Shift+E", N_("中文、英文切换")),
    ("F1", N_("使用手册")),
    ("Ctrl+/", N_("打开这张按键表")),
)
_LIST: Final = (
    ("Ctrl+N", N_("新增")),
    ("Enter", N_("打开选中的记录")),
    ("F6", N_("在列表与记录之间跳")),
    ("Ctrl+R", N_("这个人（单位）的全部记录")),
    ("Ctrl+G", N_("表格修改")),
    ("Ctrl+Alt+N", N_("逐条审核待审的记录")),
    ("F9", N_("审核：通过，看下一条")),
    ("F10", N_("审核：退回此项")),
    ("Ctrl+Alt+↑↓", N_("审核：上一条、下一条")),
    ("Ctrl+Shift+F", N_("保存的筛选")),
    ("Ctrl+I", N_("导入 Excel")),
    ("Ctrl+E", N_("导出")),
    ("Ctrl+P", N_("打印")),
    ("Ctrl+A", N_("全选已读出的行")),
    ("Ctrl+Alt+C", N_("完成选中的记录")),
    ("Ctrl+Alt+A", N_("审核通过选中的记录")),
    ("Ctrl+Alt+R", N_("退回选中的记录")),
    ("Ctrl+Alt+V", N_("作废选中的记录")),
    ("Ctrl+Shift+M", N_("显示完整证件号和电话")),
    ("Ctrl+Shift+L", N_("选择列")),
)
_ROAD: Final = (
    ("Ctrl+B", N_("封装已审核的记录")),
    ("Ctrl+Return", N_("发送")),
    ("Ctrl+U", N_("写到 U 盘")),
    ("Ctrl+O", N_("读入文件（回执、批次）")),
)


_SHEET: Final = (
    ("Ctrl+Insert", N_("增加一行")),
    ("Ctrl+D", N_("向下填充")),
    ("Ctrl+C, Ctrl+V", N_("复制、粘贴（Excel、WPS 也行）")),
    ("Ctrl+H", N_("查找替换")),
    ("F8", N_("下一处问题")),
    ("Ctrl+Z, Ctrl+Y", N_("撤销、重做")),
    ("Ctrl+S", N_("保存")),
    ("Ctrl+W", N_("关闭")),
)


class KeySheet(QDialog):
    """The sheet, closed with Esc or Ctrl+/."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("按键表"))
        self.resize(theme.px(1160), theme.px(680))
        if parent is not None:
            self.resize(self.size().boundedTo(parent.window().size()))
        sheet = QWidget()
        sheet.setProperty("role", "page")
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, sheet)
        columns.setContentsMargins(24, 16, 24, 16)
        columns.setSpacing(32)
        for parts in (
            ((_("窗口"), _FRAME), (_("上报与收件"), _ROAD)),
            ((_("台账列表"), _LIST),),
            ((_("填写记录"), RECORD_KEYS), (_("表格修改"), _SHEET)),
        ):
            column = QVBoxLayout()
            for title, keys in parts:
                column.addWidget(plain.label(title, "heading"))
                column.addLayout(_table(keys))
                column.addSpacing(14)
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(sheet)
        scroll.setAccessibleName(_("按键表"))
        close = plain.button(_("关闭"), self.close, key="Esc")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 12)
        box.addWidget(scroll)
        box.addLayout(plain.row(None, close, 16))
        QShortcut(QKeySequence("Ctrl+/"), self, self.close)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where they do not fit side by side."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        narrow = self.width() < theme.px(_NARROW)
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)


def _table(keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    for number, (key, words) in enumerate(keys):
        grid.addWidget(plain.label(key, "strong"), number, 0)
        grid.addWidget(plain.label(_(words), "soft"), number, 1)
    grid.setColumnMinimumWidth(0, 118)
    grid.setColumnStretch(1, 1)
    return grid
