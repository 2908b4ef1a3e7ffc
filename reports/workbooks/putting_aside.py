"""An import put aside: its sheet, plan and fixed values as bytes, for the office to keep until somebody goes on.

Rows that entered already are left out, with their rows on child sheets; the others keep their numbers, so that "row 49"
stays what the clerk reads in Excel. The bytes hold personal data: they go into the office's encrypted file only.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from forms.engine import FormDefinition
from reports.workbooks.plan import Plan, plan_from_json
from reports.workbooks.sheet import Cell, Merge, Sheet

_READERS: Mapping[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=float(seconds)),
}


@dataclass(frozen=True, slots=True)
class PutAside:
    """What an import needs to go on: *digest* is the sha256 of the file it came from, *file* where that lay."""

    plan: Plan
    fixed: dict[str, dict[str, Any]]
    digest: str
    file: str


def packed(aside: PutAside, done: Collection[int]) -> bytes:
    """Return *aside* as bytes, without the rows *done* (from 1)."""
    plan = aside.plan
    link = plan.link_column
    numbers = {plan.sheet.shown(row - 1, link) for row in done} if link is not None else set()
    siblings = []
    for sibling in plan.sheet.siblings:
        child = next((one for one in plan.children.values() if one.sheet is sibling), None)
        gone = (
            [
                row + 1
                for row in range(child.first_row, len(sibling.rows))
                if sibling.shown(row, child.link_column or 0) in numbers
            ]
            if child is not None
            else []
        )
        siblings.append(_sheet(sibling, gone))
    said = {
        "sheet": _sheet(plan.sheet, done),
        "siblings": siblings,
        "plan": plan.as_json(),
        "fixed": aside.fixed,
        "digest": aside.digest,
        "file": aside.file,
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(content: bytes, definitions: Iterable[FormDefinition]) -> PutAside:
    """Return what `packed` made. Raises Problem REPORTS-114 when a form or a question is gone since."""
    said = json.loads(zlib.decompress(content))
    sheet = _sheet_back(said["sheet"])
    sheet.siblings = tuple(_sheet_back(one) for one in said["siblings"])
    plan = plan_from_json(said["plan"], sheet, definitions)
    return PutAside(plan, said["fixed"], said["digest"], said["file"])


def _sheet(sheet: Sheet, done: Collection[int]) -> dict[str, Any]:
    gone = set(done)
    return {
        "file_name": sheet.file_name,
        "name": sheet.name,
        "merges": [[one.top, one.left, one.bottom, one.right] for one in sheet.merges],
        "sheets": list(sheet.sheets),
        "rows": [
            [] if number in gone else [_plain(cell) for cell in row]
            for number, row in enumerate(sheet.rows, start=1)
        ],
    }


def _sheet_back(said: Mapping[str, Any]) -> Sheet:
    rows = [[_cell(cell) for cell in row] for row in said["rows"]]
    merges = tuple(Merge(*one) for one in said["merges"])
    return Sheet(said["file_name"], said["name"], rows, merges, tuple(said["sheets"]))


def _plain(cell: Cell) -> Any:
    if isinstance(cell, timedelta):
        return ["timedelta", repr(cell.total_seconds())]
    if isinstance(cell, datetime | date | time):
        return [type(cell).__name__, cell.isoformat()]
    return cell


def _cell(said: Any) -> Cell:
    if isinstance(said, list):
        found: Cell = _READERS[said[0]](said[1])
        return found
    plain: Cell = said
    return plain
