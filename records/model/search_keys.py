"""What a record can be found by, and the terms the index holds for it.

The keys of a record are one text, a line for each: a letter for the kind, then the value, folded as a query will
be. They are kept with the record, so that an edit can take away exactly the terms it added, and so that a second
word of a query can be tested without another index. The terms are suffixes: a range scan of a B-tree then finds
any fragment of a Chinese name, one character too, where full-text indexes find nothing (0.3 ms in a million).
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

NAME, READING, INITIALS, NUMBER, PHONE, WORDS = "n", "p", "i", "d", "t", "x"
TERM = 12  # characters of a term that are kept; longer query words are tested against the keys as well
BORN = 6  # where the birth date begins in an ID number
LONGEST = 40  # characters of a value that can be found
_NOTHING = {""}
_SEPARATORS = dict.fromkeys(map(ord, "·•,，、()"))


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return *text* as it is compared: compatibility forms unified, lower case, no blanks, no separators of names."""
    text = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return "".join(text.translate(_SEPARATORS).split())


def words_of(query: str) -> list[str]:
    """Return the folded words of a query, longest first; separated by blanks."""
    words = (folded(word)[:LONGEST] for word in query.split())
    return sorted({word for word in words if word}, key=len, reverse=True)


def line_of(kind: str, value: str) -> str:
    """Return the line of one value under its kind letter; '' when nothing of it can be found."""
    plain = value.isascii() and value.isalnum()  # numbers and spellings: as they stand
    found = (value.lower() if plain else folded(value))[:LONGEST]
    return kind + found if found else ""


def keys_of(values: Iterable[tuple[str, str]]) -> str:
    """Return the keys as one text from (kind letter, value) pairs, each once, in a fixed order."""
    return joined({line_of(kind, value) for kind, value in values})


def joined(lines: set[str]) -> str:
    """Return lines of `line_of` as one text of keys."""
    return "\n".join(sorted(lines - _NOTHING))


def _suffixes(value: str, shortest: int = 1) -> list[str]:
    return [value[start : start + TERM] for start in range(len(value) - shortest + 1)]


def terms_of(keys: str) -> set[str]:
    """Return the terms the index holds for a record with these keys."""
    terms: set[str] = set()
    for line in keys.split("\n"):
        kind, value = line[:1], line[1:]
        if kind in (NAME, WORDS):
            terms.update(_suffixes(value))
        elif kind == INITIALS:
            terms.update(_suffixes(value, 2))
        elif kind == PHONE:
            # As numbers are spoken: 138 0013 8000, or the subscriber's part after the area code.
            terms.update((value[:TERM], value[3:], value[-4:], value.partition("-")[2][:TERM]))
        elif kind == NUMBER:
            # From the start, from the birth date of an 18-character number, and the last four told by telephone.
            terms.update((value[:TERM], value[BORN : BORN + TERM], value[-4:]))
        else:
            terms.add(value[:TERM])
    terms.discard("")
    return terms
