"""Finding a choice by digits, letters, pinyin initials or words, in lists from two entries to all divisions.

``1`` or ``51343`` finds by code (or by place, in a short list of words), ``gl`` and ``ganluo`` by pinyin, ``甘`` by words. Places are also found with the
place above them, before or after: ``lsgl`` and ``gls`` (甘洛 in 四川), because many counties share their initials; what is near the
office comes first (`forms.reference.nearness`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from forms.engine import Choice

Spell = Callable[[str], tuple[str, str]]  # words → (full pinyin, initials), both lower case without blanks


@dataclass(frozen=True, slots=True)
class Entry:
    """One choice, made ready for finding."""

    code: str
    label: str
    path: str  # full name of a place; otherwise ''
    words: str  # label, path and synonyms, lower case
    full: str
    initials: str
    above: tuple[str, ...] = ()  # initials of the places above
    far: int | None = None  # how far a place is from the office; None: it is not near

    @property
    def shown(self) -> str:
        """What stands in the field once chosen."""
        return f"{self.path}  {self.code}" if self.path else self.label


class ChoiceIndex:
    """The entries of one list, found by rank."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._by_code = {entry.code: entry for entry in self.entries}

    def __len__(self) -> int:
        return len(self.entries)

    def by_code(self, code: str) -> Entry | None:
        """Return the entry of *code*."""
        return self._by_code.get(code)

    def find(self, typed: str, limit: int = 60) -> list[Entry]:
        """Return entries that fit *typed*, the best first, in list order within a rank; all when blank."""
        wanted = typed.strip().lower()
        if not wanted:
            return self.entries[:limit]
        if wanted.isdecimal() and self._is_counted():
            return [one for at, one in enumerate(self.entries, 1) if str(at).startswith(wanted)][:limit]
        ranked = [
            (*_place_in_order(entry, rank), at)
            for at, entry in enumerate(self.entries)
            if (rank := _rank(entry, wanted)) < _NO
        ]
        ranked.sort()
        return [self.entries[one[-1]] for one in ranked[:limit]]

    def _is_counted(self) -> bool:
        """Say whether a digit means a place in the list: in a short one whose own codes and words begin with none."""
        return len(self.entries) <= _COUNTED and not any(
            entry.code[:1].isdigit() or entry.label[:1].isdigit() for entry in self.entries
        )

    def only(self, typed: str, found: Sequence[Entry]) -> Entry | None:
        """Return the entry that *typed* means beyond doubt: the whole code or label, or the only one left."""
        wanted = typed.strip().lower()
        if not wanted:
            return None
        exact = [entry for entry in found if wanted in (entry.code.lower(), entry.label.lower())]
        if len(exact) == 1 and not self._longer_code(wanted):
            return exact[0]
        return found[0] if len(found) == 1 else None

    def _longer_code(self, wanted: str) -> bool:
        """Tell whether a longer code begins with *wanted*: then ``1`` may still become ``12``."""
        return any(code != wanted and code.startswith(wanted) for code in self._by_code)


_NO = 99
_COUNTED = 30  # entries somebody may count
_BY_LETTERS = 4  # ranks below are of codes and names; from here on the same letters may mean many places
_SHORTEST = 3  # letters: two of the place, one of the place above


def _place_in_order(entry: Entry, rank: int) -> tuple[int, bool, int, int]:
    """Return what entries are put in order by: a code or name that begins so, then what is near, then how well it fits."""
    return min(rank, _BY_LETTERS), entry.far is None, rank, entry.far or 0


def _rank(entry: Entry, wanted: str) -> int:
    """Return how well *entry* fits: 0 best, `_NO` not at all. Three thousand places are asked at each key."""
    code, label = entry.code.lower(), entry.label.lower()
    if code == wanted:
        return 0
    if label == wanted:
        return 1
    if code.startswith(wanted):
        return 2
    return _rank_of_words(entry, label, wanted)


def _rank_of_words(entry: Entry, label: str, wanted: str) -> int:
    if label.startswith(wanted):
        return 3
    if wanted.isascii():  # several readings are set apart by blanks
        if f" {wanted}" in f" {entry.initials}":
            return 4
        if f" {wanted}" in f" {entry.full}":
            return 5
    if wanted in label:
        return 6
    if wanted in entry.words:
        return 7
    return 8 if len(wanted) >= _SHORTEST and wanted.isascii() and _with_above(entry, wanted) else _NO


def _with_above(entry: Entry, wanted: str) -> bool:
    """Tell whether *wanted* is the place's initials (two or more) with those of a place above, in either order."""
    for cut in range(1, len(wanted)):
        head, tail = wanted[:cut], wanted[cut:]
        if (
            len(head) > 1
            and entry.initials.startswith(head)
            and any(name.startswith(tail) for name in entry.above)
        ):
            return True
        if (
            len(tail) > 1
            and entry.initials.startswith(tail)
            and any(name.startswith(head) for name in entry.above)
        ):
            return True
    return False


def index_of(choices: Iterable[Choice], language: str, spell: Spell) -> ChoiceIndex:
    """Make the index of an ordinary list (sexes, peoples, posts …)."""
    entries = []
    for choice in choices:
        label = choice.label.in_(language)
        chinese = choice.label.in_("zh")
        full, initials = spell(chinese)
        words = " ".join((label, chinese, choice.extra.get("synonyms", ""))).lower()
        entries.append(Entry(choice.code, label, "", words, full, initials))
    return ChoiceIndex(entries)
