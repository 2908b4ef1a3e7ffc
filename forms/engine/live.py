"""A form being filled: rows of answers, and what follows from them, kept up to date.

When an answer changes, only what reads it is worked out again, in the order of the ranks fixed when the form
was loaded (so nothing is worked out twice), and only as far as values really change.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from typing import Any

from forms.engine.context import Context, Instances
from forms.engine.expression.values import is_nan, to_boolean, to_number
from forms.engine.program import Cell, Counter, Edge, Gate, Program, Scope
from forms.engine.results import seen
from forms.problem_codes import TOO_EXPENSIVE
from forms.problems import Problem

MAX_STEPS = (
    5_000_000  # candidates looked at for one change; a form that needs more is refused, not waited for
)
MAX_ROWS = 10_000  # rows of one repeat


class Row:
    """One row of a scope (the form itself, or a repeat): *typed* answers, and how expressions *see* them."""

    __slots__ = ("explained", "form", "open", "parent", "position", "rows", "scope", "seen", "spare", "typed")

    def __init__(self, form: "Live", scope: Scope, parent: "Row | None") -> None:
        self.form, self.scope, self.parent = form, scope, parent
        self.position = 0
        typed, shown = scope.blank
        self.typed: list[Any] = typed.copy()
        self.seen: list[Any] = shown.copy()
        self.open = [True] * len(scope.gates)
        self.rows: list[list[Row]] = [[] for _ in scope.children]
        self.spare: dict[int, list[Row]] = {}  # rows a calculated count has hidden, by repeat
        self.explained: dict[int, str] = {}

    @property
    def prefix(self) -> str:
        """What stands before a question's name in its path: ``trainee[2].``, nothing outside repeats."""
        if self.parent is None:
            return ""
        return f"{self.parent.prefix}{self.scope.name}[{self.position}]."


