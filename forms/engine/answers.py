"""Answers as JSON (the form in which they are stored and travel) into and out of a live form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.engine.judging import judge
from forms.engine.live import Live, Row
from forms.engine.places import find
from forms.engine.program import Cell, Scope
from forms.engine.results import as_json
from forms.engine.typed import Unread
from forms.problem_codes import NO_SUCH_QUESTION
from forms.problems import Problem, Severity

_BLANK: tuple[object, ...] = ("", [])
EXPLAINED = "_explained"  # the reserved key: question path -> the clerk's explanation of a soft check


def load(live: Live, answers: Mapping[str, Any], new: bool) -> list[tuple[Row, Cell]]:
    """Put answers into a cleared form; return what a *new* one was given. Calculated values are left to the form.

    A stored record (not *new*) says all it has: a default that is not there was taken out by a person.

    Raises a Problem (FORMS-018) for a name the form does not have.
    """
    given: list[tuple[Row, Cell]] = []
    if not new:
        _without_defaults(live.root)
    _Loader(live, new, given).row(live.root, answers)
    explained = answers.get(EXPLAINED)
    if explained:
        for path, words in explained.items():
            _explain(live, path, words)
    return given


def _explain(live: Live, path: str, words: str) -> None:
    try:
        row, cell = find(live, path)
    except KeyError:
        raise Problem(NO_SUCH_QUESTION, path, {"path": path}) from None
    row.explained[cell.slot] = words


def _without_defaults(row: Row) -> None:
    for cell in row.scope.defaulted:
        row.typed[cell.slot] = None
        row.seen[cell.slot] = ""


@dataclass(slots=True)
class _Loader:
    """Puts answers into rows."""

    live: Live
    new: bool
    given: list[tuple[Row, Cell]]

    def row(self, row: Row, answers: Mapping[str, Any]) -> None:
        """Fill one row, and the rows of the repeats in it."""
        names, today, given = row.scope.names, self.live.context.today, self.given if self.new else None
        typed, shown = row.typed, row.seen
        for name, value in answers.items():
            cell = names.get(name)
            if cell is None:
                if name != EXPLAINED:
                    self._repeat(row, name, value)
            elif cell.calculate is None:
                blank = value is None or value in _BLANK
                found = None if blank else cell.reader(value, today)
                typed[cell.slot] = found
                shown[cell.slot] = "" if found is None or type(found) is Unread else found
                if given is not None:
                    given.append((row, cell))

    def _repeat(self, row: Row, name: str, value: Sequence[Mapping[str, Any]]) -> None:
        scope = next((one for one in row.scope.children if one.name == name), None)
        if scope is None or not isinstance(value, list):
            path = row.prefix + name
            raise Problem(NO_SUCH_QUESTION, path, {"path": path})
        for number, answers in enumerate(value, 1):
            inside = self.live.new_row(row, scope)
            inside.position = number
            row.rows[scope.slot].append(inside)
            if not self.new:
                _without_defaults(inside)
            self.row(inside, answers)


def as_answers(live: Live, relevant_only: bool) -> dict[str, Any]:
    """Return all answers; with *relevant_only* without irrelevant ones and without idle explanations."""
    explained: dict[str, str] = {}
    answers = _row_answers(live.root, relevant_only, explained)
    if explained:
        answers[EXPLAINED] = explained
    return answers


def _row_answers(row: Row, relevant_only: bool, explained: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    typed, is_open = row.typed, row.open
    for part in row.scope.order:
        if type(part) is Scope:
            rows = [r for r in row.rows[part.slot] if r.open[0] or not relevant_only]
            if rows:
                found[part.name] = [_row_answers(inside, relevant_only, explained) for inside in rows]
        else:
            value = typed[part.slot]
            if value is not None and (not relevant_only or is_open[part.gate]):
                found[part.name] = value if type(value) is str else as_json(value)
    for slot, words in row.explained.items():
        cell = row.scope.cells[slot]
        if not relevant_only or any(p.severity is Severity.SOFT for p in judge(cell, row)):
            explained[row.prefix + cell.name] = words
    return found
