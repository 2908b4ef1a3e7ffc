"""How a new record of a form begins, worked out once when the form is kept.

A new record answers nothing, so most of what a form calculates and asks of it is the same on every day, for everybody:
no age, nothing to sum, these groups shut. Working that out means compiling every expression, which is half of what opening
a form takes. So it is kept with the form, and what may differ (it asks for the day, the user, a table, or reads what
does) is named, to be worked out when the record begins.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from forms.engine.context import Context
from forms.engine.expression.compiler import Origin
from forms.engine.expression.filters import parts
from forms.engine.expression.functions import PLAIN
from forms.engine.expression.syntax import Call, Expression, Path
from forms.engine.live import Live
from forms.engine.program import Beginning, Cell, Code, Gate, Program, Scope, Step
from forms.problems import Problem

_PURE = frozenset(PLAIN) | {"coalesce", "count", "if", "regex"}
_KEPT = frozenset((type(None), str, int, Decimal, date, datetime, time, list))
_DAY = datetime(2000, 1, 1)  # noqa: DTZ001  (any day: what asks for it is worked out anew)


def beginning(program: Program) -> Beginning | None:
    """Return how every new record of a loaded form begins; None when nothing is gained by knowing it."""
    shifting = _shifting(program)
    rest = tuple((step, home) for step, home in program.steps if step in shifting)
    if len(rest) == len(program.steps):
        return None
    live = Live(program, Context(today=date(2000, 1, 1), now=_DAY))
    try:
        live.work_out_all()
    except Problem:  # too expensive: it is refused when somebody opens it
        return None
    root = live.root
    for step, home in rest:
        if isinstance(step, Cell) and home is program.root:  # once() asks for the question's own answer
            root.typed[step.slot], root.seen[step.slot] = (column[step.slot] for column in program.root.blank)
    if not all(type(value) in _KEPT for value in (*root.typed, *root.seen)):
        return None
    return Beginning(tuple(root.typed), tuple(root.seen), tuple(root.open), rest)


def _shifting(program: Program) -> set[Step]:
    """Return the steps that may come out otherwise in another beginning."""
    found: set[Step] = set()
    unsure: set[Cell | Scope] = set()
    gates = list(program.root.gates)
    while True:
        before = len(found) + len(unsure)
        for step, home in program.steps:
            if home is not program.root or not _is_sure(step, gates, found, unsure):
                found.add(step)
        unsure |= {step for step in found if isinstance(step, Cell)}
        unsure |= {cell for gate in gates if gate in found for cell in gate.cells}
        if len(found) + len(unsure) == before:
            return found


def _is_sure(step: Step, gates: list[Gate], found: set[Step], unsure: set[Cell | Scope]) -> bool:
    if isinstance(step, Cell):
        return _is_pure(step.calculate, unsure)
    if isinstance(step, Gate):
        above = gates[step.parent]
        return (step.index == 0 or above not in found) and (step.test is None or _is_pure(step.test, unsure))
    return False  # the rows of a repeat are counted when the record begins


def _is_pure(code: Code | None, unsure: set[Cell | Scope]) -> bool:
    """Say whether an expression depends on nothing but answers that are surely blank or fixed."""
    if code is None or not code.steady or not isinstance(code.origin, Origin):
        return False
    if any(read.downs or isinstance(read.source, Scope) or read.source in unsure for read in code.reads):
        return False
    waiting: list[Any] = [code.origin.tree()]
    while waiting:
        tree: Expression = waiting.pop()
        if isinstance(tree, Call) and tree.name not in _PURE:
            return False
        if isinstance(tree, Path) and tree.start is not None and tree.start.name != "current":
            return False
        waiting += parts(tree)
    return True
