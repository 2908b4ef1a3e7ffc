"""Predicates: which of many rows or items stay.

A comparison of something of the candidate with something that does not look at the candidate is split: the
second part is worked out once, not for each candidate, so ``count(/data/trainee[id_no = current()/../id_no])``
costs one comparison a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.syntax import Binary, Call, Expression, Literal, Negation, Path
from forms.engine.expression.values import equal, is_nan, to_boolean, to_number

_EXACT = (int, Decimal, date)
CHEAP = 16  # so many bare comparisons cost what one evaluation of a predicate costs
Keep = Callable[[Sequence[Any], Any], Sequence[Any]]  # (candidates, row of the question) -> those that stay


@dataclass(frozen=True, slots=True)
class Candidate:
    """How to read one value of a candidate; *text* when it is always text.

    *slot* where it is an answer of a row, *exact* when that is a number or a date or blank.
    """

    read: Callable[[Any], Any]
    text: bool
    slot: int | None = None
    exact: bool = False


def conditions(predicate: Expression) -> list[Expression]:
    """Return the parts of a predicate joined by ``and`` (one that uses positions stays whole)."""
    if isinstance(predicate, Binary) and predicate.operator == "and" and not _positional(predicate):
        return conditions(predicate.left) + conditions(predicate.right)
    return [predicate]


def parts(tree: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside *tree*."""
    if isinstance(tree, Binary):
        return (tree.left, tree.right)
    if isinstance(tree, Negation):
        return (tree.operand,)
    if isinstance(tree, Call):
        return tree.arguments
    if isinstance(tree, Path):
        inside = tuple(p for step in tree.steps for p in step.predicates)
        return inside if tree.start is None else (*tree.start.arguments, *inside)
    return ()


def independent(tree: Expression) -> bool:
    """Return whether *tree* does not look at the candidate: no relative path, no position."""
    if isinstance(tree, Literal):
        return True
    if isinstance(tree, Path):
        absolute = tree.absolute or (tree.start is not None and tree.start.name in ("current", "instance"))
        return absolute and not any(step.predicates for step in tree.steps)
    if isinstance(tree, Call) and (tree.name in ("position", "last") or not tree.arguments):
        return tree.name in ("today", "true", "false")
    return all(independent(child) for child in parts(tree))


def depth(tree: Expression) -> int:
    """Return how deep a tree is; found without recursion, as a hostile one is deeper than Python's stack."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in parts(one)]
    return deepest


def placed(predicate: Expression) -> bool:
    """Return whether a predicate picks by place: a number, or something with ``position()`` or ``last()``."""
    counts = isinstance(predicate, Negation) or (
        isinstance(predicate, Binary) and predicate.operator in ("+", "-", "*", "div", "mod")
    )
    number = isinstance(predicate, Literal) and not isinstance(predicate.value, str)
    return number or counts or _positional(predicate)


def _positional(tree: Expression) -> bool:
    if isinstance(tree, Call) and tree.name in ("position", "last") and not tree.arguments:
        return True
    return any(_positional(child) for child in parts(tree))


def filters(
    compiler: Compiling,
    predicate: Expression,
    frame: Frame,
    candidate: Callable[[Expression], Candidate | None],
) -> Keep:
    """Return what keeps the candidates for which *predicate* holds; a number keeps the one at that place."""
    quick = _by_equality(compiler, predicate, frame, candidate)
    if quick is not None:
        return quick
    code = compiler.code(predicate, frame)
    if code.sort == "n":
        return _by_number(code.run)
    test = code.run
    if _positional(predicate):
        return _with_positions(test)

    def keep(candidates: Sequence[Any], cur: Any) -> Sequence[Any]:
        cur.form.spend(len(candidates))
        return [one for one in candidates if to_boolean(test(one, cur))]

    return keep


def _by_number(place: Callable[[Any, Any], Any]) -> Keep:
    def keep(candidates: Sequence[Any], cur: Any) -> Sequence[Any]:
        form, kept = cur.form, []
        form.spend(len(candidates))
        outside = form.place
        for number, one in enumerate(candidates, 1):
            form.place = (number, len(candidates))  # ``[last()]``, ``[last() - 1]``
            wanted = to_number(place(one, cur))
            if not is_nan(wanted) and wanted == number:
                kept.append(one)
        form.place = outside
        return kept

    return keep


def _with_positions(test: Callable[[Any, Any], Any]) -> Keep:
    def keep(candidates: Sequence[Any], cur: Any) -> Sequence[Any]:
        form, kept = cur.form, []
        form.spend(len(candidates))
        outside = form.place
        for number, one in enumerate(candidates, 1):
            form.place = (number, len(candidates))
            if to_boolean(test(one, cur)):
                kept.append(one)
        form.place = outside
        return kept

    return keep


def _by_equality(
    compiler: Compiling,
    predicate: Expression,
    frame: Frame,
    candidate: Callable[[Expression], Candidate | None],
) -> Keep | None:
    if not isinstance(predicate, Binary) or predicate.operator != "=":
        return None
    for one, other in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
        if not independent(other):
            continue
        own = candidate(one)
        if own is not None:
            return _equals(own, compiler.code(other, frame).run)
    return None


def _equals(own: Candidate, value: Callable[[Any, Any], Any]) -> Keep:
    return Equality(own, value)


@dataclass(frozen=True, slots=True)
class Equality:
    """Keeps the candidates of which one value equals a value that does not look at them.

    Where it compares an answer in the rows of a repeat, `rows_by_answer` finds them without looking at each: a
    rule that asks every row for its doubles (``count(${trainee}[id_no = current()/../id_no]) <= 1``) stays in
    proportion to the rows.
    """

    own: Candidate
    value: Callable[[Any, Any], Any]

    def __call__(self, candidates: Sequence[Any], cur: Any) -> Sequence[Any]:
        """Return those that stay, looking at each."""
        cur.form.spend(len(candidates) // CHEAP)
        read, wanted = self.own.read, self.value(None, cur)
        if self.own.text and type(wanted) is str:
            return [one for one in candidates if read(one) == wanted]
        return [one for one in candidates if equal(read(one), wanted)]

    def rows_by_answer(self, above: Any, scope: Any, cur: Any) -> Sequence[Any] | None:
        """Return the open rows of *scope* in *above* that stay; None where each has to be looked at.

        Only while the form stands still (it is judged): the rows by their answers are kept so long.
        """
        still, slot = cur.form.still, self.own.slot
        if still is None or slot is None:
            return None
        wanted = self.value(None, cur)
        if not self._by_hash(wanted):
            return None
        key = (id(above), scope.slot, slot)
        known: dict[Any, list[Any]] | None = still.get(key)
        if known is None:
            known = {}
            still[key] = known
            rows = above.rows[scope.slot]
            cur.form.spend(len(rows))
            for one in rows:
                if one.open[0]:
                    known.setdefault(one.seen[slot], []).append(one)
        found: Sequence[Any] = known.get(wanted, ())
        cur.form.spend(1 + len(found) // CHEAP)
        return found

    def _by_hash(self, wanted: Any) -> bool:
        """Say whether `equal` finds among the answers what a dictionary finds: alike in kind, or blank."""
        if self.own.text:
            return type(wanted) is str
        return self.own.exact and (wanted == "" or type(wanted) in _EXACT)
