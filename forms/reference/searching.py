"""Finding a division while typing: by name fragment, old name, pinyin, initials, or code prefix.

Initials may go on into the name above (``gls`` finds 甘洛 in 四川, ``glls`` 甘洛 in 凉山) or begin with it (``scgl``), so
that a common pair of letters can be told apart without leaving the keyboard. What is near an office comes first
(`forms.reference.nearness`).
"""

from collections.abc import Callable
from functools import cached_property

from forms.reference.division import Division, DivisionTable
from forms.reference.nearness import Home, distance
from forms.reference.shortening import short_forms

_NO = 99
_SUFFIXES = ("xian", "shi", "qu", "sheng", "zizhixian", "zizhizhou", "diqu", "meng", "qi")


class Searcher:
    """Ranks divisions against what was typed; places in use today come before former ones."""

    def __init__(self, table: DivisionTable) -> None:
        self._table = table

    @cached_property
    def _above(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By code: (initials, pinyin) of every division above, without its kind."""
        found = {}
        for division in self._table.current:
            above = self._table.chain(division)[1:]
            found[division.code] = tuple((_stem_initials(each), each.pinyin) for each in above)
        return found

    def search(self, text: str, limit: int, home: Home = ()) -> list[Division]:
        """Return at most *limit* divisions, best first; of what letters may mean, what is in *home* before the rest."""
        typed = "".join(text.split()).lower().replace("ü", "v")
        if not typed:
            return []
        rank = self._ranker(typed)
        ranked = [(rank(each), each) for each in self._table.current]
        found = {each.code: (place, each) for place, each in ranked if place < _NO}
        if not typed.isascii() or typed.isdecimal():
            self._add_former(rank, found)
        letters = typed.isascii() and not typed.isdecimal()

        def order(pair: tuple[int, Division]) -> tuple[bool, int, int, int, str]:
            rank, each = pair
            far = distance(each.code, home)
            return letters and far == len(home), rank, far, each.level, each.code

        best = sorted(found.values(), key=order)
        return [division for _, division in best[:limit]]

    def _add_former(self, rank: Callable[[Division], int], found: dict[str, tuple[int, Division]]) -> None:
        """Add what former names lead to; a former division without a known heir stands for itself, last."""
        for old in self._table.all:
            if old.current or (place := rank(old)) >= _NO:
                continue
            heir = self._table.get(old.successor, None) if old.successor else self._table.get(old.code, None)
            shown, later = (heir, 20) if heir and heir.current else (old, 40)
            if shown.code not in found:
                found[shown.code] = (place + later, shown)

    def _ranker(self, typed: str) -> Callable[[Division], int]:
        if typed.isdecimal():
            return lambda each: 0 if each.code == typed else 1 if each.code.startswith(typed) else _NO
        if typed.isascii():
            return lambda each: self._by_letters(typed, each)
        return lambda each: _by_name(typed, each)

    def _by_letters(self, typed: str, each: Division) -> int:
        stem = _stem_initials(each)
        if typed in (each.initials, stem):
            return 0
        if typed in (each.pinyin, _stem_pinyin(each)):
            return 1
        if each.pinyin.startswith(typed) or each.initials.startswith(typed):
            return 2
        for initials, pinyin in self._above.get(each.code, ()):
            if _joined(typed, stem, initials) or _joined(typed, _stem_pinyin(each), pinyin):
                return 3
            if _joined(typed, initials, each.initials) or _joined(typed, pinyin, each.pinyin):
                return 3
        return 5 if len(typed) > 2 and typed in each.pinyin else _NO


def _joined(typed: str, first: str, second: str) -> bool:
    """Say whether *typed* is *first* followed by a beginning of *second*."""
    return len(typed) > len(first) and typed.startswith(first) and second.startswith(typed[len(first) :])


def _by_name(typed: str, each: Division) -> int:
    if typed == each.name:
        return 0
    if typed in short_forms(each.name, each.level):
        return 1
    if each.name.startswith(typed):
        return 2
    if typed in each.name:
        return 3
    return 4 if typed in each.full_name else _NO


def _stem_initials(each: Division) -> str:
    return each.initials[:-1] if len(each.initials) > 2 else each.initials


def _stem_pinyin(each: Division) -> str:
    ending = next((each_ for each_ in _SUFFIXES if each.pinyin.endswith(each_)), "")
    return each.pinyin.removesuffix(ending) if len(each.pinyin) > len(ending) + 1 else each.pinyin
