"""What readings of the ledgers came to, kept in the database until a record of one of their ledgers changes.

A reading has one row for each ledger it reads. Whatever inserts, changes or deletes a row of `record` (or of `duplicate`:
doubles are not counted) takes away the rows of its form, by a trigger of the database (migration 0016), in the same
transaction: no path around the ledger can leave a kept number that is no longer true. Typed rows never change without
the head of their record. A reading is there when all its rows are.

So that a save between reading and keeping is not missed, rows are *announced* first, empty, and filled only where they
still stand: a save takes announced rows away like any other. Nothing here is worth waiting for: who cannot write at
once works out and keeps nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from records.model.measures import Counted
from records.store.counting import Found
from records.store.tables_indicators import kept_count as kept

MEANING = 1  # of a kept reading; to be raised when the same question is answered in another way
TIMES = 200  # figures were worked out since: what was kept before and never changed may go


def name_of(*asked: object) -> str:
    """Return under what a reading is kept: the same question has the same name, any other another."""
    text = "\x00".join(str(each) for each in (MEANING, *asked))
    return hashlib.sha256(text.encode()).hexdigest()


def look(connection: Connection, names: Iterable[str]) -> dict[str, Found]:
    """Return what is kept of the readings called *names* and is true in the state *connection* sees."""
    query = (
        select(kept.c.reading, func.min(kept.c.found))
        .where(kept.c.reading.in_(list(names)), kept.c.found.is_not(None))
        .group_by(kept.c.reading)
        .having(func.count() == func.min(kept.c.ledgers))
    )
    return {name: _from_text(text) for name, text in connection.execute(query)}


def announce(connection: Connection, readings: Mapping[str, Iterable[str]], token: str) -> str:
    """Say that *readings* (by name, of which ledgers) are about to be worked out by the holder of *token*; return it."""
    number = int(connection.execute(select(func.max(kept.c.no))).scalar() or 0) + 1
    connection.execute(delete(kept).where(kept.c.reading.in_(list(readings))))
    connection.execute(delete(kept).where(kept.c.no < number - TIMES))
    rows = []
    for name, ledgers in readings.items():
        forms = list(ledgers)
        same = {"reading": name, "no": number, "token": token, "ledgers": len(forms)}
        rows += [{**same, "form_id": form_id} for form_id in forms]
    connection.execute(insert(kept), rows)
    return token


def keep(connection: Connection, token: str, found: Mapping[str, Found]) -> None:
    """Keep what was read after it was announced under *token*, where no record has changed since."""
    filling = (
        update(kept)
        .where(kept.c.reading == bindparam("name"), kept.c.token == token)
        .values(found=bindparam("text"))
    )
    rows = [{"name": name, "text": _as_text(each)} for name, each in found.items()]
    if rows:
        connection.execute(filling, rows)


def _as_text(found: Found) -> str:
    counts = {
        name: {office: _numbers(one) for office, one in by_office.items()}
        for name, by_office in found.counts.items()
    }
    tops = {name: [[key, *_numbers(one)] for key, one in ranked] for name, ranked in found.tops.items()}
    return json.dumps([counts, tops], ensure_ascii=False)


def _numbers(one: Counted) -> list[int]:
    return [one.value, one.rows, one.scale]


def _from_text(text: str) -> Found:
    counts, tops = json.loads(text)
    return Found(
        {
            name: {office: Counted(*one) for office, one in by_office.items()}
            for name, by_office in counts.items()
        },
        {name: [(key, Counted(*one)) for key, *one in ranked] for name, ranked in tops.items()},
    )
