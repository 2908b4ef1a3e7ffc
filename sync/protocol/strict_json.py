"""One JSON for everything signed: canonical bytes out, and only canonical bytes in.

Signed data must mean the same to every reader, so a document is accepted only when it equals its own
canonical encoding: sorted keys, no white space, UTF-8 without BOM, no needless escapes. That one
comparison refuses duplicate keys, reordering, BOM and second spellings of a string at the speed of C;
NaN, lone surrogates and trailing bytes the decoder refuses itself; fractions are refused by a hook
(money is 分, decimals travel as text); nesting is bounded before decoding.
"""

import threading
from typing import Any, TypeVar

import msgspec

from forms.problems import Problem
from sync.protocol.limits import DEFAULT
from sync.protocol.problem_codes import NOT_STRICT

T = TypeVar("T")
_MAKING = threading.Lock()
_MADE: dict[type, msgspec.json.Decoder[Any]] = {}


class NotStrictError(ValueError):
    """The bytes are not canonical JSON of the wanted shape; the message names the reason, never the data."""


def encode(value: Any) -> bytes:
    """Return *value* as canonical JSON: keys sorted by code point, no spaces, UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def _no_fraction(_text: str) -> float:
    """Refuse every JSON number with a fraction or exponent."""
    raise NotStrictError("fractional number")


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return the decoder for *kind* that refuses fractional numbers, made once.

    One thread at a time: msgspec writes what it learns of a kind beside the kind, and a second thread that decodes with it half
    written ends the process (seen with a hundred devices in four processes).
    """
    with _MAKING:
        found = _MADE.get(kind)
        if found is None:
            found = _MADE[kind] = msgspec.json.Decoder(kind, float_hook=_no_fraction)
    return found


def decode_with(reader: msgspec.json.Decoder[T], data: bytes, depth: int = DEFAULT.depth) -> T:
    """Decode canonical *data*; NotStrictError says why not."""
    if data.count(b"{") + data.count(b"[") > depth:
        _check_depth(data, depth)
    try:
        value = reader.decode(data)
        again = encode(value)
    except NotStrictError:
        raise
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise NotStrictError(type(error).__name__) from error
    if again != data:
        raise NotStrictError("not canonical")
    return value


def decode(data: bytes, kind: type[T], *, place: str = "") -> T:
    """Decode one canonical document; SYNC-017 at *place* when it is not strict or not of *kind*."""
    try:
        return decode_with(decoder(kind), data)
    except NotStrictError as error:
        raise Problem(NOT_STRICT, place, {"reason": str(error)}) from error


def _check_depth(data: bytes, limit: int) -> None:
    """Refuse nesting beyond *limit*: counts brackets outside strings, without building anything."""
    depth = 0
    quoted = escaped = False
    for byte in data:
        if quoted:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                quoted = False
        elif byte == 0x22:
            quoted = True
        elif byte in b"{[":
            depth += 1
            if depth > limit:
                raise NotStrictError("too deep")
        elif byte in b"}]":
            depth -= 1
