"""The papers of renewed keys in the database: which key came in place of which, and whether the one before still speaks."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select, update

from records.store.tables_keys import key_renewal
from sync.books import now
from sync.protocol import renewal as papers
from sync.protocol.signing import PublicKey

if TYPE_CHECKING:
    from records.ledger import Office


def row_of(office: "Office", said: papers.Renewal, data: bytes, whose: str) -> dict[str, Any]:
    """Return the row of a paper."""
    return {
        "office_code": office.info.code,
        "digest": papers.digest_of(data),
        "whose": whose,
        "device_id": said.device,
        "old_key": said.previous,
        "new_key": said.signing_public,
        "paper": data,
        "taken_at": now(office),
    }


def as_named(office_code: str, key_id: str) -> str:
    """Return what the file of a paper is called on a stick."""
    return f"{office_code}-{key_id}.renewal"


def before(connection: Connection, office_code: str, key: PublicKey) -> PublicKey | None:
    """Return the key *key* came in place of, while that one may still speak; None from the first use of *key* on."""
    old = connection.scalar(
        select(key_renewal.c.old_key).where(
            *_standing(office_code), key_renewal.c.new_key == key.text, key_renewal.c.used_at.is_(None)
        )
    )
    return None if old is None else PublicKey(old)


def seen(connection: Connection, office_code: str, key: PublicKey, moment: str) -> None:
    """The holder of *key* has used it: the one before says nothing from now on."""
    connection.execute(
        update(key_renewal)
        .where(*_standing(office_code), key_renewal.c.new_key == key.text, key_renewal.c.used_at.is_(None))
        .values(used_at=moment)
    )


def paper_on(connection: Connection, office_code: str, old: PublicKey) -> papers.Renewal | None:
    """Return the paper by which the key *old* was given up, None while it was not."""
    data = connection.scalar(
        select(key_renewal.c.paper).where(*_standing(office_code), key_renewal.c.old_key == old.text)
    )
    return None if data is None else papers.read(bytes(data))


def holder(connection: Connection, office_code: str, key_id: str) -> Row[Any] | None:
    """Return the row of a paper of a device below that names the key *key_id*, given up or taken in its place."""
    rows = connection.execute(
        select(key_renewal).where(key_renewal.c.office_code == office_code, key_renewal.c.whose == "below")
    )
    return next((row for row in rows if _names(row, key_id)), None)


def named(row: Row[Any], key_id: str) -> PublicKey:
    """Return the key of *row* with the id *key_id*."""
    old = PublicKey(row.old_key)
    return old if old.key_id == key_id else PublicKey(row.new_key)


def since(connection: Connection, office_code: str) -> dict[str, str]:
    """Return when each renewed key that stands was taken, by key."""
    rows = connection.execute(
        select(key_renewal.c.new_key, key_renewal.c.taken_at).where(*_standing(office_code))
    )
    return {row.new_key: row.taken_at for row in rows}


def close(
    connection: Connection, office_code: str, whose: str, device_id: str, *, key: str, moment: str
) -> None:
    """End the papers of one who is enrolled anew ('' as *device_id*: whoever is above), but those that led to *key*.

    What was sealed under the keys before *key* may still come; a life that ended elsewhere says nothing any more.
    """
    mine = [*_standing(office_code), key_renewal.c.whose == whose]
    if device_id:
        mine.append(key_renewal.c.device_id == device_id)
    came_from = {row.new_key: row for row in connection.execute(select(key_renewal).where(*mine)).all()}
    while key in came_from:
        key = came_from.pop(key).old_key
    for row in came_from.values():
        connection.execute(
            update(key_renewal)
            .where(key_renewal.c.office_code == office_code, key_renewal.c.digest == row.digest)
            .values(closed_at=moment)
        )


def _standing(office_code: str) -> tuple[Any, Any]:
    return key_renewal.c.office_code == office_code, key_renewal.c.closed_at.is_(None)


def _names(row: Row[Any], key_id: str) -> bool:
    return key_id in (PublicKey(row.old_key).key_id, PublicKey(row.new_key).key_id)
