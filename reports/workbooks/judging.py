"""Judges every row of a sheet by the form's own checks: what may enter, what may not and why.

A row is read (`rowvalues`), filled into a form session as a clerk would fill it (`filling`), and then asked for its
problems. A value the roster gives must be right; an answer the roster has no column for may stay open: the row
enters as a draft with things to do. Duplicates within the file refuse the later row and name the earlier.

What a row says alone is kept apart from what it is beside the others (duplicates, the office's records), so that a cell
put right costs one row: `Judgement.again`.
"""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from forms.engine import FormSession
from forms.problems import Detail, Problem
from reports.workbooks import problem_codes as codes
from reports.workbooks.beforehand import Beforehand
from reports.workbooks.children import Children
from reports.workbooks.duplicates import Duplicates
from reports.workbooks.filling import Filler, Verdict
from reports.workbooks.gathering import Gathering
from reports.workbooks.header import Header, RowSorter, Why
from reports.workbooks.judged import CellProblem, GoodRecord, IgnoredRow, Judged, RefusedRow, UpdatedRecord
from reports.workbooks.known_record import named
from reports.workbooks.plan import FormPlan, Plan, Shape
from reports.workbooks.rowvalues import Columns, RowReader, RowValues, Spot, blank_columns
from reports.workbooks.sheet import first_filled, shown
from reports.workbooks.updating import Existing, Updater
from reports.workbooks.wording import squeezed

Progress = Callable[[int, int], None]
Known = Callable[[str, dict[str, Any]], Any]
Shared = Callable[[str, list[dict[str, Any]]], set[int]]
Judges = Callable[
    [Iterable[list[int]], Callable[[], None]], Generator["list[tuple[int, JudgedRow]]", None, None]
]
"""From chunks of rows to what came of each chunk, in order; the function is called while one waits, and may raise."""
TOGETHER = 500  # rows that are told of together, and whose look-ups are asked together


@dataclass(frozen=True, slots=True)
class InOffice:
    """What a judgement may ask of the office about its records.

    *known* gives what the office has of the same person or thing; *shared* says beforehand for many rows which of
    them are worth asking *known* about; *updater* makes an update of a row where that was chosen.
    """

    known: Known | None = None
    shared: Shared | None = None
    updater: Updater | None = None
    beforehand: Beforehand | None = None  # the tables of other records, asked for many rows at once


@dataclass(slots=True)
class JudgedRow:
    """What one sheet row is, by itself: no data (*ignored*), of no ledger (*lost*), or judged; then what the office
    says of it, once that was asked.
    """

    ignored: IgnoredRow | None = None
    lost: RefusedRow | None = None
    form: FormPlan | None = None
    values: RowValues | None = None
    verdict: Verdict | None = None
    asked: bool = False  # the office was asked, or has certainly nothing
    foreseen: bool = False  # whether it may have something was asked
    refused: tuple[CellProblem, ...] = ()
    updated: UpdatedRecord | None = None


def judge(
    plan: Plan,
    session_factory: Callable[[str], FormSession],
    *,
    fixed: Mapping[str, Any] | None = None,
    in_office: InOffice | None = None,
    progress: Progress | None = None,
) -> Judged:
    """Judge all rows of *plan*'s sheet; see `reports.workbooks.judge`."""
    return Judgement(plan, session_factory, fixed or {}, in_office or InOffice()).all(progress)


