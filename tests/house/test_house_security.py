"""The page of security claims is written from its table, and every test it names exists."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_claim_names_tests_that_exist():
    """A claim is proved by at least one test, and each test it names is in the tree."""
    proved = runpy.run_path(str(ROOT / "docs" / "security_claims.py"))["PROVED"]
    written = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)", written, re.MULTILINE))

    assert [claim for _number, claim, tests in proved if not tests] == []
    assert sorted({test for _number, _claim, tests in proved for test in tests} - there) == []


def test_the_page_is_current():
    """docs/security.md is what its maker writes."""
    page = runpy.run_path(str(ROOT / "docs" / "make_security.py"))["page"]()

    assert (ROOT / "docs" / "security.md").read_text(encoding="utf-8") == page
