"""Reads a worksheet through the limited child process, or a CSV file directly.

Whatever the child says or does (an answer, a refusal, a crash, silence) becomes a `Sheet` or a coded `Problem`;
the office's program goes on.
"""

import csv
from pathlib import Path
from typing import Any

from forms.problems import Detail, Problem
from forms.words import N_
from reports.workbooks import problem_codes as codes
from reports.workbooks.asking import ReaderStopped, ask
from reports.workbooks.limits import STANDARD, Limits
from reports.workbooks.precheck import examine
from reports.workbooks.sheet import Cell, Merge, Sheet, column_letter
from reports.workbooks.told import Words, WorkbookProblem
from reports.workbooks.wording import LINKS

_MORE_THAN = N_("有 {rows} 行 {columns} 列")
_LONG_CELL = N_("第 {row} 行 {column} 列的文字太长")

_REFUSALS: dict[str, Detail] = {
    "encrypted": codes.ENCRYPTED,
    "no_sheet": codes.NO_SUCH_SHEET,
    "empty": codes.EMPTY,
    "too_large": codes.TOO_LARGE,
    "long_cell": codes.TOO_LARGE,
    "strange_cell": codes.NOT_A_WORKBOOK,
    "not_a_workbook": codes.NOT_A_WORKBOOK,
    "stopped": codes.READER_STOPPED,
}


def read(file: Path, sheet: str | None = None, limits: Limits = STANDARD) -> Sheet:
    """Return one worksheet of *file* (*sheet* by name, else the first visible one that holds something).

    Raises `Problem` REPORTS-101 … 108, 110, 111; place is the file's name.
    """
    kind = examine(file, limits)
    if kind == "text":
        return _read_text(file, limits)
    said = _ask(file, sheet, limits)
    if "refused" in said:
        raise _refusal(file, said["refused"], said["values"])
    found = _sheet(file, said, tuple(said["sheets"]))
    found.siblings = tuple(_sheet(file, one, found.sheets) for one in said["siblings"])
    if not any(cell is not None for row in found.rows for cell in row):
        raise Problem(codes.EMPTY, file.name, {"file": file.name, "sheet": found.name})
    return found


def _sheet(file: Path, said: dict[str, Any], sheets: tuple[str, ...]) -> Sheet:
    merges = tuple(Merge(*merge) for merge in said["merges"])
    return Sheet(file.name, said["name"], said["rows"], merges, sheets)


def _ask(file: Path, sheet: str | None, limits: Limits) -> dict[str, Any]:
    request = {
        "path": str(file.resolve()),
        "sheet": sheet,
        "limits": limits.as_json(),
        "links": sorted(LINKS),
    }
    try:
        return ask(request, limits)
    except ReaderStopped as fault:
        raise Problem(codes.READER_STOPPED, file.name, {"file": file.name}) from fault


def _refusal(file: Path, word: str, values: dict[str, Any]) -> Problem:
    said = {"file": file.name, **values}
    if word == "too_large":
        said["reason"] = Words(_MORE_THAN, rows=values["rows"], columns=values["columns"])
    if word == "long_cell":
        said["reason"] = Words(_LONG_CELL, row=values["row"], column=column_letter(values["column"]))
    if word == "no_sheet":
        said["sheets"] = "、".join(values.get("sheets", ()))
    return WorkbookProblem(_REFUSALS.get(word, codes.NOT_A_WORKBOOK), file.name, said)


def _read_text(file: Path, limits: Limits) -> Sheet:
    """Read a CSV file; ``="0012"`` (the way Excel is made to keep text) becomes the text 0012."""
    content = file.read_bytes()
    if content.count(b"\n") > limits.rows:
        raise _refusal(file, "too_large", {"rows": content.count(b"\n"), "columns": "?"})
    text = _decoded(file, content)
    if "\x00" in text:
        raise Problem(codes.NOT_A_WORKBOOK, file.name, {"file": file.name})
    first_line = text.partition("\n")[0]
    mark = max(",\t;", key=first_line.count)
    try:
        lines = list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
    except csv.Error as fault:
        raise Problem(codes.NOT_A_WORKBOOK, file.name, {"file": file.name}) from fault
    width = max((len(line) for line in lines), default=0)
    if width > limits.columns:
        raise _refusal(file, "too_large", {"rows": len(lines), "columns": width})
    rows: list[list[Cell]] = [[_text_cell(cell) for cell in line] for line in lines]
    if not any(cell is not None for row in rows for cell in row):
        raise Problem(codes.EMPTY, file.name, {"file": file.name, "sheet": file.stem})
    return Sheet(file.name, file.stem, rows, (), (file.stem,))


def _decoded(file: Path, content: bytes) -> str:
    for code in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise Problem(codes.NOT_DECODED, file.name, {"file": file.name})


def _text_cell(cell: str) -> Cell:
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1].replace('""', '"')
    return cell or None
