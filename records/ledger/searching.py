"""Which records hold all words of a search, by the index wherever it can say so.

Each word is one range of the index. Ranges that are read whole are intersected; a word found nearly everywhere is read no
further than `WIDER` lines and then tested on the records left, the newest first, until enough are found: of what
stands in one record in twenty, fifty are soon met. Reading a thousand lines of the index costs a fifth of a
millisecond, fetching a thousand records twenty.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, select

from records.model.search_keys import TERM
from records.store.prepared import Prepared
from records.store.search_index import LAST, asked_for, matches
from records.store.tables import record

FIRST: Final = 4_000  # lines of the index read for each word
WIDER: Final = 50_000  # lines read for a word that has more, when many records wait for it
FURTHER: Final = 20_000  # lines read where no word is rarer
_AT_ONCE: Final = 64  # records tested in one statement
_OFTEN: Final = 6  # of the records tested first: from here on testing finds a screenful sooner than the index

_numbers = Prepared(
    lambda _dialect: matches(
        bindparam("form_id"), bindparam("first"), bindparam("last"), bindparam("beginning"),
        bindparam("most", type_=Integer),
    )
)  # fmt: skip
_keys = [bindparam(f"no_{at}", type_=Integer) for at in range(_AT_ONCE)]
_looked_at = Prepared(
    lambda _dialect: select(record.c.no, record.c.search_keys).where(record.c.no.in_(_keys))
)


@dataclass(slots=True)
class _Word:
    """One word: the records its range of the index names, and whether those are all."""

    word: str
    numbers: set[int]
    whole: bool

    @property
    def decided(self) -> bool:
        """The index alone says which records hold it."""
        return self.whole and len(self.word) <= TERM


def numbers_of(connection: Connection, form_id: str, words: Sequence[str], most: int) -> list[int]:
    """Return the numbers of records of a form that hold all *words*, at most *most*, the newest first."""
    known = [_read(connection, form_id, word, FIRST) for word in words]
    found, tested = _common(known), [one for one in known if not one.decided]
    if not tested:
        return found[:most]
    words_tested = [one.word for one in tested]
    tried = list(_holding(connection, found[:_AT_ONCE], words_tested))
    if len(found) <= _AT_ONCE or len(tried) >= most:
        return tried[:most]
    if len(tried) < _OFTEN:  # too seldom to go on record by record: read further in the index
        wider = WIDER if any(one.whole for one in known) else FURTHER
        known = [one if one.whole else _read(connection, form_id, one.word, wider) for one in known]
        found, tested = _common(known), [one for one in known if not one.decided]
        if not tested:
            return found[:most]
    sure = set.intersection(*(one.numbers for one in known)) if all(map(_short, known)) else set()
    ready = [number for number in found if number in sure][:most]
    rest = (number for number in found if number not in sure)
    more = islice(_holding(connection, rest, words_tested), most - len(ready))
    return sorted([*ready, *more], reverse=True)


def _short(one: _Word) -> bool:
    return len(one.word) <= TERM


def _read(connection: Connection, form_id: str, word: str, most: int) -> _Word:
    first = asked_for(word)
    rows = _numbers.all(
        connection, form_id=form_id, first=first, last=first + LAST, beginning="\n" + first, most=most + 1
    )
    return _Word(word, {row[0] for row in rows}, len(rows) <= most)


def _common(known: Sequence[_Word]) -> list[int]:
    """Return the records that all words read whole name, the newest first; where none was, those of the first word."""
    whole = [one.numbers for one in known if one.whole]
    return sorted(set.intersection(*whole) if whole else known[0].numbers, reverse=True)


def _holding(connection: Connection, numbers: Iterable[int], words: Sequence[str]) -> Iterator[int]:
    """Yield those of *numbers* whose records hold the words, looking at a few in each statement."""
    waiting = iter(numbers)
    while part := list(islice(waiting, _AT_ONCE)):
        values = {f"no_{at}": part[at] if at < len(part) else -1 for at in range(_AT_ONCE)}
        keys = dict(_looked_at.all(connection, **values))
        for number in part:
            text = keys.get(number)
            if text is not None and all(word in text for word in words):
                yield number
