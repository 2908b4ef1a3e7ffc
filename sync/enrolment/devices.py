"""The devices of offices below, and their standing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select, update

from forms.problems import Problem
from records.store.tables_sync import device, inbox_batch
from sync.books import note, now
from sync.enrolment import key_books
from sync.protocol.batch import Sender
from sync.protocol.problem_codes import DEVICE_UNKNOWN, REVOKED
from sync.protocol.signing import PublicKey

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Device:
    """*standing* is ``enrolled`` or ``revoked``; moments are ISO 8601 text; *keys_since*: its present keys are known here."""

    device_id: str
    office_code: str
    office_name: str
    standing: str
    fingerprint: str
    enrolled_at: str
    last_seen_at: str
    revoked_at: str
    reason: str
    keys_since: str = ""


def devices(office: "Office") -> list[Device]:
    """Return all devices ever enrolled, by office and moment of enrolment."""
    order = (device.c.peer_code, device.c.enrolled_at, device.c.device_id)
    with office.snapshot() as connection:
        rows = connection.execute(
            select(device).where(device.c.office_code == office.info.code).order_by(*order)
        ).all()
        renewed = key_books.since(connection, office.info.code)
    return [
        Device(
            row.device_id,
            row.peer_code,
            row.peer_name,
            row.state,
            row.fingerprint,
            row.enrolled_at,
            row.last_seen_at or "",
            row.revoked_at or "",
            row.reason,
            renewed.get(row.signing_public, row.enrolled_at),
        )
        for row in rows
    ]


def revoke(office: "Office", device_id: str, reason: str) -> None:
    """Revoke a device: batches that arrive from now on are quarantined. Doing it twice changes nothing.

    Raises SYNC-035 when there is no such device.
    """
    code = office.info.code
    mine = (device.c.office_code == code, device.c.device_id == device_id)
    with office.transaction() as connection:
        row = connection.execute(select(device.c.state).where(*mine)).one_or_none()
        if row is None:
            raise Problem(DEVICE_UNKNOWN, values={"device": device_id})
        if row.state == "revoked":
            return
        last = select(func.coalesce(func.max(inbox_batch.c.ledger_seq), 0)).where(
            inbox_batch.c.office_code == code
        )
        connection.execute(
            update(device)
            .where(*mine)
            .values(
                state="revoked",
                revoked_at=now(office),
                revoked_by=office.user.name,
                revoked_seq=connection.scalar(last),
                reason=reason,
            )
        )
        note(office, connection, "revoke", device_id)


def sender_of(connection: Connection, office_code: str, key_id: str) -> Sender | None:
    """Return the device that signs, or signed, with the key *key_id* (16 hex digits), revoked or not."""
    rows = connection.execute(select(device).where(device.c.office_code == office_code)).all()
    for row in rows:
        key = PublicKey(row.signing_public)
        if key.key_id == key_id:
            return Sender(row.device_id, row.peer_code, key)
    former = key_books.holder(connection, office_code, key_id)
    if former is None:
        return None
    peers = {row.device_id: row.peer_code for row in rows}
    return Sender(former.device_id, peers.get(former.device_id, ""), key_books.named(former, key_id))


def must_stand(connection: Connection, office_code: str, device_id: str) -> PublicKey:
    """Return the key of a device in good standing now; SYNC-012 of any other. The order of our ledger decides, no clock."""
    row = connection.execute(
        select(device.c.state, device.c.signing_public).where(
            device.c.office_code == office_code, device.c.device_id == device_id
        )
    ).one_or_none()
    if row is None or row.state != "enrolled":
        raise Problem(REVOKED)
    return PublicKey(row.signing_public)


def device_keys(office: "Office", device_id: str) -> tuple[PublicKey, ...]:
    """Return the keys a device in good standing may ask with, the present one first; none of any other device.

    Asked at every request, so that revocation and renewal hold from the next one on.
    """
    with office.snapshot() as connection:
        row = connection.execute(
            select(device.c.signing_public).where(
                device.c.office_code == office.info.code,
                device.c.device_id == device_id,
                device.c.state == "enrolled",
            )
        ).one_or_none()
        if row is None:
            return ()
        key = PublicKey(row.signing_public)
        former = key_books.before(connection, office.info.code, key)
    return (key,) if former is None else (key, former)


def key_seen(office: "Office", key: PublicKey) -> None:
    """A device has used its renewed *key*: the one before asks nothing from now on."""
    with office.transaction() as connection:
        key_books.seen(connection, office.info.code, key, now(office))
