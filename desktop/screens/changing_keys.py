"""更换密钥: why, a passphrase as proof, then the work with the office closed, and what people must be told.

Two dialogs, because the window goes back to sign-in between them: nobody may work in the office meanwhile.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop import background, secret_slips
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.passphrase_field import PassphraseField
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem
from records.model.ids import Ids

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.rekeying import Rekeyed


class ChangeKeys(QDialog):
    """What will happen, and the passphrase; `proved` carries it once it was right."""

    proved = Signal(str)

    def __init__(self, parent: QWidget, office: "Office") -> None:
        super().__init__(parent)
        self._office = office
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("更换全部密钥"))
        self.setMinimumWidth(480)
        self.passphrase = PassphraseField(_("我的口令"))
        self.problem = plain.label(role="problem", wrap=True)
        self.yes = plain.button(_("关闭单位并更换"), self._agree, key="Ctrl+Return", role="primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(8)
        box.addWidget(plain.label(_("更换全部密钥"), "heading"))
        for line in (
            _("有人离开时带走了旧密钥，或丢了存着备份的 U 盘时更换。更换以后写的，旧密钥都打不开。"),
            _("各人照旧用自己的口令登录；恢复码换新；记住口令的电脑要重新记住。"),
            _("以前的备份仍用以前的口令打开，直到轮换删除；本机的上报密钥不变。"),
        ):
            box.addWidget(plain.label(line, "soft", wrap=True))
        heading = plain.label(_("我的口令"), "soft")
        heading.setBuddy(self.passphrase.edit)
        box.addWidget(heading)
        box.addWidget(self.passphrase)
        box.addWidget(self.problem)
        box.addLayout(plain.row(None, plain.button(_("取消"), self.reject), self.yes))
        self.passphrase.edit.setFocus()

    def _agree(self) -> None:
        self.yes.setEnabled(False)
        typed = self.passphrase.text()
        task = background.run(partial(self._office.people.prove, typed), self)
        task.then(lambda _none: self._proved(typed)).failed(self._tell).always(
            partial(self.yes.setEnabled, True)
        )

    def _proved(self, typed: str) -> None:
        self.accept()
        self.proved.emit(typed)

    def _tell(self, problem: Problem) -> None:
        self.problem.setText(problem.sentence(_))
        self.passphrase.edit.selectAll()
        self.passphrase.edit.setFocus()


class KeysChanging(QDialog):
    """The work, and then what must be handed out: shown here only."""

    def __init__(self, parent: QWidget, office: "Office", clock: Clock, ids: Ids, passphrase: str) -> None:
        super().__init__(parent)
        self._office_name, self._clock = office.info.name, clock
        self._secrets: list[tuple[str, str]] = []
        self._working = True
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("更换全部密钥"))
        self.setMinimumWidth(480)
        self.busy = Busy()
        self.told = plain.label(role="soft", wrap=True)
        self.secrets = plain.label(wrap=True, copyable=True)
        self.secrets.hide()
        self.save = plain.button(_("另存为 PDF…"), self._save, icon="printer")
        self.save.hide()
        self.close_ = plain.button(_("关闭"), self.accept, role="primary")
        self.close_.setEnabled(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(_("更换全部密钥"), "heading"))
        for part in (self.busy, self.told, self.secrets):
            box.addWidget(part)
        box.addLayout(plain.row(self.save, None, self.close_))
        self.busy.watch(_("正在加密并逐页核验…"), can_stop=False)
        op = partial(_changed, office, clock, ids, passphrase)
        background.run(op, self).then(self._done).failed(self._tell).always(self._rested)

    def reject(self) -> None:
        """Close, but not while the keys are being changed."""
        if not self._working:
            super().reject()

    def _rested(self) -> None:
        self._working = False
        self.busy.done()
        self.close_.setEnabled(True)

    def _done(self, told: "Rekeyed") -> None:
        self._secrets = secret_slips.rows(told.codes, told.recovery)
        self.told.setText(_("密钥已全部更换。以前的备份仍用以前的口令打开。"))
        if self._secrets:
            self.told.setText(
                self.told.text() + _("下面的只在这里显示一次：请打印，分开交给各人；恢复码锁进保险柜。")
            )
            self.secrets.setText("\n".join(f"{who}　{secret}" for who, secret in self._secrets))
        self.secrets.setVisible(bool(self._secrets))
        self.save.setVisible(bool(self._secrets))

    def _save(self) -> None:
        name = _("更换密钥后的口令") + ".pdf"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("另存为 PDF"), name, "PDF (*.pdf)")
        if chosen:
            op = partial(
                secret_slips.write,
                self._secrets,
                Path(chosen),
                office=self._office_name,
                day=self._clock.today(),
            )
            background.run(op, self).then(self._saved).failed(self._tell)

    def _saved(self, file: Path) -> None:
        self.told.setText(_("已写到 {file}：请打印、分发，然后删除文件。").format(file=file))

    def _tell(self, problem: Problem) -> None:
        self.told.setText(problem.sentence(_))


def _changed(office: "Office", clock: Clock, ids: Ids, passphrase: str) -> "Rekeyed":
    from records.ledger.rekeying import rekey

    folder, name = office.folder, office.user.name
    office.close()
    return rekey(folder, name, passphrase, clock=clock, ids=ids)
