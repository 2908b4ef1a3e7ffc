"""The questions of a form, in sections: made once from the definition, repainted part by part from what changed.

A form of fifty questions takes a tenth of a second to make, so it is made in slices of a few questions and the
window stays awake: the first screenful is there at once.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.questions.filling import Changed, Filling
from desktop.widgets.questions.question_box import QuestionBox
from desktop.widgets.questions.repeat_grid import RepeatGrid
from desktop.widgets.record.hint_line import HintLine
from desktop.widgets.record.section import Section
from forms.engine import Group, Question, Repeat
from forms.problems import Problem

Stop = QuestionBox | RepeatGrid
_SLICE = 8  # questions made in one go at most: about 15 ms
_TURN = (
    0.012  # seconds after which the rest of a slice waits for the next turn; the first slice is made whole
)


class FormBody(QScrollArea):
    """All questions; *problems_counted* tells what still stands against completing."""

    problems_counted = Signal(object)  # list[Problem]
    gained = Signal(object)  # the Stop that has the focus
    left = Signal(str)  # path of the question left
    ended = Signal()  # Enter in the last question
    built = Signal()  # every question is there

    def __init__(self, filling: Filling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filling = filling
        self.sections: list[Section] = []
        self.boxes: dict[str, QuestionBox] = {}
        self.grids: dict[str, RepeatGrid] = {}
        self.stops: list[Stop] = []
        self._section_of: dict[str, Section] = {}
        self._page = QWidget()
        self._page.setProperty("role", "paper")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(20, 12, 20, 24)
        self._column.setSpacing(12)
        self.hint = HintLine(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._page)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self.count_problems)
        filling.changed.connect(self.apply)
        self._slices: Iterator[None] | None = self._build(filling.session.definition.root)
        self._more = QTimer(self)
        self._more.setInterval(0)
        self._more.timeout.connect(self._make_more)
        self._make_more()
        self._more.start()

    # -- building ---------------------------------------------------------------------------------------

    @property
    def is_built(self) -> bool:
        """Tell whether every question is there."""
        return self._slices is None

    def finish_building(self) -> None:
        """Make what is not there yet: somebody wants to go there."""
        while not self.is_built:
            self._make_more()

    def _make_more(self) -> None:
        """Make the next slice of questions."""
        if self._slices is None:
            return
        begun, first = perf_counter(), not self.stops
        with self._laid_out_once():
            for _nth in range(_SLICE):
                if next(self._slices, self) is self:
                    self._slices = None
                    break
                if not first and perf_counter() - begun > _TURN:
                    break
            self._tidy_sections()
        if self._slices is None:
            self._more.stop()
            self._column.addStretch(1)
            self.count_problems()
            self.built.emit()

    def _build(self, root: Group) -> Iterator[None]:
        """Make sections: groups as they are, a repeat as its own, loose questions together."""
        loose: Section | None = None
        for child in root.children:
            if isinstance(child, Question):
                loose = loose or self._section("")
                self._question(loose, child)
                yield
                continue
            loose = None
            section = self._section(child.label.in_(self.filling.language) or child.name)
            if isinstance(child, Repeat):
                self._grid(section, child)
                yield
            else:
                yield from self._fill(section, child)

    def _fill(self, section: Section, group: Group) -> Iterator[None]:
        """Put a group's questions into *section*; groups inside groups are opened out."""
        for child in group.children:
            if isinstance(child, Question):
                self._question(section, child)
                yield
            elif isinstance(child, Repeat):
                self._grid(section, child)
                yield
            else:
                yield from self._fill(section, child)

    def _section(self, title: str) -> Section:
        section = Section(title, self._page)
        self.sections.append(section)
        self._column.addWidget(section)
        return section

    def _question(self, section: Section, question: Question) -> None:
        if not question.visible:
            return
        box = QuestionBox(self.filling, question, section.body)
        box.forward.connect(self.go_forward)
        box.backward.connect(self.go_backward)
        box.gained.connect(self._gained)
        box.left.connect(self._left)
        section.take(box)
        self.boxes[box.path] = box
        self.stops.append(box)
        self._section_of[box.path] = section

    def _grid(self, section: Section, repeat: Repeat) -> None:
        grid = RepeatGrid(self.filling, repeat, section.body)
        grid.forward.connect(self.go_forward)
        grid.backward.connect(self.go_backward)
        grid.gained.connect(self._gained)
        section.take(grid)
        self.grids[repeat.name] = grid
        self.stops.append(grid)
        self._section_of[repeat.name] = section

    # -- repainting -------------------------------------------------------------------------------------

    def apply(self, change: Changed, force: bool = False) -> None:
        """Repaint the questions of *change* and nothing else."""
        inside: dict[str, set[str]] = {}
        for path in change.paths:
            head, bracket, _rest = path.partition("[")
            if bracket:
                inside.setdefault(head, set()).add(path)
        with self._laid_out_once():
            for path in self.boxes.keys() & change.paths:
                self.boxes[path].refresh(force=force)
            for name, grid in self.grids.items():
                if change.structure or name in inside:
                    grid.apply(Changed(frozenset(inside.get(name, ())), change.structure), force=force)
            self._tidy_sections()
        self._counting.start()

    def refresh(self) -> None:
        """Repaint everything: the language, the right to write or the record changed."""
        self.finish_building()
        with self._laid_out_once():
            for stop in self.stops:
                stop.refresh(force=True)
            self._tidy_sections()
        self.count_problems()

    @contextmanager
    def _laid_out_once(self) -> Iterator[None]:
        """Let many questions change and place them once after: Qt lays all out anew at each widget that is shown."""
        layouts = [self._column, *(section.columns for section in self.sections)]
        for layout in layouts:
            layout.setEnabled(False)
        try:
            yield
        finally:
            for layout in layouts:
                layout.setEnabled(True)
                layout.invalidate()

    def _tidy_sections(self) -> None:
        """Hide sections without questions that apply, and number the others."""
        alive = {self._section_of[stop.path] for stop in self.stops if not stop.isHidden()}
        number = 0
        for section in self.sections:
            section.setVisible(section in alive)
            if section in alive and section.title:
                number += 1
                section.number(number)

    def count_problems(self) -> None:
        """Ask the engine what stands against completing; tell sections and listeners."""
        problems = self.filling.session.problems()
        here = Counter(self._section_of.get(one.place.partition("[")[0]) for one in problems)
        for section in self.sections:
            section.tell_count(here.get(section, 0))
        self.problems_counted.emit(problems)

    # -- moving -----------------------------------------------------------------------------------------

    def focus_first(self) -> None:
        """Go to the first question that is blank, else to the first at all."""
        stops = list(self._live())
        blank = (s for s in stops if isinstance(s, QuestionBox) and not self.filling.state(s.path).text)
        first = next(blank, None) or next(iter(stops), None)
        if first is not None:
            self._focus(first)

    def go_forward(self, stop: Stop) -> None:
        """Enter: go to the next question that can be typed in."""
        self.finish_building()
        later = self._live(self.stops[self.stops.index(stop) + 1 :])
        following = next(later, None)
        if following is None:
            self.ended.emit()
        else:
            self._focus(following)

    def go_backward(self, stop: Stop) -> None:
        """Shift+Enter: go to the question before."""
        earlier = list(self._live(self.stops[: self.stops.index(stop)]))
        if earlier:
            self._focus(earlier[-1], Qt.FocusReason.BacktabFocusReason)

    def focus_path(self, path: str) -> bool:
        """Go to the question at *path*, unfolding its section; False when it is not on the form."""
        self.finish_building()
        head = path.partition("[")[0]
        section = self._section_of.get(head)
        if section is None:
            return False
        section.fold(False)
        if head in self.grids and path != head:
            return self.grids[head].focus_path(path)
        self._focus(self.boxes[head] if head in self.boxes else self.grids[head])
        return True

    def focus_section(self, nth: int) -> None:
        """Alt+number: open the nth section and go to its first question."""
        self.finish_building()
        shown = [section for section in self.sections if section.title and not section.isHidden()]
        if not 1 <= nth <= len(shown):
            return
        section = shown[nth - 1]
        section.fold(False)
        first = next(self._live([s for s in self.stops if self._section_of[s.path] is section]), None)
        if first is not None:
            self._focus(first)
        self.verticalScrollBar().setValue(section.y())

    def next_problem(self, problems: list[Problem], now: str) -> str | None:
        """Return the path of the problem after *now*, in the order of the form; the first after the last."""
        self.finish_building()
        order = {stop.path: at for at, stop in enumerate(self.stops)}
        places = {path: at for at, path in enumerate(self.filling.session.paths())}

        def key(path: str) -> tuple[int, int]:
            return order.get(path.partition("[")[0], len(order)), places.get(path, 0)

        found = sorted({one.place for one in problems if one.place}, key=key)
        later = [place for place in found if key(place) > key(now)] if now else found
        return next(iter(later or found), None)

    def current_path(self) -> str:
        """Return the path of the question that has the focus, '' when none has."""
        focused = self.window().focusWidget()
        for stop in self.stops:
            if focused is not None and stop.isAncestorOf(focused):
                return stop.current_path()
        return ""

    def stop_at(self, path: str) -> Stop | None:
        """Return the question box or the grid *path* belongs to."""
        head = path.partition("[")[0]
        return self.boxes.get(head) or self.grids.get(head)

    def _live(self, stops: list[Stop] | None = None) -> Iterator[Stop]:
        """Yield the stops that can be typed in and are in sight."""
        for stop in self.stops if stops is None else stops:
            if stop.takes_focus() and not self._section_of[stop.path].is_folded:
                yield stop

    def _focus(self, stop: Stop, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        stop.focus(reason)
        self._show(stop)

    def _gained(self, stop: Stop) -> None:
        self._show(stop)
        self.hint.show_under(stop, stop.hint())
        self.gained.emit(stop)

    def _left(self, stop: Stop) -> None:
        self.hint.hide_under(stop)
        self.left.emit(stop.path)

    def _show(self, stop: Stop) -> None:
        """Scroll so that the question and the line of its problem are in sight."""
        layout = self._page.layout()
        if layout is not None:
            layout.activate()  # a problem or a section that has just come has its height only now
        self.ensureWidgetVisible(stop, 0, 56)
