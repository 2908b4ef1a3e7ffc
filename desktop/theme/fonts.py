"""The bundled fonts: screens look the same on every machine, also on one without a Chinese font.

Families are named in order of preference; Qt takes the next one for a character the first lacks, so Tibetan,
Uyghur, Yi, Mongolian and rare Chinese names all show.
"""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from desktop.theme import zoom
from resources import path

_FILES = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSerifTibetan-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoSansYi-Regular.ttf",
    "NotoSansMongolian-Regular.ttf",
    "HanaMinB.ttf",
    "BabelStoneHanGH.ttf",
)
BODY_POINTS = 10.5


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the bundled fonts once and return their families, in order of preference."""
    families: list[str] = []
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(path("fonts", name)))
        for family in QFontDatabase.applicationFontFamilies(number) if number >= 0 else []:
            if family not in families:
                families.append(family)
    return tuple(families)


def font(points: float = BODY_POINTS, *, bold: bool = False) -> QFont:
    """Return the body font at *points* of the present zoom."""
    made = QFont()
    made.setFamilies(list(load_fonts()))
    made.setPointSizeF(zoom.points(points))
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def figures(points: float = BODY_POINTS, *, bold: bool = False) -> QFont:
    """Return the font for columns of numbers: figures of one width, so that digits stand under digits."""
    made = font(points, bold=bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
