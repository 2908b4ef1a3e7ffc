"""The tour of the house names what exists: modules move, and a map that lies is worse than none."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOUR = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
TEXTS = [TOUR, *(decision.read_text(encoding="utf-8") for decision in DECISIONS)]
ROOMS = "forms|records|reports|sync|desktop|resources"
NAMES = sorted({name for text in TEXTS for name in re.findall(rf"`((?:{ROOMS})(?:\.\w+)+)`", text)})


def _exists(name: str) -> bool:
    """Say whether *name* is a module, or something a module holds."""
    module, _, last = name.rpartition(".")
    path = ROOT.joinpath(*name.split("."))
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    if last == module:
        return False
    try:
        return hasattr(importlib.import_module(module), last)
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("name", NAMES)
def test_the_tour_names_what_exists(name):
    """Each dotted name of the tour and of the decisions is a module, or something a module holds."""
    assert _exists(name)


def _bullets() -> list[tuple[str, str]]:
    """Return (room, module) for the short names in the tour: those listed under the room's own name."""
    tour = TOUR[TOUR.index("## The tour") : TOUR.index("## The way one record takes")]
    found = []
    for bullet in re.split(r"\n(?=- |### )", tour):
        room = re.search(rf"`((?:{ROOMS})(?:\.\w+)*)`", bullet)
        if room is not None and bullet.startswith("- "):
            found += [(room[1], short) for short in re.findall(r"`([a-z]\w+)`", bullet)]
    return found


@pytest.mark.parametrize(("room", "short"), _bullets())
def test_the_tour_lists_modules_where_they_are(room, short):
    """Each short name in the tour is a module somewhere under the room its line begins with."""
    folder = ROOT.joinpath(*room.split("."))
    found = [*folder.rglob(f"{short}.py"), *(path for path in folder.rglob(short) if path.is_dir())]

    assert found


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
def test_each_decision_says_why(decision):
    """A decision has its number, context, decision and consequences, and is not longer than a page."""
    text = decision.read_text(encoding="utf-8")

    assert text.startswith(f"# {int(decision.name[:4])}. ")
    assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))
    assert text.count("\n") <= 60
