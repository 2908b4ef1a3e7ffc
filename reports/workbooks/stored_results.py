"""Keeps the results of formulas in a workbook that openpyxl saves again.

openpyxl writes a formula without the result that Excel had stored beside it. A copy written so shows its formulas only
in a program that calculates; read by ours, it would have blanks where the clerk sees numbers. So the stored results are
taken out of the file the clerk gave, as they stand there, and put back at the same cells of the copy. The formulas
stay: where a clerk corrects a quantity, the amount follows.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from reports.workbooks.lost_cells import CELL, FORMULA, VALUE, sheet_part

_TAG = re.compile(rb"<c(?=[\s/>])[^>]*>")
_TYPE = re.compile(rb'\st="([a-z]+)"')
_KINDS = (b"n", b"str", b"b", b"e")  # what stands in the cell itself, not in the workbook's table of texts
_NO_VALUE = re.compile(rb"<v\s*/>|<v>\s*</v>")

Results = Mapping[bytes, tuple[bytes, bytes]]
"""Type and text of a stored result, both as in the file, by the cell's name (``K53``)."""


def stored_results(file: Path, sheets: Iterable[str]) -> dict[str, Results]:
    """Return the stored results of all formulas of *file* (.xlsx, .xlsm), by sheet; sheets without any are left out."""
    found: dict[str, Results] = {}
    with zipfile.ZipFile(file) as archive:
        for sheet in sheets:
            part = sheet_part(archive, sheet)
            results = dict(_results(archive.read(part))) if part is not None else {}
            if results:
                found[sheet] = results
    return found


def _results(content: bytes) -> Iterator[tuple[bytes, tuple[bytes, bytes]]]:
    if not FORMULA.search(content):
        return
    for cell in CELL.finditer(content):
        inside = cell[3] or b""
        value = VALUE.search(inside)
        if value is None or not value[1] or not FORMULA.search(inside):
            continue
        kind = _kind(cell[0])
        if kind in _KINDS:
            yield cell[1] + cell[2], (kind, value[1])


def _kind(cell: bytes) -> bytes:
    tag = _TAG.match(cell)
    kind = _TYPE.search(tag[0]) if tag else None
    return kind[1] if kind else b"n"


def put_back(saved: IO[bytes], results: Mapping[str, Results], target: Path) -> None:
    """Write the workbook *saved* by openpyxl to *target*, with the results at their formulas."""
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        by_part = {sheet_part(source, sheet): cells for sheet, cells in results.items()}
        for member in source.infolist():
            content = source.read(member)
            if member.filename in by_part:
                content = _with_results(content, by_part[member.filename])
            copy.writestr(member, content)


def _with_results(content: bytes, results: Results) -> bytes:
    def filled(cell: re.Match[bytes]) -> bytes:
        result = results.get(cell[1] + cell[2])
        if result is None or not FORMULA.search(cell[3] or b""):
            return cell[0]
        kind, value = result
        tag = _TYPE.sub(b"", cell[0][: cell.start(3) - cell.start()])
        written = tag[:-1] + b' t="' + kind + b'">'
        return written + _NO_VALUE.sub(lambda _blank: b"<v>" + value + b"</v>", cell[3]) + b"</c>"

    return CELL.sub(filled, content)
