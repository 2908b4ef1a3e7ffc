"""Fills one row into a form session as a clerk would, and sorts what the form says about it.

One session serves all rows: each begins again with the form's defaults, then what is the same for all rows is answered,
then the row's own cells in the order of the form, so that what follows from an answer (sex and date of birth from the
ID number) follows here too. Months without a day come last, where the day may be known by then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from forms.engine import Choice, FormSession, Kind, Question
from forms.problem_codes import REQUIRED, REQUIRED_SAYS
from forms.problems import Detail, Problem, Severity
from forms.reference import Reference
from reports.workbooks import problem_codes as codes
from reports.workbooks.captions import part_of
from reports.workbooks.cleaning import BLANK, Month, Unclear, as_decimal
from reports.workbooks.judged import CellProblem, Packed, ToDo
from reports.workbooks.lookups import Narrowed, Referred, cleaner_for, settle
from reports.workbooks.plan import FormPlan, Plan
from reports.workbooks.rowvalues import Columns, RowValues, Spot
from reports.workbooks.told import WorkbookProblem
from reports.workbooks.vocabulary import is_division

_BLANK = (REQUIRED, REQUIRED_SAYS)
_MOST_ORDERS = 1_000  # ways a row can be filled that are remembered


@dataclass(slots=True)
class Verdict:
    """What the form says of one sheet row (from 0); *unique* are its answers no other record may share, by question."""

    row: int
    given: dict[str, Any] | Packed
    refused: list[CellProblem]
    to_do: ToDo
    unique: dict[str, str] = field(default_factory=dict)
    title: str = ""

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers, which may lie packed."""
        return self.given if isinstance(self.given, dict) else self.given.answers


@dataclass(slots=True)
class Whole:
    """One record made of many rows: problems by the index of the row, from 0; -1 stands for the record itself."""

    answers: dict[str, Any]
    bad_rows: dict[int, list[CellProblem]]
    to_do: list[tuple[int, CellProblem]]


