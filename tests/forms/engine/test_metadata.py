"""What a form knows of the record itself: its id and title, when it was begun and last saved, and what no desk knows."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from forms.compile import FormProblems, compile_xlsform
from forms.engine import LAST_SAVED, Context, FormSession

ITSELF = """
    | survey |
    | | type | name | label | calculation |
    | | text | full_name | 姓名 | |
    | | calculate | number | | ${instanceID} |
    | | calculate | called | | concat('【', /data/meta/instanceName, '】') |
    | settings |
    | | form_id | version | instance_name |
    | | itself | 1 | concat(${full_name}, '的记录') |
"""
TIMES = """
    | survey |
    | | type | name | label |
    | | start | begun | |
    | | end | saved | |
    | | text | a | 甲 |
    | settings |
    | | form_id | version |
    | | times | 1 |
"""
LATER = datetime.fromisoformat("2026-11-22T17:05:00+08:00")


def test_expressions_read_the_records_id_and_title(fill: Callable[..., FormSession]) -> None:
    """An id is given once and stays with the record through all its revisions; the title follows the answers."""
    session = fill(ITSELF)
    session.answer("full_name", "阿依")
    answers = session.answers()
    again = fill(ITSELF, answers)
    again.answer("full_name", "阿依古丽")

    assert answers["number"] == "uuid:11111111-2222-4333-8444-555555555555"
    assert answers["called"] == "【阿依的记录】"
    assert again.answers()["number"] == answers["number"]
    assert again.answers()["called"] == "【阿依古丽的记录】" == f"【{again.title()}】"


def test_a_form_that_does_not_ask_keeps_no_id(fill: Callable[..., FormSession]) -> None:
    """Where no expression reads them, id and title are the ledger's and stand in no answer."""
    session = fill(TIMES)
    assert {"instanceID", "instanceName"}.isdisjoint(session.paths())


def test_saving_notes_the_end(fill: Callable[..., FormSession]) -> None:
    """`end` is the moment of the last save, `start` stays; undo takes back the answer and leaves the moment."""
    session = fill(TIMES)
    begun = session.answers()["begun"]
    session.answer("a", "一")

    change = session.finish(LATER)
    session.undo()

    assert change.paths == {"saved"}
    assert session.answers() == {"begun": begun, "saved": "2026-11-22T17:05:00+08:00"}


AGAIN = """
    | survey | | | | |
    | | type | name | label | default |
    | | begin_group | where | 地点 | |
    | | text | village | 村 | ${last-saved#village} |
    | | end_group | | | |
    | | integer | next | 序号 | ${last-saved#next} + 1 |
    | | text | said | 说明 | |
"""


def test_a_default_reads_the_record_saved_last(fill: Callable[..., FormSession]) -> None:
    """A new record takes over what the last one said, also inside groups; the very first begins blank."""
    last = {"village": "团结村", "next": "7"}

    assert fill(AGAIN, **{LAST_SAVED: [last]}).answers() == {"village": "团结村", "next": 8}
    assert fill(AGAIN).answers() == {}
    assert fill(AGAIN).definition.reads_last_saved
    assert fill(AGAIN).definition.attachments == {}


def test_a_question_the_last_record_cannot_have_is_refused(load: Callable[..., FormSession]) -> None:
    """A misspelt name is told as anywhere else."""
    with pytest.raises(FormProblems) as refused:
        load("<a/>", '<bind nodeset="/data/a" calculate="instance(\'__last-saved\')/data/b"/>')
    assert [problem.code for problem in refused.value.problems] == ["FORMS-039"]


def test_what_only_a_telephone_answers_is_told(tmp_path: Path) -> None:
    """The log of keys, numbers, places and sounds of a telephone are named with their rows; the form is filled."""
    file = tmp_path / "phone.md"
    kinds = ("audit", "phonenumber", "email", "start-geopoint", "background-audio")
    rows = [f"| | {kind} | {kind.replace('-', '_')} | | |" for kind in kinds]
    file.write_text(
        "\n".join(["| survey |", "| | type | name | label | default |", *rows, ""]), encoding="utf-8"
    )

    told = [one for one in compile_xlsform(file).warnings if one.code == "FORMS-056"]

    assert [(one.place, one.values["kind"]) for one in told] == [
        (f"survey!{row}", kind) for row, kind in enumerate(kinds, start=2)
    ]


def test_a_picture_that_comes_with_the_form_is_told(
    tmp_path: Path, make_context: Callable[..., Context]
) -> None:
    """A picture to draw on is not brought along: the question begins blank, and the form's author is told."""
    file = tmp_path / "sketch.md"
    rows = ["| | image | plan | 平面图 | house.png |", "| | text | words | 说明 | |"]
    file.write_text(
        "\n".join(["| survey |", "| | type | name | label | default |", *rows, ""]), encoding="utf-8"
    )

    compiled = compile_xlsform(file)

    told = [one for one in compiled.warnings if one.code == "FORMS-057"]
    assert [(one.values["question"], one.values["file"]) for one in told] == [("plan", "house.png")]
    assert FormSession(compiled.definition, make_context()).state("plan").value is None


@pytest.mark.parametrize(
    ("picked", "found"),
    [
        ("/data/person[last()]/name", "丙"),
        ("/data/person[last() - 1]/name", "乙"),
        ("/data/person[position() = 2]/name", "乙"),
        ("count(/data/person/name[. != '乙'])", "2"),
        ("join(' ', /data/person/name[. != '乙'])", "甲 丙"),
        ("/data/person/name[../age > 30]", "丙"),
        ("count(/data/person/name[2])", "0"),
        ("count(/data/person/name[1])", "3"),
        ("local-name(/data/person)", "person"),
        ("count(/data/person[1]/*[. != ''])", "2"),
    ],
)
def test_questions_and_rows_are_picked_by_conditions(
    load: Callable[..., FormSession], picked: str, found: str
) -> None:
    """Rows are picked by place and condition, questions inside rows by what they say."""
    session = load(
        "<out/><person><name/><age/></person>",
        f'<bind nodeset="/data/out" calculate="{picked}"/><bind nodeset="/data/person/age" type="int"/>',
        '<group><repeat nodeset="/data/person"><input ref="/data/person/name"/></repeat></group>',
    )
    for name, age in (("甲", 20), ("乙", 30), ("丙", 40)):
        session.add("person")
        row = session.count("person")
        session.answer(f"person[{row}].name", name)
        session.answer(f"person[{row}].age", age)

    assert session.answers()["out"] == found
    session.answer("person[2].name", "丁")  # what was picked follows what is typed
    session.answer("person[2].name", "乙")
    assert session.answers()["out"] == found


@pytest.mark.parametrize(
    ("line", "crosses"),
    [
        ("0 0; 1 1; 0 1; 1 0", "true"),
        ("0 0; 0 1; 1 1; 1 0; 0 0", "false"),
        ("0 0; 0 2; 0 1", "true"),
        ("0 0; 0 1; 1 1", "false"),
        ("", "false"),
    ],
)
def test_a_line_that_crosses_itself(value_of: Callable[..., str], line: str, crosses: str) -> None:
    """A boundary walked across itself is found; one that only comes back to its beginning is none."""
    assert value_of(f"intersects('{line}')") == crosses


def test_a_pattern_may_be_an_answer(value_of: Callable[..., str]) -> None:
    """A pattern worked out while filling is used; one that is none matches nothing."""
    assert value_of("regex(../a, concat(../b, '+'))", a="aaa", b="a") == "true"
    assert value_of("regex(../a, ../b)", a="a", b="(") == "false"
