"""Sealing: what was approved becomes one file that never changes again.

Everything happens inside one writing transaction: the records are read, the file is written, fsynced and
renamed, then the rows that name it are committed. A crash before the commit leaves at most a file nobody
knows, which the next sealing removes; a crash after it leaves file and rows. So each record is either still
waiting or in exactly one sealed batch.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Subquery, exists, func, insert, select

from forms.problems import Problem
from records.ledger.origins import any_held, changeable
from records.store.prepared import Prepared
from records.store.safe_files import write_whole
from records.store.tables import form, record, revision
from records.store.tables_retention import erased_record
from records.store.tables_road import files_out
from records.store.tables_sync import batch, batch_record, device, parent
from sync import attached, keyring, stick
from sync.books import audit_head, note, now
from sync.enrolment.above import OfficeAbove, required
from sync.outbox import erasures, files, keys_told, states
from sync.protocol import batch as batches
from sync.protocol import epochs, sealing, strict_json
from sync.protocol import manifest as manifests
from sync.protocol.batch import FileLine
from sync.protocol.envelope import BATCH, read_file
from sync.protocol.files import named_in
from sync.protocol.problem_codes import TOO_LARGE

if TYPE_CHECKING:
    from records.ledger import Office

MOST_RECORDS = 50_000  # in one batch: bounds memory, and a lost batch is sent again sooner
_insert_batch_record = Prepared(lambda _dialect: insert(batch_record))


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch as sealed: its number in this epoch, its file in the outbox, records in it, SHA-256 of the file."""

    number: int
    file: Path
    records: int
    digest: str
    carried: Path | None = None


class _Revision(msgspec.Struct, frozen=True):
    """A revision with its answers as the ledger keeps them: canonical text, passed on unread."""

    revision: int
    parent_hash: str
    content_hash: str
    form_digest: str
    state: str
    at: str
    by: str
    reason: str
    device: str
    epoch: str
    answers: msgspec.Raw


class _Record(msgspec.Struct, frozen=True):
    """A record line with such revisions."""

    record: str
    office: str
    form: str
    form_digest: str
    state: str
    revisions: list[_Revision]
    files: list[FileLine] | msgspec.UnsetType = msgspec.UNSET


