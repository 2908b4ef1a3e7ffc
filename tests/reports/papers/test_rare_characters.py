"""The rarest characters of names, Extensions G and H included: drawn, found by searching, or refused by name and place."""

import subprocess

import pytest

from forms.problems import Problem
from reports import papers
from reports.text import NO_GLYPH, Style, line
from tests.reports.papers.conftest import DAY

DRAWN = {
    "B": "𠅤",
    "C": "𪜎",
    "D": "𫝀",
    "E": "𬭎",
    "F": "𬺡",
    "G": "\U00030000",
    "H": "\U00031350",
    "A": "㛃",
    "URO": "䶮",
}
LACKING = {"G": "\U00030041", "H": "\U00031353", "I": "\U0002ebf0"}
ROSTER = papers.layouts()["labour-roster"]


@pytest.mark.parametrize("character", DRAWN.values(), ids=DRAWN)
def test_a_name_with_a_rare_character_prints_and_is_found(tmp_path, office, character):
    """A character of every extension the fonts have stands on the roster and comes back when it is copied."""
    file = papers.roster(
        ROSTER, [{"full_name": f"李{character}"}], tmp_path / "r.pdf", office_info=office, as_of=DAY
    )

    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, text=True).stdout

    assert f"李{character}" in said
    assert line(character, Style.SANS).width > 0


@pytest.mark.parametrize("character", LACKING.values(), ids=LACKING)
def test_a_character_no_font_has_is_refused_with_its_code_and_place(tmp_path, office, character):
    """What would come out as a box is not printed: the character, its code point and its row are told, and no file stands."""
    with pytest.raises(Problem) as refused:
        papers.roster(
            ROSTER,
            [{"full_name": "李一"}, {"full_name": f"李{character}"}],
            tmp_path / "r.pdf",
            office_info=office,
            as_of=DAY,
        )

    assert refused.value.code == NO_GLYPH.code
    assert refused.value.values["code"] == f"U+{ord(character):04X}"
    assert refused.value.values["character"] == character
    assert "2" in str(refused.value.values["where"])
    assert "姓名" in str(refused.value.values["where"])
    assert not (tmp_path / "r.pdf").exists()
