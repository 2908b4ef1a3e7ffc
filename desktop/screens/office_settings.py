"""单位设置: who works here, the partner, thresholds, the look of the window, backup and proof.

Settings of the office travel in its file; settings of the window (language, colours) stay on this PC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from desktop import background, facts, theme, words
from desktop.idle import CHOICES, MINUTES
from desktop.roles import level_word, role_word
from desktop.screens.families_card import FamiliesCard
from desktop.screens.first_start_pages import PARTNERS
from desktop.screens.forms_card import FormsCard
from desktop.screens.page import Page
from desktop.screens.people import AddPerson, ChangePassphrase
from desktop.screens.restoring import RestoreDialog
from desktop.screens.rules_card import RulesCard
from desktop.screens.updates_card import UpdatesCard
from desktop.settings import Settings
from desktop.theme.zoom import STEPS
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.pages import scrolled
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem
from records.model.states import Role

if TYPE_CHECKING:
    from records.ledger import Office

HAND_OUT_BY_TWO: Final = "hand_out_by_two"
_NARROW: Final = 820  # pixels at 100 %
_BETWEEN: Final = 70  # at most: margins of the page, the space between the columns, the scroll bar


@dataclass(frozen=True, slots=True)
class _Known:
    """What the page reads of the office."""

    values: Mapping[str, Any]
    people: list[tuple[str, str]]
    last_backup: str
    remembered: int


class OfficeSettings(Page):
    """The page; `dress_wanted` and `language_wanted` as the frame has them."""

    dress_wanted = Signal(str)
    language_wanted = Signal(str)
    zoom_wanted = Signal(int)
    idle_wanted = Signal(int)
    rekey_wanted = Signal()

    def __init__(self, office: "Office", settings: Settings, clock: Clock) -> None:
        super().__init__()
        self._office, self._settings, self._clock = office, settings, clock
        self.people = PlainTable(_("人员"), [_("姓名"), _("角色")], widths=(180, 140))
        self.partner = QComboBox()
        self.alone = QCheckBox(_("一人单位：审核也可由填报人办理（每次都记录在案）"))
        self.two = QCheckBox(_("导出个人信息须另一人当场同意"))
        self.rules = RulesCard()
        self.language = QComboBox()
        self.dress = QComboBox()
        self.zoom = QComboBox()
        self.lock = QComboBox()
        self.busy = Busy()
        self.forms = FormsCard(office, settings, self.note, self.busy)
        self.forms.changed.connect(self.changed)
        self.families = FamiliesCard(office, self.note)
        self.families.changed.connect(self.changed)
        self.forms.try_wanted.connect(lambda: self.go_wanted.emit("form-preview"))
        self.updates = UpdatesCard(office, settings, self.note, clock)
        self.updates.changed.connect(self.changed)
        self.backup_words = plain.label(role="soft")
        self.save = plain.button(_("保存设置"), self._save, key="Ctrl+S", role="primary")
        self._build()

    def _build(self) -> None:
        info = self._office.info
        head = f"{info.name} · {info.code} · {level_word(info.level)}"
        self.box.addLayout(
            plain.row(plain.label(_("单位设置"), "heading"), 8, plain.label(head, "soft"), None, self.save)
        )
        self.box.addWidget(self.busy)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._people_card())
        left.addWidget(self._backup_card())
        left.addWidget(self.updates)
        left.addStretch(1)
        right.addWidget(self._office_card())
        right.addWidget(self.forms)
        right.addWidget(self.families)
        right.addWidget(self._window_card())
        right.addWidget(
            self.rules
        )  # the longest last: below each other, nothing has to be looked for under it
        right.addStretch(1)
        inside = QWidget()
        inside.setProperty("role", "page")
        across = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        across.setContentsMargins(0, 4, 8, 8)
        across.setSpacing(14)
        across.addLayout(left, 1)
        across.addLayout(right, 1)
        self._sides = (left, right)
        self.box.addWidget(scrolled(inside, _("单位设置")), 1)

    def _people_card(self) -> QWidget:
        card = plain.frame("card", margins=(16, 12, 16, 12))
        box = plain.box_of(card)
        box.addWidget(plain.label(_("人员"), "heading"))
        self.people.setMinimumHeight(150)
        box.addWidget(self.people)
        self.add = plain.button(_("添加人员…"), self._add_person, icon="user-plus", key="Ctrl+N")
        self.change = plain.button(_("修改我的口令…"), self._change, icon="key", key="Ctrl+Shift+P")
        self.rekey = plain.button(_("更换全部密钥…"), self.rekey_wanted.emit, icon="refresh")
        self.forget = plain.button(_("不再记住我的口令"), self._forget, role="link")
        self.forget.hide()
        box.addLayout(plain.row(self.add, self.change, None))
        box.addLayout(plain.row(self.rekey, self.forget, None))
        return card

    def _backup_card(self) -> QWidget:
        card = plain.frame("card", margins=(16, 12, 16, 12))
        box = plain.box_of(card)
        box.addWidget(plain.label(_("备份与验证"), "heading"))
        box.addWidget(
            plain.label(
                _("备份写成后会重新打开、逐页核验，合格才算数。请把备份文件夹另存一份到别的盘上。"),
                "soft",
                wrap=True,
            )
        )
        box.addWidget(self.backup_words)
        self.back_up = plain.button(_("立即备份"), self._back_up, icon="database", key="Ctrl+B")
        self.verify = plain.button(_("验证操作日志"), self._verify, icon="shield-check", key="Ctrl+Shift+V")
        self.log = plain.button(_("操作日志…"), partial(self.go_wanted.emit, "audit"), icon="history")
        self.retention = plain.button(
            _("到期删除…"), partial(self.go_wanted.emit, "retention"), icon="hourglass"
        )
        self.place = plain.label(role="soft", wrap=True)
        self.choose_place = plain.button(_("第二备份位置…"), self._choose_place, icon="folder")
        self.restore = plain.button(_("从备份恢复…"), self._ask_restore, icon="archive")
        box.addWidget(self.place)
        box.addLayout(plain.row(self.back_up, self.verify, None))
        box.addLayout(plain.row(self.choose_place, self.restore, None))
        box.addLayout(plain.row(self.log, self.retention, None))
        return card

    def _office_card(self) -> QWidget:
        card = plain.frame("card", margins=(16, 12, 16, 12))
        box = plain.box_of(card)
        box.addWidget(plain.label(_("单位"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.partner.addItem(_("（暂不设定）"), "")
        for code, word in PARTNERS.items():
            self.partner.addItem(f"{_(word)}    {code}", code)
        form.addRow(plain.label(_("东部协作省市"), "soft"), self.partner)
        box.addLayout(form)
        box.addWidget(self.alone)
        box.addWidget(self.two)
        return card

    def _window_card(self) -> QWidget:
        card = plain.frame("card", margins=(16, 12, 16, 12))
        box = plain.box_of(card)
        box.addWidget(plain.label(_("这台电脑上的窗口"), "heading"))
        for code, name in words.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(words.language())))
        self.dress.addItem(_("浅色"), "light")
        self.dress.addItem(_("深色"), "dark")
        self.dress.addItem(_("高对比度"), "contrast")
        for percent in STEPS:
            self.zoom.addItem(f"{percent} %", percent)
        self.zoom.setCurrentIndex(self.zoom.findData(theme.percent()))
        for minutes in CHOICES:
            self.lock.addItem(
                _("{count} 分钟没有操作").format(count=minutes) if minutes else _("不自动锁定"), minutes
            )
        self.lock.setCurrentIndex(self.lock.findData(self._settings.get("lock_minutes", MINUTES)))
        self.dress.setCurrentIndex(max(0, self.dress.findData(theme.mode())))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(plain.label(_("语言"), "soft"), self.language)
        form.addRow(plain.label(_("颜色"), "soft"), self.dress)
        form.addRow(plain.label(_("缩放"), "soft"), self.zoom)
        form.addRow(plain.label(_("自动锁定"), "soft"), self.lock)
        for field, name in (
            (self.language, _("语言")),
            (self.dress, _("颜色")),
            (self.zoom, _("缩放（Ctrl+加号、Ctrl+减号）")),
            (self.lock, _("自动锁定")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(name)
        box.addLayout(form)
        self.language.activated.connect(lambda _row: self.language_wanted.emit(self.language.currentData()))
        self.zoom.activated.connect(lambda _row: self.zoom_wanted.emit(self.zoom.currentData()))
        self.lock.activated.connect(lambda _row: self.idle_wanted.emit(self.lock.currentData()))
        self.dress.activated.connect(lambda _row: self.dress_wanted.emit(self.dress.currentData()))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where two columns do not fit."""
        super().resizeEvent(event)
        side_by_side = sum(side.minimumSize().width() for side in self._sides) + theme.px(_BETWEEN)
        narrow = self.width() < max(theme.px(_NARROW), side_by_side)  # English needs more than Chinese
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def refresh(self) -> None:
        """Read settings and people anew."""
        self.updates.refresh()
        background.run(partial(_read, self._office), self).then(self._show).failed(self.note.tell)

    def _show(self, known: _Known) -> None:
        self.people.show_lines(
            [Line((Cell(name), Cell(role_word(role))), (name, role)) for name, role in known.people]
        )
        self.forget.setVisible(known.remembered > 0)
        self.partner.setCurrentIndex(max(0, self.partner.findData(known.values.get("partner_province", ""))))
        self.alone.setChecked(bool(known.values.get("one_person", False)))
        self.two.setChecked(bool(known.values.get(HAND_OUT_BY_TWO, False)))
        self.rules.show_values(known.values)
        self.backup_words.setText(
            _("上次备份：{when}").format(when=known.last_backup) if known.last_backup else _("还没有备份。")
        )
        self.place.setText(
            _("每天自动备份，并拷到：{place}").format(place=known.values["backup_place"])
            if known.values.get("backup_place")
            else _("每天自动备份到本机。还没有第二备份位置：电脑丢失或损坏时，本机的备份也会一起失去。")
        )
        may = self._office.user.role != Role.CLERK or bool(known.values.get("one_person", False))
        for part in (
            self.choose_place,
            self.save,
            self.partner,
            self.alone,
            self.two,
            self.add,
            self.rekey,
            *self.rules.fields.values(),
        ):
            part.setEnabled(may)
            part.setToolTip(part.toolTip() if may else _("由审核人、负责人或管理员修改"))

    def _save(self) -> None:
        try:
            changed = self.rules.changed_values()
        except Problem as problem:
            self.note.tell(problem)
            return
        values: dict[str, Any] = changed | {
            "partner_province": self.partner.currentData() or None,
            "one_person": self.alone.isChecked() or None,
            HAND_OUT_BY_TWO: self.two.isChecked() or None,
        }
        task = background.run(partial(_write, self._office, values), self)
        task.then(lambda _none: self._saved()).failed(self.note.tell)

    def _saved(self) -> None:
        self.note.say(_("设置已保存。"), "good")
        self.refresh()
        self.changed.emit()

    def _back_up(self) -> None:
        self.busy.watch(_("正在备份并核验…"), can_stop=False)
        file = self._office.folder / "backups" / self._clock.now().strftime(facts.BACKUP_NAME)
        task = background.run(partial(_back_up, self._office, file), self)
        task.then(self._backed_up).failed(self.note.tell).always(self.busy.done)

    def _choose_place(self) -> None:
        """Ask for the stick or share, and make today's copy there at once: only then it is known to work."""
        chosen = QFileDialog.getExistingDirectory(self, _("第二备份位置：U 盘或共享文件夹"))
        if chosen:
            self.copy_to(Path(chosen))

    def copy_to(self, place: Path) -> None:
        """Keep *place* as the second place of the backups."""
        self.busy.watch(_("正在备份并核验…"), can_stop=False)
        task = background.run(partial(_second_place, self._office, place), self)
        task.then(self._backed_up).failed(self.note.tell).always(self.busy.done)

    def _backed_up(self, file: Path) -> None:
        self.note.say(_("已备份并验证：{file}").format(file=file), "good")
        self.refresh()
        self.changed.emit()

    def _ask_restore(self) -> None:
        """Make another folder from a backup; this office stays as it is."""
        dialog = RestoreDialog(self, self._clock, self._office.ids, self._office.folder.parent)
        dialog.restored.connect(self._restored)
        dialog.open()

    def _restored(self, office: "Office", folder: Path) -> None:
        self._settings.remember_office(folder, office.info.name)
        self._settings.remember_office(self._office.folder, self._office.info.name)  # stays first
        office.close()
        self.note.say(_("已恢复到 {folder}。退出登录后可以打开它。").format(folder=folder), "good")

    def _verify(self) -> None:
        self.busy.watch(_("正在验证…"), can_stop=False)
        task = background.run(self._office.audit.verify, self)
        task.then(self._verified).failed(self.note.tell).always(self.busy.done)

    def _verified(self, result: Any) -> None:
        problem = next(iter(result.problems), None)
        if problem is not None:
            self.note.tell(problem)
        else:
            self.note.say(
                _("操作日志完整：{entries} 条，没有缺失或改动。").format(entries=f"{result.entries:,}"),
                "good",
            )

    def _add_person(self) -> None:
        dialog = AddPerson(self, self._office)
        dialog.done_.connect(self.refresh)
        dialog.open()

    def _forget(self) -> None:
        task = background.run(self._office.people.forget_machines, self)
        task.then(self._forgotten).failed(self.note.tell)

    def _forgotten(self, machines: int) -> None:
        self.note.say(_("{count} 台电脑不再记住您的口令。").format(count=machines), "good")
        self.refresh()

    def _change(self) -> None:
        dialog = ChangePassphrase(self, self._office)
        dialog.done_.connect(lambda: self.note.say(_("口令已修改。"), "good"))
        dialog.open()


def _read(office: "Office") -> _Known:
    people = [(person.name, str(person.role)) for person in office.people.all()]
    newest = facts.last_backup(office)
    moment = f"{newest:%Y-%m-%d %H:%M}" if newest else ""
    return _Known(office.settings.all(), people, moment, office.people.remembered_machines())


def _write(office: "Office", values: dict[str, Any]) -> None:
    known = office.settings.all()
    for key, value in values.items():
        if known.get(key) != value:
            office.settings.set(key, value)


def _back_up(office: "Office", file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return office.backup(file)


def _second_place(office: "Office", place: Path) -> Path:
    office.backups.set_place(place)
    done = office.backups.daily()
    if done.problem is not None:
        raise done.problem
    return done.second or done.file
