"""The two sets of colours: the same names, readable words."""

import pytest
from PySide6.QtCore import QSize

from desktop import theme
from desktop.theme import tones

WORDS_ON = (
    ("text", "paper"),
    ("text", "ground"),
    ("text_soft", "paper"),
    ("text_soft", "ground"),
    ("text_soft", "raised"),
    ("text_faint", "paper"),
    ("accent", "paper"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("good", "paper"),
    ("good", "good_soft"),
    ("warn", "paper"),
    ("warn", "warn_soft"),
    ("bad", "paper"),
    ("bad", "bad_soft"),
    ("on_select", "select"),
    ("text", "accent_soft"),
)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_light_and_dark_name_the_same_tones():
    """A tone missing in one set would end the program when the theme is switched."""
    assert tones.sets()["light"].keys() == tones.sets()["dark"].keys()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), WORDS_ON)
def test_words_reach_aa(mode, words, ground):
    """Every pair of words and ground in use has a contrast of at least 4.5 : 1."""
    tone = tones.sets()[mode]
    assert contrast(tone[words], tone[ground]) >= 4.5


def test_marks_are_drawn_in_the_colours_of_the_palette():
    """The little pictures of the style sheet follow the palette file: none was forgotten when a colour changed."""
    from desktop.theme.dress import _MARKS

    for mode, tone in tones.sets().items():
        for file in _MARKS.glob(f"*-{mode}.svg"):
            assert any(colour in file.read_text() for colour in tone.values()), file.name


def test_icons_are_drawn_for_the_screen(qapp):
    """On a screen of 200 % an icon of 16 has 32 dots a side: sharp, not blown up."""
    picture = theme.icon("plus").pixmap(QSize(16, 16), 2.0)

    assert (picture.width(), picture.devicePixelRatio()) == (32, 2.0)
