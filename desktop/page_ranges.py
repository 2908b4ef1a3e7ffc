"""Reads which pages somebody wants: ``1-3, 5, 8-``, as every print dialog takes it, Chinese signs and full width too."""

import re
import unicodedata

from desktop.problem_codes import PAGES_NOT_UNDERSTOOD
from forms.problems import Problem

_PART = re.compile(r"(\d*)\s*(-?)\s*(\d*)")
_SIGNS = str.maketrans({"、": ",", "，": ",", ";": ",", "—": "-", "–": "-", "~": "-", "至": "-"})  # not shown


def pages(text: str, count: int) -> list[int]:
    """Return the pages named in *text*, from 1, in order and once each; all *count* of them for a blank.

    Raises Problem DESKTOP-061 for what names no page of the paper.
    """
    said = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    if not said.strip():
        return list(range(1, count + 1))
    found: set[int] = set()
    for part in filter(None, (one.strip() for one in said.split(","))):
        read = _PART.fullmatch(part)
        if read is None or not (read[1] or read[3]) or (read[3] and not read[2]) or len(part) > 20:
            raise _wrong(text, count)
        first = int(read[1] or 1)
        last = int(read[3]) if read[3] else count if read[2] else first
        if not 1 <= first <= last <= count:
            raise _wrong(text, count)
        found.update(range(first, last + 1))
    if not found:
        raise _wrong(text, count)
    return sorted(found)


def _wrong(text: str, count: int) -> Problem:
    return Problem(PAGES_NOT_UNDERSTOOD, values={"text": text, "count": count})
