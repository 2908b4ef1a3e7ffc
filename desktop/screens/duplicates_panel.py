"""跨单位重复: records of two offices that seem to be one, side by side; a person says which counts, or asks below.

Every decision can be undone here: what was decided stands in the lower list, with who said it.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop import background, duplicate_facts, words
from desktop.background import Latest
from desktop.duplicate_facts import ALIKE, SAID, Compared, Found
from desktop.facts import moment
from desktop.form_words import FormWords
from desktop.screens.ledger_model import moment as spoken
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.flow_layout import flow
from desktop.widgets.note import Note
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.duplicates import Pair


class DuplicatesPanel(QWidget):
    """The tab of the inbox; `changed` after each decision, `record_wanted` carries form and id of a record."""

    changed = Signal()
    record_wanted = Signal(str, str)

    def __init__(self, office: "Office", note: Note) -> None:
        super().__init__()
        self._office, self.note = office, note
        self._latest = Latest()
        self._found = Found((), (), {})
        self.pairs = PlainTable(
            _("疑似重复的两条记录"),
            [_("台账"), _("为什么"), _("先到的"), _("单位"), _("后到的"), _("单位")],
            widths=(150, 130, 190, 190, 190, 150),
            stretch=4,
        )
        self.answers = PlainTable(
            _("逐项对照"), [_("问题"), _("先到的"), _("后到的")], widths=(220, 300, 300)
        )
        self.decided = PlainTable(
            _("已办理的重复"),
            [_("结论"), _("保留的"), _("单位"), _("另一条"), _("单位"), _("谁、何时"), _("说明")],
            widths=(180, 140, 140, 140, 110, 210, 120),
        )
        self.keep_first = self._button(_("同一个：先到的计数"), partial(self._same, True), "check", "Alt+1")
        self.keep_second = self._button(
            _("同一个：后到的计数"), partial(self._same, False), "checks", "Alt+2"
        )
        self.different = self._button(_("不是同一个"), self._different, "arrows-exchange", "Alt+3")
        self.ask_below = self._button(_("问下级…"), self._ask, "arrow-back-up", "Alt+4")
        self.undo = self._button(_("撤销办理"), self._undo, "arrow-back", "Ctrl+Alt+Y")
        self.none = plain.label(
            _("没有待办理的重复：本单位和各下级报来的记录里，没有证件号码相同、或姓名和出生日期相同的。"),
            "hint",
            wrap=True,
        )
        self._build()
        self.pairs.picked.connect(self._pick)
        self.pairs.opened.connect(self._open)
        self.decided.picked.connect(lambda one: self.undo.setEnabled(one is not None))

    @staticmethod
    def _button(text: str, act: Any, icon: str, key: str) -> QPushButton:
        made = plain.button(text, act, icon=icon, key=key)
        made.setEnabled(False)
        return made

    def _build(self) -> None:
        for table in (self.pairs, self.answers, self.decided):
            table.among_others()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.addWidget(self.none)
        self._upper, self._lower = QWidget(), QWidget()
        up, down = QVBoxLayout(self._upper), QVBoxLayout(self._lower)
        for inner in (up, down):
            inner.setContentsMargins(0, 0, 0, 0)
        self.title = plain.label(role="strong")
        tools = flow(self.keep_first, self.keep_second, self.different, self.ask_below)
        up.addLayout(plain.row(self.title, None, tools))
        up.addWidget(self.pairs, 2)
        up.addWidget(self.answers, 3)
        down.addLayout(plain.row(plain.label(_("已办理"), "strong"), None, self.undo))
        down.addWidget(self.decided, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._upper)
        split.addWidget(self._lower)
        split.setChildrenCollapsible(False)
        split.setSizes([420, 150])
        box.addWidget(split, 1)
        self._rest = QWidget()
        box.addWidget(self._rest, 1)

    def refresh(self) -> None:
        """Look for pairs anew, off the window's thread."""
        op = partial(_read, self._office)
        self._latest.run(op, self).then(self._show).failed(self.note.tell)

    def _show(self, read: tuple[Found, FormWords]) -> None:
        self._found, named = read
        found = self._found
        self.title.setText(_("疑似重复 {count} 对").format(count=f"{len(found.pairs):,}"))
        self.pairs.show_lines([self._pair_line(one, named) for one in found.pairs])
        self.decided.show_lines([self._decided_line(one) for one in found.decided])
        self._upper.setVisible(bool(found.pairs))
        self._lower.setVisible(bool(found.decided))
        self.none.setVisible(not found.pairs)
        self._rest.setVisible(not found.pairs and not found.decided)

    def _pair_line(self, pair: "Pair", named: FormWords) -> Line:
        why = _(ALIKE[pair.alike])
        if pair.asked:
            why = _("{why}；问过，又报来").format(why=why)
        first, second = pair.first.head, pair.second.head
        return Line(
            (
                Cell(named.form(pair.form_id)),
                Cell(why),
                Cell(first.title),
                Cell(self._found.office(first.office_code)),
                Cell(second.title),
                Cell(self._found.office(second.office_code)),
            ),
            pair,
        )

    def _decided_line(self, one: Any) -> Line:
        return Line(
            (
                Cell(_(SAID[one.said])),
                Cell(one.kept.title),
                Cell(self._found.office(one.kept.office_code)),
                Cell(one.other.title),
                Cell(self._found.office(one.other.office_code)),
                Cell(f"{one.by}  {spoken(moment(one.at))}"),
                Cell(one.words),
            ),
            one,
        )

    def _pick(self, pair: "Pair | None") -> None:
        for button in (self.keep_first, self.keep_second, self.different):
            button.setEnabled(pair is not None)
        below = self._from_below(pair)
        self.ask_below.setEnabled(below is not None)
        self.ask_below.setText(
            _("问下级…")
            if below is None
            else _("问{office}…").format(office=self._found.office(below.key[0]))
        )
        self.answers.show_lines([])
        if pair is not None:
            op = partial(duplicate_facts.compare, self._office, pair, words.language())
            background.run(op, self).then(self._compare).failed(self.note.tell)

    def _from_below(self, pair: "Pair | None") -> Any:
        """Return the record its office can be asked about: the one that came later, unless it is our own."""
        own = self._office.info.code
        sides = () if pair is None else (pair.second, pair.first)
        return next((one for one in sides if one.key[0] != own), None)

    def _compare(self, found: Compared) -> None:
        lines = [
            Line(
                (
                    Cell(one.label, "alert-triangle", "warn"),
                    Cell(one.before or "–", tone="warn"),
                    Cell(one.after or "–", tone="warn"),
                )
            )
            for one in found.different
        ]
        same = [Line((Cell(one.label), Cell(one.before), Cell(one.after))) for one in found.equal]
        self.answers.show_lines(lines + same)

    def _open(self, pair: "Pair | None") -> None:
        if pair is not None:
            self.record_wanted.emit(pair.form_id, pair.second.head.record_id)

    def _same(self, first: bool) -> None:
        pair = self.pairs.current()
        if pair is None:
            return
        kept, double = (pair.first, pair.second) if first else (pair.second, pair.first)
        told = _("{kept}（{here}）计数；{double}（{there}）标为它的重复，记录不变，统计不计。")
        line = told.format(
            kept=kept.head.title,
            here=self._found.office(kept.key[0]),
            double=double.head.title,
            there=self._found.office(double.key[0]),
        )
        same = self._office.records.duplicates.same
        ask(
            self,
            _("同一个"),
            [line, _("随时可以撤销。")],
            lambda _none: self._run(partial(same, kept.key, double.key), _("已标为重复，不再计数。")),
            yes=_("标为重复"),
        )

    def _different(self) -> None:
        pair = self.pairs.current()
        if pair is not None:
            op = partial(self._office.records.duplicates.different, pair.first.key, pair.second.key)
            self._run(op, _("已记下：不是同一个，不再提示。可在“已办理”里撤销。"))

    def _ask(self) -> None:
        pair = self.pairs.current()
        below = self._from_below(pair)
        if pair is None or below is None:
            return
        other = pair.first if below is pair.second else pair.second
        line = _("{title} 将退回{office}，附上您的话；下级更正或说明后会再报来。")
        ask(
            self,
            _("问下级"),
            [line.format(title=below.head.title, office=self._found.office(below.key[0]))],
            lambda said: self._run(
                partial(_ask, self._office, below.key, other.key, said), _("已退回并附上问题。")
            ),
            yes=_("退回询问"),
            reason=_("写给下级的话"),
        )

    def _undo(self) -> None:
        one = self.decided.current()
        if one is None:
            return
        names = [(head.office_code, head.record_id) for head in (one.kept, one.other)]
        told = _("已撤销，这一对重新列出。")
        if one.said == "asked":
            told = _("已撤销，这一对重新列出；退回的话已写入回执，不会收回。")
        self._run(partial(self._office.records.duplicates.undo, *names), told)

    def _run(self, op: Any, done: str) -> None:
        said = lambda _none: self.note.say(done, "good")  # noqa: E731  (named for the line's length)
        background.run(op, self).then(said).failed(self.note.tell).always(self._after)

    def _after(self) -> None:
        self.refresh()
        self.changed.emit()


def _read(office: "Office") -> tuple[Found, FormWords]:
    return duplicate_facts.read(office), FormWords(office)


def _ask(office: "Office", returned: Any, other: Any, said: str) -> None:
    from sync import inbox

    inbox.ask(office, returned, other, said)
