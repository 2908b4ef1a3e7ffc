"""Judging rows in a worker process (`forms.workers`): the same judgement, with a window of the sheet.

It is given the plan, the forms, the day and the tables. What other records say it asks the office's own process, for all rows
of a chunk together (`beforehand`); no database is opened here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forms.definitions.keeping import load
from forms.engine import LEDGER, Context, FormSession, Instances
from forms.engine.context import Items
from forms.reference import Reference
from forms.workers.process import Ask
from records.store.derived import Deriving
from records.store.form_shape import shape_of
from records.store.typed_rows import Placed
from reports.workbooks.beforehand import Beforehand
from reports.workbooks.judging import InOffice, Judgement
from reports.workbooks.packed import PackedRows, Packer
from reports.workbooks.plan import plan_from_json
from reports.workbooks.sheet import Cell, Sheet

Rows = tuple[Sequence[int], Sequence[list[Cell]]]  # numbers (from 0) and cells


@dataclass(frozen=True, slots=True)
class Given:
    """All a worker knows: plain data, made by `reports.workbooks.judging_apart`."""

    forms: Sequence[
        tuple[str, str, str | None]
    ]  # what each form is loaded from: id, XForm, what is kept of it
    placed: Mapping[str, Mapping[str, Placed]]
    plan: Mapping[str, Any]
    sheet: tuple[str, str, int]  # of what file, of what name, how many rows
    blank: Collection[int]
    fixed: Mapping[str, Any]
    today: date
    now: datetime
    username: str
    device_id: str
    tables: Mapping[str, Items]
    divisions: Sequence[Any]  # of code packs


def warm() -> None:
    """Load what every judgement needs, before the rows are there."""
    import forms.compile

    Reference.load().pinyin("协作")
    _ = forms.compile.unfold


def judging(given: Given, ask: Ask) -> Callable[[Rows], tuple[Sequence[int], PackedRows]]:
    """Return what judges chunks of rows."""
    Reference.take_up(given.divisions)
    definitions = {form_id: load(form_id, xform, kept) for form_id, xform, kept in given.forms}
    file_name, name, height = given.sheet
    nothing: list[Cell] = []
    sheet = Sheet(file_name, name, [nothing] * height)
    plan = plan_from_json(given.plan, sheet, definitions.values())
    served = _Asked(ask)
    beforehand = Beforehand(served, served.present)
    context = Context(
        given.today,
        given.now,
        given.username,
        given.device_id,
        Instances(given.tables).serving(beforehand),
    )
    judgement = Judgement(
        plan,
        lambda form_id: FormSession(definitions[form_id], context),
        given.fixed,
        InOffice(beforehand=beforehand),
        given.blank,
    )
    deriving = {
        form_id: Deriving(shape_of(definition), given.placed[form_id])
        for form_id, definition in definitions.items()
    }
    packer = Packer(plan, deriving)

    def judge(chunk: Rows) -> tuple[Sequence[int], PackedRows]:
        served.forget()
        for number, cells in zip(*chunk, strict=True):
            sheet.rows[number] = cells
        found = packer.packed(row for _number, row in judgement.rows(chunk[0]))
        for number in chunk[0]:
            sheet.rows[number] = nothing
        return chunk[0], found

    return judge


class _Asked:
    """The office's ledgers, asked of the process that has them; what was asked is kept for a chunk."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[tuple[Any, ...], Any] = {}

    def forget(self) -> None:
        """Begin another chunk: somebody may have written meanwhile."""
        self._known.clear()

    def _answer(self, *question: Any) -> Any:
        if question not in self._known:
            self._known[question] = self._ask(*question)
        return self._known[question]

    def serves(self, name: str) -> bool:
        """Return whether *name* is a ledger."""
        return name.startswith(LEDGER)

    def where(self, name: str, column: str, value: str) -> Items:
        """Return the rows whose *column* is *value*."""
        found: Items = self._answer("where", name, column, value)
        return found

    def rows(self, name: str) -> Items:
        """Return the whole ledger."""
        found: Items = self._answer("rows", name)
        return found

    def named(self, name: str, text: str) -> list[str]:
        """Return the ids of the records that *text* names exactly."""
        found: list[str] = self._answer("named", name, text)
        return found

    def find(self, name: str, text: str, limit: int) -> Items:
        """Return the records a person means by *text*."""
        found: Items = self._answer("find", name, text, limit)
        return found

    def present(self, table: str, column: str, values: Collection[str]) -> set[str] | None:
        """Return those of *values* that stand in *column* of a ledger."""
        found: set[str] | None = self._ask("present", table, column, values)
        return found
