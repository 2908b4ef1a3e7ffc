"""The work of an import without a window: read, propose, judge, save, write back. Every step is a plain function
of the office for `background.run`.

The same file brought in twice enters once: each row's save token is made from the file's bytes, the form and the
row's number, as on the console.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition, Question
from records.ledger import Office
from reports import workbooks
from reports.workbooks import GoodRecord, Judged, Plan, Sheet, Target

Progress = Callable[[int, int], None]
TOGETHER = {
    "money_donation": ("money_donation", "goods_donation"),
    "goods_donation": ("goods_donation", "money_donation"),
}
"""One roster may feed two ledgers: offices keep money and goods in one sheet."""


@dataclass(slots=True)
class RosterImport:
    """One workbook on its way in."""

    office: Office
    form_id: str
    file: Path | None = None
    sheet: Sheet | None = None
    plan: Plan | None = None
    judged: Judged | None = None
    fixed: dict[str, dict[str, Any]] = field(default_factory=dict)  # by form: question → value for all rows

    def definitions(self) -> list[FormDefinition]:
        """Return the forms this roster may feed."""
        here = {info.form_id for info in self.office.forms.all()}
        names = TOGETHER.get(self.form_id, (self.form_id,))
        return [self.office.forms.definition(name) for name in names if name in here]

    def read(self, file: Path, sheet: str | None = None) -> Plan:
        """Read a sheet and propose how it is to be understood. Raises Problems REPORTS-101 … 111."""
        found = workbooks.read(file, sheet)
        plan = workbooks.propose(found, self.definitions())
        self.file, self.sheet, self.plan, self.judged = file, found, plan, None
        return plan

    def judge(self, progress: Progress | None = None) -> Judged:
        """Judge every row as the plan stands now."""
        if self.plan is None:
            raise RuntimeError("nothing was read yet")
        self.judged = workbooks.judge(
            self.plan,
            self.office.session,
            fixed={form_id: dict(values) for form_id, values in self.fixed.items()},
            known=self.office.records.find_same,
            progress=progress,
        )
        return self.judged

    def save(self, progress: Progress | None = None) -> int:
        """Save the good rows as drafts, one transaction a form; return how many records there are."""
        if self.judged is None or self.file is None:
            raise RuntimeError("nothing was judged yet")
        digest = hashlib.sha256(self.file.read_bytes()).hexdigest()
        good = self.judged.good
        saved = 0
        for form_id in dict.fromkeys(record.form_id for record in good):
            rows = [(_token(digest, record), record.answers) for record in good if record.form_id == form_id]
            told = _counted(progress, saved, len(good))
            saved += len(self.office.records.save_many(form_id, rows, progress=told))
        return saved

    def write_errors(self, file_out: Path) -> Path:
        """Write the clerk's own file with what is wrong beside each row."""
        if self.judged is None or self.file is None:
            raise RuntimeError("nothing was judged yet")
        return workbooks.write_errors(self.file, self.judged, file_out)


def _token(digest: str, record: GoodRecord) -> str:
    return hashlib.sha256(f"{digest}:{record.form_id}:{record.number}".encode()).hexdigest()[:32]


def _counted(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _all: progress(before + done, total)


def questions_of(plan: Plan) -> dict[str, Question]:
    """Return what a column may answer, by dotted name: questions that people answer, of any of the plan's forms."""
    found: dict[str, Question] = {}
    for form in plan.forms:
        for dotted, question in plan.definitions[form.form_id].questions.items():
            inside = dotted.partition(".")[0] if "." in dotted else None
            if question.visible and not question.calculated and inside in (None, form.repeat):
                found.setdefault(dotted, question)
    return found


def targets_of(plan: Plan, dotted: str) -> list[Target]:
    """Return the questions named *dotted* in each of the plan's forms."""
    return [
        Target(form.form_id, dotted)
        for form in plan.forms
        if dotted in plan.definitions[form.form_id].questions
    ]


def problems_at(judged: Judged) -> dict[tuple[int, int | None], list[Any]]:
    """Return the problems by (row from 1, column from 0): refusals, and what is still to do of good rows."""
    found: dict[tuple[int, int | None], list[Any]] = {}
    lists: Iterable[Iterable[Any]] = (
        *(row.cells for row in judged.refused),
        *(record.to_do for record in judged.good),
    )
    for cells in lists:
        for cell in cells:
            found.setdefault((cell.row, cell.column), []).append(cell)
    return found
