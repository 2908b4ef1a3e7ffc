"""The pages of the assistant: which office, which people, where and with what.

Each page knows when it is complete (`problem()` says what is missing) and gives its answers to the plan.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.office_plan import Person, Plan
from desktop.problem_codes import (
    FOLDER_NOT_EMPTY,
    NAME_MISSING,
    NAME_TWICE,
    OFFICE_UNKNOWN,
    PASSPHRASE_WEAK,
    PASSPHRASES_DIFFER,
)
from desktop.roles import LEVELS, level_word, role_word
from desktop.widgets import plain
from desktop.widgets.computer_number import ComputerNumber
from desktop.widgets.division_field import DivisionField
from desktop.widgets.family_ticks import FamilyTicks
from desktop.widgets.passphrase_field import PassphraseField, grade
from desktop.words import _
from forms.problems import Problem
from forms.words import N_

# The eight provinces and cities of the East that help, by GB/T 2260 code (adjusted pairings of 2021).
PARTNERS: Final = {
    "110000": N_("北京市"),
    "120000": N_("天津市"),
    "310000": N_("上海市"),
    "320000": N_("江苏省"),
    "330000": N_("浙江省"),
    "350000": N_("福建省"),
    "370000": N_("山东省"),
    "440000": N_("广东省"),
}
# Recipient province → its partner (2021); where there are two, the one with more counties is proposed.
_PARTNER_OF: Final = {
    "15": "110000",
    "62": "120000",
    "53": "310000",
    "61": "320000",
    "63": "320000",
    "51": "330000",
    "64": "350000",
    "50": "370000",
    "45": "440000",
    "52": "440000",
}
_WIDTH: Final = 860  # a line longer than this is hard to follow
_LEVEL_OF: Final = {1: "province", 2: "prefecture", 3: "county", 4: "field"}


class StepPage(QWidget):
    """One step: a title, a sentence, and its fields."""

    changed = Signal()

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(40, 28, 40, 12)
        outer.addWidget(inside, 1)
        outer.addStretch(0)
        self.box = QVBoxLayout(inside)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(8)
        self.box.addWidget(plain.label(title, "title"))
        self.box.addWidget(plain.label(words, "soft", wrap=True))
        self.box.addSpacing(10)

    def problem(self) -> Problem | None:
        """Return what is missing or wrong, or None."""
        return None

    def fill(self, plan: Plan) -> None:
        """Put this page's answers into *plan*."""

    def enter(self, plan: Plan) -> None:
        """Come to this page with what is known so far."""

    def _field(self, words: str, widget: QWidget, hint: str = "") -> None:
        heading = plain.label(words, "strong")
        heading.setBuddy(widget)
        self.box.addWidget(heading)
        self.box.addWidget(widget)
        if hint:
            self.box.addWidget(plain.label(hint, "hint", wrap=True))
        self.box.addSpacing(6)


