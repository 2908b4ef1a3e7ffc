"""Tables that come with a form as files: CSV, XML and GeoJSON, as `select_one_from_file` and `pulldata()` name them.

Each becomes rows of text by column, ready for `forms.engine.Context`. Sizes are bounded, nothing in a file is carried
out or fetched: XML is read without document types, GeoJSON only as points, lines and areas.
"""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import Element as Raw

from forms.compile.xml_tree import MAX_DEPTH, OURS, Element, parse_xml, split, too_deep
from forms.engine.context import ABOVE, PLACE
from forms.problem_codes import NOT_A_TABLE
from forms.problems import Problem

MAX_BYTES = 100_000_000
MAX_ROWS = 500_000
MAX_CELL = 20_000  # characters
Rows = list[dict[str, str]]
_COLUMN = f"{{{OURS}}}column"  # of what is no name of XML: ``label::English (en)``


def read_table(name: str, content: bytes) -> Rows:
    """Return the rows of a table file by its name's ending (.csv, .xml, .geojson).

    Raises a Problem (FORMS-053; FORMS-035 and FORMS-036 for XML that is none).
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None or len(content) > MAX_BYTES:
        raise _refused(name, "CSV, XML, GeoJSON" if reader is None else f"> {MAX_BYTES}")
    rows: Rows = []
    try:
        for row in reader(_decoded(content)):
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise _refused(name, f"> {MAX_ROWS}")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, csv.Error) as error:
        # what json, csv and walking over the data of strangers raise for files that are no tables
        raise _refused(name, str(error)[:100]) from error
    return rows


def _refused(name: str, reason: str) -> Problem:
    return Problem(NOT_A_TABLE, name, {"file": name, "reason": reason})


def _decoded(content: bytes) -> str:
    """Return the text: UTF-8, or GB 18030 as Chinese Excel saves CSV."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _csv(text: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    if not header or len(set(header)) < len(header):
        raise ValueError("header")
    for cells in reader:
        if any(cells):
            yield {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}


def _xml(text: str) -> Iterator[dict[str, str]]:
    yield from element_tables("", parse_xml(text))[""]


def element_tables(name: str, root: Element) -> dict[str, Rows]:
    """Return what stands in an instance: a row for each child of *root*, in the table *name*.

    What stands in a row and has elements itself is a row of the table ``name/…``: ``states/state/counties/county`` is
    in the table ``name/counties/county``, and its `ABOVE` is the `PLACE` of the row it stands in.
    """
    tables: dict[str, Rows] = {name: []}
    waiting = [(name, item, "", 1) for item in reversed(root.raw)]
    while waiting:
        table, item, above, depth = waiting.pop()
        rows = tables.get(table)
        if rows is None:
            rows = tables[table] = []
        row, deeper = _row(item)
        if above:
            row[ABOVE] = above
        if deeper:
            if depth > MAX_DEPTH:
                raise too_deep()
            row[PLACE] = place = str(len(rows) + 1)
            waiting += [(f"{table}/{split(one.tag)[1]}", one, place, depth + 1) for one in reversed(deeper)]
        rows.append(row)
    return tables


def _row(item: Raw) -> tuple[dict[str, str], list[Raw]]:
    """Return the columns of an item (attributes too), and the elements in it that have elements themselves."""
    row: dict[str, str] = {}
    deeper: list[Raw] = []
    for column in item:
        if len(column):
            deeper.append(column)
        else:
            name = (column.attrib and column.get(_COLUMN)) or split(column.tag)[1]
            row[name] = (column.text or "").strip()
    if item.attrib:
        row |= {name: value for name, value in item.attrib.items() if not name.startswith("{")}
    return row, deeper


def _geojson(text: str) -> Iterator[dict[str, str]]:
    """Return features as ODK does: their properties, `id` and `geometry` in ODK's own writing."""
    collection = json.loads(text)
    if collection.get("type") != "FeatureCollection":
        raise ValueError("FeatureCollection")
    for feature in collection["features"]:
        row = {name: _text(value) for name, value in (feature.get("properties") or {}).items()}
        if "id" in feature:
            row["id"] = _text(feature["id"])
        yield row | {"geometry": _geometry(feature["geometry"])}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: dict[str, Any]) -> str:
    shape, places = geometry["type"], geometry["coordinates"]
    if shape == "Point":
        return _point(places)
    if shape not in ("LineString", "Polygon"):
        raise ValueError(shape)
    return "; ".join(_point(place) for place in (places if shape == "LineString" else places[0]))


def _point(place: list[float]) -> str:
    longitude, latitude, *altitude = place
    return f"{latitude!r} {longitude!r} {altitude[0] if altitude else 0!r} 0"


_READERS = {".csv": _csv, ".xml": _xml, ".geojson": _geojson}
