"""Judges every row of a sheet by the form's own checks: what may enter, what may not and why.

A row is read (`rowvalues`), filled into a form session as a clerk would fill it (`filling`), and then asked for its
problems. A value the roster gives must be right; an answer the roster has no column for may stay open: the row
enters as a draft with things to do. Duplicates within the file refuse the later row and name the earlier.
"""

from collections.abc import Callable, Mapping
from typing import Any

from forms.engine import FormSession
from forms.problems import Detail, Problem
from reports.workbooks import problem_codes as codes
from reports.workbooks.children import Children
from reports.workbooks.duplicates import Duplicates
from reports.workbooks.filling import Filler, Verdict
from reports.workbooks.header import Header, RowSorter
from reports.workbooks.judged import CellProblem, GoodRecord, IgnoredRow, Judged, RefusedRow
from reports.workbooks.known_record import named
from reports.workbooks.plan import FormPlan, Plan, Shape
from reports.workbooks.rowvalues import RowReader, Spot
from reports.workbooks.sheet import first_filled, shown
from reports.workbooks.wording import squeezed

Progress = Callable[[int, int], None]
Known = Callable[[str, dict[str, Any]], Any]
_TELL_EVERY = 500


def judge(
    plan: Plan,
    session_factory: Callable[[str], FormSession],
    *,
    fixed: Mapping[str, Any] | None = None,
    known: Known | None = None,
    progress: Progress | None = None,
) -> Judged:
    """Judge all rows of *plan*'s sheet; see `reports.workbooks.judge`."""
    judge_one = _Judge(plan, session_factory, fixed or {}, known)
    rows = range(plan.first_row, len(plan.sheet.rows))
    for done, row in enumerate(rows):
        judge_one.row(row)
        if progress is not None and done % _TELL_EVERY == 0:
            progress(done, len(rows))
    result = judge_one.finished()
    if progress is not None:
        progress(len(rows), len(rows))
    return result


