"""The syntax tree of an expression."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a string."""

    value: int | Decimal | str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: "tuple[Expression, ...]"
    position: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what joins them: ``or and = != < <= > >= + - * div mod |``."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Negation:
    """Unary minus."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: ``.``, ``..`` or a child's name, with its predicates."""

    name: str
    predicates: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the document (*absolute*), from the context node, or from the result of *start*."""

    steps: tuple[Step, ...]
    absolute: bool = False
    anywhere: bool = False  # ``//name``: the only question, group or repeat of that name, wherever it stands
    start: Call | None = None
    position: int = 0


Expression = Literal | Call | Binary | Negation | Path
