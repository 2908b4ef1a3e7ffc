"""Divisions with the years they were in use: GB/T 2260 from 1980 on, one row for each name a code has had.

Names and codes change (毕节地区 522400 became 毕节市 520500 in 2011), so a place is a code *and* a year. The table is
prepared by `resources.reference.build`; reading its 7,000 rows takes about 20 ms and happens once.
"""

import csv
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from forms.reference import pinyin as spelling
from forms.reference.code_pack import Place
from resources import path

PROVINCE, PREFECTURE, COUNTY = 1, 2, 3
FIRST_TABLE = 1980


class Division(NamedTuple):
    """One division under one name (a named tuple: 7,000 of them are made before the first window).

    *level* is 1 province, 2 prefecture, 3 county; *parent* the code above ('' for a province); *successor* the code in
    use today when this one has ended and the change is known; *pinyin* and *initials* without tones or blanks.
    """

    code: str
    name: str
    full_name: str
    level: int
    parent: str
    first_year: int
    last_year: int
    successor: str
    pinyin: str
    initials: str
    current: bool
    lowest: bool

    def valid_on(self, day: date) -> bool:
        """Say whether the code bore this name on *day*; the tables begin in 1980 and the newest rows go on."""
        starts = self.first_year <= day.year or self.first_year == FIRST_TABLE
        return starts and (self.current or day.year <= self.last_year)

    def is_county_level_or_without_counties(self) -> bool:
        """Say whether a work place may stop here: a county, or one of 东莞, 中山, 儋州, 嘉峪关 that have none."""
        return self.lowest


class DivisionTable:
    """All divisions: in order of codes, and by code from the oldest name to the newest."""

    def __init__(self, rows: list[list[str]]) -> None:
        newest = max(row[6] for row in rows)
        with_children = {row[4] for row in rows if row[3] == "3"}
        self.all: list[Division] = []
        self.by_code: dict[str, list[Division]] = {}
        for code, name, full_name, level, parent, first_year, last_year, successor, pinyin, initials in rows:
            made = Division(
                code=code,
                name=name,
                full_name=full_name,
                level=int(level),
                parent=parent,
                first_year=int(first_year),
                last_year=int(last_year),
                successor=successor,
                pinyin=pinyin,
                initials=initials,
                current=last_year == newest,
                lowest=level == "3" or (level == "2" and code not in with_children),
            )
            self.all.append(made)
            self.by_code.setdefault(code, []).append(made)
        for names in self.by_code.values():  # the shipped rows of a code stand by name, not by year
            names.sort(key=lambda each: (each.last_year, each.first_year))
        self.current: list[Division] = [each for each in self.all if each.current]

    @classmethod
    def load(cls, changes: Sequence[Place] = ()) -> "DivisionTable":
        """Read the shipped table (its columns are those of `resources.reference.build`, in this order) with *changes*."""
        with path("reference", "divisions.csv").open(encoding="utf-8", newline="") as source:
            rows = csv.reader(source)
            next(rows)
            return cls(changed(list(rows), changes))

    def get(self, code: str, on: date | None) -> Division | None:
        """Return the division *code* meant on a day; without a day, its newest name. None: not (then) a division."""
        rows = self.by_code.get(code, [])
        if on is None:
            return rows[-1] if rows else None
        return next((row for row in reversed(rows) if row.valid_on(on)), None)

    def chain(self, division: Division) -> list[Division]:
        """Return the division and those above it, lowest first, as they were called in its last year."""
        found = [division]
        while found[-1].parent:
            above = self.get(found[-1].parent, date(division.last_year, 12, 31))
            if above is None:
                break
            found.append(above)
        return found


def changed(rows: list[list[str]], changes: Sequence[Place]) -> list[list[str]]:
    """Return the rows of the table with the places of code packs: ended, renamed or added, one after the other.

    A place that holds on stands to the table's newest year, as every division in use does.
    """
    if not changes:
        return rows
    newest = max(int(row[6]) for row in rows)
    rows = [list(row) for row in rows]
    for place in changes:
        now = [row for row in rows if row[0] == place.code and int(row[6]) == newest]
        ended = place.valid_to is not None
        first = place.valid_from or (int(now[0][5]) if now else newest)
        for row in now:
            row[6] = str(
                min(place.valid_to or first, newest) - (0 if ended and place.valid_to != newest else 1)
            )
            row[7] = place.successor or row[7]
        if not ended:
            rows.append(_row(place, rows, newest, min(first, newest)))
    return sorted(rows, key=lambda row: row[0])


def _row(place: Place, rows: list[list[str]], newest: int, first: int) -> list[str]:
    """Return the row of a place in use."""
    level = 1 if place.code.endswith("0000") else 2 if place.code.endswith("00") else 3
    current = {row[0]: row for row in rows if int(row[6]) == newest}
    above = [place.code[:4] + "00", place.code[:2] + "0000"] if level == 3 else [place.code[:2] + "0000"]
    parent = next((code for code in above if level > 1 and code in current and code != place.code), "")
    spelled = spelling.pinyin(place.name)
    full = (current[parent][2] if parent else "") + place.name
    sound, short = spelled.full.split(" ")[0], spelled.initials.split(" ")[0]
    return [place.code, place.name, full, str(level), parent, str(first), str(newest), "", sound, short]
