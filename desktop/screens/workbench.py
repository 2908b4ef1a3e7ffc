"""The first page: what is to do, what the office above said, what happened, and two small pictures of the work."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop import background, stages, theme, words
from desktop.facts import Facts
from desktop.happenings import Happening, lately
from desktop.screens.ledger_model import moment
from desktop.screens.page import Page
from desktop.widgets import plain
from desktop.widgets.charts import Bar, Bars, Days
from desktop.widgets.pages import scrolled
from desktop.words import _
from forms.clock import Clock
from forms.words import N_
from records.model.heads import RecordHead

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.imports import KeptImport

_MONTHS: Final = 6
_RETURNED_SHOWN: Final = 6
_SELDOM: Final = ("received", "void")  # states told only when there is something in them
_TASKS: Final = (
    ("draft", N_("草稿，待完成"), "edit"),
    ("complete", N_("待审核"), "hourglass"),
    ("returned", N_("退回，待修改"), "arrow-back-up"),
    ("approved", N_("已审核，待上报"), "send"),
)


class Workbench(Page):
    """Shows the frame's facts; reads the returned records and the months itself."""

    def __init__(self, office: "Office", clock: Clock) -> None:
        super().__init__()
        self._office, self._clock = office, clock
        self._facts = Facts()
        self.tasks = QHBoxLayout()
        self.returned = QVBoxLayout()
        self.happened = QVBoxLayout()
        self.begin = QVBoxLayout()
        self.imports = QVBoxLayout()
        self.months = Days(_("近六个月修改过的记录"))
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
        self.tasks.setSpacing(12)
        down.addLayout(self.tasks)
        down.addLayout(self.begin)
        self.imports.setSpacing(6)
        down.addLayout(self.imports)
        returned, box = _card(_("退回的记录"))
        self.returned.setSpacing(4)
        box.addLayout(self.returned)
        box.addStretch(1)
        happened, happened_box = _card(_("最近发生的事"))
        self.happened.setSpacing(4)
        happened_box.addLayout(self.happened)
        happened_box.addStretch(1)
        months, months_box = _card(_("近六个月"), _("按修改时间"))
        months_box.addWidget(self.months)
        months_box.addStretch(1)
        ledgers, ledgers_box = _card(_("各台账"), _("不含作废"))
        ledgers_box.addWidget(self.ledgers)
        ledgers_box.addStretch(1)
        states, states_box = _card(_("各状态"))
        states_box.addWidget(self.states)
        states_box.addStretch(1)
        upper = QHBoxLayout()
        upper.setSpacing(12)
        upper.addWidget(returned, 3)
        upper.addWidget(happened, 2)
        lower = QHBoxLayout()
        lower.setSpacing(12)
        lower.addWidget(ledgers, 4)
        lower.addWidget(states, 3)
        lower.addWidget(months, 3)
        down.addLayout(upper)
        down.addLayout(lower)
        down.addStretch(1)
        self.box.addWidget(scrolled(inside, _("工作台")))

    def show_facts(self, facts: Facts) -> None:
        """Show *facts* and read what goes with them."""
        self._facts = facts
        self._show_tasks()
        self.ledgers.show_bars([Bar(one.title.in_(words.language()), one.total) for one in facts.ledgers])
        self.states.show_bars(
            [
                Bar(_(look.word), facts.by_state.get(name, 0), look.tone)
                for name, look in stages.STATES.items()
                if facts.by_state.get(name) or name not in _SELDOM
            ]
        )
        forms = [one.form_id for one in facts.ledgers]
        back = [one.form_id for one in facts.ledgers if one.counts.get("returned")]
        background.run(partial(_returned, self._office, back), self).then(self._show_returned).failed(
            self.note.tell
        )
        op = partial(_by_month, self._office, forms, self._clock.today())
        background.run(op, self).then(self.months.show_bars).failed(self.note.tell)
        background.run(self._office.imports.kept, self).then(self._show_imports).failed(self.note.tell)
        background.run(partial(lately, self._office), self).then(self._show_happened).failed(self.note.tell)

    def _show_tasks(self) -> None:
        plain.clear(self.tasks)
        for state, word, icon in _TASKS:
            count = self._facts.by_state.get(state, 0)
            ledger = next((one for one in self._facts.ledgers if one.counts.get(state)), None)
            go = "outbox" if state == "approved" else f"ledger:{ledger.form_id}/{state}" if ledger else ""
            self.tasks.addWidget(self._task(count, _(word), icon, go, bad=state == "returned"))
        plain.clear(self.begin)
        if not any(one.total for one in self._facts.ledgers):
            self.begin.addWidget(self._welcome())

    def _show_imports(self, kept: "list[KeptImport]") -> None:
        """Show the imports that were put aside: rows of rosters somebody has still to put right."""
        plain.clear(self.imports)
        for one in kept:
            line = plain.frame("note-warn", across=True, margins=(12, 4, 8, 4))
            said = _("待处理的导入“{file}”：{count} 行（{who}）").format(
                file=one.file_name, count=f"{one.waiting:,}", who=one.by
            )
            go_on = plain.button(
                _("去处理"),
                partial(self.go_wanted.emit, f"ledger:{one.form_id}"),
                role="link",
                tip=_("打开这本台账，点“导入”，在列表里接着处理"),
            )
            for part in (plain.label(said), plain.spacer(), go_on):
                plain.box_of(line).addWidget(part)
            self.imports.addWidget(line)

    def _task(self, count: int, word: str, icon: str, go: str, *, bad: bool) -> QFrame:
        card = plain.frame("card", margins=(16, 12, 10, 10))
        box = plain.box_of(card)
        box.setSpacing(2)
        sign = plain.label()
        tone = "text_faint" if not count else "bad" if bad else "accent"
        sign.setPixmap(theme.pixmap(icon, tone, 22, self.devicePixelRatioF()))
        figure = plain.label(f"{count:,}", "figure")
        box.addLayout(plain.row(figure, None, sign))
        open_ = plain.button(
            _("去处理"),
            lambda: self.go_wanted.emit(go),
            role="link",
            tip=_("{what}：{count} 条").format(what=word, count=count),
        )
        open_.setVisible(bool(count and go))
        box.addLayout(plain.row(plain.label(word, "soft"), None, open_))
        card.setMinimumHeight(92)
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

    def _show_returned(self, heads: list[RecordHead]) -> None:
        plain.clear(self.returned)
        for head in heads[:_RETURNED_SHOWN]:
            self.returned.addWidget(self._returned_line(head))
        if not heads:
            self.returned.addWidget(plain.label(_("没有退回的记录。"), "hint"))
        elif len(heads) > _RETURNED_SHOWN:
            left = _("还有 {count} 条").format(count=f"{len(heads) - _RETURNED_SHOWN:,}")
            self.returned.addWidget(plain.label(left, "hint"))

    def _show_happened(self, found: list[Happening]) -> None:
        plain.clear(self.happened)
        for one in found:
            self.happened.addWidget(self._happened_line(one))
        if not found:
            self.happened.addWidget(plain.label(_("还没有导入、上报或备份过。"), "hint"))

    def _happened_line(self, one: Happening) -> QWidget:
        line = QWidget()
        sign = plain.label()
        sign.setPixmap(theme.pixmap(one.icon, "text_soft", 16, self.devicePixelRatioF()))
        said = (
            plain.button(one.said, lambda: self.go_wanted.emit(one.go), role="link", tip=one.who)
            if one.go
            else plain.label(one.said)
        )
        when = f"{one.at.astimezone():%m-%d %H:%M}"
        line.setLayout(plain.row(sign, said, None, plain.label(when, "hint")))
        return line

    def _returned_line(self, head: RecordHead) -> QWidget:
        line = QWidget()
        sign = plain.label()
        sign.setPixmap(theme.pixmap("arrow-back-up", "bad", 16, self.devicePixelRatioF()))
        open_ = plain.button(
            head.title or _("（未命名）"),
            lambda: self.open_wanted.emit(head.form_id, head.record_id),
            role="link",
            tip=_("打开这条记录"),
        )
        reason = plain.label(head.verdict_reason, "soft", wrap=True)
        when = plain.label(moment(head.verdict_at)[:10], "hint")
        box = plain.row(sign, open_)
        box.addWidget(reason, 1)
        box.addWidget(when)
        line.setLayout(box)
        return line


