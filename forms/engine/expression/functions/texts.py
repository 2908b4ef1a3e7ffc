"""Functions of text (XPath 1.0 §4.2 and the ODK XForms specification, "String functions")."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import re2

from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.functions.table import Function, check_count
from forms.engine.expression.syntax import Call, Literal
from forms.engine.expression.tokens import ExpressionError
from forms.engine.expression.values import Number, floor, is_nan, to_string
from forms.engine.program import Code

MAX_TEXT = 1_000_000  # characters a function may give; more is cut off

_DIGESTS: dict[str, Callable[[bytes], Any]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),
    "SHA-1": lambda data: hashlib.sha1(data, usedforsecurity=False),
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}

MAX_PATTERN = 1_000  # characters of a pattern worked out while filling


def _concat(*parts: Sequence[Any]) -> str:
    return "".join([to_string(value) for part in parts for value in part])[:MAX_TEXT]


def _join(separator: str, *parts: Sequence[Any]) -> str:
    return separator.join([to_string(value) for part in parts for value in part])[:MAX_TEXT]


def _before(text: str, mark: str) -> str:
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def half_up(value: Number) -> Number:
    """Round half towards positive infinity, as XPath's round() does."""
    return value if is_nan(value) or type(value) is int else floor(value + Decimal("0.5"))


def _substring(text: str, start: Number, length: Number | None = None) -> str:
    """Characters from the 1-based *start*, by XPath 1.0 §4.2 with its rounding and its NaN."""
    first = half_up(start)
    end = Decimal("Infinity") if length is None else Decimal(first) + Decimal(half_up(length))
    if is_nan(first) or is_nan(end):
        return ""
    return "".join([c for place, c in enumerate(text, 1) if first <= place < end])


def _substr(text: str, start: Number, end: Number | None = None) -> str:
    """Characters from 0-based *start* to before *end*; negative numbers count from the end (ODK)."""
    if type(start) is int and start >= 0 and type(end) is int and end >= 0:
        return text[start:end]
    if is_nan(start) or (end is not None and is_nan(end)):
        return ""
    return text[_place(start, len(text)) : len(text) if end is None else _place(end, len(text))]


def _place(number: Number, length: int) -> int:
    bounded = max(-length, min(length, number))
    place = int(bounded)
    return place + length if place < 0 else place


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return text.translate(table)


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    make = _DIGESTS.get(algorithm.upper())
    if make is None:
        return ""
    found = make(text.encode("utf-8"))
    return str(found.hexdigest()) if encoding == "hex" else base64.b64encode(found.digest()).decode("ascii")


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def regex(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """Compile ``regex(text, pattern)``: whether the whole text matches, by RE2 (never slower than linear)."""
    check_count(call, 2, 2)
    text = compiler.text(call.arguments[0], frame)
    pattern = call.arguments[1]
    if not isinstance(pattern, Literal):
        worked_out = compiler.text(pattern, frame)
        return Code(lambda row, cur: _matches(text(row, cur), worked_out(row, cur)), "b")
    try:
        matches = matcher(to_string(pattern.value))
    except re2.error as error:
        raise ExpressionError(
            "a broken pattern", call.position, "pattern", to_string(pattern.value)
        ) from error
    return Code(lambda row, cur: matches(text(row, cur)), "b")


def _matches(text: str, pattern: str) -> bool:
    """Match by a pattern that is itself worked out; one that is none, or longer than any in use, matches nothing."""
    try:
        return len(pattern) <= MAX_PATTERN and _worked_out(pattern)(text)
    except re2.error:
        return False


@lru_cache(maxsize=1_000)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Return what says whether a whole text matches; raises `re2.error`.

    One pattern often stands in several rules about one answer, so the last text and its result are kept.
    """
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True  # only whether it matches is asked; and bytes, so that no places are counted
    fullmatch, last = re2.compile(pattern.encode(), options).fullmatch, [("", False)]
    last[0] = ("", fullmatch(b"") is not None)

    def matches(text: str) -> bool:
        known, result = last[0]
        if known != text:
            result = fullmatch(text.encode()) is not None
            last[0] = (text, result)
        return result

    return matches


_worked_out = lru_cache(maxsize=50)(matcher.__wrapped__)  # answers make many patterns, each used for a while


PLAIN = {
    "string": Function("a", "s", to_string),
    "concat": Function("v*", "s", _concat),
    "join": Function("sv*", "s", _join),
    "contains": Function("ss", "b", lambda text, part: part in text),
    "starts-with": Function("ss", "b", lambda text, part: text.startswith(part)),
    "ends-with": Function("ss", "b", lambda text, part: text.endswith(part)),
    "substring-before": Function("ss", "s", _before),
    "substring-after": Function("ss", "s", _after),
    "substring": Function("snn?", "s", _substring),
    "substr": Function("snn?", "s", _substr),
    "string-length": Function("s", "n", len),
    "normalize-space": Function("s", "s", lambda text: " ".join(text.split())),
    "translate": Function("sss", "s", _translate),
    "digest": Function("sss?", "s", _digest),
    "base64-decode": Function("s", "s", _base64_decode),
}
