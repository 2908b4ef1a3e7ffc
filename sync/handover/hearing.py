"""Hearing from the office above who holds a record: taken as one's own, or locked, by the number of the hand-over.

The word of the office above under a number takes the place of what was known under that number or a lower one; a lower
one that comes late says nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, update

from forms.problems import Problem
from records.ledger import coming_down
from records.ledger.coming_down import CameDown, Coming
from records.ledger.origins import AWAY, HERE, held
from records.store.audit_chain import tail
from records.store.tables_sharing import hand_over
from sync.books import note, now
from sync.handover.standing import hold
from sync.protocol.down_package import DownLine, Neighbour, as_row

if TYPE_CHECKING:
    from records.ledger import Office


def hear(office: "Office", connection: Connection, lines: Sequence[DownLine], epoch_above: str) -> CameDown:
    """Take over who holds the records of *lines*, with their content where it is this device now."""
    came = CameDown()
    for line in lines:
        _hear(office, connection, line, came)
        _confirm(office, connection, line, epoch_above)
    return came


def _hear(office: "Office", connection: Connection, line: DownLine, came: CameDown) -> None:
    own = office.info.code
    before = held(connection, own, line.office, line.record)
    stage, number = (before[0], before[2]) if before is not None else ("", 0)
    if line.number < number:
        return
    changed = tail(connection, own).seq + 1
    if line.holder != office.info.device_id:
        if line.number > number or stage != AWAY:
            holder = Neighbour(line.holder, line.office, line.name)
            hold(connection, own, line, AWAY, holder, changed, now(office))
            coming_down.touch(connection, [(line.office, line.record)], changed)
            note(office, connection, "handed_over", line.record, f"{line.number} {line.holder}")
        return
    if line.number == number and stage == HERE:
        return
    form = line.revisions[-1].form_digest if line.revisions else ""
    coming = Coming(line.office, line.record, line.form, line.state, as_row(line) if form else None)
    if coming.row is not None and office.travel.writer(line.form, form) is None:
        came.waiting.append(coming)
        return
    try:
        took = coming_down.own(connection, office.travel, coming, line.above)
    except Problem as problem:  # broken on its way, or a fork: the county is told by nobody taking it
        came.refused.append(problem)
        return
    if not took:
        return
    came.fresh += took
    me = Neighbour(office.info.device_id, own, office.info.name)
    hold(connection, own, line, HERE, me, changed, now(office))
    note(office, connection, "take_hand_over", line.record, str(line.number))


def _confirm(office: "Office", connection: Connection, line: DownLine, epoch_above: str) -> None:
    """Offer a hand-over of ours no more, once the office above has said who holds the record under its number."""
    connection.execute(
        update(hand_over)
        .where(
            hand_over.c.office_code == office.info.code,
            hand_over.c.record_office == line.office,
            hand_over.c.record_id == line.record,
            hand_over.c.number <= line.number,
        )
        .values(confirmed_epoch=epoch_above)
    )
