"""Code packs update an office without a release: new counties, renamed townships, the villages of a county."""

from datetime import date
from pathlib import Path

import pytest

from forms.problems import Problem
from forms.reference import Reference
from forms.reference.code_pack import write_pack
from records.ledger import NewUser, Role

ALONE = [NewUser("李主任", Role.REVIEWER, "春天的茶马古道 2026")]
PLACES = [
    {"code": "513499", "name": "新凉县", "from": 2026},
    {"code": "513435", "name": "甘洛县", "to": 2026, "successor": "513499"},
    {"code": "513435100201", "name": "团结村", "former": ["老鹰村"]},
    {"code": "110101001", "name": "东华门新街道", "former": ["东华门街道"]},
]


@pytest.fixture(autouse=True)
def as_shipped():
    """Leave the tables of the program as they were shipped."""
    yield
    Reference.take_up([])


def pack(folder: Path, places=None, name: str = "更新.codes") -> Path:
    """Write a pack of these places."""
    file = folder / name
    file.write_bytes(write_pack("2027-01", "行政区划更新", PLACES if places is None else places))
    return file


def test_a_pack_changes_what_forms_and_look_ups_know(make_office, tmp_path):
    """After taking it a new county can be chosen, an ended one no longer, and a village is found by its old name."""
    office = make_office(people=ALONE)
    before = office.context().tables.where("divisions", "name", "513499")

    taken = office.codes.take(pack(tmp_path))

    tables = office.context().tables
    assert before == []
    assert taken.places == 4
    assert tables.where("divisions", "name", "513499")[0]["label"] == "四川省凉山彝族自治州新凉县"
    assert tables.where("divisions", "name", "513435") == []
    assert Reference.load().division("513435").successor == "513499"
    assert [one.code for one in office.codes.find("老鹰村")][:1] == ["513435100201"]
    assert [one.name for one in office.codes.find("tjc", within="513435")] == ["团结村"]
    assert office.codes.find("东华门街道", within="110101")[0].name == "东华门新街道"


def test_a_pack_stays_in_the_office(make_office, sign_in, tmp_path):
    """Opened again, the office still knows the pack's places; taking the same pack again changes nothing."""
    office = make_office(people=ALONE)
    office.codes.take(pack(tmp_path))
    Reference.take_up([])
    office = sign_in(office, "李主任")

    office.codes.take(pack(tmp_path))

    assert [one.edition for one in office.codes.all()] == ["2027-01"]
    assert office.context().tables.where("divisions", "name", "513499")


def test_a_damaged_pack_is_refused(make_office, tmp_path):
    """One changed letter, or a file that is none, is noticed; nothing is taken."""
    office = make_office(people=ALONE)
    file = pack(tmp_path)
    file.write_bytes(file.read_bytes().replace("团结村".encode(), "团圆村".encode()))
    other = tmp_path / "别的.codes"
    other.write_text("代码,名称", encoding="utf-8")

    codes = []
    for wrong in (file, other, pack(tmp_path, [{"code": "51", "name": "x"}], "错.codes")):
        with pytest.raises(Problem) as refused:
            office.codes.take(wrong)
        codes.append(refused.value.code)

    assert codes == ["FORMS-241", "FORMS-240", "FORMS-240"]
    assert office.codes.all() == []


def test_townships_are_found_as_they_are_typed(office):
    """The 41,352 townships: by name, initials, pinyin and code, within a county and on a day."""
    codes = office.codes
    assert len(codes.townships()) == 41_352
    assert codes.find("景山")[0].code == "110101002"
    assert codes.find("jsjd", within="110101")[0].name == "景山街道"
    assert codes.find("jingshan", within="11")[0].code == "110101002"
    assert codes.find("110101002")[0].parent == "110101"
    assert codes.find("景山街道", on=date(1900, 1, 1)) == []
    assert codes.find(" ") == []
