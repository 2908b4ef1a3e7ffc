"""Making acknowledgements: stored with what they tell, so that the same question gets the same bytes.

The first one is made in the transaction of the import. Decisions only mark the batch; the next
acknowledgement is made when somebody fetches or writes it, so that a reviewer who decides a thousand records
one by one causes one document, not a thousand.
"""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from forms.problems import Problem
from records.ledger.new_copy import ACKNOWLEDGED_BEFORE
from records.store.safe_files import write_whole
from records.store.tables import record, setting
from records.store.tables_road import import_before
from records.store.tables_sync import acknowledgement, device, inbox_batch, inbox_record
from sync import epochs, keyring
from sync.books import now, watermark
from sync.enrolment import key_books, renewing
from sync.inbox import files
from sync.inbox.batch_keys import BatchKey, row_of
from sync.protocol import acknowledgement as acks
from sync.protocol import signing
from sync.protocol.envelope import ACKNOWLEDGEMENT
from sync.protocol.manifest import SUITE
from sync.protocol.problem_codes import FORK_CHOSEN, FORK_LOST, MEDIUM_UNWRITABLE

if TYPE_CHECKING:
    from records.ledger import Office


_FORKED = (FORK_LOST.code, FORK_CHOSEN.code)


def acknowledge(office: "Office", batch: str, file: Path) -> Path:
    """Write the newest acknowledgement of *batch* to *file* (to be carried back) and return it.

    Raises SYNC-045 for an unknown batch, SYNC-058 when the file cannot be written.
    """
    with office.transaction() as connection:
        row = row_of(connection, office.info.code, batch)
        if row.unsaid:
            issue(office, connection, row)
        data = spoken_now(office, connection, row)
        hand_out(office, connection, BatchKey(row.device_id, row.store_epoch, row.batch_no))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
        for key_id, paper in renewing.own_papers(
            office
        ):  # who applies it finds beside it what our key became
            write_whole(file.with_name(key_books.as_named(office.info.code, key_id)), paper)
    except OSError as error:
        values = {"folder": str(file.parent), "reason": error.strerror or type(error).__name__}
        raise Problem(MEDIUM_UNWRITABLE, str(file), values) from error
    return file


def next_for(office: "Office", device_id: str, after: int) -> tuple[int, bytes] | None:
    """Return (number, bytes) of the device's first acknowledgement after *after*; None when there is none.

    Decisions not yet told become an acknowledgement first. The first one of a batch is handed out inside a transaction:
    from then on the batch cannot be taken back (`sync.inbox.taking_back`).
    """
    code = office.info.code
    with office.snapshot() as connection:
        found = _after(connection, code, device_id, after)
        told = found is not None and found.told_at is not None
        if found is None and not _unsaid(connection, code, device_id):
            return None
    if found is not None and told and _signed_now(office, found.bytes):
        return int(found.ack_seq), bytes(found.bytes)
    with office.transaction() as connection:
        found = _after(connection, code, device_id, after)
        if found is None:
            for row in _unsaid(connection, code, device_id):
                issue(office, connection, row)
            found = _after(connection, code, device_id, after)
        found = _said_anew(office, connection, found)
        if found is None:
            return None
        hand_out(office, connection, BatchKey(found.device_id, found.store_epoch, found.batch_no))
        return int(found.ack_seq), bytes(found.bytes)


def hand_out(office: "Office", connection: Connection, key: BatchKey) -> None:
    """Write that the office below has its answer: what the import found is no longer needed."""
    mine = key.within(inbox_batch, office.info.code)
    connection.execute(
        update(inbox_batch).where(*mine, inbox_batch.c.told_at.is_(None)).values(told_at=now(office))
    )
    connection.execute(delete(import_before).where(*key.within(import_before, office.info.code)))


def _signed_now(office: "Office", data: bytes) -> bool:
    """Tell whether an acknowledgement is signed with our present key: those of before a renewal count no more."""
    return signing.key_id_in(data, ACKNOWLEDGEMENT) == keyring.signer(office).public.key_id


def _said_anew(office: "Office", connection: Connection, found: Row[Any] | None) -> Row[Any] | None:
    """Return the first acknowledgement from *found* on that our present key signs; what came before it is said anew."""
    while found is not None and not _signed_now(office, found.bytes):
        key = BatchKey(found.device_id, found.store_epoch, found.batch_no)
        row = connection.execute(select(inbox_batch).where(*key.within(inbox_batch, office.info.code))).one()
        spoken_now(office, connection, row)
        found = _after(connection, office.info.code, found.device_id, found.ack_seq)
    return found


def spoken_now(office: "Office", connection: Connection, row: Row[Any]) -> bytes:
    """Return the newest acknowledgement of a batch, said anew where it is signed with a key of before."""
    data = newest(connection, row)
    if data and not _signed_now(office, data):
        issue(office, connection, row)
        data = newest(connection, row)
    return data


