"""Export profiles: the headings another system's import asks for, as data (one TOML file a profile).

A heading must match to the letter, so a profile is a file and not code: whoever gets a new template from above copies
the file, changes the words and exports with the copy.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition, Question
from forms.problems import Problem
from forms.reference import Reference
from reports.workbooks import problem_codes as codes
from reports.workbooks.cell_xml import TEXT, style_of, text_cell, value_cell
from reports.workbooks.layout import Looks, sheet_name
from reports.workbooks.plain_workbook import PlainSheet, PlainWorkbook
from reports.workbooks.safe_target import whole_file
from reports.workbooks.sheet import column_letter

_HERE = Path(__file__).parent
_LEVELS = {"province": 1, "prefecture": 2, "county": 3}
_WIDTH = 18.0


class Format(StrEnum):
    """How an answer is written."""

    LABEL = "label"  # as lists show it: labels, full names of places, dates
    CODE = "code"  # as it is stored
    MONTH = "month"  # 2026-03
    PROVINCE = "province"  # the name of one level of a place
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: *question* answers it ('' for the same *value* in every line)."""

    heading: str
    question: str = ""
    value: str = ""
    format: Format = Format.LABEL


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole profile; *only* names questions whose answers a record must have to be in it."""

    code: str
    title: str
    form_id: str
    sheet: str
    columns: tuple[Column, ...]
    only: Mapping[str, tuple[str, ...]]


def shipped() -> dict[str, Path]:
    """Return the profiles that come with the program, by code."""
    return {file.stem: file for file in sorted(_HERE.glob("*.toml"))}


def read_profile(code: str) -> Profile:
    """Return a shipped profile by its code, or the one in a TOML file. Raises Problem REPORTS-142, -143."""
    file = shipped().get(code, Path(code))
    if not file.is_file():
        raise Problem(codes.NO_SUCH_PROFILE, code, {"name": code, "choices": "、".join(shipped())})
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        columns = tuple(_column(one) for one in said["columns"])
        only = {str(name): tuple(map(str, values)) for name, values in said.get("only", {}).items()}
        title = str(said.get("title", said["code"]))
        return Profile(
            str(said["code"]), title, str(said["form_id"]), str(said.get("sheet", title)), columns, only
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as fault:
        raise Problem(codes.PROFILE_NOT_READ, file.name, {"file": file.name, "reason": str(fault)}) from fault


def _column(said: Mapping[str, Any]) -> Column:
    unknown = set(said) - {"heading", "question", "value", "format"}
    if unknown:
        raise ValueError("、".join(sorted(unknown)))
    return Column(
        str(said["heading"]),
        str(said.get("question", "")),
        str(said.get("value", "")),
        Format(said.get("format", "label")),
    )


def export_profile(
    code: str, definition: FormDefinition, rows: Iterable[Mapping[str, Any]], file: Path
) -> Path:
    """Write *rows* under the profile's headings; see `reports.workbooks.export_profile`."""
    profile = read_profile(code)
    asked = [column.question for column in profile.columns if column.question]
    gone = [name for name in (*asked, *profile.only) if name not in definition.questions]
    if gone or profile.form_id != definition.form_id:
        reason = "、".join(gone) or profile.form_id
        raise Problem(codes.PROFILE_NOT_READ, code, {"file": profile.code, "reason": reason})
    questions = [definition.questions.get(column.question) for column in profile.columns]
    styles = [
        style_of(question) if question is not None and column.format is Format.LABEL else TEXT
        for column, question in zip(profile.columns, questions, strict=True)
    ]
    heads = [column.heading for column in profile.columns]
    sheet = PlainSheet(sheet_name(profile.sheet, set()), heads, [_WIDTH] * len(heads), styles, 0)
    with whole_file(file) as target, PlainWorkbook(target, profile.title) as workbook:
        workbook.write([sheet], _filled(sheet, profile, questions, rows))
    return file


def _filled(
    sheet: PlainSheet,
    profile: Profile,
    questions: list[Question | None],
    rows: Iterable[Mapping[str, Any]],
) -> Iterator[None]:
    looks = Looks("zh")
    letters = [column_letter(index) for index in range(len(questions))]
    for row in rows:
        if any(str(row.get(name)) not in values for name, values in profile.only.items()):
            continue
        at = sheet.next_row
        cells = []
        for letter, column, question in zip(letters, profile.columns, questions, strict=True):
            cell = _cell(column, question, row, looks)
            if cell:
                cells.append(f'<c r="{letter}{at}"{cell}')
        sheet.add("".join(cells))
        yield


def _cell(column: Column, question: Question | None, row: Mapping[str, Any], looks: Looks) -> str:
    if question is None:
        return _text(column.value)
    answer = row.get(column.question)
    if answer is None or answer == "":
        return ""
    if column.format is Format.LABEL:
        return value_cell(looks.value(question, answer), question)
    if column.format is Format.CODE:
        return _text("、".join(map(str, answer)) if isinstance(answer, list) else str(answer))
    if column.format is Format.MONTH:
        return _text(str(answer)[:7])
    return _text(_level(str(answer), _LEVELS[column.format]))


def _text(words: str) -> str:
    return text_cell(words) if words else ""


def _level(code: str, level: int) -> str:
    """Return the name of the division of *level* that *code* lies in; '' where it has none."""
    return next((one.name for one in Reference.load().chain(code) if one.level == level), "")
