"""Cuts an expression into tokens, by XPath 1.0 §3.7 (its rule for `*`, `and`, `or`, `div`, `mod` included)."""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_LENGTH = 20_000  # characters; the longest expression met in public forms has 6,000


class ExpressionError(Exception):
    """An expression that cannot be used; *reason* is a short English phrase, *position* counts characters."""

    def __init__(self, reason: str, position: int = 0, kind: str = "syntax", subject: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position
        self.kind = kind  # syntax | function | path | feature | depth | arguments | pattern
        self.subject = subject  # the function, path or feature meant


class Sort(StrEnum):
    """What a token is."""

    NUMBER = "number"
    STRING = "string"
    NAME = "name"  # a step, a function or an axis
    OPERATOR = "operator"  # and or div mod * + - = != < <= > >= |
    MARK = "mark"  # ( ) [ ] . .. / // , @ :: $
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it starts."""

    sort: Sort
    text: str
    position: int


_NAME = r"[^\W\d][\w.\-·]*(?::(?!:)[^\W\d][\w.\-·]*)?"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<string>"[^"]*"|'[^']*')|(?P<name>{_NAME})"""
    r"""|(?P<operator>!=|<=|>=|[=<>+\-|])|(?P<mark>\.\.|::|//|[()\[\]./,@$*]))"""
)
_WORDS = {"and", "or", "div", "mod"}
_BEFORE_OPERAND = {"(", "[", ",", "@", "::", "/", "//"}


def tokens(text: str) -> list[Token]:
    """Return the tokens of *text*, an END last; raises `ExpressionError`."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too long", MAX_LENGTH, "depth")
    found: list[Token] = []
    text = text.rstrip()
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match or match.lastgroup is None:
            raise ExpressionError(f"unexpected character {text[position:].strip()[:1]!r}", position)
        found.append(_token(match, match.lastgroup, found))
        position = match.end()
    found.append(Token(Sort.END, "", len(text)))
    return found


def _token(match: re.Match[str], group: str, before: list[Token]) -> Token:
    text, position = match[group], match.start(group)
    if group == "string":
        return Token(Sort.STRING, text[1:-1], position)
    if (text == "*" or text in _WORDS) and _operator_follows(before):
        return Token(Sort.OPERATOR, text, position)
    return Token(Sort.NAME if text == "*" else Sort(group), text, position)


def _operator_follows(before: list[Token]) -> bool:
    """Whether, after the tokens so far, `*` and the words are operators (an operand has just ended)."""
    if not before:
        return False
    last = before[-1]
    return last.sort is not Sort.OPERATOR and not (last.sort is Sort.MARK and last.text in _BEFORE_OPERAND)
