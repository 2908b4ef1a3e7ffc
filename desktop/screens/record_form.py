"""The record form: made from the definition, filled by keyboard, judged as typed, saved at every pause.

Loading and every verb run off the window's thread; what the clerk types is never blocked and never lost. What
the form may do with a record is asked of `records.model.states`, so buttons and ledger cannot disagree.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import background, theme, words
from desktop.screens.record_verbs import RecordVerbs
from desktop.widgets.note import Note
from desktop.widgets.questions.choice_indexes import unprepared
from desktop.widgets.questions.filling import Changed, Filling
from desktop.widgets.questions.repeat_grid import RepeatGrid
from desktop.widgets.record import look
from desktop.widgets.record.form_body import FormBody
from desktop.widgets.record.history_panel import HistoryPanel
from desktop.widgets.record.known_person import KnownPerson
from desktop.widgets.record.loading import Loaded, load
from desktop.widgets.record.record_bar import RecordBar
from desktop.widgets.record.record_files import RecordFiles
from desktop.widgets.record.record_saver import RecordSaver
from desktop.widgets.record.same_record import SameRecord
from desktop.widgets.record.where_line import WhereLine
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.problems import Problem
from records.ledger import Office, RecordHead


class RecordForm(QWidget):
    """One record being filled or read; *saved* carries the record's id."""

    saved = Signal(str)
    closed = Signal()
    ready = Signal()  # the questions are on the screen
    record_wanted = Signal(str)  # open another record (a duplicate)
    receipt_wanted = Signal(str)  # show the print preview of this donation's receipt

    def __init__(
        self, office: Office, form_id: str, record_id: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.form_id = form_id
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filling: Filling | None = None
        self.body: FormBody | None = None
        self.saver: RecordSaver | None = None
        self.known: KnownPerson | None = None
        self.same: SameRecord | None = None
        self.problems: list[Problem] = []
        self.bar = RecordBar(self)
        self.where = WhereLine(self)
        self.note = Note(self)  # what happened, what was refused
        self.verdict = Note(self)  # the reviewer's words
        self.offer = Note(self)  # a person or an organisation the office knows
        self.alike = Note(self)  # records that look the same
        self.history = HistoryPanel(self)
        self.files = RecordFiles(self, self)
        self._lay_out()
        self.verbs = RecordVerbs(self, self)
        hear(self, self._actions())
        self._end_listening = words.on_change(self._rebuild)
        self.destroyed.connect(self._end_listening)
        self._end_dressing = theme.on_change(self._dress)
        self.destroyed.connect(self._end_dressing)
        self._dress()
        self.open(record_id)

    def _lay_out(self) -> None:
        self._middle = QHBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addStretch(1)
        self._middle.addWidget(self.history)
        self._middle.addWidget(self.files.panel)
        strips = QVBoxLayout()
        strips.setContentsMargins(16, 0, 16, 0)
        strips.setSpacing(0)
        for strip in (self.note, self.verdict, self.offer, self.alike):
            strips.addWidget(strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.where)
        column.addLayout(strips)
        column.addLayout(self._middle, 1)

    def _actions(self) -> dict[str, Callable[[], object]]:
        """Return what each key does; the buttons do the same."""
        bar, verbs = self.bar, self.verbs
        bar.save.clicked.connect(self.save_now)
        bar.save_new.clicked.connect(self.save_and_new)
        bar.problems.clicked.connect(self.next_problem)
        bar.files.clicked.connect(self.files.toggle)
        bar.close_form.clicked.connect(self.finish)
        self.where.way_wanted.connect(verbs.history)
        actions: dict[str, Callable[[], object]] = {
            "Ctrl+S": self.save_now,
            "Ctrl+Return": self.save_and_new,
            "Ctrl+Enter": self.save_and_new,
            "Ctrl+Shift+Return": verbs.finish,
            "F7": verbs.take_proposal,
            "F8": self.next_problem,
            "F4": self.same_as_last,
            "Shift+F4": verbs.carry_all,
            "F3": self.take_person,
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
            "Ctrl+H": verbs.history,
            "Ctrl+Alt+F": self.files.toggle,
            "Ctrl+W": self.finish,
            "Ctrl+Alt+P": verbs.receipt,
        }
        for number in range(1, 10):
            actions[f"Alt+{number}"] = lambda nth=number: self.go_to_section(nth)  # type: ignore[misc]  # default binds now
        return actions

    # -- opening ----------------------------------------------------------------------------------------

    @property
    def head(self) -> RecordHead | None:
        """The record's head as last saved; None before the first save."""
        return self.saver.head if self.saver else None

    def open(self, record_id: str | None) -> None:
        """Show another record of the same form, or a new one."""
        office, form_id, language = self.office, self.form_id, words.language()
        task = background.run(lambda: load(office, form_id, record_id, language), self)
        task.then(self._show).failed(self.note.tell)

    def _show(self, loaded: Loaded) -> None:
        """Put the questions on the screen."""
        head = loaded.record.head if loaded.record else None
        filling = Filling(loaded.session, loaded.indexes, loaded.today, self)
        self.files.serve(filling, loaded.media)
        filling.enter = self.verbs.enter_other
        filling.places = self.office.codes.find_within
        filling.readonly = not self.verbs.may_write(head)
        self.bar.unmask.setChecked(False)
        filling.show_all = head is not None and str(head.state) != "draft"
        self.filling = filling
        self.saver = RecordSaver(self.office, filling, head, self)
        self.saver.changed.connect(self._show_bar)
        self.saver.saved.connect(self._saved)
        self.saver.refused.connect(self.note.tell)
        self.known = KnownPerson(self.office, filling, self)
        self.known.offered.connect(self._show_person)
        self.same = SameRecord(self.office, filling, head.record_id if head else None, self)
        self.same.found.connect(self._show_same)
        filling.changed.connect(self._show_title)
        self.note.hide()
        self.offer.hide()
        self.alike.hide()
        self.history.hide()
        self._put_body(filling)
        self._show_verdict()
        self._show_bar()
        self.where.show_for(self.office, head.record_id if head else None)

    def _put_body(self, filling: Filling) -> None:
        if self.body is not None:
            self._middle.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
        else:
            self._middle.takeAt(0)
        self.body = FormBody(filling, self)
        self.body.problems_counted.connect(self._count)
        self.body.ended.connect(self.bar.complete.setFocus)
        self.body.built.connect(self.ready)
        self._middle.insertWidget(0, self.body, 1)
        self.body.show()
        self.body.count_problems()
        self._show_title(None)
        if not filling.readonly:
            self.body.focus_first()
        if self.body.is_built:  # a short form was whole before anybody listened
            self.ready.emit()

    def _dress(self) -> None:
        """The light or the dark set was put on."""
        self.setStyleSheet(look.sheet())
        if self.body is not None:
            self.body.refresh()

    def _rebuild(self) -> None:
        """The language changed: make the questions anew; answers and undo stay."""
        if self.filling is None:
            return
        self.filling.indexes = unprepared(self.filling.session, words.language())
        self._put_body(self.filling)
        self._show_bar()

    # -- showing ----------------------------------------------------------------------------------------

    def _show_title(self, change: Changed | None) -> None:
        del change  # any change may change the title
        if self.filling is not None:
            title = self.filling.session.title().strip(" ·-—/") or _("新记录")
            self.bar.show_title(title)

    def _show_bar(self) -> None:
        saver, bar = self.saver, self.bar
        if saver is None:
            return
        bar.show_state(str(saver.head.state) if saver.head else "draft")
        bar.show_saved(dirty=saver.dirty, busy=saver.busy, at=saver.saved_at)
        self.verbs.show_buttons()

    def _show_verdict(self) -> None:
        """Show the reviewer's words, with a way to the question they are about."""
        head = self.head
        if head is not None and head.held == "away":
            self.verdict.say(_("已移交给{name}，本机只能查看。").format(name=head.holder), "warn")
            return
        if head is not None and head.origin and head.held != "here":
            self.verdict.say(_("来自{origin}，只能查看。").format(origin=head.origin), "warn")
            return
        if head is None or not head.verdict_reason or str(head.state) != "returned":
            self.verdict.hide()
            return
        path = head.verdict_question
        label = self.label_of(path)
        said = _("退回原因：{words}").format(words=head.verdict_reason)
        self.verdict.say(
            f"{label}：{said}" if label else said,
            "bad",
            action=_("到该处") if path else "",
            act=(lambda: self.go_to(path)) if path else None,
        )

    def label_of(self, path: str) -> str:
        """Return the label of the question at *path*, '' when there is none."""
        if self.filling is None or path not in self.filling.session.paths():
            return ""
        return self.filling.state(path).label.in_(self.filling.language)

    def _show_person(self, offered: tuple[str, str, int] | None) -> None:
        if offered is None:
            self.offer.hide()
            return
        said = _("本单位已登记过 {name}，可填入其余 {count} 项").format(name=offered[1], count=offered[2])
        self.offer.say(said, action=_("填入（F3）"), act=self.take_person)

    def _show_same(self, heads: list[RecordHead]) -> None:
        if not heads:
            self.alike.hide()
            return
        first = heads[0]
        said = _("可能重复：{title}").format(title=first.title)
        if first.origin:
            said += _("（来自{origin}）").format(origin=first.origin)
        if len(heads) > 1:
            said += _("，另有 {count} 条").format(count=len(heads) - 1)
        self.alike.say(said, "warn", action=_("查看"), act=lambda: self.record_wanted.emit(first.record_id))

    def _count(self, problems: list[Problem]) -> None:
        self.problems = problems
        readonly = self.filling is None or self.filling.readonly
        self.bar.show_problems(0 if readonly else len({problem.place for problem in problems}))

    # -- what keys and buttons do -----------------------------------------------------------------------

    def settle(self) -> None:
        """Take what is half typed in the field that has the focus."""
        if self.body is None:
            return
        for box in self.body.boxes.values():
            if box.editor.is_busy():
                box.editor.settle()
        for grid in self.body.grids.values():
            if grid.editor is not None and grid.editor.is_busy():
                grid.editor.settle()

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save what is on the screen; *then* once it is in the file."""
        self.settle()
        if self.saver is not None:
            self.saver.save(then)

    def save_now(self) -> None:
        """Ctrl+S."""
        self.save()

    def save_and_new(self) -> None:
        """Ctrl+Enter: save, then an empty form."""
        self.save(lambda: self.open(None))

    def show_whole(self, whole: bool) -> None:
        """Show personal numbers in full also where they are only read, or masked again."""
        if self.filling is not None and self.body is not None:
            self.filling.whole = whole
            self.history.hide()
            self.body.refresh()

    def next_problem(self) -> None:
        """F8: go to the next place that needs a hand; blanks are told from now on."""
        if self.body is None or self.filling is None:
            return
        self.settle()
        if not self.filling.show_all:
            self.filling.show_all = True
            self.body.refresh()
        else:
            self.body.count_problems()
        path = self.body.next_problem(self.problems, self.body.current_path())
        if path is None:
            self.note.say(_("没有需要处理的问题。"), "good")
        else:
            self.go_to(path)

    def go_to(self, path: str) -> None:
        """Put the focus at the question *path*."""
        if self.body is not None:
            self.body.focus_path(path)

    def undo(self) -> None:
        """Ctrl+Z: take the last step back."""
        if self.filling is not None:
            self.filling.undo()

    def redo(self) -> None:
        """Ctrl+Y: take it again."""
        if self.filling is not None:
            self.filling.redo()

    def take_person(self) -> None:
        """F3: fill what the office knows of this person."""
        if self.known is not None:
            self.settle()
            self.known.take()

    def same_as_last(self) -> None:
        """F4: the answer of the row above in a grid, of the last record elsewhere."""
        if self.body is None or self.filling is None or self.filling.readonly:
            return
        path = self.body.current_path()
        grid = self.body.grids.get(path.partition("[")[0])
        if isinstance(grid, RepeatGrid):
            grid.same_as_above()
        elif path:
            self.verbs.carry(path)

    def go_to_section(self, number: int) -> None:
        """Alt+number."""
        if self.body is not None:
            self.body.focus_section(number)

    def finish(self) -> None:
        """Save what is not saved and say that the form may be taken away (Ctrl+W)."""
        if self.saver is not None and self.saver.dirty:
            self.save(self.closed.emit)
        else:
            self.closed.emit()

    def _saved(self, head: RecordHead) -> None:
        if self.same is not None:
            self.same.record_id = head.record_id
        self.note.hide()
        self.files.refresh()
        self.saved.emit(head.record_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus given to the form (F6) goes to its first blank question."""
        super().focusInEvent(event)
        if self.body is not None and self.filling is not None and not self.filling.readonly:
            self.body.focus_first()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A window closed with something unsaved still saves it; the save outlives the window."""
        if self.saver is not None and self.saver.dirty:
            self.save()
        super().closeEvent(event)
