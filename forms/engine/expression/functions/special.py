"""Functions that need more than values: lazy arguments, paths, the context, tables."""

from typing import Any

from forms.engine import earth
from forms.engine.expression import items, paths
from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.functions.chance import randomize
from forms.engine.expression.functions.table import Special, check_count
from forms.engine.expression.functions.texts import regex
from forms.engine.expression.parser import parse
from forms.engine.expression.syntax import Binary, Call, Expression, Literal, Path
from forms.engine.expression.tokens import ExpressionError
from forms.engine.expression.values import MOST_DIGITS, Number, is_nan, to_number, to_string
from forms.engine.nodes import Part
from forms.engine.program import Code, Read

MAX_LETTERS = 1_000  # of uuid(n)
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _if(compiler: Compiling, call: Call, frame: Frame) -> Code:
    check_count(call, 3, 3)
    test = compiler.boolean(call.arguments[0], frame)
    yes, no = (compiler.code(part, frame) for part in call.arguments[1:])
    a, b = yes.run, no.run
    return Code(
        lambda row, cur: a(row, cur) if test(row, cur) else b(row, cur),
        yes.sort if yes.sort == no.sort else "a",
    )


def _coalesce(compiler: Compiling, call: Call, frame: Frame) -> Code:
    check_count(call, 1, None)
    runs = [compiler.code(part, frame).run for part in call.arguments]

    def first(row: Any, cur: Any) -> Any:
        for run in runs:
            value = run(row, cur)
            if not _is_blank(value):
                return value
        return ""

    return Code(first, "a")


def coalesced(*values: Any) -> Any:
    """Return the first of *values* that is not blank: coalesce() of values that cost nothing to have."""
    for value in values:
        if not _is_blank(value):
            return value
    return ""


def number_or(value: Any, other: int) -> Number:
    """Return number(coalesce(value, other)): what sums over questions that may be blank are made of."""
    if type(value) is str:
        if value.isdigit() and value.isascii() and len(value) < MOST_DIGITS:  # as `to_number` does
            return int(value)
        return to_number(value) if value else other
    return other if _is_blank(value) else to_number(value)


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", []) or value != value  # noqa: PLR0124  (NaN is blank here)


