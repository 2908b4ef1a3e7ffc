"""Records found by their id alone, and the offices whose records lie here, both without walking the whole table.

The key of `record` begins with the office. SQLite jumps from office to office by itself where it has counted the values;
PostgreSQL (before 18) does not, and read all of a province's records for a page of titles. So it is told how: the next
office is the least one after the last, each found by one look into the index.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from records.store.tables import record


def offices_here() -> Select[Any]:
    """Return the query of the codes of all offices whose records lie here, in order."""
    least = select(func.min(record.c.office_code).label("code")).cte("offices_here", recursive=True)
    following = (
        select(func.min(record.c.office_code)).where(record.c.office_code > least.c.code).scalar_subquery()
    )
    every = least.union_all(select(following).where(least.c.code.is_not(None)))
    return select(every.c.code).where(every.c.code.is_not(None))


def with_ids(ids: Iterable[str], offices: Collection[str] = ()) -> ColumnElement[bool]:
    """Return the condition that a record has one of *ids*; *offices*: the codes they are of, where that is known."""
    of = record.c.office_code.in_(sorted(set(offices)) if offices else offices_here())
    return and_(of, record.c.record_id.in_(list(ids)))
