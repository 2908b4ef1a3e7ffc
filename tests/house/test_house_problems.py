"""The problem catalogues: every code once, with a remedy, in English too, and in the documentation."""

import importlib
import re
from pathlib import Path

import pytest

from forms.problems import Detail
from resources.i18n import translator

ROOT = Path(__file__).parents[2]


def _catalogue() -> list[tuple[str, Detail]]:
    found = []
    for file in sorted(ROOT.glob("*/**/problem_codes*.py")):
        if "tests" in file.parts or ".venv" in file.parts:
            continue
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name)
        found += [(name, value) for value in vars(module).values() if isinstance(value, Detail)]
    return found


DETAILS = _catalogue()


def test_codes_are_unique():
    """No two problems share a code."""
    codes = [
        detail.code for _name, detail in {id(detail): (name, detail) for name, detail in DETAILS}.values()
    ]

    assert sorted(codes) == sorted(set(codes))
    assert len(codes) > 50


@pytest.mark.parametrize("detail", [detail for _, detail in DETAILS], ids=lambda detail: detail.code)
def test_each_problem_says_what_and_what_to_do_in_both_languages(detail):
    """A code has its room's name and three digits, says what is wrong and what to do, and is translated."""
    english = translator("en")

    assert re.fullmatch(r"(FORMS|RECORDS|REPORTS|SYNC|DESKTOP)-\d{3}", detail.code)
    assert detail.what
    assert detail.remedy
    assert english(detail.what) != detail.what
    assert english(detail.remedy) != detail.remedy


def test_each_problem_is_documented():
    """docs/problems.md lists every code; `python docs/make_problems.py` writes it."""
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")

    missing = [detail.code for _, detail in DETAILS if detail.code not in page]

    assert missing == []
