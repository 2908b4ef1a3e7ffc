"""Taking a batch in: verified outside the transaction, then everything about it in one.

Ledger row, records, quarantine rows and acknowledgement are committed together or not at all. The same batch
again gives the same acknowledgement; the same name with other content is set aside with an alarm. Whole
batches that are really from an enrolled device but cannot enter (revoked, unreadable) are quarantined, never
dropped; files whose sender is not proven leave no trace but a refusal.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from forms.collecting import rarely
from forms.problems import Problem
from records.store.prepared import Prepared
from records.store.safe_files import write_whole
from records.store.tables_sync import device, inbox_batch, inbox_quarantine, inbox_record
from sync import epochs, keyring
from sync.books import note, now
from sync.enrolment.devices import sender_of
from sync.inbox import files
from sync.inbox.acknowledging import issue, newest
from sync.inbox.batch_keys import BatchKey
from sync.inbox.checking import Checked, Checker, Refused, context_of, refused
from sync.protocol import batch as batches
from sync.protocol import problem_codes as codes
from sync.protocol import strict_json
from sync.protocol.acknowledgement import Verdict
from sync.protocol.envelope import read_file
from sync.protocol.manifest import Manifest

if TYPE_CHECKING:
    from records.ledger import Office

CHUNK = 5_000
_insert_record = Prepared(lambda _dialect: insert(inbox_record))
_insert_quarantine = Prepared(lambda _dialect: insert(inbox_quarantine))


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch: records by verdict, the acknowledgement's bytes; *again*: it was here before."""

    batch_key: str
    ledger_seq: int
    records: int
    counts: dict[str, int]
    acknowledgement: bytes
    again: bool = False


@dataclass(slots=True)
class _Import:
    """One import under way."""

    office: "Office"
    connection: Connection
    batch: batches.Verified
    key: BatchKey
    moment: str
    counts: dict[str, int] = field(default_factory=dict)


def receive(office: "Office", file: Path, *, how: str = "file", released: bool = False) -> Received:
    """Receive the batch in *file* (*how*: ``file`` or ``http``); receiving it twice is receiving it once.

    *released*: a person answers for it although its device was revoked (`sync.inbox.aside`).
    Raises SYNC-001…006, 010, 011, 013 (nothing is kept), SYNC-012, 014…019 (the batch is quarantined).
    """
    data = read_file(file)
    with office.snapshot() as connection:
        batch = batches.verified(
            data, lambda key_id: sender_of(connection, office.info.code, key_id), file.name
        )
    if batch.manifest.receiver != office.info.code:
        values = {"receiver": batch.manifest.receiver, "office": office.info.code}
        raise Problem(codes.OTHER_OFFICE, file.name, values)
    epochs.hear(office, batch.manifest.above)
    try:
        return _receive(office, batch, data, how, released)
    except Problem as problem:
        if problem.code in _QUARANTINED:
            _quarantine_batch(office, batch, problem.code, data)
        raise


_QUARANTINED = {
    detail.code
    for detail in (
        codes.REVOKED,
        codes.HASH_MISMATCH,
        codes.NOT_DECRYPTED,
        codes.BOMB,
        codes.TOO_LARGE,
        codes.NOT_STRICT,
        codes.COUNTS_DIFFER,
        codes.EQUIVOCATION,
    )
}


def _receive(office: "Office", batch: batches.Verified, data: bytes, how: str, released: bool) -> Received:
    """Open the payload, then import it in one transaction."""
    manifest = batch.manifest
    key = BatchKey(manifest.device, manifest.epoch, manifest.number)
    with office.snapshot() as connection:
        packed = b"" if _earlier(connection, office, key) else None
        if packed is None and not released:
            _must_stand(connection, office, batch)
    if packed is None:
        packed = batches.open_payload(batch, keyring.identities(office))
    with rarely(), office.transaction() as connection:
        before = _earlier(connection, office, key)
        if before is not None:
            return _again(connection, batch, key, before)
        if not released:
            _must_stand(connection, office, batch)
        _must_follow(connection, office, batch)
        _keep_file(office, batch.digest, data)
        work = _Import(office, connection, batch, key, now(office))
        ledger_seq = _next_ledger_seq(connection, office.info.code)
        connection.execute(insert(inbox_batch).values(**_row(work, ledger_seq, len(data), how)))
        _import_all(work, packed)
        row = connection.execute(select(inbox_batch).where(*key.within(inbox_batch, office.info.code))).one()
        issue(office, connection, row)
        connection.execute(
            update(device)
            .where(device.c.office_code == office.info.code, device.c.device_id == key.device)
            .values(last_seen_at=work.moment)
        )
        note(office, connection, "receive", str(key), batch.digest)
        return Received(str(key), ledger_seq, manifest.records, work.counts, newest(connection, row))


