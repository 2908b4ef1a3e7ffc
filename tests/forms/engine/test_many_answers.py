"""Answers given all at once leave a form as answers given one after the other: an import may trust its one judgement."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.compile import compile_xlsform
from forms.definitions import builtin
from forms.engine import FormDefinition, FormSession
from forms.reference import Reference

FORM = """
    | survey |
    | | type | name | label | relevant | required | constraint | calculation | trigger | default |
    | | text | id_no | 号码 | | yes | string-length(.) < 8 | | | |
    | | text | facts | 事实 | | | | substr(${id_no}, 0, 2) | ${id_no} | |
    | | text | sex | 性别 | | | | if(${facts} = '', ${sex}, substr(${id_no}, 0, 1)) | ${id_no} | 9 |
    | | integer | wage | 工资 | ${sex} != '2' | yes | . > 0 | | | |
    | | text | why | 原因 | ${wage} > 5 | | | concat(${sex}, ${wage}) | ${wage} | |
    | | calculate | double | | | | | ${wage} * 2 | | |
    | | begin_group | more | 更多 | ${double} > 10 | | | | | |
    | | text | extra | 附加 | | yes | | concat(${why}, '!') | ${extra_from} | |
    | | text | extra_from | 来源 | | | | | | |
    | | end_group | | | | | | | | |
    | settings |
    | | form_id | version |
    | | many | 1 |
"""
QUESTIONS = ("id_no", "facts", "sex", "wage", "why", "extra", "extra_from")
VALUES = st.sampled_from(["", "1", "2", "12", "27", "x", "2100", "123456789"])
LIMITS = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Answers = list[tuple[str, Any]]


def outcome(session: FormSession) -> tuple[Any, ...]:
    """Return all that a client can ask of a form: answers, problems, and how each question stands."""
    states = [
        (path, state.value, state.relevant, state.required, [p.code for p in state.problems])
        for path in session.paths()
        for state in [session.state(path)]
    ]
    return session.answers(), [(p.code, p.place) for p in session.problems()], states, session.title()


def assert_same(at_once: FormSession, stepwise: FormSession, answers: Answers) -> None:
    """Give the same answers both ways, compare, take both back, and compare again."""
    before = outcome(at_once)
    at_once.fill(answers)
    for path, value in answers:
        stepwise.answer(path, value)
    assert outcome(at_once) == outcome(stepwise)
    if at_once.can_undo:
        at_once.undo()
    assert outcome(at_once) == before


@LIMITS
@given(answers=st.lists(st.tuples(st.sampled_from(QUESTIONS), VALUES), max_size=8))
def test_triggers_and_gates(fill: Callable[..., FormSession], answers: Answers) -> None:
    """What answers set off, hide and overwrite comes out the same, whatever is answered in whatever order."""
    assert fill(FORM).definition.program.steady
    assert_same(fill(FORM), fill(FORM), answers)


@pytest.fixture(scope="module")
def employment() -> FormDefinition:
    """Return the employment form of first light."""
    return compile_xlsform(builtin()["employment"]).definition


PERSON = st.sampled_from(
    [
        ("id_no", "513435198503070118"),
        ("id_no", "51343519900101002X"),
        ("id_no", "12345"),
        ("id_type", "50"),
        ("id_type", "10"),
        ("sex", "2"),
        ("sex", "1"),
        ("birth_date", "1985-03-07"),
        ("birth_date", "1999-09-09"),
        ("work_region", "440606"),
        ("is_abroad", "yes"),
        ("employment_form", "30"),
        ("start_month", "2026-03-01"),
        ("end_month", "2026-09-01"),
        ("monthly_wage", "4500"),
        ("monthly_wage", "多"),
        ("contract_kind", "fixed"),
        ("contract_to", "2027-01-01"),
        ("status", "left"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.lists(PERSON, max_size=10))
def test_employment_form(
    employment: FormDefinition, make_context: Callable[..., Any], answers: Answers
) -> None:
    """The employment form, with its ID numbers that fill sex and birth date, comes out the same both ways."""
    office = [{"key": "office_code", "value": "513435"}, {"key": "stable_months", "value": "3"}]
    tables = make_context(**Reference.load().instances(), office=office)
    assert employment.program.steady
    assert_same(FormSession(employment, tables), FormSession(employment, tables), answers)


def test_function_is_given_what_stands(fill: Callable[..., FormSession]) -> None:
    """A value may depend on what earlier answers of the same list filled."""
    session = fill(FORM)

    session.fill([("id_no", "27"), ("sex", lambda stands: f"{stands}{stands}")])

    assert session.state("sex").value == "22"


def test_forms_with_chance_are_filled_step_by_step(fill: Callable[..., FormSession]) -> None:
    """A form that draws a number keeps the one drawn at the first answer, as when answered one by one."""
    form = """
        | survey |
        | | type | name | label | calculation |
        | | text | a | 甲 | |
        | | text | b | 乙 | |
        | | calculate | first | | once(concat(${a}, ${b})) |
        | settings |
        | | form_id | version |
        | | chance | 1 |
    """
    session = fill(form)

    session.fill([("a", "x"), ("b", "y")])

    assert not session.definition.program.steady
    assert session.state("first").value == "x"


def test_new_form_begins_alike_every_time(fill: Callable[..., FormSession]) -> None:
    """The second and third new record of a session begin with the defaults, however the one before was filled."""
    session = fill(FORM)
    begun = outcome(session)

    for _ in range(2):
        session.fill([("id_no", "27"), ("wage", "9")])
        session.reset()
        assert outcome(session) == begun
