"""Paths over the form itself: which question is meant, and how to reach its value from the row at hand.

An absolute path into a repeat the expression stands in means the same row (as JavaRosa and Enketo read it),
unless it ends at the repeat or a predicate chooses among its rows. Irrelevant answers are blank, irrelevant
rows are not there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from forms.engine.expression.filters import Candidate, Equality, Keep, conditions, filters, placed
from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.syntax import Expression, Path, Step
from forms.engine.expression.tokens import ExpressionError
from forms.engine.nodes import Node, Part
from forms.engine.program import Closure, Code, Read, Scope

SORTS = {"text": "s", "select_one": "s", "note": "s", "acknowledge": "s"}
EXACT = ("integer", "decimal", "date")  # kinds whose answers are a number or a date, or blank
ONE = [""]  # the value of a group or row: present, without text


@dataclass(frozen=True, slots=True)
class Hop:
    """Down into the rows of a repeat, those that stay after *keep*."""

    scope: Scope
    keep: tuple[Keep, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a path leads: from the frame's row (*here*) or the question's row climb *ups*, then go down *hops*."""

    node: Node
    here: bool
    ups: int
    hops: tuple[Hop, ...] = ()
    keep: tuple[Keep, ...] = ()  # what the question itself must meet, in each row

    @property
    def many(self) -> bool:
        """Whether there may be more than one node."""
        return bool(self.hops or self.keep)


def chain(scope: Scope | None) -> list[Scope]:
    """Return the scopes from the form down to *scope*."""
    found: list[Scope] = []
    while scope is not None:
        found.insert(0, scope)
        scope = scope.parent
    return found


class _Walk:
    """One walk along the steps of a path, at compile time."""

    def __init__(self, compiler: Compiling, path: Path, frame: Frame) -> None:
        self.compiler, self.path, self.frame = compiler, path, frame
        self.ups, self.hops = 0, []  # type: int, list[Hop]
        self.keep: tuple[Keep, ...] = ()
        current = path.start is not None and path.start.name == "current"
        if path.absolute:
            self.base_ups, self.base_downs, self.here = 0, (), False  # type: int, tuple[Scope, ...], bool
            self.node = compiler.root
            self.scopes = chain(compiler.site.scope)
            self.ups = len(self.scopes) - 1
        elif current:
            self.node, self.here, self.base_ups, self.base_downs = compiler.site, False, 0, ()
        else:
            self.node, self.here = frame.node, True  # type: ignore[assignment]  # items are not walked
            self.base_ups, self.base_downs = frame.ups, frame.downs

    def error(self, step: str) -> ExpressionError:
        return ExpressionError(
            f"no question {step!r} below {self.node.path}", self.path.position, "path", step
        )

    def run(self) -> Target:
        steps = self._found() if self.path.anywhere else self.path.steps
        if self.path.absolute:
            first = steps[0]
            if first.name != self.node.name or first.predicates:
                raise ExpressionError("no such path", self.path.position, "path", f"/{first.name}")
            steps = steps[1:]
        for number, step in enumerate(steps):
            self._step(step, last=number == len(steps) - 1)
        return Target(self.node, self.here, self.ups, tuple(self.hops), self.keep)

    def _found(self) -> tuple[Step, ...]:
        """Return the steps from the root to what ``//name/…`` means."""
        first, *rest = self.path.steps
        found = [node for node in _all_below(self.node) if node.name == first.name]
        if len(found) != 1:
            kind = "feature" if found else "path"
            raise ExpressionError(f"{len(found)} of that name", self.path.position, kind, f"//{first.name}")
        names: list[str] = []
        node: Node | None = found[0].parent
        while node is not None:
            names.insert(0, node.name)
            node = node.parent
        return (*map(Step, names), first, *rest)

    def _step(self, step: Step, last: bool) -> None:
        if step.name == ".":
            pass
        elif step.name == "..":
            self._up()
        else:
            self._down(step, last)
            return
        if step.predicates:
            raise ExpressionError("a predicate here", self.path.position, "feature", f"{step.name}[…]")

    def _up(self) -> None:
        if self.node.parent is None:
            raise self.error("..")
        if self.node.part is Part.REPEAT:
            if self.hops:
                self.hops.pop()
            else:
                self.ups += 1
        self.node = self.node.parent

    def _down(self, step: Step, last: bool) -> None:
        child = self.node.children.get(step.name)
        if child is None:
            raise self.error(step.name)
        self.node = child
        if child.part is Part.REPEAT:
            self._enter(child, step, last)
        elif step.predicates and child.cell is not None and last:
            self._narrow(child, step)
        elif step.predicates:
            raise ExpressionError("a predicate on a group", self.path.position, "feature", f"{step.name}[…]")

    def _narrow(self, question: Node, step: Step) -> None:
        """Take in ``…/name[. != '']``. A question stands once in its row: it is the first and the last there."""
        frame = Frame(question, *self.place())
        wanted = [part for p in step.predicates for part in conditions(p)]
        self.keep = tuple(filters(self.compiler, p, frame, _reader(self.compiler, frame)) for p in wanted)

    def _enter(self, repeat: Node, step: Step, last: bool) -> None:
        scope = repeat.scope
        if self.path.absolute and not self.hops and not step.predicates and not last and scope in self.scopes:
            self.ups = len(self.scopes) - 1 - self.scopes.index(scope)
            return
        ups, downs = self.place()
        frame = Frame(repeat, ups, (*downs, scope))
        self.compiler.read(Read(scope, ups, (*downs, scope)))
        wanted = [part for p in step.predicates for part in conditions(p)]
        keep = tuple(filters(self.compiler, p, frame, _reader(self.compiler, frame)) for p in wanted)
        self.hops.append(Hop(scope, keep))

    def place(self) -> tuple[int, tuple[Scope, ...]]:
        """Return where the walk is, as ups and downs from the row of the question."""
        downs = self.base_downs
        left = max(0, len(downs) - self.ups)
        ups = self.base_ups + max(0, self.ups - len(downs))
        return ups, (*downs[:left], *(hop.scope for hop in self.hops))


