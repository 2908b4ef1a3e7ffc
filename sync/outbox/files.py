"""Attached files going up: each content once to the office above, after the records that name it.

What the records of a new batch name, and the office above was never given, is sealed into files beside the batch, in
the same transaction. What the office above says it still misses is offered again: the file that holds it goes back on
the road, or, when the content came here later than its record, a new one is sealed. Contents are never removed here.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from records.model.files import suffix_of
from records.store import attachments as contents
from records.store.safe_files import write_whole
from records.store.tables import record, revision
from records.store.tables_road import awaited_file, content_out, files_out
from records.store.tables_sharing import hand_over
from records.store.tables_sync import batch_record
from sync import attached, keyring
from sync.books import note, now
from sync.enrolment.above import OfficeAbove
from sync.protocol import files as papers
from sync.protocol.envelope import FILES

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class FilesState:
    """One sealed file of attached files: *contents* in it, *size* and *sent_bytes* in bytes.

    *stage*: sealed → carrying (on a stick) | sending → sent → delivered (nothing in it is missed above).
    """

    number: int
    epoch: str
    stage: str
    contents: int
    size: int
    sent_bytes: int
    digest: str
    file: Path
    sealed_at: str
    carried_to: str


def all_files(office: "Office") -> list[FilesState]:
    """Return every sealed file of attached files, oldest first."""
    query = (
        select(files_out)
        .where(files_out.c.office_code == office.info.code)
        .order_by(files_out.c.sealed_at, files_out.c.files_no)
    )
    with office.snapshot() as connection:
        return [_state(office.folder, row) for row in connection.execute(query)]


def undelivered(office: "Office") -> list[FilesState]:
    """Return the files in which the office above still misses something, oldest first."""
    return [one for one in all_files(office) if one.stage != "delivered"]


def change(connection: Connection, office: "Office", state: FilesState, **values: Any) -> None:
    """Write columns of one file, unless it was delivered meanwhile."""
    connection.execute(
        update(files_out)
        .where(
            files_out.c.office_code == office.info.code,
            files_out.c.store_epoch == state.epoch,
            files_out.c.files_no == state.number,
            files_out.c.stage != "delivered",
        )
        .values(**values)
    )


def offer(office: "Office", connection: Connection, above: OfficeAbove, hashes: Iterable[str]) -> int:
    """Put the contents of *hashes* (their first 32 digits or all 64) on the road; return how many are sealed anew.

    Those in a file that is under way stay there; a file that counted as delivered goes again; what is not in this
    office waits until it comes. The caller holds the transaction.
    """
    fresh: dict[str, str] = {}
    for name in sorted(set(hashes)):
        found = contents.find(connection, name)
        if found is None:
            continue
        known = connection.execute(
            select(content_out).where(*_mine(office, above), content_out.c.sha256 == found[1].sha256)
        ).one_or_none()
        if known is None:
            fresh[found[1].sha256] = found[0]
        elif known.delivered_at is not None:
            _again(office, connection, above, known)
    for portion in _portions(connection, fresh):
        _seal(office, connection, above, portion)
    return len(fresh)


def offer_arrived(office: "Office", connection: Connection, above: OfficeAbove) -> int:
    """Put on the road what came here after its record had been passed on, and what records handed over name.

    Return how many contents are sealed.
    """
    given = select(content_out.c.sha256).where(
        *_mine(office, above), content_out.c.sha256.like(awaited_file.c.hash + "%")
    )
    came = (
        select(awaited_file.c.hash)
        .join(
            record,
            (record.c.office_code == awaited_file.c.record_office)
            & (record.c.record_id == awaited_file.c.record_id),
        )
        .where(
            awaited_file.c.office_code == office.info.code,
            awaited_file.c.arrived_at.is_not(None),
            record.c.sent_revision > 0,
            ~given.exists(),
        )
    )
    handed = _handed(office, connection, above)
    handed = attached.not_from_above(connection, office.info.code, handed)
    open_ = select(content_out.c.sha256).where(*_mine(office, above))
    handed -= {sha256[:32] for sha256 in connection.scalars(open_)} if handed else set()
    return offer(office, connection, above, {*connection.scalars(came), *handed})


def settle_handed(office: "Office", connection: Connection, above: OfficeAbove) -> None:
    """Take the files of handed-over records for delivered where the hand-over was confirmed: no batch will name them."""
    open_ = connection.execute(
        select(content_out.c.sha256, content_out.c.store_epoch, content_out.c.files_no).where(
            *_mine(office, above), content_out.c.delivered_at.is_(None)
        )
    ).all()
    if not open_:
        return
    handed = _handed(office, connection, above, confirmed=True)
    done = [row.sha256 for row in open_ if row.sha256[:32] in handed]
    _delivered(office, connection, above, done)
    _close(office, connection, above, {(row.store_epoch, row.files_no) for row in open_})


def _handed(
    office: "Office", connection: Connection, above: OfficeAbove, *, confirmed: bool = False
) -> set[str]:
    """Return the files (32 digits) named by records this device handed over; *confirmed*: where the office above said so."""
    query = select(hand_over.c.line).where(
        hand_over.c.office_code == office.info.code, hand_over.c.from_device == office.info.device_id
    )
    if confirmed:
        query = query.where(hand_over.c.confirmed_epoch == above.store_epoch)
    return {name for line in connection.scalars(query) for name in papers.named_in(bytes(line).decode())}


def _delivered(office: "Office", connection: Connection, above: OfficeAbove, hashes: Sequence[str]) -> None:
    for part in attached.parts(hashes):
        connection.execute(
            update(content_out)
            .where(*_mine(office, above), content_out.c.sha256.in_(part))
            .values(delivered_at=now(office))
        )


def settle(
    office: "Office", connection: Connection, above: OfficeAbove, batch: Row[Any], missing: Iterable[str]
) -> None:
    """Take over what an acknowledgement of *batch* says of attached files: *missing* by their 32 digits.

    Everything else its records name is delivered.
    """
    missed = set(missing)
    open_ = connection.execute(
        select(content_out.c.sha256, content_out.c.store_epoch, content_out.c.files_no).where(
            *_mine(office, above), content_out.c.delivered_at.is_(None)
        )
    ).all()
    if open_:
        named = _named_by(connection, batch)
        done = [row.sha256 for row in open_ if row.sha256[:32] in named and row.sha256[:32] not in missed]
        _delivered(office, connection, above, done)
        _close(office, connection, above, {(row.store_epoch, row.files_no) for row in open_})
    if missed:
        offer(office, connection, above, missed)


def _close(
    office: "Office", connection: Connection, above: OfficeAbove, numbers: Iterable[tuple[str, int]]
) -> None:
    """Mark the files in which nothing is missed any more."""
    for epoch, number in numbers:
        left = connection.execute(
            select(func.count()).where(
                *_mine(office, above),
                content_out.c.store_epoch == epoch,
                content_out.c.files_no == number,
                content_out.c.delivered_at.is_(None),
            )
        ).scalar_one()
        if left == 0:
            connection.execute(
                update(files_out)
                .where(
                    files_out.c.office_code == office.info.code,
                    files_out.c.store_epoch == epoch,
                    files_out.c.files_no == number,
                )
                .values(stage="delivered", sent_bytes=files_out.c.size)
            )


def _named_by(connection: Connection, batch: Row[Any]) -> set[str]:
    """Return the hashes (32 digits) of the files the records of a sealed batch name."""
    query = select(batch_record.c.record_id, batch_record.c.record_office).where(
        batch_record.c.office_code == batch.office_code,
        batch_record.c.store_epoch == batch.store_epoch,
        batch_record.c.batch_no == batch.batch_no,
    )
    owners = {row.record_id: row.record_office or batch.office_code for row in connection.execute(query)}
    named: set[str] = set()
    for ids in attached.parts(sorted(owners)):
        answers = select(revision.c.answers).where(
            revision.c.office_code.in_(set(owners.values())), revision.c.record_id.in_(ids)
        )
        for text in connection.scalars(answers):
            named |= papers.named_in(text)
    for lines in attached.links_of(connection, ((owner, name) for name, owner in owners.items())).values():
        named |= {line.sha256[:32] for line in lines}
    return named


def _again(office: "Office", connection: Connection, above: OfficeAbove, known: Row[Any]) -> None:
    """Put a file back on the road whose content the office above no longer has."""
    connection.execute(
        update(content_out)
        .where(*_mine(office, above), content_out.c.sha256 == known.sha256)
        .values(delivered_at=None)
    )
    connection.execute(
        update(files_out)
        .where(
            files_out.c.office_code == office.info.code,
            files_out.c.store_epoch == known.store_epoch,
            files_out.c.files_no == known.files_no,
        )
        .values(stage="sealed", sent_bytes=0)
    )


def _portions(connection: Connection, fresh: Mapping[str, str]) -> Iterator[list[papers.Content]]:
    """Yield the contents of *fresh* (sha256 → office code) in portions of about one full file."""
    portion: list[papers.Content] = []
    for sha256, owner in fresh.items():
        found = contents.find(connection, sha256)
        if found is None:
            continue
        data = b"".join(contents.chunks(connection, owner, sha256))
        if portion and sum(len(one.data) for one in portion) + len(data) > papers.FULL:
            yield portion
            portion = []
        portion.append(papers.Content(sha256, suffix_of(found[1].media_type), data))
    if portion:
        yield portion


def _seal(
    office: "Office", connection: Connection, above: OfficeAbove, portion: Sequence[papers.Content]
) -> None:
    """Seal one file, and remember what lies in it."""
    code, epoch = office.info.code, office.info.store_epoch
    mine = (files_out.c.office_code == code, files_out.c.store_epoch == epoch)
    last = connection.scalar(select(func.max(files_out.c.files_no)).where(*mine))
    number = int(last or 0) + 1
    sealed, payload, count = papers.seal(portion, above.recipients)
    manifest = papers.FilesManifest(
        format=papers.FORMAT,
        suite=papers.SUITE,
        device=office.info.device_id,
        epoch=epoch,
        number=number,
        sender=code,
        receiver=above.code,
        created_at=now(office),
        contents=count,
        payload=payload,
    )
    data = papers.write(manifest, sealed, keyring.signer(office))
    digest = hashlib.sha256(data).hexdigest()
    file = office.folder / "outbox" / f"{code}-{number:06d}-{digest[:12]}{FILES.extension}"
    file.parent.mkdir(exist_ok=True)
    write_whole(file, data)
    row = {"office_code": code, "store_epoch": epoch, "files_no": number}
    connection.execute(
        insert(files_out).values(
            **row,
            parent_code=above.code,
            stage="sealed",
            file_name=file.name,
            size=len(data),
            digest=digest,
            contents=count,
            sealed_at=manifest.created_at,
        )
    )
    there = [{**row, "parent_code": above.code, "sha256": one.sha256} for one in portion]
    connection.execute(insert(content_out), there)
    note(office, connection, "seal-files", f"files {number}", digest)


def _mine(office: "Office", above: OfficeAbove) -> tuple[Any, ...]:
    return content_out.c.office_code == office.info.code, content_out.c.parent_code == above.code


def _state(folder: Path, row: Row[Any]) -> FilesState:
    return FilesState(
        row.files_no,
        row.store_epoch,
        row.stage,
        row.contents,
        row.size,
        row.sent_bytes,
        row.digest,
        folder / "outbox" / row.file_name,
        row.sealed_at,
        row.carried_to,
    )
