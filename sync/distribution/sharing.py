"""What each device below is given of this office's records: its registers, further ledgers, everything, or nothing.

It is the office's own word, written by who leads it, and a line in its log. Registers are the ledgers others refer to
(people, organisations, pairings); what a person is named for in other ledgers goes only with those.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, insert, select, update

from forms.problems import Problem
from records.store.tables_sharing import sharing
from records.store.tables_sync import device
from sync.books import note, now
from sync.protocol.problem_codes import DEVICE_UNKNOWN, NO_SUCH_LEDGER

if TYPE_CHECKING:
    from records.ledger import Office

REGISTERS = ("organization", "pairing", "person", "unit_pairing")
ALL = "*"


@dataclass(frozen=True, slots=True)
class Share:
    """What a device is given: *ledgers* are form ids, ``("*",)`` for all; *number* counts the changes of it; *heard* is
    the mark it last said it has reached.
    """

    ledgers: tuple[str, ...] = ()
    number: int = 0
    heard: str = ""

    @property
    def all(self) -> bool:
        """Say whether the records of every ledger are given."""
        return ALL in self.ledgers


def share_of(office: "Office", device_id: str) -> Share:
    """Return what the device is given."""
    with office.snapshot() as connection:
        return read(connection, office.info.code, device_id)


def read(connection: Connection, office_code: str, device_id: str) -> Share:
    """Return what the device is given, inside a transaction."""
    row = connection.execute(
        select(sharing.c.ledgers, sharing.c.number, sharing.c.heard).where(*_of(office_code, device_id))
    ).one_or_none()
    return Share() if row is None else Share(tuple(json.loads(row.ledgers)), row.number, row.heard)


def share(office: "Office", device_id: str, ledgers: Iterable[str]) -> Share:
    """Give a device the records of *ledgers* from now on (`REGISTERS`, ``("*",)``, none …); all of them go down anew.

    What a device was given stays there: only newer records do not follow. Raises RECORDS-024, SYNC-035, SYNC-104.
    """
    office.travel.must_lead()
    wanted = tuple(sorted(set(ledgers)))
    known = {info.form_id for info in office.forms.all()}
    for one in wanted:
        if one != ALL and one not in known:
            raise Problem(NO_SUCH_LEDGER, values={"form": one})
    code = office.info.code
    with office.transaction() as connection:
        there = select(device.c.device_id).where(
            device.c.office_code == code, device.c.device_id == device_id
        )
        if connection.execute(there).first() is None:
            raise Problem(DEVICE_UNKNOWN, values={"device": device_id})
        before = read(connection, code, device_id)
        if before.number and before.ledgers == wanted:
            return before
        values = {
            "ledgers": json.dumps(wanted),
            "number": before.number + 1,
            "changed_by": office.user.name,
            "changed_at": now(office),
        }
        if before.number:
            connection.execute(update(sharing).where(*_of(code, device_id)).values(**values))
        else:
            connection.execute(insert(sharing).values(office_code=code, device_id=device_id, **values))
        note(office, connection, "share", device_id, " ".join(wanted))
    return Share(wanted, before.number + 1, before.heard)


def hear(office: "Office", device_id: str, mark: str) -> None:
    """Remember how far a device says it has come, for what is packed on a stick."""
    share = share_of(office, device_id)
    if share.number and share.heard != mark:
        with office.transaction() as connection:
            connection.execute(update(sharing).where(*_of(office.info.code, device_id)).values(heard=mark))


def _of(office_code: str, device_id: str) -> tuple[ColumnElement[bool], ...]:
    return sharing.c.office_code == office_code, sharing.c.device_id == device_id
