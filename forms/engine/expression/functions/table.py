"""The table of functions: what each takes and gives.

A signature is one letter an argument: ``s`` text, ``n`` number, ``b`` truth value, ``a`` any single value,
``v`` a list of values (a node-set, or one value); ``?`` after a letter: may be left out; ``*``: any number of
times. Functions that need more than values (paths, the context, lazy arguments) are *special*: they
compile themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.syntax import Call
from forms.engine.expression.tokens import ExpressionError
from forms.engine.program import Closure, Code

Special = Callable[[Compiling, Call, Frame], Code]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of values alone; *letters* is its signature, *sort* the sort of its result."""

    letters: str
    sort: str
    apply: Callable[..., Any]


def parameters(letters: str) -> tuple[list[str], int, bool]:
    """Return the letters one by one, how many must be there, and whether the last may repeat."""
    found = [letter for letter in letters if letter.isalpha()]
    optional = letters.count("?") + letters.count("*")
    return found, len(found) - optional, letters.endswith("*")


def check_count(call: Call, least: int, most: int | None) -> None:
    """Raise `ExpressionError` unless the call has between *least* and *most* arguments."""
    count = len(call.arguments)
    if count < least or (most is not None and count > most):
        raise ExpressionError(f"{call.name}() with {count} arguments", call.position, "arguments", call.name)


def compile_plain(function: Function, compiler: Compiling, call: Call, frame: Frame) -> Code:
    """Return the code of a call of a plain function."""
    letters, least, repeats = parameters(function.letters)
    check_count(call, least, None if repeats else len(letters))
    makers = {"s": compiler.text, "n": compiler.number, "b": compiler.boolean, "v": compiler.values}
    runs: list[Closure] = []
    for number, argument in enumerate(call.arguments):
        letter = letters[min(number, len(letters) - 1)]
        runs.append(compiler.code(argument, frame).run if letter == "a" else makers[letter](argument, frame))
    return Code(_applied(function.apply, runs), function.sort)


def _applied(apply: Callable[..., Any], runs: list[Closure]) -> Closure:
    """Return the closure that applies a function to its arguments, unrolled for the usual numbers of them."""
    if not runs:
        return lambda _row, _cur: apply()
    if len(runs) == 1:
        (one,) = runs
        return lambda row, cur: apply(one(row, cur))
    if len(runs) == 2:
        one, two = runs
        return lambda row, cur: apply(one(row, cur), two(row, cur))
    if len(runs) == 3:
        one, two, three = runs
        return lambda row, cur: apply(one(row, cur), two(row, cur), three(row, cur))
    every = tuple(runs)
    return lambda row, cur: apply(*[run(row, cur) for run in every])
