"""The devices of offices below, and their standing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select, update

from forms.problems import Problem
from records.store.tables_sync import device, inbox_batch
from sync.books import note, now
from sync.protocol.batch import Sender
from sync.protocol.problem_codes import DEVICE_UNKNOWN
from sync.protocol.signing import PublicKey

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Device:
    """*standing* is ``enrolled`` or ``revoked``; moments are ISO 8601 text."""

    device_id: str
    office_code: str
    office_name: str
    standing: str
    fingerprint: str
    enrolled_at: str
    last_seen_at: str
    revoked_at: str
    reason: str


def devices(office: "Office") -> list[Device]:
    """Return all devices ever enrolled, by office and moment of enrolment."""
    order = (device.c.peer_code, device.c.enrolled_at, device.c.device_id)
    with office.snapshot() as connection:
        rows = connection.execute(
            select(device).where(device.c.office_code == office.info.code).order_by(*order)
        ).all()
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
    """Return the device that signs with the key *key_id* (16 hex digits), revoked or not."""
    rows = connection.execute(select(device).where(device.c.office_code == office_code)).all()
    for row in rows:
        key = PublicKey(row.signing_public)
        if key.key_id == key_id:
            return Sender(row.device_id, row.peer_code, key)
    return None


def device_key(office: "Office", device_id: str) -> PublicKey | None:
    """Return the key of a device in good standing, None of any other: asked at every request."""
    with office.snapshot() as connection:
        row = connection.execute(
            select(device.c.signing_public).where(
                device.c.office_code == office.info.code,
                device.c.device_id == device_id,
                device.c.state == "enrolled",
            )
        ).one_or_none()
    return None if row is None else PublicKey(row.signing_public)
