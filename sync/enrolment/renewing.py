"""Renewing this office's own keys: made and kept, announced in a signed paper, then taken into use in one write.

The next keys lie in the keyring before the paper names them, and the paper lies in the database before they take
over, so that a program killed anywhere goes on where it was (`sync.keyring.settle`). From then on everything is signed with the new key. Offices above and
below get the papers before anything signed with it, and again whenever they do not know it (a restored database).
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from records.store.tables import office as office_table
from records.store.tables_erasures import erasure_out
from records.store.tables_keys import key_renewal
from records.store.tables_road import files_out
from records.store.tables_sync import batch, device, parent
from sync import keyring
from sync.books import note, now
from sync.enrolment.above import find
from sync.enrolment.key_books import row_of
from sync.protocol import renewal as papers
from sync.protocol.signing import PublicKey, Signer

if TYPE_CHECKING:
    from records.ledger import Office

DAYS = 365  # after which keys are due (reliability notes, section 3: sign keys yearly)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keys this office signs with: in use *since*, *days* old, *due* for renewal.

    *told*: the office above knows them (True where there is none). *neighbours*: somebody knows this office by them.
    """

    key_id: str
    since: date
    days: int
    due: bool
    told: bool
    neighbours: bool


def own_keys(office: "Office") -> OwnKeys:
    """Return what there is to know of this office's keys; nothing secret."""
    public = keyring.signer(office).public
    with office.snapshot() as connection:
        row = _paper_of(connection, office.info.code, public)
        created = connection.scalar(
            select(office_table.c.created_on).where(office_table.c.office_code == office.info.code)
        )
        above = find(connection, office.info.code)
        below = connection.scalar(
            select(func.count()).select_from(device).where(device.c.office_code == office.info.code)
        )
    since = date.fromisoformat((row.taken_at if row is not None else str(created))[:10])
    days = max(0, (office.clock.today() - since).days)
    told = row is None or above is None or row.used_at is not None
    neighbours = above is not None or bool(below)
    return OwnKeys(public.key_id, since, days, neighbours and days >= DAYS, told, neighbours)


def renew(office: "Office") -> papers.Renewal:
    """Make new keys and take them into use; return the paper that tells of them. Raises RECORDS-024 for a clerk."""
    office.travel.must_lead()
    next_keys = office.secrets.prepare_next()
    old, new = keyring.signer(office), Signer(next_keys.signing_key)
    with office.transaction() as connection:
        said = papers.Renewal(
            format=papers.FORMAT,
            suite=papers.SUITE,
            office=office.info.code,
            device=office.info.device_id,
            previous=old.public.text,
            signing_public=new.public.text,
            age_recipient=next_keys.age_recipient,
            recovery_recipient=next_keys.recovery_recipient,
            sealed=_sealed(connection, office.info.code),
            enrolled=_enrolled(connection, office.info.code),
            issued_at=now(office),
        )
        data = papers.write(said, old, new)
        connection.execute(insert(key_renewal).values(**row_of(office, said, data, "own")))
        connection.execute(  # told with the old key and not answered yet: they are sealed anew with the next contact
            delete(erasure_out).where(
                erasure_out.c.office_code == office.info.code, erasure_out.c.answered_at.is_(None)
            )
        )
        note(office, connection, "renew-keys", office.info.device_id, papers.digest_of(data))
    office.secrets.take_next()
    return papers.read(data)


def own_papers(office: "Office", after: str = "") -> list[tuple[str, bytes]]:
    """Return (id of the new key, paper) of our renewals, oldest first; with *after* (id of a key) those that follow that key.

    Nothing when *after* is the present key, or none of ours.
    """
    with office.snapshot() as connection:
        rows = connection.execute(
            select(key_renewal).where(
                key_renewal.c.office_code == office.info.code, key_renewal.c.whose == "own"
            )
        ).all()
    by_old = {PublicKey(row.old_key).key_id: row for row in rows}
    new = {PublicKey(row.new_key).key_id for row in rows}
    at = after or next(iter(by_old.keys() - new), "")
    keyring.settle(office)
    found: list[tuple[str, bytes]] = []
    while at in by_old:
        row = by_old.pop(at)
        at = PublicKey(row.new_key).key_id
        found.append((at, bytes(row.paper)))
    return found


def former_keys(office: "Office") -> list[bytes]:
    """Return the 32 public bytes of the keys this office signed with before: papers it signed then are still its own."""
    with office.snapshot() as connection:
        olds = connection.scalars(
            select(key_renewal.c.old_key).where(
                key_renewal.c.office_code == office.info.code, key_renewal.c.whose == "own"
            )
        ).all()
    return [PublicKey(old).ed25519().public_bytes_raw() for old in olds]


def told(office: "Office", connection: Connection) -> None:
    """The office above has answered what only our present key could ask: it knows it."""
    connection.execute(
        update(key_renewal)
        .where(
            key_renewal.c.office_code == office.info.code,
            key_renewal.c.whose == "own",
            key_renewal.c.new_key == keyring.signer(office).public.text,
            key_renewal.c.used_at.is_(None),
        )
        .values(used_at=now(office))
    )


def told_by_batch(office: "Office", connection: Connection, epoch: str, number: int) -> None:
    """The office above acknowledges a batch; one sealed since our renewal it could only verify with the present key."""
    row = _paper_of(connection, office.info.code, keyring.signer(office).public)
    if row is None or row.used_at is not None:
        return
    sealed = papers.read(bytes(row.paper)).sealed
    if not any(one.epoch == epoch and number <= one.batches for one in sealed):
        told(office, connection)


def _paper_of(connection: Connection, office_code: str, new: PublicKey) -> Row[tuple[object, ...]] | None:
    return connection.execute(
        select(key_renewal).where(
            key_renewal.c.office_code == office_code,
            key_renewal.c.whose == "own",
            key_renewal.c.new_key == new.text,
        )
    ).one_or_none()


def _enrolled(connection: Connection, office_code: str) -> str:
    """Return what the present enrolment is called on both sides: the SHA-256 of our answer."""
    answer = connection.scalar(
        select(parent.c.answer).where(parent.c.office_code == office_code, parent.c.state != "replaced")
    )
    return "" if answer is None else hashlib.sha256(answer).hexdigest()


def _sealed(connection: Connection, office_code: str) -> list[papers.LastSealed]:
    """Return what was sealed until now, by epoch."""
    last: dict[str, tuple[int, str]] = {}
    for row in connection.execute(
        select(batch.c.store_epoch, batch.c.batch_no, batch.c.content_hash).where(
            batch.c.office_code == office_code
        )
    ):
        last[row.store_epoch] = max(last.get(row.store_epoch, (0, "")), (row.batch_no, row.content_hash))
    query = select(files_out.c.store_epoch, func.max(files_out.c.files_no))
    files = {
        epoch: int(number)
        for epoch, number in connection.execute(
            query.where(files_out.c.office_code == office_code).group_by(files_out.c.store_epoch)
        )
    }
    return [
        papers.LastSealed(epoch, *last.get(epoch, (0, "")), files.get(epoch, 0))
        for epoch in sorted(last.keys() | files.keys())
    ]
