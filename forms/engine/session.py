"""A person fills a form: the one object the rooms above talk to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.engine.answers import as_answers, load
from forms.engine.change import Change, Insertion, Remark, Setting, Step, Taking
from forms.engine.context import Context
from forms.engine.definition import FormDefinition
from forms.engine.judging import judge, label_of, offers, standing, truth
from forms.engine.live import Live, Row
from forms.engine.places import find, find_row
from forms.engine.program import Action, Cell, Scope
from forms.engine.questions import Choice
from forms.engine.results import as_json, result
from forms.engine.texts import Text
from forms.engine.typed import Unread, read
from forms.problems import Problem, Severity

MAX_UNDO = 500


@dataclass(frozen=True, slots=True)
class QuestionState:
    """How one question stands now.

    *value* is what was answered (None when blank, the text as typed when it could not be read), *text* the same
    as a line to show or edit. *settled* are the soft problems that stand with an explanation; *problems* the rest.
    """

    value: Any
    text: str
    relevant: bool
    required: bool
    readonly: bool
    label: Text
    problems: tuple[Problem, ...]
    settled: tuple[Problem, ...]
    explanation: str
    _session: "FormSession" = field(repr=False)
    _path: str

    @property
    def choices(self) -> list[Choice]:
        """The choices offered now (made when asked for: a division list has thousands)."""
        return self._session.choices(self._path)


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
        live.clear()
        self._done.clear()
        self._undone.clear()
        is_new = answers is None if new is None else new
        given = load(live, answers or {}, is_new)
        live.work_out_all()
        if is_new:
            self._first_load()
            for row, cell in given:
                self._fire(row, cell, only_blank=True)
        live.begin()

    # -- answering

    def answer(self, path: str, value: Any) -> Change:
        """Answer a question; typed text is read by the question's kind, None makes it blank.

        What cannot be read is kept as typed, with a hard problem. Raises KeyError for an unknown path and
        ValueError for a calculated question.
        """
        row, cell = find(self._live, path)
        if cell.calculate is not None:
            raise ValueError(f"{path} is calculated")
        return self._do([Setting(row, cell, read(cell.question.kind, value, self.context.today))])

    def explain(self, path: str, words: str) -> Change:
        """Keep the clerk's explanation why a soft check does not hold; blank words take it back."""
        row, cell = find(self._live, path)
        return self._do([Remark(row, cell, words.strip())])

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
            self._apply(part, inverse)
        if inverse:
            self._done.append(inverse)
            del self._done[:-MAX_UNDO]
            self._undone.clear()
        return Change.of(live)

    def _apply(self, part: Any, inverse: Step) -> None:
        """Do one part, all that follows from it, and what it triggers; note how to take it back."""
        live = self._live
        mark = len(live.changed)
        if isinstance(part, Setting) and not part.differs:
            return
        inverse.append(part.apply(live))
        live.settle()
        if isinstance(part, Insertion) and part.fresh:
            self._begin_row(part.row, inverse)
        if self.definition.program.triggers:
            self._trigger(mark, inverse)

    def _begin_row(self, row: Row, inverse: Step) -> None:
        for cell in row.scope.cells:
            if cell.new_row is not None:
                self._apply(
                    Setting(row, cell, result(cell.question.kind, cell.new_row.run(row, row))), inverse
                )

    def _trigger(self, mark: int, inverse: Step) -> None:
        """Fire the `setvalue`s of what changed since *mark*, each once for one change."""
        live, fired = self._live, set()
        while mark < len(live.changed):
            cell, row = live.changed[mark]
            mark += 1
            if cell.actions and row.open[cell.gate] and (id(cell), id(row)) not in fired:
                fired.add((id(cell), id(row)))
                for action in cell.actions:
                    setting = self._setting(action, row)
                    if setting.differs:
                        inverse.append(setting.apply(live))
                        live.settle()

    @staticmethod
    def _setting(action: Action, row: Row) -> Setting:
        value = action.value.run(row, row) if action.value is not None else None
        for _ in range(action.ups):
            row = row.parent  # type: ignore[assignment]  # an action never climbs above the form
        return Setting(row, action.target, result(action.target.question.kind, value))

    def _fire(self, row: Row, cell: Cell, *, only_blank: bool) -> None:
        for action in cell.actions:
            setting = self._setting(action, row)
            if not (only_blank and setting.row.typed[setting.cell.slot] is not None):
                setting.apply(self._live)
                self._live.settle()

    def _first_load(self) -> None:
        live = self._live
        for cell in live.program.first_load:
            for row in live.every_row(cell.scope):
                if row.typed[cell.slot] is None and cell.first_load is not None:
                    live.put(row, cell, result(cell.question.kind, cell.first_load.run(row, row)))
                    live.settle()

    # -- looking

    def state(self, path: str) -> QuestionState:
        """Return how a question stands now; raises KeyError for an unknown path."""
        row, cell = find(self._live, path)
        self._live.rest()
        value = row.typed[cell.slot]
        found = judge(cell, row)
        explanation = row.explained.get(cell.slot, "")
        settled = tuple(p for p in found if p.severity is Severity.SOFT) if explanation else ()
        return QuestionState(
            value=value.text if isinstance(value, Unread) else value,
            text=_line(value),
            relevant=row.open[cell.gate],
            required=truth(cell.required, row),
            readonly=cell.calculate is not None or truth(cell.readonly, row),
            label=label_of(cell, row),
            problems=tuple(p for p in found if p not in settled),
            settled=settled,
            explanation=explanation,
            _session=self,
            _path=path,
        )

    def choices(self, path: str) -> list[Choice]:
        """Return the choices a question offers now, in order; [] for a question without choices."""
        row, cell = find(self._live, path)
        self._live.rest()
        if cell.filter is not None:
            return [cell.filter.choice(item) for item in cell.filter.items(row, row)]
        return list(cell.codes.values()) if cell.codes is not None else []

    def valid_codes(self, path: str) -> "Codes":
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

    def problems(self) -> list[Problem]:
        """Return everything that stands against completing, in the form's order; place = question path."""
        found: list[Problem] = []
        self._live.rest()
        self._judge(self._live.root, found)
        return found

    def _judge(self, row: Row, found: list[Problem]) -> None:
        for part in row.scope.judged:
            if type(part) is Cell:
                if row.open[part.gate] and (row.typed[part.slot] is not None or part.required is not False):
                    found += standing(part, row)
            else:
                for inside in row.rows[part.slot]:
                    self._judge(inside, found)

    def answers(self, relevant_only: bool = False) -> dict[str, Any]:
        """Return the answers as JSON; with *relevant_only*, as a completed record holds them."""
        self._live.rest()
        return as_answers(self._live, relevant_only)

    def unique_values(self) -> dict[str, str]:
        """Return the answers no other complete record may share (marks `unique`, `uniqueWhen`), by question.

        Only of questions outside repeats, only given ones, only where the condition holds now.
        """
        root, found = self._live.root, {}
        for cell in root.scope.cells:
            value = root.typed[cell.slot]
            unique = cell.question.marks.get("unique") == "yes" and root.open[cell.gate]
            if unique and value is not None and (cell.unique_when is None or truth(cell.unique_when, root)):
                found[cell.name] = _line(value)
        return found

    def title(self) -> str:
        """Return what lists show for this record (the form's instance_name), '' when it has none."""
        title, root = self.definition.program.title, self._live.root
        return "" if title is None else str(as_json(title.run(root, root))).strip()


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes a question offers now, for ``in`` only."""

    _row: Row
    _cell: Cell

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and offers(self._cell, self._row, code)


def _line(value: Any) -> str:
    shown = as_json(value) if value is not None else ""
    return " ".join(shown) if isinstance(shown, list) else str(shown)
