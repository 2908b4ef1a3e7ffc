"""The assistant of the first start: three short pages, then the office is made while a bar tells how far.

The pages can be walked back and forth; nothing is written before 建立. Each page says itself what is missing. A page
is built when somebody comes to it: the program's first window then stands before the other two cost anything.
"""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from desktop import background, places
from desktop.background import Progress
from desktop.office_plan import Plan
from desktop.screens.first_start_pages import OfficePage, PeoplePage, PlacePage, StepPage
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem
from records.model.ids import Ids

if TYPE_CHECKING:
    from records.ledger import Office

AnyPage = TypeVar("AnyPage", bound=StepPage)
_PAGES: Final = 3
_HELD: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)


class FirstStart(QWidget):
    """Makes an office; `made` carries it, open, and its folder."""

    made = Signal(object, object)
    cancelled = Signal()

    def __init__(
        self, settings: Settings, clock: Clock, ids: Ids, offices: Path, folder: Path | None = None
    ) -> None:
        super().__init__()
        self._clock, self._ids, self._offices = clock, ids, offices
        self.plan = Plan()
        self._folder = folder
        self._areas = tuple(QScrollArea() for _page in range(_PAGES))
        self._steps: list[QLabel] = []
        self.stack = QStackedWidget()
        self.problem = plain.label(role="problem", wrap=True)
        self.back = plain.button(_("上一步"), self._back, icon="arrow-left", key="Alt+Left")
        self.next = plain.button(_("下一步"), self._next, key="Ctrl+Return", role="primary")
        self.cancel = plain.button(_("取消"), self.cancelled.emit, role="quiet", tip=_("回到登录"))
        if not settings.offices():
            self.cancel.hide()
        self.restore = plain.button(_("从备份恢复…"), self._restore, icon="archive", role="quiet")
        self.busy = Busy()
        self._build()
        self._show(0)

    def _build(self) -> None:
        left = plain.frame("ground", margins=(28, 36, 28, 28))
        left.setFixedWidth(250)
        down = plain.box_of(left)
        down.addWidget(plain.label(_("协作台账"), "title"))
        down.addWidget(plain.label(_("东西部协作登记、打印、上报"), "hint", wrap=True))
        down.addSpacing(26)
        for number, words in enumerate((_("单位"), _("人员"), _("位置与内容")), start=1):
            step = plain.label(f"{number}   {words}", "soft")
            self._steps.append(step)
            down.addWidget(step)
            down.addSpacing(6)
        down.addStretch(1)
        down.addWidget(plain.label(_("全部数据只在这台电脑上，加密保存；不联网也能用。"), "hint", wrap=True))
        for area in self._areas:
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.stack.addWidget(area)
        right = plain.frame("paper")
        work = plain.box_of(right)
        work.addWidget(self.stack, 1)
        foot = plain.frame("foot", margins=(40, 10, 40, 12))
        foot_box = plain.box_of(foot)
        foot_box.addWidget(self.problem)
        foot_box.addWidget(self.busy)
        foot_box.addLayout(plain.row(self.cancel, self.restore, None, self.back, self.next))
        work.addWidget(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(left)
        outer.addWidget(right, 1)

    @cached_property
    def office_page(self) -> OfficePage:
        """The first page: which office."""
        return self._placed(0, OfficePage(places.find))

    @cached_property
    def people_page(self) -> PeoplePage:
        """The second page: who works there."""
        return self._placed(1, PeoplePage())

    @cached_property
    def place_page(self) -> PlacePage:
        """The third page: where its folder lies and what goes in."""
        return self._placed(2, PlacePage(self._offices, self._folder))

    def _placed(self, number: int, page: AnyPage) -> AnyPage:
        page.setProperty("role", "page")
        self._areas[number].setWidget(page)
        page.changed.connect(lambda: self.problem.setText(""))
        before = _last_of(page)  # it was made after the buttons, and comes before them
        for button in (self.cancel, self.restore, self.back, self.next):
            self.setTabOrder(before, button)
            before = button
        return page

    def _page(self, number: int) -> StepPage:
        if number == 0:
            return self.office_page
        return self.people_page if number == 1 else self.place_page

    def _show(self, number: int) -> None:
        page = self._page(number)
        self.stack.setCurrentIndex(number)
        for place, step in enumerate(self._steps):
            plain.role(step, "strong" if place == number else "soft")
        self.back.setEnabled(number > 0)
        self.next.setText(_("建立") if number == _PAGES - 1 else _("下一步"))
        self.problem.setText("")
        page.enter(self.plan)
        self.setFocusProxy(page)
        page.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on: to the next field, at the end to 下一步; on a button it presses the button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & _HELD:
            super().keyPressEvent(event)
            return
        here = self.focusWidget()
        if isinstance(here, QPushButton):
            here.click()
            return
        while here is not self.next and self.focusNextChild():
            here = self.focusWidget()
            if not isinstance(here, QPushButton | QToolButton):
                break

    def _back(self) -> None:
        self._show(max(0, self.stack.currentIndex() - 1))

    def _next(self) -> None:
        number = self.stack.currentIndex()
        page = self._page(number)
        wrong = page.problem()
        if wrong is not None:
            self._tell(wrong)
            return
        page.fill(self.plan)
        if number < _PAGES - 1:
            self._show(number + 1)
        else:
            self._make()

    def _make(self) -> None:
        words = _("正在建立单位并放入示例数据…") if self.plan.samples else _("正在建立单位…")
        progress = self.busy.watch(words, can_stop=False)
        for part in (self.stack, self.back, self.next, self.cancel, self.restore):
            part.setEnabled(False)
        op = partial(make_office, self.plan, self._clock, self._ids, progress)
        background.run(op, self).then(self._made).failed(self._tell).always(self._ready)

    def _restore(self) -> None:
        """Begin with a backup instead of a new office, as after a lost computer."""
        from desktop.screens.restoring import RestoreDialog

        dialog = RestoreDialog(self, self._clock, self._ids, self._offices)
        dialog.restored.connect(self.made)
        dialog.open()

    def _ready(self) -> None:
        self.busy.done()
        for part in (self.stack, self.back, self.next, self.cancel, self.restore):
            part.setEnabled(True)

    def _made(self, office: "Office") -> None:
        self.made.emit(office, self.plan.folder)

    def _tell(self, problem: Problem) -> None:
        told = problem.sentence(_)
        if problem.place:
            told = _("{place}：{told}").format(place=problem.place, told=told)
        self.problem.setText(told)


def _last_of(page: QWidget) -> QWidget:
    """Return the part of *page* one comes to last by Tab."""
    last, here = page, page.nextInFocusChain()
    while here is not None and page.isAncestorOf(here):
        if here.focusPolicy() != Qt.FocusPolicy.NoFocus:
            last = here
        here = here.nextInFocusChain()
    return last


def make_office(plan: Plan, clock: Clock, ids: Ids, progress: Progress) -> "Office":
    """Create the office of *plan* and return it open as its clerk; runs on a worker thread."""
    from desktop.offices import create

    return create(plan, clock, ids, progress)
