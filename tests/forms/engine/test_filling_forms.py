"""What a clerk meets while filling a form: what is asked, what is calculated, what stands against completing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from forms.engine import FormSession, Kind
from forms.problems import Severity

WORKER = """
    | survey |
    | | type | name | label::中文 (zh) | label::English (en) | relevant | required | constraint | constraint_message::中文 (zh) | constraint_message::English (en) | calculation | trigger | default | bind::xz:check | bind::xz:soft | bind::xz:softMsg | bind::xz:softMsgEn | bind::xz:money |
    | | text | id_no | 证件号码 | ID number | | yes | | | | | | | resident_id | | | | |
    | | select_one sexes | sex | 性别 | Sex | | yes | | | | if(substr(${id_no}, 16, 17) mod 2 = 1, '1', '2') | ${id_no} | | | | | | |
    | | date | started | 就业日期 | Started | | yes | . <= today() | 不能晚于今天。 | Not after today. | | | | | | | | |
    | | date | seen_on | 走访日期 | Seen | | | | | | | | today() | | | | | |
    | | select_one yes_no | employed | 是否就业 | Employed? | | yes | | | | | | 1 | | | | | |
    | | begin group | job | 就业情况 | Job | ${employed} = '1' | | | | | | | | | | | | |
    | | decimal | wage | 月工资 | Wage | | yes | . > 0 | | | | | | | . >= 400 and . <= 30000 | ${sex}的月工资少见 | Odd wage | CNY |
    | | integer | months | 月数 | Months | ${wage} > 0 | | . >= 0 and . <= 12 | | | | | | | | | | |
    | | calculate | income | | | | | | | | ${wage} * ${months} | | | | | | | |
    | | end group | | | | | | | | | | | | | | | | |
    | | text | reason | 原因 | Reason | ${employed} = '0' | ${employed} = '0' | | | | | | | | | | | |
    | | note | thanks | 谢谢，证件 ${id_no}，性别${sexname} | Thanks ${id_no} ${sexname} | | | | | | | | | | | | | |
    | | calculate | sexname | | | | | | | | jr:choice-name(${sex}, '${sex}') | | | | | | | |
    | choices |
    | | list_name | name | label::中文 (zh) | label::English (en) | synonyms |
    | | sexes | 1 | 男 | Male | 男性 |
    | | sexes | 2 | 女 | Female | |
    | | yes_no | 1 | 是 | Yes | |
    | | yes_no | 0 | 否 | No | |
    | settings |
    | | form_id | form_title | version | default_language | instance_name | namespaces |
    | | worker | 务工 | 2026112201 | 中文 (zh) | concat(${id_no}, ' ', ${wage}) | xz="urn:xiezuo:forms" |
"""
WOMAN = "513221199001010028"  # invented; check digit right, even sequence: a woman
MAN = "513221199001010036"


def codes(session: FormSession, path: str) -> list[str]:
    """Return the codes of what stands against one answer."""
    return [problem.code for problem in session.state(path).problems]


def test_a_new_record_has_its_defaults(fill: Any) -> None:
    """A new record starts with fixed and calculated defaults, a stored one only with what it holds."""
    new, stored = fill(WORKER), fill(WORKER, {"id_no": WOMAN})
    assert new.answers() == {"seen_on": "2026-11-22", "employed": "1"}
    assert stored.answers() == {"id_no": WOMAN}


def test_required_is_asked_only_of_blanks_that_are_asked(fill: Any) -> None:
    """A blank required question stands against completing; one that is not asked does not."""
    session = fill(WORKER)
    assert [p.place for p in session.problems()] == ["id_no", "sex", "started", "wage"]
    session.answer("employed", "0")
    assert [p.place for p in session.problems()] == ["id_no", "sex", "started", "reason"]
    assert session.state("reason").required
    assert not session.state("wage").relevant


def test_a_constraint_is_not_asked_of_blanks(fill: Any) -> None:
    """A constraint speaks its own words, in the reader's language, and only about given answers."""
    session = fill(WORKER)
    session.answer("started", "2026-11-23")
    (problem,) = session.state("started").problems
    assert problem.what() == "不能晚于今天。"
    assert problem.what(lambda text: "en" if text == "zh" else text) == "Not after today."
    session.answer("started", None)
    assert codes(session, "started") == ["FORMS-001"]


