"""Who is sitting here? Choose the person, type the passphrase.

What is wrong is said at the field, and the field keeps the cursor. Opening takes a moment on purpose (the key
is derived slowly, against guessing), so it runs on a worker thread.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFileDialog, QVBoxLayout, QWidget

from desktop import background, theme
from desktop.background import Latest
from desktop.machine_secrets import MachineSecrets, NoSecrets, account_of
from desktop.problem_codes import NOT_AN_OFFICE
from desktop.roles import ROLES, role_word
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.pages import scrolled
from desktop.widgets.passphrase_field import PassphraseField
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem
from records.model.ids import Ids

if TYPE_CHECKING:
    from records.ledger import Office


_ROOMY: Final = 520  # pixels at 100 %


class SignIn(QWidget):
    """The door of one office; `entered` carries the open office and its folder."""

    entered = Signal(object, object)
    new_wanted = Signal()

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        clock: Clock,
        ids: Ids,
        secrets: MachineSecrets | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        super().__init__()
        self._settings, self._clock, self._ids = settings, clock, ids
        self._secrets, self._fresh = secrets or NoSecrets(), fresh
        self._kept = ""  # what this PC keeps of the person chosen
        self._latest = Latest()
        self.folder = folder
        self._name = ""
        self.people = QButtonGroup(self)
        self._title = plain.label(role="title")
        self._where = plain.label(role="hint", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.passphrase = PassphraseField(_("口令"))
        self.passphrase.edit.setPlaceholderText(_("口令"))
        self.remember = QCheckBox(_("在这台电脑上记住我（钥匙由系统保管）"))
        self.remember.setToolTip(
            _("以后启动时不必输口令；锁定后仍要输。只在自己有登录口令的电脑上使用，在“单位设置”里可以取消。")
        )
        self.remember.hide()
        self.problem = plain.label(role="problem", wrap=True)
        self.problem.setMinimumHeight(40)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.enter = plain.button(_("进入"), self._enter, role="primary", tip=_("进入（Enter）"))
        self._build()
        self.passphrase.entered.connect(self._enter)
        self.passphrase.changed.connect(lambda: self.problem.setText(""))
        self.people.idClicked.connect(self._choose)
        self.setFocusProxy(self.passphrase)
        self.look(folder)

    def look(self, folder: Path) -> None:
        """Show the people of the office in *folder*."""
        self.folder = folder
        self.enter.setEnabled(False)
        self._title.setText(self._settings.office_name(folder))
        self._where.setText(folder.name)
        self._where.setToolTip(plain.escaped(str(folder)))
        background.run(partial(_people_of, folder), self).then(self._show_people).failed(self._tell)
        background.run(self._secrets.usable, self).then(self.remember.setVisible)

    def _build(self) -> None:
        card = plain.frame("card", margins=(32, 28, 32, 24))
        card.setFixedWidth(theme.px(440))
        box = plain.box_of(card)
        mark = self._mark = plain.label()
        mark.setPixmap(theme.pixmap("book", "accent", 36, self.devicePixelRatioF()))
        box.addWidget(mark)
        box.addWidget(self._title)
        box.addWidget(self._where)
        box.addSpacing(10)
        box.addWidget(plain.label(_("谁在使用？"), "soft"))
        box.addLayout(self._list)
        box.addSpacing(6)
        box.addWidget(self.passphrase)
        box.addWidget(self.remember)
        box.addWidget(self.problem)
        box.addWidget(self.enter)
        box.addSpacing(8)
        other = plain.button(_("打开其他单位…"), self._other, key="Ctrl+O", role="link")
        new = plain.button(_("新建单位…"), self.new_wanted.emit, key="Ctrl+Shift+N", role="link")
        box.addLayout(plain.row(other, None, new))
        inside = QWidget()
        inside.setProperty("role", "ground")
        middle = QVBoxLayout(inside)
        middle.addStretch(2)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, _("登录")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window leave out what only decorates, so that passphrase and button are in sight."""
        super().resizeEvent(event)
        roomy = self.height() >= theme.px(_ROOMY)
        self._mark.setVisible(roomy)
        self._where.setVisible(roomy)

    def _show_people(self, people: list[tuple[str, str]]) -> None:
        plain.clear(self._list)
        last = self._settings.get("last_person_place", 0)
        for number, (name, role) in enumerate(people):
            choice = plain.button(
                f"{name}    {role_word(role)}",
                icon="user",
                role="choice",
                tip=_("选择此人（方向键上下移动）"),
            )
            choice.setCheckable(True)
            choice.setProperty("person", name)
            self.people.addButton(choice, number)
            self._list.addWidget(choice)
        chosen = last if 0 <= last < len(people) else 0
        if people:
            self.people.button(chosen).setChecked(True)
            self._name = people[chosen][0]
        self.enter.setEnabled(bool(people))
        self.passphrase.setFocus()
        self._look_up()

    def _choose(self, number: int) -> None:
        self._name = str(self.people.button(number).property("person"))
        self._settings.set("last_person_place", number)
        self.passphrase.setFocus()
        self._look_up()

    def _look_up(self) -> None:
        """Ask this PC's key store whether it remembers the person chosen; only when the program just began."""
        self._know("")
        if self._fresh and self._name:
            account = account_of(self.folder, self._name)
            self._latest.run(partial(self._secrets.get, account), self).then(self._know)

    def _know(self, kept: str | None) -> None:
        self._kept = kept or ""
        self.passphrase.edit.setPlaceholderText(_("这台电脑记得您：直接按“进入”") if kept else _("口令"))

    def _enter(self) -> None:
        if not self._name or not self.enter.isEnabled():
            return
        self.enter.setEnabled(False)
        self.enter.setText(_("正在打开…"))
        self.problem.setText("")
        op = partial(_open, self.folder, self._name, self.passphrase.text(), self._clock, self._ids)
        if self._kept and not self.passphrase.text():
            op = partial(_open_kept, self.folder, self._name, self._kept, self._clock, self._ids)
        elif self.remember.isChecked():
            op = partial(_open_and_keep, op, self._secrets)
        background.run(op, self).then(self._opened).failed(self._tell).always(self._ready)

    def _ready(self) -> None:
        self.enter.setEnabled(True)
        self.enter.setText(_("进入"))

    def _opened(self, office: "Office") -> None:
        self.passphrase.clear()
        self.entered.emit(office, self.folder)

    def _tell(self, problem: Problem) -> None:
        if self._kept and not self.passphrase.text():  # what this PC kept opens no more
            background.run(partial(self._secrets.drop, account_of(self.folder, self._name)))
            self._know("")
        self.problem.setText(problem.sentence(_))
        plain.state(self.passphrase.edit, "bad")
        self.passphrase.edit.selectAll()
        self.passphrase.setFocus()

    def _other(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("选择单位数据文件夹"), str(self.folder.parent))
        if chosen and not (Path(chosen) / "keyring.json").is_file():
            self.problem.setText(Problem(NOT_AN_OFFICE, values={"folder": chosen}).sentence(_))
        elif chosen:
            self.look(Path(chosen))


def _people_of(folder: Path) -> list[tuple[str, str]]:
    from records.ledger import Office

    people = [(name, str(role)) for name, role in Office.people_of(folder)]
    return sorted(
        people, key=lambda person: list(ROLES).index(person[1])
    )  # who comes most often stands first


def _open(folder: Path, name: str, passphrase: str, clock: Clock, ids: Ids) -> "Office":
    from records.ledger import Office

    return Office.open(folder, name, passphrase, clock, ids)


def _open_kept(folder: Path, name: str, secret: str, clock: Clock, ids: Ids) -> "Office":
    from records.ledger.remembering import open_remembered

    return open_remembered(folder, name, secret, clock=clock, ids=ids)


def _open_and_keep(open_: "Callable[[], Office]", secrets: MachineSecrets) -> "Office":
    """Open the office, and let this PC keep what opens it from now on."""
    office = open_()
    if not office.people.must_change():
        account = account_of(office.folder, office.user.name)
        if not secrets.put(account, office.people.remember_machine()):
            office.people.forget_machines()
    return office
