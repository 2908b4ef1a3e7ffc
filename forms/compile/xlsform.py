"""XLSForm (Markdown, Excel, CSV) to XForm, through pyxform; its errors become our problems with sheet and row."""

import re
import warnings as python_warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from forms.compile.loader import load_xform
from forms.compile.problems import FormProblems
from forms.engine import FormDefinition
from forms.problem_codes import (
    NO_FILE,
    NOT_AN_XLSFORM,
    XLSFORM_ERROR,
    XLSFORM_ERROR_SOMEWHERE,
    XLSFORM_WARNING,
)
from forms.problems import Problem

KINDS = (".md", ".xlsx", ".csv")
MAX_UNPACKED = 200_000_000  # bytes of an unpacked workbook; the largest form met has 3 million
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|osm|external_choices)' (?:sheet|worksheet)")


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form compiled: *xform* is what is stored and travels, *warnings* what its author should look at."""

    xform: str
    definition: FormDefinition
    warnings: list[Problem]


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
    xform, said = _converted(source, content, kind)
    definition = load_xform(xform)
    return CompiledForm(xform, definition, [_warning(source, text) for text in said])


def _refused(source: Path, reason: str) -> FormProblems:
    return FormProblems([Problem(NOT_AN_XLSFORM, source.name, {"file": source.name, "reason": reason})])


def _is_workbook(content: bytes) -> bool:
    """Return whether *content* is a zip archive of sensible size, before a spreadsheet library unpacks it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist()) <= MAX_UNPACKED
    except (BadZipFile, ValueError, OSError):
        return False


def _converted(source: Path, content: bytes, kind: str) -> tuple[str, list[str]]:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # openpyxl's, about styles of the author's workbook
            data = content if kind == ".xlsx" else content.decode("utf-8-sig")
            result = convert(data, file_type=kind, form_name="data")
    except UnicodeDecodeError as error:
        raise _refused(source, "UTF-8") from error
    except PyXFormError as error:
        raise FormProblems([_problem(source, str(error))]) from error
    except (BadZipFile, KeyError, IndexError, TypeError, ValueError, AttributeError, OSError) as error:
        # pyxform and openpyxl raise these for files that are no workbooks
        raise _refused(source, type(error).__name__) from error
    return result.xform, list(result.warnings)


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
