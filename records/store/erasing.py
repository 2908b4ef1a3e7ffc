"""Takes the content of records out of every table; what proves that they were there stays: hashes, numbers, the log.

Inside the caller's transaction. A revision keeps its place in the chain with its hash, its answers become ``{}`` and its
reason empty: a trigger lets that happen to records that stand in `erased_record` and to nothing else. `secure_delete`
overwrites what leaves a page; the caller folds the log back afterwards.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from records.model.files import hash_in
from records.store.record_rows import FormWriter
from records.store.register_rows import hear
from records.store.registering import Entry
from records.store.search_index import PERSONS, Change, change, hits, settle
from records.store.tables import person, record, revision, revision_fork, unique_claim
from records.store.tables_files import attachment, attachment_chunk, attachment_link
from records.store.tables_retention import erased_content, erased_record
from records.store.tables_road import awaited_file, import_before
from records.store.tables_sharing import down_file, down_waiting, hand_over
from records.store.tables_sync import batch_record, inbox_quarantine, inbox_record

EMPTY = "{}"
_MANY = 100_000
_HITS = 200
Row = Mapping[str, Any]


def answers_of_all(connection: Connection, row: Row) -> list[dict[str, Any]]:
    """Return the answers of every version of the record, those beside the ledger's, too."""
    found: list[dict[str, Any]] = []
    for table in (revision, revision_fork):
        query = select(table.c.answers).where(
            table.c.office_code == row["office_code"], table.c.record_id == row["record_id"]
        )
        found += [json.loads(text) for text in connection.execute(query).scalars()]
    return found


def empty(
    connection: Connection, writer: FormWriter, row: Row, number: int, at: str, *, changed: int
) -> tuple[int, str]:
    """Empty the record of *row* under erasure *number* (0: as the office above did); return how many versions it has and
    the last one's hash. *changed* is the number of the audit line that will tell, so that offices below hear of it.
    """
    office, record_id = row["office_code"], row["record_id"]
    last = {"revisions": row["revision"], "content_hash": row["content_hash"]}
    connection.execute(
        insert(erased_record).values(
            office_code=office, record_id=record_id, erasure_no=number, at=at, **last
        )
    )
    for table in (revision, revision_fork):
        connection.execute(
            update(table)
            .where(table.c.office_code == office, table.c.record_id == record_id)
            .values(answers=EMPTY, reason="")
        )
    for table in (*writer.tables.sheets(), unique_claim, attachment_link):
        connection.execute(delete(table).where(table.c.office_code == office, table.c.record_id == record_id))
    _words_on_the_road(connection, office, record_id)
    change(connection, [Change(row["form_id"], int(row["no"] or 0), row["search_keys"], "", "", False)])
    connection.execute(
        update(record)
        .where(record.c.office_code == office, record.c.record_id == record_id)
        .values(
            title=record_id[:8],
            state="void",
            changed=changed,
            columns=EMPTY,
            search_keys="",
            verdict_reason="",
            verdict_question="",
        )
    )
    return int(row["revision"]), str(row["content_hash"])


def _words_on_the_road(connection: Connection, office: str, record_id: str) -> None:
    """Empty what was said about the record between the offices, and lines of it that were set aside."""
    connection.execute(
        update(inbox_record)
        .where(inbox_record.c.record_office == office, inbox_record.c.record_id == record_id)
        .values(words="")
    )
    connection.execute(update(batch_record).where(batch_record.c.record_id == record_id).values(words=""))
    connection.execute(
        update(inbox_quarantine)
        .where(inbox_quarantine.c.record_id == record_id)
        .values(words="", answer="", payload=None)
    )
    # the record as it was given up, or as it waits for its form, and the files it names
    for table in (hand_over, down_waiting, down_file):
        connection.execute(
            delete(table).where(table.c.record_office == office, table.c.record_id == record_id)
        )
    connection.execute(
        delete(awaited_file).where(
            awaited_file.c.record_office == office, awaited_file.c.record_id == record_id
        )
    )


def hear_all(connection: Connection) -> None:
    """Let the registers hear of everybody that waits, so that nobody erased comes back from a waiting row."""
    while hear(connection, _MANY) == _MANY:
        pass


