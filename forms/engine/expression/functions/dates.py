"""Functions of dates and times (ODK XForms specification, "Date and time functions").

A moment keeps its offset. Names of months and weekdays in format-date are the English short ones of the specification.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from forms.engine.expression.functions.table import Function
from forms.engine.expression.values import (
    EPOCH,
    NAN,
    Number,
    day_fraction,
    to_date,
    to_moment,
    to_number,
    to_string,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        value = to_moment(value.strip())
        if isinstance(value, datetime):
            return value
    day = to_date(value) if value is not None else ""
    return datetime(day.year, day.month, day.day) if isinstance(day, date) else None  # noqa: DTZ001  (a local day)


def _date_time(value: Any) -> datetime | str:
    return _moment(value) or ""


def _decimal_date_time(value: Any) -> Number:
    if type(value) is date:  # the commonest: whole days, without a moment made of it
        return (value - EPOCH).days
    moment = _moment(value)
    return NAN if moment is None else to_number(moment)


def _decimal_time(value: Any) -> Number:
    if isinstance(value, datetime):
        value = value.time()
    if not isinstance(value, time):
        try:
            value = time.fromisoformat(to_string(value))
        except ValueError:
            return NAN
    return day_fraction(value)


_PARTS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda moment: f"{moment.year:04}",
    "y": lambda moment: f"{moment.year % 100:02}",
    "m": lambda moment: f"{moment.month:02}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: _MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02}",
    "e": lambda moment: str(moment.day),
    "H": lambda moment: f"{moment.hour:02}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02}",
    "S": lambda moment: f"{moment.second:02}",
    "3": lambda moment: f"{moment.microsecond // 1000:03}",
    "a": lambda moment: _DAYS[moment.weekday()],
}


@lru_cache(maxsize=1_000)
def _pieces(pattern: str) -> tuple[Callable[[datetime], str], ...]:
    """Return what writes the pieces of a format: letters after % as values, the rest as it stands."""
    first, *pieces = pattern.split("%")
    found, pending = ([_constant(first)] if first else []), iter(pieces)
    for piece in pending:
        if not piece:  # "%%"
            found.append(_constant("%" + next(pending, "")))
            continue
        if piece[0] in _PARTS:
            found.append(_PARTS[piece[0]])
        if piece[1:]:
            found.append(_constant(piece[1:]))
    return tuple(found)


def _constant(text: str) -> Callable[[datetime], str]:
    return lambda _moment: text


@lru_cache(maxsize=4_000)
def _format_day(day: date, pattern: str) -> str:
    """Write one day; forms ask for the same few days (today, a birth date) in rule after rule."""
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (a local day)
    return "".join([write(moment) for write in _pieces(pattern)])


def _format(value: Any, pattern: str) -> str:
    if type(value) is date:
        return _format_day(value, pattern)
    moment = _moment(value)
    return "" if moment is None else "".join([write(moment) for write in _pieces(pattern)])


@lru_cache(maxsize=4_000)
def _number_of_day(day: date, pattern: str) -> Number:
    return to_number(_format_day(day, pattern))


def format_as_number(value: Any, pattern: str) -> Number:
    """Return what ``number(format-date(value, pattern))`` gives: how forms reckon with years, months and ages."""
    return _number_of_day(value, pattern) if type(value) is date else to_number(_format(value, pattern))


PLAIN = {
    "date": Function("a", "d", to_date),
    "date-time": Function("a", "a", _date_time),
    "decimal-date-time": Function("a", "n", _decimal_date_time),
    "decimal-time": Function("a", "n", _decimal_time),
    "format-date": Function("as", "s", _format),
    "format-date-time": Function("as", "s", _format),
}
