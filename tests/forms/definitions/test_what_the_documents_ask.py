"""Each of the 142 things the five documents ask for is recorded: the question and its choices, the paper or the indicator is there."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from forms.definitions import builtin
from forms.definitions.keeping import compiled
from reports import papers
from reports.indicators import indicators, schemes
from reports.indicators.period_papers import PAPERS

ROOT = Path(__file__).parents[3]


def _items() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coverage_items", ROOT / "docs" / "coverage_items.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["coverage_items"] = module
    spec.loader.exec_module(module)
    return module


ROWS = _items().read()
THERE = {
    "paper": {*PAPERS, *(layout.code for layout in papers.layouts().values())},
    "indicator": set(indicators()),
    "scheme": set(schemes()),
}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.seed}-{row.clause}-{row.system}" for row in ROWS])
def test_what_a_row_asks_can_be_recorded(row) -> None:
    """Its questions stand in their forms, are told in both languages, and offer what the document names."""
    assert any(item.kind != "test" for item in row.items)
    for item in row.items:
        if item.kind in THERE:
            assert item.name in THERE[item.kind], item
        if item.kind != "question":
            continue
        question = compiled(builtin()[item.form_id]).definition.questions[item.name]
        assert question.label.in_("zh") != question.label.in_("en") != "", item
        offered = {one.code for one in question.choices.choices} if item.choices else set()
        assert set(item.choices) <= offered, item
