"""Amounts and counts as rosters write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.workbooks.numbers import number, plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3200元", "3200"), ("0.4万", "4000"), ("3,000", "3000"), (" 6500 ", "6500"), ("￥888.88", "888.88"),
        ("￥10,000.00", "10000"), ("5.00005万元", "50000.5"), ("0.088888万元", "888.88"), ("100万元", "1000000"),
        ("３，２００元", "3200"), ("4千", "4000"), ("1.2亿元", "120000000"), (17698.5, "17698.5"), (3800.0, "3800"),
        (17698.500000000004, "17698.5"), ("3500元/月", "3500"), ("0.1", "0.1"), ("-30", "-30"),
    ],
)  # fmt: skip
def test_a_wage_or_amount_is_read_exactly(written, meant):
    """What has one meaning becomes that number to the last digit."""
    assert number(written) == Decimal(meant)


@pytest.mark.parametrize(
    "written",
    [
        "面议",
        "3000-4000",
        "约5000",
        "3千多",
        "3,00",
        "5000左右",
        "12:30",
        "",
        "元",
        True,
        "1.2.3",
        "3万5",
        "三千",
    ],
)
def test_what_is_no_certain_number_is_refused(written):
    """A range, an estimate or words are never turned into a number."""
    assert number(written) is None


def test_the_unit_of_the_heading_counts_where_the_cell_names_none():
    """金额（万元） makes 0.02 two hundred yuan, but a cell that says 元 keeps its own unit."""
    assert number(0.02, "万元") == Decimal(200)
    assert number("200元", "万元") == Decimal(200)


def test_units_of_counting_may_follow_a_count_but_not_an_amount():
    """40学时 is forty hours; 40学时 of money is nothing."""
    assert number("40学时", counted=True) == Decimal(40)
    assert number("40学时") is None


@given(st.integers(min_value=0, max_value=10**13))
def test_ten_thousands_keep_every_fen(fen):
    """Any amount in 分, written as 万元, comes back to the 分."""
    yuan = Decimal(fen) / 100

    assert number(f"{yuan / 10_000:f}万元") == yuan


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_answers_hold_plain_digits(value):
    """An answer has no exponent and no zeros that say nothing, and means the same."""
    text = plain(value)

    assert Decimal(text) == value
    assert "E" not in text.upper()
    assert not ("." in text and text.endswith("0"))


@given(st.text(max_size=30))
def test_no_text_from_outside_breaks_the_reading_of_numbers(text):
    """Whatever stands in a cell, the answer is a finite number or none."""
    found = number(text, counted=True)

    assert found is None or found.is_finite()
