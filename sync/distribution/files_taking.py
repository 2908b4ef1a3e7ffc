"""Attached files that follow the records that came down: what is awaited, verified, and kept for the record's office.

Which files a record names is written down when it comes (`expect`). What the office above lacks itself is asked for
again when the record comes again: it does, as soon as the content has come there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from forms.problems import Problem
from records.ledger.attachments import KINDS
from records.model.files import LookedAt, look_at
from records.store import attachments as contents
from records.store.audit_chain import Author
from records.store.tables import record
from records.store.tables_sharing import down_file
from sync import attached, keyring
from sync.books import note, now
from sync.enrolment.above import required
from sync.protocol import files as papers
from sync.protocol import problem_codes as codes
from sync.protocol import signing
from sync.protocol.batch import Sender
from sync.protocol.down_package import DownLine
from sync.protocol.envelope import FILES, read_file

if TYPE_CHECKING:
    from records.ledger import Office

Key = tuple[str, str]  # office code, record id


@dataclass
class _Asks:
    """Which form versions ask for files: most do not, and their answers need not be looked through."""

    office: "Office"
    known: dict[str, bool] = field(default_factory=dict)

    def for_files(self, digest: str) -> bool:
        """Say whether a form version asks for files; one that is not known yet may."""
        if digest not in self.known:
            form = self.office.forms.by_digest(digest)
            self.known[digest] = form is None or any(one.kind in KINDS for one in form.questions.values())
        return self.known[digest]


def expect(office: "Office", connection: Connection, lines: Iterable[DownLine]) -> None:
    """Write down the files that records name; those whose content is here already have come."""
    asks = _Asks(office)
    for line in lines:
        if not (line.files or any(asks.for_files(one.form_digest) for one in line.revisions)):
            continue
        for owner, record_id, name, hash32, link in attached.named_by(line):
            key = {
                "office_code": office.info.code,
                "record_office": owner,
                "record_id": record_id,
                "name": name,
            }
            known = connection.execute(select(down_file).filter_by(**key)).one_or_none()
            if known is None:
                connection.execute(insert(down_file).values(**key, hash=hash32, link=link))
            else:
                again = {"link": link, "absent": 0}
                connection.execute(update(down_file).filter_by(**key).values(**again))
            if known is None or known.arrived_at is None or known.link != link:
                _settle(office, connection, hash32)


def lacking(office: "Office", record_id: str | None = None) -> dict[Key, list[str]]:
    """Return what to ask the office above for: each record (or one) with its files by 32 digits, in order."""
    query = select(down_file.c.record_office, down_file.c.record_id, down_file.c.hash).where(
        down_file.c.office_code == office.info.code,
        down_file.c.arrived_at.is_(None),
        down_file.c.absent == 0 if record_id is None else down_file.c.record_id == record_id,
    )
    found: dict[Key, set[str]] = {}
    with office.snapshot() as connection:
        for owner, one, hash32 in connection.execute(query.distinct()):
            found.setdefault((owner, one), set()).add(hash32)
    return {key: sorted(found[key]) for key in sorted(found)}


def not_there(office: "Office", key: Key, hashes: Iterable[str]) -> None:
    """Remember that the office above lacks these itself: they are asked for when the record comes again."""
    with office.transaction() as connection:
        connection.execute(
            update(down_file)
            .where(
                down_file.c.office_code == office.info.code,
                down_file.c.record_office == key[0],
                down_file.c.record_id == key[1],
                down_file.c.hash.in_(list(hashes)),
                down_file.c.arrived_at.is_(None),
            )
            .values(absent=1)
        )


def take_files(office: "Office", file: Path) -> int:
    """Take the attached files in *file*; see `take_files_bytes`. Raises SYNC-003, 006 when it cannot be read."""
    return take_files_bytes(office, read_file(file), file.name)


def take_files_bytes(office: "Office", data: bytes, name: str = "") -> int:
    """Verify attached files from above and keep what is awaited here; return how many contents are new.

    Raises SYNC-001…005, 010, 011, 014, 015, 017, 018, 042 (damaged or forged), 030 (no office above), 100
    (another device's); nothing is kept then.
    What nobody could have added here is not kept, and asked for no more.
    """
    with office.snapshot() as connection:
        above = required(connection, office.info.code)
    key = above.key_for(signing.key_id_in(data, FILES, name))
    if key.key_id != signing.key_id_in(data, FILES, name):
        raise Problem(codes.ACK_OTHER_SENDER, name)
    opened = papers.verified(data, Sender(papers.device_in(data, name), above.code, key), name)
    if opened.sender.device != office.info.device_id:
        raise Problem(codes.DOWN_OTHER_DEVICE, name)
    found = papers.contents_of(opened, keyring.identities(office))
    kept = 0
    with office.transaction() as connection:
        for one in found:
            try:
                looked = look_at(f"{one.sha256}{one.suffix}", one.data)
            except Problem:  # told as what the office above does not have
                _refuse(office, connection, one.sha256)
                continue
            kept += _keep(office, connection, looked, one.data)
        note(office, connection, "take_files", above.code, opened.digest)
    return kept


def _keep(office: "Office", connection: Connection, looked: LookedAt, data: bytes) -> int:
    """Keep a content for each office whose record awaits it here; 1 when it is new."""
    owners = {row.record_office for row in _awaiting(office, connection, looked.sha256[:32])}
    fresh = [contents.put(connection, _author(office, owner), looked, data) for owner in sorted(owners)]
    _settle(office, connection, looked.sha256[:32])
    return int(any(fresh))


def _settle(office: "Office", connection: Connection, hash32: str) -> None:
    """Where a content is here, let every record that awaited it have it: files of a whole record become links."""
    here = contents.find(connection, hash32)
    if here is None:
        return
    for row in _awaiting(office, connection, hash32):
        mine = {"office_code": row.record_office, "record_id": row.record_id}
        if connection.execute(select(record.c.no).filter_by(**mine)).first() is None:
            continue  # the record itself waits for its form
        if row.link:
            if here[0] != row.record_office:
                data = b"".join(contents.chunks(connection, here[0], here[1].sha256))
                contents.put(connection, _author(office, row.record_office), here[1], data)
            attached.attach(connection, row.record_office, row.record_id, row.link)
        connection.execute(update(down_file).where(*_one(row)).values(arrived_at=now(office), absent=0))


def _refuse(office: "Office", connection: Connection, sha256: str) -> None:
    for row in _awaiting(office, connection, sha256[:32]):
        connection.execute(update(down_file).where(*_one(row)).values(absent=1))


def _awaiting(office: "Office", connection: Connection, hash32: str) -> Sequence[Row[Any]]:
    query = select(down_file).where(
        down_file.c.office_code == office.info.code,
        down_file.c.hash == hash32,
        (down_file.c.arrived_at.is_(None)) | (down_file.c.link != ""),
    )
    return connection.execute(query).all()


def _one(row: Row[Any]) -> tuple[Any, ...]:
    return (
        down_file.c.office_code == row.office_code,
        down_file.c.record_office == row.record_office,
        down_file.c.record_id == row.record_id,
        down_file.c.name == row.name,
    )


def _author(office: "Office", owner: str) -> Author:
    """Return who keeps a content of the office *owner* here."""
    info = office.info
    mine = Author(info.code, office.user.name, info.device_id, info.store_epoch, now(office))
    return replace(mine, office_code=owner)
