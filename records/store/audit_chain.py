"""The audit log: one line a verb, each hashed over the line before, so that a changed past shows.

Who, when, verb, object (a name of ours, never a person's data), device and epoch. The chain alone cannot show that
its end was cut off; the head travels in every batch and is countersigned by the office above.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, insert, select

from records.model.revisions import canonical, digest
from records.store.prepared import Prepared
from records.store.tables import audit


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something, in which office, on which device and copy of the file, at which moment (ISO 8601)."""

    office_code: str
    who: str
    device_id: str
    store_epoch: str
    at: str


@dataclass(frozen=True, slots=True)
class Tail:
    """The last line of the chain: its number (0 when there is none) and hash."""

    seq: int
    hash: str

    @classmethod
    def of(cls, columns: Sequence[Any]) -> "Tail":
        """Return the end as `tail_columns` give it: NULLs before the first line."""
        return cls(columns[0] or 0, columns[1] or "")


def tail_columns(office_code: ColumnElement[str]) -> tuple[ScalarSelect[Any], ...]:
    """Return number and hash of the last line as two columns of a larger statement."""
    last = audit.alias("last_line")
    found = (
        select(column).where(last.c.office_code == office_code).order_by(last.c.seq.desc()).limit(1)
        for column in (last.c.seq, last.c.hash)
    )
    return tuple(each.scalar_subquery() for each in found)


_last = Prepared(
    lambda _dialect: (
        select(audit.c.seq, audit.c.hash)
        .where(audit.c.office_code == bindparam("office_code"))
        .order_by(audit.c.seq.desc())
        .limit(1)
    )
)
_append = Prepared(lambda _dialect: insert(audit))


def tail(connection: Connection, office_code: str) -> Tail:
    """Return the end of the chain."""
    row = _last.one(connection, office_code=office_code)
    return Tail(0, "") if row is None else Tail(row[0], row[1])


def line_hash(values: dict[str, str | int]) -> str:
    """Return the hash of one audit line: over all its columns but the hash itself, in order of their names."""
    return digest(canonical({name: value for name, value in values.items() if name != "hash"}))


def append(
    connection: Connection,
    author: Author,
    verb: str,
    thing: str = "",
    detail: str = "",
    *,
    after: Tail | None = None,
) -> Tail:
    """Add one line after *after* (or after the end of the chain) and return the new end."""
    last = tail(connection, author.office_code) if after is None else after
    values: dict[str, str | int] = {
        "office_code": author.office_code,
        "seq": last.seq + 1,
        "at": author.at,
        "who": author.who,
        "verb": verb,
        "object": thing,
        "detail": detail,
        "device_id": author.device_id,
        "store_epoch": author.store_epoch,
        "prev_hash": last.hash,
    }
    values["hash"] = line_hash(values)
    _append.run(connection, values)
    return Tail(last.seq + 1, str(values["hash"]))


def broken_lines(connection: Connection, office_code: str) -> Iterator[tuple[int, bool]]:
    """Yield every line as (number, whether it fits): its own hash, the hash before, and no number missing."""
    last = Tail(0, "")
    query = select(audit).where(audit.c.office_code == office_code).order_by(audit.c.seq)
    for row in connection.execute(query.execution_options(yield_per=1_000)).mappings():
        values = dict(row)
        fits = values["prev_hash"] == last.hash and values["seq"] == last.seq + 1
        yield values["seq"], fits and values["hash"] == line_hash(values)
        last = Tail(values["seq"], values["hash"])