def test_the_sex_is_filled_from_the_id_number_and_stays_editable(fill: Any) -> None:
    """A trigger fills another question when an answer changes, and a person may correct it."""
    session = fill(WORKER)
    change = session.answer("id_no", WOMAN)
    assert session.state("sex").value == "2"
    assert {"id_no", "sex"} <= change.paths
    session.answer("sex", "1")
    session.answer("wage", "4500")
    session.explain("id_no", "已核对原件")
    assert session.state("sex").value == "1"
    session.answer("id_no", MAN)
    assert session.state("sex").value == "1"
    for _ in range(4):
        session.undo()
    assert session.state("sex").value == "2"


def test_a_new_record_from_an_import_is_filled_by_triggers_where_blank(fill: Any) -> None:
    """Rows of a workbook get what a clerk's typing would have filled, but what the row says stays."""
    session = fill(WORKER)
    session.reset({"id_no": WOMAN}, new=True)
    assert session.answers()["sex"] == "2"
    session.reset({"id_no": WOMAN, "sex": "1"}, new=True)
    assert session.answers()["sex"] == "1"


def test_irrelevant_answers_are_kept_while_typing_and_left_out_when_completed(fill: Any) -> None:
    """Changing one's mind loses nothing; a completed record holds only what was asked."""
    session = fill(WORKER)
    session.answer("wage", "4500")
    session.answer("months", "3")
    change = session.answer("employed", "0")
    assert {"wage", "months", "employed", "reason"} <= change.paths
    assert session.answers()["wage"] == "4500"
    assert "wage" not in session.answers(relevant_only=True)
    assert session.state("income").value is None  # expressions see nothing of what is not asked
    session.answer("employed", "1")
    assert session.state("income").value == "13500"


def test_relevance_is_inherited_and_chained(fill: Any) -> None:
    """A question in a group that is not asked is not asked, whatever its own rule says."""
    session = fill(WORKER, {"employed": "0", "wage": "5000", "months": 2})
    assert not session.state("months").relevant
    session.answer("employed", "1")
    assert session.state("months").relevant
    session.answer("wage", "0")
    assert not session.state("months").relevant


def test_a_soft_check_asks_for_an_explanation(fill: Any) -> None:
    """An odd wage may stand with a written explanation, which is stored; another wage needs another."""
    session = fill(WORKER)
    session.answer("sex", "2")
    session.answer("wage", "200")
    (problem,) = session.state("wage").problems
    assert problem.severity is Severity.SOFT
    assert problem.what() == "2的月工资少见"
    assert problem.what(lambda text: "en" if text == "zh" else text) == "Odd wage"
    session.explain("wage", " 计件，按天算 ")
    state = session.state("wage")
    assert state.problems == ()
    assert [p.code for p in state.settled] == [problem.code]
    assert state.explanation == "计件，按天算"
    assert session.answers()["_explained"] == {"wage": "计件，按天算"}
    session.answer("wage", "100")
    assert codes(session, "wage") == [problem.code]
    session.undo()
    assert session.state("wage").explanation == "计件，按天算"


def test_an_idle_explanation_does_not_travel(fill: Any) -> None:
    """An explanation of a check that holds is left out of the completed record."""
    session = fill(WORKER, {"wage": "4500", "employed": "1", "_explained": {"wage": "旧"}})
    assert "_explained" in session.answers()
    assert "_explained" not in session.answers(relevant_only=True)


def test_hard_problems_stand_even_with_an_explanation(fill: Any) -> None:
    """What must be put right cannot be explained away."""
    session = fill(WORKER)
    session.answer("wage", "-5")
    session.explain("wage", "就是这样")
    assert [p.code for p in session.problems() if p.place == "wage"] == ["FORMS-003"]


def test_domain_checks_run_at_their_question(fill: Any) -> None:
    """The check named by a mark judges the answer; its problem stands at the question."""
    session = fill(WORKER)
    session.answer("id_no", WOMAN[:-1] + "9")
    (problem,) = session.state("id_no").problems
    assert problem.code.startswith("FORMS-1")
    assert problem.place == "id_no"