class Judgement:
    """One judgement, which can be asked again after a cell was put right."""

    def __init__(
        self,
        plan: Plan,
        session_factory: Callable[[str], FormSession],
        fixed: Mapping[str, Any],
        in_office: InOffice,
        blank: Collection[int] | None = None,
    ) -> None:
        """*blank* are the columns no row fills, where the sheet is not at hand to tell."""
        self._plan = plan
        self._office = in_office
        self._rows: dict[int, JudgedRow] = {}
        header = Header(
            *plan.header_rows,
            tuple(column.header for column in plan.columns),
            tuple(column.group for column in plan.columns),
        )
        number = next((column.index for column in plan.columns if column.is_number), None)
        self._header, self._number = header, number
        self._forms = {form.form_id: form for form in plan.forms}
        self._routes = {squeezed(word): form.form_id for form in plan.forms for word in form.route_values}
        self._fillers: dict[str, Filler] = {}
        self._readers: dict[str, RowReader] = {}
        self.blank = frozenset(blank_columns(plan) if blank is None else blank)
        for form in plan.forms:
            filler = Filler(plan, form, session_factory, fixed)
            self._fillers[form.form_id] = filler
            self._readers[form.form_id] = RowReader(plan, form, filler.choices_of, filler.resolve, self.blank)
        first = plan.forms[0]
        self._children = Children(plan, self._fillers[first.form_id]) if plan.children else None

    @property
    def plan(self) -> Plan:
        """The plan that is judged by."""
        return self._plan

    @property
    def columns(self) -> dict[str, Columns]:
        """The columns that answer the questions of each form."""
        return {form_id: reader.columns for form_id, reader in self._readers.items()}

    def _new_sorter(self) -> RowSorter:
        return RowSorter(self._header, self._number)

    def all(self, progress: Progress | None = None, judge: "Judges | None" = None) -> Judged:
        """Judge every row; *progress* hears (done, in all), and what it raises ends the judgement.

        *judge* has chunks of rows judged elsewhere, in their order (`reports.workbooks.judging_apart`).
        """
        total, done = len(self._plan.sheet.rows) - self._plan.first_row, 0
        told = progress or (lambda _done, _all: None)
        chunks = self._chunks()
        judged = self._here(chunks) if judge is None else judge(chunks, lambda: told(done, total))
        with closing(judged):  # at once, even while what was raised is still told
            for rows in judged:
                told(done, total)
                for row, found in rows:
                    self._rows[row] = found
                self._foresee([found for _row, found in rows])
                done += len(rows)
        result = self._beside_each_other()
        told(total, total)
        return result

    def _chunks(self) -> Iterator[list[int]]:
        """Yield the rows that are data, some hundred at a time; those that are none are noted on the way."""
        sort, chunk = self._new_sorter(), list[int]()
        for row in range(self._plan.first_row, len(self._plan.sheet.rows)):
            ignored = self._no_data(row, sort)
            if ignored is not None:
                self._rows[row] = JudgedRow(ignored=ignored)
                continue
            chunk.append(row)
            if len(chunk) == TOGETHER:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _here(self, chunks: Iterable[list[int]]) -> Generator[list[tuple[int, JudgedRow]], None, None]:
        yield from map(self.rows, chunks)

    def rows(self, rows: Sequence[int]) -> list[tuple[int, JudgedRow]]:
        """Judge some rows by themselves."""
        self._expect(rows)
        return [(row, self._alone(row)) for row in rows]

    def _expect(self, rows: Iterable[int]) -> None:
        """Say what the next rows are about, so that other records are asked for together."""
        if self._office.beforehand is not None:
            cells = [self._plan.sheet.rows[row] for row in rows]
            columns = zip_longest(*cells)
            self._office.beforehand.expect(
                {cell.strip() for cell in column if isinstance(cell, str)} for column in columns
            )

    def again(self, rows: Iterable[int]) -> Judged:
        """Judge *rows* (from 0) of the sheet anew, their cells were put right, and all rows beside each other."""
        self._expect(())
        for row in rows:
            before = self._rows.get(row)
            ignored = self._no_data(row, self._new_sorter())
            now = JudgedRow(ignored=ignored) if ignored is not None else self._alone(row)
            if before is not None and before.values is not None and now.values is not None:
                now.values.children = before.values.children
            self._rows[row] = now
        return self._beside_each_other()

    # --- a row by itself -----------------------------------------------------------------------------------

    def _no_data(self, row: int, sort: RowSorter) -> IgnoredRow | None:
        cells = self._plan.sheet.rows[row]
        why = sort(cells)
        if why is None:
            return None
        first = first_filled(cells)
        return IgnoredRow(row + 1, why, shown(cells[first]) if first is not None else "")

    def _alone(self, row: int) -> JudgedRow:
        form = self._routed(row)
        if isinstance(form, RefusedRow):
            return JudgedRow(lost=form)
        values = self._readers[form.form_id].read(row)
        if self._children is not None:
            values.children = self._children.of(row)
        verdict = self._fillers[form.form_id].judge(values, self._readers[form.form_id].columns)
        # Read again when an update asks for them: of 100,000 rows the values would take a hundred megabytes.
        return JudgedRow(form=form, values=values if self._children is not None else None, verdict=verdict)

    def _routed(self, row: int) -> FormPlan | RefusedRow:
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
        return RefusedRow(row + 1, "", {}, (CellProblem(row + 1, column, "", problem),))

    # --- rows beside each other, and beside the office's records -------------------------------------------

    def _beside_each_other(self) -> Judged:
        """Put together what came of all rows, in the order of the sheet."""
        result = Judged(self._plan)
        self._foresee(self._rows.values())
        duplicates = {
            form.form_id: Duplicates(self._fillers[form.form_id].definition, form)
            for form in self._plan.forms
        }
        gathered: dict[str, list[tuple[int, Verdict]]] = {}
        for number, row in sorted(self._rows.items(), key=itemgetter(0)):
            if row.ignored is not None:
                result.ignored.append(row.ignored)
            elif row.lost is not None:
                result.refused.append(row.lost)
            elif row.form is not None and row.verdict is not None:
                self._place(number, row, row.form, duplicates[row.form.form_id], result, gathered)
        for form_id, rows in gathered.items():
            self._gather(form_id, rows, result)
        if self._children is not None:
            result.refused += self._children.orphans()
        result.refused.sort(key=lambda refused: refused.number)
        result.ignored.sort(key=lambda ignored: ignored.number)
        return result

    def _place(  # noqa: PLR0917  (one step of the loop above: everything it works on)
        self,
        number: int,
        row: JudgedRow,
        form: FormPlan,
        duplicates: Duplicates,
        result: Judged,
        gathered: dict[str, list[tuple[int, Verdict]]],
    ) -> None:
        verdict = row.verdict
        if verdict is None:
            return
        refused = [*verdict.refused]
        found = duplicates.earlier(verdict)
        if found is not None:
            earlier, path = found
            label = self._fillers[form.form_id].definition.questions[path].label
            said = {"row": earlier + 1, "question": label}
            refused.append(self._problem(form.form_id, number, codes.DUPLICATE_IN_FILE, path, **said))
        if not refused and form.shape is Shape.RECORD:
            self._ask_office(row, form, verdict)
            refused += row.refused
        if refused:
            result.refused.append(RefusedRow(number + 1, form.form_id, verdict.answers, tuple(refused)))
        elif form.shape is not Shape.RECORD:
            gathered.setdefault(form.form_id, []).append((number, verdict))
        elif row.updated is None:
            result.good.append(
                GoodRecord(form.form_id, verdict.given, (number + 1,), verdict.to_do, verdict.title)
            )
        elif row.updated.alterations:
            result.updates.append(row.updated)
        else:
            result.ignored.append(IgnoredRow(number + 1, Why.NO_CHANGE, row.updated.title))

    def _foresee(self, found: Iterable[JudgedRow]) -> None:
        """Note the rows of which the office certainly has nothing: one question for many instead of one for each."""
        if self._office.shared is None:
            return
        fresh = [row for row in found if not row.foreseen and row.verdict and not row.verdict.refused]
        for form in self._plan.forms:
            rows = [row for row in fresh if row.form is form]
            answers = [row.verdict.answers for row in rows if row.verdict is not None]
            shared = self._office.shared(form.form_id, answers) if rows else set()
            for index, row in enumerate(rows):
                row.asked, row.foreseen = index not in shared, True

    def _ask_office(self, row: JudgedRow, form: FormPlan, verdict: Verdict) -> None:
        """Compare a row with what the office has: refused, or made an update where the clerk chose that."""
        if row.asked or self._office.known is None:
            return
        row.asked = True
        same = self._office.known(form.form_id, verdict.answers)
        if not same:
            return
        path = Duplicates(self._fillers[form.form_id].definition, form).first_key
        updater = self._office.updater
        if updater is not None and updater.how is not Existing.REFUSE:
            columns = self._readers[form.form_id].columns
            values = row.values or self._readers[form.form_id].read(verdict.row)
            update = updater.update(self._fillers[form.form_id], values, columns, same)
            if isinstance(update, UpdatedRecord):
                row.updated = update
                return
            if update:
                row.refused = update
                return
        row.refused = (
            self._problem(form.form_id, verdict.row, codes.DUPLICATE_IN_OFFICE, path, title=named(same)),
        )

    def _problem(self, form_id: str, at: int, detail: Detail, path: str, **values: Any) -> CellProblem:
        """Return a reason of ours at the cell of a question."""
        spot = Spot(self._plan.sheet, at, self._readers[form_id].columns, at + 1)
        return self._fillers[form_id].at_cell(spot, path, detail, **values)

    def _gather(self, form_id: str, rows: list[tuple[int, Verdict]], result: Judged) -> None:
        """Make the one record of a class roster; refuse its rows when the office has the class already."""
        gathering = Gathering(self._fillers[form_id], self._readers[form_id].columns)
        whole = gathering.of(rows)
        result.refused += whole.refused
        if whole.good is None:
            return
        same = self._office.known(form_id, whole.good.answers) if self._office.known is not None else None
        if not same:
            result.good.append(whole.good)
            return
        key = Duplicates(self._fillers[form_id].definition, self._forms[form_id]).first_key
        updater = self._office.updater
        update = updater.add_rows(self._fillers[form_id], whole.rows, key, same) if updater else None
        if update is not None and update.alterations:
            result.updates.append(update)
            return
        if update is not None:
            result.ignored += [IgnoredRow(n, Why.NO_CHANGE, update.title) for n in update.numbers]
            return
        for row, verdict in whole.rows:
            problem = self._problem(form_id, row, codes.DUPLICATE_IN_OFFICE, "", title=named(same))
            result.refused.append(RefusedRow(row + 1, form_id, verdict.answers, (problem,)))
