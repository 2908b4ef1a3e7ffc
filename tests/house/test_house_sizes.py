"""The budgets of the house: small whole files, each with a first sentence that says what it is and why."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("forms", "records", "reports", "sync", "desktop", "resources", "benchmarks")
LINES = 400
FUNCTION_LINES = 50


def _sources() -> list[Path]:
    return [
        file
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in file.parts  # a released migration is never rewritten, so it has no budget
    ]


@pytest.mark.parametrize("file", _sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_each_file_is_small_and_says_what_it_is(file):
    """A file has at most 400 lines, opens with a docstring, and no function is longer than 50 lines."""
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)

    long_functions = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]

    assert text.count("\n") <= LINES
    assert ast.get_docstring(tree), "no module docstring"
    assert long_functions == []


def test_no_room_hides_behind_an_empty_name():
    """No module is called core, common, utils, misc or helpers: such a name says nothing."""
    empty = {"core", "common", "utils", "util", "misc", "helpers"}

    found = [str(file) for file in _sources() if file.stem in empty or set(file.parts) & empty]

    assert found == []


def test_tests_are_no_package():
    """No __init__.py stands under tests/: it would shadow the rooms of the same name."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []
