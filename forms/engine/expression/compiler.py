"""Turns a syntax tree into a Python closure over live rows, and says what the closure reads.

A closure is called with the context (a live row, or an item of a secondary instance inside a predicate) and
with the row of the question the expression belongs to (`current()`). The sort of each value is followed through
the tree (``s`` text, ``n`` number, ``b`` truth value, ``d`` date, ``a`` any), so that comparisons and
conversions that cannot be needed are not made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from forms.engine.context import Instances
from forms.engine.expression import arithmetic, items, paths
from forms.engine.expression.filters import depth
from forms.engine.expression.frames import Frame
from forms.engine.expression.functions import PLAIN, SPECIAL
from forms.engine.expression.functions.chance import shuffled, shuffled_values, shuffler
from forms.engine.expression.functions.table import compile_plain
from forms.engine.expression.parser import parse
from forms.engine.expression.row_items import rows_as_items
from forms.engine.expression.syntax import Binary, Call, Expression, Literal, Negation, Path
from forms.engine.expression.tokens import ExpressionError
from forms.engine.expression.values import MATH, tidy, to_boolean
from forms.engine.nodes import Node
from forms.engine.program import Closure, Code, Read
from forms.engine.texts import Text

MAX_LEVELS = 200  # of operators in operators; each takes up to four frames of Python's stack of a thousand
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}


@dataclass(frozen=True, slots=True)
class Around:
    """The form an expression stands in: its tree, its own tables, labels of choices, texts by id, its version."""

    root: Node
    tables: Instances
    labels: Callable[[Node], Callable[[Any, str], str]]
    words: Callable[[str], Text]
    version: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What an itemset offers: the *table* ('' for rows of the form itself), the items, whether it has one item."""

    table: str
    items: Closure
    allows: Closure | None  # None when all items of the table are offered
    reads: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a compiled expression comes from: its words and the place it belongs to."""

    site: Node
    around: Around
    text: str

    def compiler(self) -> "Compiler":
        """Return a compiler for the place."""
        return Compiler(self.site, self.around)

    def tree(self) -> Expression:
        """Return the syntax tree."""
        return parse(self.text)

    def code(self) -> Code:
        """Compile again."""
        return self.compiler().compile(self.text)


class Compiler:
    """Compiles the expressions that belong to one node of the instance (a question, group or repeat)."""

    def __init__(self, site: Node, around: Around) -> None:
        self.site, self.root, self.tables, self.labels = site, around.root, around.tables, around.labels
        self.words, self.version, self._around = around.words, around.version, around
        self.external: set[str] = set()
        self.steady = True
        self._reads: dict[tuple[int, int, tuple[int, ...]], Read] = {}
        self._last: tuple[Path, Frame, paths.Target] | None = None

    def compile(self, text: str) -> Code:
        """Return the code of the expression *text*; raises `ExpressionError`."""
        self._reads, self._last, self.steady = {}, None, True
        code = self.code(_parsed(text), Frame(self.site, outermost=True))
        origin = Origin(self.site, self._around, text)
        return Code(code.run, code.sort, tuple(self._reads.values()), self.steady, origin=origin)

    def compile_items(self, text: str, value: str, label: str) -> Offer:
        """Compile the node-set of an itemset, *value* and *label* being paths of its items; see `Offer`."""
        self._reads, self._last = {}, None
        tree, seed = _parsed(text), None
        frame = Frame(self.site, outermost=True)
        if isinstance(tree, Call) and tree.name == "randomize":
            tree, seed = shuffler(self, tree, frame)
        if not isinstance(tree, Path):
            raise ExpressionError("choices from something else", 0, "feature", text.strip()[:40])
        if tree.start is not None and tree.start.name == "instance":
            name = items.levels(self, tree, whole=True)[0][-1].table
            run, tests = items.items(self, tree, whole=True), items.tests(self, tree)
            return Offer(name, _in_order(run, seed), _all(tests), tuple(self._reads.values()))
        rows = rows_as_items(self, tree, frame, value, label)
        return Offer("", _in_order(rows, seed), None, tuple(self._reads.values()))

    def read(self, read: Read) -> None:
        """Note that the expression reads something."""
        key = (id(read.source), read.ups, tuple(id(scope) for scope in read.downs))
        self._reads[key] = read

    def code(self, tree: Expression, frame: Frame) -> Code:
        """Compile to a single value."""
        if isinstance(tree, Literal):
            value = tree.value
            return Code(lambda _row, _cur: value, "s" if isinstance(value, str) else "n", literal=value)
        if isinstance(tree, Negation):
            operand = self.number(tree.operand, frame)
            return Code(lambda row, cur: tidy(MATH.minus(operand(row, cur))), "n")
        if isinstance(tree, Binary):
            return self._binary(tree, frame)
        if isinstance(tree, Call):
            return self._call(tree, frame)
        return self._path(tree, frame)

    def number(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to an exact number."""
        return arithmetic.as_number(self.code(tree, frame))

    def text(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to text."""
        return arithmetic.as_text(self.code(tree, frame))

    def boolean(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to a truth value; a node-set is true when it has nodes, a question when it is answered."""
        code = self.code(tree, frame)
        run = code.run
        return run if code.sort == "b" else lambda row, cur: to_boolean(run(row, cur))

    def values(self, tree: Expression, frame: Frame) -> Closure:
        """Compile to the list of values of a node-set (a single value gives a list of one)."""
        if isinstance(tree, Binary) and tree.operator == "|":
            one, other = self.values(tree.left, frame), self.values(tree.right, frame)
            return lambda row, cur: [*one(row, cur), *other(row, cur)]
        if isinstance(tree, Call) and tree.name == "randomize":
            return shuffled_values(self, tree, frame)
        if isinstance(tree, Path) and items.is_items(tree):
            return self._item_values(tree)
        if self._is_star(tree, frame) and isinstance(tree, Path):
            parts = [self.values(one, frame) for one in paths.every_child(self, tree, frame)]
            return lambda row, cur: [value for part in parts for value in part(row, cur)]
        if isinstance(tree, Path) and not self._of_item(tree, frame):
            return paths.values(self._located(tree, frame))
        run = self.code(tree, frame).run
        return lambda row, cur: [run(row, cur)]

    def _item_values(self, path: Path) -> Closure:
        found, column = items.items(self, path), items.levels(self, path)[1]
        if column is None:
            return found
        return lambda row, cur: [item.get(column, "") for item in found(row, cur)]

    def _located(self, path: Path, frame: Frame) -> paths.Target:
        """Return where *path* leads; a comparison asks twice."""
        known = self._last
        if known is None or known[0] is not path or known[1] is not frame:
            known = self._last = (path, frame, paths.locate(self, path, frame))
        return known[2]

    @staticmethod
    def _of_item(path: Path, frame: Frame) -> bool:
        return frame.node is None and not path.absolute and path.start is None

    def _path(self, path: Path, frame: Frame) -> Code:
        if path.start is not None and path.start.name not in ("instance", "current"):
            raise ExpressionError(
                "a path after a function", path.position, "feature", f"{path.start.name}()/…"
            )
        if items.is_items(path):
            every = self._item_values(path)

            def first(row: Any, cur: Any) -> Any:
                found = every(row, cur)
                return found[0] if found and isinstance(found[0], str) else ""

            return Code(first, "s")
        if self._of_item(path, frame):
            column = items.item_value(path)
            return Code(lambda row, _cur: column(row), "s")
        if self._is_star(path, frame):
            all_values = self.values(path, frame)
            return Code(lambda row, cur: (all_values(row, cur) or [""])[0], "a")
        if self.is_null(path, frame):
            return Code(lambda _row, _cur: "", "s", literal="")
        target = self._located(path, frame)
        code = paths.value(target)
        own = target.node.cell is not None and not target.many and target.ups == 0
        if own and (frame.outermost or not target.here):
            return Code(code.run, code.sort, slot=target.node.cell.slot)  # type: ignore[union-attr]  # looked at above
        return code

    @staticmethod
    def _is_star(tree: Expression, frame: Frame) -> bool:
        """Whether *tree* ends with ``*``: all questions there."""
        return isinstance(tree, Path) and tree.steps[-1].name == "*" and frame.node is not None

    @staticmethod
    def is_null(path: Path, frame: Frame) -> bool:
        """Whether this is the bare word ``null``: the WHO's verbal autopsy form writes it for blank."""
        bare = (
            len(path.steps) == 1 and path.steps[0].name == "null" and not path.absolute and path.start is None
        )
        return bare and frame.node is not None and "null" not in frame.node.children

    def is_set(self, tree: Expression, frame: Frame) -> bool:
        """Whether *tree* may be several nodes, so that a comparison means "is there one that …"."""
        if isinstance(tree, Binary):
            return tree.operator == "|"
        if not isinstance(tree, Path) or self._of_item(tree, frame):
            return False
        return items.is_items(tree) or self._is_star(tree, frame) or self._located(tree, frame).many

    def _binary(self, tree: Binary, frame: Frame) -> Code:
        operator = tree.operator
        if operator in ("and", "or"):
            return self._logical(tree, frame)
        if operator == "|":
            every = self.values(tree, frame)
            return Code(lambda row, cur: (every(row, cur) or [""])[0], "a")
        if operator not in _COMPARISONS:
            return arithmetic.calculation(operator, self.code(tree.left, frame), self.code(tree.right, frame))
        if self.is_set(tree.left, frame) or self.is_set(tree.right, frame):
            return arithmetic.exists(operator, self.values(tree.left, frame), self.values(tree.right, frame))
        return arithmetic.comparison(operator, self.code(tree.left, frame), self.code(tree.right, frame))

    def _logical(self, tree: Binary, frame: Frame) -> Code:
        a, b = self.boolean(tree.left, frame), self.boolean(tree.right, frame)
        if tree.operator == "and":
            return Code(lambda row, cur: a(row, cur) and b(row, cur), "b")
        return Code(lambda row, cur: a(row, cur) or b(row, cur), "b")

    def _call(self, call: Call, frame: Frame) -> Code:
        special = SPECIAL.get(call.name)
        if special is not None:
            return special(self, call, frame)
        plain = PLAIN.get(call.name)
        if plain is not None:
            return compile_plain(plain, self, call, frame)
        if call.name == "current":
            raise ExpressionError("current() without a path", call.position, "feature", "current()")
        raise ExpressionError("unknown function", call.position, "function", call.name)


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Expression:
    """Parse, and refuse what is too deep to be worked out (a sum of nine thousand parts).

    Many questions of a form ask the same (``. > 0``, whether the same answer is "yes"): a tree is made once for all.
    """
    tree = parse(text)
    if depth(tree) > MAX_LEVELS:
        raise ExpressionError("too deep", 0, "depth")
    return tree


def _in_order(run: Closure, seed: Closure | None) -> Closure:
    if seed is None:
        return run
    return lambda row, cur: shuffled(run(row, cur), seed(row, cur))


def _all(tests: list[Closure]) -> Closure | None:
    """Return the closure that holds when all *tests* do."""
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda item, cur: all(test(item, cur) for test in tests)
