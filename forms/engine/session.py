"""A person fills a form: the one object the rooms above talk to."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from forms.engine.answers import as_answers, load
from forms.engine.change import Change, Insertion, Remark, Step, Taking
from forms.engine.context import Context
from forms.engine.definition import FormDefinition
from forms.engine.entities import Entity, entities
from forms.engine.groups import GroupState, group_state
from forms.engine.judging import offered, truth
from forms.engine.live import Live, Row
from forms.engine.many import fill
from forms.engine.places import find, find_row
from forms.engine.program import Cell, Scope
from forms.engine.questions import MOMENT, SAVED, Choice
from forms.engine.results import as_json
from forms.engine.state import Codes, QuestionState, line, state_of
from forms.engine.triggers import carry_out, fill_blanks, first_load, set_answer
from forms.problems import Problem

MAX_UNDO = 500
_BLANK: tuple[object, ...] = ("", [])


class FormSession:
    """One form being filled, corrected or judged.

    *answers* is the JSON of a stored record; without it a new record begins, with its defaults. One session may
    judge any number of rows: see `reset`. Sessions of one definition share everything but the answers.
    """

    __slots__ = ("_done", "_live", "_undone", "context", "definition")

    def __init__(
        self, definition: FormDefinition, context: Context, answers: Mapping[str, Any] | None = None
    ) -> None:
        self.definition, self.context = definition, context
        self._live = Live(definition.program, context)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self.reset(answers)

    def reset(self, answers: Mapping[str, Any] | None = None, *, new: bool | None = None) -> None:
        """Begin again with *answers* (the fast way to judge many rows with one session).

        *new* records get their defaults, and blank questions that are filled when another is answered (the
        sex from the ID number) are filled; by default a record is new when it has no answers yet. Raises a
        Problem (FORMS-018) for a question the form does not have.
        """
        live = self._live
        self._done.clear()
        self._undone.clear()
        is_new = answers is None if new is None else new
        if is_new and not answers and live.begin_alike():
            return
        live.clear()
        given = load(live, answers or {}, is_new)
        live.work_out_all(begins=is_new and not answers)
        if is_new:
            first_load(live)
            fill_blanks(live, given)
        live.begin()
        if is_new and not answers:
            live.keep_beginning()

    # -- answering

    def answer(self, path: str, value: Any) -> Change:
        """Answer a question; typed text is read by the question's kind, None makes it blank.

        What cannot be read is kept as typed, with a hard problem. Raises KeyError for an unknown path and
        ValueError for a calculated question.
        """
        live = self._live
        row, names = live.root, live.program.root.names
        cell = names.get(path)
        if cell is None:
            row, cell = find(live, path)
        if cell.calculate is not None:
            raise ValueError(f"{path} is calculated")
        live.begin()
        inverse: Step = []
        set_answer(live, row, cell, self._as_read(cell, value), inverse)
        self._note(inverse)
        return Change(live.changed, live.structure)

    def _as_read(self, cell: Cell, value: Any) -> Any:
        """Return what was typed as a value of the question's kind, blank as None."""
        return None if value is None or value in _BLANK else cell.reader(value, self.context.today)

    def fill(self, answers: Iterable[tuple[str, Any]]) -> Change:
        """Answer many questions (path, value), as if one after the other, and work the form out once at the end.

        What an answer fills elsewhere is filled in its turn, so a later answer of the list wins over it. A value
        may be a function: it is given the answer that stands there by then (as JSON, None when blank) and returns
        the new one. The whole is one change, to be undone at once. Raises what `answer` raises.
        """
        live = self._live
        live.begin()
        inverse: Step = []
        fill(live, self._read(answers), inverse)
        self._note(inverse)
        return Change.of(live)

    def _read(self, answers: Iterable[tuple[str, Any]]) -> Iterator[tuple[Row, Cell, Any]]:
        live, today = self._live, self.context.today
        root, names = live.root, live.root.scope.names
        for path, value in answers:
            row, cell = root, names.get(path)
            if cell is None:
                row, cell = find(live, path)
            if cell.calculate is not None:
                raise ValueError(f"{path} is calculated")
            given = value(_stands(row, cell)) if callable(value) else value
            yield row, cell, None if given is None or given in _BLANK else cell.reader(given, today)

    def explain(self, path: str, words: str) -> Change:
        """Keep the clerk's explanation why a soft check does not hold; blank words take it back."""
        row, cell = find(self._live, path)
        return self._do([Remark(row, cell, words.strip())])

    def finish(self, now: datetime) -> Change:
        """Note the moment of saving in the questions that ask for it (`end`); it is not to be undone."""
        live = self._live
        live.begin()
        for cell in live.root.scope.cells:
            if cell.question.marks.get(MOMENT) == SAVED:
                live.put(live.root, cell, now)
        live.settle()
        return Change.of(live)

    def add(self, repeat: str, at: int | None = None) -> Change:
        """Add a row to a repeat (``"trainee"``, inside a row ``"trainee[1].course"``), at 1-based *at* or last."""
        parent, scope = find_row(self._live, repeat)
        if scope.counter is not None:
            raise ValueError(f"the rows of {repeat} are counted by the form")
        rows = parent.rows[scope.slot]
        index = len(rows) if at is None else max(0, min(len(rows), at - 1))
        return self._do([Insertion(parent, self._live.new_row(parent, scope), index, fresh=True)])

    def remove(self, repeat: str, index: int) -> Change:
        """Remove the row *index* (1-based) of a repeat."""
        parent, scope = find_row(self._live, repeat)
        if scope.counter is not None:
            raise ValueError(f"the rows of {repeat} are counted by the form")
        if not 1 <= index <= len(parent.rows[scope.slot]):
            raise KeyError(f"{repeat}[{index}]")
        return self._do([Taking(parent, scope, index - 1)])

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._undone)

    def undo(self) -> Change:
        """Take the last change back, with all it filled in."""
        return self._back(self._done, self._undone)

    def redo(self) -> Change:
        """Do again what was undone."""
        return self._back(self._undone, self._done)

    def _back(self, source: list[Step], other: list[Step]) -> Change:
        self._live.begin()
        if not source:
            return Change.of(self._live)
        step = source.pop()
        other.append([part.apply(self._live) for part in reversed(step)])
        self._live.settle()
        return Change.of(self._live)

    def _do(self, parts: Step) -> Change:
        live = self._live
        live.begin()
        inverse: Step = []
        for part in parts:
            carry_out(live, part, inverse)
        self._note(inverse)
        return Change.of(live)

    def _note(self, inverse: Step) -> None:
        """Remember how to take a change back."""
        if inverse:
            self._done.append(inverse)
            if len(self._done) > MAX_UNDO:
                del self._done[0]
            self._undone.clear()

    # -- looking

    def state(self, path: str) -> QuestionState:
        """Return how a question stands now; raises KeyError for an unknown path."""
        row, cell = find(self._live, path)
        return state_of(cell, row)

    def choices(self, path: str) -> list[Choice]:
        """Return the choices a question offers now, in order; [] for a question without choices."""
        row, cell = find(self._live, path)
        return offered(cell, row)

    def valid_codes(self, path: str) -> Codes:
        """Return what answers ``code in …`` for a question's choices by look-up, without making the list."""
        row, cell = find(self._live, path)
        return Codes(row, cell)

    def count(self, repeat: str) -> int:
        """Return how many rows a repeat has."""
        parent, scope = find_row(self._live, repeat)
        return len(parent.rows[scope.slot])

    def relevant(self, path: str) -> bool:
        """Return whether a question is asked now (cheaper than its whole state)."""
        row, cell = find(self._live, path)
        return row.open[cell.gate]

    def paths(self) -> list[str]:
        """Return the paths of all questions there are now, irrelevant ones too, in the form's order."""
        found: list[str] = []
        self._walk(self._live.root, found)
        return found

    def _walk(self, row: Row, found: list[str]) -> None:
        prefix = row.prefix
        for part in row.scope.order:
            if isinstance(part, Scope):
                for inside in row.rows[part.slot]:
                    self._walk(inside, found)
            else:
                found.append(prefix + part.name)

    def make_ready(self) -> None:
        """Do once for every session of this form what else the two dozenth key would wait for; any thread may."""
        self._live.program.passes.write_out()

    def problems(self) -> list[Problem]:
        """Return everything that stands against completing, in the form's order; place = question path."""
        found: list[Problem] = []
        live = self._live
        live.rest()
        live.still = {}
        try:
            live.program.passes.judge(live.root, found)
        finally:
            live.still = None
        return found

    def answers(self, relevant_only: bool = False) -> dict[str, Any]:
        """Return the answers as JSON; with *relevant_only*, as a completed record holds them."""
        self._live.rest()
        return as_answers(self._live, relevant_only)

    def entities(self) -> list[Entity]:
        """Return the entities this record creates or updates as it stands now, in the form's order."""
        self._live.rest()
        return list(entities(self._live))

    def group(self, path: str) -> GroupState:
        """Return whether a group or repeat row is asked now, and its label with the answers it shows.

        *path* names groups by ``/`` inside each other: ``"person"``, ``"person/contact"``, in a repeat
        ``"trainee[2].contact"``, the row itself ``"trainee[2]"``. Raises KeyError for an unknown path.
        """
        return group_state(self._live, path)

    def unique_values(self) -> dict[str, str]:
        """Return the answers no other complete record may share (marks `unique`, `uniqueWhen`), by question.

        Only of questions outside repeats, only given ones, only where the condition holds now.
        """
        root, found = self._live.root, {}
        for cell in root.scope.unique:
            value = root.typed[cell.slot]
            if (
                root.open[cell.gate]
                and value is not None
                and (cell.unique_when is None or truth(cell.unique_when, root))
            ):
                found[cell.name] = line(value)
        return found

    def title(self) -> str:
        """Return what lists show for this record (the form's instance_name), '' when it has none."""
        title, root = self.definition.program.title, self._live.root
        return "" if title is None else str(as_json(title.run(root, root))).strip()


def _stands(row: Row, cell: Cell) -> Any:
    """Return the answer that stands in a row, as JSON."""
    value = row.typed[cell.slot]
    return None if value is None else as_json(value)