def _card(title: str, hint: str = "") -> tuple[QFrame, Any]:
    card = plain.frame("card", margins=(16, 12, 16, 12))
    box = plain.box_of(card)
    heading = plain.row(plain.label(title, "heading"), 6, plain.label(hint, "hint"), None)
    heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
    box.addLayout(heading)
    return card, box


def _returned(office: "Office", forms: list[str]) -> list[RecordHead]:
    """Return the returned records of *forms*, the latest first; a screenful is enough."""
    heads: list[RecordHead] = []
    for form_id in forms:
        heads += office.records.list(form_id, states=["returned"], limit=50).rows
    return sorted(heads, key=lambda head: head.updated_at, reverse=True)


def _by_month(office: "Office", forms: list[str], today: date) -> list[Bar]:
    """Count the records touched in each of the last six months, from the newest rows of each ledger."""
    months = _last_months(today)
    counts = dict.fromkeys(months, 0)
    for form_id in forms:
        after = None
        while True:
            page = office.records.list(form_id, after=after, limit=1000, order="-updated")
            for head in page.rows:
                month = (head.updated_at.astimezone().year, head.updated_at.astimezone().month)
                if month in counts:
                    counts[month] += 1
            after = page.next
            last = page.rows[-1].updated_at.astimezone() if page.rows else None
            if after is None or last is None or (last.year, last.month) < months[0]:
                break
    return [
        Bar(
            QLocale().standaloneMonthName(month, QLocale.FormatType.ShortFormat),
            counts[year, month],
            "accent" if (year, month) == months[-1] else "line_strong",
        )
        for year, month in months
    ]


def _last_months(today: date) -> list[tuple[int, int]]:
    """Return the last six months with this one, oldest first."""
    newest = today.year * 12 + today.month - 1
    return [(number // 12, number % 12 + 1) for number in range(newest - _MONTHS + 1, newest + 1)]
