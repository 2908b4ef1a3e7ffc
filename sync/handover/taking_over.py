"""The office above takes the records of a computer that is gone, and gives them to another: what it was sent, no more.

Only after the device was revoked, so that it cannot go on with them; and only what was decided here, because a word on
a record that still waits would reach nobody.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, or_, select, tuple_

from forms.problems import Problem
from records.ledger import coming_down
from records.model.heads import Outcome
from records.model.normal_text import normal
from records.model.states import State
from records.problem_codes import REASON_NEEDED, STATE_FORBIDS
from records.store.audit_chain import tail
from records.store.tables import record
from records.store.tables_sharing import holding
from records.store.tables_sync import device
from sync.books import note, now
from sync.handover.standing import FAMILY, hold, row_of, stage_of
from sync.protocol import scope
from sync.protocol.down_package import DownLine, Neighbour
from sync.protocol.problem_codes import DEVICE_UNKNOWN, NO_SUCH_NEIGHBOUR, NOT_REVOKED

if TYPE_CHECKING:
    from records.ledger import Office

_TAKEN = frozenset({State.ACCEPTED, State.RETURNED})


def held_by(office: "Office", device_id: str) -> int:
    """Return how many records of this ledger a device below holds, void ones aside. Raises SYNC-035."""
    with office.snapshot() as connection:
        return len(_records(connection, office.info.code, _device(connection, office.info.code, device_id)))


def take_over(
    office: "Office", from_device: str, to_device: str, reason: str, ids: Collection[str] | None = None
) -> list[Outcome]:
    """Give all records of a revoked device (*ids*: of these) to another of the same county, or take them back here.

    Refused ones say why.

    Raises RECORDS-024, RECORDS-054 (no reason), SYNC-035 (unknown device), SYNC-105 (one that may not have them),
    SYNC-107 (not revoked).
    """
    office.travel.must_lead()
    words = normal(reason.strip())
    if not words:
        raise Problem(REASON_NEEDED)
    own = office.info.code
    outcomes = []
    with office.transaction() as connection:
        gone = _device(connection, own, from_device)
        if gone.state != "revoked":
            raise Problem(NOT_REVOKED, values={"name": gone.peer_name})
        to = _heir(office, connection, to_device)
        if to.office[:FAMILY] != gone.peer_code[:FAMILY]:
            raise Problem(NO_SUCH_NEIGHBOUR, values={"device": to_device})
        for row in _records(connection, own, gone):
            if ids is None or row.record_id in ids:
                outcomes.append(_give(office, connection, row, to, words))
    return outcomes


def _device(connection: Connection, own: str, device_id: str) -> Row[Any]:
    row = connection.execute(
        select(device).where(device.c.office_code == own, device.c.device_id == device_id)
    ).one_or_none()
    if row is None:
        raise Problem(DEVICE_UNKNOWN, values={"device": device_id})
    return row


def _heir(office: "Office", connection: Connection, device_id: str) -> Neighbour:
    """Return who is to have the records: this very computer, or an enrolled one below; SYNC-035, SYNC-105."""
    info = office.info
    if device_id == info.device_id:
        return Neighbour(device_id, info.code, info.name)
    row = _device(connection, info.code, device_id)
    if row.state != "enrolled":
        raise Problem(NO_SUCH_NEIGHBOUR, values={"device": device_id})
    return Neighbour(row.device_id, row.peer_code, row.peer_name)


def _records(connection: Connection, own: str, gone: Row[Any]) -> list[Row[Any]]:
    """Return the records the device holds: handed over to it, or of its office and never handed over."""
    name = tuple_(record.c.office_code, record.c.record_id)
    of = select(holding.c.record_office, holding.c.record_id).where(holding.c.office_code == own)
    query = select(record).where(
        record.c.state != str(State.VOID),
        or_(
            name.in_(of.where(holding.c.device_id == gone.device_id)),
            and_(record.c.office_code.startswith(scope.stem(gone.peer_code)), name.not_in(of)),
        ),
    )
    return list(connection.execute(query.order_by(record.c.no)).all())


def _give(office: "Office", connection: Connection, row: Row[Any], to: Neighbour, words: str) -> Outcome:
    own = office.info.code
    lent = row.office_code == own  # it stands here as it was lent
    if not lent and row.state not in _TAKEN:
        problem = Problem(STATE_FORBIDS, place=row.record_id, values={"state": row.state})
        return Outcome(row.record_id, problem, None, (problem,))
    before = row_of(connection, own, (row.office_code, row.record_id))
    number = 1 if before is None else before.number + 1
    line = DownLine(
        row.record_id, row.office_code, row.form_id, row.title, row.state, number=number, reason=words
    )
    stage = stage_of(own, office.info.device_id, to, row.office_code)
    changed = tail(connection, own).seq + 1
    coming_down.touch(connection, [(row.office_code, row.record_id)], changed)
    hold(connection, own, line, stage, to, changed, now(office))
    note(office, connection, "take_over", row.record_id, f"{number} {to.device}")
    return Outcome(row.record_id, None, None)
