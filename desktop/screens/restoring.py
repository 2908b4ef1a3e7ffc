"""从备份恢复: asks for the backup, an empty folder and who opens it, and makes the office there.

What is made is a new copy of the office: it numbers receipts in a new series, and the office above recognises it
as another copy. So the dialog says what that means before it is done.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from desktop import background
from desktop.problem_codes import BACKUP_MISSING
from desktop.roles import role_word
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.file_field import FileField
from desktop.widgets.pages import scrolling
from desktop.widgets.passphrase_field import PassphraseField
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem
from records.model.ids import Ids

if TYPE_CHECKING:
    from records.ledger import Office


class RestoreDialog(QDialog):
    """Backup, folder, person, passphrase; `restored` carries the office, open, and its folder."""

    restored = Signal(object, object)

    def __init__(self, parent: QWidget, clock: Clock, ids: Ids, offices: Path) -> None:
        super().__init__(parent)
        self._clock, self._ids, self._offices = clock, ids, offices
        self._working = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("从备份恢复单位"))
        self.setMinimumWidth(520)
        self.backup = FileField(_("备份文件"), _("例如 backup.db"), _("备份 (*.db)"), lambda: str(offices))
        self.folder = QLineEdit()
        self.folder.setAccessibleName(_("恢复到的新文件夹"))
        self.choose = plain.button(_("选择…"), self._choose, icon="folder", tip=_("恢复到的新文件夹"))
        self.person = QComboBox()
        self.person.setAccessibleName(_("谁来打开"))
        self.passphrase = PassphraseField(_("口令"))
        self.problem = plain.label(role="problem", wrap=True)
        self.busy = Busy()
        self.yes = plain.button(_("恢复"), self._restore, key="Ctrl+Return", role="primary")
        self.yes.setEnabled(False)
        self._build()
        self.backup.line.textChanged.connect(lambda _text: self._look())

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(8)
        box.addWidget(plain.label(_("从备份恢复单位"), "heading"))
        down = scrolling(box, _("从备份恢复单位"))
        down.addWidget(
            plain.label(
                _(
                    "只在原来的数据确实没了时恢复，并告诉上级单位。恢复出来的数据从新的字头编凭证号；"
                    "两份数据不可同时使用。备份文件旁边要有它的 .keyring.json。"
                ),
                "soft",
                wrap=True,
            )
        )
        where = QWidget()
        row = plain.row(self.folder, self.choose)
        row.setStretch(0, 1)
        row.setContentsMargins(0, 0, 0, 0)
        where.setLayout(row)
        for words, field, buddy in (
            (_("备份文件"), self.backup, self.backup.line),
            (_("恢复到的新文件夹"), where, self.folder),
            (_("谁来打开"), self.person, self.person),
            (_("备份当时的口令"), self.passphrase, self.passphrase.edit),
        ):
            heading = plain.label(words, "soft")
            heading.setBuddy(buddy)
            down.addWidget(heading)
            down.addWidget(field)
        box.addWidget(self.problem)
        box.addWidget(self.busy)
        box.addLayout(plain.row(None, plain.button(_("取消"), self.reject), self.yes))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("恢复到的新文件夹"), str(self._offices))
        if chosen:
            self.folder.setText(chosen)

    def _look(self) -> None:
        """Show who can open the backup, and propose a folder beside the other offices."""
        self.person.clear()
        self.yes.setEnabled(False)
        file = self.backup.file()
        if file is not None and file.is_file():
            task = background.run(partial(_people_of, file), self)
            task.then(partial(self._known, file)).failed(self._tell)

    def _known(self, file: Path, people: list[tuple[str, str]]) -> None:
        if file != self.backup.file():
            return  # another file was chosen meanwhile
        self.problem.setText("")
        for name, role in people:
            self.person.addItem(f"{name}  {role_word(role)}", name)
        if not self.folder.text().strip():
            self.folder.setText(str(self._offices / _("{backup}-恢复").format(backup=file.stem)))
        self.yes.setEnabled(self.person.count() > 0)
        self.passphrase.setFocus()

    def _restore(self) -> None:
        file, folder = self.backup.file(), self.folder.text().strip()
        if file is None or not folder or self.person.count() == 0:
            self._tell(Problem(BACKUP_MISSING))
            return
        self._working = True
        self.yes.setEnabled(False)
        self.problem.setText("")
        self.busy.watch(_("正在恢复并逐页核验…"), can_stop=False)
        where = Path(folder).expanduser()
        name, passphrase = str(self.person.currentData()), self.passphrase.text()
        op = partial(_restored, file, where, (name, passphrase), self._clock, self._ids)
        task = background.run(op, self).then(partial(self._done, where)).failed(self._tell)
        task.always(self._rested)

    def reject(self) -> None:
        """Close, but not while the office is being made: nobody would hold it then."""
        if not self._working:
            super().reject()

    def _rested(self) -> None:
        self._working = False
        self.busy.done()
        self.yes.setEnabled(self.person.count() > 0)

    def _done(self, folder: Path, office: "Office") -> None:
        self.restored.emit(office, folder)
        self.accept()

    def _tell(self, problem: Problem) -> None:
        self.problem.setText(problem.sentence(_))


def _people_of(file: Path) -> list[tuple[str, str]]:
    from records.ledger import Office

    return [(name, str(role)) for name, role in Office.people_of_backup(file)]


def _restored(file: Path, folder: Path, person: tuple[str, str], clock: Clock, ids: Ids) -> "Office":
    from records.ledger import Office

    return Office.restore(file, folder, *person, clock=clock, ids=ids)