class Live:
    """The rows of one form being filled, and the propagation of changes."""

    __slots__ = (
        "_beginning",
        "_budget",
        "_chance",
        "_heap",
        "_queued",
        "_sequence",
        "changed",
        "context",
        "is_quiet",
        "language",
        "place",
        "program",
        "root",
        "still",
        "structure",
        "tables",
        "valued",
    )

    def __init__(self, program: Program, context: Context) -> None:
        self.program = program
        self.place = (0, 0)  # position() and last() inside a predicate
        self.language = "zh"  # of jr:choice-name()
        # What was found out of a form that stands still while it is judged; None while it may change.
        self.still: dict[tuple[int, int, int], dict[Any, list[Any]]] | None = None
        self.look(context)
        self.clear()

    def look(self, context: Context) -> None:
        """Take another context (another day, other tables); follow with `clear`."""
        self.context = context
        self.tables: Instances = context.tables
        self._beginning: tuple[list[Any], list[Any], list[bool]] | None = None

    def clear(self) -> None:
        """Begin an empty form."""
        self._heap: list[tuple[int, int, Any, Row]] = []
        self._queued: set[tuple[int, int]] = set()
        self._sequence = 0
        self.is_quiet = False
        self._budget = MAX_STEPS
        self.changed: list[tuple[Cell, Row]] = []
        self.valued: list[tuple[Cell, Row]] = []  # whose value changed, of questions that set others off
        self.structure = False
        self._chance: int | None = None
        self.root = Row(self, self.program.root, None)

    @property
    def chance(self) -> int:
        """The seed of what this form draws by chance, drawn when first asked for."""
        if self._chance is None:
            self._chance = int(self.context.random() * 2**31)
        return self._chance

    def keep_beginning(self) -> None:
        """Remember how a new form begins, where every new form of this day begins alike."""
        root, program = self.root, self.program
        alike = all(cell.first_load is None or cell.first_load.steady for cell in program.first_load)
        if alike and program.steady and not any(root.rows):
            self._beginning = (root.typed.copy(), root.seen.copy(), root.open.copy())

    def begin_alike(self) -> bool:
        """Begin a new form as the one remembered began; False when none is."""
        if self._beginning is None:
            return False
        self.clear()
        typed, shown, is_open = self._beginning
        root = self.root
        root.typed, root.seen, root.open = typed.copy(), shown.copy(), is_open.copy()
        return True

    def spend(self, steps: int) -> None:
        """Count *steps* of work; raises a Problem (FORMS-017) when a form asks too much."""
        self._budget -= steps
        if self._budget < 0:
            raise Problem(TOO_EXPENSIVE, "", {"form": self.program.name})

    def begin(self) -> None:
        """Begin to note changes."""
        self.changed = []
        self.valued = []
        self.structure = False
        self.rest()

    def rest(self) -> None:
        """Begin to count work anew: each question somebody asks of the form has the whole budget."""
        self._budget = MAX_STEPS

    # -- values

    def put(self, row: Row, cell: Cell, value: Any) -> bool:
        """Set an answer; return whether it changed. Follow with `settle`."""
        slot = cell.slot
        old = row.typed[slot]
        if old == value and type(old) is type(value):
            return False
        row.typed[slot] = value
        self.changed.append((cell, row))
        if cell.actions:
            self.valued.append((cell, row))
        if cell.eager or self.is_quiet or not row.open[cell.gate]:
            self._show(row, cell)
        else:  # nobody is to be woken
            row.seen[slot] = seen(value)
        return True

    def _show(self, row: Row, cell: Cell) -> None:
        """Let expressions see the answer (or blank, when it is irrelevant), and wake who reads it."""
        slot = cell.slot
        value = seen(row.typed[slot]) if row.open[cell.gate] else ""
        old = row.seen[slot]
        if value != old or type(value) is not type(old):
            row.seen[slot] = value
            if cell.eager and not self.is_quiet:
                self.wake(cell.eager, row)

    def wake(self, edges: Iterable[Edge], row: Row) -> None:
        """Queue what reads a changed row."""
        if self.is_quiet:
            return
        for edge in edges:
            if edge.ups or edge.downs:
                for one in reach(edge, row):
                    self._queue(edge.target, one)
            else:
                self._queue(edge.target, row)

    def _queue(self, step: Any, row: Row) -> None:
        if self.is_quiet:
            return
        key = (id(step), id(row))
        if key not in self._queued:
            self._queued.add(key)
            self._sequence += 1
            heappush(self._heap, (step.rank, self._sequence, step, row))

    def settle(self) -> None:
        """Work out everything that is queued, by rank."""
        heap, queued = self._heap, self._queued
        while heap:
            _, _, step, row = heappop(heap)
            queued.discard((id(step), id(row)))
            if type(step) is Cell:  # as `_work_out` does: somebody waits for each key
                self.put(row, step, step.result(step.calculate.run(row, row)))  # type: ignore[union-attr]
            else:
                self._work_out(step, row)

    def _work_out(self, step: Any, row: Row) -> None:
        """Work out one calculation, gate or count in one row."""
        if type(step) is Cell:
            self.put(row, step, step.result(step.calculate.run(row, row)))  # type: ignore[union-attr]
        elif type(step) is Gate:
            self.swing(step, row)
        else:
            self._count(step, row)

    def swing(self, gate: Gate, row: Row) -> None:
        """Open or shut a gate in a row, as its expression says."""
        if gate.index:
            above = row.open[gate.parent]
        else:
            above = row.parent is None or row.parent.open[row.scope.outer_gate]
        is_open = above and (gate.test is None or to_boolean(gate.test.run(row, row)))
        if is_open is row.open[gate.index]:
            return
        row.open[gate.index] = is_open
        for cell in gate.cells:
            self.changed.append((cell, row))
            self._show(row, cell)
            self.wake(cell.eager, row)  # also when blank: a node-set gains or loses a member
        for inner in gate.gates:
            self._queue(inner, row)
        for scope in gate.scopes:
            self.structure = True
            for inside in row.rows[scope.slot]:
                self._queue(scope.gates[0], inside)
        if not gate.index and row.parent is not None:
            self.wake(row.scope.eager, row.parent)

    # -- rows

    def new_row(self, parent: Row, scope: Scope) -> Row:
        """Return a fresh row that stands nowhere yet."""
        return Row(self, scope, parent)

    def insert(self, parent: Row, row: Row, index: int) -> None:
        """Put a row in at *index* and queue all that follows. Follow with `settle`."""
        rows = parent.rows[row.scope.slot]
        rows.insert(index, row)
        self._moved(parent, row.scope)
        self._queue_all(row)

    def _queue_all(self, row: Row) -> None:
        for step in row.scope.steps:
            self._queue(step, row)
        for inside in row.rows:
            for one in inside:
                self._queue_all(one)

    def take(self, parent: Row, scope: Scope, index: int) -> Row:
        """Take the row at *index* out and return it. Follow with `settle`."""
        row = parent.rows[scope.slot].pop(index)
        self._moved(parent, scope)
        return row

    def _moved(self, parent: Row, scope: Scope) -> None:
        for number, row in enumerate(parent.rows[scope.slot], 1):
            row.position = number
        self.structure = True
        self.wake(scope.eager, parent)

    def _count(self, counter: Counter, row: Row) -> None:
        number, scope = to_number(counter.count.run(row, row)), counter.scope
        wanted = 0 if is_nan(number) else max(0, min(MAX_ROWS, int(min(number, MAX_ROWS))))
        rows, spare = row.rows[scope.slot], row.spare.setdefault(scope.slot, [])
        if len(rows) > wanted:
            spare += reversed(rows[wanted:])
            del rows[wanted:]
            self._moved(row, scope)
        if len(rows) < wanted:
            self._grow(row, scope, wanted, spare)

    def _grow(self, row: Row, scope: Scope, wanted: int, spare: "list[Row]") -> None:
        """Add rows at the end, those hidden before first; all at once, so that readers are woken once."""
        rows = row.rows[scope.slot]
        back = [spare.pop() for _ in range(min(len(spare), wanted - len(rows)))]
        new = [self.new_row(row, scope) for _ in range(wanted - len(rows) - len(back))]
        rows += back + new
        self._moved(row, scope)
        for one in back + new:
            self._queue_all(one)
        for fresh in new:
            for cell in scope.cells:
                if cell.new_row is not None:
                    self.put(fresh, cell, cell.result(cell.new_row.run(fresh, fresh)))

    def every_row(self, scope: Scope) -> list[Row]:
        """Return all rows of *scope*, irrelevant ones too, in order."""
        if scope.parent is None:
            return [self.root]
        return [row for above in self.every_row(scope.parent) for row in above.rows[scope.slot]]

    def work_out_all(self, *, begins: bool = False) -> None:
        """Work out the whole form once, by rank, as after loading answers; *begins*: there are none, it is a new record."""
        known = self.program.beginning if begins else None
        self.is_quiet = True
        try:
            if known is None:
                self.program.passes.work_out(self)
            else:
                root = self.root
                root.typed, root.seen, root.open = list(known.typed), list(known.seen), list(known.open)
                self.work_out(known.rest)
        finally:
            self.is_quiet = False

    def work_out(self, steps: Iterable[tuple[Any, Scope]]) -> None:
        """Work out *steps*, given by rank, in all their rows. Quietly: each finds what it reads worked out."""
        for step, home in steps:
            if home.parent is None:
                self._work_out(step, self.root)
            else:
                for row in self.every_row(home):
                    self._work_out(step, row)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Wake nobody meanwhile; `work_out_all` follows."""
        self.is_quiet = True
        try:
            yield
        finally:
            self.is_quiet = False


def reach(edge: Edge, row: Row) -> Iterator[Row]:
    """Return the rows in which the target of *edge* must look again when *row* changed."""
    for _ in range(edge.ups):
        row = row.parent  # type: ignore[assignment]  # an edge never climbs above the form
    if not edge.downs:
        yield row
        return
    rows = [row]
    for scope in edge.downs:
        rows = [inside for one in rows for inside in one.rows[scope.slot]]
    yield from rows
