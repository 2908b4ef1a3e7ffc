"""Townships, and the villages a code pack brings: found by name, old name, pinyin, initials or code, by date.

The 41,352 townships of the shipped edition are read when first asked for (about 0.1 s); a code pack of the office adds
places, renames them or ends them from a year on.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from forms.reference.pinyin import pinyin
from resources import path

_NO = 99
FIRST, LAST = 1949, 9999


@dataclass(frozen=True, slots=True)
class Township:
    """A township (9 digits) or village (12): *former* are names it had, the years are those it is valid in."""

    code: str
    name: str
    pinyin: str
    initials: str
    former: tuple[str, ...] = ()
    valid_from: int = FIRST
    valid_to: int = LAST

    @property
    def parent(self) -> str:
        """The county of a township, the township of a village."""
        return self.code[:6] if len(self.code) == 9 else self.code[:9]

    def valid_on(self, day: date) -> bool:
        """Return whether the place has this code and name on *day*."""
        return self.valid_from <= day.year <= self.valid_to


@cache
def _shipped() -> Mapping[str, Township]:
    with path("reference", "townships.csv").open(encoding="utf-8", newline="") as source:
        rows = csv.reader(source)
        next(rows)
        return {code: Township(code, name, full, initials) for code, name, full, initials in rows}


class Townships:
    """The shipped edition with what code packs change."""

    def __init__(self, changes: Iterable[Township] = ()) -> None:
        self._changes = {one.code: one for one in changes}

    def get(self, code: str, on: date | None = None) -> Township | None:
        """Return the place of *code*; with a day, only when it is one then."""
        found = self._changes.get(code) or _shipped().get(code)
        return found if found is not None and (on is None or found.valid_on(on)) else None

    def __len__(self) -> int:
        return len(_shipped().keys() | self._changes.keys())

    def search(
        self, text: str, *, within: str = "", on: date | None = None, limit: int = 20
    ) -> list[Township]:
        """Return at most *limit* places that *text* means, best first; *within* is the beginning of their codes."""
        typed = "".join(text.split()).lower()
        if not typed:
            return []
        ranked = []
        for code, place in {**_shipped(), **self._changes}.items():
            if code.startswith(within) and (on is None or place.valid_on(on)):
                rank = _rank(place, typed)
                if rank < _NO:
                    ranked.append((rank, len(code), code, place))
        ranked.sort(key=lambda one: one[:3])
        return [one[3] for one in ranked[:limit]]


def _rank(place: Township, typed: str) -> int:
    """Return how well a place fits what was typed: 0 best, `_NO` not at all."""
    if typed.isdecimal():
        return 0 if place.code == typed else 1 if place.code.startswith(typed) else _NO
    if typed.isascii():
        tests = (
            typed == place.initials,
            typed == place.pinyin,
            place.initials.startswith(typed),
            place.pinyin.startswith(typed),
            len(typed) > 2 and typed in place.pinyin,
        )
    else:
        tests = (
            typed == place.name,
            place.name.startswith(typed),
            typed in place.name,
            typed in place.former,
            any(typed in name for name in place.former),
        )
    return next((rank for rank, fits in enumerate(tests) if fits), _NO)


def made(code: str, name: str, *, former: tuple[str, ...], valid_from: int, valid_to: int) -> Township:
    """Return a place with its pinyin worked out (of one reading)."""
    spelled = pinyin(name)
    first_full, first_initials = spelled.full.split(" ")[0], spelled.initials.split(" ")[0]
    return Township(code, name, first_full, first_initials, former, valid_from, valid_to)
