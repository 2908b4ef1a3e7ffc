"""One roster on its way in: read, propose, judge, save the good rows, write the error workbook.

The same file brought in twice enters once: a row's save token is made from the file's own bytes and the row's
number, so a repeated import finds its earlier records instead of making new ones.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forms.problems import Problem

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office
    from reports.workbooks import GoodRecord

Progress = Callable[[int, int], None]


@dataclass
class Intake:
    """What came of a roster: rows are counted as the clerk sees them in the sheet."""

    good: int = 0
    refused_rows: int = 0
    ignored: int = 0
    records: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: Path | None = None


def take_in(
    office: "Office",
    definitions: "list[FormDefinition]",
    file: Path,
    *,
    sheet: str | None = None,
    fixed: "Callable[[FormDefinition], dict[str, object]] | None" = None,
    dry_run: bool = False,
    errors: Path | None = None,
    progress: Progress | None = None,
) -> Intake:
    """Bring *file* in as drafts of *definitions*; refused rows stay outside, with their problems.

    Raises Problems of reading (REPORTS-1nn) when the file is no workbook or holds no roster.
    """
    from reports import workbooks

    read = workbooks.read(file, sheet)
    plan = workbooks.propose(read, definitions)
    judged = workbooks.judge(
        plan,
        office.session,
        fixed={definition.form_id: fixed(definition) for definition in definitions} if fixed else {},
        known=office.records.find_same,
        progress=progress,
    )
    result = Intake(
        good=sum(row.rows for row in judged.good),
        refused_rows=len(judged.refused),
        ignored=len(judged.ignored),
        problems=[problem for row in judged.refused for problem in row.problems],
    )
    if not dry_run:
        result.records = _saved(office, judged.good, _digest(file), progress)
    if errors is not None and judged.refused:
        workbooks.write_errors(file, judged, errors)
        result.errors = errors
    return result


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _saved(office: "Office", good: "list[GoodRecord]", digest: str, progress: Progress | None) -> list[str]:
    """Save the good rows, one transaction a form, and return the record ids in the sheet's order."""
    saved: list[str] = []
    for form_id in dict.fromkeys(row.form_id for row in good):
        rows = [
            (hashlib.sha256(f"{digest}:{form_id}:{row.number}".encode()).hexdigest()[:32], row.answers)
            for row in good
            if row.form_id == form_id
        ]
        saved += [head.record_id for head in office.records.save_many(form_id, rows, progress=progress)]
    return saved
