"""What one answer sets off: calculated defaults of a new form or row, and questions filled by another's answer.

These are XForms' `setvalue` actions. What they fill stays editable, and is taken back together with what set it off.
"""

from collections.abc import Iterable
from typing import Any

from forms.engine.change import Insertion, Setting, Step
from forms.engine.live import Live, Row
from forms.engine.program import Action, Cell


def carry_out(live: Live, part: Any, inverse: Step) -> None:
    """Do one part of a change, all that follows from it, and what it sets off; note how to take it back."""
    mark = len(live.valued)
    if isinstance(part, Setting) and not part.differs:
        return
    inverse.append(part.apply(live))
    live.settle()
    if isinstance(part, Insertion) and part.fresh:
        _begin_row(live, part.row, inverse)
    if live.program.triggers:
        fire(live, mark, inverse)


def set_answer(live: Live, row: Row, cell: Cell, value: Any, inverse: Step) -> None:
    """Do what `carry_out` does with an answer, in fewer steps: somebody waits for each key."""
    slot = cell.slot
    old = row.typed[slot]
    if old == value and type(old) is type(value):
        return
    inverse.append(Setting(row, cell, old, row.explained.pop(slot, "") if row.explained else ""))
    live.put(row, cell, value)
    live.settle()
    if live.valued:
        fire(live, 0, inverse)


def first_load(live: Live) -> None:
    """Give a new record its calculated defaults, where it has no answer yet."""
    for cell in live.program.first_load:
        for row in live.every_row(cell.scope):
            if row.typed[cell.slot] is None and cell.first_load is not None:
                live.put(row, cell, cell.result(cell.first_load.run(row, row)))
                live.settle()


def fill_blanks(live: Live, given: Iterable[tuple[Row, Cell]]) -> None:
    """Fill the blank questions that typing the *given* answers would have filled (a row of an import)."""
    for row, cell in given:
        for action in cell.actions:
            setting = _setting(action, row)
            if setting.row.typed[setting.cell.slot] is None:
                setting.apply(live)
                live.settle()


def _begin_row(live: Live, row: Row, inverse: Step) -> None:
    for cell in row.scope.cells:
        if cell.new_row is not None:
            carry_out(live, Setting(row, cell, cell.result(cell.new_row.run(row, row))), inverse)


def fire(live: Live, mark: int, inverse: Step) -> None:
    """Fire the actions of every value that changed since *mark*, each question's once for one change.

    While the form is quiet, nothing is worked out but what an action needs, just before it fires.
    """
    fired: set[tuple[int, int]] = set()
    while mark < len(live.valued):
        cell, row = live.valued[mark]
        mark += 1
        if live.is_quiet:
            live.work_out(cell.opens)
        if cell.actions and row.open[cell.gate] and (id(cell), id(row)) not in fired:
            fired.add((id(cell), id(row)))
            for action in cell.actions:
                if live.is_quiet:
                    live.work_out(action.needs)
                setting = _setting(action, row)
                if setting.differs:
                    inverse.append(setting.apply(live))
                    live.settle()


def _setting(action: Action, row: Row) -> Setting:
    for _ in range(action.ups):
        row = row.parent  # type: ignore[assignment]  # an action never climbs above the form
    value = row.form.program.passes.value(action.value, row) if action.value is not None else None
    return Setting(row, action.target, action.target.result(value))
