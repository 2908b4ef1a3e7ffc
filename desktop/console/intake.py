"""One roster on its way in from the console: read, propose, judge, save the good rows, write the error workbook.

The work is that of the window (`reports.workbooks.roster_import`); the console takes every proposal as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office

Progress = Callable[[int, int], None]


@dataclass
class Intake:
    """What came of a roster: rows are counted as the clerk sees them in the sheet."""

    good: int = 0
    refused_rows: int = 0
    ignored: int = 0
    records: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: Path | None = None
    import_id: str | None = None
    kept: str | None = None


def take_in(
    office: "Office",
    definitions: "list[FormDefinition]",
    file: Path,
    *,
    sheet: str | None = None,
    fixed: "Callable[[FormDefinition], dict[str, object]] | None" = None,
    dry_run: bool = False,
    errors: Path | None = None,
    existing: str = "refuse",
    keep: bool = False,
    progress: Progress | None = None,
) -> Intake:
    """Bring *file* in as drafts of *definitions*; refused rows stay outside, with their problems.

    *existing* says what becomes of rows the office has already: ``refuse``, ``fill`` or ``overwrite``. With *keep* the
    rows that stay outside wait in the office. Raises Problems of reading (REPORTS-1nn) when the file is no workbook or
    holds no roster.
    """
    from reports.workbooks import Existing
    from reports.workbooks.roster_import import RosterImport

    work = RosterImport(office, definitions[0].form_id, offered=tuple(one.form_id for one in definitions))
    work.existing = Existing(existing)
    work.fixed = {one.form_id: dict(fixed(one)) for one in definitions} if fixed else {}
    work.read(file, sheet)
    judged = work.judge(progress)
    result = Intake(
        good=judged.good_rows,
        refused_rows=len(judged.refused),
        ignored=len(judged.ignored),
        problems=judged.problems,
    )
    if not dry_run:
        saved = work.save(progress)
        result.records, result.updated = saved.records, saved.updated
        result.problems += [problem for _update, problem in saved.refused]
        result.import_id = saved.import_id if saved.records or saved.updated else None
        if keep and judged.refused:
            kept = work.keep(saved=True)
            result.kept = kept.kept_id if kept is not None else None
    if errors is not None and judged.refused:
        result.errors = work.write_errors(errors, _)
    return result
