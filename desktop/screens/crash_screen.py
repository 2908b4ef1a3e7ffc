"""What a person sees when something of ours broke: what was saved, what to do now, and the report as it is.

The report is shown whole, so that everyone can see that no name and no number stands in it before it is sent.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import crash, theme
from desktop.widgets import plain
from desktop.words import _


class CrashScreen(QDialog):
    """Told once for one error; 继续工作 goes on, 锁定 leaves the office in good order."""

    def __init__(self, error: BaseException, file: Path | None, rescued: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("程序出了意外"))
        self.setModal(True)
        sign = plain.label()
        sign.setPixmap(theme.pixmap("alert-triangle", "warn", theme.px(32), self.devicePixelRatioF()))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        title = plain.label(_("程序出了意外，刚才这一步没有办成。"), "heading", wrap=True)
        across = plain.row(sign, 4)
        across.addWidget(title, 1)
        box.addLayout(across)
        self.safe = plain.label(_safe(rescued), wrap=True)
        box.addWidget(self.safe)
        box.addWidget(
            plain.label(
                _("请把下面的报告交给技术支持。里面只有出错的位置，没有姓名和号码。"), "soft", wrap=True
            )
        )
        self.report = QPlainTextEdit(crash.text_of(error))
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("错误报告"))
        self.report.setMinimumSize(theme.px(420), theme.px(110))
        box.addWidget(self.report, 1)
        where = _("报告已写到：") + str(file) if file else _("错误报告没有写成，磁盘可能已满。")
        box.addWidget(plain.label(where, "hint", wrap=True, copyable=True))
        self.copy = plain.button(_("复制报告"), self._copy, icon="copy", key="Ctrl+Shift+C")
        self.go_on = plain.button(_("继续工作"), self.accept, key="Ctrl+Return", role="primary")
        box.addLayout(plain.row(self.copy, None, self.go_on))
        self.go_on.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())


def _safe(rescued: int) -> str:
    if rescued:
        return _("已保存的记录都是安全的；正在填写的 {count} 条也已存为草稿，可以继续工作。").format(
            count=rescued
        )
    return _("已保存的记录都是安全的，可以继续工作。")