def _all_below(node: Node) -> Iterator[Node]:
    for child in node.children.values():
        yield child
        yield from _all_below(child)


def every_child(compiler: Compiling, path: Path, frame: Frame) -> list[Path]:
    """Return the paths ``…/*`` stands for: of all questions directly there."""
    above = replace(path, steps=path.steps[:-1] or (Step("."),))
    node = compiler.root if path.absolute and len(path.steps) == 1 else locate(compiler, above, frame).node
    if path.absolute and len(path.steps) == 1:
        return [replace(path, steps=(Step(node.name),))]
    if any(placed(predicate) for predicate in path.steps[-1].predicates):
        raise ExpressionError("a place among questions", path.position, "feature", "*[…]")
    names = [child.name for child in node.children.values() if child.cell is not None]
    return [replace(path, steps=(*path.steps[:-1], Step(name, path.steps[-1].predicates))) for name in names]


def locate(compiler: Compiling, path: Path, frame: Frame) -> Target:
    """Return where *path* leads, noting what it reads; raises `ExpressionError` for an unknown name."""
    if path.absolute and not path.anywhere:
        target = _outside_repeats(compiler, path)
        if target is not None:
            return target
    walk = _Walk(compiler, path, frame)
    target = walk.run()
    if target.node.cell is not None:
        compiler.read(Read(target.node.cell, *walk.place()))
    return target


def _outside_repeats(compiler: Compiling, path: Path) -> Target | None:
    """Return where ``/data/group/name`` leads when no repeat and no predicate is on the way, as mostly; else None."""
    node: Node | None = None
    for step in path.steps:
        if step.predicates:
            return None
        if node is None:
            node = compiler.root if step.name == compiler.root.name else None
        else:
            node = node.children.get(step.name)
        if node is None or node.part is Part.REPEAT:
            return None
    if node is None:
        return None
    ups = compiler.site.scope.depth
    if node.cell is not None:
        compiler.read(Read(node.cell, ups))
    return Target(node, False, ups)


