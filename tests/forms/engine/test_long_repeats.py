"""Rules that ask each row of a repeat for its doubles: right for every kind of answer, and for ten thousand rows."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.engine import FormDefinition, FormSession
from forms.engine.live import MAX_ROWS
from tests.forms.engine.conftest import context

DOUBLES = """
    | survey |
    | | type | name | label | constraint | relevant |
    | | begin_repeat | line | 行 | | |
    | | text | asked | 问 | | |
    | | text | word | 词 | count(${line}[word = current()/../word]) <= 1 | ${asked} != 'no' |
    | | date | day | 日 | count(${line}[day = current()/../day and word = current()/../word]) <= 1 | |
    | | decimal | amount | 数 | count(${line}[amount = current()/../amount]) <= 1 | |
    | | end_repeat | | | | |
    | settings |
    | | form_id | version |
    | | doubles | 1 |
"""
ROWS = st.lists(
    st.fixed_dictionaries({
        "asked": st.sampled_from(["yes", "no"]),
        "word": st.sampled_from(["甲", "乙", "5", ""]),
        "day": st.sampled_from(["2026-11-22", "2026-11-23", ""]),
        "amount": st.sampled_from(["5", "5.0", "7", ""]),
    }),
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def doubles(definition_of: Any) -> FormDefinition:
    return definition_of(DOUBLES)


def expected(rows: list[dict[str, str]]) -> set[str]:
    """Return the places of the answers that stand twice, as a person would count them."""
    words = [row["word"] if row["asked"] == "yes" else "" for row in rows]
    days = [(row["day"], word) for row, word in zip(rows, words, strict=True)]
    amounts = [float(row["amount"]) if row["amount"] else None for row in rows]
    places = set()
    for name, values in (("word", words), ("day", days), ("amount", amounts)):
        often = Counter(values)
        for number, value in enumerate(values, 1):
            blank = value in ("", None) or (name == "day" and value[0] == "")
            if not blank and often[value] > 1:
                places.add(f"line[{number}].{name}")
    return places


@given(rows=ROWS)
def test_doubles_are_found_whatever_is_compared(doubles: FormDefinition, rows: list[dict[str, str]]) -> None:
    """Texts, dates and numbers, blank and irrelevant ones among them: the same as counted by hand, again and again."""
    answers = {"line": [{name: value for name, value in row.items() if value} for row in rows]}
    session = FormSession(doubles, context(), answers)

    assert {problem.place for problem in session.problems()} == expected(rows)
    assert {problem.place for problem in session.problems()} == expected(rows)


def test_an_answer_that_changes_is_seen_by_the_next_judgement(doubles: FormDefinition) -> None:
    """Nothing found out while the form stood still outlives a change."""
    session = FormSession(doubles, context(), {"line": [{"word": "甲"}, {"word": "甲"}]})
    before = {problem.place for problem in session.problems()}
    session.answer("line[2].word", "乙")

    assert before == {"line[1].word", "line[2].word"}
    assert session.problems() == []


def test_ten_thousand_rows_are_judged(doubles: FormDefinition) -> None:
    """As many rows as a repeat may have: two alike are found, and the form is not refused for asking too much."""
    first = date(2000, 1, 1)
    rows = [
        {"word": f"词{number}", "day": str(first + timedelta(days=number)), "amount": str(number + 1)}
        for number in range(MAX_ROWS)
    ]
    rows[-1] = {**rows[-1], "word": "词7"}
    session = FormSession(doubles, context(), {"line": rows})

    assert [problem.place for problem in session.problems()] == ["line[8].word", f"line[{MAX_ROWS}].word"]
