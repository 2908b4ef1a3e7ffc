"""Pinyin of names for search: full spelling and initials, every reading of the surname kept.

pypinyin takes 0.3 s to import, so it is imported at the first name and never for divisions.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from forms.reference.surnames import INITIALS, READINGS

_LETTERS = re.compile(r"[^a-z0-9]+")
_HANZI = re.compile("[\u4e00-\u9fff]+")


class Pinyin(NamedTuple):
    """Readings of a name, without tones, blanks or separators; several are set apart by one blank.

    ``Pinyin("shanchao danchao", "sc dc")``: the reading that is right for a person comes first.
    """

    full: str
    initials: str


def pinyin(name: str) -> Pinyin:
    """Return the readings of a person's or an organisation's name; letters stay, other signs fall away."""
    surname = next((name[:size] for size in (2, 1) if len(name) > size and name[:size] in READINGS), "")
    rest = _syllables(name[len(surname) :])
    if not surname:
        return Pinyin("".join(rest), _initials(rest))
    fulls, shorts = [], []
    for index, reading in enumerate(READINGS[surname]):
        fulls.append(reading + "".join(rest))
        shorts.append((INITIALS[surname][index] if surname in INITIALS else reading[0]) + _initials(rest))
    return Pinyin(" ".join(dict.fromkeys(fulls)), " ".join(dict.fromkeys(shorts)))


@lru_cache(maxsize=8192)
def _syllables(text: str) -> tuple[str, ...]:
    """Return the syllables of *text*; remembered, for one save reads a name for the register and for the record."""
    if not text:
        return ()
    if not _HANZI.fullmatch(text):
        return _read(text)
    beginnings = _beginnings()
    words: Iterable[str] = text
    if any(text[index : index + 2] in beginnings for index in range(len(text) - 1)):
        from pypinyin.seg.mmseg import seg

        words = seg.cut(text)
    return tuple(each for word in words for each in _read(word))


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Return the first two characters of every word pypinyin knows: a name with none of them is read sign by sign."""
    from pypinyin.constants import PHRASES_DICT

    return frozenset(phrase[:2] for phrase in PHRASES_DICT)


@lru_cache(maxsize=65_536)
def _read(word: str) -> tuple[str, ...]:
    """Return the syllables of a word, mostly one character: names are made of few, so nearly all are remembered."""
    from pypinyin import Style, lazy_pinyin  # 0.3 s, and only names need it

    found = [
        _LETTERS.sub("", each.replace("ü", "v").lower()) for each in lazy_pinyin(word, style=Style.NORMAL)
    ]
    return tuple(each for each in found if each)


def _initials(syllables: Sequence[str]) -> str:
    """Join first letters; a run of digits (a number in an organisation's name) stays whole."""
    return "".join(each if each.isdecimal() else each[0] for each in syllables)
