"""The last step: what entered, what did not, and where to go from here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.words import _
from reports.workbooks import Judged
from reports.workbooks.roster_import import Saved


class ResultPage(QWidget):
    """Counts and three ways on."""

    errors_wanted = Signal()
    done = Signal()
    another = Signal()
    undo_wanted = Signal(str, str)  # import id, file name
    rest_wanted = Signal(str)  # the id under which the rest waits

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
        self.go_on = plain.button(
            _("接着处理没有导入的行"), self._go_on, icon="edit", tip=_("其余的行已留作待办，随时可以接着改正")
        )
        self.undo = plain.button(
            _("撤销这次导入…"), self._undo, icon="arrow-back-up", tip=_("草稿作废、更新恢复，整批一次办完")
        )
        self._import, self._kept = ("", ""), ""
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 24)
        column.setSpacing(14)
        column.addLayout(plain.row(self._sign, self.words, None))
        column.addWidget(self.rest)
        column.addLayout(plain.row(self.drafts, self.go_on, self.errors, self.more, None))
        column.addLayout(plain.row(self.undo, None))
        column.addStretch(1)

    def _undo(self) -> None:
        self.undo_wanted.emit(*self._import)

    def _go_on(self) -> None:
        self.rest_wanted.emit(self._kept)

    def tell(self, saved: Saved, judged: Judged, kept_id: str | None) -> None:
        """Show how many records entered and changed, and what stayed outside (put aside as *kept_id*)."""
        self._import, self._kept = (saved.import_id, judged.plan.sheet.file_name), kept_id or ""
        self.go_on.setVisible(bool(kept_id))
        self._sign.setPixmap(theme.pixmap("circle-check", "good", 32, self.devicePixelRatioF()))
        self.words.setText(_("已导入 {count} 条，存为草稿").format(count=len(saved.records)))
        waiting = sum(bool(record.to_do) for record in judged.good)
        lines = []
        if saved.updated:
            lines.append(_("更新台账里已有的记录 {count} 条。").format(count=len(saved.updated)))
        if saved.refused:
            update, problem = saved.refused[0]
            lines.append(
                _("{count} 条没有更新。第一条“{title}”：{why}").format(
                    count=len(saved.refused), title=update.title, why=problem.sentence(_)
                )
            )
        if waiting:
            lines.append(
                _("其中 {count} 条还有待补或待说明的项目，打开后按 F8 逐处处理。").format(count=waiting)
            )
        if judged.refused:
            lines.append(
                _(
                    "{count} 行没有导入，已留作待办。可接着改正，或保存问题清单交原单位改正后再导入，已导入的不会重复。"
                ).format(count=len(judged.refused))
            )
        self.rest.setText("\n".join(lines))
        self.rest.setVisible(bool(lines))
        self.errors.setVisible(bool(judged.refused))
        self.drafts.setFocus(Qt.FocusReason.OtherFocusReason)
