"""Rows judged in a worker process, on their way back: what is looked at at once, and beside it the answers, packed.

A hundred thousand records with all that follows from their answers would take half a gigabyte; packed by the chunk
they take a tenth of what they say. They are unpacked a chunk at a time, when they are saved or somebody looks.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
import zstandard

from forms.problems import Problem
from records.model.normal_text import normal, normal_answers
from records.model.revisions import canonical
from records.store.derived import Deriving, Ready, from_plain
from reports.workbooks.filling import Verdict
from reports.workbooks.judged import CellProblem, RefusedRow, ToDo
from reports.workbooks.judging import JudgedRow
from reports.workbooks.plan import FormPlan, Plan
from reports.workbooks.rowvalues import Columns, Spot

_LEVEL = 1  # of zstd: a roster says the same over and over, a higher one gains little
Found = tuple[CellProblem | Problem, ...]


class PlainRow(NamedTuple):
    """What is told of a row at once. *form* is its number in the plan; *given* the answers when they are not packed."""

    form: int
    refused: list[CellProblem]
    to_do: Found
    unique: dict[str, str]
    title: str
    given: dict[str, Any] | None


class PackedRows(NamedTuple):
    """A chunk of judged rows as it travels: a row of no ledger comes as its refusal."""

    rows: list[PlainRow | RefusedRow]
    answers: bytes


class Packer:
    """Packs chunks, in the worker."""

    def __init__(self, plan: Plan, deriving: Mapping[str, Deriving]) -> None:
        self._numbers = {form.form_id: number for number, form in enumerate(plan.forms)}
        self._deriving = deriving
        self._press = zstandard.ZstdCompressor(_LEVEL)

    def packed(self, rows: Iterable[JudgedRow]) -> PackedRows:
        """Return the chunk."""
        found: list[PlainRow | RefusedRow] = []
        answers: list[Any] = []
        alike: dict[tuple[int, ...], Found] = {}
        for row in rows:
            if row.form is None or row.verdict is None:
                assert row.lost is not None  # noqa: S101  (a row that is data is judged, or of no ledger)
                found.append(row.lost)
                answers.append(None)
                continue
            verdict, form_id = row.verdict, row.form.form_id
            ready = None if verdict.refused else _ready(verdict, self._deriving[form_id])
            answers.append(ready)
            to_do = alike.setdefault(tuple(map(id, verdict.to_do.found)), verdict.to_do.found)
            given = verdict.answers if ready is None else None
            found.append(
                PlainRow(self._numbers[form_id], verdict.refused, to_do, verdict.unique, verdict.title, given)
            )
        return PackedRows(found, self._press.compress(msgspec.msgpack.encode(answers)))


def _ready(verdict: Verdict, deriving: Deriving) -> list[Any] | None:
    """Return the answers as they will be stored and what follows; None when saving has to look at them itself."""
    answers = verdict.answers
    try:
        if normal_answers(answers) != answers or normal(verdict.title) != verdict.title:
            return None
    except Problem:
        return None
    return [canonical(answers), deriving.of(answers).as_plain()]


class Unpacker:
    """Gives rows back, where they were sent from."""

    def __init__(self, plan: Plan, columns: Mapping[str, Columns]) -> None:
        """*columns* are those of the reader of each form."""
        self._plan, self._columns = plan, columns
        self._chunk: tuple[bytes, list[Any]] | None = None  # the one that was looked into last

    def rows(self, numbers: Iterable[int], packed: PackedRows) -> list[tuple[int, JudgedRow]]:
        """Return the rows with these numbers."""
        pairs = enumerate(zip(numbers, packed.rows, strict=True))
        return [(number, self._row(number, index, row, packed.answers)) for index, (number, row) in pairs]

    def _row(self, number: int, index: int, row: PlainRow | RefusedRow, answers: bytes) -> JudgedRow:
        if isinstance(row, RefusedRow):
            return JudgedRow(lost=row)
        form = self._plan.forms[row.form]
        given = PackedAnswers(self, form, answers, index, row.title) if row.given is None else row.given
        spot = Spot(self._plan.sheet, number, self._columns[form.form_id], number + 1)
        to_do = ToDo(spot.problem, row.to_do)
        return JudgedRow(form=form, verdict=Verdict(number, given, row.refused, to_do, row.unique, row.title))

    def unpacked(self, answers: bytes) -> list[Any]:
        """Return a chunk of answers."""
        chunk = self._chunk
        if chunk is None or chunk[0] is not answers:
            press = zstandard.ZstdDecompressor()
            chunk = self._chunk = (answers, msgspec.msgpack.decode(press.decompress(answers)))
        return chunk[1]

    def digest(self, form: FormPlan) -> str:
        """Return the version of a form."""
        return self._plan.definitions[form.form_id].digest


class PackedAnswers:
    """The answers of one row, in its chunk."""

    __slots__ = ("_answers", "_form", "_index", "_title", "_unpacker")

    def __init__(self, unpacker: Unpacker, form: FormPlan, answers: bytes, index: int, title: str) -> None:
        self._unpacker, self._form, self._answers = unpacker, form, answers
        self._index, self._title = index, title

    @property
    def answers(self) -> dict[str, Any]:
        """The answers."""
        found: dict[str, Any] = msgspec.json.decode(self._unpacker.unpacked(self._answers)[self._index][0])
        return found

    @property
    def ready(self) -> Ready:
        """The record as it will be saved; its lists are taken, so ask once for each save."""
        text, derived = self._unpacker.unpacked(self._answers)[self._index]
        return Ready(self._unpacker.digest(self._form), text, self._title, from_plain(derived))
