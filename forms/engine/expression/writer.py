"""Writes expressions as Python source, for the passes over a whole form (`forms.engine.passes`).

The closures of the compiler say what an expression means. Called one inside the other they cost more than what
they do, so a form that is used again and again gets its expressions written out as one function. What this
writer has no words for stays a call of its closure, so it need not know everything, and says the same always.

The source is made of our own syntax tree alone: names are numbers given here, constants the `ascii` of a text or
a whole number, all else is handed in by name. No word of a form ever stands in it unquoted.
"""

from dataclasses import dataclass
from typing import Any

from forms.engine.expression import items, paths
from forms.engine.expression.arithmetic import OPERATORS, ORDERED, total
from forms.engine.expression.compiler import Compiler, Origin
from forms.engine.expression.filters import depth
from forms.engine.expression.frames import Frame
from forms.engine.expression.functions import PLAIN
from forms.engine.expression.functions.dates import format_as_number
from forms.engine.expression.functions.special import coalesced, number_or
from forms.engine.expression.functions.table import parameters
from forms.engine.expression.functions.texts import matcher
from forms.engine.expression.syntax import Binary, Call, Expression, Literal, Negation, Path
from forms.engine.expression.values import MATH, equal, ordered, tidy, to_boolean, to_number, to_string
from forms.engine.program import Code

MAX_LEVELS = 40  # of an expression written out: Python's parser takes two hundred brackets in brackets
_WHOLE = 10**18  # greater constants are handed in
_COMPARED = {"=": "==", "!=": "!="}
_IN_ORDER = {"<", "<=", ">", ">="}
# what is quicker said than called; the arguments have the sorts of the function's signature
_SAID = {
    "true": "True",
    "false": "False",
    "not": "(not {0})",
    "boolean": "{0}",
    "number": "{0}",
    "string-length": "len({0})",
    "contains": "({1} in {0})",
    "starts-with": "{0}.startswith({1})",
}