def _once(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``once(x)``: the question's own value while it has one, else x. Reading itself makes no dependency."""
    check_count(call, 1, 1)
    cell = compiler.site.cell
    if cell is None:
        raise ExpressionError("once() outside a question", call.position, "arguments", call.name)
    run, slot = compiler.code(call.arguments[0], frame).run, cell.slot
    compiler.steady = False

    def keep(row: Any, cur: Any) -> Any:
        own = cur.seen[slot]
        return run(row, cur) if own in ("", []) else own

    return Code(keep, "a")


def _today(_compiler: Compiling, call: Call, _frame: Frame) -> Code:
    check_count(call, 0, 0)
    return Code(lambda _row, cur: cur.form.context.today, "d")


def _now(_compiler: Compiling, call: Call, _frame: Frame) -> Code:
    check_count(call, 0, 0)
    return Code(lambda _row, cur: cur.form.context.now, "a")


def _uuid(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``uuid()``, or with a number so many random letters and digits."""
    check_count(call, 0, 1)
    compiler.steady = False
    if not call.arguments:
        return Code(lambda _row, cur: cur.form.context.new_uuid(), "s")
    length = compiler.number(call.arguments[0], frame)

    def letters(row: Any, cur: Any) -> str:
        wanted, draw = length(row, cur), cur.form.context.random
        count = 0 if is_nan(wanted) else int(max(0, min(MAX_LETTERS, wanted)))
        return "".join(_LETTERS[int(draw() * len(_LETTERS))] for _ in range(count))

    return Code(letters, "s")


def _itext(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``jr:itext(id)``: the words of a text id, in the language being shown."""
    check_count(call, 1, 1)
    key, words = compiler.text(call.arguments[0], frame), compiler.words
    return Code(lambda row, cur: words(key(row, cur)).in_(cur.form.language), "s")


def _local_name(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``local-name(path)``: what the question, group or repeat is called in the form."""
    check_count(call, 1, 1)
    name = paths.locate(compiler, _path(call, 0), frame).node.name
    return Code(lambda _row, _cur: name, "s")


def _intersects(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``intersects(line or area)``: whether it crosses itself (ODK Collect's function)."""
    check_count(call, 1, 1)
    text = compiler.text(call.arguments[0], frame)

    def crosses(row: Any, cur: Any) -> bool:
        corners = earth.points(text(row, cur))
        cur.form.spend(len(corners) ** 2)
        return earth.crosses_itself(corners)

    return Code(crosses, "b")


def _version(compiler: Compiling, call: Call, _frame: Frame) -> Code:
    check_count(call, 0, 0)
    version = compiler.version
    return Code(lambda _row, _cur: version, "s")


def _random(compiler: Compiling, call: Call, _frame: Frame) -> Code:
    check_count(call, 0, 0)
    compiler.steady = False
    return Code(lambda _row, cur: to_number(repr(cur.form.context.random())), "n")


def _path(call: Call, number: int) -> Path:
    tree: Expression | None = call.arguments[number] if number < len(call.arguments) else None
    if not isinstance(tree, Path):
        raise ExpressionError(f"{call.name}() needs a path", call.position, "arguments", call.name)
    return tree


def _count(compiler: Compiling, call: Call, frame: Frame) -> Code:
    check_count(call, 1, 1)
    nodes = call.arguments[0]
    united = isinstance(nodes, Binary) and nodes.operator == "|"
    shuffled = isinstance(nodes, Call) and nodes.name == "randomize"
    every = compiler.values(nodes if united or shuffled else _path(call, 0), frame)
    return Code(lambda row, cur: len(every(row, cur)), "n")


def _position(compiler: Compiling, call: Call, frame: Frame) -> Code:
    check_count(call, 0, 1)
    if not call.arguments:
        return Code(lambda _row, cur: cur.form.place[0], "n")
    target = paths.locate(compiler, _path(call, 0), frame)
    if target.node.part is not Part.REPEAT or target.many:
        raise ExpressionError("position() needs a row of a repeat", call.position, "arguments", call.name)
    if target.here and frame.downs:
        compiler.read(Read(target.node.scope, frame.ups, frame.downs[: len(frame.downs) - target.ups]))
    else:
        compiler.read(Read(target.node.scope, target.ups + 1, (target.node.scope,)))
    find = paths.climb(target.here, target.ups)
    return Code(lambda row, cur: find(row, cur).position, "n")


def _last(_compiler: Compiling, call: Call, _frame: Frame) -> Code:
    check_count(call, 0, 0)
    return Code(lambda _row, cur: cur.form.place[1], "n")


def _indexed_repeat(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``indexed-repeat(question, repeat, index, inner repeat, index …)``."""
    check_count(call, 3, 7)
    question = _path(call, 0)
    whole = paths.locate(compiler, question, frame)
    if whole.node.cell is None:
        raise ExpressionError("indexed-repeat() needs a question", call.position, "arguments", call.name)
    levels = []
    for number in range(1, len(call.arguments) - 1, 2):
        repeat = paths.locate(compiler, _path(call, number), frame)
        if repeat.node.part is not Part.REPEAT:
            raise ExpressionError("indexed-repeat() needs a repeat", call.position, "arguments", call.name)
        scope = repeat.node.scope
        ups = compiler.site.scope.depth - scope.depth + 1
        compiler.read(Read(scope, max(ups, 0), (scope,)))
        levels.append((scope, compiler.number(call.arguments[number + 1], frame)))
    first = levels[0][0].parent
    ups = max(0, compiler.site.scope.depth - (first.depth if first else 0))
    compiler.read(Read(whole.node.cell, ups, tuple(scope for scope, _ in levels)))
    start, slot = paths.climb(False, ups), whole.node.cell.slot

    def indexed(row: Any, cur: Any) -> Any:
        found = start(row, cur)
        for scope, index in levels:
            place, rows = index(row, cur), found.rows[scope.slot]
            if is_nan(place) or not 1 <= place <= len(rows):
                return ""
            found = rows[int(place) - 1]
        return found.seen[slot]

    return Code(indexed, "a")


def _pulldata(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``pulldata('table', 'column', 'key column', key)``: by index; blank when there is no such row."""
    check_count(call, 4, 4)
    name = items.table_name(compiler, Call("instance", call.arguments[:1], call.position))
    columns = call.arguments[1:3]
    if not all(isinstance(part, Literal) for part in columns):
        raise ExpressionError("pulldata() needs constant columns", call.position, "arguments", call.name)
    column, key_column = (to_string(part.value) for part in columns if isinstance(part, Literal))
    key, inside = (
        compiler.text(call.arguments[3], frame),
        compiler.tables if name in compiler.tables else None,
    )

    def pulled(row: Any, cur: Any) -> str:
        found = (cur.form.tables if inside is None else inside).where(name, key_column, key(row, cur))
        return found[0].get(column, "") if found else ""

    return Code(pulled, "s")


def _choice_name(compiler: Compiling, call: Call, frame: Frame) -> Code:
    """``jr:choice-name(code, 'path of the question')``: the label of a choice, in the language being shown."""
    check_count(call, 2, 2)
    where = call.arguments[1]
    tree = parse(to_string(where.value)) if isinstance(where, Literal) else where
    if not isinstance(tree, Path):
        raise ExpressionError("jr:choice-name() needs a question", call.position, "arguments", call.name)
    node = paths.locate(compiler, tree, frame).node
    code, label = compiler.text(call.arguments[0], frame), compiler.labels(node)
    return Code(lambda row, cur: label(cur, code(row, cur)), "s")


SPECIAL: dict[str, Special] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "today": _today,
    "now": _now,
    "uuid": _uuid,
    "random": _random,
    "count": _count,
    "position": _position,
    "last": _last,
    "indexed-repeat": _indexed_repeat,
    "pulldata": _pulldata,
    "jr:choice-name": _choice_name,
    "jr:itext": _itext,
    "randomize": randomize,
    "regex": regex,
    "version": _version,
    "local-name": _local_name,
    "name": _local_name,
    "intersects": _intersects,
}
