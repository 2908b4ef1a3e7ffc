"""The slim bar above the questions: whose record, its state, whether it is saved, what is missing, what to do."""

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import stages, theme
from desktop.widgets import plain
from desktop.words import _

_NARROW, _NARROWEST, _ICON = 700, 300, 36
_ANY = 16_777_215  # Qt's QWIDGETSIZE_MAX, which PySide does not export


class RecordBar(QFrame):
    """Words and buttons; the form decides what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.title = plain.label(role="heading")
        self.title.setMinimumWidth(60)
        self.sign = plain.label()
        self.state = plain.label(role="soft")
        self.saved = plain.label(role="hint")
        self.problems = plain.button("", role="link", tip=_("跳到下一处问题（F8）"))
        self.save = plain.button(_("保存"), icon="device-floppy", tip=_("保存（Ctrl+S）"))
        self.save_new = plain.button(_("保存并新增"), icon="plus", tip=_("保存并新增下一条（Ctrl+Enter）"))
        self.complete = plain.button(
            _("完成"), icon="check", role="primary", tip=_("检查无误后提交审核（Ctrl+Shift+Enter）")
        )
        self.approve = plain.button(
            _("审核通过"), icon="checks", role="primary", tip=_("审核通过（Ctrl+Shift+Enter）")
        )
        self.send_back = plain.button(_("退回"), icon="arrow-back-up", role="danger", tip=_("退回并写明原因"))
        self.reopen = plain.button(_("修改"), icon="lock-open", tip=_("写明原因后重新打开修改"))
        self.receipt = plain.button(
            _("接收凭证"), icon="receipt", tip=_("开具并打印捐赠登记凭证（Ctrl+Alt+P）")
        )
        self.void_receipt = plain.button(
            "", icon="ban", role="quiet", tip=_("作废凭证：写明原因，号码保留，再开具用新号码")
        )
        self.void_receipt.setAccessibleName(_("作废凭证"))
        self.void_receipt.hide()
        self.unmask = plain.button(
            "",
            icon="eye",
            role="quiet",
            tip=_("显示完整证件号和电话（会记入操作日志）"),
        )
        self.unmask.setCheckable(True)
        self.unmask.hide()
        self.history = plain.button("", icon="history", role="quiet", tip=_("修改记录（Ctrl+H）"))
        self.files = plain.button("", icon="file-text", role="quiet", tip=_("附件（Ctrl+Alt+F）"))
        self.files.setAccessibleName(_("附件"))
        self.close_form = plain.button("", icon="x", role="quiet", tip=_("保存并关闭（Ctrl+W）"))
        self.history.setAccessibleName(_("修改记录"))
        self.close_form.setAccessibleName(_("关闭"))
        self._lay_out()

    def _lay_out(self) -> None:
        """Words on the left, what to do on the right."""
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 10, 6)
        row.setSpacing(8)
        for words in (self.title, self.sign, self.state, self.saved):
            row.addWidget(words)
        row.addStretch(1)
        for part in (
            self.problems,
            self.save,
            self.save_new,
            self.complete,
            self.approve,
            self.send_back,
            self.reopen,
            self.receipt,
            self.void_receipt,
            self.unmask,
            self.history,
            self.files,
            self.close_form,
        ):
            row.addWidget(part)

    def minimumSizeHint(self) -> QSize:
        """The bar may become narrow: then buttons show their icons alone."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out words where there is no room (half a screen, 200 %); tooltips and names keep them."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        for button in (self.save, self.save_new, self.reopen, self.receipt, self.send_back):
            button.setText("" if narrow else button.accessibleName())
            button.setMaximumWidth(_ICON if narrow else _ANY)
        for quiet in (self.void_receipt, self.unmask, self.history, self.files, self.close_form):
            quiet.setMaximumWidth(_ICON if narrow else _ANY)
        self.saved.setVisible(not narrow)
        self.state.setVisible(not narrow)

    def show_title(self, title: str) -> None:
        """Show whose record this is, shortened when long."""
        room = 260 if self.width() >= _NARROW else 110
        shown = self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        self.title.setText(shown)
        self.title.setToolTip(plain.escaped(title))

    def show_state(self, name: str) -> None:
        """Show the record's state by shape and word."""
        look = stages.state(name)
        self.sign.setPixmap(theme.pixmap(look.icon, look.tone, 16, self.devicePixelRatioF()))
        self.state.setText(_(look.word))
        self.sign.setToolTip(_(look.word))
        self.sign.setAccessibleName(_(look.word))

    def show_saved(self, *, dirty: bool, busy: bool, at: datetime | None) -> None:
        """Show whether what is on the screen is in the file."""
        if busy:
            words = _("正在保存…")
        elif dirty:
            words = _("未保存")
        elif at is not None:
            words = _("已保存 {time}").format(time=at.astimezone().strftime("%H:%M"))
        else:
            words = ""
        self.saved.setText(words)

    def show_problems(self, count: int) -> None:
        """Show how many places still need a hand."""
        self.problems.setVisible(count > 0)
        self.problems.setText(_("还差 {count} 处").format(count=count))
        self.problems.setAccessibleName(self.problems.text())