class Names:
    """What written source calls by name: made up here, one name for each thing."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {
            "to_number": to_number,
            "to_string": to_string,
            "to_boolean": to_boolean,
            "equal": equal,
            "ordered": ordered,
            "number_or": number_or,
            "total": total,
            "negated": lambda value: tidy(MATH.minus(value)),
        }
        self._names: dict[int, str] = {}

    def of(self, thing: Any) -> str:
        """Return the name of *thing*, which is kept alive by it."""
        name = self._names.get(id(thing))
        if name is None:
            name = self._names[id(thing)] = f"x{len(self._names)}"
            self.given[name] = thing
        return name


@dataclass(frozen=True, slots=True)
class Written:
    """An expression as source, the sort of its value (see `Code`), and its constant when it is one."""

    text: str
    sort: str
    literal: Any = None
    answer: bool = False  # it is just the answer of a question in the row itself
    whole: bool = False  # it is surely an integer of Python's


class Writer:
    """Writes one expression; `S` and `O` are what expressions see of the row and its gates, `cur` the row."""

    def __init__(self, compiler: Compiler, names: Names) -> None:
        self._compiler, self._names = compiler, names
        self._frame = Frame(compiler.site, outermost=True)

    def boolean(self, tree: Expression) -> str:
        """Return the source of a truth value (true or false in a condition)."""
        return truth_of(self.value(tree))

    def value(self, tree: Expression) -> Written:
        """Return the source of a single value."""
        if isinstance(tree, Literal):
            return self._literal(tree.value)
        if isinstance(tree, Negation):
            return Written(f"negated({self._number(tree.operand)})", "n")
        if isinstance(tree, Binary):
            return self._binary(tree)
        if isinstance(tree, Call):
            return self._call(tree)
        return self._path(tree) or self._closure(tree)

    def _closure(self, tree: Expression) -> Written:
        code = self._compiler.code(tree, self._frame)
        return Written(f"{self._names.of(code.run)}(cur, cur)", code.sort)

    def _literal(self, value: Any) -> Written:
        if type(value) is str:
            return Written(ascii(value), "s", value)
        if type(value) is int and value < _WHOLE:
            return Written(str(value), "n", value, whole=True)
        return Written(self._names.of(value), "n", value)

    def _number(self, tree: Expression) -> str:
        if isinstance(tree, Call) and tree.name == "format-date":
            day, pattern = tree.arguments
            return f"{self._names.of(format_as_number)}({self._any(day)}, {self._text(pattern)})"
        if isinstance(tree, Call) and tree.name == "coalesce" and len(tree.arguments) == 2:
            value, other = tree.arguments
            if isinstance(other, Literal) and type(other.value) is int:
                return f"number_or({self._any(value)}, {self._any(other)})"
        found = self.value(tree)
        return found.text if found.sort == "n" else f"to_number({found.text})"

    def _text(self, tree: Expression) -> str:
        found = self.value(tree)
        return found.text if found.sort == "s" else f"to_string({found.text})"

    def _any(self, tree: Expression) -> str:
        return self.value(tree).text

    def _values(self, tree: Expression) -> str:
        """Return the source of the list of values of a node-set; see `Compiler.values`."""
        if isinstance(tree, Path) and not items.is_items(tree) and tree.steps[-1].name != "*":
            own = self._own(tree)
            if own is not None:
                row, cell = own
                return f"([{row}.seen[{cell.slot}]] if {row}.open[{cell.gate}] else [])"
        single = isinstance(tree, Literal | Negation) or (isinstance(tree, Call) and tree.name != "randomize")
        if single or (isinstance(tree, Binary) and tree.operator != "|"):
            return f"[{self._any(tree)}]"
        return f"{self._names.of(self._compiler.values(tree, self._frame))}(cur, cur)"

    # -- paths

    def _own(self, path: Path) -> tuple[str, Any] | None:
        """Return the row (as source) and cell of a path to one question of this row or of one around it."""
        if path.start is not None and path.start.name != "current":
            return None
        target = paths.locate(self._compiler, path, self._frame)
        if target.many or target.node.cell is None:
            return None
        return "cur" + ".parent" * target.ups, target.node.cell

    def _path(self, path: Path) -> Written | None:
        if path.steps[-1].name == "*" or self._compiler.is_null(path, self._frame):
            return None
        own = self._own(path)
        if own is None:
            return None
        row, cell = own
        text = f"S[{cell.slot}]" if row == "cur" else f"{row}.seen[{cell.slot}]"
        return Written(text, paths.SORTS.get(cell.question.kind, "a"), answer=row == "cur")

    # -- operators

    def _binary(self, tree: Binary) -> Written:
        operator = tree.operator
        if operator in ("and", "or"):
            return Written(f"({self.boolean(tree.left)} {operator} {self.boolean(tree.right)})", "b")
        if operator == "+" and len(terms := _terms(tree)) > 2:
            return Written(f"total({', '.join(map(self._number, terms))})", "n")
        if operator in OPERATORS:
            apply = self._names.of(OPERATORS[operator])
            return Written(f"{apply}({self._number(tree.left)}, {self._number(tree.right)})", "n")
        if operator == "|" or any(
            self._compiler.is_set(part, self._frame) for part in (tree.left, tree.right)
        ):
            return self._closure(tree)
        left, right = self.value(tree.left), self.value(tree.right)
        if operator in _IN_ORDER:
            return Written(self._ordered(operator, left, right), "b")
        plain = left.sort == right.sort == "s" or (left.answer and right.literal == "")
        if plain:
            return Written(f"({left.text} {_COMPARED[operator]} {right.text})", "b")
        text = f"equal({left.text}, {right.text})"
        return Written(text if operator == "=" else f"(not {text})", "b")

    def _ordered(self, operator: str, left: Written, right: Written) -> str:
        plain = f"{left.text} {operator} {right.text}"
        if left.whole and right.whole:
            return f"({plain})"
        called = f"{self._names.of(ORDERED[operator])}({left.text}, {right.text})"
        if left.answer and right.whole:  # most constraints of amounts
            return f"({plain} if type({left.text}) is int else {called})"
        return called

    # -- functions

    def _call(self, call: Call) -> Written:
        arguments = call.arguments
        if call.name == "if":
            yes, no = self.value(arguments[1]), self.value(arguments[2])
            sort = yes.sort if yes.sort == no.sort else "a"
            return Written(f"({yes.text} if {self.boolean(arguments[0])} else {no.text})", sort)
        if call.name == "today":
            return Written("today", "d")
        if call.name == "regex" and isinstance(arguments[1], Literal):
            matches = self._names.of(matcher(to_string(arguments[1].value)))
            return Written(f"{matches}({self._text(arguments[0])})", "b")
        if call.name == "coalesce" and all(isinstance(other, Literal) for other in arguments[1:]):
            values = ", ".join(self._any(argument) for argument in arguments)
            return Written(f"{self._names.of(coalesced)}({values})", "a")
        return self._plain(call) if call.name in PLAIN else self._closure(call)

    def _plain(self, call: Call) -> Written:
        function = PLAIN[call.name]
        letters, makers = (
            parameters(function.letters)[0],
            {
                "s": self._text,
                "n": self._number,
                "b": self.boolean,
                "v": self._values,
                "a": self._any,
            },
        )
        given = [
            makers[letters[min(number, len(letters) - 1)]](argument)
            for number, argument in enumerate(call.arguments)
        ]
        said = _SAID.get(call.name)
        if said is not None:
            return Written(said.format(*given), function.sort, whole=call.name == "string-length")
        return Written(f"{self._names.of(function.apply)}({', '.join(given)})", function.sort)


def _terms(tree: Expression) -> list[Expression]:
    """Return what a sum adds up, in order: ``a + b + c`` is ``(a + b) + c``."""
    found = []
    while isinstance(tree, Binary) and tree.operator == "+":
        found.append(tree.right)
        tree = tree.left
    return [tree, *reversed(found)]


def write(code: Code, names: Names) -> Written:
    """Return the source of a compiled expression."""
    origin = code.origin
    tree = origin.tree() if isinstance(origin, Origin) else None
    if tree is None or depth(tree) > MAX_LEVELS:
        return Written(f"{names.of(code.run)}(cur, cur)", code.sort)
    return Writer(origin.compiler(), names).value(tree)


def write_truth(code: Code, names: Names) -> str:
    """Return the source of a compiled expression taken as a truth value."""
    return truth_of(write(code, names))


def truth_of(found: Written) -> str:
    """Return the source of a value taken as a truth value: of texts, whether there is one."""
    if found.sort == "b":
        return found.text
    return f'({found.text} != "")' if found.sort == "s" else f"to_boolean({found.text})"