class OfficePage(StepPage):
    """Which office: its place, its name, its level, its partner in the East."""

    def __init__(self, search: Callable[[str, int], Any]) -> None:
        super().__init__(
            _("这是哪个单位？"), _("输入所在地，程序会找到区划代码；单位名称可以改成挂牌的全称。")
        )
        self.computer = ComputerNumber()
        self.place = DivisionField(search, _("所在地"), beside=self.computer)
        self.name = QLineEdit()
        self.name.setMaxLength(100)
        self.name.setAccessibleName(_("单位名称"))
        self.partner = QComboBox()
        self.partner.setAccessibleName(_("东部协作省市"))
        self.partner.addItem(_("（暂不设定）"), "")
        for code, word in PARTNERS.items():
            self.partner.addItem(f"{_(word)}    {code}", code)
        self.levels = QButtonGroup(self)
        levels = QWidget()
        across = plain.row(spacing=18)
        levels.setLayout(across)
        for number, level in enumerate(LEVELS):
            choice = QRadioButton(level_word(level))
            self.levels.addButton(choice, number)
            across.addWidget(choice)
        across.addStretch(1)
        self.levels.button(1).setChecked(True)
        self._field(_("所在地"), self.place)
        self._field(_("单位名称"), self.name, _("会印在凭证和花名册上，也会随批次上报。"))
        self._field(_("级别"), levels)
        self._field(
            _("东部协作省市"), self.partner, _("用来判断“东部结对省份就业”等指标；以后可在单位设置里改。")
        )
        self.box.addStretch(1)
        self._proposed = ""
        self.place.chosen.connect(self._propose)
        self.computer.valueChanged.connect(lambda _number: self._propose(self.place.division))
        self.name.textChanged.connect(self.changed)
        self.setFocusProxy(self.place)

    def problem(self) -> Problem | None:
        """Say that the place or the name is missing."""
        if self.place.division is None:
            return Problem(OFFICE_UNKNOWN)
        return None if self.name.text().strip() else Problem(NAME_MISSING)

    def fill(self, plan: Plan) -> None:
        """Give code, name, level, partner."""
        plan.code = self.computer.code(self.place.division.code)
        plan.name = self.name.text().strip()
        plan.level = list(LEVELS)[self.levels.checkedId()]
        plan.partner = str(self.partner.currentData())

    def _propose(self, division: Any) -> None:
        if division is not None:
            if self.name.text() in ("", self._proposed):
                self._proposed = division.name + _("东西部协作办公室")
                if self.computer.value():
                    self._proposed += _("（{number} 号填报机）").format(number=self.computer.value())
                self.name.setText(self._proposed)
            level = _LEVEL_OF.get(int(division.level), "county")
            self.levels.button(list(LEVELS).index(level)).setChecked(True)
            self.partner.setCurrentIndex(
                max(0, self.partner.findData(_PARTNER_OF.get(division.code[:2], "")))
            )
        self.changed.emit()


