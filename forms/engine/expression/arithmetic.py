"""Operators on single values: exact arithmetic and the comparisons, chosen by the sorts of the operands."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

from forms.engine.expression.values import (
    BIG,
    INFINITY,
    MATH,
    NAN,
    ORDER,
    Number,
    equal,
    is_nan,
    ordered,
    tidy,
    to_number,
    to_string,
)
from forms.engine.program import Closure, Code

_SMALL = BIG // 10**6  # a million of them stay exact


def add(a: Number, b: Number) -> Number:
    """Return a + b."""
    if type(a) is int and type(b) is int and -BIG < a < BIG and -BIG < b < BIG:
        return a + b
    return MATH.add(a, b)


def total(*numbers: Number) -> Number:
    """Return the sum of *numbers*, added from the left as `add` does."""
    for number in numbers:
        if type(number) is not int:
            return reduce(add, numbers)
    if max(numbers) < _SMALL and min(numbers) > -_SMALL:
        return sum(numbers)
    return reduce(add, numbers)


def subtract(a: Number, b: Number) -> Number:
    """Return a - b."""
    if type(a) is int and type(b) is int and -BIG < a < BIG and -BIG < b < BIG:
        return a - b
    return MATH.subtract(a, b)


def multiply(a: Number, b: Number) -> Number:
    """Return a × b, exact up to 34 digits."""
    if type(a) is int and type(b) is int:
        product = a * b
        return product if -BIG < product < BIG else MATH.create_decimal(product)
    return tidy(MATH.multiply(a, b))


def divide(a: Number, b: Number) -> Number:
    """Return a ÷ b: whole when it comes out even, else a decimal of 34 digits; ÷ 0 gives ±Infinity or NaN."""
    if b == 0:
        return NAN if a == 0 or is_nan(a) else INFINITY if a > 0 else -INFINITY
    if type(a) is int and type(b) is int and a % b == 0:
        return a // b
    return tidy(MATH.divide(a, b))


def modulo(a: Number, b: Number) -> Number:
    """Return the remainder with the sign of *a*, as XPath says."""
    if b == 0:
        return NAN
    return tidy(MATH.remainder(Decimal(a), Decimal(b)))


OPERATORS: dict[str, Callable[[Number, Number], Number]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "div": divide,
    "mod": modulo,
}


def as_number(code: Code) -> Closure:
    """Return the closure of *code* giving a number."""
    run = code.run
    return run if code.sort == "n" else lambda row, cur: to_number(run(row, cur))


def as_text(code: Code) -> Closure:
    """Return the closure of *code* giving text."""
    run = code.run
    return run if code.sort == "s" else lambda row, cur: to_string(run(row, cur))


def calculation(operator: str, left: Code, right: Code) -> Code:
    """Return the code of an arithmetic operator."""
    apply, a, b = OPERATORS[operator], as_number(left), as_number(right)
    return Code(lambda row, cur: apply(a(row, cur), b(row, cur)), "n")


def comparison(operator: str, left: Code, right: Code) -> Code:
    """Return the code of ``= != < <= > >=`` on two single values."""
    if operator in ("=", "!="):
        return _equality(left, right, operator == "=")
    if left.slot is not None and type(right.literal) is int:
        return _against_number(left.slot, operator, right.literal)
    a, b, compare = left.run, right.run, ORDERED[operator]
    return Code(lambda row, cur: compare(a(row, cur), b(row, cur)), "b")


_QUICK = frozenset((int, Decimal))  # what compares as it stands, without a conversion


def _comparing(operator: str) -> Callable[[Any, Any], bool]:
    """Return what compares two single values by ``< <= > >=``."""
    test = ORDER[operator]

    def compare(x: Any, y: Any) -> bool:
        if type(x) in _QUICK and type(y) in _QUICK:
            return x == x and y == y and test(x, y)  # noqa: PLR0124  (NaN is in no order)
        if type(x) is date and type(y) is date:
            return test(x, y)
        return ordered(operator, x, y)

    return compare


ORDERED: dict[str, Callable[[Any, Any], bool]] = {operator: _comparing(operator) for operator in ORDER}


def _against_number(slot: int, operator: str, number: int) -> Code:
    """Return the code of an answer compared with a constant: most constraints of amounts."""
    test = ORDER[operator]

    def in_order(_row: Any, cur: Any) -> bool:
        value = cur.seen[slot]
        if type(value) in _QUICK:
            return value == value and test(value, number)  # noqa: PLR0124  (NaN is in no order)
        return ordered(operator, value, number)

    return Code(in_order, "b")


def _equality(left: Code, right: Code, wanted: bool) -> Code:
    a, b = left.run, right.run
    if left.slot is not None and type(right.literal) is str and (left.sort == "s" or not right.literal):
        slot, text = left.slot, right.literal
        if wanted:
            return Code(lambda _row, cur: cur.seen[slot] == text, "b")
        return Code(lambda _row, cur: cur.seen[slot] != text, "b")
    if left.sort == right.sort == "s":
        if wanted:
            return Code(lambda row, cur: a(row, cur) == b(row, cur), "b")
        return Code(lambda row, cur: a(row, cur) != b(row, cur), "b")
    return Code(lambda row, cur: equal(a(row, cur), b(row, cur)) is wanted, "b")


def exists(operator: str, left: Closure, right: Closure) -> Code:
    """Return the code of a comparison of two node-sets: true when some pair of values holds (XPath 1.0 §3.4)."""
    if operator == "=":
        test: Callable[[Any, Any], bool] = equal
    elif operator == "!=":
        test = _unequal
    else:
        test = _in_order(operator)

    def some(row: Any, cur: Any) -> bool:
        others = right(row, cur)
        return any(test(a, b) for a in left(row, cur) for b in others)

    return Code(some, "b")


def _unequal(a: Any, b: Any) -> bool:
    return not equal(a, b)


def _in_order(operator: str) -> Callable[[Any, Any], bool]:
    return lambda a, b: ordered(operator, a, b)
