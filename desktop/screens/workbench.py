"""The first page: what is to do, what is due, what the office above said, what happened, small pictures of the work.

One click goes to each. The cards flow: four in a row on a wide screen, two on a narrow one.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop import background, stages, theme, todo, update_words, words
from desktop.background import Latest
from desktop.facts import Facts
from desktop.happenings import Happening, lately
from desktop.screens.ledger_model import moment
from desktop.screens.page import Page
from desktop.screens.update_dialogs import UpdateDialog
from desktop.settings import Settings
from desktop.todo import DueLine, ToDo
from desktop.widgets import plain
from desktop.widgets.charts import Bar, Bars, Days
from desktop.widgets.elided import ElidedLabel, ElidedLink
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.pages import scrolled
from desktop.widgets.update_strip import UpdateStrip
from desktop.words import _
from forms.clock import Clock
from forms.words import N_
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office

_LEDGERS_SHOWN: Final = 8
_CARD: Final = (124, 94)  # pixels at 100 %: eight side by side in a window of 1366
_CAPTION: Final = 26  # pixels at 100 %
_LINK_EDGE: Final = 5  # what a link keeps free at its left
_INDENT: Final = 16 + 8 + _LINK_EDGE
_NARROW: Final = 820
_SELDOM: Final = ("received", "void")  # states told only when there is something in them
_TASKS: Final = (
    ("draft", N_("草稿，待完成"), "edit"),
    ("complete", N_("待审核"), "hourglass"),
    ("returned", N_("退回，待修改"), "arrow-back-up"),
    ("approved", N_("已审核，待上报"), "send"),
)


class Workbench(Page):
    """Shows the frame's facts; reads what is to do and what happened itself."""

    def __init__(self, office: "Office", clock: Clock, settings: Settings) -> None:
        super().__init__()
        self._office, self._clock, self._settings = office, clock, settings
        self._facts, self._todo = Facts(), ToDo()
        self._latest, self._events = Latest(), Latest()
        self.update_ = UpdateStrip()
        self.update_.details.connect(self._open_update)
        self.update_.later.connect(self._put_off_update)
        self.tasks = QWidget()
        self._cards = FlowLayout(self.tasks, 12, even=True)
        self.due, self.returned, self.happened, self.begin = (QVBoxLayout() for _one in range(4))
        self.months = Days(_("近六个月修改过的记录"))
        self._of_month = plain.label(role="hint")
        self.places = Bars(_("各务工地的人数"))
        self.ledgers = Bars(_("各台账的记录数"))
        self.states = Bars(_("各状态的记录数"))
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        down = QVBoxLayout(inside)
        down.setContentsMargins(8, 6, 8, 8)
        down.setSpacing(12)
        today = self._clock.today()
        down.addLayout(
            plain.row(plain.label(_("工作台"), "title"), 8, plain.label(f"{today:%Y-%m-%d}", "soft"), None)
        )
        down.addWidget(self.update_)
        down.addWidget(self.tasks)
        down.addLayout(self.begin)
        self._due_card = _card(_("到期事项"), self.due)
        self._places_card = _card(_("务工地"), self.places)
        self._places_card.hide()
        upper = (
            (self._due_card, 3),
            (_card(_("退回的记录"), self.returned), 3),
            (_card(_("最近发生的事"), self.happened), 2),
        )
        lower = (
            (_card(_("本月"), self.months, self._of_month), 3),
            (_card(_("各台账"), self.ledgers, plain.label(_("不含作废"), "hint")), 3),
            (_card(_("各状态"), self.states), 2),
            (self._places_card, 2),
        )
        self._lines = []
        for parts in (upper, lower):
            line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            line.setSpacing(12)
            for card, share in parts:
                line.addWidget(card, share)
            self._lines.append(line)
            down.addLayout(line)
        down.addStretch(1)
        self.box.addWidget(scrolled(inside, _("工作台")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where they do not fit side by side."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_NARROW)
        ways = QBoxLayout.Direction
        for line in self._lines:
            line.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def show_facts(self, facts: Facts) -> None:
        """Show *facts* and read what goes with them."""
        self._facts = facts
        self._show_tasks()
        used = sorted((one for one in facts.ledgers if one.total), key=lambda one: -one.total)
        self.ledgers.show_bars(
            [Bar(one.title.in_(words.language()), one.total) for one in used[:_LEDGERS_SHOWN]]
        )
        self.states.show_bars(
            [
                Bar(_(look.word), facts.by_state.get(name, 0), look.tone)
                for name, look in stages.STATES.items()
                if facts.by_state.get(name) or name not in _SELDOM
            ]
        )
        self._latest.run(partial(todo.read, self._office, facts), self).then(self._show).failed(
            self.note.tell
        )
        self._events.run(partial(lately, self._office), self).then(self._show_happened).failed(self.note.tell)

    def _show(self, found: ToDo) -> None:
        self._todo = found
        self.update_.show_notice(found.update, self._clock.today())
        self._show_tasks()
        self._show_due(found)
        self._show_returned(found.returned)
        self.places.show_bars([Bar(name, count) for name, count in found.by_place])
        self._places_card.setVisible(bool(found.by_place))
        if len(found.by_month) > 1:
            now, before = found.by_month[-1][1], found.by_month[-2][1]
            said = _("办理 {now} 条，上月 {before} 条")
            self._of_month.setText(said.format(now=f"{now:,}", before=f"{before:,}"))
        newest = found.by_month[-1][0] if found.by_month else None
        names = QLocale().standaloneMonthName
        self.months.show_bars(
            [
                Bar(
                    names(day.month, QLocale.FormatType.ShortFormat),
                    count,
                    "accent" if day == newest else "line_strong",
                )
                for day, count in found.by_month
            ]
        )

    # -- a newer program --------------------------------------------------------------------------------

    def _open_update(self) -> None:
        if self._todo.update is not None:
            UpdateDialog(self, self._todo.update, self._clock, self._settings).open()

    def _put_off_update(self) -> None:
        held = self._todo.update
        if held is not None:
            self.update_.hide()
            background.run(partial(update_words.put_off, self._office, held), self).failed(self.note.tell)

    # -- what is to do ----------------------------------------------------------------------------------

    def _show_tasks(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.hide()
                card.deleteLater()
        for state, word, icon in _TASKS:
            count = self._facts.by_state.get(state, 0)
            ledger = next((one for one in self._facts.ledgers if one.counts.get(state)), None)
            go = "outbox" if state == "approved" else f"ledger:{ledger.form_id}/{state}" if ledger else ""
            self._add_task(count, _(word), icon, go, bad=state == "returned")
        late = any(one.late for one in self._todo.due)
        first = self._todo.due[0] if self._todo.due else None
        go = f"ledger:{first.form_id}" if first else ""
        self._add_task(self._todo.due_count, _("到期事项"), "calendar", go, bad=late, seldom=True)
        self._add_task(
            self._todo.returns_not_begun, _("报表，未填报"), "list-check", "returns",
            bad=self._todo.returns_late, seldom=True,
        )  # fmt: skip
        self._add_task(self._todo.erasures, _("删除申请，待确认"), "trash", "retention", seldom=True)
        self._add_task(self._todo.unreceipted, _("捐赠未开凭证"), "receipt", "receipts", seldom=True)
        self._add_task(int(self._todo.keys_due), _("对外密钥满一年"), "key", "inbox/devices", seldom=True)
        kept = self._todo.kept_imports
        go = f"ledger:{kept[0].form_id}" if kept else ""
        self._add_task(len(kept), _("导入时搁置"), "file-import", go, seldom=True)
        plain.clear(self.begin)
        if self._facts.ledgers and not any(one.total for one in self._facts.ledgers):
            self.begin.addWidget(self._welcome())

    def _add_task(
        self, count: int, word: str, icon: str, go: str, *, bad: bool = False, seldom: bool = False
    ) -> None:
        """Add a card; one that is needed *seldom* only when there is something in it."""
        if seldom and not count:
            return
        card = self._task(count, word, icon, go, bad=bad)
        self._cards.addWidget(card)
        card.show()

    def _task(self, count: int, word: str, icon: str, go: str, *, bad: bool) -> QFrame:
        card = plain.frame("card", margins=(16 - _LINK_EDGE, 12, 10, 10))
        box = plain.box_of(card)
        box.setSpacing(2)
        sign = plain.label()
        tone = "text_faint" if not count else "bad" if bad else "accent"
        sign.setPixmap(theme.pixmap(icon, tone, theme.px(22), self.devicePixelRatioF()))
        figure = plain.label(f"{count:,}", "figure")
        box.addLayout(plain.row(_LINK_EDGE, figure, None, sign, spacing=0))
        if count and go:
            link = ElidedLink(word, lambda: self.go_wanted.emit(go))
            plain.dress(link, _("{what}：{count} 条").format(what=word, count=count))
            told: QWidget = link
        else:
            told = ElidedLabel(word, "soft")
            told.setContentsMargins(_LINK_EDGE, 0, 0, 0)
        told.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )  # the card says how wide it is
        told.setFixedHeight(theme.px(_CAPTION))  # link or label: the figures stand in one line
        box.addWidget(told)
        card.setMinimumSize(theme.px(_CARD[0]), theme.px(_CARD[1]))
        return card

    def _welcome(self) -> QFrame:
        card = plain.frame("note", across=True, margins=(16, 12, 16, 12))
        box = plain.box_of(card)
        words_ = plain.label(
            _("还没有记录。从左边选一本台账，逐条新增（Ctrl+N），或把乡镇的 Excel 花名册导入（Ctrl+I）。"),
            wrap=True,
        )
        box.addWidget(words_, 1)
        first = self._facts.ledgers[0].form_id if self._facts.ledgers else ""
        box.addWidget(
            plain.button(_("打开第一本台账"), lambda: self.go_wanted.emit(f"ledger:{first}"), role="primary")
        )
        return card

    # -- lines ------------------------------------------------------------------------------------------

    def _show_due(self, found: ToDo) -> None:
        plain.clear(self.due)
        self._due_card.setVisible(bool(found.due))
        for one in found.due[: todo.SHOWN]:
            self.due.addWidget(self._due_line(one))
        _tell_rest(self.due, found.due_count)

    def _due_line(self, one: DueLine) -> QWidget:
        tone = "bad" if one.late else "text_soft"
        today = self._clock.today()
        on = f"{one.on:%m-%d}" if one.on.year == today.year else f"{one.on:%Y-%m-%d}"
        said = _("过 {days} 天").format(days=(today - one.on).days) if one.late else on
        when = plain.label(said, "bad" if one.late else "hint")
        when.setToolTip(on)
        act = partial(self.open_wanted.emit, one.form_id, one.record_id)
        return self._line("calendar", tone, one.said, act, when)

    def _show_returned(self, heads: Any) -> None:
        plain.clear(self.returned)
        for head in heads[: todo.SHOWN]:
            self.returned.addWidget(self._returned_line(head))
        if not heads:
            self.returned.addWidget(plain.label(_("没有退回的记录。"), "hint"))
        _tell_rest(self.returned, len(heads))

    def _returned_line(self, head: RecordHead) -> QWidget:
        when = plain.label(moment(head.verdict_at)[5:10], "hint")
        act = partial(self.open_wanted.emit, head.form_id, head.record_id)
        line = QWidget()
        down = QVBoxLayout(line)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._line("arrow-back-up", "bad", head.title or _("（未命名）"), act, when))
        reason = ElidedLabel(head.verdict_reason, "soft")
        reason.setContentsMargins(theme.px(_INDENT), 0, 0, 0)  # under the words, not under the sign
        down.addWidget(reason)
        return line

    def _show_happened(self, found: list[Happening]) -> None:
        plain.clear(self.happened)
        for one in found:
            act = partial(self.go_wanted.emit, one.go) if one.go else None
            when = plain.label(f"{one.at.astimezone():%m-%d %H:%M}", "hint")
            self.happened.addWidget(self._line(one.icon, "text_soft", one.said, act, when))
        if not found:
            self.happened.addWidget(plain.label(_("还没有导入、上报或备份过。"), "hint"))

    def _line(self, icon: str, tone: str, said: str, act: Any, when: QWidget) -> QWidget:
        """Return a line: sign, words that lead somewhere (*act*, None: nowhere), date. Words give way to the date."""
        line = QWidget()
        sign = plain.label()
        sign.setPixmap(theme.pixmap(icon, tone, theme.px(16), self.devicePixelRatioF()))
        told: QWidget = ElidedLink(said, act) if act else ElidedLabel(said)
        if act is None:
            told.setContentsMargins(theme.px(_LINK_EDGE), 0, 0, 0)
        box = plain.row(sign)
        box.addWidget(told, 1)
        box.addWidget(when)
        line.setLayout(box)
        return line


def _tell_rest(box: QVBoxLayout, count: int) -> None:
    if count > todo.SHOWN:
        box.addWidget(plain.label(_("还有 {count} 条").format(count=f"{count - todo.SHOWN:,}"), "hint"))


def _card(title: str, inside: Any, hint: QWidget | None = None) -> QFrame:
    """Return a card with *inside* (a widget, or a layout of lines) under its title."""
    card = plain.frame("card", margins=(16, 12, 16, 12))
    box = plain.box_of(card)
    heading = plain.row(plain.label(title, "heading"), 6, hint, None)
    heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
    box.addLayout(heading)
    if isinstance(inside, QWidget):
        box.addWidget(inside)
    else:
        inside.setSpacing(4)
        box.addLayout(inside)
    box.addStretch(1)
    return card
