"""Records in a batch that were handed over: sent by who holds them now, or by who has given them up.

The holder may send a record of another office. Who gave it up may still send the versions it gave up (an office above
that was restored is offered everything again); what it made since stands beside the ledger's line as a fork, or, where
nothing of the record is here yet, is set aside.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from forms.problems import Problem
from records.ledger import coming_down
from sync.handover import standing
from sync.inbox.checking import Checked, Refused, refused
from sync.protocol.batch import RecordLine
from sync.protocol.problem_codes import HELD_ELSEWHERE

Key = tuple[str, str]  # office code, record id


def held_by(connection: Connection, own: str, device_id: str) -> frozenset[Key]:
    """Return the records that were handed over to the device: it may send them though they are another office's."""
    return standing.held_by_device(connection, own, device_id)


def given_up_among(
    connection: Connection, own: str, device_id: str, lines: Iterable[RecordLine]
) -> dict[Key, bool]:
    """Return the records the device has given up and changed since; whether anything of them is here."""
    records = [line for line in lines if line.revisions]
    holders = standing.holders(connection, own, [(line.office, line.record) for line in records])
    found: dict[Key, bool] = {}
    for line in records:
        key = line.office, line.record
        if holders.get(key, device_id) == device_id:
            continue
        if line.revisions[-1].content_hash not in standing.given_up(connection, own, key):
            found[key] = bool(coming_down.rows_of(connection, [key]))
    return found


def without_holding(one: Checked | Refused, given_up: Mapping[Key, bool]) -> Checked | Refused:
    """Set aside a record its sender has given up, when nothing of it is here that its version could stand beside."""
    if isinstance(one, Refused) or given_up.get((one.line.office, one.line.record), True):
        return one
    return refused(one.line, Problem(HELD_ELSEWHERE))
