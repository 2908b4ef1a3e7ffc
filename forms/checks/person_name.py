"""Names of persons: any script, up to 50 characters, parts joined by · (民委发〔2016〕33号)."""

import unicodedata
from datetime import date

from forms.checks import problem_codes
from forms.checks.normal import tidy_name
from forms.problems import Problem

_LONGEST = 50
_JOINERS = frozenset(
    "·' -’\u200c\u200d\u0f0b"
)  # separator, Latin joints, ZWNJ and ZWJ, the Tibetan syllable mark
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def person_name(text: str, _today: date) -> Problem | None:
    """Judge a person's name as it will be stored: no hidden characters, digits or stray signs, not too long (hard).

    Length is counted in characters, never in UTF-16 units: 𠮷野 has two.
    """
    hidden = _hidden(text)
    if hidden:
        return hidden
    name = tidy_name(text)
    if len(name) > _LONGEST:
        return Problem(problem_codes.NAME_LENGTH, values={"length": len(name)})
    for character in name:
        kind = unicodedata.category(character)
        if kind.startswith("N") and character != "〇":
            return Problem(problem_codes.NAME_DIGITS)
        if kind[0] not in "LM" and character not in _JOINERS and character != "〇":
            return Problem(problem_codes.NAME_SEPARATOR, values={"character": character})
    return None


def _hidden(text: str) -> Problem | None:
    inner = text.strip()
    if any(unicodedata.category(each) in _HIDDEN and each not in _JOINERS for each in inner):
        return Problem(problem_codes.NAME_HIDDEN)
    return None
