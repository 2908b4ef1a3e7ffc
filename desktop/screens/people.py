"""Adding a person to the office, and changing one's own passphrase."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop import background
from desktop.problem_codes import NAME_MISSING, PASSPHRASE_WEAK, PASSPHRASES_DIFFER
from desktop.roles import ROLES, role_word
from desktop.widgets import plain
from desktop.widgets.pages import scrolling
from desktop.widgets.passphrase_field import PassphraseField, grade
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office


class _PassphraseDialog(QDialog):
    """Fields, a problem line and two buttons; `done_` when the office has done it."""

    done_ = Signal()

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.first = PassphraseField(_("新口令"), shows_strength=True)
        self.again = PassphraseField(_("再输一遍"))
        self.problem = plain.label(role="problem", wrap=True)
        self.yes = plain.button(_("确定"), self._agree, key="Ctrl+Return", role="primary")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addWidget(plain.label(title, "heading"))
        self.box = scrolling(outer, title)
        outer.addWidget(self.problem)
        outer.addLayout(plain.row(None, plain.button(_("取消"), self.reject), self.yes))

    def _field(self, words: str, widget: QWidget) -> None:
        heading = plain.label(words, "soft")
        heading.setBuddy(widget)
        self.box.addWidget(heading)
        self.box.addWidget(widget)

    def _finish(self) -> None:
        self._field(_("新口令"), self.first)
        self._field(_("再输一遍"), self.again)

    def _wrong(self) -> Problem | None:
        if grade(self.first.text()) == 0:
            return Problem(PASSPHRASE_WEAK)
        return Problem(PASSPHRASES_DIFFER) if self.first.text() != self.again.text() else None

    def _agree(self) -> None:
        wrong = self._wrong()
        if wrong is not None:
            self._tell(wrong)
            return
        self.yes.setEnabled(False)
        task = background.run(self._work(), self).then(lambda _done: self._finished()).failed(self._tell)
        task.always(lambda: self.yes.setEnabled(True))

    def _work(self) -> "partial[None]":
        raise TypeError("the dialogs below say what is done")

    def _finished(self) -> None:
        self.done_.emit()
        self.accept()

    def _tell(self, problem: Problem) -> None:
        self.problem.setText(problem.sentence(_))


class AddPerson(_PassphraseDialog):
    """A new person: name, role, passphrase."""

    def __init__(self, parent: QWidget, office: "Office") -> None:
        super().__init__(parent, _("添加人员"))
        self._office = office
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.name.setAccessibleName(_("姓名"))
        self.role = QComboBox()
        for role in ROLES:
            self.role.addItem(role_word(role), role)
        self._field(_("姓名"), self.name)
        self._field(_("角色"), self.role)
        self._finish()

    def _wrong(self) -> Problem | None:
        return super()._wrong() if self.name.text().strip() else Problem(NAME_MISSING)

    def _work(self) -> "partial[None]":
        name, role = self.name.text().strip(), str(self.role.currentData())
        return partial(_add, self._office, name, role, self.first.text())


class ChangePassphrase(_PassphraseDialog):
    """One's own passphrase, the old one asked first."""

    def __init__(self, parent: QWidget, office: "Office", *, must: bool = False) -> None:
        super().__init__(parent, _("修改我的口令"))
        self._office = office
        if must:
            words = _("这次用的是别人设的一次性口令。请换成只有自己知道的，再开始工作。")
            self.box.addWidget(plain.label(words, "soft", wrap=True))
        self.old = PassphraseField(_("现在的口令"))
        self._field(_("现在的口令"), self.old)
        self._finish()

    def _work(self) -> "partial[None]":
        return partial(_change, self._office, self.old.text(), self.first.text())


def _add(office: "Office", name: str, role: str, passphrase: str) -> None:
    from records.ledger import NewUser, Role

    office.people.add(NewUser(name, Role(role), passphrase))


def _change(office: "Office", old: str, new: str) -> None:
    office.people.change_passphrase(old, new)
