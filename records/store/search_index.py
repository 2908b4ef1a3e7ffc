"""The search index: written in the transaction of the save, asked as the clerk types.

`search_term` is clustered by (form, term, record number), so a query is one range of one B-tree. What a record is
found by comes from the marks of its questions (`records.store.search_marks`).
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Select, bindparam, delete, insert, select

from records.model.search_keys import TERM, terms_of
from records.store.prepared import Prepared
from records.store.tables import search_term

PERSONS, ORGANISATIONS = "@person", "@organisation"
LAST = "\U0010ffff"

_insert = Prepared(lambda _dialect: insert(search_term))
_delete = Prepared(
    lambda _dialect: delete(search_term).where(
        search_term.c.form_id == bindparam("form_id"),
        search_term.c.term == bindparam("term"),
        search_term.c.no == bindparam("no"),
    )
)


def change(connection: Connection, changes: Iterable[tuple[str, int, str, str]]) -> None:
    """Bring the index from old keys to new ones; *changes* are (form, record number, old keys, new keys)."""
    added, gone = [], []
    for form_id, no, old, new in changes:
        if old == new:
            continue
        before, after = terms_of(old) if old else set(), terms_of(new)
        added += [(form_id, term, no) for term in after - before]
        gone += [(form_id, term, no) for term in before - after]
    # In the order of the index: neighbours land on the same page.
    added.sort()
    _delete.many(connection, ({"form_id": form, "term": term, "no": no} for form, term, no in gone))
    _insert.many(connection, ({"form_id": form, "term": term, "no": no} for form, term, no in added))


def hits(form_id: str, word: str, most: int) -> Select[tuple[int]]:
    """Return the query for numbers of records of *form_id* with a term that begins with *word*: ``no IN (hits)``.

    At most *most* lines of the index are read; the terms nearest to the word come first, a record may come twice.
    """
    first = word[:TERM]
    within = (
        search_term.c.form_id == form_id,
        search_term.c.term >= first,
        search_term.c.term < first + LAST,
    )
    return select(search_term.c.no).where(*within).order_by(search_term.c.term).limit(most)
