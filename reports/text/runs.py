"""Turns one line of text into runs, each of one font, in the order in which they are drawn.

Nearly all texts are plain Chinese and figures: one font, no shaping, no reordering. They take a short way, a
set comparison and a sum of widths. The long way is for names in other scripts and for rare characters.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from reportlab.lib.abag import ABag
from reportlab.pdfbase.ttfonts import shapeFragWord

from forms.problems import Problem
from reports.text.bidi import MIRRORED, has_right_to_left, levels, visual
from reports.text.faces import Face, face, lender
from reports.text.problem_codes import NO_GLYPH, PRIVATE_CHARACTER
from reports.text.styles import Style

_ANY_SIZE = 1000.0
_FIRST_PLANE = "\uffff"
_FOLLOWING = frozenset(" \u200c\u200d\u202f\u180b\u180c\u180d\u180e\u180f")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font: *text* is what ReportLab is given, *width* in points at size 1."""

    font: str
    scale: float
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw; *width* in points at size 1.

    *spelled* holds the characters when the drawn glyphs no longer name them (shaped text, characters beyond the
    first plane, which ReportLab's own tables get wrong), so that searching and copying still find the name. It is
    in the order seen: the readers in use (PDFium, Poppler) turn right-to-left words round themselves. None for
    plain text.
    """

    runs: tuple[Run, ...]
    width: float
    spelled: str | None = None


@cache
def _plain(style: Style) -> tuple[Face, frozenset[str]]:
    """Return the style's font and the characters of it that need neither shaping nor reordering."""
    own = face(style.value)
    simple = (
        character
        for character in own.widths
        if unicodedata.bidirectional(character) not in {"R", "AL", "AN"}
        and character <= _FIRST_PLANE
        and unicodedata.category(character) not in {"Mn", "Mc", "Me", "Cc", "Cf", "Co", "Cs"}
    )
    return own, frozenset(simple)


def line(text: str, style: Style) -> Line:
    """Return *text* (already `printable`, one line) as runs.

    Raises Problem REPORTS-001 for a character no shipped font has, REPORTS-002 for a private one.
    """
    own, simple = _plain(style)
    if simple.issuperset(text):
        width = sum(map(own.widths.__getitem__, text)) / 1000
        return Line((Run(own.name, 1.0, text, width),), width)
    return _mixed(text, style)


@lru_cache(maxsize=4096)
def _mixed(text: str, style: Style) -> Line:
    """Return a line of several fonts: split by level and font, shaped where needed, in visual order."""
    faces = _faces(text, style)
    right_to_left = has_right_to_left(text)
    depth = levels(text) if right_to_left else [0] * len(text)
    pieces: list[tuple[int, Face, str]] = []
    place = 0
    for (level, chosen), group in groupby(zip(depth, faces, strict=True)):
        length = len(list(group))
        pieces.append((level, chosen, text[place : place + length]))
        place += length
    order = visual([level for level, _face, _text in pieces])
    runs = tuple(_run(pieces[index]) for index in order)
    drawn = "".join(run.text for run in runs)
    spelled = "".join(_seen(pieces[index]) for index in order)
    changed = drawn != spelled or max(drawn, default="") > _FIRST_PLANE
    return Line(runs, sum(run.width for run in runs), spelled if changed else None)


def _faces(text: str, style: Style) -> list[Face]:
    """Return the font of each character; spaces and joiners stay in the word before them."""
    found: list[Face] = []
    for character in text:
        follows = character in _FOLLOWING or unicodedata.category(character) in {"Mn", "Mc", "Me"}
        if follows and found and found[-1].has(character):
            found.append(found[-1])
            continue
        if unicodedata.category(character) == "Co":
            raise Problem(PRIVATE_CHARACTER, values={"where": "", "code": _code(character)})
        lent = lender(character, style)
        if lent is None:
            raise Problem(NO_GLYPH, values={"where": "", "character": character, "code": _code(character)})
        found.append(lent)
    return found


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _seen(piece: tuple[int, Face, str]) -> str:
    """Return the characters of a piece as they stand from left to right, marks after their letter."""
    level, _chosen, text = piece
    if level % 2 == 0:
        return text
    letters: list[str] = []
    for character in text:
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    return "".join(reversed(letters)).translate(MIRRORED)


def _run(piece: tuple[int, Face, str]) -> Run:
    """Return the run as it is drawn."""
    level, chosen, text = piece
    if chosen.shaped or _has_marks(text):
        drawn, width = _shaped(text, chosen)
        return Run(chosen.name, chosen.scale, drawn, width * chosen.scale)
    if level % 2:
        text = text[::-1].translate(MIRRORED)
    width = sum(map(chosen.widths.__getitem__, text)) / 1000
    return Run(chosen.name, chosen.scale, text, width * chosen.scale)


def _has_marks(text: str) -> bool:
    return any(unicodedata.category(character) in {"Mn", "Mc", "Me"} for character in text)


def _shaped(text: str, chosen: Face) -> tuple[str, float]:
    """Pass *text* through HarfBuzz; return ReportLab's shaped string and its width at size 1.

    Raises Problem REPORTS-001 when a letter came out as an empty box.
    """
    word = shapeFragWord([0.0, (ABag(fontName=chosen.name, fontSize=_ANY_SIZE), text)], force=True)
    width, (_frag, shaped) = word[0], word[1]
    glyphs = chosen.font.face.charToGlyph
    if not all(glyphs.get(ord(character)) for character in shaped):
        raise Problem(NO_GLYPH, values={"where": "", "character": text, "code": " ".join(map(_code, text))})
    return shaped, width / _ANY_SIZE
