"""Records out: a workbook, CSV that Excel opens right, or JSON Lines with the answers as they are.

No cell ever holds a formula made from data: strings are written as strings, and CSV, where Excel would calculate or
ruin a value (``=1+1``, 18 digits, a leading zero, ``3-1`` as a date), keeps it as ``="…"``.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from forms.engine import FormDefinition, Kind, Question
from forms.words import Translate
from reports.workbooks.cell_xml import encoder, style_of
from reports.workbooks.export_table import Shape, Speech, Table, tables
from reports.workbooks.layout import Looks, sheet_name
from reports.workbooks.plain_workbook import PlainSheet, PlainWorkbook
from reports.workbooks.safe_target import whole_file
from reports.workbooks.sheet import column_letter

Rows = Iterable[Mapping[str, Any]]
Progress = Callable[[int, int], None]
_RUINED = re.compile(
    r"^(?:[=+\-@\t\r].*|0\d+|\d{12,}|\d+[-/]\d+(?:[-/]\d+)?|\d+(?:\.\d+)?[eE][+-]?\d+)$", re.DOTALL
)
_TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger of an export: the versions of its form (newest first) and its records, walked once."""

    versions: Sequence[FormDefinition]
    rows: Rows
    columns: Sequence[str] | None = None


def export(
    definition: FormDefinition | Sequence[FormDefinition],
    rows: Rows,
    file: Path,
    kind: str = "xlsx",
    *,
    columns: Sequence[str] | None = None,
    shape: str = "sheets",
    language: str = "zh",
    translate: Translate = str,
    progress: Progress | None = None,
) -> Path:
    """Write *rows*; see `reports.workbooks.export`. An unknown *kind* or *shape* is a ValueError."""
    versions = [definition] if isinstance(definition, FormDefinition) else list(definition)
    speech = Speech(language, translate)
    told = _told(rows, progress)
    if kind == "xlsx":
        _xlsx([Ledger(versions, told, columns)], file, speech, Shape(shape))
    elif kind == "csv":
        _csv(tables(versions, speech, columns, Shape(shape)), told, file, speech)
    elif kind == "jsonl":
        _jsonl(told, file)
    else:
        raise ValueError(kind)
    return file


def export_all(
    ledgers: Iterable[Ledger],
    file: Path,
    *,
    shape: str = "sheets",
    language: str = "zh",
    translate: Translate = str,
    progress: Progress | None = None,
) -> Path:
    """Write several ledgers into one workbook; see `reports.workbooks.export_all`."""
    counted = _Counter(progress)
    told = [Ledger(one.versions, counted.through(one.rows), one.columns) for one in ledgers]
    _xlsx(told, file, Speech(language, translate), Shape(shape))
    return file


