"""Parses an expression by precedence climbing; depth is bounded, so 20,000 parentheses are refused, not run."""

from decimal import Decimal

from forms.engine.expression.syntax import Binary, Call, Expression, Literal, Negation, Path, Step
from forms.engine.expression.tokens import ExpressionError, Sort, Token, tokens

MAX_DEPTH = 60  # of brackets in brackets; Python's own stack allows about ten times as much

_LEVELS = ({"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"})
_LEVEL_OF = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}
_UNSUPPORTED = {"@", "$"}  # attributes, variables: no form of ODK, Kobo or Enketo needs them
_OF_THE_NODE = frozenset(
    {"string", "number", "string-length", "normalize-space", "local-name", "name"}
)  # XPath 1.0
_AXES = {"child": "", "self": ".", "parent": ".."}  # the axes of the ODK XForms specification


def parse(text: str) -> Expression:
    """Return the syntax tree of *text*; raises `ExpressionError` with the position."""
    return _Parser(tokens(text)).whole()


class _Parser:
    """Walks over the tokens once."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._now = found[0]
        self._depth = 0

    def whole(self) -> Expression:
        if len(self._tokens) == 1:
            raise ExpressionError("empty", 0)
        result = self._expression(0)
        if self._at < len(self._tokens) - 1:
            raise self._unexpected()
        return result

    def _next(self) -> Token:
        token = self._now
        self._at += 1
        self._now = self._tokens[self._at]
        return token

    def _is(self, text: str) -> bool:
        sort, words, _position = self._now
        return words == text and (sort is Sort.MARK or sort is Sort.OPERATOR)

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise self._unexpected(f"{text!r} expected")
        self._next()

    def _unexpected(self, why: str = "") -> ExpressionError:
        token = self._now
        seen = "the end" if token.sort is Sort.END else repr(token.text)
        return ExpressionError(f"{why}, found {seen}" if why else f"unexpected {seen}", token.position)

    def _expression(self, level: int) -> Expression:
        """Parse operands joined by operators of *level* or tighter."""
        left = self._unary()
        while True:
            found = _LEVEL_OF.get(self._now.text, -1) if self._now.sort is Sort.OPERATOR else -1
            if found < level:
                return left
            if found < 2:
                left = self._logical(found, left)
            else:
                operator = self._next().text
                left = Binary(operator, left, self._expression(found + 1))

    def _logical(self, level: int, first: Expression) -> Expression:
        """Parse the rest of a chain of ``or`` or ``and``; as a balanced tree, for forms have hundreds in a row."""
        operands = [first]
        while self._now.sort is Sort.OPERATOR and self._now.text in _LEVELS[level]:
            self._next()
            operands.append(self._expression(level + 1))
        return _balanced(min(_LEVELS[level]), operands)

    def _unary(self) -> Expression:
        minus = 0
        while self._is("-"):
            self._next()
            minus += 1
        operand = self._union()
        return Negation(operand) if minus % 2 else operand if not minus else Negation(Negation(operand))

    def _union(self) -> Expression:
        left = self._path_or_value()
        while self._is("|"):
            self._next()
            left = Binary("|", left, self._path_or_value())
        return left

    def _inside(self) -> Expression:
        """Parse a whole expression one bracket deeper."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError("nested too deeply", self._now.position, "depth")
        result = self._expression(0)
        self._depth -= 1
        return result

    def _path_or_value(self) -> Expression:
        token = self._now
        if token.sort is Sort.NUMBER:
            self._next()
            return Literal(int(token.text) if token.text.isdigit() else Decimal(token.text))
        if token.sort is Sort.STRING:
            self._next()
            return Literal(token.text)
        if self._is("("):
            return self._bracketed()
        if (
            token.sort is Sort.NAME
            and self._tokens[self._at + 1].text == "("
            and not self._is_quoted_bracket()
        ):
            return self._call_or_path()
        return self._location_path()

    def _is_quoted_bracket(self) -> bool:
        return self._tokens[self._at + 1].sort is not Sort.MARK

    def _bracketed(self) -> Expression:
        self._expect("(")
        result = self._inside()
        self._expect(")")
        if self._is("/") or self._is("["):
            raise ExpressionError("a path after brackets", self._now.position, "feature", "(…)/…")
        return result

    def _call_or_path(self) -> Expression:
        name = self._next()
        self._expect("(")
        arguments: list[Expression] = []
        if not self._is(")"):
            arguments.append(self._inside())
            while self._is(","):
                self._next()
                arguments.append(self._inside())
        self._expect(")")
        if not arguments and name.text in _OF_THE_NODE:
            arguments.append(Path((Step("."),), position=name.position))
        call = Call(name.text, tuple(arguments), name.position)
        if self._is("["):
            raise ExpressionError(
                "a predicate after a function", self._now.position, "feature", f"{name.text}(…)[…]"
            )
        if not self._is("/"):
            return call
        self._next()
        return Path(self._steps(), start=call, position=name.position)

    def _location_path(self) -> Expression:
        position = self._now.position
        if self._is("//"):
            self._next()
            return Path(self._steps(), absolute=True, anywhere=True, position=position)
        if self._is("/"):
            self._next()
            return Path(self._steps(), absolute=True, position=position)
        return Path(self._steps(), position=position)

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._is("/"):
            self._next()
            steps.append(self._step())
        if self._is("//"):
            raise ExpressionError("the descendant axis", self._now.position, "feature", "//")
        return tuple(steps)

    def _step(self) -> Step:
        token = self._now
        if token.text in _UNSUPPORTED and token.sort is not Sort.STRING:
            raise ExpressionError("not supported", token.position, "feature", token.text)
        if token.sort is not Sort.NAME and token.text not in (".", ".."):
            raise self._unexpected()
        self._next()
        name = self._on_axis(token) if self._is("::") else token.text
        predicates: list[Expression] = []
        while self._is("["):
            self._next()
            predicates.append(self._inside())
            self._expect("]")
        return Step(name, tuple(predicates))

    def _on_axis(self, axis: Token) -> str:
        """Return the step an axis with its node test stands for: ``parent::node()`` is ``..``."""
        self._next()
        if self._now.sort is not Sort.NAME:
            raise self._unexpected()
        test = self._next()
        if self._is("("):
            self._next()
            self._expect(")")
        every = test.text in ("*", "node")
        if axis.text not in _AXES or (axis.text != "child" and not every):
            raise ExpressionError("such axes are not supported", axis.position, "feature", f"{axis.text}::")
        return _AXES[axis.text] or test.text


def _balanced(operator: str, operands: list[Expression]) -> Expression:
    """Join operands from left to right as a tree of little depth."""
    if len(operands) == 1:
        return operands[0]
    half = len(operands) // 2
    return Binary(operator, _balanced(operator, operands[:half]), _balanced(operator, operands[half:]))
