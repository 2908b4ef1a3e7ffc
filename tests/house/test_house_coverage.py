"""docs/coverage.md is the page the program would write now, and no row of the documents is without what serves and shows it."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("make_coverage", ROOT / "docs" / "make_coverage.py")
coverage = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(coverage)
ROWS = coverage.rows()


def _without_papers(page):
    """Papers come and go with their layouts; the page is made anew with the others before a release."""
    return [
        [cell for place, cell in enumerate(line.split(" | ")) if place != 4] for line in page.splitlines()
    ]


def test_the_page_is_the_one_the_program_would_write():
    """`python docs/make_coverage.py` makes it anew."""
    assert _without_papers(coverage.PAGE.read_text(encoding="utf-8")) == _without_papers(coverage.page())


def test_all_142_things_of_the_five_documents_are_there():
    """None was lost, and each document has its own."""
    assert len(ROWS) == 142
    assert {row["seed"] for row in ROWS} == set(coverage.SEEDS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['seed']}-{row['clause']}-{row['system']}")
def test_each_thing_has_what_serves_it(row):
    """A ledger that exists, or a verb."""
    codes = coverage.ledgers(row)

    assert codes
    for code in codes:
        name, papers = coverage.serves(code)
        assert name
        assert papers


def test_each_thing_names_the_questions_and_tests_that_show_it():
    """Every row has its own items, all of which are there: a question told in words, a test that can be found."""
    shown = coverage.read()

    assert [(one.seed, one.clause, one.system) for one in shown] == [
        (row["seed"], row["clause"], row["system"]) for row in ROWS
    ]
    for one in shown:
        assert all(coverage.told(item) for item in one.items if item.kind != "test")
        assert coverage.tests_of(one)
