"""The last step: what entered, what did not, and where to go from here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.words import _
from reports.workbooks import Judged


class ResultPage(QWidget):
    """Counts and three ways on."""

    errors_wanted = Signal()
    done = Signal()
    another = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = plain.label()
        self.words = plain.label("", "title")
        self.rest = plain.label("", "soft", wrap=True)
        self.drafts = plain.button(
            _("查看草稿"), self.done.emit, icon="list", role="primary", tip=_("回到列表，逐条补充后完成")
        )
        self.errors = plain.button(_("保存问题清单…"), self.errors_wanted.emit, icon="file-export")
        self.more = plain.button(_("再导入一个文件"), self.another.emit, icon="file-import")
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 24)
        column.setSpacing(14)
        column.addLayout(plain.row(self._sign, self.words, None))
        column.addWidget(self.rest)
        column.addLayout(plain.row(self.drafts, self.errors, self.more, None))
        column.addStretch(1)

    def tell(self, count: int, judged: Judged) -> None:
        """Show how many records entered and what stayed outside."""
        self._sign.setPixmap(theme.pixmap("circle-check", "good", 32, self.devicePixelRatioF()))
        self.words.setText(_("已导入 {count} 条，存为草稿").format(count=count))
        waiting = sum(bool(record.to_do) for record in judged.good)
        lines = []
        if waiting:
            lines.append(
                _("其中 {count} 条还有待补或待说明的项目，打开后按 F8 逐处处理。").format(count=waiting)
            )
        if judged.refused:
            lines.append(
                _(
                    "{count} 行没有导入。可保存问题清单交原单位改正，改好后再导入一次，已导入的不会重复。"
                ).format(count=len(judged.refused))
            )
        self.rest.setText("\n".join(lines))
        self.rest.setVisible(bool(lines))
        self.errors.setVisible(bool(judged.refused))
        self.drafts.setFocus(Qt.FocusReason.OtherFocusReason)
