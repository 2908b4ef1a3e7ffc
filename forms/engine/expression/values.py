"""Values of expressions and how one becomes another, by XPath 1.0 §3–4 with ODK's dates.

A value is text (blank is ``""``), a number (int or Decimal, exact), a truth value, a date, time or moment, or a
list of codes (select_multiple). "Not a number" is the quiet `NAN`; comparing with it is false, never an error.
"""

import operator
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

Number = int | Decimal

NAN = Decimal("NaN")
INFINITY = Decimal("Infinity")
MATH = Context(prec=34, Emin=-6143, Emax=6144, traps=[])  # IEEE decimal128; nothing raises, as XPath wants
EPOCH = date(1970, 1, 1)
DAY_SECONDS = 86_400
BIG = 10**34  # integers beyond this lose exactness and become decimals, so that they cannot grow for ever

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_MAX_DIGITS = 400
MOST_DIGITS = 34  # fewer are read as they stand: they stay exact


def is_nan(value: Number) -> bool:
    """Return whether *value* is not a number."""
    return bool(value != value)  # noqa: PLR0124  (true only of NaN, and the fastest test)


def to_number(value: Any) -> Number:
    """Return *value* as an exact number (`NAN` when it is none); dates count days since 1970-01-01."""
    kind = type(value)
    if kind is int or kind is Decimal:
        return value  # type: ignore[no-any-return]  # just tested
    if kind is str:
        if value.isdigit() and value.isascii() and len(value) < MOST_DIGITS:
            return int(value)
        return _number_of_text(value)
    if kind is bool:
        return 1 if value else 0
    if isinstance(value, datetime):
        return _days(value)
    if isinstance(value, date):
        return (value - EPOCH).days
    if isinstance(value, time):
        return day_fraction(value)
    return _number_of_text(to_string(value))


def _number_of_text(text: str) -> Number:
    text = text.strip()
    if not text:
        return NAN
    if _NUMBER.fullmatch(text) and len(text) < _MAX_DIGITS:
        return shorten(int(text)) if "." not in text else MATH.create_decimal(text)
    if len(text) >= 10 and text[4] == "-":
        moment = to_moment(text)
        return to_number(moment) if moment is not None else NAN
    return NAN


def shorten(value: Number) -> Number:
    """Return *value*, an over-long integer as a rounded decimal."""
    if type(value) is int and not -BIG < value < BIG:
        return MATH.create_decimal(value)
    return value


def _days(moment: datetime) -> Number:
    """Days since 1970-01-01 UTC (a moment without offset is taken as it stands)."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    passed = moment - datetime(1970, 1, 1)  # noqa: DTZ001  (both sides naive on purpose)
    seconds = MATH.add(passed.seconds, MATH.divide(Decimal(passed.microseconds), Decimal(1_000_000)))
    return tidy(MATH.add(Decimal(passed.days), MATH.divide(seconds, Decimal(DAY_SECONDS))))


def day_fraction(value: time) -> Number:
    """Return the part of a day that has passed at *value*."""
    return tidy(
        MATH.divide(Decimal(value.hour * 3600 + value.minute * 60 + value.second), Decimal(DAY_SECONDS))
    )


def to_moment(text: str) -> date | datetime | None:
    """Return the ISO date or date-time *text* says, else None."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def from_days(days: Number) -> date | str:
    """Return the date *days* after 1970-01-01, or ``""`` when there is none."""
    if is_nan(days) or not -3_000_000 < days < 3_000_000:
        return ""
    try:
        return EPOCH + timedelta(days=int(floor(days)))
    except OverflowError:
        return ""


def to_date(value: Any) -> date | str:
    """Return *value* (date, moment, ISO text or days) as a date, or ``""``."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        moment = to_moment(value.strip())
        if moment is not None:
            return to_date(moment)
    return from_days(to_number(value))


def tidy(value: Decimal) -> Number:
    """Return a finite whole decimal as an int, anything else as it is."""
    if value.is_finite() and value == value.to_integral_value() and -BIG < value < BIG:
        return int(value)
    return value


def floor(value: Number) -> Number:
    """Return the greatest whole number not above *value*."""
    if type(value) is int or not value.is_finite():  # type: ignore[union-attr]  # Decimal here
        return value
    return tidy(value.to_integral_value(ROUND_FLOOR))  # type: ignore[union-attr]  # Decimal here


def to_string(value: Any) -> str:
    """Return *value* as text: numbers without exponent or trailing zeros, dates in ISO, codes by spaces."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is Decimal:
        return decimal_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(to_string(part) for part in value)
    return str(value)


def decimal_text(value: Decimal) -> str:
    """Return a decimal as XPath writes numbers: ``4500``, ``85.5``, ``NaN``, ``Infinity``."""
    if not value.is_finite():
        return "NaN" if value.is_nan() else "Infinity" if value > 0 else "-Infinity"
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def to_boolean(value: Any) -> bool:
    """Return whether *value* is true: a text that is not blank, a number neither 0 nor NaN."""
    kind = type(value)
    if kind is bool:
        return value  # type: ignore[no-any-return]  # just tested
    if kind is int:
        return bool(value != 0)
    if kind is Decimal:
        return bool(value != 0) and not is_nan(value)
    return value is not None and value not in ("", [])


ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def ordered(sign: str, left: Any, right: Any) -> bool:
    """Return whether *left* ``<``, ``<=``, ``>``, ``>=`` *right*, both taken as numbers; NaN gives false."""
    a, b = to_number(left), to_number(right)
    if is_nan(a) or is_nan(b):
        return False
    return ORDER[sign](a, b)


def equal(left: Any, right: Any) -> bool:
    """Return whether two single values are equal: as truth values, else as numbers, else as texts."""
    a, b = type(left), type(right)
    if a is b and a is not list:
        return bool(left == right)
    if a is bool or b is bool:
        return to_boolean(left) == to_boolean(right)
    if a in _NUMERIC or b in _NUMERIC:
        return bool(to_number(left) == to_number(right))
    if {a, b} == {date, datetime}:
        return bool(to_number(left) == to_number(right))
    return to_string(left) == to_string(right)


_NUMERIC = (int, Decimal)
