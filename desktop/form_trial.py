"""An XLSForm being tried before it is published: compiled, compared with the form in force, ready to be filled.

Plain work on the office without Qt, done off the window's thread. Nothing here writes to the office but `publish`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import form_media
from desktop.problem_codes import APPEARANCE_WITHOUT_MEANING, FILE_UNWRITABLE
from forms.appearances import unsupported
from forms.compile import CompiledForm, FormProblems, compile_xlsform
from forms.engine import FormDefinition, FormSession
from forms.problems import Problem
from forms.sheets import SheetProblem, Sheets, locate, read_sheets, write_sheets

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.new_versions import Weighed

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a workbook came to: *problems* at their cells; the rest only when it can be filled."""

    file: Path
    stamp: Stamp
    problems: tuple[Problem, ...] = ()
    compiled: CompiledForm | None = None
    weighed: "Weighed | None" = None
    session: FormSession | None = None
    today: date | None = None


def stamp_of(file: Path) -> Stamp | None:
    """Return what tells a saved file from the one before (time in ns, size); None while it is not there."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def look(office: "Office", file: Path, answers: Mapping[str, Any]) -> Trial:
    """Compile *file* and open it with as many of *answers* as still fit."""
    from records.ledger.migrating import carried

    stamp = stamp_of(file) or (0, 0)
    try:
        compiled = compile_xlsform(file)
    except FormProblems as found:
        placed = locate(found.problems, _sheets(file))
        return Trial(file, stamp, tuple(SheetProblem(one) for one in placed))
    definition = compiled.definition
    context = office.context()
    session = FormSession(definition, context, dict(carried(answers, definition)))
    warnings = locate(compiled.warnings, Sheets.from_json(compiled.source))
    told = tuple(SheetProblem(one) for one in warnings)
    remarks = (*told, *_without_meaning(definition))
    return Trial(file, stamp, remarks, compiled, office.forms.weigh(compiled), session, context.today)


def _without_meaning(definition: FormDefinition) -> Iterator[Problem]:
    """Yield a remark for each appearance that changes nothing at a desk."""
    for path, question in definition.questions.items():
        for word in unsupported(question):
            yield Problem(APPEARANCE_WITHOUT_MEANING, path, {"word": word})


def _sheets(file: Path) -> Sheets:
    try:
        return read_sheets(file)
    except (ValueError, OSError):
        return Sheets({})


def publish(office: "Office", trial: Trial, *, confirm_losses: bool) -> int:
    """Publish a tried form with the pictures of its labels; return how many records came in that had waited for it.

    Raises as `forms.publish`.
    """
    from sync import inbox

    if trial.compiled is None:
        return 0
    office.forms.publish(trial.compiled, confirm_losses=confirm_losses)
    form_media.keep(office, trial.compiled.definition, form_media.beside(trial.file))
    return inbox.retry(office)


def export(office: "Office", form_id: str, file: Path) -> Path:
    """Write the sheets of the form in force to *file*. Raises RECORDS-080, RECORDS-084, or that it cannot be written."""
    definition = office.forms.definition(form_id)
    try:
        return write_sheets(office.forms.sheets(form_id), file, title=str(definition.title))
    except OSError as error:
        values = {"file": file.name, "reason": error.strerror or type(error).__name__}
        raise Problem(FILE_UNWRITABLE, str(file), values) from error
