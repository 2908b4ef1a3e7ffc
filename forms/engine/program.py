"""How a form behaves, worked out once when it is loaded: scopes, cells, gates, and who must look when what changes.

A *scope* is the form itself or a repeat; its questions have fixed slots, so a live row is a few lists. A *gate*
is a `relevant` expression of a question, group or repeat. A *cell* is a question in its scope with everything
that is asked of it. *Edges* lead from a cell (or from the rows of a scope) to what reads it: eagerly, when a
calculation, gate or count must be worked out again, or lazily, when only the judgement of a question may differ.

Filled by `forms.compile`, never changed after that, shared by all sessions of the form. Everything here points
at everything else, so nothing here has a printed form (it once took a hundred megabytes).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from forms.engine.context import Instances
from forms.engine.questions import Choice, Question
from forms.engine.texts import NOTHING, Text

Asked = Callable[[Any, str], Any] | None  # (part, name of its slot) -> value
Closure = Callable[[Any, Any], Any]  # (context row or item, row of the question) -> value


class Later:
    """A part of a form some of whose slots may be left unset: *later* says their value when they are first asked for.

    A form that is kept loads without compiling a single expression (`forms.compile.kept`).
    """

    __slots__ = ()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:  # called for unset slots only
            later = object.__getattribute__(self, "later")
            if later is None:
                raise AttributeError(name)
            value = later(self, name)
            object.__setattr__(self, name, value)
            return value


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Read:
    """An expression reads *source*: from its own row *ups* levels up, then down through the repeats *downs*."""

    source: "Cell | Scope"
    ups: int
    downs: "tuple[Scope, ...]" = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Code(Later):
    """A compiled expression: its closure, the sort of its value (``s n b d a``), and what it reads."""

    run: Closure
    sort: str
    reads: tuple[Read, ...] = ()
    steady: bool = True  # the same for the same answers: neither random() nor uuid() nor once() in it
    slot: int | None = None  # when it is just the answer in this slot of the question's own row
    literal: Any = None  # when it is a constant
    origin: Any = None  # where it comes from: see compiler.Origin; the name of a property of the context
    later: Asked = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Edge:
    """From a changed row climb *ups*, go down through *downs* to all rows there: *target* must look again."""

    target: "Cell | Gate | Counter"
    ups: int
    downs: "tuple[Scope, ...]"


@dataclass(slots=True, eq=False, repr=False)
class Action:
    """A `setvalue`: when it fires, *target* (climb *ups* from the trigger's row) gets *value* (blank if None)."""

    target: "Cell"
    ups: int
    value: Code | None
    needs: "tuple[tuple[Step, Scope], ...]" = ()  # what must be worked out before it fires, by rank


@dataclass(slots=True, eq=False, repr=False)
class Cell(Later):
    """A question in its scope, with all that is calculated, asked and allowed."""

    scope: "Scope"
    slot: int
    name: str
    gate: int = 0
    question: Question = None  # type: ignore[assignment]  # set as soon as its texts and choices are read
    initial: Any = None
    calculate: Code | None = None
    required: Code | bool = False
    readonly: Code | bool = False
    constraint: Code | None = None
    soft: Code | None = None
    soft_message: Text = NOTHING
    unique_when: Code | None = None
    checks: tuple[Callable[..., Any], ...] = ()
    filter: "ChoiceFilter | None" = None
    first_load: Code | None = None
    new_row: Code | None = None
    actions: list[Action] = field(default_factory=list)
    opens: "tuple[tuple[Step, Scope], ...]" = ()  # of one with actions: what says whether it is asked, by rank
    label_outputs: tuple[Code, ...] = ()
    message_outputs: tuple[Code, ...] = ()
    required_outputs: tuple[Code, ...] = ()
    soft_outputs: tuple[Code, ...] = ()
    codes: Mapping[str, Choice] | None = None  # choices written in the form, by code
    rank: int = 0
    eager: tuple[Edge, ...] = ()
    lazy: tuple[Edge, ...] = ()
    reader: Callable[[Any, Any], Any] = None  # type: ignore[assignment]  # reads typed text by kind; set with rules
    result: Callable[[Any], Any] = None  # type: ignore[assignment]  # what a calculation gives, by kind; as reader
    rules: tuple[Any, ...] = ()  # what a given answer must pass: see judging.Rule
    later: Asked = None


@dataclass(slots=True, eq=False, repr=False)
class ChoiceFilter(Later):
    """Which items of an instance a question offers: all of them by index or filter, or one by its code."""

    instance: str
    internal: bool
    value_column: str
    items: Closure  # (row, row) -> list of items
    allows: Closure | None  # (item, row) -> bool; None when all are offered
    choice: Callable[[Any], Choice]  # what an item is as a choice
    reads: tuple[Read, ...] = ()
    origin: Any = None  # where it comes from: the site of its node-set, and value and label of its items
    later: Asked = None


@dataclass(slots=True, eq=False, repr=False)
class Gate:
    """A `relevant` expression: open or shut in each row; what stands behind a shut gate is not asked."""

    scope: "Scope"
    index: int
    name: str
    parent: int = 0
    test: Code | None = None
    cells: "list[Cell]" = field(default_factory=list)
    gates: "list[Gate]" = field(default_factory=list)
    scopes: "list[Scope]" = field(default_factory=list)
    rank: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Counter:
    """A repeat whose number of rows is calculated; evaluated in the row around it."""

    scope: "Scope"  # the repeat's own
    count: Code
    rank: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Heading:
    """The label of a group, and the gate it stands behind."""

    gate: int
    label: Text
    outputs: tuple[Code, ...] = ()


Step = Cell | Gate | Counter


@dataclass(slots=True, eq=False, repr=False)
class Scope:
    """The form itself (no parent) or a repeat."""

    name: str
    path: str
    parent: "Scope | None" = None
    slot: int = 0  # which child of its parent
    outer_gate: int = 0  # the gate of the parent's row it stands behind
    depth: int = 0
    cells: list[Cell] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    children: "list[Scope]" = field(default_factory=list)
    counter: Counter | None = None
    order: list[Any] = field(default_factory=list)  # cells and child scopes as they stand in the form
    eager: tuple[Edge, ...] = ()  # who reads that rows came, went or moved
    lazy: tuple[Edge, ...] = ()
    steps: "tuple[Step, ...]" = ()  # what is worked out in a new row, by rank
    judged: "tuple[Cell | Scope, ...]" = ()  # cells that can have problems at all, and repeats with such cells
    defaulted: tuple[Cell, ...] = ()  # cells with a fixed default
    blank: tuple[list[Any], list[Any]] = field(default_factory=lambda: ([], []))  # a new row: typed, seen
    unique: tuple[Cell, ...] = ()  # cells whose answers no other complete record may share
    headings: "dict[str, Heading]" = field(
        default_factory=dict
    )  # of groups, by path inside; "": of a row itself
    names: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EntityRule:
    """What a form says of an entity its records create or update; see `forms.engine.entities`."""

    dataset: str
    scope: Scope
    gate: int
    id: Cell | None
    create: Code | bool
    update: Code | bool
    label: Code | None
    base_version: Code | None
    properties: tuple[tuple[str, Cell], ...]  # name of the property, question whose answer it is


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Beginning:
    """How the form's own row begins in a new record, and the steps by rank that come out otherwise each time."""

    typed: tuple[Any, ...]
    seen: tuple[Any, ...]
    open: tuple[bool, ...]
    rest: "tuple[tuple[Step, Scope], ...]"


class Passing(Protocol):
    """Passes over a whole form, quicker than one step after the other; see `forms.engine.passes`."""

    def work_out(self, live: Any) -> None:
        """Work out everything in a quiet form, by rank."""
        ...

    def value(self, code: Code, row: Any) -> Any:
        """Return the value of an expression in *row*."""
        ...

    def judge(self, row: Any, found: list[Any]) -> None:
        """Add what stands against completing in *row* and in the rows below it."""
        ...

    def write_out(self) -> None:
        """Make ready what the passes use from their second dozen on."""
        ...


@dataclass(slots=True, eq=False, repr=False)
class Program:
    """A whole form: its scopes (the root first), its own tables, and the title of a record."""

    scopes: list[Scope]
    tables: Instances
    name: str = ""  # the form's id, for problems
    title: Code | None = None
    external: frozenset[str] = frozenset()  # tables the context must hand in
    steps: "tuple[tuple[Step, Scope], ...]" = ()  # everything that is worked out, by rank, and in whose rows
    first_load: tuple[Cell, ...] = ()  # cells with a calculated default
    triggers: bool = False  # whether any answer fills another
    entities: tuple[EntityRule, ...] = ()
    steady: bool = False  # working out once after many answers is the same as after each (see `many`)
    beginning: Beginning | None = None  # known of a form that was kept
    passes: "Passing" = None  # type: ignore[assignment]  # set as soon as the program is whole

    @property
    def root(self) -> Scope:
        """The form itself."""
        return self.scopes[0]
