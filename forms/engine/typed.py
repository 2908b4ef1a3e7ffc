"""Reads what a person typed (or what a stored record holds) as a value of a question's kind.

What cannot be read is kept as typed in an `Unread`, so nothing a person typed is lost; the question then has a
hard problem. Full-width digits, thousands separators and the date forms clerks use are understood; a guess is
never made (two digits of a year, or month and day in either order, are not read).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from forms.engine import attached, earth
from forms.engine.questions import Kind
from forms.engine.spoken_time import read_time
from forms.problem_codes import (
    BAD_CHARACTER,
    NOT_A_CHOICE,
    NOT_A_DATE,
    NOT_A_FILE_NAME,
    NOT_A_MOMENT,
    NOT_A_NUMBER,
    NOT_A_POINT,
    NOT_A_TIME,
    NOT_WHOLE,
    TOO_MANY_DIGITS,
)
from forms.problems import Detail

MAX_INTEGER = 10**18  # 18 digits: identity numbers typed into a number question still fit
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_DATE = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|年(\d{1,2})月(?:(\d{1,2})[日号])?)", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH_DAY = re.compile(r"(\d{2})(\d{2})|(\d{1,2})月(\d{1,2})[日号]", re.ASCII)
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "today": 0, "yesterday": -1}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that is no value of the question's kind, and why."""

    text: str
    detail: Detail


def read(kind: Kind, value: Any, today: date) -> Any:
    """Return *value* (typed text, or a value already) as a value of *kind*; blank is None."""
    if value is None or value in ("", []):
        return None
    return _READERS[kind](value, today)


def reader(kind: Kind) -> Callable[[Any, date], Any]:
    """Return what reads values of *kind* that are not blank, as `read` does: for many answers in a row."""
    return _READERS[kind]


def _plain(value: Any) -> str:
    """Return typed text with full-width forms made narrow and spaces around removed."""
    if type(value) is str and value.isascii():
        return value.strip()
    return unicodedata.normalize("NFKC", str(value)).strip()


def _text(value: Any, _today: date) -> Any:
    text = value if isinstance(value, str) else _shown(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if _FORBIDDEN.search(text):
            return Unread(text, BAD_CHARACTER)
    return text if text.strip() else None


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _decimal(value: Any, _today: date) -> Any:
    if type(value) is Decimal:
        return _in_range(value, str(value)) if value.is_finite() else Unread(str(value), NOT_A_NUMBER)
    if type(value) is int:
        return _in_range(Decimal(value), str(value))
    if type(value) is str and _NUMBER.fullmatch(value):
        return _in_range(Decimal(value), value)
    text = _plain(value).replace(" ", "").replace("¥", "").removesuffix("元")
    text = text.replace(",", "").replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _NUMBER.fullmatch(text) or isinstance(value, bool | float):
        return Unread(str(value), NOT_A_NUMBER)
    return _in_range(Decimal(text), str(value))


def _in_range(number: Decimal, typed: str) -> Any:
    if len(typed) < 19 and "E" not in typed:  # so it has at most 18 digits
        return number
    return (
        number
        if abs(number) < MAX_INTEGER and len(number.as_tuple().digits) <= 34
        else Unread(typed, TOO_MANY_DIGITS)
    )


def _integer(value: Any, today: date) -> Any:
    if type(value) is int:
        return value if -MAX_INTEGER < value < MAX_INTEGER else Unread(str(value), TOO_MANY_DIGITS)
    number = _decimal(value, today)
    if isinstance(number, Unread):
        return number
    return int(number) if number == number.to_integral_value() else Unread(str(value), NOT_WHOLE)


def _date(value: Any, today: date) -> Any:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    value = value if isinstance(value, str) else str(value)
    try:
        if value[10:11] == "T" and value.isascii():
            return datetime.fromisoformat(value).date()  # a moment as XForms writes it: its day
        if len(value) == 10 and value[4] == value[7] == "-" and value.isascii():
            return date.fromisoformat(value)  # as stored and as most people type it
    except ValueError:
        return Unread(value, NOT_A_DATE)
    text = _plain(value).replace(" ", "")
    try:
        if text in _DAYS:
            return today + timedelta(days=_DAYS[text])
        parts = _date_parts(text, today)
        return Unread(str(value), NOT_A_DATE) if parts is None else date(*parts)
    except (ValueError, OverflowError):
        return Unread(str(value), NOT_A_DATE)


def _date_parts(text: str, today: date) -> tuple[int, int, int] | None:
    if match := _DATE.fullmatch(text) or _COMPACT.fullmatch(text):
        year, *rest = (int(part) for part in match.groups() if part)
        return year, rest[0], rest[1] if len(rest) > 1 else 1
    if match := _MONTH_DAY.fullmatch(text):
        month, day = (int(part) for part in match.groups() if part)
        return today.year, month, day
    return None


def _time(value: Any, _today: date) -> Any:
    if isinstance(value, time):
        return value
    text = _plain(value)
    try:
        return time.fromisoformat(text if text[1:2] != ":" else "0" + text)
    except ValueError:
        return read_time(text) or Unread(str(value), NOT_A_TIME)


def _moment(value: Any, today: date) -> Any:
    if isinstance(value, datetime):
        return value
    text = _plain(value)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    day, _, clock = text.replace("T", " ").partition(" ")
    found, at = _date(day, today), _time(clock or "00:00", today)
    if isinstance(found, Unread) or isinstance(at, Unread):
        return Unread(str(value), NOT_A_MOMENT)
    return datetime.combine(found, at)


def _one(value: Any, today: date) -> Any:
    if type(value) is str and value.isascii():  # as codes are
        return value.strip() or None
    if isinstance(value, list | tuple):
        return _one(value[0], today) if len(value) == 1 else Unread(" ".join(map(str, value)), NOT_A_CHOICE)
    return _plain(value) or None


def _several(value: Any, _today: date) -> Any:
    parts = value if isinstance(value, list | tuple) else _plain(value).split()
    return [_plain(part) for part in parts] or None


def _tidied(tidy: Callable[[str], str | None], detail: Detail) -> Callable[[Any, date], Any]:
    """Return the reader of a text that has a shape."""

    def shaped(value: Any, _today: date) -> Any:
        text = str(value)
        if not text.strip():
            return None
        return tidy(text) or Unread(text, detail)

    return shaped


_READERS: dict[Kind, Callable[[Any, date], Any]] = {
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.ACKNOWLEDGE: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.DATETIME: _moment,
    Kind.SELECT_ONE: _one,
    Kind.SELECT_MULTIPLE: _several,
    Kind.RANK: _several,
    Kind.BARCODE: _text,
    Kind.GEOPOINT: _tidied(earth.tidy_point, NOT_A_POINT),
    Kind.GEOTRACE: _tidied(earth.tidy_line, NOT_A_POINT),
    Kind.GEOSHAPE: _tidied(earth.tidy_area, NOT_A_POINT),
    Kind.IMAGE: _tidied(attached.tidy_name, NOT_A_FILE_NAME),
    Kind.AUDIO: _tidied(attached.tidy_name, NOT_A_FILE_NAME),
    Kind.VIDEO: _tidied(attached.tidy_name, NOT_A_FILE_NAME),
    Kind.FILE: _tidied(attached.tidy_name, NOT_A_FILE_NAME),
}
