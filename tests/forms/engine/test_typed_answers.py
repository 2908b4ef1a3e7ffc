"""What a person types, read by the kind of the question; what cannot be read is kept as typed."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.engine import Kind
from forms.engine.results import as_json
from forms.engine.typed import Unread, read

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2023-05-01", date(2023, 5, 1)),
        ("20230501", date(2023, 5, 1)),
        ("2023/5/1", date(2023, 5, 1)),
        ("2023.5.1", date(2023, 5, 1)),
        ("2023年5月1日", date(2023, 5, 1)),
        ("2023年5月1号", date(2023, 5, 1)),
        ("２０２３－０５－０１", date(2023, 5, 1)),
        (" 2023 年 5 月 1 日 ", date(2023, 5, 1)),
        ("2023-05", date(2023, 5, 1)),
        ("2023年5月", date(2023, 5, 1)),
        ("0501", date(2026, 5, 1)),
        ("5月1日", date(2026, 5, 1)),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 21)),
        (datetime.fromisoformat("2023-05-01T08:30"), date(2023, 5, 1)),
    ],
)
def test_dates_are_read_as_clerks_write_them(typed: Any, expected: date) -> None:
    """The date forms of rosters and quick typing all mean the same day."""
    assert read(Kind.DATE, typed, TODAY) == expected


@pytest.mark.parametrize(
    "typed", ["2023-02-29", "20231301", "1", "23-5-1", "5/1/2023", "2023", "不详", "0230", "9999"]
)
def test_no_date_is_guessed(typed: str) -> None:
    """A day that does not exist, or that could be two days, is kept as typed."""
    assert read(Kind.DATE, typed, TODAY) == Unread(typed, read(Kind.DATE, typed, TODAY).detail)
    assert read(Kind.DATE, typed, TODAY).detail.code == "FORMS-009"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4500", "4500"),
        ("4,500.50", "4500.50"),
        ("4，500", "4500"),
        ("１２３．５", "123.5"),
        ("¥30", "30"),
        ("￥30元", "30"),
        (" 1 000 ", "1000"),
        ("-5", "-5"),
        (".5", "0.5"),
        (30, "30"),
    ],
)
def test_amounts_are_read_as_clerks_write_them(typed: Any, expected: str) -> None:
    """Thousands separators, full-width digits and the yuan sign are understood."""
    assert read(Kind.DECIMAL, typed, TODAY) == Decimal(expected)


@pytest.mark.parametrize(
    "typed", ["三千", "45,00", "1e5", "4500左右", "--5", "1.2.3", "NaN", "Infinity", "0x10"]
)
def test_no_amount_is_guessed(typed: str) -> None:
    """What is no number stays as typed."""
    assert read(Kind.DECIMAL, typed, TODAY).text == typed


def test_whole_numbers_have_room_for_eighteen_digits() -> None:
    """An 18-digit number is kept exactly; a fraction and 19 digits are refused."""
    assert read(Kind.INTEGER, "513221199001010028", TODAY) == 513221199001010028
    assert read(Kind.INTEGER, "3.0", TODAY) == 3
    assert read(Kind.INTEGER, "3.5", TODAY).detail.code == "FORMS-008"
    assert read(Kind.INTEGER, "1" * 19, TODAY).detail.code == "FORMS-014"


def test_text_is_nfc_and_without_hidden_characters() -> None:
    """Text is stored composed; control and direction characters are refused, line ends made one."""
    assert read(Kind.TEXT, "e\u0301", TODAY) == "é"
    assert read(Kind.TEXT, "一\r\n二", TODAY) == "一\n二"
    assert read(Kind.TEXT, "  ", TODAY) is None
    for hidden in ("a\x00b", "a\u202eb", "a\ud800b"):
        assert read(Kind.TEXT, hidden, TODAY).detail.code == "FORMS-016"


def test_times_and_moments_are_read() -> None:
    """Times with or without a colon, moments with a space."""
    assert read(Kind.TIME, "8:30", TODAY) == time(8, 30)
    assert read(Kind.TIME, "0830", TODAY) == time(8, 30)
    assert read(Kind.TIME, "8点30分", TODAY) == time(8, 30)
    assert read(Kind.DATETIME, "2023.5.1 8:30", TODAY) == datetime.fromisoformat("2023-05-01T08:30")
    assert read(Kind.TIME, "25:00", TODAY).detail.code == "FORMS-010"
    assert read(Kind.DATETIME, "明年", TODAY).detail.code == "FORMS-011"


@given(
    st.sampled_from(list(Kind)), st.one_of(st.text(), st.integers(), st.decimals(), st.dates(), st.booleans())
)
def test_nothing_typed_is_lost_and_nothing_raises(kind: Kind, typed: Any) -> None:
    """Anything at all is read or kept, and reads the same after travelling as JSON."""
    value = read(kind, typed, TODAY)
    if value is None:
        return
    assert isinstance(as_json(value), str | int | list)
    if isinstance(value, Unread):
        assert value.text
    else:
        assert read(kind, as_json(value), TODAY) == value
