"""What came, from whom, and what is still to decide."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, func, select

from records.store.tables import record
from records.store.tables_road import awaited_file
from records.store.tables_sync import device, inbox_batch, inbox_quarantine, inbox_record
from sync.inbox import files
from sync.inbox.batch_keys import BatchKey, row_of

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class BatchIn:
    """A received batch. *counts* are its records by verdict as they stand now; *missing* names the numbers of the same
    device that were sealed before it and are not here.
    """

    batch_key: str
    ledger_seq: int
    office_code: str
    office_name: str
    device_id: str
    number: int
    stage: str
    how: str
    records: int
    size: int
    received_at: str
    decided_at: str
    counts: dict[str, int]
    missing: tuple[int, ...]
    digest: str = ""
    told: bool = True  # an acknowledgement of it was handed out: it cannot be taken back any more
    lacking: int = 0  # attached files its records name that are not here yet


@dataclass(frozen=True, slots=True)
class RecordIn:
    """A record of a received batch: *verdict* with *code*, *question* and *reason* (words).

    A record that waits for a decision has the verdict ``received`` (and *waiting*), however it came in.
    """

    record_id: str
    office_code: str
    form_id: str
    form_title: str
    title: str
    revision: int
    verdict: str
    code: str
    question: str
    reason: str
    waiting: bool
    content_hash: str = ""
    lacking: int = 0  # attached files it names that are not here yet


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something set aside: a whole batch (*record_id* empty) or one record, with its reason."""

    quarantine_id: str
    device_id: str
    number: int
    record_id: str
    line_no: int
    code: str
    question: str
    words: str
    at: str


def batches(office: "Office") -> list[BatchIn]:
    """Return all received batches, newest in the ledger first."""
    code = office.info.code
    with office.snapshot() as connection:
        rows = connection.execute(
            select(inbox_batch, device.c.peer_name)
            .outerjoin(
                device,
                and_(
                    device.c.office_code == inbox_batch.c.office_code,
                    device.c.device_id == inbox_batch.c.device_id,
                ),
            )
            .where(inbox_batch.c.office_code == code)
            .order_by(inbox_batch.c.ledger_seq.desc())
        ).all()
        counts = _counts(connection, code)
        lacking = _lacking(connection, code)
    missing = missing_before((row.device_id, row.store_epoch, row.batch_no) for row in rows)
    keys = [BatchKey(row.device_id, row.store_epoch, row.batch_no) for row in rows]
    return [
        replace(_batch(row, key, counts.get(key), missing[key]), lacking=lacking.get(key, 0))
        for row, key in zip(rows, keys, strict=True)
    ]


def _lacking(connection: Connection, office_code: str) -> dict[BatchKey, int]:
    """Return how many attached files each batch still misses; batches that miss none are left out."""
    key = (awaited_file.c.device_id, awaited_file.c.store_epoch, awaited_file.c.batch_no)
    query = (
        select(*key, func.count())
        .where(awaited_file.c.office_code == office_code, awaited_file.c.arrived_at.is_(None))
        .group_by(*key)
    )
    return {
        BatchKey(device_id, epoch, number): count
        for device_id, epoch, number, count in connection.execute(query)
    }


def _counts(connection: Connection, office_code: str) -> dict[BatchKey, dict[str, int]]:
    """Return the records of every batch by verdict, as they stand now."""
    key = (inbox_record.c.device_id, inbox_record.c.store_epoch, inbox_record.c.batch_no)
    query = (
        select(*key, inbox_record.c.verdict, func.count())
        .where(inbox_record.c.office_code == office_code)
        .group_by(*key, inbox_record.c.verdict)
    )
    found: dict[BatchKey, dict[str, int]] = {}
    for device_id, epoch, number, verdict, count in connection.execute(query):
        found.setdefault(BatchKey(device_id, epoch, number), {})[verdict] = count
    return found


def _batch(row: Row[Any], key: BatchKey, counts: dict[str, int] | None, missing: tuple[int, ...]) -> BatchIn:
    return BatchIn(
        str(key),
        row.ledger_seq,
        row.peer_code,
        row.peer_name or "",
        row.device_id,
        row.batch_no,
        row.stage,
        row.how,
        row.records,
        row.size,
        row.received_at,
        row.decided_at or "",
        counts or json.loads(row.counts),
        missing,
        row.content_hash,
        row.told_at is not None,
    )


def records(office: "Office", batch: str) -> list[RecordIn]:
    """Return the records of a received batch in order of form and title; SYNC-045 when it is unknown.

    *waiting* records can be decided: they lie in the ledger at the revision this batch brought.
    """
    code = office.info.code
    with office.snapshot() as connection:
        row = row_of(connection, code, batch)
        key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
        found = connection.execute(
            select(inbox_record, record.c.title, record.c.state, record.c.content_hash.label("head_hash"))
            .outerjoin(
                record,
                and_(
                    record.c.office_code == inbox_record.c.record_office,
                    record.c.record_id == inbox_record.c.record_id,
                ),
            )
            .where(*key.within(inbox_record, code))
            .order_by(inbox_record.c.form_id, record.c.title, inbox_record.c.record_id)
        ).all()
        lacking = files.missing(connection, code, key)
    titles = {info.form_id: info.title.in_("zh") for info in office.forms.all()}
    return [_record(one, titles, len(lacking.get(one.record_id, ()))) for one in found]


def _record(row: Row[Any], titles: dict[str, str], lacking: int) -> RecordIn:
    waiting = row.verdict in ("new", "same") and row.state == "received" and row.head_hash == row.content_hash
    return RecordIn(
        row.record_id,
        row.record_office,
        row.form_id,
        titles.get(row.form_id, row.form_id),
        row.title or "",
        row.revision,
        "received" if waiting else row.verdict,
        row.code,
        row.question,
        row.words,
        waiting,
        row.content_hash,
        lacking,
    )


def quarantine(office: "Office") -> list[Quarantined]:
    """Return everything set aside and not released, newest first."""
    with office.snapshot() as connection:
        rows = connection.execute(
            select(inbox_quarantine)
            .where(
                inbox_quarantine.c.office_code == office.info.code, inbox_quarantine.c.released_at.is_(None)
            )
            .order_by(inbox_quarantine.c.at.desc(), inbox_quarantine.c.quarantine_id)
        ).all()
    return [
        Quarantined(
            row.quarantine_id,
            row.device_id,
            row.batch_no,
            row.record_id,
            row.line_no,
            row.code,
            row.question,
            row.words,
            row.at,
        )
        for row in rows
    ]


def missing_before(keys: Iterable[tuple[str, str, int]]) -> dict[BatchKey, tuple[int, ...]]:
    """Return for each batch the numbers missing right before it in its device's chain."""
    chains: dict[tuple[str, str], list[int]] = {}
    for device_id, epoch, number in keys:
        chains.setdefault((device_id, epoch), []).append(number)
    found = {}
    for (device_id, epoch), numbers in chains.items():
        before = 0
        for number in sorted(numbers):
            found[BatchKey(device_id, epoch, number)] = tuple(range(before + 1, number))
            before = number
    return found
