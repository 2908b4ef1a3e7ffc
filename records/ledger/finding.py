"""Lists, counts and search: what the windows ask a hundred times an hour.

Pages are by key, never by offset, so that the thousandth page costs as much as the first. A search is one range of
the index for each word (`records.ledger.searching` for several). At most `MOST` hits are looked at, because
nobody reads more and counting them all can cost a second in a million records.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec.json
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select

from forms.problems import Problem
from records.ledger.forms_shelf import FormsShelf
from records.ledger.orders import FETCHED, FEW, Order, order_of
from records.ledger.origins import changeable, told
from records.ledger.searching import numbers_of
from records.ledger.seat import Seat
from records.ledger.titles import heads_in_words
from records.model.heads import Page, RecordHead
from records.model.search_keys import TERM, words_of
from records.model.states import State, Verdict
from records.problem_codes import BAD_CURSOR
from records.store.prepared import Prepared
from records.store.search_index import LAST, hits, matches
from records.store.tables import form, record

MOST = 1_000
_WIDER = 20_000  # hits looked at when a state or a verdict narrows them
_SORTED = 60  # hits fetched at least, of which the latest are shown


def _counted(form_id: Any) -> Select[Any]:
    return select(record.c.state, func.count()).where(record.c.form_id == form_id).group_by(record.c.state)


_counts = Prepared(lambda _dialect: _counted(bindparam("form_id")))


# Forms that have records at all: of thirty ledgers an office uses a handful, and a search asks each of those.
_kept = Prepared(
    lambda _dialect: (
        select(form.c.form_id)
        .distinct()
        .where(select(record.c.no).where(record.c.form_id == form.c.form_id).exists())
    )
)


def _latest(query: Select[Any]) -> Select[Any]:
    return query.order_by(record.c.changed.desc(), record.c.no.desc())


# The commonest search, one short word over every form: compiled once.
_by_word = Prepared(
    lambda _dialect: _latest(
        select(record).where(
            record.c.no.in_(
                matches(
                    bindparam("form_id"),
                    bindparam("first"),
                    bindparam("last"),
                    bindparam("beginning"),
                    bindparam("most", type_=Integer),
                )
            )
        )
    ).limit(bindparam("limit", type_=Integer))
)


_columns = msgspec.json.Decoder(
    dict[str, Any]
).decode  # a list shows hundreds of heads, a bulk hands out thousands


def head_of(row: Any) -> RecordHead:
    """Return a row of `record` (a mapping) as the head handed out."""
    return RecordHead(
        record_id=row["record_id"],
        form_id=row["form_id"],
        form_version=row["form_version"],
        office_code=row["office_code"],
        title=row["title"],
        state=State(row["state"]),
        revision=row["revision"],
        updated_at=datetime.fromisoformat(row["updated_at"]),
        updated_by=row["updated_by"],
        verdict=Verdict(row["verdict"]),
        verdict_at=datetime.fromisoformat(row["verdict_at"]) if row["verdict_at"] else None,
        verdict_reason=row["verdict_reason"],
        verdict_question=row["verdict_question"],
        columns=_columns(row["columns"]),
    )


Heads = list[RecordHead]  # inside `Finding` the word list is a verb


class Finding:
    """The questions of `office.records`."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    def counts(self, form_id: str, *, own_only: bool = False) -> dict[State, int]:
        """Return how many records of a form are in each state (*own_only*: this device may change); every state is named."""
        with self._seat.store.reading() as connection:
            rows: Iterable[Any] = (
                connection.execute(_counted(form_id).where(changeable(self._seat.info.code))).all()
                if own_only
                else _counts.all(connection, form_id=form_id)
            )
            found = {State(row[0]): int(row[1]) for row in rows}
        return {state: found.get(state, 0) for state in State}

    def list(
        self,
        form_id: str,
        *,
        search: str = "",
        states: Iterable[State | str] | None = None,
        verdicts: Iterable[Verdict | str] | None = None,
        after: str | None = None,
        limit: int = 200,
        order: str = "-updated",
        own_only: bool = False,
    ) -> Page:
        """Return a page of a form's records and the cursor of the next; *own_only*: those this device may change.

        *order*: ``updated``, ``created``, ``title``, ``state``, ``verdict`` or the name of a question outside repeats,
        with ``-`` in front for descending. Raises Problem RECORDS-058 (cursor), RECORDS-059 (order), RECORDS-080.
        """
        asked = self._asked(form_id, search, states, verdicts, order, own_only=own_only)
        query, keys, down = asked.query, asked.keys, asked.down
        if after is not None:
            query = query.where(_beyond(keys, _read_cursor(after, len(keys)), down))
        query = query.add_columns(*(key.label(f"key_{n}") for n, key in enumerate(keys))).limit(limit + 1)
        query = query.order_by(*(key.desc() if down else key.asc() for key in keys))
        with self._seat.store.reading() as connection:
            rows = connection.execute(query).mappings().fetchall()
            shown = rows[:limit]
            heads = told(connection, self._seat.info.code, map(head_of, shown))
        following = _cursor([shown[-1][f"key_{n}"] for n in range(len(keys))]) if len(rows) > limit else None
        return Page(heads_in_words(self._seat, self._shelf.definition(form_id), heads), following)

    def _asked(
        self,
        form_id: str,
        search: str,
        states: Iterable[State | str] | None,
        verdicts: Iterable[Verdict | str] | None,
        order: str,
        *,
        own_only: bool = False,
    ) -> Order:
        """Return the query for a list with its order.

        What narrows decides the way. A search, or a state with few records, goes from its hits to the records and sorts
        them; anything else is then written so that no index of `record` fits it (a blank text added), and the
        database walks the ledger in its order, testing each record until the page is full.
        """
        asked = order_of(self._shelf.writer(form_id).tables, form_id, order, self._seat.store.dialect)
        query, words = asked.query, words_of(search)
        chosen = None if states is None else [str(one) for one in states]
        if own_only:
            query = query.where(changeable(self._seat.info.code))
        if verdicts is not None:
            query = query.where(record.c.verdict.in_([str(verdict) for verdict in verdicts]))
        if words:
            wide = chosen is not None or verdicts is not None
            query = query.where(record.c.no.in_(self._found(form_id, words, _WIDER if wide else MOST)))
        few = None if chosen is None or words else self._few(form_id, chosen, asked)
        if few is not None:  # the ledger is not named: its index would be walked to the end for them
            query = query.where(record.c.no.in_(few))
        elif chosen is not None:
            query = query.where(_in_states(chosen, asked, searched=bool(words)))
        if few is None and not words and not asked.by_answer:
            query = query.where(record.c.form_id == form_id)
        return replace(asked, query=query)

    def _few(self, form_id: str, states: Sequence[str], asked: Order) -> Sequence[int] | None:
        """Return the numbers of the records in *states* where they are few enough to be fetched and sorted.

        Of more, the index of the order is walked until the page is full. One state in the order of changes has an index.
        """
        if asked.as_changed:
            return None
        few = FEW if asked.with_state else FETCHED
        query = select(record.c.no).where(record.c.form_id == form_id, record.c.state.in_(states))
        with self._seat.store.reading() as connection:
            # In the order of ix_record_state, so that no other index of the ledger is walked for it.
            query = query.order_by(record.c.state, record.c.changed).limit(few + 1)
            found = connection.execute(query).scalars().all()
        return found if len(found) <= few else None

    def _count(self, query: Select[Any]) -> int:
        with self._seat.store.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())

    def _found(self, form_id: str, words: Sequence[str], most: int) -> Sequence[int] | Select[tuple[int]]:
        if len(words) == 1 and len(words[0]) <= TERM:
            return hits(form_id, words[0], most)
        with self._seat.store.reading() as connection:
            return numbers_of(connection, form_id, words, most)

    def search(self, text: str, limit: int = 50) -> Heads:
        """Return records of every form that *text* finds, latest change first within each form."""
        words = words_of(text)
        found: list[Any] = []
        if not words:
            return []
        most = max(limit, _SORTED)
        with self._seat.store.reading() as connection:
            for (form_id,) in _kept.all(connection):
                if len(words) > 1 or len(words[0]) > TERM:
                    numbers = numbers_of(connection, form_id, words, most)
                    query = _latest(select(record).where(record.c.no.in_(numbers))).limit(limit)
                    found += connection.execute(query).mappings().fetchall()
                else:
                    values = {"form_id": form_id, "first": words[0], "last": words[0] + LAST}
                    values["beginning"] = "\n" + words[0]
                    found += _by_word.all_by_name(connection, **values, most=most, limit=limit)
            found.sort(key=lambda row: row["updated_at"], reverse=True)
            return told(connection, self._seat.info.code, map(head_of, found[:limit]))


def _in_states(states: Sequence[str], asked: Order, *, searched: bool) -> ColumnElement[bool]:
    if asked.as_changed and len(states) == 1 and not searched:  # ix_record_state gives it in this order
        return record.c.state == states[0]
    untold: ColumnElement[str] = record.c.state.concat("")
    return untold.in_(states)


def _beyond(keys: Sequence[ColumnElement[Any]], values: Sequence[Any], down: bool) -> ColumnElement[bool]:
    """Return the test for rows after *values* in the order of *keys*; its first part lets an index begin there."""
    tests = []
    for n, (key, value) in enumerate(zip(keys, values, strict=True)):
        step = key < value if down else key > value
        tests.append(and_(*(keys[k] == values[k] for k in range(n)), step))
    begin = keys[0] <= values[0] if down else keys[0] >= values[0]
    return and_(begin, or_(*tests))


def _cursor(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode("utf-8")).decode("ascii")


def _read_cursor(text: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
    except ValueError as error:
        raise Problem(BAD_CURSOR) from error
    if (
        not isinstance(values, list)
        or len(values) != length
        or not all(isinstance(v, (str, int, float)) for v in values)
    ):
        raise Problem(BAD_CURSOR)
    return values
