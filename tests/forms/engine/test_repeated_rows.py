"""Repeats: rows that come and go, what is counted over them, and what each row may ask of the others."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CLASS = """
    | survey |
    | | type | name | label | relevant | required | constraint | constraint_message | calculation | trigger | default |
    | | text | title | 班次 | | yes | | | | | |
    | | decimal | rate | 标准 | | | | | | | 100 |
    | | select_one yes_no | paid | 发补贴 | | | | | | | |
    | | begin repeat | trainee | 学员 | | | | | | | |
    | | text | id_no | 证号 | | yes | count(/data/trainee[id_no = current()/../id_no]) = 1 | 本班已有此人。 | | | |
    | | integer | hours | 学时 | | | . <= 200 | | | | |
    | | date | came_on | 报到 | | | | | | | today() |
    | | calculate | line_no | | | | | | position(..) | | |
    | | calculate | pay | | ${paid} = '1' | | | | round(${hours} * ${rate}, 2) | | |
    | | text | remark | 备注 | ${hours} > 100 | yes | | | | | |
    | | end repeat | | | | | | | | | |
    | | calculate | actual | | | | | | count(${trainee}) | | |
    | | calculate | total | | | | | | sum(${pay}) | | |
    | | calculate | long | | | | | | count(/data/trainee[hours > 100]) | | |
    | | calculate | first_id | | | | | | indexed-repeat(${id_no}, ${trainee}, 1) | | |
    | | calculate | everyone | | | | | | join('、', ${id_no}) | | |
    | choices |
    | | list_name | name | label |
    | | yes_no | 1 | 是 |
    | | yes_no | 0 | 否 |
    | settings |
    | | form_id | form_title | version |
    | | class | 班 | 1 |
"""


def test_rows_are_added_counted_and_removed(fill: Any) -> None:
    """A new class has no trainees; each row added or removed is counted and numbered at once."""
    session = fill(CLASS)
    assert session.count("trainee") == 0
    assert session.state("actual").value == "0"
    change = session.add("trainee")
    assert change.structure
    session.answer("trainee[1].id_no", "甲")
    session.add("trainee", at=1)
    session.answer("trainee[1].id_no", "乙")
    assert session.state("everyone").value == "乙、甲"
    assert session.state("trainee[2].line_no").value == "2"
    session.remove("trainee", 1)
    assert session.state("trainee[1].id_no").value == "甲"
    assert session.state("trainee[1].line_no").value == "1"
    assert session.state("actual").value == "1"
    assert session.state("first_id").value == "甲"


def test_a_new_row_gets_its_defaults(fill: Any) -> None:
    """The day of arrival is today in every new row, and a person may change it."""
    session = fill(CLASS)
    session.add("trainee")
    assert session.state("trainee[1].came_on").text == "2026-11-22"
    session.answer("trainee[1].came_on", "20261120")
    session.add("trainee")
    assert session.state("trainee[1].came_on").text == "2026-11-20"


def test_the_same_person_twice_is_refused_in_both_rows(fill: Any) -> None:
    """A rule over all rows is judged in each row, and told when another row changes."""
    session = fill(CLASS)
    for number, name in enumerate(("甲", "乙", "甲"), 1):
        session.add("trainee")
        change = session.answer(f"trainee[{number}].id_no", name)
    assert "trainee[1].id_no" in change.paths
    assert [p.place for p in session.problems() if p.place != "title"] == [
        "trainee[1].id_no",
        "trainee[3].id_no",
    ]
    session.answer("trainee[3].id_no", "丙")
    assert [p.place for p in session.problems()] == ["title"]


def test_sums_over_rows_follow_every_change(fill: Any) -> None:
    """The total follows hours, rate, rows, and whether there is pay at all."""
    session = fill(CLASS)
    for hours in ("10", "8.5", "110"):
        session.add("trainee")
        session.answer(f"trainee[{session.count('trainee')}].hours", hours)
    assert session.state("trainee[2].hours").problems[0].code == "FORMS-008"
    session.answer("trainee[2].hours", "8")
    assert session.state("total").value == "0"
    session.answer("paid", "1")
    assert session.state("total").value == "12800"
    session.answer("rate", "0.01")
    assert session.state("total").value == "1.28"
    session.remove("trainee", 3)
    assert session.state("total").value == "0.18"
    session.undo()
    assert session.state("total").value == "1.28"
    assert session.state("long").value == "1"


def test_rows_go_out_as_a_list_and_come_back(fill: Any) -> None:
    """A repeat is a list of rows; an irrelevant answer inside a row is left out of the completed record."""
    session = fill(CLASS)
    session.add("trainee")
    session.answer("trainee[1].hours", 120)
    session.answer("trainee[1].remark", "长期")
    session.answer("trainee[1].hours", 20)
    assert session.answers()["trainee"][0]["remark"] == "长期"
    assert "remark" not in session.answers(relevant_only=True)["trainee"][0]
    again = fill(CLASS, session.answers())
    assert again.answers() == session.answers()
    assert again.paths() == session.paths()


def test_undo_brings_a_removed_row_back_whole(fill: Any) -> None:
    """A row removed by mistake comes back with all its answers, at its place."""
    session = fill(CLASS)
    for name in "甲乙丙":
        session.add("trainee")
        session.answer(f"trainee[{session.count('trainee')}].id_no", name)
    before = session.answers()
    session.remove("trainee", 2)
    session.undo()
    assert session.answers() == before
    session.redo()
    assert session.state("everyone").value == "甲、丙"


def test_rows_that_are_not_there_are_named(fill: Any) -> None:
    """Asking for a row that does not exist is an error of ours, not a silent blank."""
    session = fill(CLASS)
    for path in ("trainee[1].id_no", "trainee.id_no", "nobody[1].x"):
        with pytest.raises(KeyError):
            session.state(path)
    with pytest.raises(KeyError):
        session.remove("trainee", 1)


COUNTED = """
    | survey |
    | | type | name | label | calculation | repeat_count |
    | | integer | children | 子女数 | | |
    | | begin repeat | child | 子女 | | ${children} |
    | | text | name | 姓名 | | |
    | | begin repeat | school | 学校 | | |
    | | text | place | 地点 | | |
    | | calculate | line | | concat(${name}, '在', ${place}, position(..)) | |
    | | end repeat | | | | |
    | | calculate | schools | | count(${school}) | |
    | | end repeat | | | | |
    | | calculate | all_schools | | count(${school}) | |
    | settings |
    | | form_id | version |
    | | family | 1 |
