"""Writes docs/forms.md: what of the ODK XForms specification works, from the table the tests carry out."""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.forms.form_features import FEATURES, Feature  # noqa: E402  (the path must be set first)

PAGE = ROOT / "docs" / "forms.md"
PROSE = ROOT / "docs" / "forms"


def page() -> str:
    """Return the page as Markdown: the words about the engine, then the matrix."""
    before = (PROSE / "semantics.md").read_text(encoding="utf-8").strip()
    after = (PROSE / "foreign-forms.md").read_text(encoding="utf-8").strip()
    speed = (PROSE / "speed.md").read_text(encoding="utf-8").strip()
    return "\n".join([before, "", *_matrix(), "", after, "", speed, ""])


def _matrix() -> list[str]:
    told = Counter(feature.verdict for feature in FEATURES)
    lines = [
        "## Feature matrix",
        "",
        f"{len(FEATURES)} rows: {told['yes']} yes, {told['differs']} differ, {told['no']} no. Written by "
        "`python docs/make_forms.py` from `tests/forms/form_features.py`; every row is carried out by a test.",
    ]
    areas = list(dict.fromkeys(feature.area for feature in FEATURES))
    for area in areas:
        lines += ["", f"### {area}", "", "| what | | note | proof |", "|---|---|---|---|"]
        lines += [_row(feature) for feature in FEATURES if feature.area == area]
    return lines


def _row(feature: Feature) -> str:
    file, _, test = feature.proof.partition("::test_")
    proof = f"{Path(file).name}: test_{test}" if test else f"`{feature.proof}` → {feature.gives or '(blank)'}"
    cells = (f"`{feature.name}`" if feature.area == "Functions" else feature.name, feature.verdict)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in (*cells, feature.note, proof)) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
