"""What the parts of the compiler share: where relative paths start, and what a part may ask of the whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from forms.engine.context import Instances
from forms.engine.expression.syntax import Expression
from forms.engine.nodes import Node
from forms.engine.program import Closure, Code, Read, Scope
from forms.engine.texts import Text


@dataclass(frozen=True, slots=True)
class Frame:
    """Where relative paths start: at *node* (None: at an item of a secondary instance).

    The node is reached from the row of the question the expression belongs to by climbing *ups* and going down
    *downs*. A closure gets the frame's row (or item) as its first argument.
    """

    node: Node | None
    ups: int = 0
    downs: tuple[Scope, ...] = ()
    outermost: bool = False


class Compiling(Protocol):
    """The compiler, as paths and functions see it."""

    site: Node
    root: Node
    tables: Instances  # written in the form
    external: set[str]  # names of tables the context hands in
    labels: Callable[[Node], Callable[[Any, str], str]]
    words: Callable[[str], Text]  # of a text id
    version: str  # of the form
    steady: bool  # set to False by what gives something else each time

    def code(self, tree: Expression, frame: Frame) -> Code:
        """Compile to a single value."""
        ...

    def number(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to an exact number."""
        ...

    def text(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to text."""
        ...

    def boolean(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to a truth value."""
        ...

    def values(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to the list of values of a node-set (a single value gives a list of one)."""
        ...

    def read(self, read: Read) -> None:
        """Note that the expression reads something."""
        ...
