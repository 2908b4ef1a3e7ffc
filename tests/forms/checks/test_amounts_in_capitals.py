"""Amounts in capitals: the cases of 支付结算办法 and the domain book, and cn2an as an oracle where it is right."""

import csv
from decimal import Decimal
from pathlib import Path

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.checks.amounts import in_capitals

_CASES = Path(__file__).parent / "cases" / "amount_uppercase_cases.csv"


def _cases() -> list[dict[str, str]]:
    with _CASES.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["amount"])
def test_every_case_of_the_domain_book_is_said_as_it_says(case: dict[str, str]) -> None:
    """Official examples, zeros in every place, a negative amount and zero come out to the letter."""
    assert Decimal(case["amount"]) * 100 == int(case["fen"])
    assert in_capitals(int(case["fen"])) == case["expected_default"]


def _without_options(words: str) -> str:
    """Drop every 零 and the 整 at the end: where two ways are allowed, they differ in nothing else."""
    return words.replace("零", "").removesuffix("整")


@given(st.integers(100, 999_999_999_999))
def test_an_independent_library_says_the_same_but_for_optional_zeros(fen: int) -> None:
    """cn2an agrees on every digit and unit; only the optional 零 and 整 may differ."""
    theirs = "人民币" + cn2an.an2cn(f"{fen // 100}.{fen % 100:02}", "rmb")

    assert _without_options(in_capitals(fen)) == _without_options(theirs)


@given(st.integers(-(10**15), 10**15))
def test_an_amount_ends_as_the_rules_want(fen: int) -> None:
    """整 follows 元 and 角, never 分; no two 零 stand together and none before a unit."""
    words = in_capitals(fen)

    assert words.startswith("人民币")
    assert words.endswith("分") == (fen % 10 != 0)
    assert words.endswith("整") == (fen % 10 == 0)
    assert not any(wrong in words for wrong in ("零零", "零万", "零亿", "零角", "零分"))


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_two_amounts_never_read_the_same(one: int, other: int) -> None:
    """Words that could mean two amounts would make a receipt worthless."""
    assert (in_capitals(one) == in_capitals(other)) == (one == other)
