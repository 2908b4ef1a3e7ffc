"""Which records hold all words of a search, by the index wherever it can say so.

The newest records are looked at first, in an index that holds nothing but what records are found by (`ix_record_found`, only in
a file): a thousand cost a millisecond. They show which words are common. Where all are, walking on soon finds a
screenful. Each other word is one range of the index of terms. Ranges that are read whole are intersected, common words are tested on the records left, the newest first; where that finds too few,
they are read, too, no further than `WIDER` lines. Reading a thousand lines costs a fifth of a millisecond.

A word of letters or digits is never walked for: it is found where something begins with it, and stands in many more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from sqlalchemy import Connection, Integer, Select, bindparam, select

from records.model.search_keys import TERM
from records.store.prepared import Prepared
from records.store.search_index import LAST, asked_for, matches, position
from records.store.tables import record

NEWEST: Final = 1_000  # records looked at before anything else
WALKED: Final = 30_000  # records looked at where all words are common
_COMMON: Final = 30  # a word is common that stands in one of so many of the newest
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
    lambda _dialect: select(record.c.no, record.c.search_keys).where(
        record.c.form_id == bindparam("form_id"), record.c.no.in_(_keys)
    )
)


def _newest(form_id: object, most: object) -> Select[tuple[int, str]]:
    query = select(record.c.no, record.c.search_keys).where(record.c.form_id == form_id)
    return query.order_by(record.c.no.desc()).limit(most)  # type: ignore[arg-type]  # a bound parameter


@cache
def _glance(count: int) -> Prepared:
    """Return the statement for the newest records and which of *count* words each holds."""
    among = _newest(bindparam("form_id"), bindparam("among", type_=Integer)).subquery()
    holds = [position(among.c.search_keys, bindparam(f"word_{at}")) > 0 for at in range(count)]
    return Prepared(lambda _dialect: select(among.c.no, *holds))


@cache
def _walk(count: int) -> Prepared:
    """Return the statement for those of the newest records that hold all of *count* words."""
    among = _newest(bindparam("form_id"), bindparam("among", type_=Integer)).subquery()
    holds = [position(among.c.search_keys, bindparam(f"word_{at}")) > 0 for at in range(count)]
    return Prepared(lambda _dialect: select(among.c.no).where(*holds).limit(bindparam("most", type_=Integer)))


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
    seen = _looked(connection, form_id, words, most)
    if seen.found is not None:
        return seen.found
    unread = [word for word in words if word in seen.common]
    if len(unread) == len(words):
        unread = []
    known = [_read(connection, form_id, word, FIRST) for word in words if word not in unread]
    found, tested = _common(known), unread + _undecided(known)
    if not tested:
        return found[:most]
    tried = list(_holding(connection, form_id, found[:_AT_ONCE], tested))
    if len(found) <= _AT_ONCE or len(tried) >= most:
        return tried[:most]
    if len(tried) < _OFTEN:  # too seldom to go on record by record: read further in the index
        wider = WIDER if any(one.whole for one in known) else FURTHER
        known = [one if one.whole else _read(connection, form_id, one.word, wider) for one in known]
        known += [_read(connection, form_id, word, wider) for word in unread]
        unread = []
        found, tested = _common(known), _undecided(known)
        if not tested:
            return found[:most]
    sure = (
        set.intersection(*(one.numbers for one in known)) if not unread and all(map(_short, known)) else set()
    )
    ready = [number for number in found if number in sure][:most]
    rest = (number for number in found if number not in sure)
    more = islice(_holding(connection, form_id, rest, tested), most - len(ready))
    return sorted([*ready, *more], reverse=True)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the newest records told: the answer, where they have it, and which words are common."""

    found: list[int] | None
    common: frozenset[str]


def _looked(connection: Connection, form_id: str, words: Sequence[str], most: int) -> _Seen:
    plain = [word for word in words if not word.isascii()]
    if len(words) == 1 or not plain or connection.dialect.name != "sqlite":
        return _Seen(None, frozenset())
    values = {f"word_{at}": word for at, word in enumerate(plain)}
    rows = _glance(len(plain)).all(connection, form_id=form_id, among=NEWEST, **values)
    held = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    common = frozenset(word for word, times in zip(plain, held, strict=False) if times * _COMMON >= NEWEST)
    if len(plain) < len(words):
        return _Seen(None, common)
    found = [row[0] for row in rows if all(row[1:])]
    if len(found) >= most or len(rows) < NEWEST:
        return _Seen(found[:most], common)
    if len(common) == len(plain):
        walked = _walk(len(plain)).all(connection, form_id=form_id, among=WALKED, most=most, **values)
        if len(walked) == most:
            return _Seen([row[0] for row in walked], common)
    return _Seen(None, common)


def _undecided(known: Sequence[_Word]) -> list[str]:
    return [one.word for one in known if not one.decided]


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


def _holding(
    connection: Connection, form_id: str, numbers: Iterable[int], words: Sequence[str]
) -> Iterator[int]:
    """Yield those of *numbers* whose records hold the words, looking at a few in each statement."""
    waiting = iter(numbers)
    while part := list(islice(waiting, _AT_ONCE)):
        values = {f"no_{at}": part[at] if at < len(part) else -1 for at in range(_AT_ONCE)}
        keys = dict(_looked_at.all(connection, form_id=form_id, **values))
        for number in part:
            text = keys.get(number)
            if text is not None and all(word in text for word in words):
                yield number
