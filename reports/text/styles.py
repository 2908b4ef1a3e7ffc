"""The three hands papers are written in, and for each the fonts that may lend a character, best first."""

from enum import StrEnum


class Style(StrEnum):
    """A hand: SANS for rosters, BOLD for headings, SERIF (Song) for receipts."""

    SANS = "NotoSansSC-Regular"
    BOLD = "NotoSansSC-Bold"
    SERIF = "NotoSerifSC-Regular"


# Lenders in the order in which they are asked; the style's own font always comes first.
LENDERS = (
    "NotoSerifTibetan-Regular",
    "NotoNaskhArabic-Regular",
    "NotoSansYi-Regular",
    "NotoSansMongolian-Regular",
    "HanaMinB",
    "BabelStoneHanGH",
)

# The blocks a lender is asked for. Outside them it may have glyphs too (Latin, Thai …), but not good ones.
SCOPES: dict[str, tuple[tuple[int, int], ...]] = {
    "NotoSerifTibetan-Regular": ((0x0F00, 0x0FFF),),
    "NotoNaskhArabic-Regular": (
        (0x0600, 0x06FF),
        (0x0750, 0x077F),
        (0x0870, 0x08FF),
        (0xFB50, 0xFDFF),
        (0xFE70, 0xFEFC),
    ),
    "NotoSansYi-Regular": ((0xA000, 0xA4CF),),
    "NotoSansMongolian-Regular": ((0x1800, 0x18AF), (0x11660, 0x1167F)),
    "HanaMinB": ((0x2E80, 0x2FDF), (0x31C0, 0x31EF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFF)),
    "BabelStoneHanGH": ((0x30000, 0x3FFFF),),
}

# Fonts whose words must pass through HarfBuzz: without it vowels fall off and letters do not join.
SHAPED = frozenset({"NotoSerifTibetan-Regular", "NotoNaskhArabic-Regular", "NotoSansMongolian-Regular"})

# Size beside Chinese of the same size, so that all are read with equal ease: their letters are smaller than the box.
SCALES = {"NotoSerifTibetan-Regular": 1.04, "NotoNaskhArabic-Regular": 1.12}
