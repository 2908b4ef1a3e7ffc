"""XLSForm (Markdown, Excel, CSV) to XForm, through pyxform; its errors become our problems with sheet and row."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from forms.compile.enclosing import beside, enclose
from forms.compile.loader import load_xform
from forms.compile.problems import FormProblems
from forms.compile.sheet_expressions import broken_expressions
from forms.engine import FormDefinition
from forms.problem_codes import (
    NO_FILE,
    NOT_AN_XLSFORM,
    XLSFORM_ERROR,
    XLSFORM_ERROR_SOMEWHERE,
    XLSFORM_WARNING,
)
from forms.problems import Problem
from forms.sheets import Sheets, read_bytes
from forms.sheets.judging import not_at_a_desk, with_all

KINDS = (".md", ".xlsx", ".csv")
MAX_UNPACKED = 200_000_000  # bytes of an unpacked workbook; the largest form met has 3 million
_OF_TELEPHONES = (
    "max-pixels",
    "only old versions of Collect",
    "no longer supported on most devices",
)  # see NOT_AT_A_DESK
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|osm|external_choices)' (?:sheet|worksheet)")


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form compiled: *xform* is what is stored and travels, *warnings* what its author should look at.

    *source* are the author's sheets as text (`forms.sheets.Sheets.as_json`), '' when they are not known.
    """

    xform: str
    definition: FormDefinition
    warnings: list[Problem]
    source: str = ""


def compile_xlsform(source: Path) -> CompiledForm:
    """Compile an XLSForm file (.md, .xlsx, .csv); raises `FormProblems` with everything that is wrong."""
    kind = source.suffix.lower()
    if kind not in KINDS:
        raise _refused(source, source.suffix or source.name)
    try:
        content = source.read_bytes()
    except OSError as error:
        raise FormProblems([Problem(NO_FILE, source.name, {"file": source.name})]) from error
    if kind == ".xlsx" and not _is_workbook(content):
        raise _refused(source, "xlsx")
    plain, said, sheets = _converted(source, content, kind)
    try:
        xform, missing = enclose(plain, beside(source))
    except Problem as problem:
        raise FormProblems([problem]) from problem
    meant = [text for text in said if not any(words in text for words in _OF_TELEPHONES)]
    warnings = [_warning(source, text) for text in meant] + [_placed(one, sheets) for one in missing]
    warnings += not_at_a_desk(sheets)
    return CompiledForm(xform, load_xform(xform), warnings, sheets.as_json())


def _placed(problem: Problem, sheets: Sheets) -> Problem:
    """Return a problem about a file at the first row that names it."""
    name = problem.place.rpartition(".")[0]
    for page in ("survey", "choices"):
        for number, row in enumerate(sheets.page(page).rows, start=2):
            words = " ".join(row.values()).replace("'", " ").replace('"', " ").split()
            if problem.place in words or name in words:
                return Problem(problem.detail, f"{page}!{number}", problem.values)
    return problem


def _refused(source: Path, reason: str) -> FormProblems:
    return FormProblems([Problem(NOT_AN_XLSFORM, source.name, {"file": source.name, "reason": reason})])


def _is_workbook(content: bytes) -> bool:
    """Return whether *content* is a zip archive of sensible size, before a spreadsheet library unpacks it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist()) <= MAX_UNPACKED
    except (BadZipFile, ValueError, OSError):
        return False


def _converted(source: Path, content: bytes, kind: str) -> tuple[str, list[str], Sheets]:
    """Return the XForm, pyxform's warnings and the author's sheets."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    sheets = Sheets({})
    try:
        sheets = read_bytes(content, kind)
        result = convert(sheets.workbook(), form_name="data")
    except UnicodeDecodeError as error:
        raise _refused(source, "UTF-8") from error
    except PyXFormError as error:
        told = with_all(_problem(source, str(error)), sheets) + broken_expressions(sheets)
        raise FormProblems(sorted(told, key=_line)) from error
    except (BadZipFile, KeyError, IndexError, TypeError, ValueError, AttributeError, OSError) as error:
        # pyxform and openpyxl raise these for files that are no workbooks
        raise _refused(source, type(error).__name__) from error
    return result.xform, list(result.warnings), sheets


def _line(problem: Problem) -> int:
    """Return the row of the survey a problem is about; after all of them for any other place."""
    row = problem.place.removeprefix("survey!")
    return int(row) if row.isdecimal() else 1_000_000


def _problem(source: Path, said: str) -> Problem:
    row, sheet = _ROW.search(said), _SHEET.search(said)
    reason = " ".join(_ROW.sub("", said).split())
    if row is None:
        return Problem(XLSFORM_ERROR_SOMEWHERE, source.name, {"reason": reason})
    name = sheet[1] if sheet else "survey"
    return Problem(XLSFORM_ERROR, f"{name}!{row[1]}", {"reason": reason, "sheet": name, "row": row[1]})


def _warning(source: Path, said: str) -> Problem:
    row = _ROW.search(said)
    place = f"survey!{row[1]}" if row else source.name
    return Problem(XLSFORM_WARNING, place, {"reason": " ".join(_ROW.sub("", said).split())})
