"""Changes: what a person did to a form, each part able to say how to take itself back, and what it touched."""

from dataclasses import dataclass
from typing import Any, Protocol

from forms.engine.judging import path_of
from forms.engine.live import Live, Row, reach
from forms.engine.program import Cell, Scope


class Part(Protocol):
    """One part of what was done; applying it gives the part that takes it back."""

    def apply(self, live: Live) -> "Part":
        """Do it and return its inverse."""
        ...


Step = list[Part]


@dataclass(slots=True)
class Setting:
    """An answer, with the explanation that belongs to it (a new answer starts without one)."""

    row: Row
    cell: Cell
    value: Any
    explanation: str = ""

    @property
    def differs(self) -> bool:
        """Whether applying would change anything."""
        old = self.row.typed[self.cell.slot]
        return old != self.value or type(old) is not type(self.value)

    def apply(self, live: Live) -> "Setting":
        """Set the answer."""
        row, slot = self.row, self.cell.slot
        inverse = Setting(row, self.cell, row.typed[slot], row.explained.pop(slot, ""))
        if self.explanation:
            row.explained[slot] = self.explanation
        live.put(row, self.cell, self.value)
        return inverse


@dataclass(slots=True)
class Restoring:
    """All answers of a row as they stood, with their explanations: the inverse of many answers at once."""

    row: Row
    typed: list[Any]
    explained: dict[int, str]

    @classmethod
    def of(cls, row: Row) -> "Restoring":
        """Remember how *row* stands."""
        return cls(row, row.typed.copy(), row.explained.copy())

    def apply(self, live: Live) -> "Restoring":
        """Set the answers that were given; what is calculated follows."""
        row, inverse = self.row, Restoring.of(self.row)
        row.explained.clear()
        row.explained.update(self.explained)
        for cell in row.scope.cells:
            if cell.calculate is None:
                live.put(row, cell, self.typed[cell.slot])
        return inverse


@dataclass(slots=True)
class Remark:
    """The explanation of a soft check."""

    row: Row
    cell: Cell
    words: str

    def apply(self, live: Live) -> "Remark":
        """Set the explanation."""
        old = self.row.explained.pop(self.cell.slot, "")
        if self.words:
            self.row.explained[self.cell.slot] = self.words
        live.changed.append((self.cell, self.row))
        return Remark(self.row, self.cell, old)


@dataclass(slots=True)
class Insertion:
    """A row put into a repeat (a *fresh* one gets the defaults of new rows)."""

    parent: Row
    row: Row
    index: int
    fresh: bool = False

    def apply(self, live: Live) -> "Taking":
        """Put the row in."""
        live.insert(self.parent, self.row, self.index)
        return Taking(self.parent, self.row.scope, self.index)


@dataclass(slots=True)
class Taking:
    """A row taken out of a repeat."""

    parent: Row
    scope: Scope
    index: int

    def apply(self, live: Live) -> Insertion:
        """Take the row out."""
        return Insertion(self.parent, live.take(self.parent, self.scope, self.index), self.index)


class Change:
    """What a change touched: *paths* whose state may differ now; *structure* when rows came, went or were hidden."""

    __slots__ = ("_changed", "_paths", "structure")

    def __init__(self, changed: list[tuple[Cell, Row]], structure: bool) -> None:
        self._changed = changed
        self._paths: frozenset[str] | None = None
        self.structure = structure

    @classmethod
    def of(cls, live: Live) -> "Change":
        """Return what changed since the form began to note."""
        return cls(live.changed, live.structure)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all questions whose state may differ now (worked out when first asked)."""
        if self._paths is None:
            touched: dict[tuple[int, int], tuple[Cell, Row]] = {}
            for cell, row in self._changed:
                touched[id(cell), id(row)] = (cell, row)
                for edge in cell.lazy:
                    for one in reach(edge, row):
                        if isinstance(edge.target, Cell):
                            touched[id(edge.target), id(one)] = (edge.target, one)
            self._paths = frozenset(path_of(cell, row) for cell, row in touched.values())
        return self._paths

    def __repr__(self) -> str:
        return f"Change(paths={sorted(self.paths)}, structure={self.structure})"