class _Judge:
    """One judgement under way."""

    def __init__(
        self,
        plan: Plan,
        session_factory: Callable[[str], FormSession],
        fixed: Mapping[str, Any],
        known: Known | None,
    ) -> None:
        self._plan = plan
        self._known = known
        self._result = Judged(plan)
        header = Header(
            *plan.header_rows,
            tuple(column.header for column in plan.columns),
            tuple(column.group for column in plan.columns),
        )
        number = next((column.index for column in plan.columns if column.is_number), None)
        self._sort = RowSorter(header, number)
        self._forms = {form.form_id: form for form in plan.forms}
        self._routes = {squeezed(word): form.form_id for form in plan.forms for word in form.route_values}
        self._fillers: dict[str, Filler] = {}
        self._readers: dict[str, RowReader] = {}
        self._duplicates: dict[str, Duplicates] = {}
        for form in plan.forms:
            filler = Filler(plan, form, session_factory, fixed)
            self._fillers[form.form_id] = filler
            self._readers[form.form_id] = RowReader(plan, form, filler.choices_of, filler.resolve)
            self._duplicates[form.form_id] = Duplicates(filler.definition, form)
        self._gathered: dict[str, list[tuple[int, Verdict]]] = {}
        first = plan.forms[0]
        self._children = Children(plan, self._fillers[first.form_id]) if plan.children else None

    def row(self, row: int) -> None:
        """Judge one sheet row (from 0)."""
        cells = self._plan.sheet.rows[row]
        why = self._sort(cells)
        if why is not None:
            first = first_filled(cells)
            self._result.ignored.append(
                IgnoredRow(row + 1, why, shown(cells[first]) if first is not None else "")
            )
            return
        form = self._routed(row)
        if form is None:
            return
        form_id = form.form_id
        values = self._readers[form_id].read(row)
        if self._children is not None:
            values.children = self._children.of(row)
        verdict = self._fillers[form_id].judge(values, self._readers[form_id].columns)
        self._same_in_file(form_id, verdict)
        if not verdict.refused and form.shape is Shape.RECORD:
            self._same_in_office(form_id, verdict)
        if verdict.refused:
            self._result.refused.append(RefusedRow(row + 1, form_id, verdict.answers, tuple(verdict.refused)))
            return
        if form.shape is Shape.RECORD:
            self._result.good.append(GoodRecord(form_id, verdict.answers, (row + 1,), tuple(verdict.to_do)))
        else:
            self._gathered.setdefault(form_id, []).append((row, verdict))

    def _routed(self, row: int) -> FormPlan | None:
        column = self._plan.route_column
        if column is None or not self._routes:
            return self._plan.forms[0]
        value = self._plan.sheet.shown(row, column)
        form_id = self._routes.get(squeezed(value))
        if form_id is not None:
            return self._forms[form_id]
        choices = "、".join(word for form in self._plan.forms for word in form.route_values)
        place = self._plan.sheet.place(row, column)
        problem = Problem(codes.UNKNOWN_ROUTE, place, {"value": value, "choices": choices})
        refused = (CellProblem(row + 1, column, "", problem),)
        self._result.refused.append(RefusedRow(row + 1, "", {}, refused))
        return None

    def _same_in_file(self, form_id: str, verdict: Verdict) -> None:
        found = self._duplicates[form_id].earlier(verdict)
        if found is not None:
            earlier, path = found
            label = self._fillers[form_id].definition.questions[path].label
            self._refuse(form_id, verdict, codes.DUPLICATE_IN_FILE, path, row=earlier + 1, question=label)

    def _same_in_office(self, form_id: str, verdict: Verdict) -> None:
        same = self._known(form_id, verdict.answers) if self._known is not None else None
        if same:
            path = self._duplicates[form_id].first_key
            self._refuse(form_id, verdict, codes.DUPLICATE_IN_OFFICE, path, title=named(same))

    def _refuse(self, form_id: str, verdict: Verdict, detail: Detail, path: str, **values: Any) -> None:
        """Add a reason of ours at the cell of a question."""
        spot = Spot(self._plan.sheet, verdict.row, self._readers[form_id].columns, verdict.row + 1)
        verdict.refused.append(self._fillers[form_id].at_cell(spot, path, detail, **values))

    def finished(self) -> Judged:
        """Make the one record of each class roster, and return the result in the order of the sheet."""
        for form_id, rows in self._gathered.items():
            self._gather(form_id, rows)
        if self._children is not None:
            self._result.refused += self._children.orphans()
        self._result.refused.sort(key=lambda refused: refused.number)
        return self._result

    def _gather(self, form_id: str, rows: list[tuple[int, Verdict]]) -> None:
        """Put the good rows of a class roster into one record, and judge them together once."""
        filler = self._fillers[form_id]
        columns = self._readers[form_id].columns
        while rows:
            whole = filler.together([verdict for _row, verdict in rows])
            bad = {index for index in whole.bad_rows if index < len(rows)}
            for index in bad:
                row, verdict = rows[index]
                refused = tuple(filler.moved(problem, row, columns) for problem in whole.bad_rows[index])
                self._result.refused.append(RefusedRow(row + 1, form_id, verdict.answers, refused))
            if not bad:
                if self._class_is_known(form_id, rows, whole.answers):
                    return
                to_do = [filler.moved(problem, rows[index][0], columns) for index, problem in whole.to_do]
                numbers = tuple(row + 1 for row, _verdict in rows)
                self._result.good.append(GoodRecord(form_id, whole.answers, numbers, tuple(to_do)))
                return
            rows = [one for index, one in enumerate(rows) if index not in bad]

    def _class_is_known(self, form_id: str, rows: list[tuple[int, Verdict]], answers: dict[str, Any]) -> bool:
        """Refuse all rows of a class roster when the office has the class already; say whether it has."""
        same = self._known(form_id, answers) if self._known is not None else None
        for row, verdict in rows if same else ():
            self._refuse(form_id, verdict, codes.DUPLICATE_IN_OFFICE, "", title=named(same))
            refused = tuple(verdict.refused)
            self._result.refused.append(RefusedRow(row + 1, form_id, verdict.answers, refused))
        return bool(same)
