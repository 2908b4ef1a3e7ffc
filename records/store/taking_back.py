"""Puts back what an import found: records, versions, typed rows, search, registers and files, inside the caller's transaction.

The caller has written in `taken_back` that this batch goes, which lets the triggers give its versions up, and takes the
batch's own rows out afterwards. Whatever others wrote since stays: the registers hear of it anew.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from records.store.erasing import hear_all, settle_all
from records.store.import_before import Before
from records.store.prepared import Prepared, Values
from records.store.record_rows import FormWriter, put_heads
from records.store.register_rows import put_back, upsert
from records.store.registering import Entry
from records.store.search_index import Change, change
from records.store.tables import record, revision, revision_fork
from records.store.tables_files import attachment_link
from records.store.tables_road import awaited_file

_CHUNK = 400
Key = tuple[str, str]  # of a record: office code, id
Writers = Callable[[str, str], FormWriter | None]

_drop_version = Prepared(
    lambda _dialect: delete(revision).where(
        revision.c.office_code == bindparam("office_code"),
        revision.c.record_id == bindparam("record_id"),
        revision.c.rev == bindparam("rev"),
    )
)
_drop_fork = Prepared(
    lambda _dialect: delete(revision_fork).where(
        revision_fork.c.office_code == bindparam("office_code"),
        revision_fork.c.record_id == bindparam("record_id"),
        revision_fork.c.rev == bindparam("rev"),
        revision_fork.c.content_hash == bindparam("content_hash"),
    )
)


def restore(connection: Connection, notes: Sequence[Before], own_office: str, writers: Writers) -> None:
    """Put back what the parts of one import found (*notes* in the order of importing)."""
    hear_all(connection)
    for note in reversed(notes):
        _records(connection, note, writers)
        _versions(connection, note)
        _files(connection, note, own_office)
    first: dict[tuple[str, tuple[str, ...]], tuple[str, str] | None] = {}
    for note in notes:
        for register, key, said in note.registers:
            first.setdefault((register, key), said)
    put_back(connection, own_office, ((register, key, said) for (register, key), said in first.items()))
    settle_all(connection)
    since = min((note.changed for note in notes), default=0)
    _hear_again(connection, since, own_office, set(first), writers)


def rows_of(connection: Connection, keys: Iterable[Key]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of records, as far as they are there."""
    by_office: defaultdict[str, list[str]] = defaultdict(list)
    for office_code, record_id in keys:
        by_office[office_code].append(record_id)
    for office_code, ids in by_office.items():
        for start in range(0, len(ids), _CHUNK):
            query = select(record).where(
                record.c.office_code == office_code, record.c.record_id.in_(ids[start : start + _CHUNK])
            )
            yield from [dict(row) for row in connection.execute(query).mappings()]


def _records(connection: Connection, note: Before, writers: Writers) -> None:
    """Take new records out, give the others the row they had."""
    now = {
        (row["office_code"], row["record_id"]): row
        for row in rows_of(connection, [(office, name) for office, name, _revs, _row in note.entered])
    }
    changes, fresh = [], []
    for office_code, record_id, _revisions, before in note.entered:
        row = now[office_code, record_id]
        new = "" if before is None else str(before["search_keys"])
        changes.append(Change(row["form_id"], int(row["no"]), str(row["search_keys"]), new))
        if before is None:
            fresh.append(row)
        else:
            _earlier(connection, row, before, writers)
    _take_out(connection, fresh, writers)
    change(connection, changes)


def _take_out(connection: Connection, rows: Sequence[Mapping[str, Any]], writers: Writers) -> None:
    """Take records out with all their versions and rows."""
    groups: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        groups[row["office_code"], row["form_id"], row["form_digest"]].append(row["record_id"])
    for (office_code, form_id, digest), ids in groups.items():
        writer = writers(form_id, digest)
        typed = [] if writer is None else list(writer.tables.sheets())
        for start in range(0, len(ids), _CHUNK):
            for table in (*typed, attachment_link, revision, record):
                mine = (
                    table.c.office_code == office_code,
                    table.c.record_id.in_(ids[start : start + _CHUNK]),
                )
                connection.execute(delete(table).where(*mine))


def _earlier(
    connection: Connection, row: Mapping[str, Any], before: Mapping[str, Any], writers: Writers
) -> None:
    """Give one record the row it had, and its typed rows and files with it."""
    key = (row["office_code"], row["record_id"])
    left, writer = (writers(one["form_id"], one["form_digest"]) for one in (row, before))
    query = select(revision.c.answers).where(
        revision.c.office_code == key[0], revision.c.record_id == key[1], revision.c.rev == before["revision"]
    )
    if writer is not None and left is not None:
        left.tables.leave(connection, *key, to=writer.tables)
        answers = json.loads(str(connection.execute(query).scalar_one()))
        writer.tables.write(connection, [(*key, writer.deriving.typed.of(answers))], again=True)
    put_heads(connection, [dict(before)], new=[False])
    mine = (attachment_link.c.office_code == key[0], attachment_link.c.record_id == key[1])
    later = before["revision"]
    connection.execute(delete(attachment_link).where(*mine, attachment_link.c.since_rev > later))
    connection.execute(
        update(attachment_link)
        .where(*mine, attachment_link.c.until_rev > later)
        .values(until_rev=None, removed_at=None)
    )


def _versions(connection: Connection, note: Before) -> None:
    """Take versions out that came for records that stay, beside the ledger's too."""
    came = [(office, name, revs) for office, name, revs, _row in note.entered] + note.holes
    rows: list[Values] = [
        {"office_code": office, "record_id": name, "rev": rev} for office, name, revs in came for rev in revs
    ]
    _drop_version.many(connection, rows)
    forks: list[Values] = [
        {"office_code": office, "record_id": name, "rev": rev, "content_hash": content_hash}
        for office, name, rev, content_hash in note.forks
    ]
    _drop_fork.many(connection, forks)


def _files(connection: Connection, note: Before, own_office: str) -> None:
    """Wait for the files again that were waited for before; what arrived since has arrived."""
    for office_code, record_id, name, before in reversed(note.files):
        mine = (
            awaited_file.c.office_code == own_office,
            awaited_file.c.record_office == office_code,
            awaited_file.c.record_id == record_id,
            awaited_file.c.name == name,
        )
        arrived = connection.execute(select(awaited_file.c.arrived_at).where(*mine)).scalar()
        connection.execute(delete(awaited_file).where(*mine))
        if before is not None:
            kept = before["arrived_at"] or arrived
            connection.execute(insert(awaited_file).values(**{**before, "arrived_at": kept}))


def _hear_again(
    connection: Connection,
    since: int,
    own_office: str,
    touched: set[tuple[str, tuple[str, ...]]],
    writers: Writers,
) -> None:
    """Let the registers hear once more whom records name that changed since the import, as far as they were put back."""
    if not touched:
        return
    query = (
        select(record.c.form_id, record.c.form_digest, revision.c.answers, revision.c.at)
        .join(
            revision,
            (revision.c.office_code == record.c.office_code)
            & (revision.c.record_id == record.c.record_id)
            & (revision.c.rev == record.c.revision),
        )
        .where(record.c.changed > since)
        .order_by(record.c.changed)
    )
    for form_id, digest, answers, at in connection.execute(query).all():
        writer = writers(form_id, digest)
        if writer is None:
            continue
        named: list[Entry] = [
            entry
            for entry in writer.deriving.registering.entries(json.loads(answers))
            if (entry.register, entry.key()) in touched
        ]
        upsert(connection, own_office, named, at)
    settle_all(connection)
