"""Many answers at once: an import fills a row, a receiving office a record; the form is worked out once at the end.

The outcome is that of answering one after the other. What one answer sets off (the sex filled from the ID number)
happens in its turn: just before, only what that action reads is worked out. Forms in which the moments between
matter (calculated rows, random numbers, answers set off by calculations) are filled step by step after all:
`steady` says which.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from forms.engine.change import Restoring, Setting, Step
from forms.engine.live import Live, Row
from forms.engine.program import Cell, Code, Program
from forms.engine.results import seen
from forms.engine.triggers import carry_out, fire

Given = Iterable[tuple[Row, Cell, Any]]  # row, question, value as read


def steady(program: Program) -> bool:
    """Return whether working out once after many answers is the same as working out after each."""
    for scope in program.scopes:
        if scope.counter is not None:
            return False
        for cell in scope.cells:
            if cell.actions and cell.calculate is not None:
                return False
    return all(code.steady for code in _worked_out(program))


def _worked_out(program: Program) -> Iterator[Code]:
    for step, _home in program.steps:
        code = step.calculate if isinstance(step, Cell) else getattr(step, "test", None)
        if isinstance(code, Code):
            yield code


def fill(live: Live, given: Given, inverse: Step) -> None:
    """Set the *given* answers in their order and work the form out; note in *inverse* how to take it back."""
    if not live.program.steady:
        for row, cell, value in given:
            carry_out(live, Setting(row, cell, value), inverse)
        return
    root = live.root
    inverse.append(Restoring.of(root))
    with live.quiet():
        for row, cell, value in given:
            mark = len(live.valued)
            if row is root:
                _put(live, root, cell, value)
            else:
                _set(live, Setting(row, cell, value), inverse)
            if cell.actions:
                fire(live, mark, inverse)
    live.work_out_all()
    if not live.changed:
        inverse.clear()


def _put(live: Live, row: Row, cell: Cell, value: Any) -> None:
    """Do what `Live.put` does in a quiet form, where nobody is to be woken: an import does it twenty times a row."""
    slot, typed = cell.slot, row.typed
    old = typed[slot]
    if old == value and type(old) is type(value):
        return
    typed[slot] = value
    live.changed.append((cell, row))
    if cell.actions:
        live.valued.append((cell, row))
    row.seen[slot] = seen(value) if row.open[cell.gate] else ""
    if row.explained:
        row.explained.pop(slot, None)


def _set(live: Live, setting: Setting, inverse: Step) -> None:
    """Set an answer inside a repeat; those of the form's own row are remembered all at once."""
    if setting.differs:
        inverse.append(setting.apply(live))
