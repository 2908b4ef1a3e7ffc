"""Results of calculations as values of a question's kind, and values as the JSON in which answers travel."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from forms.engine.expression.values import decimal_text, is_nan, to_date, to_moment, to_number, to_string
from forms.engine.questions import Kind
from forms.engine.typed import Unread


def result(kind: Kind, value: Any) -> Any:
    """Return what an expression gave as a value of *kind*; what it cannot be is blank (None)."""
    if value == "" or value is None:
        return None
    return _RESULTS.get(kind, _text)(value)


def results(kind: Kind) -> Callable[[Any], Any]:
    """Return what makes values of *kind* of what an expression gave, as `result` does: for one question."""
    made = _RESULTS.get(kind, _text)
    return lambda value: None if value == "" or value is None else made(value)


def _text(value: Any) -> Any:
    if type(value) is Decimal and not value.is_finite():
        return None
    return to_string(value) or None


def _number(value: Any) -> Decimal | None:
    number = to_number(value)
    if is_nan(number) or not Decimal(number).is_finite():
        return None
    return Decimal(number)


def _integer(value: Any) -> int | None:
    if type(value) is int:
        return value
    number = _number(value)
    return None if number is None else int(number)


def _moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    found = to_moment(to_string(value))
    return found if isinstance(found, datetime) else None


def _time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(to_string(value))
    except ValueError:
        return None


def _codes(value: Any) -> list[str] | None:
    return (value if isinstance(value, list) else to_string(value).split()) or None


_RESULTS: dict[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _number,
    Kind.DATE: lambda value: to_date(value) or None,
    Kind.TIME: _time,
    Kind.DATETIME: _moment,
    Kind.SELECT_MULTIPLE: _codes,
    Kind.RANK: _codes,
}


def seen(value: Any) -> Any:
    """Return how expressions see a value: blank (and what could not be read) is ``""``."""
    return "" if value is None or type(value) is Unread else value


def as_json(value: Any) -> Any:
    """Return a value as it travels: int, list of codes, or text (decimals exact, dates ISO)."""
    kind = type(value)
    if kind is str or kind is int:
        return value
    if kind is Decimal:
        return decimal_text(value)
    if kind is list:
        return list(value)
    if kind is Unread:
        return value.text
    return value.isoformat() if isinstance(value, date | time) else to_string(value)
