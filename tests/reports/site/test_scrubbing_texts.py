"""Numbers and names of people leave a text before it is published, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.site.scrubbing import GONE, Scrubber


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


def test_a_short_name_is_told_to_who_publishes() -> None:
    scrub = Scrubber({"王芳"})
    assert scrub("由王芳负责") == "由王芳负责"
    assert scrub.told == {"王芳": 1}


@given(st.text(max_size=40), st.integers(10_000_000, 99_999_999), st.text(max_size=10))
def test_a_mobile_number_never_survives(before: str, digits: int, after: str) -> None:
    before, after = before.rstrip("0123456789"), after.lstrip("0123456789")
    number = f"138{digits}"
    assert number not in Scrubber()(f"{before}{number}{after}")
