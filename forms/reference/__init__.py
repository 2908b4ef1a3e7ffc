"""Divisions and code lists: look-up by code and date, search as typed, reading of place names, pinyin.

`Reference.load()` reads the shipped tables once for the process; they never change while it runs.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from forms.reference import pinyin as _pinyin
from forms.reference.code_pack import Place
from forms.reference.division import Division, DivisionTable
from forms.reference.nearness import Home
from forms.reference.pinyin import Pinyin
from forms.reference.resolving import Resolver
from forms.reference.searching import Searcher
from resources import path

__all__ = ["Code", "Division", "Pinyin", "Reference"]

CODE_LISTS = (
    "cadre_rank",
    "donation_categories",
    "donor_types",
    "education",
    "employment_form",
    "employment_status",
    "ethnic_groups",
    "id_types",
    "occupations",
    "organisation_kinds",
    "political_status",
    "sex",
    "work_place_class",
)


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code list: *extra* holds the other columns of its table."""

    code: str
    name: str
    extra: Mapping[str, str]


class Reference:
    """The tables of the standards, loaded."""

    def __init__(self, divisions: DivisionTable) -> None:
        self._divisions = divisions
        self._resolver = Resolver(divisions)
        self._searcher = Searcher(divisions)

    @classmethod
    def load(cls) -> "Reference":
        """Return the shipped tables; the first call reads them (about 30 ms), later calls cost nothing."""
        return _loaded()

    @staticmethod
    def take_up(changes: Sequence[Place]) -> None:
        """Let every later `load` know the divisions of code packs (all of them, the oldest first)."""
        given = tuple(changes)
        if given != tuple(_CHANGES):
            _CHANGES[:] = given
            _loaded.cache_clear()

    @cached_property
    def division_names(self) -> frozenset[str]:
        """Return the name of every place there is or was, short (高明区) and full."""
        return frozenset(name for one in self._divisions.all for name in (one.name, one.full_name))

    @staticmethod
    def taken_up() -> tuple[Place, ...]:
        """Return what `take_up` was given last, for another process to take up as well."""
        return tuple(_CHANGES)

    def division(self, code: str, on: date | None = None) -> Division | None:
        """Return the division a code meant on a day; without a day, under its newest name, in use or not."""
        return self._divisions.get(code, on)

    def was_ever(self, code: str) -> bool:
        """Say whether *code* was a division in any year since 1980."""
        return code in self._divisions.by_code

    def chain(self, code: str) -> list[Division]:
        """Return the division and those above it, lowest first; empty for an unknown code."""
        division = self._divisions.get(code, None)
        return self._divisions.chain(division) if division else []

    def search(self, text: str, limit: int = 20, home: Home = ()) -> list[Division]:
        """Find divisions by name fragment, old name, pinyin, initials or code prefix, best first, what is in *home* before the rest."""
        return self._searcher.search(text, limit, home)

    def resolve(self, names: Sequence[str | None]) -> Division | None:
        """Return the division that words of a roster mean, from large to small; None when it is not certain."""
        return self._resolver.resolve(names)

    def is_county_level_or_without_counties(self, code: str) -> bool:
        """Say whether *code* is as exact as a place can be here: a county, or a prefecture that has none (东莞)."""
        division = self.division(code)
        return division is not None and division.lowest

    def pinyin(self, name: str) -> Pinyin:
        """Return the readings of a person's or organisation's name (see `forms.reference.pinyin`)."""
        return _pinyin.pinyin(name)

    def codes(self, table: str) -> list[Code]:
        """Return a code list (one of `CODE_LISTS`) in the order of its standard."""
        if table not in CODE_LISTS:
            raise KeyError(table)
        return [Code(row.pop("code"), row.pop("name_cn"), row) for row in _rows(f"{table}.csv")]

    @cached_property
    def registrars(self) -> frozenset[str]:
        """The first two characters a credit code may have (GB 32100, registrar and kind)."""
        return frozenset(row["char1"] + row["char2"] for row in _rows("uscc_registrar.csv"))

    def instances(self, on: date | None = None) -> dict[str, list[dict[str, str]]]:
        """Return what forms read by ``instance('divisions')``: the divisions in use today, or on a day.

        Items have ``name`` (the code), ``label`` (the full name), ``short``, ``level``, ``parent``, ``lowest``
        (``yes`` where a place may stop), ``pinyin`` and ``initials``. Beside them stand the ``occupations`` of
        GB/T 6565, which are too many to be choices of a form: ``name``, ``label``, ``level``.
        """
        divisions = (
            list(self._items)  # the same items for every record: what was made of one is found again
            if on is None
            else [_item(each) for each in self._divisions.all if each.valid_on(on)]
        )
        occupations = [
            {"name": each.code, "label": each.name, "level": each.extra["level"]}
            for each in self.codes("occupations")
        ]
        return {"divisions": divisions, "occupations": occupations}

    @cached_property
    def _items(self) -> list[dict[str, str]]:
        return [_item(each) for each in self._divisions.current]


_CHANGES: list[Place] = []


@cache
def _loaded() -> Reference:
    return Reference(DivisionTable.load(_CHANGES))


def _item(division: Division) -> dict[str, str]:
    return {
        "name": division.code,
        "label": division.full_name,
        "short": division.name,
        "level": str(division.level),
        "parent": division.parent,
        "lowest": "yes" if division.lowest else "no",
        "pinyin": division.pinyin,
        "initials": division.initials,
    }


def _rows(file: str) -> list[dict[str, str]]:
    with path("reference", file).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))
