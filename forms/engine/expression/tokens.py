"""Cuts an expression into tokens, by XPath 1.0 §3.7 (its rule for `*`, `and`, `or`, `div`, `mod` included)."""

import re
from enum import StrEnum
from typing import NamedTuple

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


class Token(NamedTuple):
    """One token and where it starts."""

    sort: Sort
    text: str
    position: int


_NAME = r"[^\W\d][\w.\-·]*(?::(?!:)[^\W\d][\w.\-·]*)?"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<string>"[^"]*"|'[^']*')|(?P<name>{_NAME})"""
    r"""|(?P<operator>!=|<=|>=|[=<>+\-|])|(?P<mark>\.\.|::|//|[()\[\]./,@$*]))"""
)
_WORDS = {"*", "and", "or", "div", "mod"}
_BEFORE_OPERAND = {"(", "[", ",", "@", "::", "/", "//"}
_SORTS = {str(sort): sort for sort in Sort}


def tokens(text: str) -> list[Token]:
    """Return the tokens of *text*, an END last; raises `ExpressionError`."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("too long", MAX_LENGTH, "depth")
    found: list[Token] = []
    text = text.rstrip()
    position, operand = 0, False  # whether an operand has just ended, so that `*` and the words are operators
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise ExpressionError(f"unexpected character {text[position:].strip()[:1]!r}", position)
        sort, words = _SORTS[match.lastgroup], match[match.lastgroup]
        if words in _WORDS:
            sort = Sort.OPERATOR if operand else Sort.NAME
        operand = sort is not Sort.OPERATOR and not (sort is Sort.MARK and words in _BEFORE_OPERAND)
        start, position = match.start(match.lastgroup), match.end()
        found.append(Token(sort, words[1:-1] if sort is Sort.STRING else words, start))
    found.append(Token(Sort.END, "", len(text)))
    return found