class Filler:
    """Fills rows of one form; made once for a judgement."""

    def __init__(
        self,
        plan: Plan,
        form: FormPlan,
        session_factory: Callable[[str], FormSession],
        fixed: Mapping[str, Any],
    ) -> None:
        self._plan = plan
        self._form = form
        self.definition = plan.definitions[form.form_id]
        self._session = session_factory(form.form_id)
        self._places: dict[tuple[str, ...], str | None] = {}
        questions = self.definition.questions
        self._calculated = {path for path, one in questions.items() if one.calculated or one.readonly}
        self._open: dict[
            str, Problem
        ] = {}  # answers the roster has no column for, as the form last missed them
        self._narrowed: set[str] = set()  # questions whose choices depend on the rest of their row
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._order = {path: rank for rank, path in enumerate(questions)}
        self._live_paths = {path: self._live(path) for path in questions}
        self._same = self._same_for_all(fixed)

    def _before_rows(self) -> dict[str, Any]:
        """Return what the one record of a class roster holds before its rows: defaults, captions, fixed values."""
        self._session.reset()
        for path, value in self._same.items():
            if "." not in path:
                self._session.answer(path, value)
        return {name: value for name, value in self._session.answers().items() if name != self._form.repeat}

    # --- what the reader of rows needs ---------------------------------------------------------------------

    def choices_of(self, question: Question) -> list[Choice]:
        """Return all choices of a question, those of outside tables too."""
        if question.choices is None:
            return []
        if question.ledger:
            return Referred(question, self._session)
        if question.choices.choices:
            return list(question.choices.choices)
        if "." in question.path and self._session.count(question.path.partition(".")[0]) == 0:
            self._session.add(question.path.partition(".")[0])
        offered = self._session.choices(self._live(question.path))
        if not offered:
            self._narrowed.add(question.path)
            return Narrowed()
        return offered

    def resolve(self, names: Sequence[str]) -> str | None:
        """Return the division code of the names of a place (cached: a roster names few places)."""
        key = tuple(names)
        if key not in self._places:
            division = Reference.load().resolve(names)
            self._places[key] = division.code if division is not None else None
        return self._places[key]

    # --- filling -------------------------------------------------------------------------------------------

    def judge(self, row: RowValues, columns: Columns) -> Verdict:
        """Fill one row (and the rows of other sheets that belong to it) into the session and sort its problems."""
        self._fill(row)
        verdict = self._sorted(row, columns)
        verdict.given = self._session.answers()
        verdict.title = self._session.title()
        verdict.unique = self._session.unique_values()
        return verdict

    def said(self, row: RowValues) -> list[tuple[str, Any]]:
        """Return what the roster says of one record: its cells, captions and fixed values, by question path."""
        same = [(path, value) for path, value in self._same.items() if row.values.get(path, BLANK) == BLANK]
        return same + self._given(row.values, lambda path: path)

    def judge_over(
        self,
        before: Mapping[str, Any],
        given: Sequence[tuple[str, Any]],
        row: RowValues,
        columns: Columns,
    ) -> Verdict:
        """Judge the record with the answers *before* after it was *given* further ones from a row."""
        self._session.reset(dict(before), new=False)
        self._session.fill(given)
        self._settle(row.values, self._live_paths.__getitem__)
        verdict = self._sorted(replace(row, children={}), columns)
        verdict.given = self._session.answers()
        return verdict

    def _sorted(self, row: RowValues, columns: Columns) -> Verdict:
        """Return what refuses the row now in the session, and what is still to do."""
        spots = self._spots(row, columns)
        verdict = Verdict(row.row, {}, list(row.problems), ToDo(spots[""].problem))
        for child in row.children.values():
            for inside in child.rows:
                verdict.refused += [
                    replace(problem, row=row.row + 1, column=None) for problem in inside.problems
                ]
        unread = {problem.path for problem in verdict.refused}
        for problem in self._session.problems():
            if self._open.get(problem.place) is problem:
                verdict.to_do.append(problem)
                continue
            path = plain_path(problem.place)
            if path not in unread:
                spot = spots.get(problem.place.rpartition(".")[0], spots[""])
                found = verdict.refused if self._refuses(problem, path, spot.columns) else verdict.to_do
                found.append(self._at(spot, path, problem))
                if problem.detail in _BLANK and path not in columns and path == problem.place:
                    self._open[path] = problem
        for different in self._differences(row, spots):
            hard = different.problem.severity is Severity.HARD
            (verdict.refused if hard else verdict.to_do).append(different)
        return verdict

    def _spots(self, row: RowValues, columns: Columns) -> dict[str, Spot]:
        """Return where the questions of this row stand, by the live path of the row around them ('': the form)."""
        sheet, number = self._plan.sheet, row.row + 1
        spots = {"": Spot(sheet, row.row, columns, number)}
        for repeat, child in row.children.items():
            for index, inside in enumerate(child.rows, start=1):
                spots[f"{repeat}[{index}]"] = Spot(child.sheet, inside.row, child.columns, number, main=False)
        return spots

    def together(self, verdicts: Sequence[Verdict]) -> Whole:
        """Make one record of many rows (each was judged alone before) and ask the form once more."""
        repeat, session = self._repeat, self._session
        rows = [(verdict.answers.get(repeat) or [{}])[0] for verdict in verdicts]
        session.reset({**self._before_rows(), repeat: rows}, new=False)
        bad: defaultdict[int, list[CellProblem]] = defaultdict(list)
        to_do: list[tuple[int, CellProblem]] = []
        for problem in session.problems():
            path, index = plain_path(problem.place), _index(problem.place, repeat)
            one = CellProblem(0, None, path, problem)
            if problem.severity is Severity.HARD and problem.detail not in _BLANK and index >= 0:
                bad[index].append(one)
            else:
                to_do.append((max(index, 0), one))
        return Whole(session.answers(), dict(bad), to_do)

    def whole(self, answers: dict[str, Any]) -> dict[str, Any] | None:
        """Return a record's answers with what follows from them; None where a value among them is wrong."""
        self._session.reset(answers, new=False)
        for problem in self._session.problems():
            if problem.severity is Severity.HARD and problem.detail not in _BLANK:
                return None
        return self._session.answers()

    def _fill(self, row: RowValues) -> None:
        """Begin the session anew and answer this row."""
        session, values, repeat = self._session, row.values, self._form.repeat
        session.reset()
        same = [path for path in self._same if values.get(path, BLANK) == BLANK]
        given = [(path, self._same[path]) for path in same if "." not in path]
        if repeat is not None:
            session.fill(given)
            self._one_row(repeat)
            given = []
        given += [(self._live_paths[path], self._same[path]) for path in same if "." in path]
        given += self._given(values, self._live_paths.__getitem__)
        session.fill(given)
        self._settle(values, self._live_paths.__getitem__)
        for name, child in row.children.items():
            for index, inside in enumerate(child.rows, start=1):
                if session.count(name) < index:
                    session.add(name)
                session.fill(self._given(inside.values, _inside(name, index)))
                self._settle(inside.values, _inside(name, index))

    def _settle(self, values: Mapping[str, Any], live: Callable[[str], str]) -> None:
        """Find the choices that only the row tells."""
        for path in self._narrowed.intersection(values):
            if values[path] != BLANK:
                settle(self._session, live(path), values[path])

    def _given(self, values: Mapping[str, Any], live: Callable[[str], str]) -> list[tuple[str, Any]]:
        """Return the answers of one row in the order of the form, months without a day last."""
        given: list[tuple[str, Any]] = []
        months: list[tuple[str, Any]] = []
        for path in self._asked_in_order(tuple(values)):
            value = values[path]
            if isinstance(value, Month):
                months.append((live(path), partial(_day_of, value)))
            elif value != BLANK:
                given.append((live(path), value))
        return given + months

    def _asked_in_order(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of *paths* that are not calculated, in the order of the form: the same for nearly all rows."""
        found = self._orders.get(paths)
        if found is None:
            asked = (path for path in paths if path not in self._calculated)
            found = tuple(sorted(asked, key=self._order.__getitem__))
            if len(self._orders) < _MOST_ORDERS:
                self._orders[paths] = found
        return found

    def _one_row(self, repeat: str) -> None:
        """Give the repeat one new row, made now: its defaults may come from answers above (a date of arrival)."""
        while self._session.count(repeat) > 0:
            self._session.remove(repeat, 1)
        self._session.add(repeat)

    # --- what the form says --------------------------------------------------------------------------------

    def _refuses(self, problem: Problem, path: str, columns: Columns) -> bool:
        """A wrong value refuses the row; a blank only where the roster has a column for it."""
        if problem.severity is not Severity.HARD:
            return False
        if problem.detail in _BLANK:
            return path in columns
        return path not in self._same or path in columns

    def _at(self, spot: Spot, path: str, problem: Problem) -> CellProblem:
        """Put a problem of the form at the cell its value came from."""
        if problem.detail in _BLANK and path in spot.columns:
            return self.at_cell(
                spot, path, codes.BLANK_BUT_REQUIRED, question=self.definition.questions[path].label
            )
        return spot.problem(path, problem)

    def _differences(self, row: RowValues, spots: Mapping[str, Spot]) -> Iterator[CellProblem]:
        """Compare what the roster says with what the form calculates: amounts must agree, the rest is told."""
        yield from self._compared(row.values, spots[""], self._live_paths.__getitem__)
        for name, child in row.children.items():
            for index, inside in enumerate(child.rows, start=1):
                yield from self._compared(inside.values, spots[f"{name}[{index}]"], _inside(name, index))

    def _compared(
        self, values: Mapping[str, Any], spot: Spot, live: Callable[[str], str]
    ) -> Iterator[CellProblem]:
        for path in self._calculated.intersection(values):
            value = values[path]
            calculated = self._session.state(live(path)).value if value != BLANK else None
            if calculated in (None, "") or _agree(value, calculated):
                continue
            question = self.definition.questions[path]
            hard = "money" in question.marks or question.kind is Kind.DECIMAL
            detail = codes.DIFFERS_FROM_CALCULATION if hard else codes.MAY_DIFFER_FROM_CALCULATION
            said = {"question": question.label, "value": _said(value), "calculated": _said(calculated)}
            yield self.at_cell(spot, path, detail, **said)

    def at_cell(self, spot: Spot, path: str, detail: Detail, **values: Any) -> CellProblem:
        """Return a problem of ours at the cell of a question."""
        return spot.problem(path, WorkbookProblem(detail, "", values))

    def moved(self, one: CellProblem, row: int, columns: Columns) -> CellProblem:
        """Put a problem of the whole record at the sheet row (from 0) it belongs to."""
        return self._at(Spot(self._plan.sheet, row, columns, row + 1), one.path, one.problem)

    # --- the form ------------------------------------------------------------------------------------------

    @property
    def _repeat(self) -> str:
        assert self._form.repeat is not None  # noqa: S101  (only called for plans whose rows belong to a repeat)
        return self._form.repeat

    def _live(self, path: str) -> str:
        """Return the live path of a question in this row's session: the first row of the repeat."""
        repeat, dot, name = path.rpartition(".")
        return f"{repeat}[1].{name}" if dot else path

    def _same_for_all(self, fixed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers that do not come from the rows: captions, then fixed values, which win."""
        found: dict[str, Any] = {}
        for caption in self._plan.captions:
            for target, part in caption.targets:
                if target.form_id == self._form.form_id:
                    self._put_text(found, target.path, part_of(caption.value, part))
        own = fixed.get(self._form.form_id)
        for path, value in (own if isinstance(own, Mapping) else fixed).items():
            if isinstance(value, Mapping):
                continue  # the values of another form
            if path not in self.definition.questions:
                if len(self._plan.forms) == 1:
                    raise Problem(codes.UNKNOWN_FIXED, path, {"question": path})
                continue
            if isinstance(value, str):
                self._put_text(found, path, value, certain=True)
            else:
                found[path] = value
        return {path: value for path, value in found.items() if value != BLANK}

    def _put_text(self, found: dict[str, Any], path: str, text: str, *, certain: bool = False) -> None:
        """Clean words as a cell would be; an unclear caption is left open, an unclear fixed value is refused."""
        question = self.definition.questions[path]
        if is_division(question):
            code = text if Reference.load().was_ever(text) else self.resolve([text])
            if code is not None:
                found[path] = code
            return
        try:
            value = cleaner_for(question, "", self.choices_of(question))(text)
        except Unclear as unclear:
            if certain:
                raise WorkbookProblem(unclear.detail, path, unclear.values) from unclear
            return
        found[path] = value.first.isoformat() if isinstance(value, Month) else value


def plain_path(place: str) -> str:
    """Return a question path without row numbers: ``trainee[2].id_no`` → ``trainee.id_no``."""
    return ".".join(part.partition("[")[0] for part in place.split("."))


def _day_of(month: Month, known: Any) -> Any:
    """Keep the day the form knows already (from the ID number) when it lies in the month the cell names."""
    return known if str(known or "").startswith(f"{month.first:%Y-%m}") else month.first


def _inside(repeat: str, index: int) -> Callable[[str], str]:
    """Return what makes a question path of a repeat live in its row *index*."""
    return lambda path: f"{repeat}[{index}].{path.rpartition('.')[2]}"


def _index(place: str, repeat: str) -> int:
    """Return the repeat row a path speaks of, from 0; -1 when it is none of this repeat."""
    head, bracket, rest = place.partition("[")
    return int(rest.partition("]")[0]) - 1 if bracket and head == repeat else -1


def _agree(value: Any, calculated: Any) -> bool:
    if isinstance(value, Month):
        return str(calculated).startswith(f"{value.first:%Y-%m}")
    one, other = as_decimal(value), as_decimal(calculated)
    if one is not None and other is not None:
        return one == other
    return str(value) == str(calculated)


def _said(value: Any) -> str:
    if isinstance(value, Month):
        return f"{value.first:%Y-%m}"
    return "、".join(value) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
