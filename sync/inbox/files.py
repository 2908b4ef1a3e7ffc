"""Attached files coming in: proved by their hashes, looked at as if a clerk had added them here, kept once.

Which files a record names is written down when it enters (`expect`); what is not here yet is named in its
acknowledgement, so that the office below offers it again. A content nobody asked for is kept all the same: on a stick
the files may be read before the batch. What the office would not have let a clerk add is set aside, and not asked for
again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from forms.problems import Problem
from records.ledger import coming_down
from records.model.files import LookedAt, look_at
from records.store import attachments as contents
from records.store.audit_chain import Author
from records.store.import_before import Before
from records.store.tables_road import awaited_file
from records.store.tables_sync import inbox_batch, inbox_quarantine
from sync import keyring
from sync.attached import Expected, attach
from sync.books import note, now
from sync.enrolment import key_books
from sync.enrolment.devices import must_stand, sender_of
from sync.enrolment.successors import take_beside
from sync.inbox.batch_keys import BatchKey
from sync.protocol import files as papers
from sync.protocol import problem_codes as codes
from sync.protocol.batch import Sender
from sync.protocol.envelope import FILES, read_file
from sync.protocol.signing import PublicKey

if TYPE_CHECKING:
    from records.ledger import Office

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class FilesIn:
    """What became of a file of attached files: contents in it, *kept* (new here), *refused* with their reasons."""

    office_code: str
    contents: int
    kept: int
    refused: tuple[Problem, ...]


def is_files(file: Path) -> bool:
    """Tell by its beginning whether *file* holds attached files rather than a batch; SYNC-006 when unreadable."""
    magic = FILES.document.encode()
    try:
        with file.open("rb") as stream:
            return stream.read(len(magic)) == magic
    except OSError as error:
        raise Problem(codes.UNREADABLE, file.name, {"file": file.name}) from error


def receive_files(office: "Office", file: Path) -> FilesIn:
    """Receive attached files from *file*; receiving them twice is receiving them once.

    Raises SYNC-001…006, 010…015, 018, 081; nothing is kept then.
    """
    data = read_file(file)
    key = papers.key_id_in(data, file.name)
    sender = _sender(office, key)
    if sender is None and take_beside(office, file):
        sender = _sender(office, key)
    files = papers.verified(data, sender, file.name)
    manifest = files.manifest
    if manifest.receiver != office.info.code:
        values = {"receiver": manifest.receiver, "office": office.info.code}
        raise Problem(codes.OTHER_OFFICE, file.name, values)
    _must_stand(office, manifest, files.sender.key)
    looked: list[tuple[LookedAt, bytes]] = []
    refused: list[tuple[str, Problem]] = []
    for one in papers.contents_of(files, keyring.identities(office)):
        try:
            looked.append((look_at(f"{one.sha256}{one.suffix}", one.data), one.data))
        except Problem as problem:
            refused.append((one.sha256, problem))
    with office.transaction() as connection:
        kept = sum(_keep(office, connection, manifest.sender, found, data) for found, data in looked)
        for sha256, why in refused:
            _set_aside(office, connection, manifest, files.digest, sha256, why)
        note(office, connection, "receive-files", manifest.device, files.digest)
    return FilesIn(manifest.sender, manifest.contents, kept, tuple(why for _hash, why in refused))


def _sender(office: "Office", key_id: str) -> Sender | None:
    with office.snapshot() as connection:
        return sender_of(connection, office.info.code, key_id)


def _must_stand(office: "Office", manifest: papers.FilesManifest, signed: PublicKey) -> None:
    """Raise SYNC-012 for a revoked device, SYNC-096 for a file signed with a replaced key that was not sealed before."""
    with office.snapshot() as connection:
        key = must_stand(connection, office.info.code, manifest.device)
        paper = None if signed == key else key_books.paper_on(connection, office.info.code, signed)
    if signed != key and (paper is None or not paper.covers_files(manifest.epoch, manifest.number)):
        raise Problem(codes.KEY_REPLACED)


def _keep(office: "Office", connection: Connection, sender: str, found: LookedAt, data: bytes) -> bool:
    """Keep a content for the sender's office, and for each record as a whole that waited for it; tell their batches."""
    waiting = connection.execute(
        select(awaited_file).where(
            awaited_file.c.office_code == office.info.code,
            awaited_file.c.hash == found.sha256[:32],
            awaited_file.c.arrived_at.is_(None),
        )
    ).all()
    owners = {row.record_office for row in waiting if row.link} or {sender}
    fresh = [contents.put(connection, _author(office, owner), found, data) for owner in sorted(owners)]
    for row in waiting:
        if row.link:
            attach(connection, row.record_office, row.record_id, row.link)
    _arrived(office, connection, waiting)
    return any(fresh)


