"""Numbers and names of people leave a text before it is published, and nothing else does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import Problem
from reports.site import deciding
from reports.site.scrubbing import GONE, Decision, Scrubber


@pytest.mark.parametrize(
    ("typed", "published"),
    [
        ("证件号513435199104081227，", f"证件号{GONE}，"),
        ("证件号 51343519910408122X。", f"证件号 {GONE}。"),
        ("电话13912345678", f"电话{GONE}"),
        ("电话 +86 139-1234-5678", f"电话 {GONE}"),
        ("账户 6222 0212 3456 7890 123", f"账户 {GONE}"),
        ("通行证 H12345678", f"通行证 {GONE}"),
        ("由欧阳小梅负责", "由欧*负责"),
        ("监督电话 0834-7812345、12317", "监督电话 0834-7812345、12317"),
        ("总投资 3000000.00 元，2026年6月1日开工", "总投资 3000000.00 元，2026年6月1日开工"),
        ("信用代码 91110000600037341L", "信用代码 91110000600037341L"),
        ("项目 51343520260001", "项目 51343520260001"),
        ("在高明区", "在高明区"),
    ],
)
def test_what_identifies_a_person_goes_and_the_rest_stays(typed: str, published: str) -> None:
    assert Scrubber({"欧阳小梅", "高明"})(typed) == published


@pytest.mark.parametrize(
    ("typed", "published"),
    [
        ("王芳同志到村任职", "王*同志到村任职"),
        ("联系人：王芳", "联系人：王*"),
        ("王芳、李娜到会", "王*、李*到会"),
        ("欧阳小梅、王芳到会", "欧*、王*到会"),
        ("佛山市高明区对口帮扶", "佛山市高明区对口帮扶"),
        ("技术高明的师傅", "技术高明的师傅"),
    ],
)
def test_a_short_name_goes_where_the_words_around_say_that_it_is_a_person(typed: str, published: str) -> None:
    """A title, a label, a neighbour in a list; the name of a place stays, another word is asked about."""
    scrub = Scrubber({"王芳", "李娜", "高明", "欧阳小梅"}, {"高明区", "高明县"})
    assert scrub(typed) == published
    assert [one.name for one in scrub.undecided] == (["高明"] if "技术" in typed else [])


def test_a_short_name_waits_for_a_person_and_the_decision_holds_for_these_words_only() -> None:
    """The same sentence is decided once; another sentence with the name is asked anew."""
    text = "由王芳负责"
    scrub = Scrubber({"王芳"})
    assert scrub(text) == text
    (waiting,) = scrub.undecided
    assert waiting.around == "…由【王芳】负责…"

    decided = Scrubber({"王芳"}, decided={waiting.key: Decision.MASK})
    assert decided(text) == "由王*负责"
    assert decided.undecided == []
    assert decided("王芳菲菲") == "王芳菲菲"
    assert [one.around for one in decided.undecided] == ["…【王芳】菲菲…"]


def test_a_table_of_decisions_is_read_back(tmp_path: Path) -> None:
    """What was filled in counts, an empty row waits, and a word nobody understands is told with its row."""
    scrub = Scrubber({"王芳", "高明"})
    scrub("由王芳负责；手艺高明")
    file = deciding.write(deciding.named(scrub), tmp_path / "names.csv", str)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join([lines[0], "隐去" + lines[1], lines[2]]), encoding="utf-8")
    assert list(deciding.read(file).values()) == [Decision.MASK]
    file.write_text("\n".join([lines[0], "也许" + lines[1]]), encoding="utf-8")
    with pytest.raises(Problem, match="REPORTS-213"):
        deciding.read(file)


@given(st.text(max_size=40), st.integers(10_000_000, 99_999_999), st.text(max_size=10))
def test_a_mobile_number_never_survives(before: str, digits: int, after: str) -> None:
    before, after = before.rstrip("0123456789"), after.lstrip("0123456789")
    number = f"138{digits}"
    assert number not in Scrubber()(f"{before}{number}{after}")
