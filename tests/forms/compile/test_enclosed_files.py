"""The files beside a workbook become part of the form: one text, covered by its hash, that travels as it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forms.compile import (
    CompiledForm,
    FormProblems,
    compile_xlsform,
    enclosed_media,
    keep,
    load_xform,
    unfold,
)
from forms.engine import Context, FormSession

TOWNS = "name,label,label::English (en),county\n01,城关镇,Chengguan,甲\n02,河东乡,Hedong,乙\n"
STATES = """<?xml version="1.0"?>
<states><state><name>wa</name><counties>
  <county><name>king</name><label>King</label><cities><city><name>seattle</name><label>Seattle</label></city></cities>
  </county><county><name>pierce</name><label>Pierce</label></county></counties></state>
 <state><name>tx</name><counties><county><name>cameron</name><label>Cameron</label></county></counties></state></states>
"""

Write = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Return what writes the rows of a survey into a workbook."""

    def write(*rows: str) -> Path:
        file = tmp_path / "乡镇.md"
        head = "| survey |\n| | type | name | label | choice_filter | calculation | media::image |\n"
        file.write_text(
            head
            + "".join(f"| | {row} |\n" for row in rows)
            + "| settings |\n| | form_id | version |\n| | t | 1 |\n",
            encoding="utf-8",
        )
        return file

    return write


def filled(form: CompiledForm) -> FormSession:
    """Begin a record far away from the author's folder: with nothing handed in, from what the office keeps."""
    definition = load_xform(form.xform)
    kept = keep(definition)
    assert kept is not None
    known = unfold(kept)
    assert known is not None
    return FormSession(known, Context(date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC)))


def test_a_table_beside_the_workbook_travels_in_the_form(workbook):
    """Choices, filters and look-ups of a CSV work in every office the form comes to, in each language."""
    file = workbook(
        "text | county | 县 | | | ",
        "select_one_from_file towns.csv | town | 乡镇 | county = ${county} | | ",
        "calculate | said | | | pulldata('towns', 'label', 'name', ${town}) | ",
    )
    (file.parent / "towns.csv").write_bytes(TOWNS.encode("gb18030"))

    form = compile_xlsform(file)
    session = filled(form)
    session.answer("county", "乙")
    session.answer("town", "02")

    assert form.warnings == []
    offered = session.choices("town")
    assert [(one.code, one.label.in_("zh"), one.label.in_("en")) for one in offered] == [
        ("02", "河东乡", "Hedong")
    ]
    assert session.answers()["said"] == "河东乡"
    assert form.definition.attachments == {}


def test_another_table_is_another_version(workbook):
    """The hash of a form covers its tables: a list changed is a form changed."""
    file = workbook("select_one_from_file towns.csv | town | 乡镇 | | | ")
    towns = file.parent / "乡镇-media" / "towns.csv"
    towns.parent.mkdir()
    towns.write_text("name,label\n1,甲\n", encoding="utf-8")
    before = compile_xlsform(file).definition.digest

    towns.write_text("name,label\n1,乙\n", encoding="utf-8")

    assert compile_xlsform(file).definition.digest != before


def test_choices_deep_in_xml(workbook):
    """Rows in rows of an XML file are reached step by step, each with its own condition."""
    file = workbook(
        "xml-external | states | | | | ",
        "text | state | 州 | | | ",
        "calculate | first | | | instance('states')/root/state[name = ${state}]/counties/county/label | ",
        "calculate | many | | | count(instance('states')/root/state[name = ${state}]/counties/county[label != '']) | ",
        "calculate | city | | | instance('states')/root/state/counties/county[name = 'king']/cities/city/name | ",
    )
    (file.parent / "states.xml").write_text(STATES, encoding="utf-8")

    session = filled(compile_xlsform(file))
    session.answer("state", "wa")
    assert [session.answers().get(name) for name in ("first", "many", "city")] == ["King", "2", "seattle"]
    session.answer("state", "tx")
    assert [session.answers().get(name) for name in ("first", "many")] == ["Cameron", "1"]


def test_pictures_of_labels_travel_in_the_form(workbook):
    """A picture beside the workbook comes out of the form again, byte for byte."""
    file = workbook("text | a | 甲 | | | post.png", "text | b | 乙 | | | ../secret.png")
    (file.parent / "media").mkdir()
    (file.parent / "media" / "post.png").write_bytes(b"\x89PNG post")
    form = compile_xlsform(file)

    assert enclosed_media(form.xform) == {"post.png": b"\x89PNG post"}
    assert {name: str(text) for name, text in form.definition.questions["a"].media.items()} == {
        "image": "post.png"
    }
    assert [(told.code, told.place) for told in form.warnings if told.code == "FORMS-054"] == [
        ("FORMS-054", "survey!3")
    ]


def test_a_missing_table_is_told_at_its_row(workbook):
    """An author who forgot the file is told which, and where it is asked for; the form loads."""
    form = compile_xlsform(
        workbook("text | a | 甲 | | | ", "select_one_from_file towns.csv | town | 乡镇 | | | ")
    )

    assert [(told.code, told.place, told.values["file"]) for told in form.warnings] == [
        ("FORMS-054", "survey!3", "towns.csv")
    ]
    assert form.definition.attachments == {"towns": "towns.csv"}


@pytest.mark.parametrize("name", ["divisions.csv", "ledger_donor.csv"])
def test_what_the_office_serves_is_not_asked_for(workbook, name):
    """The divisions and other ledgers are the office's: no file of that name is taken or missed."""
    file = workbook(f"select_one_from_file {name} | a | 甲 | | | ")
    (file.parent / name).write_text("name,label\n1,甲\n", encoding="utf-8")

    form = compile_xlsform(file)

    assert form.warnings == []
    assert list(form.definition.attachments.values()) == [name]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("towns.csv", b"\x00\xff\xfe\x9f\xff", "FORMS-053"),
        ("towns.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a><i><name>1</name></i></a>", "FORMS-036"),
        ("towns.geojson", b'{"type": "Feature"}', "FORMS-053"),
    ],
)
def test_a_broken_table_refuses_the_form(workbook, name, content, code):
    """A file that is no table, or that would expand, is named instead of taken."""
    file = workbook(f"select_one_from_file {name} | town | 乡镇 | | | ")
    (file.parent / name).write_bytes(content)

    with pytest.raises(FormProblems) as caught:
        compile_xlsform(file)

    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_film_too_large_stays_behind(workbook):
    """A file of more than two megabytes is not taken into the form, and its author is told."""
    file = workbook("text | a | 甲 | | | post.png")
    (file.parent / "post.png").write_bytes(b"x" * (2 * 1024 * 1024 + 1))

    form = compile_xlsform(file)

    assert [told.code for told in form.warnings if told.code == "FORMS-055"] == ["FORMS-055"]
    assert enclosed_media(form.xform) == {}
