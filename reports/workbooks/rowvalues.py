"""Reads one sheet row for one form: each mapped cell cleaned, the parts of a place joined.

What cannot be cleaned with certainty becomes a problem at its cell; the rest of the row is still read, so that the
clerk sees all that is wrong with a row at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.engine import Choice, FormDefinition, Kind, Question
from forms.problems import Problem
from reports.workbooks import problem_codes as codes
from reports.workbooks.cleaning import BLANK, Cleaner, Unclear
from reports.workbooks.judged import CellProblem
from reports.workbooks.lookups import cleaner_for
from reports.workbooks.plan import FormPlan, Plan
from reports.workbooks.sheet import Cell, Sheet, is_blank, shown
from reports.workbooks.told import WorkbookProblem
from reports.workbooks.vocabulary import is_division

_ENOUGH_ROWS = 2  # with one row, a blank is that row's blank
Resolve = Callable[[Sequence[str]], str | None]
"""From the names of a place, outermost first, to its division code; None when that is not certain."""


Columns = Mapping[str, Sequence[int]]
"""The columns (from 0) that answer a question, by its path."""


@dataclass(slots=True)
class RowValues:
    """What one row says: answers by question path (blank ones too), and the problems of reading it.

    *children* are the rows of other sheets that belong to this one, by repeat.
    """

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    children: "Mapping[str, ChildRows]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChildRows:
    """Rows of a repeat that stand on a sheet of their own."""

    sheet: Sheet
    columns: Columns
    rows: list[RowValues]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row stands: *row* from 0 on *sheet*; *number* is the row of the main sheet it belongs to, from 1."""

    sheet: Sheet
    row: int
    columns: Columns
    number: int
    main: bool = True

    def problem(self, path: str, problem: Problem) -> CellProblem:
        """Return *problem* (its kind, detail and values) at the cell of question *path* in this row."""
        column = next(iter(self.columns.get(path, ())), None)
        moved = type(problem)(problem.detail, self.sheet.place(self.row, column), problem.values)
        return CellProblem(self.number, column if self.main else None, path, moved)


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    path: str
    clean: Cleaner


def blank_columns(plan: Plan) -> set[int]:
    """Return the columns with a meaning that no row fills."""
    rows = plan.sheet.rows[plan.first_row :]
    if len(rows) < _ENOUGH_ROWS:
        return set()
    return {
        column.index
        for column in plan.columns
        if column.targets
        and all(len(cells) <= column.index or is_blank(cells[column.index]) for cells in rows)
    }


class RowReader:
    """Reads rows of a plan's sheet for one of its forms; made once for a judgement."""

    def __init__(
        self,
        plan: Plan,
        form: FormPlan,
        choices_of: Callable[[Question], list[Choice]],
        resolve: Resolve,
        blank: Collection[int] = (),
    ) -> None:
        """*blank* are the columns no row fills: the roster lacks them, and no row is refused for one."""
        self._plan = plan
        self._resolve = resolve
        self._definition: FormDefinition = plan.definitions[form.form_id]
        self.columns: dict[str, list[int]] = {}
        headings: dict[int, str] = {}
        for column in plan.columns:
            headings[column.index] = column.header
            if column.index in blank:
                continue
            for target in column.targets:
                if target.form_id == form.form_id:
                    self.columns.setdefault(target.path, []).append(column.index)
        self._single: list[_Column] = []
        self._places: list[tuple[str, tuple[int, ...]]] = []
        for path, indexes in self.columns.items():
            question = self._definition.questions[path]
            if question.kind is Kind.NOTE:
                continue
            if is_division(question):
                self._places.append((path, tuple(indexes)))
            else:
                clean = cleaner_for(question, headings[indexes[0]], choices_of(question))
                self._single.append(_Column(indexes[0], path, clean))

    def read(self, row: int) -> RowValues:
        """Return what sheet row *row* (from 0) says."""
        cells = self._plan.sheet.rows[row]
        width = len(cells)
        found = RowValues(row)
        values = found.values
        for column in self._single:
            index = column.index
            try:
                values[column.path] = column.clean(cells[index] if index < width else None)
            except Unclear as unclear:
                found.problems.append(self._problem(row, index, column.path, unclear))
        for path, indexes in self._places:
            try:
                values[path] = self._place([cells[index] if index < width else None for index in indexes])
            except Unclear as unclear:
                found.problems.append(self._problem(row, indexes[0], path, unclear))
        return found

    def _place(self, cells: list[Cell]) -> str:
        names = [shown(cell) for cell in cells]
        filled = [name for name in names if name and name not in {"/", "-", "—", "无"}]
        if not filled:
            return BLANK
        code = self._resolve(filled)
        if code is None:
            raise Unclear(codes.NO_SUCH_DIVISION, value="".join(filled))
        return code

    def _problem(self, row: int, index: int, path: str, unclear: Unclear) -> CellProblem:
        place = self._plan.sheet.place(row, index)
        return CellProblem(row + 1, index, path, WorkbookProblem(unclear.detail, place, unclear.values))
