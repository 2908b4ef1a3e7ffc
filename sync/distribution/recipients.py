"""Whom something goes down for: the device, what it is given, and which of the records here it may see.

Packages of records and the attached files that follow them are chosen by the same words, so that no file goes where its
record may not.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, tuple_

from forms.problems import Problem
from records.model.states import State
from records.store.tables import record
from records.store.tables_sharing import holding
from records.store.tables_sync import device
from sync.distribution import sharing
from sync.protocol import scope
from sync.protocol.problem_codes import DEVICE_UNKNOWN, REVOKED

if TYPE_CHECKING:
    from records.ledger import Office

FAMILY = 6  # digits of a county's code: what continues it is a computer or team of that county
SHOWN = frozenset({State.APPROVED, State.SENT, State.RECEIVED, State.ACCEPTED})


@dataclass(frozen=True, slots=True)
class For:
    """Whom a package is for, as far as choosing its records goes."""

    own: str
    device: str
    peer: str
    ledgers: tuple[str, ...]


def standing(connection: Connection, office_code: str, device_id: str) -> Row[Any]:
    """Return the row of a device that may be given something; SYNC-035 for an unknown one, SYNC-012 for a revoked one."""
    row = connection.execute(
        select(device).where(device.c.office_code == office_code, device.c.device_id == device_id)
    ).one_or_none()
    if row is None:
        raise Problem(DEVICE_UNKNOWN, values={"device": device_id})
    if row.state != "enrolled":
        raise Problem(REVOKED)
    return row


def ledgers(office: "Office", share: sharing.Share) -> tuple[str, ...]:
    """Return the ids of the forms whose records go down by *share*."""
    return tuple(info.form_id for info in office.forms.all()) if share.all else share.ledgers


def meant_for(whom: For) -> ColumnElement[bool]:
    """Return the condition: of this office or the device's county, and not the device's own to change."""
    name = tuple_(record.c.office_code, record.c.record_id)
    held = select(holding.c.record_office, holding.c.record_id).where(holding.c.office_code == whom.own)
    here = name.in_(held.where(holding.c.device_id == whom.device))
    elsewhere = name.in_(held.where(holding.c.device_id != whom.device))
    its_own = record.c.office_code.startswith(scope.stem(whom.peer))
    related = or_(record.c.office_code == whom.own, record.c.office_code.startswith(whom.peer[:FAMILY]))
    return and_(related, or_(and_(~its_own, ~here), and_(its_own, elsewhere)))


def is_shown(row: Row[Any], own: str) -> bool:
    """Say whether the device may see what stands in the record: approved here, or from below, or once sent upwards."""
    if row.state in SHOWN:
        return True
    told = row.office_code != own or row.sent_revision > 0
    return bool(told and row.state in (State.RETURNED, State.VOID))
