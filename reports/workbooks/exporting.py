"""Records out: a workbook, CSV that Excel opens right, or JSON Lines with the answers as they are.

No cell ever holds a formula made from data: strings are written as strings, and CSV, where Excel would calculate or
ruin a value (``=1+1``, 18 digits, a leading zero, ``3-1`` as a date), keeps it as ``="…"``.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from forms.engine import FormDefinition, Kind, Question
from forms.words import Translate
from reports.workbooks.layout import RECORD_NUMBER, Block, Looks, heading, printable
from reports.workbooks.safe_target import whole_file
from reports.workbooks.versions import joined

Rows = Iterable[Mapping[str, Any]]
_RUINED = re.compile(
    r"^(?:[=+\-@\t\r].*|0\d+|\d{12,}|\d+[-/]\d+(?:[-/]\d+)?|\d+(?:\.\d+)?[eE][+-]?\d+)$", re.DOTALL
)


def export(
    definition: FormDefinition | Sequence[FormDefinition],
    rows: Rows,
    file: Path,
    kind: str = "xlsx",
    *,
    language: str = "zh",
    translate: Translate = str,
) -> Path:
    """Write *rows*; see `reports.workbooks.export`. An unknown *kind* is a ValueError."""
    versions = [definition] if isinstance(definition, FormDefinition) else list(definition)
    speech = Speech(language, translate)
    if kind == "xlsx":
        _xlsx(versions, rows, file, speech)
    elif kind == "csv":
        _csv(versions, rows, file, speech)
    elif kind == "jsonl":
        _jsonl(rows, file)
    else:
        raise ValueError(kind)
    return file


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of form texts, and of our own words."""

    language: str
    translate: Translate


def _jsonl(rows: Rows, file: Path) -> None:
    with whole_file(file) as target, target.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _lines(block: Block, row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what a record has for one sheet: itself, or its rows of a repeat."""
    if block.repeat is None:
        yield row
    else:
        yield from row.get(block.repeat) or ()


def _csv(versions: Sequence[FormDefinition], rows: Rows, file: Path, speech: Speech) -> None:
    """Write one file, and beside it one for each repeat that has rows (``name-repeat.csv``)."""
    held = list(rows)
    for block in joined(versions, speech.language):
        beside = file if block.repeat is None else file.with_name(f"{file.stem}-{block.repeat}{file.suffix}")
        if block.repeat is not None and not any(row.get(block.repeat) for row in held):
            continue
        with whole_file(beside) as target, target.open("w", encoding="utf-8-sig", newline="") as out:
            _csv_block(out, block, held, speech)


def _csv_block(out: TextIO, block: Block, rows: list[Mapping[str, Any]], speech: Speech) -> None:
    looks = Looks(speech.language)
    writer = csv.writer(out)
    writer.writerow(
        [
            speech.translate(RECORD_NUMBER),
            *(heading(question, speech.language) for question in block.questions),
        ]
    )
    for number, row in enumerate(rows, start=1):
        for line in _lines(block, row):
            cells = [
                _csv_cell(question, looks.value(question, line.get(question.name)))
                for question in block.questions
            ]
            writer.writerow([number, *cells])


def _csv_cell(question: Question, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        inner = value.replace('"', '""')
        return f'="{inner}"' if _RUINED.match(value) else value
    if isinstance(value, Decimal):
        return f"{value:.2f}" if _two_decimals(question, value) else format(value, "f")
    return str(value)


def _two_decimals(question: Question, value: Decimal) -> bool:
    return "money" in question.marks and value == round(value, 2)


def _xlsx(versions: Sequence[FormDefinition], rows: Rows, file: Path, speech: Speech) -> None:
    from xlsxwriter import Workbook

    with whole_file(file) as target:
        options = {
            "constant_memory": True,
            "tmpdir": str(file.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        }
        with Workbook(str(target), options) as workbook:
            _fill_workbook(workbook, versions, rows, speech)


class _OutSheet:
    """A sheet being written row by row."""

    def __init__(self, workbook: Any, block: Block, formats: Mapping[str, Any], speech: Speech) -> None:
        self._block = block
        self._sheet = workbook.add_worksheet(block.name)
        self._formats = formats
        self._row = 0
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_column(0, 0, 8)
        for index, question in enumerate(block.questions, start=1):
            self._sheet.set_column(index, index, width_of(question), self._format(question))
        self._sheet.write_string(0, 0, speech.translate(RECORD_NUMBER), formats["heading"])
        for index, question in enumerate(block.questions, start=1):
            self._sheet.write_string(0, index, heading(question, speech.language), formats["heading"])

    def _format(self, question: Question) -> Any:
        if question.kind is Kind.DATE:
            return self._formats["date"]
        if question.kind is Kind.DECIMAL:
            return self._formats["money" if "money" in question.marks else "number"]
        return self._formats["number" if question.kind is Kind.INTEGER else "text"]

    def write(self, number: int, line: Mapping[str, Any], looks: Looks) -> None:
        self._row += 1
        sheet, row = self._sheet, self._row
        sheet.write_number(row, 0, number)
        for index, question in enumerate(self._block.questions, start=1):
            value = looks.value(question, line.get(question.name))
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(row, index, value, self._formats["text"])
            elif isinstance(value, date):
                sheet.write_datetime(row, index, value, self._formats["date"])
            else:
                sheet.write_number(row, index, value, self._format(question))


def _fill_workbook(workbook: Any, versions: Sequence[FormDefinition], rows: Rows, speech: Speech) -> None:
    looks = Looks(speech.language)
    formats = {
        "heading": workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF4", "bottom": 1}
        ),
        "text": workbook.add_format({"num_format": "@"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "number": workbook.add_format({}),
    }
    sheets = [
        (block, _OutSheet(workbook, block, formats, speech)) for block in joined(versions, speech.language)
    ]
    workbook.set_properties({"title": printable(versions[0].title.in_(speech.language))})
    for number, row in enumerate(rows, start=1):
        for block, sheet in sheets:
            for line in _lines(block, row):
                sheet.write(number, line, looks)


def width_of(question: Question) -> int:
    """Return a column width in characters that suits a question's answers."""
    if question.kind is Kind.DATE:
        return 12
    if "resident_id" in question.marks.get("check", ""):
        return 21
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return 13
    return 24 if question.kind is Kind.TEXT and not question.marks.get("check") else 16
