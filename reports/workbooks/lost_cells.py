"""Cells that calamine reads as blank although the clerk sees something: Excel's errors, formulas without a result.

An .xlsx part is searched as bytes first, which costs a tenth of parsing it; only a part that holds such cells is looked
at cell by cell. Runs in the reading process.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape

NO_RESULT = "#NO_RESULT"
"""Stands in a cell whose formula has no stored result (a file made by a program, never opened in Excel)."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_NAME = re.compile(rb'\sname="([^"]*)"')
_RELATION_ID = re.compile(rb'\s\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
VALUE = re.compile(rb"<v[^>]*>(.*?)</v>", re.DOTALL)
FORMULA = re.compile(rb"<f[\s/>]")


def lost_cells(path: str, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Yield row and column (from 0) and what stands there for each such cell; nothing for other kinds of file."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        part = sheet_part(archive, sheet)
        content = archive.read(part) if part is not None else b""
    if b't="e"' not in content and not FORMULA.search(content):
        return
    for cell in CELL.finditer(content):
        tag = content[cell.start() : content.index(b">", cell.start())]
        inside = cell[3] or b""
        value = VALUE.search(inside)
        if b't="e"' in tag and value:
            yield int(cell[2]) - 1, _index(cell[1]), value[1].decode("utf-8", "replace")
        elif FORMULA.search(inside) and (value is None or not value[1]) and b"<is>" not in inside:
            yield int(cell[2]) - 1, _index(cell[1]), NO_RESULT


def sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the part that holds a worksheet, by way of the workbook's relations."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    relation = None
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        name, found = _NAME.search(tag), _RELATION_ID.search(tag)
        if name and found and unescape(name[1].decode("utf-8", "replace")) == sheet:
            relation = found[1]
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        if relation is not None and b'Id="' + relation + b'"' in tag:
            target = re.search(rb'Target="([^"]*)"', tag)
            part = target[1].decode("utf-8", "replace") if target else ""
            part = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
            return part if part in names else None
    return None


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
