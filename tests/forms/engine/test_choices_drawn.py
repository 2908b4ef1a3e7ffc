"""Choices that come from rows of the form, in an order of chance, and labels in several languages from tables."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.engine import Choice, ChoiceList, FormSession, Text
from forms.engine.expression.functions.chance import seed_of, shuffled

FAMILY = """
    | survey |
    | | type | name | label | choice_filter |
    | | begin_repeat | kid | 孩子 | |
    | | text | called | 名 | |
    | | integer | age | 岁 | |
    | | end_repeat | | | |
    | | select_one ${called} | eldest | 最大的 | ${age} > 3 |
    | choices |
    | | list_name | name | label |
    | | unused | 1 | 一 |
    | settings |
    | | form_id | version |
    | | family | 1 |
"""


def family(fill: Callable[..., FormSession]) -> FormSession:
    """Return a family of two children, five and two years old."""
    return fill(FAMILY, {"kid": [{"called": "小明", "age": 5}, {"called": "小红", "age": 2}]})


def test_choices_are_made_when_asked_for_and_stay_what_they_are_replaced_by() -> None:
    """A list may leave its choices to later; a copy of it with other choices has those."""
    made: list[str] = []

    def later() -> tuple[Choice, ...]:
        made.append("once")
        return (Choice("1", Text({"zh": "一"})),)

    offered = ChoiceList("c", later=later)
    assert made == []
    assert [one.code for one in offered.choices] == [one.code for one in offered.choices] == ["1"]
    assert made == ["once"]
    more = replace(offered, choices=(*offered.choices, Choice("2", Text({"zh": "二"}))))
    assert [one.code for one in more.choices] == ["1", "2"]


def test_rows_are_offered_as_choices(fill: Callable[..., FormSession]) -> None:
    """Each row that passes the filter is a choice; a row renamed or taken away takes its choice with it."""
    session = family(fill)
    assert [choice.code for choice in session.choices("eldest")] == ["小明"]
    session.answer("eldest", "小明")
    assert session.state("eldest").problems == ()
    changed = session.answer("kid[1].called", "小刚")
    assert "eldest" in changed.paths
    assert [problem.code for problem in session.state("eldest").problems] == ["FORMS-012"]
    session.remove("kid", 1)
    assert session.choices("eldest") == []


def test_several_rows_may_be_chosen(load: Callable[..., FormSession]) -> None:
    """A multiple choice takes several rows; one that is not there is refused."""
    offered = '<itemset nodeset="/data/kid"><value ref="called"/><label ref="called"/></itemset>'
    body = f'<group><repeat nodeset="/data/kid"/></group><select ref="/data/sick">{offered}</select>'
    session = load("<kid><called/></kid><sick/>", "", body)
    for row, name in enumerate(("小明", "小红"), 1):
        session.add("kid")
        session.answer(f"kid[{row}].called", name)
    session.answer("sick", ["小明", "小红"])
    assert session.state("sick").problems == ()
    session.answer("sick", ["小明", "小李"])
    assert [problem.code for problem in session.state("sick").problems] == ["FORMS-012"]


@pytest.mark.parametrize(
    ("seed", "order"),
    [(42, "AFCBDE"), ("42", "AFCBDE"), (-42, "EDAFBC"), (1, "BFEACD"), (11111111, "ACDBFE"), (0, "CBEAFD"), ("mirror", "ACBEDF"), ("", "CBEAFD")],
)  # fmt: skip
def test_a_seed_gives_the_order_javarosa_gives(seed: int | str, order: str) -> None:
    """The same seed shuffles the same way as in ODK Collect, Web Forms and Enketo (their published orders)."""
    assert "".join(shuffled("ABCDEF", seed_of(seed))) == order


@given(st.lists(st.integers()), st.integers(-(2**63), 2**63))
def test_shuffling_loses_and_doubles_nothing(items: list[int], seed: int) -> None:
    """Whatever the seed, all items are there once, and the same seed gives the same order."""
    assert sorted(shuffled(items, seed)) == sorted(items)
    assert shuffled(items, seed) == shuffled(items, seed)


def test_choices_in_an_order_of_chance_do_not_jump(fill: Callable[..., FormSession]) -> None:
    """A randomised list keeps its order while the form is filled, and every choice may be chosen."""
    rows = "\n".join(f"        | | c | {n} | {n} |" for n in range(12))
    form = f"""
        | survey |
        | | type | name | label | parameters |
        | | select_one c | a | 甲 | randomize=true |
        | | select_one c | b | 乙 | randomize=true, seed=42 |
        | choices |
        | | list_name | name | label |
{rows}
        | settings |
        | | form_id | version |
        | | chance | 1 |
    """
    session = fill(form)
    order = [choice.code for choice in session.choices("a")]
    session.answer("b", "7")
    assert [choice.code for choice in session.choices("a")] == order
    assert sorted(order, key=int) == [str(n) for n in range(12)]
    assert order != sorted(order, key=int)
    assert session.state("b").problems == ()


def test_labels_of_a_table_follow_the_language(fill: Callable[..., FormSession]) -> None:
    """A table handed in may have its labels in several languages; the plain column stands for the others."""
    form = """
        | survey |
        | | type | name | label |
        | | select_one_from_file towns.csv | town | 镇 |
        | settings |
        | | form_id | version |
        | | towns | 1 |
    """
    session = fill(
        form, towns=[{"name": "1", "label": "新市坝", "label::English (en)": "Xinshiba", "people": "9"}]
    )
    (choice,) = session.choices("town")
    assert (choice.label.in_("zh"), choice.label.in_("en"), choice.extra) == (
        "新市坝",
        "Xinshiba",
        {"people": "9"},
    )


def test_pictures_of_labels_are_kept(load: Callable[..., FormSession]) -> None:
    """A question's and a choice's picture are named by language; words and longer hints stay words."""
    binds = (
        '<itext><translation lang="zh"><text id="q"><value>问</value><value form="image">jr://images/q.png</value></text>'
        '<text id="h"><value>提示</value><value form="guidance">长提示</value></text>'
        '<text id="c"><value>选</value><value form="audio">jr://audio/c.mp3</value></text></translation></itext>'
    )
    body = (
        '<select1 ref="/data/q"><label ref="jr:itext(\'q\')"/><hint ref="jr:itext(\'h\')"/>'
        "<item><label ref=\"jr:itext('c')\"/><value>1</value></item></select1>"
    )
    question = load("<q/>", binds, body).definition.questions["q"]
    assert (str(question.label), str(question.media["image"])) == ("问", "q.png")
    assert (str(question.hint), str(question.guidance)) == ("提示", "长提示")
    assert question.choices is not None
    assert str(question.choices.choices[0].media["audio"]) == "c.mp3"
