"""The word catalogues as a reader meets them: one sentence has one translation, and keeps what it is to show."""

import re
from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"\{\w*\}")


def _entries() -> list[tuple[str, str, str]]:
    """Return (room, Chinese, English) of every translated sentence."""
    found = []
    for file in sorted((ROOT / "resources" / "i18n" / "en").glob("*.po")):
        with file.open("rb") as source:
            found += [
                (file.stem, str(message.id), str(message.string))
                for message in read_po(source, locale="en")
                if message.id and message.string
            ]
    return found


ENTRIES = _entries()


def test_a_sentence_has_one_translation():
    """All rooms end in one compiled catalogue, so the same Chinese never has two English sentences."""
    told: dict[str, set[str]] = defaultdict(set)
    for _room, chinese, english in ENTRIES:
        told[chinese].add(english)

    assert {chinese: english for chinese, english in told.items() if len(english) > 1} == {}


def test_a_translation_shows_the_same_values():
    """Each value a sentence shows in Chinese it shows in English, and no other."""
    wrong = [
        (room, chinese)
        for room, chinese, english in ENTRIES
        if sorted(PLACEHOLDER.findall(chinese)) != sorted(PLACEHOLDER.findall(english))
    ]

    assert wrong == []