def rows_frame(compiler: Compiling, path: Path, frame: Frame) -> tuple[Target, Frame]:
    """Return where a path to rows leads, and the frame of expressions about one such row."""
    walk = _Walk(compiler, path, frame)
    target = walk.run()
    if target.node.cell is not None:
        compiler.read(Read(target.node.cell, *walk.place()))
    ups, downs = walk.place()
    return target, Frame(target.node, ups, downs)


def _reader(compiler: Compiling, frame: Frame) -> Callable[[Expression], Candidate | None]:
    """Return what recognises a question of the candidate row itself."""

    def recognise(tree: Expression) -> Candidate | None:
        if not isinstance(tree, Path) or tree.absolute or tree.start is not None:
            return None
        target = locate(compiler, tree, frame)
        cell = target.node.cell
        if cell is None or target.ups or target.hops:
            return None
        slot = cell.slot
        kind = cell.question.kind
        return Candidate(lambda row: row.seen[slot], SORTS.get(kind) == "s", slot, exact=kind in EXACT)

    return recognise


def climb(here: bool, ups: int) -> Closure:
    """Return the closure that finds the row *ups* above the frame's row or the question's."""
    if ups == 0:
        return (lambda row, _cur: row) if here else (lambda _row, cur: cur)
    if ups == 1:
        return (lambda row, _cur: row.parent) if here else (lambda _row, cur: cur.parent)

    def high(row: Any, cur: Any) -> Any:
        found = row if here else cur
        for _ in range(ups):
            found = found.parent
        return found

    return high


def value(target: Target) -> Code:
    """Return the code of a single value; of many nodes the first counts, of none the value is blank."""
    cell = target.node.cell
    if target.many:
        every = values(target)

        def first(row: Any, cur: Any) -> Any:
            found = every(row, cur)
            return found[0] if found else ""

        return Code(first, "a")
    if cell is None:
        return Code(lambda _row, _cur: "", "s")
    slot, sort = cell.slot, SORTS.get(cell.question.kind, "a")
    if target.ups == 0:
        if target.here:
            return Code(lambda row, _cur: row.seen[slot], sort)
        return Code(lambda _row, cur: cur.seen[slot], sort)
    find = climb(target.here, target.ups)
    return Code(lambda row, cur: find(row, cur).seen[slot], sort)


def rows(target: Target) -> Closure:
    """Return the closure giving all rows the last repeat of *target* has there."""
    find, hops = climb(target.here, target.ups), target.hops

    def live(row: Any, cur: Any) -> list[Any]:
        found = [find(row, cur)]
        for hop in hops:
            slot, keeps = hop.scope.slot, hop.keep
            first = keeps[0] if keeps and len(found) == 1 else None
            quick = first.rows_by_answer(found[0], hop.scope, cur) if isinstance(first, Equality) else None
            if quick is not None:
                found, keeps = quick, keeps[1:]  # type: ignore[assignment]  # any sequence will do
            else:
                found = [one for above in found for one in above.rows[slot] if one.open[0]]
            for keep in keeps:
                found = keep(found, cur)  # type: ignore[assignment]  # any sequence will do
        for keep in target.keep:
            found = [one for one in found if keep([one], cur)]
        return found

    return live


def values(target: Target) -> Closure:
    """Return the closure giving the list of values of all nodes (blank ones included, irrelevant ones not)."""
    every, cell, gate = rows(target), target.node.cell, target.node.gate
    if cell is not None:
        slot, gate = cell.slot, cell.gate
        return lambda row, cur: [one.seen[slot] for one in every(row, cur) if one.open[gate]]
    return lambda row, cur: ONE * sum(1 for one in every(row, cur) if one.open[gate])
