"""Taking in what the office above said: verified first, applied once, to the revision it speaks of.

The highest acknowledgement of a batch is the truth about that batch; a lower one that comes later is kept as
proof and changes nothing. A record that was changed here since is left alone by the ledger: verdicts name
revisions. The epoch of the database above decides whose words count: after a restore there, batches
confirmed under the old epoch are offered again.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from forms.problems import Problem
from records.store.prepared import Prepared
from records.store.tables_sync import (
    acknowledgement_in,
    batch,
    batch_record,
    inbox_batch,
    inbox_record,
    parent,
)
from sync import keyring
from sync.books import note, now
from sync.enrolment import key_books, renewing
from sync.enrolment.above import OfficeAbove, required
from sync.enrolment.successors import take_beside
from sync.outbox import files
from sync.protocol import acknowledgement as acks
from sync.protocol import epochs, signing
from sync.protocol import problem_codes as codes
from sync.protocol.enrolment_papers import read_invitation
from sync.protocol.envelope import ACKNOWLEDGEMENT, read_file
from sync.protocol.erasure_notice import ErasureAnswer
from sync.protocol.statement import Statement

if TYPE_CHECKING:
    from records.ledger import Office

_update_batch_record = Prepared(
    lambda _dialect: (
        update(batch_record)
        .where(
            batch_record.c.office_code == bindparam("key_office"),
            batch_record.c.store_epoch == bindparam("key_epoch"),
            batch_record.c.batch_no == bindparam("key_no"),
            batch_record.c.record_id == bindparam("key_record"),
        )
        .values(
            {
                name: bindparam(name)
                for name in ("verdict", "code", "question", "words", "verdict_at", "ack_seq")
            }
        )
    )
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an acknowledgement said: its batch, its number, records by verdict; *fresh*: it changed something here."""

    number: int
    seq: int
    counts: dict[str, int]
    fresh: bool


def apply(office: "Office", file: Path) -> Applied:
    """Apply the acknowledgement in *file*; see `apply_bytes`. Raises SYNC-003, 006 when it cannot be read."""
    data = read_file(file)
    try:
        return apply_bytes(office, data, file.name)
    except Problem as problem:
        if problem.code != codes.ACK_OTHER_SENDER.code or not take_beside(office, file):
            raise
    return apply_bytes(office, data, file.name)


def apply_bytes(office: "Office", data: bytes, name: str = "") -> Applied:
    """Verify an acknowledgement and apply its verdicts; the same one again changes nothing.

    Raises SYNC-001…005, 011 (damaged or forged), 014…018 (content), 030, 040…044. Nothing is changed then.
    """
    with office.transaction() as connection:
        above = required(connection, office.info.code)
        key = above.key_for(signing.key_id_in(data, ACKNOWLEDGEMENT, name))
        opened = acks.verified(data, key, name)
        said = opened.document
        if (said.office, said.device) != (above.code, office.info.device_id):
            raise Problem(codes.ACK_OTHER_DEVICE, name)
        key_books.seen(connection, office.info.code, key, now(office))
        follow_epoch(office, connection, above, said, name)
        row = _batch_of(office, connection, said, name)
        verdicts = acks.verdicts_of(opened, keyring.identities(office))
        renewing.told_by_batch(office, connection, said.epoch, said.number)
        fresh = _keep(office, connection, opened, data, name) and _highest(connection, row) < said.seq
        if fresh:
            _change_batch(office, connection, row, said)
            _change_records(office, connection, row, said, verdicts)
            files.settle(office, connection, above, row, (name for line in verdicts for name in line.missing))
    return Applied(said.number, said.seq, said.counts, fresh)