"""


def test_a_counted_repeat_follows_its_count(fill: Any) -> None:
    """As many rows as were said; rows above the count wait, and come back with their answers."""
    session = fill(COUNTED)
    session.answer("children", "3")
    assert session.count("child") == 3
    session.answer("child[3].name", "小三")
    session.answer("children", "1")
    assert session.count("child") == 1
    session.answer("children", "3")
    assert session.state("child[3].name").value == "小三"
    with pytest.raises(ValueError, match="counted"):
        session.add("child")


def test_rows_inside_rows_see_the_row_around_them(fill: Any) -> None:
    """A nested row reads its own parent's answers and is counted there, and in the whole form."""
    session = fill(COUNTED)
    session.answer("children", 2)
    session.answer("child[2].name", "小花")
    session.add("child[1].school")
    session.add("child[2].school")
    session.add("child[2].school")
    session.answer("child[2].school[2].place", "成都")
    assert session.state("child[2].school[2].line").value == "小花在成都2"
    assert session.state("child[2].schools").value == "2"
    assert session.state("all_schools").value == "3"
    assert fill(COUNTED, session.answers()).answers() == session.answers()


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("hours"), st.integers(0, 3), st.sampled_from(["", "5", "120", "x", "7.5"])),
        st.tuples(st.just("id_no"), st.integers(0, 3), st.sampled_from(["", "甲", "乙"])),
        st.tuples(st.just("rate"), st.just(0), st.sampled_from(["", "0.1", "100", "9999999999"])),
        st.tuples(st.just("paid"), st.just(0), st.sampled_from(["", "0", "1", "2"])),
        st.tuples(st.just("add"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("remove"), st.integers(0, 3), st.just("")),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just("")),
    ),
    max_size=25,
)


def act(session: Any, verb: str, number: int, value: str) -> None:
    """Do one thing a clerk may do."""
    if verb == "add":
        session.add("trainee", number + 1)
    elif verb in ("undo", "redo"):
        getattr(session, verb)()
    elif verb in ("rate", "paid"):
        session.answer(verb, value)
    elif number < session.count("trainee"):
        if verb == "remove":
            session.remove("trainee", number + 1)
        else:
            session.answer(f"trainee[{number + 1}].{verb}", value)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_working_out_changes_equals_working_out_all(fill: Any, actions: list[tuple[str, int, str]]) -> None:
    """After any history, what was kept up to date step by step equals the same answers opened afresh."""
    session = fill(CLASS)
    for action in actions:
        act(session, *action)
    fresh = fill(CLASS, session.answers())
    assert fresh.answers() == session.answers()
    assert fresh.answers(relevant_only=True) == session.answers(relevant_only=True)
    assert [(p.code, p.place) for p in fresh.problems()] == [(p.code, p.place) for p in session.problems()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_undoing_everything_gives_the_beginning(fill: Any, actions: list[tuple[str, int, str]]) -> None:
    """Undo leads back to the new record, whatever was done, and redo to the end again."""
    session = fill(CLASS)
    start = session.answers()
    for action in actions:
        act(session, *action)
    while session.can_redo:
        session.redo()
    end = session.answers()
    while session.can_undo:
        session.undo()
    assert session.answers() == start
    while session.can_redo:
        session.redo()
    assert session.answers() == end


def test_money_stays_exact_over_rows(fill: Any) -> None:
    """A thousand lines of ten fen are a hundred yuan."""
    session = fill(CLASS, {"paid": "1", "rate": "0.1", "trainee": [{"hours": 1}] * 1000})
    assert session.state("total").value == "100"
    assert isinstance(session.state("rate").value, Decimal)
