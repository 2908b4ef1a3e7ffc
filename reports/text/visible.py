"""Makes what cannot be seen visible: control, direction and zero-width characters print as a mark with their code.

A right-to-left override in a name can make 张三 read as another; a zero-width space makes two equal names
different. On paper nothing may hide, so such a character prints as 〔U+202E〕. Joiners inside Uyghur, Mongolian and
Tibetan words belong to the spelling and stay.
"""

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2")  # Arabic number signs: drawn
_SPELLING = frozenset("\u200c\u200d\u202f\u180b\u180c\u180d\u180e\u180f")
_SPELLED = ((0x0600, 0x08FF), (0x1800, 0x18AF), (0x0F00, 0x0FFF), (0xFB50, 0xFEFC))
_SUSPECT = re.compile(
    r"[^\u0020-\u007e\u00a1-\u00ac\u2010-\u2027\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff01-\uff5e]"
)


def printable(text: str) -> str:
    """Return *text* in NFC as it will be drawn: every hidden character as a mark, odd spaces as a space.

    A line feed stays: it starts a new line where the paper has room for several.
    """
    if not _SUSPECT.search(text):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(_seen(character, text, place) for place, character in enumerate(text))


def _seen(character: str, text: str, place: int) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    category = unicodedata.category(character)
    if character in _SPELLING and _beside_script(text, place):
        return character
    if category == "Zs":
        return character if character in " \u3000" else " "
    if (category in _HIDDEN and character not in _SEEN_FORMATS) or _selects_variant(character):
        return f"〔U+{ord(character):04X}〕"
    return character


def _beside_script(text: str, place: int) -> bool:
    """Tell whether a neighbour is a letter of a script that joins, where such a character is spelling."""
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return any(first <= ord(letter) <= last for letter in around for first, last in _SPELLED)


def _selects_variant(character: str) -> bool:
    """Tell whether it picks a variant form, which our fonts do not have: better seen than silently dropped."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
