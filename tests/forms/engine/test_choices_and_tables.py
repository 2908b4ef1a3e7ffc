"""Choices: filtered ones, thousands from a table, and look-ups in tables the office hands in."""

from time import process_time
from typing import Any

import pytest

from forms.engine import Instances
from forms.problems import Problem

PLACES = """
    | survey |
    | | type | name | label::中文 (zh) | label::English (en) | choice_filter | calculation | constraint |
    | | select_one levels | level | 级别 | Level | | | |
    | | select_one_from_file divisions.csv | region | 地区 | Region | level = ${level} | | |
    | | select_one_from_file divisions.csv | other | 另一地区 | Other | | | |
    | | select_multiple skills | skills | 技能 | Skills | group = ${level} or group = 'all' | | count-selected(.) <= 2 |
    | | calculate | name | | | | pulldata('divisions', 'label', 'name', ${region}) | |
    | | calculate | parent | | | | instance('divisions')/root/item[name = /data/region]/parent | |
    | | calculate | partner | | | | pulldata('office', 'value', 'key', 'partner_province') | |
    | | calculate | siblings | | | | count(instance('divisions')/root/item[parent = /data/parent and name != /data/region]) | |
    | | calculate | chosen | | | | jr:choice-name(${other}, '${other}') | |
    | choices |
    | | list_name | name | label::中文 (zh) | label::English (en) | group |
    | | levels | county | 县 | County | |
    | | levels | province | 省 | Province | |
    | | skills | a | 电工 | Electrician | county |
    | | skills | b | 焊工 | Welder | all |
    | | skills | c | 驾驶 | Driver | province |
    | settings |
    | | form_id | version | default_language |
    | | places | 1 | 中文 (zh) |
"""
DIVISIONS = [
    {"name": "510000", "label": "四川省", "level": "province", "parent": ""},
    {"name": "513221", "label": "汶川县", "level": "county", "parent": "513200"},
    {"name": "513222", "label": "理县", "level": "county", "parent": "513200"},
    {"name": "513223", "label": "茂县", "level": "county", "parent": "513200"},
]
OFFICE = [{"key": "partner_province", "value": "330000"}, {"key": "stable_months", "value": "6"}]


@pytest.fixture
def places(fill: Any) -> Any:
    """Return a session of the form with four divisions and the office's settings."""
    return fill(PLACES, divisions=DIVISIONS, office=OFFICE)


def test_choices_are_filtered_by_other_answers(places: Any) -> None:
    """Only regions of the chosen level are offered; changing the level changes what is valid."""
    places.answer("level", "county")
    assert [c.label.in_("zh") for c in places.choices("region")] == ["汶川县", "理县", "茂县"]
    places.answer("region", "513221")
    assert places.state("region").problems == ()
    change = places.answer("level", "province")
    assert "region" in change.paths
    assert [p.code for p in places.state("region").problems] == ["FORMS-012"]
    assert "510000" in places.valid_codes("region")
    assert "513221" not in places.valid_codes("region")


def test_unfiltered_tables_offer_everything(places: Any) -> None:
    """Without a filter every row is a choice, its other columns at hand."""
    assert len(places.choices("other")) == 4
    assert places.choices("other")[1].extra == {"level": "county", "parent": "513200"}
    places.answer("other", "513222")
    assert places.state("chosen").value == "理县"


def test_several_choices_are_each_judged(places: Any) -> None:
    """Each chosen code must be offered now, none twice, and not too many."""
    places.answer("level", "county")
    places.answer("skills", ["a", "b"])
    assert places.state("skills").problems == ()
    places.answer("skills", "a c")
    assert [p.code for p in places.state("skills").problems] == ["FORMS-012"]
    places.answer("skills", ["b", "b"])
    assert [p.code for p in places.state("skills").problems] == ["FORMS-019"]
    places.answer("skills", ["a", "b", "b"])
    assert {p.code for p in places.state("skills").problems} == {"FORMS-003", "FORMS-019"}
    assert places.answers()["skills"] == ["a", "b", "b"]


def test_tables_are_looked_up(places: Any) -> None:
    """Pulldata and instance() read the tables handed in; what is not there is blank."""
    assert places.state("partner").value == "330000"
    places.answer("region", "513222")
    assert places.state("name").value == "理县"
    assert places.state("parent").value == "513200"
    assert places.state("siblings").value == "2"
    places.answer("region", None)
    assert places.state("name").value is None


