"""Taking a batch in: verified outside the transaction, then everything about it in one.

Ledger row, records, quarantine rows and acknowledgement are committed together or not at all. The same batch
again gives the same acknowledgement; the same name with other content is set aside with an alarm. Whole
batches that are really from an enrolled device but cannot enter (revoked, unreadable) are quarantined, never
dropped; files whose sender is not proven leave no trace but a refusal.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from forms.collecting import rarely
from forms.problems import Problem
from records.store.import_before import Before
from records.store.prepared import Inserting, Prepared
from records.store.safe_files import write_whole
from records.store.tables_road import import_before, taken_back
from records.store.tables_sync import device, inbox_batch, inbox_quarantine, inbox_record
from sync import epochs, keyring
from sync.books import note, now
from sync.enrolment import key_books
from sync.enrolment.devices import must_stand, sender_of
from sync.enrolment.successors import take_beside
from sync.inbox import files
from sync.inbox.acknowledging import issue, newest, spoken_now
from sync.inbox.batch_keys import BatchKey
from sync.inbox.checking import Checked, Checker, Refused, context_of, refused
from sync.inbox.checking_apart import expect, judged_lines
from sync.inbox.given_up import given_up_among, held_by, without_holding
from sync.inbox.import_rows import Import, as_row, batch_row, quarantine_row, refused_row, verdict_row
from sync.inbox.progress import Progress, unheard
from sync.protocol import batch as batches
from sync.protocol import problem_codes as codes
from sync.protocol.envelope import read_file

if TYPE_CHECKING:
    from records.ledger import Office

CHUNK = 5_000
_insert_record = Inserting(inbox_record)
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


def receive(
    office: "Office",
    file: Path,
    *,
    how: str = "file",
    released: bool = False,
    progress: Progress = unheard,
) -> Received:
    """Receive the batch in *file* (*how*: ``file`` or ``http``); receiving it twice is receiving it once.

    *released*: a person answers for it although its device was revoked (`sync.inbox.aside`). *progress* hears how many
    records of how many were taken in; what it raises leaves nothing of the batch here.
    Raises SYNC-001…006, 010, 011, 013 (nothing is kept), SYNC-012, 014…019 (the batch is quarantined), SYNC-065 for a
    batch a person took back that comes over the line again.
    """
    data = read_file(file)
    try:
        batch = _verified(office, data, file.name)
    except Problem as problem:
        if problem.code != codes.UNKNOWN_SENDER.code or not take_beside(office, file):
            raise
        batch = _verified(office, data, file.name)
    if batch.manifest.receiver != office.info.code:
        values = {"receiver": batch.manifest.receiver, "office": office.info.code}
        raise Problem(codes.OTHER_OFFICE, file.name, values)
    epochs.hear(office, batch.manifest.above)
    try:
        return _receive(office, batch, data, how, released, progress)
    except Problem as problem:
        if problem.code in _QUARANTINED:
            _quarantine_batch(office, batch, problem.code, data)
        raise


def _verified(office: "Office", data: bytes, name: str) -> batches.Verified:
    """Open the outside by the key of the device that signed."""
    with office.snapshot() as connection:
        return batches.verified(data, lambda key_id: sender_of(connection, office.info.code, key_id), name)


_QUARANTINED = {
    detail.code
    for detail in (
        codes.REVOKED,
        codes.KEY_REPLACED,
        codes.HASH_MISMATCH,
        codes.NOT_DECRYPTED,
        codes.BOMB,
        codes.TOO_LARGE,
        codes.NOT_STRICT,
        codes.COUNTS_DIFFER,
        codes.EQUIVOCATION,
    )
}


def _receive(  # noqa: PLR0917  (what `receive` was asked, and the batch)
    office: "Office", batch: batches.Verified, data: bytes, how: str, released: bool, progress: Progress
) -> Received:
    """Open the payload, then import it in one transaction."""
    manifest = batch.manifest
    key = BatchKey(manifest.device, manifest.epoch, manifest.number)
    with office.snapshot() as connection:
        packed = b"" if _earlier(connection, office, key) else None
        if packed is None and not released:
            _must_stand(connection, office, batch)
    if packed is None:
        expect(office, manifest)
        packed = batches.open_payload(batch, keyring.identities(office))
    with rarely(), office.transaction() as connection:
        before = _earlier(connection, office, key)
        if before is not None:
            return _again(office, connection, batch, key, before)
        if not released:
            _must_stand(connection, office, batch)
        _must_follow(connection, office, batch)
        _must_be_wanted(connection, office, batch, how)
        work = Import(office, connection, batch, key, now(office), office.travel.begin_import(connection))
        ledger_seq = _next_ledger_seq(connection, office.info.code)
        connection.execute(insert(inbox_batch).values(**batch_row(work, ledger_seq, len(data), how)))
        _import_all(work, packed, progress)
        _keep_file(office, batch.digest, data)
        keep_before(connection, office.info.code, key, work.before)
        row = connection.execute(select(inbox_batch).where(*key.within(inbox_batch, office.info.code))).one()
        issue(office, connection, row)
        connection.execute(
            update(device)
            .where(device.c.office_code == office.info.code, device.c.device_id == key.device)
            .values(last_seen_at=work.moment)
        )
        key_books.seen(connection, office.info.code, batch.sender.key, work.moment)
        note(office, connection, "receive", str(key), batch.digest)
        return Received(str(key), ledger_seq, manifest.records, work.counts, newest(connection, row))


def _earlier(connection: Connection, office: "Office", key: BatchKey) -> Row[Any] | None:
    """Return the batch with this key, if it came before."""
    return connection.execute(
        select(inbox_batch).where(*key.within(inbox_batch, office.info.code))
    ).one_or_none()


def _again(
    office: "Office", connection: Connection, batch: batches.Verified, key: BatchKey, row: Row[Any]
) -> Received:
    """Answer a batch that was here before with the same bytes; SYNC-019 when only its name is the same."""
    if row.content_hash != batch.digest:
        raise Problem(codes.EQUIVOCATION, values={"device": key.device, "number": key.number})
    return Received(
        str(key),
        row.ledger_seq,
        row.records,
        json.loads(row.counts),
        spoken_now(office, connection, row),
        again=True,
    )


def _must_stand(connection: Connection, office: "Office", batch: batches.Verified) -> None:
    """Raise SYNC-012 unless the device is in good standing now, SYNC-096 when it sealed this with no key of now or before."""
    key, signed = must_stand(connection, office.info.code, batch.sender.device), batch.sender.key
    if signed == key:
        return
    paper, said = key_books.paper_on(connection, office.info.code, signed), batch.manifest
    if paper is None or not paper.covers(said.epoch, said.number, batch.digest):
        raise Problem(codes.KEY_REPLACED)


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


def _must_be_wanted(connection: Connection, office: "Office", batch: batches.Verified, how: str) -> None:
    """Raise SYNC-065 for a batch that was taken back and comes again by itself; a person may read it in again."""
    query = select(taken_back.c.words).where(
        taken_back.c.office_code == office.info.code, taken_back.c.content_hash == batch.digest
    )
    if how == "http" and connection.execute(query).first() is not None:
        raise Problem(codes.TAKEN_BACK, values={"number": batch.manifest.number})
    connection.execute(
        update(inbox_quarantine)
        .where(
            inbox_quarantine.c.office_code == office.info.code,
            inbox_quarantine.c.content_hash == batch.digest,
            inbox_quarantine.c.code == codes.TAKEN_BACK.code,
            inbox_quarantine.c.released_at.is_(None),
        )
        .values(released_at=now(office), released_by=office.user.name)
    )


def _next_ledger_seq(connection: Connection, office_code: str) -> int:
    """Return the next place in the ledger; only inside a writing transaction (one writer at a time).

    The place of a batch that was taken back is not given again: a backup that has passed it holds another batch.
    """
    last = 0
    for table in (inbox_batch, taken_back):
        query = select(func.max(table.c.ledger_seq)).where(table.c.office_code == office_code)
        last = max(last, int(connection.scalar(query) or 0))
    return last + 1


def _chunks(judged: Iterable[list[Checked | Refused]]) -> Iterator[list[Checked | Refused]]:
    """Yield what was judged in chunks large enough for bulk statements, small enough for memory."""
    gathered: list[Checked | Refused] = []
    for piece in judged:
        gathered += piece
        if len(gathered) >= CHUNK:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def keep_before(connection: Connection, office_code: str, key: BatchKey, before: Before) -> None:
    """Keep what an import of this batch found, beside what earlier ones did."""
    mine = key.within(import_before, office_code)
    part = int(connection.scalar(select(func.count()).select_from(import_before).where(*mine)) or 0) + 1
    named = {"device_id": key.device, "store_epoch": key.epoch, "batch_no": key.number}
    connection.execute(
        insert(import_before).values(office_code=office_code, **named, part=part, content=before.packed())
    )


def _import_all(work: Import, packed: bytes, progress: Progress) -> None:
    """Judge and import every record, a chunk at a time; count the verdicts."""
    office, manifest = work.office, work.batch.manifest
    progress(0, manifest.records)
    checker = Checker(manifest.sender, office.forms.by_digest, context_of(office, manifest.sender))
    checker.held = held_by(work.connection, office.info.code, manifest.device)
    total = 0
    with closing(judged_lines(office, checker, batches.records_of(packed, manifest), manifest)) as all_judged:
        for judged in _chunks(all_judged):
            total += len(judged)
            _take_in(work, judged)
            progress(total, manifest.records)
    if total != manifest.records:
        raise Problem(codes.COUNTS_DIFFER, values={"expected": manifest.records, "found": total})


def _take_in(work: Import, judged: list[Checked | Refused]) -> None:
    """Import one chunk of judged records."""
    office = work.office
    checked_lines = [one.line for one in judged if isinstance(one, Checked)]
    given_up = given_up_among(work.connection, office.info.code, work.key.device, checked_lines)
    judged = [without_holding(one, given_up) for one in judged] if given_up else judged
    good = [one for one in judged if isinstance(one, Checked)]
    aside = [one for one in judged if isinstance(one, Refused)]
    rows = []
    verdicts = office.travel.import_records(
        work.connection, [one.proved or as_row(one) for one in good], work.before, given_up
    )
    for checked, verdict in zip(good, verdicts, strict=True):
        if verdict.problem is not None:
            aside.append(refused(checked.line, verdict.problem))
        else:
            rows.append(verdict_row(work, checked, verdict.verdict))
    rows += [refused_row(work, one) for one in aside if one.record]
    _insert_record.named(work.connection, rows)
    entered = [checked for checked, verdict in zip(good, verdicts, strict=True) if verdict.problem is None]
    named = [one for each in entered for one in each.files]
    files.expect(office, work.connection, work.key, named, work.before)
    _insert_quarantine.many(work.connection, (quarantine_row(work, one) for one in aside))
    for row in rows:
        work.counts[row["verdict"]] = work.counts.get(row["verdict"], 0) + 1


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
