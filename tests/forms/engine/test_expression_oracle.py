"""Pure expressions against elementpath's XPath 1.0: two independent readings of the standard must agree."""

import math
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import elementpath
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from forms.engine import FormSession
from forms.engine.expression.values import to_string

ROOT = ElementTree.XML("<data/>")

NUMBERS = st.one_of(
    st.integers(0, 999).map(str),
    st.decimals(0, 99, places=2, allow_nan=False).map(lambda d: format(d, "f")),
)
TEXTS = st.text("abc 1-", max_size=5).map(lambda text: f"'{text}'")


def _numeric(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner),
        # by zero, and NaN by zero, elementpath raises or differs from XPath 1.0: those are cases in the table
        st.tuples(inner, st.sampled_from(["div", "mod"]), st.integers(1, 99).map(str)),
    )
    one = st.tuples(st.sampled_from(["floor", "ceiling", "round", "number"]), inner)
    return st.one_of(
        two.map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        one.map(lambda t: f"{t[0]}({t[1]})"),
        inner.map(lambda x: f"-{x}"),
        TEXTS.map(lambda x: f"string-length({x})"),
        TEXTS.map(lambda x: f"number({x})"),
    )


NUMERIC = st.recursive(NUMBERS, _numeric, max_leaves=6)
TEXTUAL = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda t: f"concat({t[0]}, {t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"substring-before({t[0]}, {t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"substring-after({t[0]}, {t[1]})"),
        st.tuples(inner, NUMBERS, NUMBERS).map(lambda t: f"substring({t[0]}, {t[1]}, {t[2]})"),
        # elementpath lets the last of equal letters win, XPath 1.0 §4.2 the first: so no equal letters here
        st.tuples(inner, inner).map(lambda t: f"translate({t[0]}, 'ab 1', {t[1]})"),
        inner.map(lambda x: f"normalize-space({x})"),
    ),
    max_leaves=4,
)
TRUTH = st.recursive(
    st.one_of(
        st.tuples(NUMERIC, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMERIC).map(" ".join),
        st.tuples(TEXTUAL, st.sampled_from(["=", "!="]), TEXTUAL).map(" ".join),
        st.tuples(TEXTUAL, st.sampled_from(["=", "!=", "<", ">"]), NUMERIC).map(" ".join),
        st.tuples(TEXTUAL, TEXTUAL).map(lambda t: f"contains({t[0]}, {t[1]})"),
        st.tuples(TEXTUAL, TEXTUAL).map(lambda t: f"starts-with({t[0]}, {t[1]})"),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda x: f"not({x})"),
    ),
    max_leaves=4,
)

# generated expressions are compiled afresh, so few examples already cost a second
LIMITS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="session")
def ours(expression_session: Callable[[str], FormSession]) -> Callable[[str], Any]:
    """Return what works an expression out with our engine, before it becomes a typed answer."""

    def work_out(expression: str) -> Any:
        session = expression_session(expression)
        cell = session.definition.program.root.names["result"]
        root = session._live.root
        assert cell.calculate is not None
        return cell.calculate.run(root, root)

    return work_out


def theirs(expression: str) -> Any:
    """Work an expression out with elementpath; where it raises and XPath 1.0 has a value, it is no oracle."""
    try:
        token = elementpath.XPath1Parser().parse(expression)
        return token.evaluate(elementpath.XPathContext(ROOT))
    except elementpath.ElementPathError:
        reject()


@LIMITS
@given(NUMERIC)
def test_numbers_agree_with_elementpath(ours: Callable[[str], Any], expression: str) -> None:
    """Arithmetic agrees with elementpath within what its binary fractions can hold."""
    # elementpath says 1 mod -3 = 2; XPath 1.0 §3.5 says the remainder has the sign of the dividend
    assume(not ("mod" in expression and "-" in expression))
    a, b = float(ours(expression)), float(theirs(expression))
    assume(not _at_a_jump(expression, a, b))
    assert (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9), expression


@LIMITS
@given(TEXTUAL)
def test_texts_agree_with_elementpath(ours: Callable[[str], Any], expression: str) -> None:
    """Text functions agree with elementpath."""
    assert to_string(ours(expression)) == theirs(expression)


@LIMITS
@given(TRUTH)
def test_truths_agree_with_elementpath(ours: Callable[[str], Any], expression: str) -> None:
    """Comparisons and logic agree with elementpath."""
    assume(
        not any(word in expression for word in ("div", "mod", "*", "."))
    )  # where 0.1 + 0.2 is not 0.3 there
    assert ours(expression) is theirs(expression)


def _at_a_jump(expression: str, a: float, b: float) -> bool:
    """Whether exact and binary arithmetic may rightly differ: rounding or a remainder of a not exact fraction."""
    jumps = any(word in expression for word in ("mod", "floor", "ceiling", "round"))
    return jumps and ("." in expression or "div" in expression) and not math.isclose(a, b, rel_tol=1e-9)
