"""Paths into secondary instances: ``instance('divisions')/root/item[name = current()/../region]/label``.

An equality in the predicates is answered by an index, so that a look-up in thousands of rows costs one hash; of a
served table (a ledger) nothing but the rows with that value is fetched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forms.engine.context import ABOVE, LAST_SAVED, PLACE
from forms.engine.expression.filters import Candidate, conditions, filters, independent
from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.syntax import Binary, Call, Expression, Literal, Path
from forms.engine.expression.tokens import ExpressionError
from forms.engine.expression.values import equal, to_string
from forms.engine.nodes import Part
from forms.engine.program import Closure, Code

ITEM = Frame(None)


def is_items(path: Path) -> bool:
    """Return whether *path* starts at ``instance(…)``."""
    return path.start is not None and path.start.name == "instance"


def table_name(compiler: Compiling, call: Call) -> str:
    """Return the constant name in ``instance('name')`` and note it when the context must hand it in."""
    if len(call.arguments) != 1 or not isinstance(call.arguments[0], Literal):
        raise ExpressionError("instance() needs one constant name", call.position, "arguments", call.name)
    name = to_string(call.arguments[0].value)
    if name not in compiler.tables:
        compiler.external.add(name)
    return name


@dataclass(frozen=True, slots=True)
class Level:
    """A table a path goes through, and what its rows must meet."""

    table: str
    predicates: tuple[Expression, ...]


def levels(compiler: Compiling, path: Path, *, whole: bool = False) -> tuple[list[Level], str | None]:
    """Return the tables a path goes through and the column it ends with (None: it ends with the rows).

    ``instance('x')/states/state[…]/counties/county[…]/name`` goes through ``x``, ``x/counties`` and
    ``x/counties/county``; see `forms.compile.tables`. A *whole* path ends with rows for sure.
    """
    name = table_name(compiler, path.start)  # type: ignore[arg-type]  # is_items() saw to it
    if name == LAST_SAVED:
        return [Level(name, ())], _last_answer(compiler, path)
    if any(step.name in (".", "..") for step in path.steps):
        raise ExpressionError("instance('…')/root/item[…]/column expected", path.position, "path", name)
    found = [Level(name, tuple(part for step in path.steps[:2] for part in step.predicates))]
    known, left = name in compiler.tables, list(path.steps[2:])
    while left:
        deeper = f"{found[-1].table}/{left[0].name}"
        if deeper not in compiler.tables and (
            known or (len(left) == 1 and not left[0].predicates and not whole)
        ):
            break
        found.append(Level(deeper, left.pop(0).predicates))
    if len(left) > 1 or (left and left[0].predicates):
        raise ExpressionError(
            "instance('…')/root/item[…]/column expected", path.position, "path", left[0].name
        )
    return found, left[0].name if left else None


def _last_answer(compiler: Compiling, path: Path) -> str:
    """Return the column of ``instance('__last-saved')/data/group/name``: the question, as answers are named."""
    node = compiler.root
    for number, step in enumerate(path.steps):
        child = node if not number and step.name == node.name else node.children.get(step.name)
        if child is None:
            raise ExpressionError(
                f"no question {step.name!r} below {node.path}", path.position, "path", step.name
            )
        if step.predicates or child.part is Part.REPEAT:
            raise ExpressionError(
                "rows of the last record", path.position, "feature", f"last-saved#{step.name}"
            )
        node = child
    if node.cell is None:
        raise ExpressionError("no question", path.position, "path", node.name)
    return node.cell.name


def items(compiler: Compiling, path: Path, *, whole: bool = False) -> Closure:
    """Return a closure giving the items a path selects, its last step (a column) left off if there is one."""
    first, *deeper = levels(compiler, path, whole=whole)[0]
    run = _select(compiler, first.table, [part for p in first.predicates for part in conditions(p)])
    for level in deeper:
        run = _inside(compiler, run, level)
    return run


def _inside(compiler: Compiling, above: Closure, level: Level) -> Closure:
    """Return the rows of *level* inside the rows *above* gives."""
    own, table = compiler.tables if level.table in compiler.tables else None, level.table
    wanted = [part for p in level.predicates for part in conditions(p)]
    narrow = [filters(compiler, p, ITEM, _column_of) for p in wanted]

    def found(row: Any, cur: Any) -> Any:
        tables = cur.form.tables if own is None else own
        rows: Any = [
            one
            for item in above(row, cur)
            if PLACE in item
            for one in tables.where(table, ABOVE, item[PLACE])
        ]
        for keep in narrow:
            rows = keep(rows, cur)
        return rows

    return found


def tests(compiler: Compiling, path: Path) -> list[Closure]:
    """Return the predicates of an item path, each as a closure saying whether one item passes."""
    if len(levels(compiler, path, whole=True)[0]) > 1:
        run = items(compiler, path, whole=True)
        return [lambda item, cur: any(one is item for one in run(cur, cur))]
    return [compiler.boolean(part, ITEM) for step in path.steps for part in step.predicates]


def _select(compiler: Compiling, name: str, wanted: list[Expression]) -> Closure:
    look_up = all_rows = _everything(compiler, name)
    for number, condition in enumerate(wanted):
        key = _key(compiler, condition)
        if key is not None:
            look_up = _by_index(compiler, name, key[0], key[1], all_rows)
            wanted = wanted[:number] + wanted[number + 1 :]
            break
    narrow = [filters(compiler, p, ITEM, _column_of) for p in wanted]
    if not narrow:
        return look_up

    def selected(row: Any, cur: Any) -> Any:
        found = look_up(row, cur)
        for keep in narrow:
            found = keep(found, cur)
        return found

    return selected


def _everything(compiler: Compiling, name: str) -> Closure:
    if name in compiler.tables:
        rows = compiler.tables[name]
        return lambda _row, _cur: rows
    return lambda _row, cur: cur.form.tables.get(name, ())


def _key(
    compiler: Compiling, condition: Expression
) -> (
    tuple[
        str,
        Code,
    ]
    | None
):
    """Return (column, value) when *condition* is ``column = something that does not look at the item``."""
    if not isinstance(condition, Binary) or condition.operator != "=":
        return None
    for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
        name = _column_name(one)
        if name is not None and independent(other):
            return name, compiler.code(other, ITEM)
    return None


def _column_name(tree: Expression) -> str | None:
    if not isinstance(tree, Path) or tree.absolute or tree.start is not None:
        return None
    steps = [step for step in tree.steps if step.name != "."]
    if len(steps) != 1 or steps[0].predicates or steps[0].name == "..":
        return None
    return steps[0].name


def _column_of(tree: Expression) -> Candidate | None:
    name = _column_name(tree)
    return None if name is None else Candidate(lambda item: item.get(name, ""), True)


def _by_index(compiler: Compiling, name: str, key: str, value: Code, everything: Closure) -> Closure:
    """Return a look-up by index; numbers are compared as numbers, so they go through all rows.

    Who serves a table finds them by the number's plain writing, so a ledger is never read whole for one.
    """
    run = value.run
    own = compiler.tables if name in compiler.tables else None

    def found(row: Any, cur: Any) -> Any:
        wanted = run(row, cur)
        tables = cur.form.tables if own is None else own
        if type(wanted) is str:
            return tables.where(name, key, wanted)
        if tables.serves(name):
            return tables.where(name, key, to_string(wanted))
        return [item for item in everything(row, cur) if _same(item.get(key, ""), wanted)]

    return found


def _same(text: str, wanted: Any) -> bool:
    return equal(text, wanted)


def item_value(path: Path) -> Callable[[Any], str]:
    """Return what a relative path inside a predicate gives for an item: the text of a column."""
    name = _column_name(path)
    if name is None:
        if all(step.name == "." for step in path.steps):
            return lambda _item: ""
        raise ExpressionError(
            "only a column of the item may stand here", path.position, "path", _written(path)
        )
    return lambda item: item.get(name, "")


def _written(path: Path) -> str:
    return "/".join(step.name for step in path.steps)
