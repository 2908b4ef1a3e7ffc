"""What came of judging a sheet: records that may enter, rows that may not and why, rows that are no data.

Row numbers here are the clerk's, from 1, as Excel shows them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, overload

from forms.engine import Text
from forms.problems import Problem
from reports.workbooks.header import Why
from reports.workbooks.plan import Plan

if TYPE_CHECKING:
    from records.store.derived import Ready


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One problem of a row: *column* from 0 (None: the row as a whole), *path* the question it concerns ('' if none)."""

    row: int
    column: int | None
    path: str
    problem: Problem


class ToDo(Sequence[CellProblem]):
    """What is left to do in one row, in the order of the form.

    Thousands of rows lack the same answers: such a problem is one for all of them, and put at its row when somebody looks.
    """

    __slots__ = ("_at", "_found")

    def __init__(
        self,
        at: Callable[[str, Problem], CellProblem],
        found: tuple[CellProblem | Problem, ...] | None = None,
    ) -> None:
        """*at* puts a problem of the question with that path at the row; *found* is what was added elsewhere."""
        self._at = at
        self._found: list[CellProblem | Problem] | tuple[CellProblem | Problem, ...] = found or []

    @property
    def found(self) -> tuple[CellProblem | Problem, ...]:
        """What was added, as it was."""
        return tuple(self._found)

    def append(self, one: CellProblem | Problem) -> None:
        """Add one; of a bare problem the place is the path of its question."""
        if isinstance(self._found, tuple):
            self._found = list(self._found)
        self._found.append(one)

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, index: int) -> CellProblem: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[CellProblem]: ...

    def __getitem__(self, index: int | slice) -> CellProblem | Sequence[CellProblem]:
        if isinstance(index, slice):
            return [self._put(one) for one in self._found[index]]
        return self._put(self._found[index])

    def _put(self, one: CellProblem | Problem) -> CellProblem:
        return self._at(one.place, one) if isinstance(one, Problem) else one


class Packed(Protocol):
    """The answers of a row where they lie packed with those of many others; unpacked when somebody asks."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers."""
        ...

    @property
    def ready(self) -> "Ready":
        """The record as it will be saved, with all that follows from its answers."""
        ...


@dataclass(frozen=True, slots=True)
class GoodRecord:
    """A record that may be saved as a draft; *given* are its answers, as they are or packed.

    *row_numbers* are the sheet rows it was made from: one, or all good rows of a class roster, in the order of its
    repeat rows. *to_do* is what still stands against completing it: required questions the roster lacks, soft checks
    to be explained, values that differ from a calculation.
    """

    form_id: str
    given: dict[str, Any] | Packed
    row_numbers: tuple[int, ...]
    to_do: Sequence[CellProblem] = ()
    title: str | None = None  # None: to be worked out again, for the rows became one record

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers."""
        return self.given if isinstance(self.given, dict) else self.given.answers

    @property
    def number(self) -> int:
        """Return the first sheet row, by which a save token can be made."""
        return self.row_numbers[0]

    @property
    def rows(self) -> int:
        """Return how many sheet rows went into the record."""
        return len(self.row_numbers)


@dataclass(frozen=True, slots=True)
class Alteration:
    """One answer an update changes, as people read both; *fill* when the record had none before."""

    path: str
    label: Text
    before: Any
    after: Any
    words: dict[str, Text] = field(default_factory=dict)  # code → label, for what both name

    @property
    def fill(self) -> bool:
        """Say whether a blank is filled, not an answer replaced."""
        return self.before is None


@dataclass(frozen=True, slots=True)
class UpdatedRecord:
    """A row that changes a record the office has: *answers* are the whole record as it would be after.

    *revision* is the one the comparison was made with; a record changed since then is not touched (RECORDS-051).
    """

    form_id: str
    record_id: str
    title: str
    revision: int
    answers: dict[str, Any]
    alterations: tuple[Alteration, ...]
    number: int
    to_do: tuple[CellProblem, ...] = ()
    more: tuple[int, ...] = ()  # further sheet rows of the same record: those of a class roster

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return every sheet row that goes into the record."""
        return (self.number, *self.more)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that stays outside, with every reason; *answers* are what could be read of it."""

    number: int
    form_id: str
    answers: Mapping[str, Any]
    cells: tuple[CellProblem, ...]
    sheet: str = ""  # the sheet, where it is not the main one

    @property
    def problems(self) -> list[Problem]:
        """Return the problems alone; their places are ``sheet!cell``."""
        return [cell.problem for cell in self.cells]


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no data: a total, a place to sign, a note, a blank; *words* are its first words."""

    number: int
    why: Why
    words: str


@dataclass(slots=True)
class Judged:
    """The whole result; nothing of it is saved yet."""

    plan: Plan
    good: list[GoodRecord] = field(default_factory=list)
    updates: list[UpdatedRecord] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)

    @property
    def good_rows(self) -> int:
        """Return how many sheet rows may enter: new records, and records they change."""
        return sum(record.rows for record in self.good) + sum(len(one.numbers) for one in self.updates)

    @property
    def problems(self) -> list[Problem]:
        """Return every refusal of every row, in the order of the sheet."""
        return [problem for row in self.refused for problem in row.problems]