def follow_epoch(
    office: "Office",
    connection: Connection,
    above: OfficeAbove,
    said: acks.Acknowledgement | Statement | ErasureAnswer,
    name: str,
) -> None:
    """Follow the office above into a newer epoch; SYNC-041 for words of any other than the newest one known.

    A statement from there names it, too, so that an office with nothing to send hears of it (`comparing`).
    """
    epoch, generation = said.office_epoch, said.generation
    mine = (parent.c.office_code == office.info.code, parent.c.parent_code == above.code)
    if epoch == above.store_epoch:
        if generation > above.generation:
            connection.execute(update(parent).where(*mine).values(generation=generation))
        return
    if generation < above.generation:
        raise Problem(codes.ACK_OLD_EPOCH, name)
    if generation == above.generation and (
        generation > epochs.FIRST or epoch in _left(connection, office.info.code, above)
    ):
        raise Problem(codes.ACK_OLD_EPOCH, name)
    connection.execute(
        update(parent)
        .where(*mine)
        .values(store_epoch=epoch, generation=generation, last_ack_seq=0, watermark=0)
    )
    connection.execute(
        update(batch_record).where(batch_record.c.office_code == office.info.code).values(ack_seq=0)
    )


def _left(connection: Connection, office_code: str, above: OfficeAbove) -> set[str]:
    """Return the epochs heard of before: the only order among papers of a program that knew no generations."""
    mine = (parent.c.office_code == office_code, parent.c.parent_code == above.code)
    invitation = connection.scalar(select(parent.c.enrolment).where(*mine))
    left = {read_invitation(invitation)[0].office_epoch} if invitation else set()
    heard = select(acknowledgement_in.c.parent_epoch).where(acknowledgement_in.c.office_code == office_code)
    return left | set(connection.scalars(heard.distinct()))


def _batch_of(
    office: "Office", connection: Connection, said: acks.Acknowledgement, name: str
) -> Row[tuple[object, ...]]:
    """Return the batch spoken of; SYNC-040 when it is not ours, SYNC-044 when the content differs."""
    row = connection.execute(
        select(batch).where(
            batch.c.office_code == office.info.code,
            batch.c.store_epoch == said.epoch,
            batch.c.batch_no == said.number,
        )
    ).one_or_none()
    if row is None:
        raise Problem(codes.ACK_UNKNOWN_BATCH, name, {"number": said.number})
    if row.content_hash != said.batch:
        raise Problem(codes.ACK_HASH_DIFFERS, name, {"number": said.number})
    return row


def _keep(
    office: "Office", connection: Connection, opened: acks.OpenedAcknowledgement, data: bytes, name: str
) -> bool:
    """Keep the acknowledgement as proof; False when we have it. SYNC-011 when its number was used otherwise."""
    said = opened.document
    key = {
        "office_code": office.info.code,
        "parent_code": said.office,
        "parent_epoch": said.office_epoch,
        "ack_seq": said.seq,
    }
    known = connection.scalar(select(acknowledgement_in.c.digest).filter_by(**key))
    if known is not None:
        if known != opened.digest:
            raise Problem(codes.FORGED, name)
        return False
    connection.execute(
        insert(acknowledgement_in).values(
            **key,
            digest=opened.digest,
            bytes=data,
            store_epoch=said.epoch,
            batch_no=said.number,
            applied_at=now(office),
        )
    )
    return True


def _highest(connection: Connection, row: Row[tuple[object, ...]]) -> int:
    """Return the highest acknowledgement of this batch applied before, within its epoch above."""
    highest = connection.scalar(
        select(func.max(batch_record.c.ack_seq)).where(
            batch_record.c.office_code == row.office_code,
            batch_record.c.store_epoch == row.store_epoch,
            batch_record.c.batch_no == row.batch_no,
        )
    )
    return int(highest or 0)


