"""How large everything is: one factor over every size of the style sheet, every font and every painted row.

Beside the scaling of the system (which Qt follows by itself) a person may make this one program larger or smaller,
as in a browser: Ctrl+plus, Ctrl+minus, Ctrl+0.
"""

import re
from typing import Final

STEPS: Final = (80, 90, 100, 110, 125, 150, 175, 200)
WHOLE: Final = 100
_SIZE = re.compile(r"\b(\d+(?:\.\d+)?)(px|pt)\b")
_HAIR: Final = 1.0  # a line of one pixel stays one pixel


class _Current:
    """The factor that is on now, in percent."""

    percent: int = WHOLE


def percent() -> int:
    """Return the zoom in percent."""
    return _Current.percent


def set_percent(chosen: int) -> None:
    """Put the zoom on; what is not among `STEPS` becomes the nearest of them."""
    _Current.percent = min(STEPS, key=lambda step: abs(step - chosen))


def next_step(direction: int) -> int:
    """Return the zoom one step up (+1) or down (-1) from now; 100 for 0."""
    if direction == 0:
        return WHOLE
    at = STEPS.index(_Current.percent) + direction
    return STEPS[max(0, min(at, len(STEPS) - 1))]


def px(size: float) -> int:
    """Return *size* (pixels at 100 %) as it is now."""
    return round(size * _Current.percent / WHOLE)


def points(size: float) -> float:
    """Return *size* (points at 100 %) as it is now."""
    return size * _Current.percent / WHOLE


def scaled(sheet: str) -> str:
    """Return a style sheet with every size as it is now; hair lines stay hair lines."""
    if _Current.percent == WHOLE:
        return sheet
    return _SIZE.sub(_one, sheet)


def _one(found: re.Match[str]) -> str:
    size, unit = float(found[1]), found[2]
    if unit == "pt":
        return f"{points(size):.1f}pt"
    return found[0] if size <= _HAIR else f"{max(1, px(size))}px"
