"""Workbooks in and out: rosters as offices really keep them, templates, exports.

A roster comes in by steps that can each be looked at and changed: `read` (in a limited child process) → `propose` (a
`Plan`: header, columns, captions, routes) → `judge` (rows that may enter, rows that may not and why) → the caller saves
the good ones → `write_errors` (the clerk's own file, marked). Nothing here saves records, and nothing is guessed:
what has not one certain meaning is refused with its cell and advice.

The heavy libraries (calamine, rapidfuzz, openpyxl, XlsxWriter) are imported when a verb is first used, so that the window
opens fast.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forms.engine import FormDefinition, FormSession
    from reports.workbooks.exporting import Ledger
    from reports.workbooks.judged import (
        CellProblem,
        GoodRecord,
        IgnoredRow,
        Judged,
        RefusedRow,
        UpdatedRecord,
    )
    from reports.workbooks.plan import CaptionPlan, ColumnPlan, FormPlan, Plan, Shape, Target
    from reports.workbooks.sheet import Cell, Sheet
    from reports.workbooks.updating import Existing

__all__ = [
    "CaptionPlan",
    "Cell",
    "CellProblem",
    "ColumnPlan",
    "Existing",
    "FormPlan",
    "GoodRecord",
    "IgnoredRow",
    "Judged",
    "Ledger",
    "Plan",
    "RefusedRow",
    "Shape",
    "Sheet",
    "Target",
    "UpdatedRecord",
    "export",
    "export_all",
    "export_columns",
    "export_profile",
    "judge",
    "plan_from_json",
    "propose",
    "read",
    "template",
    "write_errors",
]

_HOMES = {
    "CaptionPlan": "plan",
    "Cell": "sheet",
    "CellProblem": "judged",
    "ColumnPlan": "plan",
    "Existing": "updating",
    "FormPlan": "plan",
    "GoodRecord": "judged",
    "IgnoredRow": "judged",
    "Judged": "judged",
    "Ledger": "exporting",
    "Plan": "plan",
    "RefusedRow": "judged",
    "Shape": "plan",
    "Sheet": "sheet",
    "Target": "plan",
    "UpdatedRecord": "judged",
}


def __getattr__(name: str) -> Any:
    """Load a class of the room when it is first named: the reading process needs none of them."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"reports.workbooks.{_HOMES[name]}"), name)


def read(file: Path, sheet: str | None = None) -> "Sheet":
    """Return one worksheet of .xlsx, .xlsm, .xls, .ods or .csv (*sheet* by name, else the first with content).

    Raises `Problem` REPORTS-101 … 108, 110, 111.
    """
    from reports.workbooks import reading

    return reading.read(Path(file), sheet)


def propose(sheet: "Sheet", definitions: "Iterable[FormDefinition]") -> "Plan":
    """Return how *sheet* may be read by the best of *definitions* (several, when a column routes rows to them).

    Raises `Problem` REPORTS-109 when no row looks like a header.
    """
    from reports.workbooks import matching

    return matching.propose(sheet, definitions)


def plan_from_json(
    data: Mapping[str, Any], sheet: "Sheet", definitions: "Iterable[FormDefinition]"
) -> "Plan":
    """Put a remembered plan (`Plan.as_json`) on a sheet. Raises `Problem` REPORTS-114."""
    from reports.workbooks import plan

    return plan.plan_from_json(data, sheet, definitions)


def judge(
    plan: "Plan",
    session_factory: "Callable[[str], FormSession]",
    *,
    fixed: Mapping[str, Any] | None = None,
    known: Callable[[str, dict[str, Any]], Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> "Judged":
    """Judge every row of the plan's sheet by the checks of its form.

    *session_factory* takes a form id and returns an empty session (``office.session``). *fixed* gives one value for
    all rows: by question path, or first by form id; text is cleaned as a cell would be. *known* takes a form id and
    answers and returns what the office has of the same (a record head, a list, True; anything false: nothing).
    *progress* is called with (rows done, rows in all); an exception it raises ends the judgement.
    Raises `Problem` for a fixed value that cannot be understood.
    """
    from reports.workbooks import judging

    in_office = judging.InOffice(known)
    return judging.judge(plan, session_factory, fixed=fixed, in_office=in_office, progress=progress)


def write_errors(file_in: Path, judged: "Judged", file_out: Path) -> Path:
    """Write the clerk's own file with a problem column and coloured cells to *file_out*; *file_in* stays untouched.

    Raises `Problem` REPORTS-112, 113.
    """
    from reports.workbooks import errors

    return errors.write_errors(Path(file_in), judged, Path(file_out))


def template(definition: "FormDefinition", file: Path) -> Path:
    """Write an empty workbook for a form: text columns, drop-downs, hints. Raises `Problem` REPORTS-112."""
    from reports.workbooks import templates

    return templates.template(definition, Path(file))


def export(
    definition: "FormDefinition | Sequence[FormDefinition]",
    rows: Iterable[Mapping[str, Any]],
    file: Path,
    kind: str = "xlsx",
    *,
    columns: Sequence[str] | None = None,
    shape: str = "sheets",
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write records (answers as JSON) of one form, or of several versions of it (newest first).

    *kind* is ``xlsx``, ``csv`` or ``jsonl``. *columns* are question paths in the order wanted (None: all). *shape* is
    ``sheets`` (each repeat on its own) or ``joined`` (its rows beside the columns of their record). *progress* hears
    (records done, in all or 0); what it raises ends the export, and nothing is left. Raises `Problem` REPORTS-112, -141.
    """
    from reports.workbooks import exporting

    return exporting.export(
        definition, rows, Path(file), kind, columns=columns, shape=shape, progress=progress
    )


def export_columns(versions: "Sequence[FormDefinition]", language: str) -> list[tuple[str, str]]:
    """Return path and heading of every column an `export` of these versions has; those of repeats say whose they are."""
    from reports.workbooks.layout import heading
    from reports.workbooks.versions import joined

    found = []
    for block in joined(versions, language):
        for question in block.questions:
            words = heading(question, language)
            found.append((question.path, f"{block.name} · {words}" if block.repeat else words))
    return found


def export_all(
    ledgers: "Iterable[Ledger]",
    file: Path,
    *,
    shape: str = "sheets",
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write several ledgers into one workbook, one sheet (and those of its repeats) each. Raises REPORTS-112, -141."""
    from reports.workbooks import exporting

    return exporting.export_all(ledgers, Path(file), shape=shape, progress=progress)


def export_profile(
    code: str, definition: "FormDefinition", rows: Iterable[Mapping[str, Any]], file: Path
) -> Path:
    """Write records under the headings of an export profile (`reports/workbooks/profiles`). Raises REPORTS-142, -143."""
    from reports.workbooks.profiles import export_profile as write

    return write(code, definition, rows, Path(file))
