"""两个版本与隔离: what wants a person's eye before it is in the ledger.

Two versions of a record stand side by side, question by question; what was set aside names its reason. Every decision
asks for words, because somebody below will read them.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop import background
from desktop.facts import moment
from desktop.form_words import FormWords
from desktop.screens.ledger_model import moment as spoken
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office


_FORM: Final = "SYNC-021"  # the record waits for its form version


class AsidePanel(QWidget):
    """The tab of the inbox for forks and quarantine."""

    changed = Signal()

    def __init__(self, office: "Office", note: Note) -> None:
        super().__init__()
        self._office, self.note = office, note
        self.forks = PlainTable(
            _("有两个版本的记录"),
            [_("记录"), _("单位"), _("台账"), _("台账中的版本"), _("后到的版本")],
            widths=(240, 90, 150, 220, 220),
        )
        self.differences = PlainTable(
            _("不同的问题"),
            [_("问题"), _("台账中的版本"), _("后到的版本")],
            widths=(220, 330, 330),
        )
        self.aside = PlainTable(
            _("被隔离的"),
            [_("批次"), _("记录"), _("代码"), _("原因"), _("时间")],
            widths=(70, 160, 110, 420, 150),
        )
        self.ours = plain.button(_("保留台账中的…"), partial(self._resolve, False), icon="check", key="Alt+1")
        self.theirs = plain.button(_("选定后到的…"), partial(self._resolve, True), icon="checks", key="Alt+2")
        self.retry = plain.button(_("重新处理"), self._retry, icon="refresh", key="Ctrl+Alt+T")
        self.all_again = plain.button(_("全部重新处理"), self._retry_all, icon="refresh", key="Ctrl+Alt+U")
        self.busy = Busy()
        self.release = plain.button(_("放行…"), self._release, icon="check", key="Ctrl+Alt+F")
        self.refuse = plain.button(_("拒收…"), self._refuse, icon="arrow-back-up", key="Ctrl+Alt+J")
        self.waiting = plain.label(role="soft", wrap=True)
        self.none = plain.label(_("没有要比对的两个版本，也没有被隔离的批次或记录。"), "hint", wrap=True)
        self._build()
        self.forks.picked.connect(self._pick_fork)
        self.aside.picked.connect(self._pick_aside)
        self._pick_fork(None)
        self._pick_aside(None)

    def _build(self) -> None:
        for table in (self.forks, self.differences, self.aside):
            table.among_others()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.addWidget(self.none)
        self._upper, self._lower = QWidget(), QWidget()
        up, down = QVBoxLayout(self._upper), QVBoxLayout(self._lower)
        for inner in (up, down):
            inner.setContentsMargins(0, 0, 0, 0)
        title = plain.label(_("有两个版本的记录"), "strong")
        up.addLayout(plain.row(title, None, flow(self.ours, self.theirs)))
        up.addWidget(self.forks, 1)
        up.addWidget(self.differences, 1)
        title = plain.label(_("被隔离的"), "strong")
        down.addLayout(plain.row(title, None, flow(self.retry, self.all_again, self.release, self.refuse)))
        down.addWidget(self.waiting)
        down.addWidget(self.busy)
        down.addWidget(self.aside, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._upper)
        split.addWidget(self._lower)
        split.setChildrenCollapsible(False)
        box.addWidget(split, 1)
        self._rest = QWidget()
        box.addWidget(self._rest, 1)

    def refresh(self) -> None:
        """Read forks and quarantine anew."""
        background.run(partial(_read, self._office), self).then(self._show).failed(self.note.tell)

    def _show(self, found: tuple[list[Line], list[Line]]) -> None:
        forks, aside = found
        self.forks.show_lines(forks)
        self.aside.show_lines(aside)
        self._upper.setVisible(bool(forks))
        self._lower.setVisible(bool(aside))
        forms = sum(line.thing.code == _FORM for line in aside)
        told = _("{count} 条在等本单位发布它们的表；发布或收到后会自动重新处理。").format(count=f"{forms:,}")
        self.waiting.setText(told)
        self.waiting.setVisible(bool(forms))
        self.none.setVisible(not forks and not aside)
        self._rest.setVisible(not forks and not aside)

    def _pick_fork(self, thing: Any) -> None:
        for button in (self.ours, self.theirs):
            button.setEnabled(thing is not None)
        self.differences.show_lines(thing[1] if thing is not None else [])

    def _pick_aside(self, one: Any) -> None:
        self.retry.setEnabled(one is not None)
        for button in (self.release, self.refuse):
            button.setEnabled(one is not None)

    def _resolve(self, theirs: bool) -> None:
        thing = self.forks.current()
        if thing is None:
            return
        fork = thing[0]
        what = _("后到的版本继续，台账中的退回。") if theirs else _("台账中的版本继续，后到的退回。")
        ask(
            self,
            _("选定一个版本"),
            [fork.title, what, _("两个版本都会保留备查；两边的设备都会从回执得知。")],
            lambda words: self._run(partial(_resolve, self._office, fork, words, theirs), _("已选定。")),
            yes=_("选定"),
            reason=_("写给下级的话"),
        )

    def _retry(self) -> None:
        one = self.aside.current()
        if one is not None:
            self._run(partial(_retry, self._office, one.quarantine_id), "")

    def _retry_all(self) -> None:
        progress = self.busy.watch(_("正在重新处理…"), tip=_("停止：全部留在隔离中，什么都不改"))
        task = background.run(partial(_retry_all, self._office, progress), self).failed(self.note.tell)
        task.then(self._all_done).always(self.busy.done).always(self._after)

    def _all_done(self, entered: int) -> None:
        told = _("重新处理后入库 {count} 条。").format(count=f"{entered:,}")
        self.note.say(told, "good" if entered else "warn")

    def _release(self) -> None:
        self._ask(_("放行"), _("由您负责：写明为什么可以入库。"), _release, _("已放行。"))

    def _refuse(self) -> None:
        self._ask(_("拒收"), _("理由会随回执退给下级单位。"), _refuse, _("已拒收。"))

    def _ask(self, title: str, line: str, op: Any, done: str) -> None:
        one = self.aside.current()
        if one is not None:
            agreed = lambda words: self._run(partial(op, self._office, one.quarantine_id, words), done)  # noqa: E731  (named for the line's length)
            ask(self, title, [one.words, line], agreed, yes=title, reason=_("理由"))

    def _run(self, op: Any, done: str) -> None:
        background.run(op, self).then(partial(self._done, done)).failed(self.note.tell).always(self._after)

    def _done(self, done: str, entered: Any) -> None:
        if done:
            self.note.say(done, "good")
        elif entered:
            self.note.say(_("重新处理后已入库。"), "good")
        else:
            self.note.say(_("原因仍在，没有入库。"), "warn")

    def _after(self) -> None:
        self.refresh()
        self.changed.emit()


def _read(office: "Office") -> tuple[list[Line], list[Line]]:
    from sync import inbox

    named = FormWords(office)
    return (
        [_fork_line(one, named) for one in inbox.forks(office)],
        [_aside_line(one) for one in inbox.quarantine(office)],
    )


def _fork_line(fork: Any, named: FormWords) -> Line:
    differences = [
        Line(
            (
                Cell(named.question(fork.form_id, one.question)),
                Cell(_answer(one.ours)),
                Cell(_answer(one.theirs)),
            ),
            one,
        )
        for one in fork.differences
    ]
    return Line(
        (
            Cell(fork.title),
            Cell(fork.office_code),
            Cell(named.form(fork.form_id)),
            Cell(f"{fork.ours.by}  {spoken(moment(fork.ours.at))}"),
            Cell(f"{fork.theirs.by}  {spoken(moment(fork.theirs.at))}"),
        ),
        (fork, differences),
    )


def _answer(value: Any) -> str:
    """Return an answer as it is stored, lists with their parts; a dash for none."""
    if value is None:
        return "–"
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _aside_line(one: Any) -> Line:
    words = one.words or _("整批被隔离。")
    return Line(
        (
            Cell(str(one.number or "–")),
            Cell(one.record_id[:13]),
            Cell(one.code, "alert-triangle", "warn"),
            Cell(words),
            Cell(spoken(moment(one.at))),
        ),
        one,
    )


def _resolve(office: "Office", fork: Any, words: str, theirs: bool) -> bool:
    from sync import inbox

    inbox.resolve(office, fork.record_id, fork.theirs.content_hash, words, theirs=theirs)
    return True


def _retry(office: "Office", name: str) -> bool:
    from sync import inbox

    return inbox.try_again(office, name)


def _retry_all(office: "Office", progress: Any) -> int:
    from sync import inbox

    return inbox.everything(office, progress)


def _release(office: "Office", name: str, words: str) -> bool:
    from sync import inbox

    inbox.release(office, name, words)
    return True


def _refuse(office: "Office", name: str, words: str) -> bool:
    from sync import inbox

    inbox.refuse(office, name, words)
    return True