def test_a_table_that_was_not_handed_in_is_empty(fill: Any) -> None:
    """Without the tables the form still opens; its choices are none."""
    session = fill(PLACES)
    assert session.choices("other") == []
    assert session.state("partner").value is None


def test_a_look_up_in_a_large_table_is_by_index(fill: Any) -> None:
    """Among fifty thousand rows a thousand answers take far less than scanning them once each would."""
    rows = [
        {"name": f"{n:06}", "label": f"第{n}村", "level": "county", "parent": f"{n // 100:04}"}
        for n in range(50_000)
    ]
    session = fill(PLACES, divisions=rows, office=OFFICE)
    session.answer("level", "county")
    session.answer("region", "000000")
    begun = process_time()
    for n in range(1000):
        session.answer("region", f"{n * 7:06}")
        assert session.state("name").value == f"第{n * 7}村"
    assert process_time() - begun < 5  # by scanning: over a minute


def test_tables_share_their_indexes() -> None:
    """An office's tables keep their indexes when one table is replaced."""
    tables = Instances({"divisions": DIVISIONS, "office": OFFICE})
    assert tables.where("divisions", "name", "513222")[0]["label"] == "理县"
    more = tables.also({"office": [{"key": "partner_province", "value": "310000"}]})
    assert more.where("office", "key", "partner_province")[0]["value"] == "310000"
    assert more.where("divisions", "name", "513222")[0]["label"] == "理县"
    assert tables.where("nothing", "name", "x") == []


def test_rows_are_picked_by_place(fill: Any) -> None:
    """A number in brackets, or position(), picks rows by their place among those left."""
    table = """
        | survey |
        | | type | name | label | calculation |
        | | begin repeat | line | 行 | |
        | | text | word | 词 | |
        | | calculate | before | | coalesce(/data/line[position() = current()/../number - 1]/word, '无') |
        | | calculate | number | | position(..) |
        | | end repeat | | | |
        | | calculate | second | | /data/line[2]/word |
        | | calculate | last | | /data/line[position() = last()]/word |
        | | calculate | kept | | once(${second}) |
        | | calculate | label | | instance('places')/root/item[2]/label |
        | settings |
        | | form_id | version |
        | | places | 1 |
    """
    session = fill(table, places=DIVISIONS)
    for number, word in enumerate("甲乙丙", 1):
        session.add("line")
        session.answer(f"line[{number}].word", word)
    assert (session.state("second").value, session.state("last").value) == ("乙", "丙")
    assert [session.state(f"line[{n}].before").value for n in (1, 2, 3)] == ["无", "甲", "乙"]
    assert session.state("label").value == "汶川县"
    session.remove("line", 2)
    assert (session.state("second").value, session.state("last").value) == ("丙", "丙")
    assert session.state("kept").value == "乙"
    assert session.state("line[2].before").value == "甲"


def test_a_form_that_asks_too_much_is_stopped(fill: Any) -> None:
    """A formula that compares every row of a table with every other is stopped with a sentence, not waited for."""
    table = """
        | survey |
        | | type | name | label | constraint |
        | | select_one_from_file divisions.csv | here | 地 | |
        | | text | a | 甲 | count(instance('divisions')/root/item[count(instance('divisions')/root/item[name != current()/../a]) > 1]) = 0 |
        | settings |
        | | form_id | version |
        | | bomb | 1 |
    """
    session = fill(table, divisions=[{"name": str(n), "label": "x"} for n in range(5000)])
    session.answer("a", "x")
    with pytest.raises(Problem, match="FORMS-017"):
        session.problems()


def test_answers_that_must_be_unique_are_told(fill: Any) -> None:
    """The values no other complete record may share, where their condition holds."""
    table = """
        | survey |
        | | type | name | label | bind::xz:unique | bind::xz:uniqueWhen |
        | | text | number | 编号 | yes | |
        | | text | id_no | 证号 | yes | ${on_post} = '1' |
        | | text | on_post | 在岗 | | |
        | settings |
        | | form_id | version | namespaces |
        | | unique | 1 | xz="urn:xiezuo:forms" |
    """
    session = fill(table, {"number": "7", "id_no": "甲"})
    assert session.unique_values() == {"number": "7"}
    session.answer("on_post", "1")
    assert session.unique_values() == {"number": "7", "id_no": "甲"}
