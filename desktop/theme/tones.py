"""The palette file, read: names of tones and their colours in each set (light, dark, high contrast).

It stands below the style sheet and the icons, which both ask it, and keeps the one current set.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QColor

LIGHT: Final = "light"
DARK: Final = "dark"
CONTRAST: Final = "contrast"
MODES: Final = (LIGHT, DARK, CONTRAST)
_FILE = Path(__file__).with_name("palette.toml")


@cache
def sets() -> dict[str, dict[str, str]]:
    """Return every set: mode → tone → ``#RRGGBB``."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


class _Current:
    """Which set is on now."""

    mode: str = LIGHT


def mode() -> str:
    """Return ``light``, ``dark`` or ``contrast``, whichever is on."""
    return _Current.mode


def set_mode(chosen: str) -> None:
    """Put the *chosen* set on; an unknown name means light."""
    _Current.mode = chosen if chosen in sets() else LIGHT


def tones() -> dict[str, str]:
    """Return the current set."""
    return sets()[_Current.mode]


def colour(tone: str) -> QColor:
    """Return the colour of *tone* (a name in palette.toml) in the current set."""
    return QColor(tones()[tone])
