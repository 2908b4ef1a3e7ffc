"""A form used again and again is written out as one function: what it says must not change by that."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.compile import load_xform
from forms.engine import Context, FormDefinition, FormSession
from forms.engine.passes import WARM

NUMBERS = st.sampled_from(
    [
        "/data/n",
        "/data/m",
        "3",
        "0.5",
        "number(/data/a)",
        "count-selected(/data/many)",
        "decimal-date-time(/data/d)",
        "coalesce(/data/n, 0)",
        "coalesce(/data/a, 3)",
        "coalesce(/data/d, 7)",
        "coalesce(/data/many, 1)",
        "coalesce(0 div 0, 2)",
        "(1 div 0)",
        "9999999999999999999999999999999999",
    ]
)
TEXTS = st.sampled_from(
    [
        "/data/a",
        "/data/b",
        "'x'",
        "''",
        '"it\'s"',
        "'\\'",
        "string(/data/n)",
        "format-date(/data/d, '%Y-%m')",
        "/data/many",
    ]
)
DAYS = st.sampled_from(["/data/d", "../e", "today()", "date('2026-01-31')"])
NUMERIC = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "div", "mod"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.lists(inner, min_size=3, max_size=4).map(lambda terms: f"({' + '.join(terms)})"),
        inner.map(lambda x: f"-{x}"),
        inner.map(lambda x: f"round({x}, 1)"),
        TEXTS.map(lambda x: f"string-length({x})"),
    ),
    max_leaves=5,
)
TRUTH = st.recursive(
    st.one_of(
        st.tuples(NUMERIC, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMERIC).map(" ".join),
        st.tuples(TEXTS, st.sampled_from(["=", "!=", "<"]), st.one_of(TEXTS, NUMERIC)).map(" ".join),
        st.tuples(DAYS, st.sampled_from(["=", "<", ">="]), st.one_of(DAYS, TEXTS)).map(" ".join),
        TEXTS.map(lambda x: f"regex({x}, '[a-z]+')"),
        TEXTS.map(lambda x: f"selected(/data/many, {x})"),
        st.one_of(TEXTS, NUMBERS),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda x: f"not({x})"),
    ),
    max_leaves=5,
)
VALUES = st.one_of(
    NUMERIC,
    TEXTS,
    DAYS,
    st.tuples(TEXTS, TEXTS, NUMERIC).map(lambda t: f"concat({', '.join(t)})"),
    st.tuples(TRUTH, TEXTS, st.one_of(TEXTS, NUMERIC)).map(lambda t: f"if({t[0]}, {t[1]}, {t[2]})"),
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from(["x", "abc", "12", "2026-01-31", "{0}'\"", "0"]),
        "b": st.sampled_from(["x", "7.50", "é"]),
        "n": st.sampled_from(["0", "0.5", "-3", "4500"]),
        "m": st.integers(-5, 5),
        "d": st.sampled_from(["2026-01-31", "1999-12-01"]),
        "e": st.sampled_from(["2026-11-22", "2026-01-31"]),
        "many": st.sampled_from([["x"], ["y", "x"]]),
    },
)


def form(value: str, holds: str) -> str:
    """Return an XForm of answers of many kinds, a calculated value, and a question asked and allowed by *holds*."""
    kinds = {
        "a": "string",
        "b": "string",
        "n": "decimal",
        "m": "int",
        "d": "date",
        "e": "date",
        "many": "string",
    }
    fields = "".join(f"<{name}/>" for name in (*kinds, "result", "asked", "kept"))
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in kinds.items())
    quoted = [
        text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for text in (value, holds)
    ]
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f'<h:head><h:title>t</h:title><model><instance><data id="t" version="1">{fields}</data></instance>{binds}'
        f'<bind nodeset="/data/result" type="string" calculate="{quoted[0]}"/>'
        f'<bind nodeset="/data/asked" type="string" relevant="{quoted[1]}" required="{quoted[1]}"/>'
        f'<bind nodeset="/data/kept" type="string" constraint="{quoted[1]}" required="{quoted[1]}"/>'
        '</model></h:head><h:body><select ref="/data/many"><item><label>1</label><value>x</value></item>'
        "<item><label>2</label><value>y</value></item></select></h:body></h:html>"
    )


def told(session: FormSession) -> tuple[Any, ...]:
    """Return all a clerk can learn: the answers, what stands against completing, what is asked."""
    problems = [(one.place, one.detail.code) for one in session.problems()]
    return session.answers(), problems, session.relevant("asked")


def used(definition: FormDefinition, context: Context) -> FormSession:
    """Return a session of a form that was used so often that it is written out."""
    session = FormSession(definition, context)
    for _ in range(WARM + 1):
        session.reset({}, new=False)
        session.problems()
    return session


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, holds=TRUTH, records=st.lists(RECORDS, min_size=1, max_size=4))
def test_a_form_used_often_says_what_it_said_at_first(
    make_context: Callable[..., Context], value: str, holds: str, records: list[dict[str, Any]]
) -> None:
    """Whatever is calculated, asked and allowed: a written form gives the same answers and problems."""
    xform = form(value, holds)
    fresh, often = FormSession(load_xform(xform), make_context()), used(load_xform(xform), make_context())
    for record in records:
        for kept in ({}, {"kept": "k", "asked": "q"}):
            fresh.reset(record | kept, new=False)
            often.reset(record | kept, new=False)
            assert told(often) == told(fresh), (value, holds)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_rows_of_repeats_are_judged_in_a_form_used_often(fill: Callable[..., FormSession], rows: int) -> None:
    """Rows of a repeat keep their calculations and problems, each at its own place, when the form is written."""
    session = fill(
        """
        | survey |
        | | type | name | label | calculation | constraint | required | relevant |
        | | integer | limit | l | | | | |
        | | begin_repeat | visit | v | | | | |
        | | integer | days | d | | . <= ${limit} | yes | |
        | | calculate | double | | ${days} * 2 | | | |
        | | text | why | w | | | yes | ${double} > 10 |
        | | end_repeat | | | | | | |
        | settings |
        | | form_id | version |
        | | written_rows | 1 |
        """
    )
    answers = {"limit": 7, "visit": [{"days": 6 + number} for number in range(rows)]}
    found = []
    for _ in range(WARM + 2):
        session.reset(answers, new=False)
        found.append((session.answers(), [(one.place, one.detail.code) for one in session.problems()]))
    assert all(one == found[0] for one in found)
    assert [row["double"] for row in found[-1][0].get("visit", [])] == ["12", "14", "16"][:rows]
    assert [place for place, _code in found[-1][1]] == [
        place for number in range(1, rows + 1) for place in _places(number)
    ]


def _places(number: int) -> list[str]:
    why = f"visit[{number}].why"
    return [why] if number < 3 else [f"visit[{number}].days", why]