def _arrived(office: "Office", connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """Write that awaited files came, and that the next acknowledgement of their batches says so.

    Their records go down again to whom they went down before, who asks for the files then.
    """
    moment = office.travel.moment(connection).changed
    coming_down.touch(connection, {(row.record_office, row.record_id) for row in rows}, moment)
    for row in rows:
        connection.execute(
            update(awaited_file)
            .where(
                awaited_file.c.office_code == office.info.code,
                awaited_file.c.record_office == row.record_office,
                awaited_file.c.record_id == row.record_id,
                awaited_file.c.name == row.name,
            )
            .values(arrived_at=now(office))
        )
    for key in {BatchKey(row.device_id, row.store_epoch, row.batch_no) for row in rows}:
        connection.execute(
            update(inbox_batch)
            .where(*key.within(inbox_batch, office.info.code))
            .values(unsaid=inbox_batch.c.unsaid + 1)
        )


def _set_aside(  # noqa: PLR0917  (the fact set aside has as many parts)
    office: "Office",
    connection: Connection,
    manifest: papers.FilesManifest,
    digest: str,
    sha256: str,
    problem: Problem,
) -> None:
    """Remember a content that may not be kept here, once, and ask for it no more."""
    values = {"office_code": office.info.code, "content_hash": sha256, "code": problem.code}
    if connection.execute(select(inbox_quarantine.c.code).filter_by(**values)).first() is None:
        connection.execute(
            insert(inbox_quarantine).values(
                **values,
                quarantine_id=office.ids.token(),
                device_id=manifest.device,
                store_epoch=manifest.epoch,
                words=problem.what(),
                file_name=f"{digest}.files",
                at=now(office),
            )
        )
    waiting = connection.execute(
        select(awaited_file).where(
            awaited_file.c.office_code == office.info.code,
            awaited_file.c.hash == sha256[:32],
            awaited_file.c.arrived_at.is_(None),
        )
    ).all()
    _arrived(office, connection, waiting)


def expect(
    office: "Office", connection: Connection, key: BatchKey, named: Sequence[Expected], before: Before
) -> None:
    """Write down the files that records of a batch name; those that are here already have arrived."""
    for owner, record_id, name, hash32, link in named:
        mine = (
            awaited_file.c.office_code == office.info.code,
            awaited_file.c.record_office == owner,
            awaited_file.c.record_id == record_id,
            awaited_file.c.name == name,
        )
        here = contents.find(connection, hash32)
        if here is not None and link:
            _copy(office, connection, here, owner)
            attach(connection, owner, record_id, link)
        values = {"device_id": key.device, "store_epoch": key.epoch, "batch_no": key.number, "link": link}
        arrived = now(office) if here is not None else None
        known = connection.execute(select(awaited_file).where(*mine)).one_or_none()
        before.files.append((owner, record_id, name, None if known is None else dict(known._mapping)))
        if known is None:
            row = {"office_code": office.info.code, "record_office": owner, "record_id": record_id}
            connection.execute(
                insert(awaited_file).values(**row, **values, name=name, hash=hash32, arrived_at=arrived)
            )
        else:
            kept = known.arrived_at or arrived
            connection.execute(update(awaited_file).where(*mine).values(**values, arrived_at=kept))


def missing(connection: Connection, office_code: str, key: BatchKey) -> dict[str, list[str]]:
    """Return the files still awaited of a batch: record id → their 32 digits, in order."""
    query = select(awaited_file.c.record_id, awaited_file.c.hash).where(
        *key.within(awaited_file, office_code), awaited_file.c.arrived_at.is_(None)
    )
    found: dict[str, set[str]] = {}
    for record_id, hash32 in connection.execute(query):
        found.setdefault(record_id, set()).add(hash32)
    return {record_id: sorted(hashes) for record_id, hashes in found.items()}


def _copy(office: "Office", connection: Connection, here: tuple[str, LookedAt], owner: str) -> None:
    """Keep a content for *owner* too, whose record as a whole it belongs to."""
    if here[0] != owner:
        data = b"".join(contents.chunks(connection, here[0], here[1].sha256))
        contents.put(connection, _author(office, owner), here[1], data)


def _author(office: "Office", owner: str) -> Author:
    """Return who keeps a content of the office *owner* here."""
    info = office.info
    mine = Author(info.code, office.user.name, info.device_id, info.store_epoch, now(office))
    return replace(mine, office_code=owner)
