"""Functions of numbers; exact, except pow with a broken exponent, sqrt, exp, log and the angles."""

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from forms.engine.expression.arithmetic import add
from forms.engine.expression.functions.table import Function
from forms.engine.expression.functions.texts import half_up
from forms.engine.expression.values import MATH, NAN, Number, floor, is_nan, shorten, tidy, to_number

MAX_POWER = 128  # exact powers up to here; beyond, floats


def _sum(*parts: Sequence[Any]) -> Number:
    total: Number = 0
    for part in parts:
        for value in part:
            total = add(total, to_number(value))
    return tidy(total) if type(total) is Decimal else total


def _extreme(choose: Callable[[Any], Any]) -> Callable[..., Number]:
    def extreme(*parts: Sequence[Any]) -> Number:
        numbers = [to_number(value) for part in parts for value in part]
        return NAN if not numbers or any(is_nan(n) for n in numbers) else choose(numbers)

    return extreme


def _round(value: Number, places: Number | None = None) -> Number:
    """XPath's round(); with *places* half away from zero (四舍五入), as money and spreadsheets are rounded."""
    if places is None:
        return half_up(value)
    if type(value) is int and places >= 0:
        return value
    exact = Decimal(value)
    if is_nan(places) or not exact.is_finite() or not -30 <= places <= 30:
        return value
    return tidy(exact.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, MATH))


def _whole(rounding: str) -> Callable[[Number], Number]:
    def whole(value: Number) -> Number:
        if type(value) is int or not Decimal(value).is_finite():
            return value
        return tidy(Decimal(value).to_integral_value(rounding))

    return whole


def _pow(base: Number, exponent: Number) -> Number:
    if type(exponent) is int and 0 <= exponent <= MAX_POWER and not is_nan(base):
        return shorten(base**exponent) if type(base) is int else tidy(MATH.power(base, exponent))
    return by_float(math.pow)(base, exponent)


def by_float(function: Callable[..., float]) -> Callable[..., Number]:
    """Return *function* working on exact numbers; what it cannot do is NaN, what is too big Infinity."""

    def approximate(*arguments: Number) -> Number:
        try:
            result = function(*[float(value) for value in arguments])
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return Decimal("Infinity")
        return tidy(Decimal(repr(result)))

    return approximate


PLAIN = {
    "number": Function("n", "n", lambda value: value),
    "int": Function("n", "n", _whole(ROUND_DOWN)),
    "round": Function("nn?", "n", _round),
    "floor": Function("n", "n", floor),
    "ceiling": Function("n", "n", _whole(ROUND_CEILING)),
    "abs": Function("n", "n", abs),
    "sum": Function("vv*", "n", _sum),
    "min": Function("vv*", "n", _extreme(min)),
    "max": Function("vv*", "n", _extreme(max)),
    "pow": Function("nn", "n", _pow),
    "sqrt": Function("n", "n", by_float(math.sqrt)),
    "exp": Function("n", "n", by_float(math.exp)),
    "exp10": Function("n", "n", lambda value: _pow(10, value)),
    "log": Function("n", "n", by_float(math.log)),
    "log10": Function("n", "n", by_float(math.log10)),
    "sin": Function("n", "n", by_float(math.sin)),
    "cos": Function("n", "n", by_float(math.cos)),
    "tan": Function("n", "n", by_float(math.tan)),
    "asin": Function("n", "n", by_float(math.asin)),
    "acos": Function("n", "n", by_float(math.acos)),
    "atan": Function("n", "n", by_float(math.atan)),
    "atan2": Function("nn", "n", by_float(math.atan2)),
    "pi": Function("", "n", lambda: Decimal(repr(math.pi))),
}
