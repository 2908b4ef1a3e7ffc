"""Dates as rosters write them: date cells, 2023.5.13, 20230805, 2023-03-19, 2023/10/4, 2023年4月13日, 1997.05, 1969年3月.

A date without a year, with two digits of a year, or two dates in one cell have more than one meaning and are refused.
A number such as 1997.1 too: typed as 1997.10 (October), Excel drops the zero, and nobody can tell it from January.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from reports.workbooks.sheet import Cell, plain_number

_FULL = re.compile(
    r"^(\d{4})(?:[-./年]|--)(\d{1,2})(?:[-./月]|--)(\d{1,2})[日号]?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
)
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})(?:[-./年])(\d{1,2})月?(?:份)?$")
_MONTH_DIGITS = re.compile(r"^(\d{4})(\d{2})$")
_FIRST_YEAR, _LAST_YEAR = 1880, 2200


@dataclass(frozen=True, slots=True)
class Read:
    """A date; *month_only* when the cell named no day (then it is the first of the month)."""

    day: date
    month_only: bool = False


def read_date(cell: Cell) -> Read | None:
    """Return the date a cell means, None when that is not certain."""
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _from_number(float(cell))
    if not isinstance(cell, str):
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).replace("。", ".").strip("'‘’,.")
    for pattern in (_FULL, _DIGITS):
        found = pattern.match(text)
        if found:
            return _made(found[1], found[2], found[3])
    found = _MONTH.match(text)
    if found:
        return _made(found[1], found[2], None)
    found = _MONTH_DIGITS.match(text)
    if found and _made(f"20{text[:2]}", text[2:4], text[4:]) is None:  # 200505 may also be 2020-05-05
        return _made(found[1], found[2], None)
    return None


def _from_number(value: float) -> Read | None:
    text = plain_number(value)
    if _DIGITS.match(text) or _MONTH_DIGITS.match(text) or re.fullmatch(r"\d{4}\.(\d{2}|[2-9])", text):
        return read_date(text)
    return None


def _made(year: str, month: str, day: str | None) -> Read | None:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return Read(date(int(year), int(month), int(day) if day else 1), day is None)
    except ValueError:
        return None
