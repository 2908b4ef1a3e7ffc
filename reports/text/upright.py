"""Parts a line that is to stand upright: what stands by itself (Chinese, Yi) and what lies along the line (Mongolian, Latin).

Unicode Technical Report #50 gives each character its orientation in upright lines: an ideograph stands as it always does,
Mongolian letters, which fonts hold lying, are turned a quarter clockwise, and so are Latin words, figures and brackets.
"""

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from reports.text.bidi import has_right_to_left
from reports.text.runs import Line, line
from reports.text.styles import Style

_WIDE = frozenset({"W", "F"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an upright line: lying *words* turned with the line, or one *standing* character."""

    words: Line
    standing: bool


def pieces(words: Line, style: Style) -> list[Piece]:
    """Return the parts of a line from top to bottom. A line with right-to-left words lies as a whole."""
    text = words.spelled if words.spelled is not None else "".join(run.text for run in words.runs)
    if has_right_to_left(text):
        return [Piece(words, standing=False)]
    found: list[Piece] = []
    for standing, group in groupby(text, _stands):
        if standing:
            found += [Piece(line(character, style), standing=True) for character in group]
        else:
            found.append(Piece(line("".join(group), style), standing=False))
    return found


def _stands(character: str) -> bool:
    """Tell whether a character stands upright: wide letters do, wide brackets and stops lie (their Tr and Tu forms)."""
    wide = unicodedata.east_asian_width(character) in _WIDE
    return wide and unicodedata.category(character)[0] in "LNS"
