"""The feature matrix is true: every row of `tests.forms.form_features` is carried out."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms.compile import FormProblems
from forms.engine import FormDefinition
from tests.forms.form_features import FEATURES, FUNCTIONS, NO, OPERATORS, TYPES, Feature

ROOT = Path(__file__).parents[3]
EXPRESSIONS = [feature for feature in (*FUNCTIONS, *OPERATORS) if "::test_" not in feature.proof]


@pytest.mark.parametrize("feature", EXPRESSIONS, ids=lambda feature: feature.name)
def test_each_expression_of_the_matrix(value_of: Callable[..., Any], feature: Feature) -> None:
    """A function or operator gives what its row says; one that is not there is refused with the code of its row."""
    if feature.verdict == NO:
        with pytest.raises(FormProblems) as caught:
            value_of(feature.proof)
        assert caught.value.code == (feature.gives or "FORMS-040")
        return
    assert value_of(feature.proof) == feature.gives


@pytest.mark.parametrize("feature", TYPES, ids=lambda feature: feature.name)
def test_each_question_type_of_the_matrix(
    definition_of: Callable[[str], FormDefinition], feature: Feature
) -> None:
    """A type of the survey sheet becomes a question of the kind its row says."""
    extra = "1" if feature.proof == "calculate" else ""
    form = f"""
        | survey |
        | | type | name | label | calculation |
        | | text | other | 其他 | |
        | | {feature.proof} | q | 问 | {extra} |
        | choices |
        | | list_name | name | label |
        | | c | 1 | 一 |
        | | c | 2 | 二 |
        | settings |
        | | form_id | version |
        | | types | 1 |
    """
    assert definition_of(form).questions["q"].kind == feature.gives


def test_each_proof_by_name_is_there() -> None:
    """A row that names a test names one that exists."""
    named = [feature.proof.split("::") for feature in FEATURES if "::test_" in feature.proof]
    missing = [f"{file}::{test}" for file, test in named if test not in _tests(ROOT / file)]
    assert named
    assert missing == []


def _tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
