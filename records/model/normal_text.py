"""The one strict normaliser of text that is stored: entry, import and batches all pass here.

SQLite accepts what PostgreSQL refuses (NUL, lone surrogates), and control or direction-override characters make a
screen or a paper show something else than what is stored (reliability notes, finding 12 and H8). So text is NFC,
and such characters are refused with their place, never silently removed: changing data unasked is a lie, too.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from forms.problems import Problem
from records.problem_codes import TEXT_FORBIDDEN_CHARACTER, TEXT_NOT_JSON, TEXT_TOO_DEEP, TEXT_TOO_LONG

LONGEST = 20_000  # characters in one answer: ten pages of notes
DEEPEST = 6  # repeats within repeats; answers are flat but for repeats
MOST_ROWS = 10_000  # rows of one repeat

# C0 but TAB and LF, DEL and C1, line/paragraph separators, bidi overrides and isolates, marks of direction,
# surrogates, noncharacters, and U+FEFF inside text. TAB and LF are what a long note may hold.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\u061c\ufeff\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff"
    + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


def normal(text: str, place: str = "") -> str:
    """Return *text* in NFC; CRLF becomes LF.

    Raises Problem RECORDS-040 at a character nobody should store, RECORDS-041 when it is too long.
    """
    if _stands(text):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    found = _FORBIDDEN.search(text)
    if found is not None:
        values = {"character": f"U+{ord(found.group()):04X}", "position": found.start() + 1}
        raise Problem(TEXT_FORBIDDEN_CHARACTER, place=place, values=values)
    if len(text) > LONGEST:
        raise Problem(TEXT_TOO_LONG, place=place, values={"length": len(text), "most": LONGEST})
    return text


def _stands(text: str) -> bool:
    """Say whether *text* is normal as it stands: what is printable and still forbidden is U+FFFC, U+FFFD."""
    if len(text) > LONGEST or not text.isprintable():
        return False
    return text.isascii() or (
        "\ufffc" not in text and "\ufffd" not in text and unicodedata.is_normalized("NFC", text)
    )


def normal_answers(answers: dict[str, Any], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the answers as they are stored: normal text, blanks left out, nothing but JSON of the contract.

    Numbers stay ``int``; a float is refused, because money and hours are exact. *known* are answers that are normal
    already: what is the same text there is not looked at again.
    """
    return _normal_dict(answers, "", 1, {} if known is None else known)


def _normal_dict(
    answers: Mapping[str, Any], place: str, depth: int, known: Mapping[str, Any]
) -> dict[str, Any]:
    if depth > DEEPEST:
        raise Problem(TEXT_TOO_DEEP, place=place)
    result: dict[str, Any] = {}
    for name, value in answers.items():
        kept: Any = value
        if type(value) is str:  # the commonest answer, without a walk
            plain = value.isascii() and value.isprintable() and len(value) <= LONGEST
            if not plain and value != known.get(name) and not _stands(value):
                kept = normal(value, f"{place}.{name}" if place else str(name))
        elif type(value) is not int:
            kept = _normal_value(value, f"{place}.{name}" if place else str(name), depth)
        if kept or kept == 0:  # neither None nor an empty text, list or row
            result[name if name in _names or _is_name(name, place) else normal(name, place)] = kept
    return result


_names: set[str] = set()  # names of questions met that are normal as they stand: the same few hundred all day
_MOST_NAMES = 20_000


def _is_name(name: str, place: str) -> bool:
    """Say whether a question's name is stored as it stands, and remember it then."""
    plain = normal(name, f"{place}.{name}" if place else name) == name
    if plain and len(_names) < _MOST_NAMES:
        _names.add(name)
    return plain


def _normal_value(value: Any, place: str, depth: int) -> Any:
    if isinstance(value, str):
        return normal(value, place)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, dict):
        return _normal_dict(value, place, depth + 1, {})
    if isinstance(value, list) and len(value) <= MOST_ROWS:
        return [
            item
            if type(item) is str and _stands(item)
            else _normal_value(item, f"{place}[{number}]", depth + 1)
            for number, item in enumerate(value, 1)
        ]
    raise Problem(TEXT_NOT_JSON, place=place)
