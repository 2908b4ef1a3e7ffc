"""Attached files going down: those a record names that a device may read, sealed to that device alone.

The device says which of them it lacks; nothing is remembered here of what it has. They travel as files of attached files
travel upwards (`sync.protocol.files`), so a content is proved by its hash. What was sealed for a device is kept as it is
for some hours, so that a broken line goes on at the byte it broke at. On a stick they lie beside the records.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, select

from records.model.files import LookedAt, suffix_of
from records.store import attachments as contents
from records.store.safe_files import write_whole
from records.store.tables import record, revision
from records.store.tables_files import attachment
from records.store.tables_sharing import hand_over, holding
from sync import attached, keyring
from sync.books import now
from sync.distribution import recipients, sharing
from sync.distribution.recipients import For
from sync.protocol import files as papers

if TYPE_CHECKING:
    from records.ledger import Office

PIECE = 1 << 20  # bytes of one reply
KEPT = 6 * 3600  # seconds a sealed file is kept after it was last asked for
Key = tuple[str, str]  # office code, record id
Found = tuple[str, LookedAt]  # whose content, what it is


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a sealed file: SHA-256 and *size* of the whole, where the part begins, its bytes."""

    digest: str
    size: int
    offset: int
    data: bytes


def piece_for(  # noqa: PLR0917  (what a request says)
    office: "Office", device_id: str, key: Key, lacking: Iterable[str], at: int = 0, digest: str = ""
) -> Piece | None:
    """Return the next piece of the files (by 32 digits) that a device lacks of a record: from byte *at* of *digest*.

    From the beginning when that is not what is sealed now. None when none of them is here, or none is for that device.
    Raises SYNC-035, SYNC-012.
    """
    with office.snapshot() as connection:
        peer = recipients.standing(connection, office.info.code, device_id)
        whom = _whom(office, connection, peer)
        named = _named(connection, whom, key) & set(lacking)
        portion = next(_portions(connection, sorted(named)), None)
        if portion is None:
            return None
        file = _kept(office, peer, [found.sha256 for _owner, found in portion])
        if not file.exists():
            write_whole(file, _sealed(office, connection, peer, portion))
    moment = office.clock.now().timestamp()
    os.utime(file, (moment, moment))
    data = file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    begin = at if found == digest and 0 <= at <= len(data) else 0
    return Piece(found, len(data), begin, data[begin : begin + PIECE])


def all_for(office: "Office", device_id: str, records: Iterable[Key]) -> Iterator[bytes]:
    """Yield the sealed files of everything these records name, for a stick."""
    with office.snapshot() as connection:
        if connection.execute(select(attachment.c.sha256).limit(1)).first() is None:
            return
        peer = recipients.standing(connection, office.info.code, device_id)
        whom = _whom(office, connection, peer)
        named = set[str]()
        for key in records:
            named |= _named(connection, whom, key)
        for portion in _portions(connection, sorted(named)):
            yield _sealed(office, connection, peer, portion)


def _whom(office: "Office", connection: Connection, peer: Row[Any]) -> For:
    code = office.info.code
    share = sharing.read(connection, code, peer.device_id)
    return For(code, peer.device_id, peer.peer_code, recipients.ledgers(office, share))


def _named(connection: Connection, whom: For, key: Key) -> set[str]:
    """Return the files (32 digits) of a record that the device may have: it reads the record, or it was handed over to it."""
    mine = (record.c.office_code == key[0], record.c.record_id == key[1])
    named = set[str]()
    given = and_(
        hand_over.c.office_code == holding.c.office_code,
        hand_over.c.record_office == holding.c.record_office,
        hand_over.c.record_id == holding.c.record_id,
        hand_over.c.number == holding.c.number,
    )
    held = select(holding.c.number, hand_over.c.line).outerjoin(hand_over, given)
    held = held.where(
        holding.c.office_code == whom.own,
        holding.c.record_office == key[0],
        holding.c.record_id == key[1],
        holding.c.device_id == whom.device,
    )
    handed = connection.execute(held).one_or_none()
    if handed is not None and handed.line is not None:  # without: lent by this office, as it stands here
        named |= papers.named_in(bytes(handed.line).decode())
    query = select(record).where(*mine, record.c.form_id.in_(whom.ledgers), recipients.meant_for(whom))
    row = connection.execute(query).one_or_none()
    if handed is None and (row is None or not recipients.is_shown(row, whom.own)):
        return named
    answers = select(revision.c.answers).where(
        revision.c.office_code == key[0], revision.c.record_id == key[1]
    )
    for text in connection.scalars(answers):
        named |= papers.named_in(text)
    whole = attached.links_of(connection, [key]).get(key[1], [])
    return named | {one.sha256[:32] for one in whole}


def _portions(connection: Connection, names: Sequence[str]) -> Iterator[list[Found]]:
    """Yield the contents that are here, in portions of about one full file."""
    portion: list[Found] = []
    size = 0
    for name in names:
        found = contents.find(connection, name)
        if found is None:
            continue
        if portion and size + found[1].size > papers.FULL:
            yield portion
            portion, size = [], 0
        portion.append(found)
        size += found[1].size
    if portion:
        yield portion


def _sealed(office: "Office", connection: Connection, peer: Row[Any], portion: Sequence[Found]) -> bytes:
    """Return one signed file with these contents that only the device can open; it names the device it is for."""
    code = office.info.code
    sealed, payload, count = papers.seal(
        (_content(connection, owner, found) for owner, found in portion), [peer.age_recipient]
    )
    manifest = papers.FilesManifest(
        format=papers.FORMAT,
        suite=papers.SUITE,
        device=peer.device_id,
        epoch=office.info.store_epoch,
        number=0,
        sender=code,
        receiver=peer.peer_code,
        created_at=now(office),
        contents=count,
        payload=payload,
    )
    return papers.write(manifest, sealed, keyring.signer(office))


def _content(connection: Connection, owner: str, found: LookedAt) -> papers.Content:
    data = b"".join(contents.chunks(connection, owner, found.sha256))
    return papers.Content(found.sha256, suffix_of(found.media_type), data)


def _kept(office: "Office", peer: Row[Any], names: Sequence[str]) -> Path:
    """Return where a sealed file of these contents for this device lies; what nobody asked for since long is removed."""
    folder = office.folder / "down"
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.files"):
        if file.stat().st_mtime < office.clock.now().timestamp() - KEPT:
            file.unlink(missing_ok=True)
    told = "\n".join((peer.device_id, peer.age_recipient, office.info.store_epoch, *names))
    return folder / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.files"