def test_money_has_two_decimals(fill: Any) -> None:
    """Yuan with more than two decimals are refused."""
    session = fill(WORKER)
    session.answer("wage", "4500.505")
    assert codes(session, "wage") == ["FORMS-015"]
    session.answer("wage", "4,500.50")
    assert session.state("wage").value == Decimal("4500.50")
    assert session.answers()["wage"] == "4500.5"


def test_what_cannot_be_read_is_kept_as_typed(fill: Any) -> None:
    """A wage typed in words stays there, with a hard problem, also after being stored; nothing calculates with it."""
    session = fill(WORKER)
    session.answer("wage", "三千多")
    assert session.state("wage").text == "三千多"
    assert codes(session, "wage") == ["FORMS-007"]
    assert session.state("income").value is None
    again = fill(WORKER, session.answers())
    assert again.state("wage").text == "三千多"
    assert codes(again, "wage") == ["FORMS-007"]


def test_only_offered_choices_are_valid(fill: Any) -> None:
    """An answer that is no choice of the list is a hard problem, and stays visible."""
    session = fill(WORKER)
    session.answer("sex", "男")
    (problem,) = session.state("sex").problems
    assert problem.what() == "“男”不在可选范围内。"
    assert [(c.code, c.label.in_("en"), c.extra) for c in session.choices("sex")] == [
        ("1", "Male", {"synonyms": "男性"}),
        ("2", "Female", {}),
    ]
    assert "1" in session.valid_codes("sex")
    assert "男" not in session.valid_codes("sex")


def test_labels_show_answers_in_each_language(fill: Any) -> None:
    """A label with an output shows the answer, in every language of the form."""
    session = fill(WORKER)
    session.answer("id_no", WOMAN)
    label = session.state("thanks").label
    assert label.in_("zh") == f"谢谢，证件 {WOMAN}，性别女"
    assert label.in_("en").startswith(f"Thanks {WOMAN}")
    assert session.definition.questions["thanks"].kind is Kind.NOTE


def test_the_title_is_what_lists_show(fill: Any) -> None:
    """The instance name is worked out from the answers, decimals without padding."""
    session = fill(WORKER, {"id_no": WOMAN, "wage": "4500.50", "employed": "1"})
    assert session.title() == f"{WOMAN} 4500.5"


def test_answers_travel_as_plain_json(fill: Any) -> None:
    """Integers are numbers, decimals and dates text, and what comes back is the same record."""
    session = fill(WORKER)
    for path, value in {
        "id_no": WOMAN,
        "started": date(2023, 5, 1),
        "wage": Decimal("30.10"),
        "months": 3,
    }.items():
        session.answer(path, value)
    answers = session.answers()
    assert answers["started"] == "2023-05-01"
    assert answers["wage"] == "30.1"
    assert answers["months"] == 3
    assert fill(WORKER, answers).answers() == answers


def test_an_unknown_question_is_named(fill: Any) -> None:
    """Stored answers of another form are not swallowed; asking for an unknown path is an error of ours."""
    with pytest.raises(Exception, match="FORMS-018"):
        fill(WORKER, {"shoe_size": "42"})
    with pytest.raises(KeyError):
        fill(WORKER).answer("shoe_size", "42")


def test_a_calculated_value_cannot_be_typed(fill: Any) -> None:
    """Nobody writes over a calculation."""
    session = fill(WORKER)
    with pytest.raises(ValueError, match="income"):
        session.answer("income", "1")
    assert session.state("income").readonly


def test_undo_and_redo_walk_through_what_was_done(fill: Any) -> None:
    """Every answer can be taken back and done again; a new answer forgets what was undone."""
    session = fill(WORKER)
    session.answer("wage", "1000")
    session.answer("wage", "2000")
    session.undo()
    assert session.state("wage").text == "1000"
    assert session.can_redo
    session.redo()
    assert session.state("wage").text == "2000"
    session.undo()
    session.undo()
    assert not session.can_undo
    session.answer("wage", "3000")
    assert not session.can_redo


def test_answering_the_same_again_is_no_change(fill: Any) -> None:
    """Leaving a field untouched adds nothing to undo."""
    session = fill(WORKER)
    session.answer("wage", "1000")
    change = session.answer("wage", "1000.00")
    assert change.paths == frozenset()
    session.undo()
    assert not session.can_undo
