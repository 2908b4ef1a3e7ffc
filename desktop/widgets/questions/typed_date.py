"""Dates as clerks type them, read without guessing.

``0501`` → the first of May of this year · ``20230501`` · ``2023.5.1`` · ``2023年5月1日`` · ``5-1`` · 今天, 昨天, 前天 ·
for months ``202305`` · ``2023.5`` · ``05``. Two-digit years are not read: 50 may be 1950 or 2050.
"""

import re
import unicodedata
from datetime import date, timedelta

_WORDS = {
    "今天": 0,
    "今": 0,
    "jt": 0,
    "昨天": -1,
    "昨": -1,
    "zt": -1,
    "前天": -2,
    "qt": -2,
    "明天": 1,
    "mt": 1,
}
_MARKS = re.compile(r"[年月./\-\s]+")


def read_date(text: str, today: date) -> date | None:
    """Return the day *text* means, or None when it means none (then the engine says so)."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().rstrip("日号")
    if plain in _WORDS:
        return today + timedelta(days=_WORDS[plain])
    parts = [part for part in _MARKS.split(plain) if part]
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts) == 1:
        return _from_digits(parts[0], today)
    if len(parts) == 2 and len(parts[0]) <= 2:
        return _day(today.year, int(parts[0]), int(parts[1]))
    if len(parts) == 3 and len(parts[0]) == 4:
        return _day(int(parts[0]), int(parts[1]), int(parts[2]))
    return None


def read_month(text: str, today: date) -> date | None:
    """Return the first day of the month *text* means."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("月")
    parts = [part for part in _MARKS.split(plain) if part]
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts) == 1 and len(parts[0]) == 6:
        return _day(int(parts[0][:4]), int(parts[0][4:]), 1)
    if len(parts) == 1 and len(parts[0]) <= 2:
        return _day(today.year, int(parts[0]), 1)
    if len(parts) >= 2 and len(parts[0]) == 4:
        return _day(int(parts[0]), int(parts[1]), 1)
    return None


def _from_digits(digits: str, today: date) -> date | None:
    """Read ``MMDD`` and ``YYYYMMDD``."""
    if len(digits) == 4:
        return _day(today.year, int(digits[:2]), int(digits[2:]))
    if len(digits) == 8:
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    """Return the date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
