"""Questions beyond text, number and choice: orders, ranges, places, scanned codes, files; entities and headings."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.engine import Entity, FormSession, Kind, earth

KINDS = """
    | survey |
    | | type | name | label | parameters | calculation |
    | | rank crop | order | 作物 | | |
    | | range | share | 比例 | start=0 end=1 step=0.25 | |
    | | range | down | 倒数 | start=10 end=0 step=-5 | |
    | | geopoint | place | 地点 | | |
    | | geotrace | road | 路线 | | |
    | | geoshape | field | 田块 | | |
    | | barcode | code | 条码 | | |
    | | image | photo | 照片 | | |
    | | audio | sound | 录音 | | |
    | | video | film | 录像 | | |
    | | file | paper | 文件 | | |
    | | hidden | secret | | | |
    | | calculate | size | | | area(${field}) |
    | | calculate | far | | | distance(${road}) |
    | | calculate | near | | | geofence(${place}, ${field}) |
    | choices |
    | | list_name | name | label |
    | | crop | rice | 水稻 |
    | | crop | tea | 茶 |
    | | crop | corn | 玉米 |
    | settings |
    | | form_id | version |
    | | kinds | 1 |
"""


def codes(session: FormSession, path: str) -> list[str]:
    """Return the codes of what stands against an answer."""
    return [problem.code for problem in session.state(path).problems]


def test_each_question_has_its_kind(fill: Callable[..., FormSession]) -> None:
    """Every question type of the table is known by its own kind."""
    questions = fill(KINDS).definition.questions
    kinds = {name: questions[name].kind for name in questions}
    expected = {
        "order": "RANK",
        "place": "GEOPOINT",
        "road": "GEOTRACE",
        "field": "GEOSHAPE",
        "code": "BARCODE",
    }
    expected |= {"photo": "IMAGE", "sound": "AUDIO", "film": "VIDEO", "paper": "FILE", "share": "DECIMAL"}
    assert {name: kinds[name] for name in expected} == {name: Kind[kind] for name, kind in expected.items()}


def test_an_order_holds_every_choice_once(fill: Callable[..., FormSession]) -> None:
    """An order that leaves a choice out or names one twice cannot be completed; a whole one travels as a list."""
    session = fill(KINDS)
    session.answer("order", "tea rice")
    assert codes(session, "order") == ["FORMS-022"]
    session.answer("order", "tea rice tea")
    assert "FORMS-019" in codes(session, "order")
    session.answer("order", "tea rice corn")
    assert codes(session, "order") == []
    assert session.answers()["order"] == ["tea", "rice", "corn"]


@pytest.mark.parametrize(
    ("value", "good"), [("0.25", True), ("1", True), ("0.3", False), ("1.25", False), ("-0.25", False)]
)
def test_a_range_takes_only_its_steps(fill: Callable[..., FormSession], value: str, good: bool) -> None:
    """A number between the steps or beyond the ends is refused."""
    session = fill(KINDS)
    session.answer("share", value)
    assert codes(session, "share") == ([] if good else ["FORMS-023"])


def test_a_range_may_run_downwards(fill: Callable[..., FormSession]) -> None:
    """From 10 down to 0 in fives: 5 belongs to it, 7 does not."""
    session = fill(KINDS)
    session.answer("down", 5)
    assert codes(session, "down") == []
    session.answer("down", 7)
    assert codes(session, "down") == ["FORMS-023"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("28.95 102.77", "28.95 102.77"),
        ("28.95,102.77", "28.95 102.77"),
        (" 28.95° 102.77° ", "28.95 102.77"),
        ("28.95 102.77 1500 8", "28.95 102.77 1500 8"),
    ],
)
def test_a_place_is_typed_as_people_write_it(fill: Callable[..., FormSession], typed: str, kept: str) -> None:
    """Latitude and longitude with comma, degree sign or full-width digits are kept as ODK writes them."""
    session = fill(KINDS)
    session.answer("place", typed)
    assert (session.state("place").value, codes(session, "place")) == (kept, [])


@pytest.mark.parametrize("typed", ["91 10", "10 181", "北京", "1", "1 2 3 4 5", "1e3 5"])
def test_what_is_no_place_is_kept_and_refused(fill: Callable[..., FormSession], typed: str) -> None:
    """Degrees beyond the poles, names and too many numbers stay as typed, with a hard problem."""
    session = fill(KINDS)
    session.answer("place", typed)
    assert (session.state("place").value, codes(session, "place")) == (typed, ["FORMS-020"])


def test_a_field_is_closed_and_measured(fill: Callable[..., FormSession]) -> None:
    """A field needs its first corner again at the end; its area is known, and whether a place lies in it."""
    session = fill(KINDS)
    session.answer("field", "0 0; 0 0.01; 0.01 0.01")
    assert codes(session, "field") == ["FORMS-020"]
    session.answer("field", "0 0; 0 0.01; 0.01 0.01; 0.01 0; 0 0")
    assert float(session.state("size").text) == pytest.approx(1_239_256, rel=1e-4)
    session.answer("place", "0.005 0.005")
    assert session.state("near").value == "true"
    session.answer("place", "0.02 0.005")
    assert session.state("near").value == "false"


def test_a_road_is_measured_along_great_circles(fill: Callable[..., FormSession]) -> None:
    """One degree on the equator is 111.3 km."""
    session = fill(KINDS)
    session.answer("road", "0 0; 0 1")
    assert session.state("far").value == "111318.85"


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-170, 170)), min_size=3, max_size=6))
def test_area_does_not_depend_on_the_direction(corners: list[earth.Point]) -> None:
    """Walking round a field the other way gives the same area."""
    assert earth.area(corners) == pytest.approx(earth.area(corners[::-1]), abs=1)


@pytest.mark.parametrize(
    ("name", "good"), [("合同.pdf", True), ("../x", False), ("a/b.jpg", False), (".x", False), ("C:x", False)]
)
def test_a_file_is_named_without_a_folder(fill: Callable[..., FormSession], name: str, good: bool) -> None:
    """The answer of a file question is a plain file name; paths are refused."""
    session = fill(KINDS)
    session.answer("paper", name)
    assert codes(session, "paper") == ([] if good else ["FORMS-021"])


ENTITIES = """
    | survey |
    | | type | name | label | save_to | relevant |
    | | text | full | 姓名 | full_name | |
    | | integer | age | 年龄 | age | ${full} != '王五' |
    | entities |
    | | list_name | label | create_if |
    | | people | ${full} | ${full} != '' |
    | settings |
    | | form_id | version |
    | | entities | 1 |
