"""Whose records lie here: the offices they come from by name, which of them forms may read together, who holds one now.

A record of another office is read here and never changed (`saving.own_row`), unless it was handed over to this device.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, tuple_

from records.model.heads import RecordHead
from records.store.prepared import Prepared
from records.store.tables import record
from records.store.tables_sharing import holding, origin, sharing
from records.store.tables_sync import device

HERE, AWAY, BELOW = "here", "away", "below"
_CHUNK = 400
_COUNTY = 6  # digits of a county's code, with which those of its computers and teams begin
_any_holding = Prepared(lambda _dialect: select(holding.c.record_id).limit(1))
_held = Prepared(
    lambda _dialect: select(holding.c.stage, holding.c.name, holding.c.number).where(
        holding.c.office_code == bindparam("office_code"),
        holding.c.record_office == bindparam("record_office"),
        holding.c.record_id == bindparam("record_id"),
    )
)


def held(connection: Connection, own: str, record_office: str, record_id: str) -> tuple[str, str, int] | None:
    """Return stage, name of the holder and number of the last hand-over of a record; None when there was none."""
    row = _held.one(connection, office_code=own, record_office=record_office, record_id=record_id)
    return None if row is None else (str(row[0]), str(row[1]), int(row[2]))


def changeable(own: str) -> ColumnElement[bool]:
    """Return the condition on `record`: this device may change it (its office's own, or handed over to it)."""
    name = tuple_(record.c.office_code, record.c.record_id)
    of = select(holding.c.record_office, holding.c.record_id).where(holding.c.office_code == own)
    return or_(
        and_(record.c.office_code == own, name.not_in(of.where(holding.c.stage == AWAY))),
        name.in_(of.where(holding.c.stage == HERE)),
    )


def any_held(connection: Connection) -> bool:
    """Say whether any record was ever handed over: most offices never do, and need not be asked twice."""
    return _any_holding.one(connection) is not None


def names(connection: Connection, own: str) -> dict[str, str]:
    """Return the offices whose records may lie here, by code: those told from above, and those enrolled below."""
    below = select(device.c.peer_code, device.c.peer_name).where(device.c.office_code == own)
    above = select(origin.c.origin_code, origin.c.name).where(origin.c.office_code == own)
    found = connection.execute(below.order_by(device.c.enrolled_at)).all()
    return {row[0]: row[1] for row in (*found, *connection.execute(above).all())}


def told(connection: Connection, own: str, heads: Iterable[RecordHead]) -> list[RecordHead]:
    """Return heads with the names of the offices they come from, and with who holds what was handed over."""
    given = list(heads)
    known = names(connection, own) if any(one.office_code != own for one in given) else {}
    holders = _holders(connection, own, given) if any_held(connection) else {}
    if not known and not holders:
        return given
    said = []
    for one in given:
        stage, holder = holders.get((one.office_code, one.record_id), ("", ""))
        name = "" if one.office_code == own else known.get(one.office_code, one.office_code)
        said.append(replace(one, origin=name, held=stage, holder=holder) if name or stage else one)
    return said


def _holders(
    connection: Connection, own: str, heads: Sequence[RecordHead]
) -> dict[tuple[str, str], tuple[str, str]]:
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for start in range(0, len(heads), _CHUNK):
        query = select(holding).where(
            holding.c.office_code == own,
            holding.c.record_id.in_([one.record_id for one in heads[start : start + _CHUNK]]),
        )
        for row in connection.execute(query):
            found[row.record_office, row.record_id] = row.stage, row.name
    return found


def read_together(connection: Connection, own: str, office_code: str) -> tuple[str, ...]:
    """Return the offices whose ledgers a form of *office_code* reads: itself first, then those it shares one ledger with.

    Here what came down counts as ours to read; in an office that lets its devices read its records, what one of them
    refers to may be the office's own or another's of the same county.
    """
    from_above = {
        row[0] for row in connection.execute(select(origin.c.origin_code).where(origin.c.office_code == own))
    }
    if office_code == own or office_code in from_above:
        return _first(office_code, {own, *from_above})
    if connection.execute(select(sharing.c.device_id).limit(1)).first() is None:
        return (office_code,)
    same = select(device.c.peer_code).where(
        device.c.office_code == own, device.c.peer_code.startswith(office_code[:_COUNTY])
    )
    return _first(office_code, {own, *(row[0] for row in connection.execute(same))})


def _first(office_code: str, others: set[str]) -> tuple[str, ...]:
    return (office_code, *sorted(others - {office_code}))
