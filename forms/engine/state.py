"""How one question stands, as a window or an import asks for it."""

from dataclasses import dataclass, field
from typing import Any

from forms.engine.judging import judge, label_of, offered, offers, truth
from forms.engine.live import Row
from forms.engine.program import Cell
from forms.engine.questions import Choice
from forms.engine.results import as_json
from forms.engine.texts import Text
from forms.engine.typed import Unread
from forms.problems import Problem, Severity


@dataclass(slots=True)
class QuestionState:
    """How one question stands now: a note to read, not to write on (a frozen one takes twice as long to make).

    *value* is what was answered (None when blank, the text as typed when it could not be read), *text* the same
    as a line to show or edit. *settled* are the soft problems that stand with an explanation; *problems* the rest.
    """

    value: Any
    text: str
    relevant: bool
    required: bool
    readonly: bool
    label: Text
    problems: tuple[Problem, ...]
    settled: tuple[Problem, ...]
    explanation: str
    _cell: Cell = field(repr=False)
    _row: Row = field(repr=False)

    @property
    def choices(self) -> list[Choice]:
        """The choices offered now (made when asked for: a division list has thousands)."""
        return offered(self._cell, self._row)


def state_of(cell: Cell, row: Row) -> QuestionState:
    """Return how a question stands in a row."""
    row.form.rest()
    value = row.typed[cell.slot]
    found = judge(cell, row)
    required, readonly = cell.required, cell.readonly
    explanation = row.explained.get(cell.slot, "") if row.explained else ""
    settled = tuple(p for p in found if p.severity is Severity.SOFT) if found and explanation else ()
    return QuestionState(  # by place: by name costs half as much again
        value.text if type(value) is Unread else value,
        line(value),
        row.open[cell.gate],
        required if type(required) is bool else truth(required, row),
        cell.calculate is not None or (readonly if type(readonly) is bool else truth(readonly, row)),
        label_of(cell, row) if cell.label_outputs else cell.question.label,
        (tuple(p for p in found if p not in settled) if settled else tuple(found)) if found else (),
        settled,
        explanation,
        cell,
        row,
    )


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes a question offers now, for ``in`` only."""

    _row: Row
    _cell: Cell

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and offers(self._cell, self._row, code)


def line(value: Any) -> str:
    """Return a value as one line to show or edit, codes by spaces."""
    if type(value) is str:
        return value
    shown = as_json(value) if value is not None else ""
    return " ".join(shown) if isinstance(shown, list) else str(shown)