class _PersonFields(QWidget):
    """Name and passphrase, twice, of one person."""

    changed = Signal()

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role
        word = role_word(role)
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.name.setAccessibleName(word + " " + _("姓名"))
        self.first = PassphraseField(word + " " + _("口令"), shows_strength=True)
        self.again = PassphraseField(word + " " + _("再输一遍"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        parts: tuple[tuple[str, QWidget], ...] = (
            (_("姓名"), self.name),
            (_("口令"), self.first),
            (_("再输一遍"), self.again),
        )
        grid.addWidget(plain.label(word, "heading"), 0, 0, 1, 3)
        for column, (words, widget) in enumerate(parts):
            heading = plain.label(words, "soft")
            heading.setBuddy(widget)
            grid.addWidget(heading, 1, column)
            grid.addWidget(widget, 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.name.textChanged.connect(self.changed)
        self.first.changed.connect(self.changed)
        self.again.changed.connect(self.changed)

    def problem(self) -> Problem | None:
        """Say what is missing or wrong with this person."""
        word = role_word(self.role)
        if not self.name.text().strip():
            return Problem(NAME_MISSING, place=word)
        if grade(self.first.text()) == 0:
            return Problem(PASSPHRASE_WEAK, place=word)
        if self.first.text() != self.again.text():
            return Problem(PASSPHRASES_DIFFER, place=word)
        return None

    def person(self) -> Person:
        """Return the person as typed."""
        return Person(self.name.text().strip(), self.role, self.first.text())


class PeoplePage(StepPage):
    """Who works here: the one who fills and the one who reviews; or one person who does both."""

    def __init__(self) -> None:
        super().__init__(
            _("谁来使用？"),
            _("填报和审核应由两个人分别负责。口令用来解开加密的数据：请各自记牢，忘记了谁也找不回来。"),
        )
        self.clerk = _PersonFields("clerk")
        self.reviewer = _PersonFields("reviewer")
        self.alone = QCheckBox(_("只有我一个人：审核也由我办理（每次都会记录在案）"))
        for part in (self.clerk, self.alone, self.reviewer):
            self.box.addWidget(part)
            self.box.addSpacing(12)
        self.box.addStretch(1)
        self.alone.toggled.connect(lambda on: self.reviewer.setVisible(not on))
        for signal in (self.clerk.changed, self.reviewer.changed, self.alone.toggled):
            signal.connect(lambda *_rest: self.changed.emit())
        self.setFocusProxy(self.clerk.name)

    def problem(self) -> Problem | None:
        """Say what is missing or wrong with the people."""
        found = self.clerk.problem()
        if found is None and not self.alone.isChecked():
            found = self.reviewer.problem()
            if found is None and self.clerk.person().name == self.reviewer.person().name:
                found = Problem(NAME_TWICE, values={"name": self.clerk.person().name})
        return found

    def fill(self, plan: Plan) -> None:
        """Give the people."""
        plan.one_person = self.alone.isChecked()
        plan.people = [self.clerk.person()]
        if not plan.one_person:
            plan.people.append(self.reviewer.person())


class PlacePage(StepPage):
    """Where the folder lies, and whether sample data goes in."""

    def __init__(self, offices: Path, folder: Path | None = None) -> None:
        super().__init__(
            _("数据放在哪里？"),
            _("全部数据都在这一个文件夹里，加密保存。请放在本机硬盘上，不要放在共享盘或 U 盘上。"),
        )
        self._offices = offices
        self._proposed = ""
        self.folder = QLineEdit()
        self.folder.setAccessibleName(_("数据文件夹"))
        self.folder.setText(str(folder or ""))
        choose = plain.button(_("选择…"), self._choose, icon="folder", key="Ctrl+O")
        line = QWidget()
        line.setLayout(plain.row(self.folder, choose))
        self.empty = QRadioButton(_("从空白开始"))
        self.samples = QRadioButton(_("放入示例数据（虚构的人和单位，可随时另建正式单位）"))
        self.empty.setChecked(True)
        what = QWidget()
        down = QVBoxLayout(what)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.empty)
        down.addWidget(self.samples)
        self.families = FamilyTicks()
        kept = QWidget()
        kept.setLayout(self.families)
        self._field(_("数据文件夹"), line)
        self._field(_("内容"), what)
        self._field(
            _("先用哪些台账"),
            kept,
            _("不勾选的只是先不显示，以后随时可在“单位设置 → 台账”里再显示。"),
        )
        self.box.addStretch(1)
        self.folder.textChanged.connect(self.changed)
        self.setFocusProxy(self.folder)

    def enter(self, plan: Plan) -> None:
        """Propose a folder named after the office."""
        if self.folder.text() in ("", self._proposed):
            self._proposed = str(_free(self._offices / f"{plan.code}-{plan.name}"))
            self.folder.setText(self._proposed)

    def problem(self) -> Problem | None:
        """Say that the folder holds other files already."""
        folder = Path(self.folder.text().strip()).expanduser()
        if not self.folder.text().strip() or (folder.exists() and not _is_empty(folder)):
            return Problem(FOLDER_NOT_EMPTY, values={"folder": str(folder)})
        return None

    def fill(self, plan: Plan) -> None:
        """Give folder and content."""
        plan.folder = Path(self.folder.text().strip()).expanduser()
        plan.samples = self.samples.isChecked()
        plan.hidden = self.families.hidden()

    def _choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog  # its names cost a first window more than the page's own

        chosen = QFileDialog.getExistingDirectory(self, _("选择数据文件夹"), str(self._offices))
        if chosen:
            self.folder.setText(chosen)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and next(folder.iterdir(), None) is None


def _free(folder: Path) -> Path:
    """Return *folder*, or the same with a number when something is there already."""
    tried, number = folder, 2
    while tried.exists() and not _is_empty(tried):
        tried, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    return tried
