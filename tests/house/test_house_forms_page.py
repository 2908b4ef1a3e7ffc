"""docs/forms.md says what the tests prove: it is written from their table."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_feature_matrix_is_current():
    """The page is what `python docs/make_forms.py` writes today."""
    spec = importlib.util.spec_from_file_location("make_forms", ROOT / "docs" / "make_forms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert (ROOT / "docs" / "forms.md").read_text(encoding="utf-8") == module.page()
