"""Which keys are in force: those an office named last, and for a while the ones before (`sync.protocol.renewal`).

A renewed key may ask and speak from the moment its paper is taken. The old one may, too, until the new one was seen
once: what was under way then still arrives. What was *sealed* under the old key enters for ever, when the paper says
that it was sealed before; no clock decides. A key has one successor: another paper about the same key is an alarm.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from forms.problems import Problem
from records.store.tables_keys import key_renewal
from records.store.tables_sync import device, parent
from sync.books import note, now
from sync.enrolment.above import find
from sync.enrolment.key_books import paper_on, row_of
from sync.protocol import problem_codes as codes
from sync.protocol import renewal as papers
from sync.protocol.envelope import read_file
from sync.protocol.signing import PublicKey

if TYPE_CHECKING:
    from pathlib import Path

    from records.ledger import Office


def take(office: "Office", file: "Path") -> papers.Renewal:
    """Take in the paper *file* of a device below or of the office above; see `take_bytes`. Raises SYNC-003, 006 as well."""
    return take_bytes(office, read_file(file), file.name)


def take_beside(office: "Office", file: "Path") -> bool:
    """Take in the papers that lie beside *file* on a stick, in their order; return whether one was new to us.

    Papers of others lie there, too: those are passed over, for each proves itself.
    """
    waiting, fresh = sorted(file.parent.glob("*.renewal")), False
    while waiting:
        left = [paper for paper in waiting if not _taken(office, paper)]
        if len(left) == len(waiting):
            break
        waiting, fresh = left, True
    return fresh


def _taken(office: "Office", paper: "Path") -> bool:
    try:
        take(office, paper)
    except Problem:
        return False
    return True


def take_bytes(office: "Office", data: bytes, name: str = "") -> papers.Renewal:
    """Take in a paper: the new key is in force from now on. The same paper again changes nothing.

    Raises SYNC-001…005, 011, 017 (no good paper), 012 (the device is revoked), 034 (the new key is another's), 080 (the
    old key is not in force), 082 (that key has another successor, which is an alarm). Nothing is changed then.
    """
    said = papers.read(data, name)
    with office.transaction() as connection:
        row = _row(connection, office.info.code, papers.digest_of(data))
        whose = _whose(connection, office.info.code, said, name) if row is None or row.closed_at else ""
        if whose == "other":
            note(office, connection, "renewal-refused", said.device, papers.digest_of(data))
        elif whose:
            _enter(office, connection, said, data, whose, row, name)
    if whose == "other":
        raise Problem(codes.RENEWAL_OTHER, name)
    return said


def _enter(  # noqa: PLR0917  (one paper, as it was judged)
    office: "Office",
    connection: Connection,
    said: papers.Renewal,
    data: bytes,
    whose: str,
    row: Row[Any] | None,
    name: str,
) -> None:
    """Write a paper down: a new key in force, or (``before``) how a key in force came to be."""
    digest, moment = papers.digest_of(data), now(office)
    if whose != "before":
        if row is not None:
            return  # of a life that is over
        _check_free(connection, office.info.code, said, name)
        _put(connection, office.info.code, said, whose)
    if row is None:
        values = row_of(office, said, data, "below" if whose == "before" else whose)
        connection.execute(
            insert(key_renewal).values(**values, used_at=moment if whose == "before" else None)
        )
    else:
        mine = (key_renewal.c.office_code == office.info.code, key_renewal.c.digest == digest)
        connection.execute(update(key_renewal).where(*mine).values(closed_at=None, used_at=moment))
    note(office, connection, "take-keys", said.device, digest)


def _row(connection: Connection, office_code: str, digest: str) -> Row[Any] | None:
    """Return the row of this very paper, closed or not."""
    return connection.execute(
        select(key_renewal).where(key_renewal.c.office_code == office_code, key_renewal.c.digest == digest)
    ).one_or_none()


def _whose(connection: Connection, office_code: str, said: papers.Renewal, name: str) -> str:
    """Tell whose key is given up: ``below``, ``above``; ``before`` where it only tells how a key in force came to be,
    which that key proves; ``other`` when the old key has another successor already.

    Raises SYNC-095 when that key is not in force here, SYNC-012 when its device is revoked.
    """
    row = connection.execute(
        select(device).where(
            device.c.office_code == office_code,
            device.c.device_id == said.device,
            device.c.peer_code == said.office,
        )
    ).one_or_none()
    above = find(connection, office_code)
    if row is not None and row.state != "enrolled":
        raise Problem(codes.REVOKED, name)
    if paper_on(connection, office_code, PublicKey(said.previous)) is not None:
        return "other"
    new = PublicKey(said.signing_public)
    if row is not None and (new.text == row.signing_public or paper_on(connection, office_code, new)):
        return "before"
    enrolled = "" if row is None else hashlib.sha256(row.certificate or b"").hexdigest()
    if row is not None and (row.signing_public, enrolled) == (said.previous, said.enrolled):
        return "below"
    if above is not None and (above.code, above.key.text) == (said.office, said.previous):
        return "above"
    raise Problem(codes.KEY_NOT_IN_FORCE, name)


def _check_free(connection: Connection, office_code: str, said: papers.Renewal, name: str) -> None:
    """Raise SYNC-034 when the new key is known here already: a key is never used twice."""
    new = said.signing_public
    mine = key_renewal.c.office_code == office_code
    known = (
        select(device.c.device_id).where(device.c.office_code == office_code, device.c.signing_public == new),
        select(key_renewal.c.digest).where(
            mine, or_(key_renewal.c.old_key == new, key_renewal.c.new_key == new)
        ),
    )
    if any(connection.execute(query).first() is not None for query in known):
        raise Problem(codes.KEY_TAKEN, name)


def _put(connection: Connection, office_code: str, said: papers.Renewal, whose: str) -> None:
    """Put the new keys into force."""
    keys = {"signing_public": said.signing_public, "age_recipient": said.age_recipient}
    if whose == "below":
        mine = (device.c.office_code == office_code, device.c.device_id == said.device)
        connection.execute(update(device).where(*mine).values(**keys))
    else:
        mine = (parent.c.office_code == office_code, parent.c.parent_code == said.office)
        keys["recovery_recipient"] = said.recovery_recipient
        connection.execute(update(parent).where(*mine, parent.c.state != "replaced").values(**keys))
