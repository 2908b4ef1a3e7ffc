"""From the words of a roster to one division: what is certain, or None.

Rosters give a place as three columns (广东省 | 佛山市 | 顺德区), in one cell (四川省甘洛县), with short names (凉山州甘洛)
or old ones (康定县). Every way to read the words as a line of divisions, each at or below the one before, is followed;
the answer is given only when all of them end at the same place. Three readings are tried, the strictest first: today's
full names, full names and short forms, names of former years (led on to today's code).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

from forms.reference.division import COUNTY, Division, DivisionTable
from forms.reference.shortening import short_forms

_SEPARATORS = re.compile(r"[\s、,;/\\|·.\-—_]+")
_FILLERS = (
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "市辖区",
    "市辖县",
)  # rows of the statistics' table, no places
_TOWNSHIP = re.compile(r".*(?:镇|乡|街道|街道办事处|苏木|村|社区|组|路|号|园区|工业园)$")
_LONGEST = 60  # characters; the longest full name has 30, and what is longer is no place
_Names = dict[str, list[Division]]


class Resolver:
    """Reads place names against a table of divisions."""

    def __init__(self, table: DivisionTable) -> None:
        self._table = table

    @cached_property
    def _full(self) -> _Names:
        return _named((each.name, each) for each in self._table.current)

    @cached_property
    def _short(self) -> _Names:
        pairs = [(each.name, each) for each in self._table.current]
        pairs += [
            (short, each) for each in self._table.current for short in short_forms(each.name, each.level)
        ]
        return _named(iter(pairs))

    @cached_property
    def _former(self) -> _Names:
        pairs = [(name, each) for name, found in self._short.items() for each in found]
        for old in self._table.all:
            heir = self._table.get(old.successor, None) if old.successor else None
            if (
                heir is None
                and not old.current
                and (same := self._table.get(old.code, None))
                and same.current
            ):
                heir = same
            if heir is not None:
                pairs.append((old.name, heir))
        return _named(iter(pairs))

    def resolve(self, names: Sequence[str | None]) -> Division | None:
        """Return the one division that *names*, from large to small, together mean; None when there is not just one."""
        words = "".join(_plain(name) for name in names if name)
        if not words or len(words) > _LONGEST:
            return None
        for table in (self._full, self._short, self._former):
            ends = {division.code: division for division in self._ends(words, table, None)}
            if len(ends) == 1:
                return next(iter(ends.values()))
            if ends:
                return None
        return None

    def _ends(self, text: str, table: _Names, above: Division | None) -> Iterator[Division]:
        """Yield the last division of every way to read *text* below *above*."""
        if not text:
            if above is not None:
                yield above
            return
        for filler in _FILLERS:
            if text.startswith(filler):
                yield from self._ends(text[len(filler) :], table, above)
        read = False
        for length in range(min(len(text), 15), 1, -1):
            for division in table.get(text[:length], ()):
                if above is None or self._within(division, above):
                    read = True
                    yield from self._ends(text[length:], table, division)
        if not read and above is not None and above.level == COUNTY and _TOWNSHIP.fullmatch(text):
            yield above  # 奉化区锦屏街道: the county is certain, the township is not our table's

    def _within(self, division: Division, above: Division) -> bool:
        return any(each.code == above.code for each in self._table.chain(division))


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def _named(pairs: Iterator[tuple[str, Division]]) -> _Names:
    found: _Names = {}
    for name, division in pairs:
        known = found.setdefault(name, [])
        if all(each.code != division.code for each in known):
            known.append(division)
    return found
