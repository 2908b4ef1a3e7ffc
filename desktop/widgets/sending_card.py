"""How this office sends by itself: one line that says where it stands, and the settings behind a button.

The line is always true: waiting until when, sending how much, paused, or what went wrong and when it is tried again.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop import background, theme
from desktop.sender import Sender
from desktop.widgets import plain
from desktop.widgets.flow_layout import flow
from desktop.widgets.status_line import spoken
from desktop.words import _
from forms.clock import Clock
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office

_MOMENTS = 150  # pixels at 100 %: three of them
_EVERY, _LIMIT = (1, 15, 720), (0, 0, 100_000)  # least, usual, most: minutes; KiB a second


class SendingCard(QWidget):
    """`failed` carries the `Problem` of a plan that could not be kept."""

    failed = Signal(object)

    def __init__(self, office: "Office", sender: Sender, clock: Clock) -> None:
        super().__init__()
        self._office, self._sender, self._clock = office, sender, clock
        self.line = plain.label(role="soft", wrap=True)
        self.pause = plain.button(
            _("暂停自动发送"), self._pause, icon="hourglass", key="Ctrl+Alt+P", role="quiet"
        )
        self.more = plain.button(_("发送设置"), self._open, icon="settings", role="quiet", key="Ctrl+Alt+S")
        self.automatic = QCheckBox(_("联网时自动发送并取回执"))
        self.seal = QCheckBox(_("审核通过的记录自动封装"))
        self.every = _number(_EVERY, _(" 分钟"))
        self.limit = _number(_LIMIT, _(" KB/秒"))
        self.limit.setSpecialValueText(_("不限"))
        self.daily = QCheckBox(_("只在每天"))
        self.moments = QLineEdit()
        self.moments.setPlaceholderText("8:30 12:30 17:00")
        self.moments.setToolTip(_("一天里的时刻，用空格隔开；到点才联系上级"))
        self.moments.setFixedWidth(theme.px(_MOMENTS))
        self.moments.textEdited.connect(lambda text: self.daily.setChecked(bool(text.strip())))
        self.keep = plain.button(_("保存设置"), self._keep, role="primary", key="Ctrl+S")
        for field, name in ((self.every, _("间隔")), (self.limit, _("限速")), (self.moments, _("时刻"))):
            field.setAccessibleName(name)
        card = plain.frame("card", margins=(16, 10, 16, 10))
        box = plain.box_of(card)
        box.addWidget(flow(self.automatic, self.seal))
        box.addLayout(
            plain.row(
                plain.label(_("每隔")), self.every, 12, self.daily, self.moments, 12,
                plain.label(_("限速")), self.limit, None, self.keep,
            )
        )  # fmt: skip
        self._settings = card
        card.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 4)
        across = plain.row(self.pause, self.more)
        across.insertWidget(0, self.line, 1)
        outer.addLayout(across)
        outer.addWidget(card)
        sender.stood.connect(self._show)
        sender.moved.connect(self._move)
        self._read()

    def _read(self) -> None:
        background.run(partial(_plan, self._office), self).then(self._know)

    def _know(self, plan: Any) -> None:
        self._plan = plan
        self.automatic.setChecked(plan.automatic)
        self.seal.setChecked(plan.seal)
        self.every.setValue(plan.every)
        self.limit.setValue(plan.limit)
        self.daily.setChecked(bool(plan.at))
        self.moments.setText(" ".join(plan.at))
        self.pause.setText(_("继续自动发送") if plan.paused else _("暂停自动发送"))
        self.pause.setEnabled(plan.automatic)
        self._show(self._sender.standing)

    def _show(self, standing: Any) -> None:
        """Say where sending stands."""
        self.line.setText(_words(standing, getattr(self, "_plan", None), self._clock))

    def _move(self, done: int, total: int) -> None:
        if total:
            self.line.setText(_("正在自动发送 {percent}%").format(percent=100 * done // total))

    def _open(self) -> None:
        self._settings.setVisible(not self._settings.isVisible())
        if self._settings.isVisible():
            self.automatic.setFocus()

    def _pause(self) -> None:
        from dataclasses import replace

        self._set(replace(self._plan, paused=not self._plan.paused))

    def _keep(self) -> None:
        from dataclasses import replace

        from sync.outbox.automatic import moments

        try:
            typed = (
                self.moments.text().replace("：", ":").replace("，", " ").replace("、", " ").replace(",", " ")
            )
            at = moments(typed.split() or [""]) if self.daily.isChecked() else ()
        except Problem as problem:
            self.failed.emit(problem)
            self.moments.setFocus()
            return
        self._set(
            replace(
                self._plan,
                automatic=self.automatic.isChecked(),
                seal=self.seal.isChecked(),
                every=self.every.value(),
                limit=self.limit.value(),
                at=at,
            )
        )
        self._settings.hide()

    def _set(self, plan: Any) -> None:
        task = background.run(partial(_set_plan, self._office, plan), self).failed(self._told)
        task.then(self._know).always(self._sender.look)

    def _told(self, problem: Problem) -> None:
        self.failed.emit(problem)
        self._read()


def _words(standing: Any, plan: Any, clock: Clock) -> str:
    """Say where sending stands, in one sentence."""
    if plan is not None and not plan.automatic:
        return _("自动发送已关闭：需要时按“发送”。")
    if plan is not None and plan.paused:
        return _("自动发送已暂停：记录留在本机，按“继续自动发送”接着发。")
    if standing is None or standing.at is None:
        return (
            _("正在自动发送") if standing is not None and standing.kind == "sending" else _("自动发送已开启")
        )
    when = spoken(standing.at, clock.now())
    if standing.problem is not None and standing.failures:
        told = _("第 {count} 次没有连上：{why} {when} 再试。")
        return told.format(count=standing.failures, why=standing.problem.what(), when=when)
    return _("自动发送已开启，下次联系上级：{when}").format(when=when)


def _number(span: tuple[int, int, int], unit: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(span[0], span[2])
    made.setValue(span[1])
    made.setSuffix(unit)
    return made


def _plan(office: "Office") -> Any:
    from sync.outbox.automatic import plan_of

    return plan_of(office)


def _set_plan(office: "Office", plan: Any) -> Any:
    from sync.outbox.automatic import plan_of, set_plan

    set_plan(office, plan)
    return plan_of(office)
