"""Who holds a record: the one place that writes the rows of `holding`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from records.ledger.origins import AWAY, BELOW, HERE, any_held
from records.store.tables_sharing import hand_over, holding
from records.store.tables_sync import device
from sync.protocol import strict_json
from sync.protocol.down_package import DownLine, Neighbour

Key = tuple[str, str]  # office code, record id
FAMILY = 6  # digits that the codes of a county's computers share
_CHUNK = 400


def stage_of(own: str, device_id: str, holder: Neighbour, record_office: str) -> str:
    """Return how the arbiter calls a record that *holder* holds: its own computer's, its own given away, or others'."""
    if holder.device == device_id:
        return HERE
    return AWAY if record_office == own else BELOW


def computers_below(connection: Connection, own: str) -> list[Neighbour]:
    """Return the enrolled computers of this county, as the arbiter knows them."""
    query = select(device).where(
        device.c.office_code == own,
        device.c.state == "enrolled",
        device.c.peer_code.startswith(own[:FAMILY]),
    )
    rows = connection.execute(query.order_by(device.c.peer_name, device.c.device_id))
    return [Neighbour(row.device_id, row.peer_code, row.peer_name) for row in rows]


def hold(  # noqa: PLR0917  (each is one column of the row)
    connection: Connection, own: str, line: DownLine, stage: str, holder: Neighbour, changed: int, at: str
) -> None:
    """Write who holds the record of *line* under its number; what stood there before is over."""
    key = (
        holding.c.office_code == own,
        holding.c.record_office == line.office,
        holding.c.record_id == line.record,
    )
    connection.execute(delete(holding).where(*key))
    connection.execute(
        insert(holding).values(
            office_code=own,
            record_office=line.office,
            record_id=line.record,
            number=line.number,
            stage=stage,
            device_id=holder.device,
            peer_code=holder.office,
            name=holder.name,
            reason=line.reason,
            changed=changed,
            at=at,
        )
    )


def say_again(connection: Connection, own: str, key: Key, changed: int) -> None:
    """Let those a hand-over concerns hear of it once more: one of them does not seem to know."""
    connection.execute(
        update(holding)
        .where(holding.c.office_code == own, holding.c.record_office == key[0], holding.c.record_id == key[1])
        .values(changed=changed)
    )


def holders(connection: Connection, own: str, keys: Iterable[Key]) -> dict[Key, str]:
    """Return the devices that hold those of these records that were handed over; asked as the office above them."""
    wanted = list(keys)
    if not wanted or not any_held(connection):
        return {}
    found: dict[Key, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(holding).where(
            holding.c.office_code == own,
            holding.c.stage != AWAY,
            holding.c.record_id.in_([record_id for _office, record_id in wanted[start : start + _CHUNK]]),
        )
        for row in connection.execute(query):
            found[row.record_office, row.record_id] = row.device_id
    return {key: found[key] for key in wanted if key in found}


def held_by_device(connection: Connection, own: str, device_id: str) -> frozenset[Key]:
    """Return the records a device below holds by a hand-over; asked as the office above it."""
    if not any_held(connection):
        return frozenset()
    query = select(holding.c.record_office, holding.c.record_id).where(
        holding.c.office_code == own, holding.c.stage == BELOW, holding.c.device_id == device_id
    )
    return frozenset((row[0], row[1]) for row in connection.execute(query))


def held_here(connection: Connection, own: str, lines: Iterable[DownLine]) -> set[Key]:
    """Return those of these records that were handed over to this device: what goes up from here needs not come down."""
    if not any_held(connection):
        return set()
    query = select(holding.c.record_office, holding.c.record_id).where(
        holding.c.office_code == own, holding.c.stage == HERE
    )
    here = {(row[0], row[1]) for row in connection.execute(query)}
    return {(line.office, line.record) for line in lines} & here


def given_up(connection: Connection, own: str, key: Key) -> set[str]:
    """Return the hashes of the versions a record was given up with: its earlier holder may still send those."""
    query = select(hand_over.c.line).where(
        hand_over.c.office_code == own, hand_over.c.record_office == key[0], hand_over.c.record_id == key[1]
    )
    lines = (strict_json.decode(bytes(line), DownLine) for line in connection.execute(query).scalars())
    return {one.content_hash for line in lines for one in line.revisions}


def row_of(connection: Connection, own: str, key: Key) -> Row[Any] | None:
    """Return who holds a record, None when it was never handed over."""
    return connection.execute(
        select(holding).where(
            holding.c.office_code == own, holding.c.record_office == key[0], holding.c.record_id == key[1]
        )
    ).one_or_none()
