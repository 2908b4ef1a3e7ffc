"""Loads the shipped fonts, each when its first character is needed: the large ones take a tenth of a second."""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics

from reports.text.copyable import CopyableFont
from reports.text.styles import LENDERS, SCALES, SCOPES, SHAPED, Style
from resources import path

_loading = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font known to ReportLab: *widths* in thousandths of the size, by character."""

    name: str
    scale: float
    shaped: bool
    font: CopyableFont
    widths: dict[str, float]

    def has(self, character: str) -> bool:
        """Tell whether the font draws the character (not as an empty box)."""
        return character in self.widths


@cache
def face(name: str) -> Face:
    """Return the font of that file name, loading and registering it at the first call."""
    with _loading:
        font = CopyableFont(name, str(path("fonts", f"{name}.ttf")))
        pdfmetrics.registerFont(font)
    glyphs = font.face.charToGlyph
    # A copy: shaping adds private characters for its glyphs to the font's own tables, which no text may name.
    advances = font.face.charWidths
    widths = {chr(code): float(advances.get(code, 1000)) for code, glyph in glyphs.items() if glyph}
    if name in SHAPED:
        _name_all_glyphs(font)
    return Face(name, SCALES.get(name, 1.0), name in SHAPED, font, widths)


def _name_all_glyphs(font: Any) -> None:
    """Give each glyph without a character its private one now, in the order of the font.

    ReportLab does it when a glyph is first met; then the bytes of a paper would depend on what was printed before.
    """
    shaper = font.hbFont()
    for glyph in range(font.face.numGlyphs):
        if glyph not in font.face.glyphToChar:
            font.hbAddPrivate(shaper.glyph_to_string(glyph), glyph, shaper.get_glyph_h_advance(glyph))


def lender(character: str, style: Style) -> Face | None:
    """Return the first font that has the character: the style's own, then those whose scope holds it."""
    own = face(style.value)
    if own.has(character):
        return own
    code = ord(character)
    for name in LENDERS:
        if any(first <= code <= last for first, last in SCOPES[name]) and face(name).has(character):
            return face(name)
    return None
