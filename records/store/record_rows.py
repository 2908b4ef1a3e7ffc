"""Writes revisions: the version, the record's head, the typed rows, the search index and the registers, together.

One path for a single save, a bulk of 100,000 and a batch from below, so that no way in forgets an index.
The caller holds the transaction and adds the audit line.
"""

from collections.abc import Iterable
from itertools import groupby

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from records.model.revisions import Version
from records.store.derived import Derived, Deriving
from records.store.form_shape import Shape
from records.store.form_tables import FormTables
from records.store.import_before import Before
from records.store.prepared import Inserting, Prepared, Value
from records.store.register_rows import told, upsert
from records.store.registering import Entry
from records.store.search_index import FEW, Change, change
from records.store.tables import record, revision
from records.store.typed_rows import Placed

TOGETHER = 10_000  # records whose search terms and registers a bulk enters at once: some 60 MB
_HEAD = [column.name for column in record.columns if not column.primary_key]

_insert_record = Inserting(record)
_insert_revision = Inserting(revision)
_update_record = Prepared(
    lambda _dialect: (
        update(record)
        .where(record.c.office_code == bindparam("key_office"), record.c.record_id == bindparam("key_record"))
        .values({name: bindparam(name) for name in _HEAD})
    )
)
_last_no = Prepared(lambda _dialect: select(func.max(record.c.no)))


class FormWriter:
    """Everything a form version needs to be written: its tables, and what follows from answers."""

    def __init__(self, shape: Shape, placed: dict[str, Placed]) -> None:
        self.shape = shape
        self.deriving = Deriving(shape, placed)
        self.tables = FormTables(self.deriving.typed)


class Writing(msgspec.Struct):
    """One revision to be written: its version, its token, what follows from its answers, and the head as it will be.

    *head* holds the columns of `record` that the caller decides; *before* is the row as it was, None when new.
    """

    form: FormWriter
    version: Version
    token: str
    derived: Derived
    head: dict[str, Value]
    before: dict[str, Value] | None = None
    content_hash: str = ""

    def __post_init__(self) -> None:
        if not self.content_hash:
            self.content_hash = self.version.content_hash()


def next_no(connection: Connection) -> int:
    """Return the next short number of a record; call it inside a writing transaction."""
    row = _last_no.one(connection)
    return 1 if row is None or row[0] is None else int(row[0]) + 1


def _revision_row(writing: Writing) -> dict[str, Value]:
    version = writing.version
    return {
        "office_code": version.office_code,
        "record_id": version.record_id,
        "rev": version.rev,
        "token": writing.token,
        "form_id": version.form_id,
        "form_digest": version.form_digest,
        "state": version.state,
        "by_name": version.by,
        "at": version.at,
        "reason": version.reason,
        "device_id": version.device_id,
        "store_epoch": version.store_epoch,
        "parent_hash": version.parent_hash,
        "content_hash": writing.content_hash,
        "answers": version.answers,
    }


_NEW_HEAD: dict[str, Value] = {
    "completed_by": None, "approved_by": None, "approved_alone": 0, "sent_revision": 0, "delivered_revision": 0,
    "verdict": "none", "verdict_at": None, "verdict_code": "", "verdict_reason": "", "verdict_question": "",
}  # fmt: skip


def head_row(writing: Writing) -> dict[str, Value]:
    """Return the record's row after this writing."""
    version = writing.version
    before = writing.before if writing.before is not None else _NEW_HEAD
    return {
        **before,
        "office_code": version.office_code,
        "record_id": version.record_id,
        "form_id": version.form_id,
        "form_digest": version.form_digest,
        "form_version": writing.form.shape.definition.version,
        "state": version.state,
        "revision": version.rev,
        "content_hash": writing.content_hash,
        "updated_at": version.at,
        "updated_by": version.by,
        "columns": writing.derived.listed,
        "search_keys": writing.derived.keys,
        **writing.head,
    }


class Gathered:
    """What the records of a long bulk are found by and whom they name, entered together a few times.

    The index lies in the order of the terms, so that each entering touches most of its pages: the fewer the better.
    """

    def __init__(self, *, at: str, own_office: str) -> None:
        self._at, self._own_office = at, own_office
        self._waiting: list[_Found] = []

    def add(self, found: "Iterable[_Found]", connection: Connection) -> None:
        """Keep what records are found by; enter it when much has gathered."""
        self._waiting += found
        if len(self._waiting) >= TOGETHER:
            self.enter(connection)

    def enter(self, connection: Connection) -> None:
        """Enter what has gathered: nothing is searched before, for the transaction is still open."""
        waiting, self._waiting = self._waiting, []
        _write_found(connection, waiting, self._at, self._own_office)


_Found = tuple[Change, list[Entry]]  # what changes in the index for a record, and whom it names


def write(
    connection: Connection,
    writings: Iterable[Writing],
    *,
    at: str,
    own_office: str,
    gathered: Gathered | None = None,
    before: Before | None = None,
) -> list[dict[str, Value]]:
    """Write all of it and return the records' rows as they now are, in the order given.

    A record may come once only. *own_office*: whose registers the named persons enter. *gathered* takes what the
    records are found by, and the caller has it entered at the end. *before* notes what the registers held: they are
    entered at once then, however few.
    """
    work = list(writings)
    heads = [head_row(writing) for writing in work]
    _insert_revision.named(connection, [_revision_row(writing) for writing in work])
    put_heads(connection, heads, new=[writing.before is None for writing in work])
    _write_typed(connection, work)
    pairs = zip(work, heads, strict=True)
    found = [(_search_change(each, head), each.derived.named) for each, head in pairs]
    if gathered is None:
        _write_found(connection, found, at, own_office, before)
    else:
        gathered.add(found, connection)
    return heads


def _write_found(
    connection: Connection, found: list[_Found], at: str, own_office: str, before: Before | None = None
) -> None:
    """Write what the records are found by and whom they name: a few leave the registers' part to `hear`."""
    if len(found) <= FEW and before is None:
        change(connection, [each._replace(met=told(own_office, named, at)) for each, named in found])
        return
    change(connection, [each for each, _named in found])
    upsert(connection, own_office, (entry for _each, named in found for entry in named), at, before)


def put_heads(connection: Connection, heads: list[dict[str, Value]], *, new: list[bool]) -> None:
    """Insert new record rows, update the others."""
    _insert_record.named(connection, [head for head, fresh in zip(heads, new, strict=True) if fresh])
    _update_record.many(
        connection,
        (
            {**head, "key_office": head["office_code"], "key_record": head["record_id"]}
            for head, fresh in zip(heads, new, strict=True)
            if not fresh
        ),
    )


def _write_typed(connection: Connection, work: list[Writing]) -> None:
    def group(writing: Writing) -> tuple[int, bool]:
        return id(writing.form), writing.before is not None

    for (_form, again), group_of in groupby(sorted(work, key=group), key=group):
        members = list(group_of)
        rows = ((each.version.office_code, each.version.record_id, each.derived.typed) for each in members)
        members[0].form.tables.write(connection, rows, again=again)


def _search_change(writing: Writing, head: dict[str, Value]) -> Change:
    fresh = writing.before is None
    old = "" if writing.before is None else str(writing.before["search_keys"])
    return Change(
        writing.version.form_id,
        int(head["no"] or 0),
        old,
        writing.derived.keys,
        fresh=fresh,
        terms=writing.derived.terms,
    )