def _change_batch(
    office: "Office", connection: Connection, row: Row[tuple[object, ...]], said: acks.Acknowledgement
) -> None:
    """Write what the batch has become; the office above is enrolled for good once it has answered."""
    decided = {acks.Verdict.ACCEPTED, acks.Verdict.RETURNED, acks.Verdict.SAME, acks.Verdict.OLDER}
    done = bool(said.counts) and set(said.counts) <= {str(verdict) for verdict in decided}
    connection.execute(
        update(batch)
        .where(
            batch.c.office_code == row.office_code,
            batch.c.store_epoch == row.store_epoch,
            batch.c.batch_no == row.batch_no,
        )
        .values(
            stage="decided" if done else "received",
            received_at=said.received_at,
            decided_at=said.issued_at if done else None,
            ledger_seq=said.ledger_seq,
            confirmed_epoch=said.office_epoch,
            counts=json.dumps(said.counts),
            sent_bytes=row.size,
            last_error="",
        )
    )
    connection.execute(
        update(parent)
        .where(parent.c.office_code == office.info.code, parent.c.parent_code == said.office)
        .values(state="enrolled")
    )
    heed_watermark(connection, office.info.code, said.office, said.watermark)


def heed_watermark(connection: Connection, office_code: str, above: str, watermark: int) -> None:
    """Remember up to which place of its ledger the office *above* has everything in a backup; it only rises in an epoch."""
    connection.execute(
        update(parent)
        .where(
            parent.c.office_code == office_code,
            parent.c.parent_code == above,
            parent.c.watermark < watermark,
        )
        .values(watermark=watermark)
    )


def _change_records(
    office: "Office",
    connection: Connection,
    row: Row[tuple[object, ...]],
    said: acks.Acknowledgement,
    verdicts: list[acks.VerdictLine],
) -> None:
    """Write the verdicts beside the batch and hand them to the ledger."""
    key = {"key_office": row.office_code, "key_epoch": row.store_epoch, "key_no": row.batch_no}
    _update_batch_record.many(
        connection,
        (
            {
                **key,
                "key_record": line.record,
                "verdict": str(line.verdict),
                "code": line.code,
                "question": line.question,
                "words": line.words,
                "verdict_at": said.issued_at,
                "ack_seq": said.seq,
            }
            for line in verdicts
        ),
    )
    office.apply_verdicts(connection, verdicts, said.issued_at)
    for line in verdicts:
        if isinstance(line.above, int):
            confirm = line.verdict is acks.Verdict.FORK and line.code == codes.FORK_CHOSEN.code
            office.travel.go_on(connection, line, line.above, confirm=confirm)
    _pass_down(office, connection, row, verdicts, said)
    note(office, connection, "apply", f"batch {said.number}", f"acknowledgement {said.seq}")


def _pass_down(
    office: "Office",
    connection: Connection,
    row: Row[tuple[object, ...]],
    verdicts: list[acks.VerdictLine],
    said: acks.Acknowledgement,
) -> None:
    """Tell the offices below what was returned of their records that we passed on, in the words of the office above."""
    query = select(batch_record.c.record_id, batch_record.c.record_office).where(
        batch_record.c.office_code == row.office_code,
        batch_record.c.store_epoch == row.store_epoch,
        batch_record.c.batch_no == row.batch_no,
        batch_record.c.record_office != "",
    )
    owners = {found.record_id: found.record_office for found in connection.execute(query)}
    below = [line for line in verdicts if line.record in owners]
    returned = office.travel.hear_of_others(connection, below, owners, said.issued_at)
    for line in returned:
        at = (
            inbox_record.c.office_code == office.info.code,
            inbox_record.c.record_office == owners[line.record],
            inbox_record.c.record_id == line.record,
            inbox_record.c.revision == line.revision,
            inbox_record.c.content_hash == line.content_hash,
        )
        told = {"verdict": "returned", "code": line.code, "question": line.question, "words": line.words}
        for came in connection.execute(select(inbox_record).where(*at)).all():
            same = inbox_record.c.device_id == came.device_id, inbox_record.c.store_epoch == came.store_epoch
            connection.execute(
                update(inbox_record)
                .where(*at, *same, inbox_record.c.batch_no == came.batch_no)
                .values(**told)
            )
            connection.execute(
                update(inbox_batch)
                .where(
                    inbox_batch.c.office_code == office.info.code,
                    inbox_batch.c.device_id == came.device_id,
                    inbox_batch.c.store_epoch == came.store_epoch,
                    inbox_batch.c.batch_no == came.batch_no,
                )
                .values(unsaid=inbox_batch.c.unsaid + 1)
            )
