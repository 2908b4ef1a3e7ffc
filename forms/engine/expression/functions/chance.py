"""Chance that can be repeated: `randomize()` with a seed gives the order JavaRosa and Enketo give.

The generator is Park and Miller's "minimal standard" (Communications of the ACM 31, 1988), the shuffle Fisher and
Yates's "inside-out". A seed that is no number is hashed (SHA-256, its first eight bytes), as JavaRosa does.
Without a seed the order is drawn once for each form being filled, so that choices do not jump while one reads them.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.functions.table import check_count
from forms.engine.expression.syntax import Call
from forms.engine.expression.values import is_nan, to_number, to_string
from forms.engine.program import Closure, Code

_MODULUS, _MULTIPLIER = 2_147_483_647, 16_807


def seed_of(value: Any) -> int:
    """Return the seed a value stands for: a number's whole part, or the hash of a text."""
    number = to_number(value)
    if not is_nan(number) and -(10**18) < number < 10**18:
        return int(number)
    text = to_string(value)
    if not text:
        return 0
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def shuffled(items: Sequence[Any], seed: int) -> list[Any]:
    """Return *items* in the order the seed gives."""
    state = abs(seed) % _MODULUS
    state = _MODULUS - 1 - state if seed < 0 or not state else state
    found: list[Any] = []
    for place, item in enumerate(items):
        state = state * _MULTIPLIER % _MODULUS
        chosen = (state - 1) * (place + 1) // (_MODULUS - 1)
        found.append(item)
        found[place], found[chosen] = found[chosen], item
    return found


def shuffler(compiler: Compiling, call: Call, frame: Frame) -> tuple[Any, Any]:
    """Return, for ``randomize(nodes, seed)``, the tree of the nodes and the closure of the seed."""
    check_count(call, 1, 2)
    if len(call.arguments) == 1:
        return call.arguments[0], lambda _row, cur: cur.form.chance
    run = compiler.code(call.arguments[1], frame).run
    return call.arguments[0], lambda row, cur: seed_of(run(row, cur))


def shuffled_values(compiler: Compiling, call: Call, frame: Frame) -> Closure:
    """Return the closure of the values of ``randomize()``."""
    nodes, seed = shuffler(compiler, call, frame)
    every = compiler.values(nodes, frame)
    return lambda row, cur: shuffled(every(row, cur), seed(row, cur))


def randomize(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """Compile ``randomize()`` where one value is wanted: the first."""
    every = shuffled_values(compiler, call, frame)
    return Code(lambda row, cur: (every(row, cur) or [""])[0], "a")
