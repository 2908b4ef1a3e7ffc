"""Codes on the console: packs taken and listed, places found, the shipped pairings entered once."""

import pytest

from forms.reference import Reference
from forms.reference.code_pack import write_pack


@pytest.fixture(autouse=True)
def as_shipped():
    """Leave the tables of the program as they were shipped."""
    yield
    Reference.take_up([])


@pytest.fixture
def pack(tmp_path):
    """A pack with a village that was renamed."""
    file = tmp_path / "2027-01.codes"
    places = [{"code": "513435100201", "name": "团结村", "former": ["老鹰村"]}]
    file.write_bytes(write_pack("2027-01", "行政区划更新", places))
    return file


def test_a_pack_is_taken_and_listed(county, pack):
    """A reviewer takes it; the list tells edition and places; taken again it stands there once."""
    taken = county.asks("codes", "take", pack)
    county.asks("codes", "take", pack)

    packs = county.asks("codes", "list").document["packs"]
    assert (taken.status, taken.document["places"]) == (0, 1)
    assert [(one["edition"], one["title"], one["places"]) for one in packs] == [
        ("2027-01", "行政区划更新", 1)
    ]
    assert "2027-01" in county.types("codes", "list").lines


@pytest.mark.parametrize("typed", ["团结村", "老鹰村", "tjc", "tuanjiecun", "513435100201"])
def test_a_village_of_a_pack_is_found(county, pack, typed):
    """Name, former name, initials, pinyin and code all lead to the village of the pack."""
    county.asks("codes", "take", pack)

    found = county.asks("codes", "find", typed, "--within", "513435").document["places"]

    assert found[0] == {"code": "513435100201", "name": "团结村"}


def test_a_shipped_township_is_found_within_its_county(county):
    """Without any pack a township answers; within another county it does not."""
    here = county.asks("codes", "find", "海棠镇", "--within", "513435").document["places"]
    there = county.asks("codes", "find", "海棠镇", "--within", "110101").document["places"]

    assert [one["name"] for one in here] == ["海棠镇"]
    assert there == []


def test_a_file_that_is_no_pack_is_refused(county, tmp_path):
    """Any other file is refused with its code, and no pack is listed."""
    file = tmp_path / "x.codes"
    file.write_bytes("不是代码包".encode())

    answer = county.asks("codes", "take", file)

    assert (answer.status, answer.codes) == (1, ["FORMS-240"])
    assert county.asks("codes", "list").document["packs"] == []


def test_the_pairings_are_entered_once(county):
    """The shipped pairings go into their ledger; asked again, none is doubled."""
    first = county.asks("codes", "pairings").document["taken"]
    again = county.asks("codes", "pairings").document["taken"]

    listed = county.asks("list", "pairing", "--limit", "1000").document["records"]
    assert (len(listed), again) == (first, 0)
    assert first > 0