def settle_all(connection: Connection) -> None:
    """Take the terms of what was emptied out of the index now."""
    while settle(connection, _MANY) == _MANY:
        pass


def forget_persons(
    connection: Connection, office: str, entries: Iterable[Entry], forms: Iterable[str]
) -> int:
    """Take out of the register whom no other record names; return how many. *forms*: where persons are named."""
    gone = 0
    asked = list(forms)
    keys = {key for entry in entries if entry.register == "person" and (key := entry.key()) is not None}
    for kind, number in sorted(keys):
        if any(_still_named(connection, form_id, number) for form_id in asked):
            continue
        where = and_(person.c.office_code == office, person.c.id_type == kind, person.c.id_no == number)
        found = connection.execute(select(person.c.no, person.c.search_keys).where(where)).first()
        if found is not None:
            change(connection, [Change(PERSONS, found.no, found.search_keys, "", "", False)])
            connection.execute(delete(person).where(where))
            gone += 1
    return gone


def _still_named(connection: Connection, form_id: str, number: str) -> bool:
    query = (
        select(revision.c.answers)
        .join(
            record,
            and_(
                record.c.office_code == revision.c.office_code,
                record.c.record_id == revision.c.record_id,
                record.c.revision == revision.c.rev,
            ),
        )
        .where(record.c.form_id == form_id, record.c.no.in_(hits(form_id, number.casefold(), _HITS)))
    )
    return any(number in answers for answers in connection.execute(query).scalars())


def forget_contents(connection: Connection, number: int, hashes: Iterable[str]) -> int:
    """Take out attached contents (by the 32 digits names carry) that no record is left to name; return how many."""
    gone = 0
    for beginning in sorted(set(hashes) - {""}):
        found = connection.execute(
            select(attachment.c.office_code, attachment.c.sha256).where(
                attachment.c.sha256.startswith(beginning)
            )
        ).first()
        if found is None or _named_elsewhere(connection, beginning, found.sha256):
            continue
        whose = {"office_code": found.office_code, "sha256": found.sha256}
        connection.execute(insert(erased_content).values(**whose, erasure_no=number))
        for table in (attachment_chunk, attachment):
            connection.execute(
                delete(table).where(table.c.office_code == found.office_code, table.c.sha256 == found.sha256)
            )
        gone += 1
    return gone


def _named_elsewhere(connection: Connection, beginning: str, sha256: str) -> bool:
    linked = select(attachment_link.c.no).where(attachment_link.c.sha256 == sha256)
    named = select(revision.c.rev).where(revision.c.answers.contains(beginning, autoescape=True))
    beside = select(revision_fork.c.rev).where(revision_fork.c.answers.contains(beginning, autoescape=True))
    return any(connection.execute(query.limit(1)).first() is not None for query in (linked, named, beside))


def hashes_in(answers: Any) -> Iterator[str]:
    """Yield the hash of every file that answers name, in repeats too."""
    if isinstance(answers, str):
        yield hash_in(answers)
    elif isinstance(answers, dict):
        for value in answers.values():
            yield from hashes_in(value)
    elif isinstance(answers, list):
        for value in answers:
            yield from hashes_in(value)


def hashes_linked(connection: Connection, row: Row) -> list[str]:
    """Return the hashes of files attached to the record as a whole."""
    query = select(attachment_link.c.sha256).where(
        attachment_link.c.office_code == row["office_code"], attachment_link.c.record_id == row["record_id"]
    )
    return [sha256[:32] for sha256 in connection.execute(query).scalars()]


def forget_imports(connection: Connection) -> None:
    """Take out what imports noted for being taken back: it holds what persons were called before."""
    connection.execute(delete(import_before))


def not_emptied(connection: Connection, ids: Iterable[tuple[str, str]]) -> int:
    """Return how many versions of these records still hold answers: 0, or the erasing is a mistake of ours."""
    count = 0
    for office, record_id in ids:
        for table in (revision, revision_fork):
            query = select(table.c.rev).where(
                table.c.office_code == office,
                table.c.record_id == record_id,
                or_(table.c.answers != EMPTY, table.c.reason != ""),
            )
            count += len(connection.execute(query).all())
    return count