@dataclass(slots=True)
class _Content:
    """What goes into one batch, gathered while its lines are made."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    revisions: int = 0
    named: set[str] = field(default_factory=set)  # hashes of attached files


def seal(
    office: "Office",
    out: Path | None = None,
    *,
    most: int = MOST_RECORDS,
    only: Collection[str] | None = None,
) -> SealedBatch | None:
    """Seal the approved records, at most *most* (*only*: those among these ids), into one batch; None without any.

    With *out* the file is carried there too (a stick): written, read back and proved. Raises SYNC-030 before
    the enrolment, SYNC-057/058 for the stick; the batch is sealed all the same and lies in the outbox.
    """
    with office.transaction() as connection:
        above = required(connection, office.info.code)
        _remove_orphans(office, connection)
        sealed = _seal_within(office, connection, above, most, only)
        files.offer_arrived(office, connection, above)
    if sealed is None or out is None:
        return sealed
    return replace(sealed, carried=carry(office, sealed.number, out))


def carry(office: "Office", batch: "states.BatchState | int", folder: Path) -> Path:
    """Carry a sealed batch (or the one of that number in this epoch) to *folder*, a stick; return the file there.

    Attached files the office above does not have yet go with it, each in a file far below what FAT32 takes; when the
    stick is full, the rest goes on the next one. The papers of renewed keys go with it, too.

    Raises SYNC-045 for an unknown number, SYNC-006, 057, 058 when the file cannot be read, proved, written.
    """
    state = states.find(office, batch) if isinstance(batch, int) else batch
    keys_told.carry(office, folder)
    carried = stick.carry(read_file(state.file), folder, state.file.name)
    erasures.carry(office, folder)
    for one in files.undelivered(office):
        stick.carry(read_file(one.file), folder, one.file.name)
        with office.transaction() as connection:
            stage = {"stage": "carrying"} if one.stage == "sealed" else {}
            files.change(connection, office, one, carried_to=str(folder), **stage)
    with office.transaction() as connection:
        values = {"carried_to": str(folder)} | ({"stage": "carrying"} if state.stage == "sealed" else {})
        states.change(connection, office, state, **values)
    return carried


def _seal_within(
    office: "Office",
    connection: Connection,
    above: OfficeAbove,
    most: int,
    only: Collection[str] | None = None,
) -> SealedBatch | None:
    """Seal inside the transaction; fewer records when so many are too large for one file."""
    while True:
        content = _Content()
        lines = list(_lines(office, connection, content, most, only))
        if not lines:
            return None
        try:
            payload, description = sealing.seal_lines(lines, above.recipients, str(BATCH.sealed))
            break
        except Problem as problem:
            if problem.code != TOO_LARGE.code or len(lines) == 1:
                raise
            most = len(lines) // 2
    manifest = _manifest(office, connection, above, content, description)
    data = batches.write(manifest, payload, keyring.signer(office))
    digest = hashlib.sha256(data).hexdigest()
    file = office.folder / "outbox" / f"{office.info.code}-{manifest.number:06d}-{digest[:12]}.batch"
    file.parent.mkdir(exist_ok=True)
    write_whole(file, data)
    connection.execute(insert(batch).values(**_batch_row(office, manifest, file, digest, len(data))))
    key: dict[str, str | int | None] = {
        "office_code": office.info.code,
        "store_epoch": manifest.epoch,
        "batch_no": manifest.number,
        "verdict": None,
        "code": "",
        "question": "",
        "words": "",
        "verdict_at": None,
        "ack_seq": 0,
    }
    _insert_batch_record.many(connection, (key | row for row in content.rows))
    office.mark_sent(connection, manifest.number)
    note(office, connection, "seal", f"batch {manifest.number}", digest)
    files.offer(
        office, connection, above, attached.not_from_above(connection, office.info.code, content.named)
    )
    return SealedBatch(manifest.number, file, manifest.records, digest)


def _lines(
    office: "Office", connection: Connection, content: _Content, most: int, only: Collection[str] | None
) -> Iterator[bytes]:
    """Yield the line of each approved record with its revisions the office above does not have yet."""
    own = office.info.code
    chosen = _approved(connection, own, most, only)
    heads = connection.execute(select(chosen.c.office_code, chosen.c.record_id))
    links = attached.links_of(connection, (tuple(row) for row in heads))
    rows = connection.execute(_with_revisions(chosen).execution_options(yield_per=5000))
    for head, group in groupby(rows, key=lambda row: tuple(row[:5])):
        record_id, owner, form_id, state, form_digest = head
        revisions = [_revision(row) for row in group]
        last = revisions[-1]
        content.rows.append(
            {
                "record_id": record_id,
                "form_id": form_id,
                "revision": last.revision,
                "content_hash": last.content_hash,
                "record_office": "" if owner == own else owner,
            }
        )
        content.counts.setdefault(form_id, Counter())[state] += 1
        content.digests.update(one.form_digest for one in revisions)
        content.revisions += len(revisions)
        for one in revisions:
            content.named |= named_in(bytes(one.answers).decode())
        whole = links.get(record_id, [])
        content.named |= {line.sha256 for line in whole}
        line = _Record(record_id, owner, form_id, form_digest, state, revisions, whole or msgspec.UNSET)
        yield strict_json.encode(line)


def _revision(row: Row[Any]) -> _Revision:
    (*facts, answers) = tuple(row)[5:]
    return _Revision(*facts, msgspec.Raw(answers.encode()))  # type: ignore[call-arg]  # mypy takes the row for a single value


def _unsent(connection: Connection, office_code: str) -> ColumnElement[bool]:
    """Return the condition: approved here, or voided since it was delivered (so that the void is known above).

    Records of offices below go on when they were accepted here, in the version that was accepted.
    """
    void_to_tell = (
        (record.c.state == "void")
        & (record.c.delivered_revision > 0)
        & (record.c.sent_revision < record.c.revision)
    )
    gone = (erased_record.c.office_code == record.c.office_code) & (
        erased_record.c.record_id == record.c.record_id
    )
    void_to_tell &= ~exists().where(gone)  # what was erased has nothing left to send; a notice says so
    mine: ColumnElement[bool] = record.c.office_code == office_code
    if any_held(connection):  # what the office above has lent goes back to it instead
        lent = record.c.office_code.in_(
            select(parent.c.parent_code).where(parent.c.office_code == office_code)
        )
        mine = changeable(office_code) & ~lent
    own = mine & ((record.c.state == "approved") | void_to_tell)
    some = select(device.c.device_id).where(device.c.office_code == office_code).limit(1)
    if connection.execute(some).first() is None:
        return own
    passed_on = (record.c.state == "accepted") & (record.c.sent_revision < record.c.revision)
    return own | ((record.c.office_code != office_code) & (passed_on | void_to_tell))


def _approved(connection: Connection, office_code: str, most: int, only: Collection[str] | None) -> Subquery:
    """Return the records to seal, at most *most*, in the order of their numbers."""
    query = select(record).where(_unsent(connection, office_code))
    if only is not None:
        query = query.where(record.c.record_id.in_(list(only)))
    return query.order_by(record.c.no).limit(most).subquery()


def _with_revisions(chosen: Subquery) -> Any:
    """Return the query: the chosen records, each with its undelivered revisions.

    The answers come as text: they need not be read to be sent.
    """
    joined = chosen.join(
        revision,
        (revision.c.office_code == chosen.c.office_code)
        & (revision.c.record_id == chosen.c.record_id)
        & (revision.c.rev > chosen.c.delivered_revision),
    )
    heads = (chosen.c.record_id, chosen.c.office_code, chosen.c.form_id, chosen.c.state, chosen.c.form_digest)
    versions = (
        revision.c.rev,
        revision.c.parent_hash,
        revision.c.content_hash,
        revision.c.form_digest,
        revision.c.state,
        revision.c.at,
        revision.c.by_name,
        revision.c.reason,
        revision.c.device_id,
        revision.c.store_epoch,
        revision.c.answers,
    )
    return select(*heads, *versions).select_from(joined).order_by(chosen.c.no, revision.c.rev)


def _manifest(
    office: "Office",
    connection: Connection,
    above: OfficeAbove,
    content: _Content,
    description: sealing.Sealed,
) -> manifests.Manifest:
    """Return the manifest of the next batch of this epoch."""
    code, epoch = office.info.code, office.info.store_epoch
    mine = (batch.c.office_code == code, batch.c.store_epoch == epoch)
    before = connection.execute(
        select(batch.c.batch_no, batch.c.content_hash).where(*mine).order_by(batch.c.batch_no.desc()).limit(1)
    ).one_or_none()
    return manifests.Manifest(
        format=manifests.FORMAT,
        suite=manifests.SUITE,
        device=office.info.device_id,
        epoch=epoch,
        number=1 if before is None else before.batch_no + 1,
        previous="" if before is None else before.content_hash,
        sender=code,
        receiver=above.code,
        created_at=now(office),
        audit_head=audit_head(office, connection),
        acknowledged=above.last_seq,
        records=len(content.rows),
        revisions=content.revisions,
        counts={form_id: dict(states) for form_id, states in content.counts.items()},
        forms=_forms(connection, code, content.digests),
        payload=description,
        above=epochs.mark(above.generation, above.store_epoch) if above.generation > epochs.FIRST else "",
    )


def _forms(connection: Connection, office_code: str, digests: set[str]) -> list[manifests.FormVersion]:
    """Return the form versions the batch needs, in order of form and digest."""
    rows = connection.execute(
        select(form.c.form_id, form.c.version, form.c.digest).where(
            form.c.office_code == office_code, form.c.digest.in_(digests)
        )
    )
    return [manifests.FormVersion(*row) for row in sorted(tuple(row) for row in rows)]


def _batch_row(
    office: "Office", manifest: manifests.Manifest, file: Path, digest: str, size: int
) -> dict[str, Any]:
    """Return the row of a sealed batch."""
    return {
        "office_code": office.info.code,
        "store_epoch": manifest.epoch,
        "batch_no": manifest.number,
        "device_id": manifest.device,
        "parent_code": manifest.receiver,
        "stage": "sealed",
        "file_name": file.name,
        "size": size,
        "content_hash": digest,
        "prev_hash": manifest.previous,
        "manifest": strict_json.encode(manifest).decode(),
        "records": manifest.records,
        "audit_head": manifest.audit_head,
        "sealed_at": manifest.created_at,
        "sealed_by": office.user.name,
    }


def _remove_orphans(office: "Office", connection: Connection) -> None:
    """Remove files a crash left in the outbox before their rows were committed; we hold the only writer's lock."""
    known = set(connection.scalars(select(batch.c.file_name).where(batch.c.office_code == office.info.code)))
    known |= set(
        connection.scalars(select(files_out.c.file_name).where(files_out.c.office_code == office.info.code))
    )
    for pattern in ("*.batch", "*.files"):
        for file in (office.folder / "outbox").glob(pattern):
            if file.name not in known:
                file.unlink()


def waiting(office: "Office") -> int:
    """Return how many records wait to be sealed."""
    with office.snapshot() as connection:
        query = select(func.count()).select_from(record).where(_unsent(connection, office.info.code))
        return int(connection.execute(query).scalar_one())
