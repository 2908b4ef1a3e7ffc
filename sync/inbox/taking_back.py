"""Taking an import back: as long as the office below has no answer, a person may say that this batch should not be in.

Records, registers, search and what was decided on duplicates stand afterwards as they stood before (docs/decisions/0037).
The batch itself stays in the office's folder and is set aside with the words, to be read in again or refused; its place in the
ledger is not given to another. What was built upon it meanwhile is named, and then nothing is taken back.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from forms.problems import Detail, Problem
from records.problem_codes import REASON_NEEDED
from records.store.import_before import Before, unpacked
from records.store.tables_retention import erased_record
from records.store.tables_road import awaited_file, duplicate, fork_resolution, import_before, taken_back
from records.store.tables_sync import acknowledgement, inbox_batch, inbox_quarantine, inbox_record
from records.store.taking_back import rows_of
from sync.books import note, now
from sync.inbox.batch_keys import BatchKey, row_of
from sync.protocol import problem_codes as codes

if TYPE_CHECKING:
    from records.ledger import Office

_CHUNK = 400


def take_back(office: "Office", batch: str, words: str) -> int:
    """Take the import of *batch* back, with *words*; return how many records it had.

    Raises RECORDS-024 for a clerk, RECORDS-054 without words, SYNC-045 for an unknown batch, SYNC-063 when its
    acknowledgement was handed out, SYNC-064, -066 or -067 when something was built upon it.
    """
    office.travel.must_lead()
    words = words.strip()
    if not words:
        raise Problem(REASON_NEEDED, place=batch)
    with office.transaction() as connection:
        row = row_of(connection, office.info.code, batch)
        key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
        if row.told_at is not None:
            raise Problem(codes.TOLD_ALREADY, values={"number": row.batch_no})
        notes = _notes(connection, office, key)
        why = _in_the_way(connection, office, key, notes) if notes else codes.NOT_NOTED
        if why is not None:
            raise Problem(why, values={"number": row.batch_no})
        _write_down(office, connection, row, words)
        _forget_duplicates(connection, notes)
        office.travel.take_back(connection, notes)
        _take_out(connection, office, key)
        note(office, connection, "take_back", str(key), str(row.ledger_seq))
        return int(row.records)


def _notes(connection: Connection, office: "Office", key: BatchKey) -> list[Before]:
    query = (
        select(import_before.c.content)
        .where(*key.within(import_before, office.info.code))
        .order_by(import_before.c.part)
    )
    return [unpacked(bytes(content)) for content in connection.execute(query).scalars()]


def _in_the_way(
    connection: Connection, office: "Office", key: BatchKey, notes: Sequence[Before]
) -> Detail | None:
    """Return why the batch cannot go, None when it can."""
    mine = key.within(inbox_record, office.info.code)
    rows = connection.execute(select(inbox_record).where(*mine)).all()
    brought = {(row.record_office, row.record_id): row for row in rows}
    entered = {(one[0], one[1]): one[3] for note_ in reversed(notes) for one in note_.entered}
    heads = {(head["office_code"], head["record_id"]): head for head in rows_of(connection, entered)}
    for name, before in entered.items():
        head = heads.get(name)
        if head is None or name not in brought or head["content_hash"] != brought[name].content_hash:
            return codes.BUILT_UPON
        if head["sent_revision"] > (before or {"sent_revision": 0})["sent_revision"]:
            return codes.SENT_ON
    untouched = {(one[0], one[1]) for note_ in notes for one in note_.untouched} - set(entered)
    if any(brought[name].decided_by for name in untouched if name in brought):
        return codes.SENT_ON
    if _any(connection, erased_record, "record_id", [name[1] for name in entered]):
        return codes.NOT_NOTED
    forked = [one[3] for note_ in notes for one in note_.forks]
    return codes.BUILT_UPON if _any(connection, fork_resolution, "content_hash", forked) else None


def _any(connection: Connection, table: Any, column: str, values: Sequence[str]) -> bool:
    """Say whether *table* has a row with one of *values*."""
    for start in range(0, len(values), _CHUNK):
        query = (
            select(table.c.office_code).where(table.c[column].in_(values[start : start + _CHUNK])).limit(1)
        )
        if connection.execute(query).first() is not None:
            return True
    return False


def _write_down(office: "Office", connection: Connection, row: Row[Any], words: str) -> None:
    """Write that the batch goes, and set it aside as a whole: its file stays where it is."""
    code = office.info.code
    named = {"device_id": row.device_id, "store_epoch": row.store_epoch, "batch_no": row.batch_no}
    moment = now(office)
    connection.execute(
        insert(taken_back).values(
            office_code=code,
            ledger_seq=row.ledger_seq,
            **named,
            content_hash=row.content_hash,
            records=row.records,
            words=words,
            by_name=office.user.name,
            at=moment,
        )
    )
    connection.execute(
        insert(inbox_quarantine).values(
            office_code=code,
            quarantine_id=office.ids.token(),
            **named,
            content_hash=row.content_hash,
            code=codes.TAKEN_BACK.code,
            words=words,
            file_name=row.file_name,
            at=moment,
        )
    )


def _forget_duplicates(connection: Connection, notes: Sequence[Before]) -> None:
    """Take out what was decided about records that go, or about versions that go."""
    ids = [one[1] for note_ in notes for one in note_.entered]
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        connection.execute(
            delete(duplicate).where(or_(duplicate.c.kept_id.in_(some), duplicate.c.other_id.in_(some)))
        )


def _take_out(connection: Connection, office: "Office", key: BatchKey) -> None:
    """Take out the batch's own rows; last of all the one that lets its versions go."""
    code = office.info.code
    lines = inbox_quarantine.c.payload.is_not(None)  # of this batch; whole batches keep their story
    connection.execute(delete(inbox_quarantine).where(*key.within(inbox_quarantine, code), lines))
    for table in (acknowledgement, awaited_file, import_before, inbox_record, inbox_batch):
        connection.execute(delete(table).where(*key.within(table, code)))