class _Counter:
    """Tells how many records are written, over all ledgers; what *progress* raises ends the export."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0

    def through(self, rows: Rows) -> Iterator[Mapping[str, Any]]:
        """Yield *rows*, telling now and then."""
        total = len(rows) if isinstance(rows, Sized) else 0
        for row in rows:
            yield row
            self._done += 1
            if self._progress is not None and self._done % _TELL_EVERY == 0:
                self._progress(self._done, total)


def _told(rows: Rows, progress: Progress | None) -> Rows:
    return rows if progress is None else _Counter(progress).through(rows)


# --- JSON Lines ----------------------------------------------------------------------------------------------


def _jsonl(rows: Rows, file: Path) -> None:
    with whole_file(file) as target, target.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


# --- CSV -----------------------------------------------------------------------------------------------------


class _CsvTable:
    """One CSV file under way; the file of a repeat is made with its first row."""

    def __init__(self, table: Table, file: Path, speech: Speech, files: ExitStack) -> None:
        self._table = table
        self._file = file
        self._speech = speech
        self._files = files
        self._looks = Looks(speech.language)
        self._out: Any = None

    def begin(self) -> None:
        """Open the file and write its headings, once."""
        if self._out is None:
            target = self._files.enter_context(whole_file(self._file))
            text: TextIO = self._files.enter_context(target.open("w", encoding="utf-8-sig", newline=""))
            self._out = csv.writer(text)
            self._out.writerow([_safe(head) for head in self._table.heads(self._speech.language)])

    def add(self, number: int, record: Mapping[str, Any]) -> None:
        """Write what a record gives this table."""
        for numbers, answers in self._table.lines(number, record):
            self.begin()
            blank = [""] * (len(self._table.numbers) - len(numbers))
            cells = [
                _csv_cell(question, self._looks.value(question, answers.get(question.path)))
                for question in self._table.columns
            ]
            self._out.writerow([*numbers, *blank, *cells])


def _csv(found: Sequence[Table], rows: Rows, file: Path, speech: Speech) -> None:
    """Write one file, and beside it one for each repeat that has rows (``name-repeat.csv``)."""
    with ExitStack() as files:
        out = [
            _CsvTable(table, _beside(file, table, first=at == 0), speech, files)
            for at, table in enumerate(found)
        ]
        out[0].begin()
        for number, record in enumerate(rows, start=1):
            for table in out:
                table.add(number, record)


def _beside(file: Path, table: Table, *, first: bool) -> Path:
    if first or table.repeat is None:
        return file
    return file.with_name(f"{file.stem}-{table.repeat}{file.suffix}")


def _csv_cell(question: Question, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _safe(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}" if _two_decimals(question, value) else format(value, "f")
    return str(value)


def _safe(text: str) -> str:
    """Return *text* so that Excel neither calculates nor ruins it."""
    inner = text.replace('"', '""')
    return f'="{inner}"' if _RUINED.match(text) else text


def _two_decimals(question: Question, value: Decimal) -> bool:
    return "money" in question.marks and value == round(value, 2)


# --- workbooks -----------------------------------------------------------------------------------------------


def _xlsx(ledgers: Sequence[Ledger], file: Path, speech: Speech, shape: Shape) -> None:
    used: set[str] = set()
    title = ledgers[0].versions[0].title.in_(speech.language) if ledgers else ""
    with whole_file(file) as target, PlainWorkbook(target, title) as workbook:
        for ledger in ledgers:
            sheets = [
                _OutSheet(table, speech, used)
                for table in tables(ledger.versions, speech, ledger.columns, shape)
            ]
            workbook.write([one.sheet for one in sheets], _filled(sheets, ledger.rows))


def _filled(sheets: "Sequence[_OutSheet]", rows: Rows) -> Iterator[None]:
    for number, record in enumerate(rows, start=1):
        for sheet in sheets:
            sheet.add(number, record)
        yield


class _OutSheet:
    """A table on its way into a sheet."""

    def __init__(self, table: Table, speech: Speech, used: set[str]) -> None:
        self._table = table
        questions = table.columns
        looks = Looks(speech.language)
        before = len(table.numbers)
        self._numbers = [f'<c r="{column_letter(index)}' for index in range(before)]
        self._columns = [
            (f'<c r="{column_letter(index)}', question.path, encoder(question, looks))
            for index, question in enumerate(questions, start=before)
        ]
        name = sheet_name(table.name, used)
        used.add(name)
        self.sheet = PlainSheet(
            name,
            table.heads(speech.language),
            [8.0] * before + [float(width_of(question)) for question in questions],
            [0] * before + [style_of(question) for question in questions],
            before,
        )

    def add(self, number: int, record: Mapping[str, Any]) -> None:
        """Write what a record gives this sheet."""
        sheet = self.sheet
        for numbers, answers in self._table.lines(number, record):
            at = f'{sheet.next_row}"'
            cells = [
                f"{start}{at}><v>{value}</v></c>"
                for start, value in zip(self._numbers, numbers, strict=False)
            ]
            get = answers.get
            cells += [
                f"{start}{at}{cell}"
                for start, path, encode in self._columns
                if (answer := get(path)) is not None and (cell := encode(answer))
            ]
            sheet.add("".join(cells))


def width_of(question: Question) -> int:
    """Return a column width in characters that suits a question's answers."""
    if question.kind is Kind.DATE:
        return 12
    if "resident_id" in question.marks.get("check", ""):
        return 21
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return 13
    return 24 if question.kind is Kind.TEXT and not question.marks.get("check") else 16
