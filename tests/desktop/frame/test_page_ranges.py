"""Which pages to print, as people write it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.page_ranges import pages
from forms.problems import Problem


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [1, 2, 3, 4, 5]), ("3", [3]), ("1-3", [1, 2, 3]), ("4-", [4, 5]), ("-2", [1, 2]), ("5, 1-2,2", [1, 2, 5]),
        ("１－２、５", [1, 2, 5]), ("2至3", [2, 3]), ("  ", [1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_pages_are_read_as_they_are_written(text, wanted):
    """Single pages, spans, open spans, Chinese commas and full-width figures all mean what they say."""
    assert pages(text, 5) == wanted


@pytest.mark.parametrize("text", ["6", "0", "3-1", "a", "1-2-3", "1 2", "-", ",", "１２３４５６７８９０" * 4])
def test_what_names_no_page_is_refused(text):
    """A page that is not there, a span backwards, words: refused with what was typed, nothing printed."""
    with pytest.raises(Problem, match="DESKTOP-061"):
        pages(text, 5)


@given(st.text(max_size=30), st.integers(1, 50))
def test_whatever_is_typed_gives_pages_of_the_paper_or_a_problem(text, count):
    """No text makes it fall over or name a page outside the paper."""
    with suppress(Problem):
        found = pages(text, count)
        assert found
        assert set(found) <= set(range(1, count + 1))
