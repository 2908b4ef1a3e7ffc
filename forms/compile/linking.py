"""Works out who must look when what changes: edges, ranks, and cycles (which are refused)."""

from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from forms.compile.layout import Layout
from forms.compile.problems import Report
from forms.engine.program import Cell, Code, Counter, Edge, Gate, Read, Scope, Step
from forms.problem_codes import CYCLE

Homed = tuple[tuple[Step, Scope], ...]  # what is worked out, by rank, and the scope in whose rows
Key = tuple[str, int]  # ("value" | "calculation" | "gate" | "count" | "rows", id of the thing)


_COLUMNS = {"calculation": "calculate", "gate": "relevant", "count": "repeat_count"}


class Linker:
    """Builds the dependency graph of one form."""

    def __init__(self, layout: Layout, report: Report) -> None:
        self.layout, self.report = layout, report
        self.eager: dict[int, list[Edge]] = defaultdict(list)
        self.lazy: dict[int, list[Edge]] = defaultdict(list)
        self.before: dict[Key, set[Key]] = {}
        self.things: dict[Key, Any] = {}

    def run(self) -> Homed:
        """Set edges and ranks; return everything that is worked out, by rank, and in whose rows."""
        for scope in self.layout.scopes:
            self._scope(scope)
        order = self._order()
        for scope in self.layout.scopes:
            scope.eager, scope.lazy = tuple(self.eager[id(scope)]), tuple(self.lazy[id(scope)])
            for cell in scope.cells:
                cell.eager, cell.lazy = tuple(self.eager[id(cell)]), tuple(self.lazy[id(cell)])
                if cell.actions:
                    self._actions(cell)
        return order

    def _actions(self, cell: Cell) -> None:
        """Note what must be worked out before the actions of *cell* fire, for those who fill quietly."""
        cell.opens = self._needed({("gate", id(cell.scope.gates[cell.gate]))})
        for action in cell.actions:
            reads = action.value.reads if action.value is not None else ()
            action.needs = self._needed({_key(read) for read in reads})

    def _needed(self, wanted: set[Key]) -> Homed:
        """Return the steps that *wanted* values rest on, by rank."""
        found, waiting = set[Key](), list(wanted)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.before.get(key, ())
        steps = [self.things[key] for key in found if _is_step(key, self.things[key])]
        return tuple((step, home(step)) for step in sorted(steps, key=lambda step: step.rank))

    def _scope(self, scope: Scope) -> None:
        exists = [("count", id(scope))] if scope.counter else []
        if scope.parent is not None:
            outer = scope.parent.gates[scope.outer_gate]
            exists += [("gate", id(outer)), ("rows", id(scope.parent))]
        self._node("rows", scope, {*exists, ("gate", id(scope.gates[0]))})
        if scope.counter is not None and scope.parent is not None:
            above = {("gate", id(scope.parent.gates[0]))}
            self._node("count", scope, above | self._reads(scope.counter.count, scope.counter, scope.parent))
            self.things["count", id(scope)] = scope.counter
        for gate in scope.gates:
            parent = {("gate", id(scope.gates[gate.parent]))} if gate.index else set(exists)
            self._node("gate", gate, parent | self._reads(gate.test, gate, scope))
        for cell in scope.cells:
            self._cell(cell, scope)

    def _cell(self, cell: Cell, scope: Scope) -> None:
        first: set[Key] = {("gate", id(scope.gates[cell.gate]))}
        if cell.calculate is not None:
            rows: Key = ("gate", id(scope.gates[0]))
            self._node("calculation", cell, {rows} | self._reads(cell.calculate, cell, scope))
            first.add(("calculation", id(cell)))
        self._node("value", cell, first)
        for code in _judging(cell):
            for read in code.reads:
                self.lazy[id(read.source)].append(_edge(read, cell, scope))

    def _node(self, sort: str, thing: Any, before: set[Key]) -> None:
        key = (sort, id(thing))
        self.before[key] = before
        self.things[key] = thing

    def _reads(self, code: Code | None, target: Cell | Gate | Counter, scope: Scope) -> set[Key]:
        """Note the edges of an eager expression worked out in *scope*; return what must come before."""
        before: set[Key] = set()
        for read in code.reads if code is not None else ():
            self.eager[id(read.source)].append(_edge(read, target, scope))
            before.add(_key(read))
        return before

    def _order(self) -> Homed:
        try:
            order = list(TopologicalSorter(self.before).static_order())
        except CycleError as error:
            names = [self._name(key) for key in reversed(error.args[1])]
            names = [name for number, name in enumerate(names) if not number or name != names[number - 1]]
            place, column = self._told(list(reversed(error.args[1])))
            self.report.add(CYCLE, place, path=" → ".join(names), column=column)
            return ()
        found: list[tuple[Step, Scope]] = []
        for rank, key in enumerate(order):
            thing = self.things[key]
            if _is_step(key, thing):
                thing.rank = rank
                found.append((thing, home(thing)))
        return tuple(found)

    def _told(self, circle: list[Key]) -> tuple[str, str]:
        """Return a place of a circle an author can mend: a question, and the column that reads on."""
        return next((self._name(key), _COLUMNS[key[0]]) for key in circle if key[0] in _COLUMNS)

    def _name(self, key: Key) -> str:
        thing = self.things[key]
        if isinstance(thing, Cell):
            return thing.question.path
        return (
            thing.name
            if isinstance(thing, Gate)
            else thing.path
            if isinstance(thing, Scope)
            else thing.scope.path
        )


def _key(read: Read) -> Key:
    return ("value" if isinstance(read.source, Cell) else "rows", id(read.source))


def _is_step(key: Key, thing: Any) -> bool:
    """Whether something is worked out: not a value or rows, which follow from it."""
    return key[0] in ("calculation", "count") or (key[0] == "gate" and _matters(thing))


def home(step: Step) -> Scope:
    """Return the scope in whose rows a step is worked out: a count of rows, in the row around them."""
    if isinstance(step, Counter):
        return step.scope.parent or step.scope
    return step.scope


def _matters(gate: Gate) -> bool:
    """Whether a gate can ever swing: the form's own never does."""
    return gate.test is not None or (gate.index == 0 and gate.scope.parent is not None)


def _judging(cell: Cell) -> Iterator[Code]:
    """Return the expressions of a question that are only looked at when it is judged or shown."""
    for code in (cell.constraint, cell.soft, cell.unique_when, cell.required, cell.readonly):
        if isinstance(code, Code):
            yield code
    yield from cell.label_outputs
    yield from (*cell.message_outputs, *cell.required_outputs, *cell.soft_outputs)
    if cell.filter is not None:
        yield Code(cell.filter.items, "a", cell.filter.reads)


def _edge(read: Read, target: Cell | Gate | Counter, scope: Scope) -> Edge:
    """Turn "*target*, worked out in *scope*, reads" into "when it changes, *target* must look"."""
    climbed: list[Scope] = []
    for _ in range(read.ups):
        climbed.insert(0, scope)
        scope = scope.parent  # type: ignore[assignment]  # a read never climbs above the form
    up = len(read.downs) - (0 if isinstance(read.source, Cell) else 1)
    return Edge(target, up, tuple(climbed))
