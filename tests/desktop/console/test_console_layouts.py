"""Layouts on the console: what there is, an office's own ones, and mistakes told with their line."""

import pytest
from pypdf import PdfReader

from tests.desktop.record_form.test_record_journeys import GIFT

MINE = """code = "LAB-R1"
form_id = "employment"
title = "我们的花名册"
[[columns]]
heading = "姓名"
question = "full_name"
"""


@pytest.fixture
def mine(tmp_path):
    """A layout an office wrote."""
    file = tmp_path / "our-roster.toml"
    file.write_text(MINE, encoding="utf-8")
    return file


def _words(file) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages)


def test_the_layouts_of_a_form_are_listed(county):
    """Name, title, kind and paper of each are told; none is the office's own yet."""
    found = {one["name"]: one for one in county.asks("layouts", "list", "employment").document["layouts"]}

    assert found["labour-roster-a3"]["paper"] == "A3"
    assert found["labour-followup"]["kind"] == "card"
    assert not any(one["own"] for one in found.values())


def test_an_own_layout_is_taken_printed_and_dropped(county, mine, tmp_path):
    """A reviewer takes it, it prints under its own title, and after dropping it is unknown."""
    assert county.asks("layouts", "check", mine).document["title"] == "我们的花名册"
    assert county.asks("layouts", "take", mine).document["name"] == "our-roster"
    assert county.asks("print", "roster", "our-roster", tmp_path / "x.pdf").status == 0
    assert "我们的花名册" in _words(tmp_path / "x.pdf")

    assert county.asks("layouts", "drop", "our-roster").status == 0
    assert county.asks("layouts", "show", "our-roster").codes == ["REPORTS-035"]
    assert county.asks("layouts", "drop", "our-roster").codes == ["REPORTS-037"]


def test_an_own_layout_takes_the_place_of_a_shipped_one(county, mine):
    """Taken under a shipped name it is printed instead; dropped, the shipped one counts again."""
    county.asks("layouts", "take", mine, "--name", "labour-roster")
    assert "我们的花名册" in county.asks("layouts", "show", "labour-roster").document["text"]

    county.asks("layouts", "drop", "labour-roster")
    assert "转移就业台账" in county.asks("layouts", "show", "labour-roster").document["text"]


def test_every_layout_can_be_copied_out_and_taken_again(county, tmp_path):
    """What is exported, the form's own card included, reads again as it was."""
    names = [one["name"] for one in county.asks("layouts", "list").document["layouts"]]
    for name in [*names, "employment-card", "goods_donation-blank"]:
        file = tmp_path / f"{name.replace('_', '-')}.toml"
        assert county.asks("layouts", "export", name, file).status == 0
        assert county.asks("layouts", "check", file).status == 0, name


def test_a_mistake_is_told_with_its_line(county, mine, tmp_path):
    """A mistyped key, a question the form lacks, a bad name, a file that is no text: each with code and place."""
    mine.write_text(MINE + "widht = 3\n", encoding="utf-8")
    answer = county.asks("layouts", "take", mine)
    assert (answer.status, answer.codes) == (1, ["REPORTS-030"])
    assert answer.document["problems"][0]["place"] == "our-roster.toml:7"

    mine.write_text(MINE.replace("full_name", "nickname"), encoding="utf-8")
    assert county.asks("layouts", "take", mine).codes == ["REPORTS-033"]
    mine.write_text(MINE, encoding="utf-8")
    assert county.asks("layouts", "take", mine, "--name", "../x").codes == ["REPORTS-036"]
    mine.write_bytes(b"\xff\xfe")
    assert county.asks("layouts", "take", mine).codes == ["DESKTOP-120"]


def test_one_record_and_a_blank_form_print(county, tmp_path):
    """The card of a donation holds its donor; the blank form of the same ledger holds boxes to tick."""
    with county.open("张会计") as office:
        head = office.records.save("money_donation", GIFT, token=office.ids.token())

    assert county.asks("print", "card", head.record_id, tmp_path / "card.pdf").status == 0
    assert county.asks("print", "blank", "money_donation", tmp_path / "blank.pdf").status == 0

    assert GIFT["donor_name"] in _words(tmp_path / "card.pdf")
    assert "□" in _words(tmp_path / "blank.pdf")
