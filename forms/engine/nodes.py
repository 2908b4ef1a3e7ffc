"""The tree of names an expression's paths walk over: the primary instance of an XForm."""

from dataclasses import dataclass, field
from enum import StrEnum

from forms.engine.program import Cell, Scope


class Part(StrEnum):
    """What a node of the instance is."""

    ROOT = "root"
    GROUP = "group"
    REPEAT = "repeat"
    QUESTION = "question"


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """One element of the instance: its place in the tree, and its scope, gate and cell in the program."""

    name: str
    part: Part
    scope: Scope
    parent: "Node | None" = None
    children: "dict[str, Node]" = field(default_factory=dict)
    gate: int = 0
    cell: Cell | None = None

    @property
    def path(self) -> str:
        """The absolute path, as XForms writes it: ``/data/group/name``."""
        above = self.parent.path if self.parent else ""
        return f"{above}/{self.name}"
