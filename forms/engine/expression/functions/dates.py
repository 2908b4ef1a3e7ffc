"""Functions of dates and times (ODK XForms specification, "Date and time functions").

A moment keeps its offset. Names of months and weekdays in format-date are the English short ones of the specification.
"""

from datetime import date, datetime, time
from typing import Any

from forms.engine.expression.functions.table import Function
from forms.engine.expression.values import NAN, Number, day_fraction, to_date, to_moment, to_number, to_string

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


def _format(value: Any, pattern: str) -> str:
    moment = _moment(value)
    if moment is None:
        return ""
    parts = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "H": f"{moment.hour:02}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "3": f"{moment.microsecond // 1000:03}",
        "a": _DAYS[moment.weekday()],
        "%": "%",
    }
    pieces = pattern.split("%")
    out, pending = [pieces[0]], iter(pieces[1:])
    for piece in pending:
        if piece:
            out.append(parts.get(piece[0], "") + piece[1:])
        else:  # "%%"
            out.append("%" + next(pending, ""))
    return "".join(out)


PLAIN = {
    "date": Function("a", "d", to_date),
    "date-time": Function("a", "a", _date_time),
    "decimal-date-time": Function("a", "n", _decimal_date_time),
    "decimal-time": Function("a", "n", _decimal_time),
    "format-date": Function("as", "s", _format),
    "format-date-time": Function("as", "s", _format),
}