"""


def test_a_record_creates_an_entity_when_the_form_says_so(fill: Callable[..., FormSession]) -> None:
    """The condition decides; properties are the relevant answers; the id stays when the record is opened again."""
    session = fill(ENTITIES)
    assert session.entities() == []
    session.answer("full", "张三")
    session.answer("age", 30)
    (made,) = session.entities()
    assert made == Entity("people", "create", made.id, "张三", {"full_name": "张三", "age": 30})
    assert made.id == session.answers()["entity_id"] != ""
    again = fill(ENTITIES, session.answers())
    assert again.entities() == [made]
    session.answer("full", "王五")
    assert "age" not in session.entities()[0].properties


def test_a_record_updates_an_entity_of_a_list(fill: Callable[..., FormSession]) -> None:
    """An update names the entity chosen, and the version of it the form had read."""
    form = """
        | survey |
        | | type | name | label | save_to |
        | | select_one_from_file people.csv | who | 谁 | |
        | | integer | age | 年龄 | age |
        | entities |
        | | list_name | entity_id |
        | | people | ${who} |
        | settings |
        | | form_id | version |
        | | update | 1 |
    """
    people = [{"name": "e1", "label": "张三", "__version": "3"}]
    session = fill(form, people=people)
    session.answer("who", "e1")
    session.answer("age", 31)
    (entity,) = session.entities()
    assert (entity.action, entity.id, entity.base_version, entity.properties) == (
        "update",
        "e1",
        "3",
        {"age": 31},
    )
    assert session.definition.attachments == {"people": "people.csv"}


def test_groups_say_whether_they_are_asked_and_what_they_are_called(fill: Callable[..., FormSession]) -> None:
    """A group's heading shows answers, and disappears with its condition; so does that of a repeat row."""
    form = """
        | survey |
        | | type | name | label | relevant |
        | | text | full | 姓名 | |
        | | begin_group | home | ${full} 的家 | ${full} != '' |
        | | begin_group | door | 门 | |
        | | text | number | 门牌 | |
        | | end_group | | | |
        | | end_group | | | |
        | | begin_repeat | kid | 孩子 | |
        | | begin_group | school | 学校 | |
        | | text | class | 班 | |
        | | end_group | | | |
        | | end_repeat | | | |
        | settings |
        | | form_id | version |
        | | groups | 1 |
    """
    session = fill(form)
    assert not session.group("home").relevant
    session.answer("full", "张三")
    session.add("kid")
    assert session.group("home").relevant
    assert str(session.group("home").label) == "张三 的家"
    assert session.group("home/door").relevant
    assert str(session.group("kid[1]").label) == "孩子"
    assert str(session.group("kid[1].school").label) == "学校"
    with pytest.raises(KeyError):
        session.group("nobody")


def test_the_same_name_in_two_groups_is_two_questions(load: Callable[[str, str], Any]) -> None:
    """Kobo and Enketo forms use a name once a group; the answers keep both apart."""
    session = load(
        "<a><name/></a><b><name/></b>",
        '<bind nodeset="/data/b/name" calculate="concat(../../a/name, \'!\')"/>',
    )
    session.answer("name", "x")
    assert session.answers() == {"name": "x", "b_name": "x!"}