def issue(office: "Office", connection: Connection, row: Row[Any]) -> None:
    """Make the next acknowledgement of the batch *row* from its records' verdicts as they stand now."""
    key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
    verdicts = _verdicts(connection, office.info.code, key)
    counts = acks.count(verdicts)
    data = _signed(office, connection, row, verdicts, counts)
    connection.execute(
        update(inbox_batch)
        .where(*key.within(inbox_batch, office.info.code))
        .values(counts=json.dumps(counts), unsaid=0)
    )
    connection.execute(
        insert(acknowledgement).values(
            office_code=office.info.code,
            ack_seq=_next_seq(connection, office.info.code),
            device_id=row.device_id,
            store_epoch=row.store_epoch,
            batch_no=row.batch_no,
            content_hash=row.content_hash,
            bytes=data,
            digest=hashlib.sha256(data).hexdigest(),
            issued_at=now(office),
        )
    )


def _verdicts(connection: Connection, office_code: str, key: BatchKey) -> list[acks.VerdictLine]:
    """Return what stands for each record of a batch now, with the attached files it still lacks."""
    lacking = files.missing(connection, office_code, key)
    return [
        acks.VerdictLine(
            *line[:3],
            acks.Verdict(line[3]),
            *line[4:7],
            lacking=lacking.get(line[0], msgspec.UNSET),
            above=line[7] if line[4] in _FORKED else msgspec.UNSET,
        )
        for line in connection.execute(
            select(
                inbox_record.c.record_id,
                inbox_record.c.revision,
                inbox_record.c.content_hash,
                inbox_record.c.verdict,
                inbox_record.c.code,
                inbox_record.c.question,
                inbox_record.c.words,
                record.c.revision.label("above"),
            )
            .outerjoin(
                record,
                (record.c.office_code == inbox_record.c.record_office)
                & (record.c.record_id == inbox_record.c.record_id),
            )
            .where(*key.within(inbox_record, office_code))
            .order_by(inbox_record.c.record_id)
        )
    ]


def newest(connection: Connection, row: Row[Any]) -> bytes:
    """Return the bytes of the newest acknowledgement of a batch."""
    key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
    found = connection.scalar(
        select(acknowledgement.c.bytes)
        .where(*key.within(acknowledgement, row.office_code))
        .order_by(acknowledgement.c.ack_seq.desc())
        .limit(1)
    )
    return bytes(found or b"")


def _signed(
    office: "Office",
    connection: Connection,
    row: Row[Any],
    verdicts: list[acks.VerdictLine],
    counts: dict[str, int],
) -> bytes:
    """Return the signed file."""
    recipient = connection.scalar(
        select(device.c.age_recipient).where(
            device.c.office_code == office.info.code, device.c.device_id == row.device_id
        )
    )
    sealed, description = acks.seal_verdicts(verdicts, str(recipient))
    document = acks.Acknowledgement(
        format=acks.FORMAT,
        suite=SUITE,
        office=office.info.code,
        office_epoch=office.info.store_epoch,
        seq=_next_seq(connection, office.info.code),
        ledger_seq=row.ledger_seq,
        watermark=watermark(office),
        device=row.device_id,
        epoch=row.store_epoch,
        number=row.batch_no,
        batch=row.content_hash,
        audit_head=json.loads(row.manifest)["audit_head"],
        received_at=row.received_at,
        issued_at=now(office),
        counts=counts,
        verdicts=description,
        generation=epochs.generation(connection, office.info.code),
    )
    return acks.write(document, sealed, keyring.signer(office))


def _next_seq(connection: Connection, office_code: str) -> int:
    """Return the next number of an acknowledgement; only inside a writing transaction."""
    query = select(func.max(acknowledgement.c.ack_seq)).where(acknowledgement.c.office_code == office_code)
    return int(connection.scalar(query) or 0) + 1


def _after(connection: Connection, office_code: str, device_id: str, after: int) -> Row[Any] | None:
    """Return the first acknowledgement of this epoch after *after*, with whether its batch was told of before."""
    kept = connection.scalar(
        select(setting.c.value).where(
            setting.c.office_code == office_code, setting.c.key == ACKNOWLEDGED_BEFORE
        )
    )
    after = max(after, json.loads(kept) if kept else 0)
    same = [
        getattr(inbox_batch.c, name) == getattr(acknowledgement.c, name)
        for name in ("office_code", "device_id", "store_epoch", "batch_no")
    ]
    return connection.execute(
        select(acknowledgement, inbox_batch.c.told_at)
        .join(inbox_batch, and_(*same))
        .where(
            acknowledgement.c.office_code == office_code,
            acknowledgement.c.device_id == device_id,
            acknowledgement.c.ack_seq > after,
        )
        .order_by(acknowledgement.c.ack_seq)
        .limit(1)
    ).one_or_none()


def _unsaid(connection: Connection, office_code: str, device_id: str) -> list[Row[Any]]:
    return list(
        connection.execute(
            select(inbox_batch)
            .where(
                inbox_batch.c.office_code == office_code,
                inbox_batch.c.device_id == device_id,
                inbox_batch.c.unsaid > 0,
            )
            .order_by(inbox_batch.c.ledger_seq)
        )
    )
