"""Whatever an author writes, the parser gives a tree or says what is wrong; it never falls over."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.engine.expression.parser import parse
from forms.engine.expression.syntax import Binary, Path
from forms.engine.expression.tokens import ExpressionError

PIECES = st.sampled_from(
    [
        "1",
        "2.5",
        "'x'",
        '"',
        "a",
        "/data/a",
        "..",
        ".",
        "(",
        ")",
        "[",
        "]",
        "+",
        "-",
        "*",
        "div",
        "mod",
        "and",
        "or",
        "=",
        "!=",
        "<",
        ">=",
        "|",
        ",",
        "not(",
        "count(",
        "current()",
        "instance('x')/root/item",
        "@",
        "$",
        "//",
        "::",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Random text and random expressions only ever give a tree or an ExpressionError."""
    came: object = None
    try:
        came = parse(text)
    except ExpressionError as error:
        came = str(error)
    assert came


def test_operators_are_names_where_a_name_must_stand() -> None:
    """A question may be called div, mod, and, or: XPath 1.0 §3.7 tells them apart by place."""
    tree = parse("div div mod")
    assert isinstance(tree, Binary)
    assert (tree.operator, type(tree.left), type(tree.right)) == ("div", Path, Path)
    assert isinstance(parse("../and"), Path)
    assert isinstance(parse("a-b"), Path)  # a hyphen belongs to the name
    assert isinstance(parse("a - b"), Binary)


@pytest.mark.parametrize(
    ("expression", "kind", "position"),
    [
        ("1 +", "syntax", 3),
        ("a ? b", "syntax", 1),
        ("(1", "syntax", 2),
        ("1 2", "syntax", 2),
        ("'x", "syntax", 0),
    ],
)
def test_the_place_of_a_mistake_is_told(expression: str, kind: str, position: int) -> None:
    """An error says at which character the expression stops making sense."""
    with pytest.raises(ExpressionError) as caught:
        parse(expression)
    assert caught.value.kind == kind
    assert caught.value.position == position


def test_names_may_be_chinese(value_of: Callable[..., Any]) -> None:
    """Question names and texts in Chinese are read like any other."""
    assert isinstance(parse("/data/姓名 = '张三'"), Binary)
    assert value_of("concat('张', /data/a)", a="三") == "张三"
