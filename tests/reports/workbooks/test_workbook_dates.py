"""Dates as rosters write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.workbooks.dates import read_date


@pytest.mark.parametrize(
    "written",
    [
        "2023.5.13", "20230513", "2023-05-13", "2023/5/13", "2023年5月13日", "2023年05月13号", "２０２３．５．１３", "2023.05.13",
        " 2023 - 05 - 13 ", "2023-05-13 08:30:00", datetime.fromisoformat("2023-05-13T08:30"), date(2023, 5, 13), 20230513.0,
    ],
)  # fmt: skip
def test_a_day_is_read_in_all_its_spellings(written):
    """Eight ways to write one day give the same day."""
    read = read_date(written)

    assert read is not None
    assert (read.day, read.month_only) == (date(2023, 5, 13), False)


@pytest.mark.parametrize(
    "written", ["1997.05", "1997年5月", "1997-05", "1997/5", "199705", 1997.05, "1997年5月份", 1997.5]
)
def test_a_month_is_known_to_be_only_a_month(written):
    """A month without a day is read as such, so that nobody takes the first for a birthday."""
    read = read_date(written)

    assert read is not None
    assert (read.day, read.month_only) == (date(1997, 5, 1), True)


@pytest.mark.parametrize(
    "written",
    [
        "23.5.13", "5月13日", "2023", "2023.2.30", "2023-13-01", "去年", "2023.5-2023.8", "", True, 45059.0, 1997.1,
        "200505", "1700-01-01", "20231301", "2023.5.13.1",
    ],
)  # fmt: skip
def test_what_may_mean_two_days_is_refused(written):
    """No year, a short year, an impossible day, two days, or a number Excel may have cut: no date."""
    assert read_date(written) is None


@given(st.text(max_size=30) | st.floats(allow_nan=True, allow_infinity=True))
def test_nothing_from_outside_breaks_the_reading_of_dates(cell):
    """Whatever stands in a cell, the answer is a date of our time or none."""
    read = read_date(cell)

    assert read is None or 1880 <= read.day.year <= 2200