def _earlier(connection: Connection, office: "Office", key: BatchKey) -> Row[Any] | None:
    """Return the batch with this key, if it came before."""
    return connection.execute(
        select(inbox_batch).where(*key.within(inbox_batch, office.info.code))
    ).one_or_none()


def _again(connection: Connection, batch: batches.Verified, key: BatchKey, row: Row[Any]) -> Received:
    """Answer a batch that was here before with the same bytes; SYNC-019 when only its name is the same."""
    if row.content_hash != batch.digest:
        raise Problem(codes.EQUIVOCATION, values={"device": key.device, "number": key.number})
    return Received(
        str(key), row.ledger_seq, row.records, json.loads(row.counts), newest(connection, row), again=True
    )


def _must_stand(connection: Connection, office: "Office", batch: batches.Verified) -> None:
    """Raise SYNC-012 unless the device is in good standing now: the order of our ledger decides, no clock."""
    state = connection.scalar(
        select(device.c.state).where(
            device.c.office_code == office.info.code, device.c.device_id == batch.sender.device
        )
    )
    if state != "enrolled":
        raise Problem(codes.REVOKED)


def _must_follow(connection: Connection, office: "Office", batch: batches.Verified) -> None:
    """Raise SYNC-019 when the batch before, or the one after, is here with a hash that breaks the chain."""
    manifest = batch.manifest
    near = select(inbox_batch.c.batch_no, inbox_batch.c.content_hash, inbox_batch.c.prev_hash).where(
        inbox_batch.c.office_code == office.info.code,
        inbox_batch.c.device_id == manifest.device,
        inbox_batch.c.store_epoch == manifest.epoch,
        inbox_batch.c.batch_no.in_((manifest.number - 1, manifest.number + 1)),
    )
    for row in connection.execute(near):
        earlier = row.batch_no < manifest.number
        fits = row.content_hash == manifest.previous if earlier else row.prev_hash == batch.digest
        if not fits:
            values = {"device": manifest.device, "number": manifest.number}
            raise Problem(codes.EQUIVOCATION, values=values)


def _next_ledger_seq(connection: Connection, office_code: str) -> int:
    """Return the next place in the ledger; only inside a writing transaction (one writer at a time)."""
    query = select(func.max(inbox_batch.c.ledger_seq)).where(inbox_batch.c.office_code == office_code)
    return int(connection.scalar(query) or 0) + 1


def _row(work: _Import, ledger_seq: int, size: int, how: str) -> dict[str, Any]:
    """Return the ledger row of a batch."""
    manifest = work.batch.manifest
    return {
        "office_code": work.office.info.code,
        "device_id": manifest.device,
        "store_epoch": manifest.epoch,
        "batch_no": manifest.number,
        "content_hash": work.batch.digest,
        "prev_hash": manifest.previous,
        "ledger_seq": ledger_seq,
        "peer_code": manifest.sender,
        "stage": "imported",
        "how": how,
        "file_name": f"{work.batch.digest}.batch",
        "size": size,
        "records": manifest.records,
        "manifest": strict_json.encode(manifest).decode(),
        "received_at": work.moment,
        "imported_at": work.moment,
    }


def _import_all(work: _Import, packed: bytes) -> None:
    """Judge and import every record, a chunk at a time; count the verdicts."""
    office, manifest = work.office, work.batch.manifest
    checker = Checker(manifest.sender, office.forms.by_digest, context_of(office, manifest.sender))
    total = 0
    for lines in _chunks(packed, manifest):
        judged = [checker.judge(line) for line in lines]
        total += len(judged)
        good = [one for one in judged if isinstance(one, Checked)]
        aside = [one for one in judged if isinstance(one, Refused)]
        rows = []
        verdicts = office.travel.import_records(work.connection, [as_row(one) for one in good])
        for checked, verdict in zip(good, verdicts, strict=True):
            if verdict.problem is not None:
                aside.append(refused(checked.line, verdict.problem))
            else:
                rows.append(_verdict_row(work, checked, verdict.verdict))
        rows += [_refused_row(work, one) for one in aside if one.record]
        _insert_record.many(work.connection, rows)
        entered = [
            checked for checked, verdict in zip(good, verdicts, strict=True) if verdict.problem is None
        ]
        files.expect(office, work.connection, work.key, [one for each in entered for one in each.files])
        _insert_quarantine.many(work.connection, (_quarantine_row(work, one) for one in aside))
        for row in rows:
            work.counts[row["verdict"]] = work.counts.get(row["verdict"], 0) + 1
    if total != manifest.records:
        raise Problem(codes.COUNTS_DIFFER, values={"expected": manifest.records, "found": total})


