"""The child process that parses a workbook, under limits of memory and time.

A workbook comes from outside: its parser may panic, loop, or ask for all memory (a single cell in XFD1048576 makes a
matrix of 17 thousand million cells). All that happens here, in a process of its own which the office's program
starts, hands one request, and reads one answer from (`reports.workbooks.asking`).

The answer is MessagePack, not pickle: a parser that was tricked must not be able to run code in the parent.
It imports next to nothing of ours, so that the child starts in a few hundredths of a second.
"""

import json
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from reports.workbooks.limits import Limits
from reports.workbooks.lost_cells import lost_cells

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_LOOK_AT = 8
_SHARED = 20_000  # different texts that are looked out for: a long roster says the same over and over
_CODES = {"PasswordError": "encrypted", "WorksheetNotFound": "no_sheet"}
_DATE, _DATETIME, _TIME, _DURATION = 1, 2, 3, 4


class Refused(Exception):  # noqa: N818  (travels to the parent as a word, where it becomes a Problem)
    """The workbook cannot be read; *word* says why, *values* hold what belongs in the sentence."""

    def __init__(self, word: str, **values: Any) -> None:
        super().__init__(word)
        self.word = word
        self.values = values


def limit_resources(limits: Limits) -> None:
    """Bind this process to memory, processor seconds and no core dump, where the platform knows such limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(path: str, sheet: str | None, limits: Limits, links: Iterable[str] = ()) -> dict[str, Any]:
    """Return name, visible sheets, merged ranges and rows of one sheet; raises `Refused`.

    The other sheets come along where one of *links* (the heading of record numbers) stands near the top.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_path(path) as workbook:
        shown = [
            one.name
            for one in workbook.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        if not shown:
            raise Refused("empty", sheet="")
        if sheet is not None and sheet not in workbook.sheet_names:
            raise Refused("no_sheet", sheet=sheet, sheets=shown)
        chosen = workbook.get_sheet_by_name(sheet) if sheet is not None else _first_filled(workbook, shown)
        if chosen.end is None:
            raise Refused("empty", sheet=chosen.name)
        height, width = chosen.end[0] + 1, chosen.end[1] + 1
        if height > limits.rows or width > limits.columns or height * width > limits.cells:
            raise Refused("too_large", rows=height, columns=width)
        found = {"sheets": shown, **_one(chosen, limits)}
        _put_back(found["rows"], lost_cells(path, chosen.name))
        tied = any(cell in links for row in found["rows"][:_LOOK_AT] for cell in row)
        others = [workbook.get_sheet_by_name(name) for name in shown if tied and name != chosen.name]
        found["siblings"] = [_one(other, limits) for other in others if _fits(other, limits)]
        return found


def _put_back(rows: list[list[Any]], lost: Iterable[tuple[int, int, str]]) -> None:
    """Put errors and formulas without a result back where the parser saw nothing."""
    for row, column, text in lost:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = text


def _fits(sheet: Any, limits: Limits) -> bool:
    return sheet.end is not None and sheet.end[0] < limits.rows and sheet.end[1] < limits.columns


def _one(sheet: Any, limits: Limits) -> dict[str, Any]:
    """Return name, merged ranges and rows of one sheet."""
    merges = [[*top, *bottom] for top, bottom in sheet.merged_cell_ranges or ()]
    return {"name": sheet.name, "merges": merges, "rows": _portable(sheet, limits)}


def _first_filled(workbook: Any, shown: Iterable[str]) -> Any:
    """Return the first visible sheet with content, else the first: covers and blank Sheet1 come before data often."""
    first = None
    for name in shown:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.end is not None:
            return sheet
        first = first or sheet
    return first


def _portable(sheet: Any, limits: Limits) -> list[list[Any]]:
    """Return the rows from A1 on, one after the other: dates as extension values, '' as None, the same text once.

    Raises `Refused` for a cell longer than Excel itself allows.
    """
    from msgspec.msgpack import Ext

    longest, known = limits.cell_characters, dict[str, str]()
    left: list[Any] = [None] * (sheet.start[1] if sheet.start is not None else 0)
    rows: list[list[Any]] = []
    for number, row in enumerate(sheet.iter_rows()):
        for index, cell in enumerate(row):
            kind = type(cell)
            if kind is str:
                if not cell:
                    row[index] = None
                elif len(cell) > longest:
                    raise Refused("long_cell", row=number + 1, column=index + len(left))
                elif len(known) < _SHARED:
                    row[index] = known.setdefault(cell, cell)
                else:
                    row[index] = known.get(cell, cell)
            elif kind is not float and kind is not bool and kind is not int:
                row[index] = Ext(*_dated(cell))
        rows.append(left + row)
    return rows


def _dated(cell: Any) -> tuple[int, bytes]:
    """Return the extension code and text of a date, a moment, a time of day or a length of time."""
    forms: tuple[tuple[type, int, Callable[[Any], str]], ...] = (
        (datetime, _DATETIME, datetime.isoformat),
        (date, _DATE, date.isoformat),
        (time, _TIME, time.isoformat),
        (timedelta, _DURATION, lambda span: repr(span.total_seconds())),
    )
    for kind, code, write in forms:
        if isinstance(cell, kind):
            return code, write(cell).encode()
    raise Refused("strange_cell", kind=type(cell).__name__)


def undated(code: int, data: memoryview) -> Any:
    """Turn an extension value back (called by the parent); unknown codes raise ValueError."""
    text = bytes(data).decode()
    if code == _DATE:
        return date.fromisoformat(text)
    if code == _DATETIME:
        return datetime.fromisoformat(text)
    if code == _TIME:
        return time.fromisoformat(text)
    if code == _DURATION:
        return timedelta(seconds=float(text))
    raise ValueError(f"extension code {code}")


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to one request: the sheet, or the word for why not."""
    from python_calamine import CalamineError

    limits = Limits(**request["limits"])
    limit_resources(limits)
    try:
        return read(request["path"], request["sheet"], limits, request["links"])
    except Refused as refused:
        return {"refused": refused.word, "values": refused.values}
    except CalamineError as fault:
        return {"refused": _CODES.get(type(fault).__name__, "not_a_workbook"), "values": {}}
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return {"refused": "not_a_workbook", "values": {}}
    except MemoryError:
        return {"refused": "stopped", "values": {}}


def packed(request: dict[str, Any]) -> bytes:
    """Return the answer as it travels."""
    import msgspec

    return msgspec.msgpack.encode(answer(request))


def serve(connection: "Connection", request: dict[str, Any]) -> None:
    """Answer through a pipe: the way of the frozen program."""
    connection.send_bytes(packed(request))
    connection.close()


def main() -> int:
    """Answer the request on standard input, on standard output: the way from a checkout."""
    with open(0, "rb", closefd=False) as source:
        request = json.load(source)
    view = memoryview(packed(request))
    while view:
        view = view[os.write(1, view[: 1 << 20]) :]
    return 0


if __name__ == "__main__":
    sys.exit(main())
