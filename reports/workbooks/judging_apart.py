"""Has the rows of a long roster judged in worker processes (`judge_process`), from the office's own process.

Chunks go out as workers come free, judged rows come back packed, in the order of the sheet. The outcome is that of
judging here: rows whose worker fails are judged here.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from forms.engine import Context
from forms.reference import Reference
from forms.workers import Job, Workers
from reports.workbooks import judging
from reports.workbooks.judge_process import Given, Rows
from reports.workbooks.judging import JudgedRow, Judgement
from reports.workbooks.packed import PackedRows, Unpacker
from reports.workbooks.plan import Plan, Shape

if TYPE_CHECKING:
    from records.ledger import Office

ENOUGH = 2_000  # rows: a worker needs half a second to begin, in which some two thousand are judged here


def worth_it(plan: Plan) -> bool:
    """Say whether a sheet is long enough, and each of its rows a record of its own."""
    alone = all(form.shape is Shape.RECORD for form in plan.forms) and not plan.children
    return alone and len(plan.sheet.rows) - plan.first_row >= ENOUGH


class Apart:
    """The judging of one plan's rows in workers."""

    def __init__(
        self, office: "Office", context: Context, judgement: Judgement, fixed: dict[str, Any]
    ) -> None:
        self._office, self._context, self._judgement, self._fixed = office, context, judgement, fixed
        self._plan = judgement.plan
        self._unpacker = Unpacker(self._plan, judgement.columns)

    def judge(
        self, chunks: Iterable[list[int]], pulse: Callable[[], None]
    ) -> Generator[list[tuple[int, JudgedRow]], None, None]:
        """Yield what came of each chunk, in order."""
        workers: Workers = self._office.imports.workers
        rows = self._plan.sheet.rows
        job = Job("reports.workbooks.judge_process:judging", self._given(), self._here, self._answer, pulse)
        cut = ((chunk, [rows[number] for number in chunk]) for chunk in chunks)
        with closing(workers.run(job, cut, len(rows) // judging.TOGETHER + 1)) as run:
            for numbers, found in run:
                yield self._unpacker.rows(numbers, found) if isinstance(found, PackedRows) else found

    def _here(self, chunk: Rows) -> tuple[Any, list[tuple[int, JudgedRow]]]:
        return chunk[0], self._judgement.rows(chunk[0])

    def _answer(self, verb: str, *question: Any) -> Any:
        """Answer a worker."""
        served = self._context.tables.served
        if served is None:
            return None if verb == "present" else []
        verbs: dict[str, Callable[..., Any]] = {
            "where": served.where,
            "rows": served.rows,
            "named": served.named,
            "find": served.find,
            "present": self._office.imports.present,
        }
        return verbs[verb](*question)

    def _given(self) -> Given:
        office, plan, context = self._office, self._plan, self._context
        definitions = plan.definitions
        return Given(
            forms=[office.forms.source_of(one.digest) for one in definitions.values()],
            placed={form_id: office.forms.writer(form_id).tables.placed for form_id in definitions},
            plan=plan.as_json(),
            sheet=(plan.sheet.file_name, plan.sheet.name, len(plan.sheet.rows)),
            blank=self._judgement.blank,
            fixed=self._fixed,
            today=context.today,
            now=context.now,
            username=context.username,
            device_id=context.device_id,
            tables=dict(context.tables),
            divisions=Reference.taken_up(),
        )