def as_row(checked: Checked) -> dict[str, Any]:
    """Return a record as `office.travel.import_records` takes it in."""
    line = checked.line
    return {
        "record_id": line.record,
        "office_code": line.office,
        "form_id": line.form,
        "title": checked.title,
        "revisions": [
            {
                "rev": one.revision,
                "form_digest": one.form_digest,
                "state": one.state,
                "by": one.by,
                "at": one.at,
                "reason": one.reason,
                "device_id": one.device,
                "store_epoch": one.epoch,
                "parent_hash": one.parent_hash,
                "content_hash": one.content_hash,
                "answers": one.answers,
            }
            for one in line.revisions
        ],
    }


def _chunks(packed: bytes, manifest: Manifest) -> Iterator[list[batches.RecordLine | batches.BadLine]]:
    """Yield the records in chunks large enough for bulk statements, small enough for memory."""
    gathered: list[batches.RecordLine | batches.BadLine] = []
    for piece in batches.records_of(packed, manifest):
        gathered += piece
        if len(gathered) >= CHUNK:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _verdict_row(work: _Import, checked: Checked, verdict: str) -> dict[str, Any]:
    """Return the inbox row of a record that entered (or was known); one it refers to that is not here is named."""
    line, lacking = checked.line, checked.lacking
    last = line.revisions[-1]
    forked = verdict == Verdict.FORK
    return {
        **_key(work),
        "record_id": line.record,
        "record_office": line.office,
        "form_id": line.form,
        "revision": last.revision,
        "content_hash": last.content_hash,
        "verdict": verdict,
        "code": codes.FORKED.code if forked else lacking.code if lacking else "",
        "question": lacking.place if lacking and not forked else "",
        "words": codes.FORKED.what if forked else lacking.what() if lacking else "",
        "decided_by": None,
        "decided_at": None,
    }


def _refused_row(work: _Import, one: Refused) -> dict[str, Any]:
    """Return the inbox row of a record that was set aside."""
    return {
        **_key(work),
        "record_id": one.record,
        "record_office": one.office,
        "form_id": one.form,
        "revision": one.revision,
        "content_hash": one.content_hash,
        "verdict": str(Verdict.QUARANTINED),
        "code": one.code,
        "question": one.question,
        "words": one.words,
        "decided_by": None,
        "decided_at": None,
    }


def _quarantine_row(work: _Import, one: Refused) -> dict[str, Any]:
    """Return the quarantine row with the line as it came."""
    return {
        **_key(work),
        "quarantine_id": work.office.ids.token(),
        "line_no": one.line_no,
        "record_id": one.record,
        "content_hash": one.content_hash,
        "code": one.code,
        "question": one.question,
        "words": one.words,
        "payload": one.raw,
        "file_name": f"{work.batch.digest}.batch",
        "at": work.moment,
        "released_at": None,
        "released_by": None,
        "answer": "",
    }


def _key(work: _Import) -> dict[str, Any]:
    return {
        "office_code": work.office.info.code,
        "device_id": work.key.device,
        "store_epoch": work.key.epoch,
        "batch_no": work.key.number,
    }


def _keep_file(office: "Office", digest: str, data: bytes) -> None:
    """Keep the batch as it came, named by its hash; only inside a writing transaction, whose lock keeps others out."""
    file = office.folder / "inbox" / f"{digest}.batch"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        write_whole(file, data)


def _quarantine_batch(office: "Office", batch: batches.Verified, code: str, data: bytes) -> None:
    """Remember a whole batch that was set aside, once per content and reason, with an audit line as alarm."""
    manifest = batch.manifest
    values = {
        "office_code": office.info.code,
        "device_id": manifest.device,
        "store_epoch": manifest.epoch,
        "batch_no": manifest.number,
        "content_hash": batch.digest,
        "code": code,
    }
    with office.transaction() as connection:
        if connection.execute(select(inbox_quarantine.c.code).filter_by(**values)).first() is not None:
            return
        _keep_file(office, batch.digest, data)
        connection.execute(
            insert(inbox_quarantine).values(
                **values,
                quarantine_id=office.ids.token(),
                file_name=f"{batch.digest}.batch",
                at=now(office),
            )
        )
        note(office, connection, "quarantine", f"{manifest.device}:{manifest.epoch}:{manifest.number}", code)
