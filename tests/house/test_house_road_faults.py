"""The table of the road's faults: every fault has a line, every line names tests or soaks that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from soak.__main__ import PARTS
from soak.road_gate_things import GATE_RULES
from soak.road_key_things import KEY_RULES
from soak.road_things import RULES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability-road.md"
FAULTS = [*(f"C{n}" for n in range(1, 7)), *(f"D{n}" for n in range(1, 9)), *(f"E{n}" for n in range(1, 10)),
          *(f"F{n}" for n in range(1, 7)), *(f"G{n}" for n in range(1, 13))]  # fmt: skip
_TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
_RULE = re.compile(r"rule `([a-z_]+)`")
_SOAK = re.compile(r"`soak ([a-z]+)`")


def _lines() -> dict[str, str]:
    """Return the lines of the table by fault."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| [C-G]\d", line)]
    return {line.split("|")[1].strip(): line for line in rows}


@cache
def _tests(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_fault_has_one_line():
    """Nothing of the five parts is left out."""
    assert list(_lines()) == FAULTS


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_names_what_there_is(fault: str):
    """Tests by file and name, rules of the worlds, parts of the soak; a line without any must say what is not proved."""
    line = _lines()[fault]
    tests, rules, soaks = _TEST.findall(line), _RULE.findall(line), _SOAK.findall(line)

    assert [f"{file}::{name}" for file, name in tests if name not in _tests(file)] == []
    assert set(rules) <= {*RULES, *GATE_RULES, *KEY_RULES}
    assert set(soaks) <= set(PARTS)
    assert tests or rules or soaks or "not proved" in line
