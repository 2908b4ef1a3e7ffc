"""Divisions with the years they were in use: GB/T 2260 from 1980 on, one row for each name a code has had.

Names and codes change (毕节地区 522400 became 毕节市 520500 in 2011), so a place is a code *and* a year. The table is
prepared by `resources.reference.build`; reading its 7,000 rows takes about 20 ms and happens once.
"""

import csv
from dataclasses import dataclass
from datetime import date

from resources import path

PROVINCE, PREFECTURE, COUNTY = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one name.

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


FIRST_TABLE = 1980


class DivisionTable:
    """All divisions, by code and in order of codes."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        newest = max(row["last_year"] for row in rows)
        names = {row["code"]: row["name"] for row in rows if row["last_year"] == newest}
        with_children = {row["parent"] for row in rows if row["level"] == "3"}
        by_code: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            by_code.setdefault(row["code"], []).append(row)
        self.all: list[Division] = []
        self.by_code: dict[str, list[Division]] = {}
        for row in rows:
            current = row["last_year"] == newest
            level = int(row["level"])
            above = names if current else {}
            made = Division(
                code=row["code"],
                name=row["name"],
                full_name=_full_name(row, above, by_code),
                level=level,
                parent=row["parent"],
                first_year=int(row["first_year"]),
                last_year=int(row["last_year"]),
                successor=row["successor"],
                pinyin=row["pinyin"],
                initials=row["initials"],
                current=current,
                lowest=level == COUNTY or (level == PREFECTURE and row["code"] not in with_children),
            )
            self.all.append(made)
            self.by_code.setdefault(made.code, []).append(made)
        self.current: list[Division] = [each for each in self.all if each.current]

    @classmethod
    def load(cls) -> "DivisionTable":
        """Read the shipped table."""
        with path("reference", "divisions.csv").open(encoding="utf-8", newline="") as source:
            return cls(list(csv.DictReader(source)))

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


def _full_name(row: dict[str, str], names: dict[str, str], by_code: dict[str, list[dict[str, str]]]) -> str:
    """Join the names from the province down, as of the row's last year; ISO years compare as text."""
    above = row["parent"]
    full = row["name"]
    while above:
        name = names.get(above)
        if name is None:
            rows = by_code.get(above, [])
            fits = [each for each in rows if each["first_year"] <= row["last_year"] <= each["last_year"]]
            if not fits:
                break
            name = fits[-1]["name"]
        full = name + full
        above = "" if above.endswith("0000") else (above[:2] + "0000")
    return full
