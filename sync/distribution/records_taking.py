"""Takes the records the office above gives this device: verified first, in order, the same again changes nothing.

A package is refused when another office signed it, when it is for another device, when it comes from a life of the
database above that is over, and when one before it is lacking. One that reaches no further than the last changes
nothing. Records whose form version is not known here yet wait, and enter when the form has come.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from forms.problems import Problem
from records.ledger import coming_down
from records.ledger.coming_down import CameDown, Coming
from records.store.audit_chain import Author
from records.store.tables_sharing import down_waiting, neighbour, origin
from records.store.tables_sync import parent
from sync import handover, keyring
from sync.books import note, now
from sync.distribution import files_taking
from sync.enrolment.above import OfficeAbove, required
from sync.protocol import down_package as papers
from sync.protocol import problem_codes as codes
from sync.protocol import signing, strict_json
from sync.protocol.down_package import DownLine, Mark, as_row
from sync.protocol.envelope import DOWN, read_file

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass
class TakenRecords:
    """What a package brought: records *fresh* (or in a new version), *moved*, *erased*; those *waiting* for a form.

    *handed*: records handed over to this device. *files*: attached files that followed. *again*: it reached no further than what was here. *problems*: what two people should know of.
    """

    mark: str = ""
    fresh: int = 0
    moved: int = 0
    erased: int = 0
    waiting: int = 0
    handed: int = 0
    files: int = 0
    again: bool = False
    epoch: str = ""
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "TakenRecords") -> None:
        """Count what the next package brought."""
        self.mark = other.mark
        self.fresh += other.fresh
        self.moved += other.moved
        self.erased += other.erased
        self.handed += other.handed
        self.files += other.files
        self.waiting = other.waiting


def take_records(office: "Office", file: Path) -> TakenRecords:
    """Take the package in *file*; see `take_records_bytes`. Raises SYNC-003, 006 when it cannot be read."""
    return take_records_bytes(office, read_file(file), file.name)


def take_records_bytes(office: "Office", data: bytes, name: str = "") -> TakenRecords:
    """Verify a package of records and take it in, in one transaction.

    Raises SYNC-001…005, 011, 014…018, 042 (damaged or forged), 030 (no office above), 080 (another device's),
    081 (of a life above that is over), 082 (one before it is lacking). Nothing is changed then.
    """
    with office.snapshot() as connection:
        above = required(connection, office.info.code)
    opened = papers.verified(data, above.key_for(signing.key_id_in(data, DOWN, name)), name)
    said = opened.document
    if (said.office, said.device) != (above.code, office.info.device_id):
        raise Problem(codes.DOWN_OTHER_DEVICE, name)
    lines = papers.lines_of(opened, keyring.identities(office))
    with office.transaction() as connection:
        above = required(connection, office.info.code)
        taken = TakenRecords(said.mark, epoch=said.epoch)
        if not _is_next(above, said, name):
            taken.again = True
            return taken
        _tell_around(office, connection, said)
        _enter(office, connection, lines, taken)
        connection.execute(
            update(parent)
            .where(parent.c.office_code == office.info.code, parent.c.parent_code == above.code)
            .values(down_mark=said.mark)
        )
        note(office, connection, "take_records", above.code, f"{len(lines)} {said.mark}")
    return taken


def _is_next(above: OfficeAbove, said: papers.Down, name: str) -> bool:
    """Tell whether a package goes on from what was taken; False for one that brings nothing further.

    Raises SYNC-101 for one of an epoch the office above has left, SYNC-102 when one before it is lacking.
    """
    mark, known, after = (
        papers.mark_of(said.mark),
        papers.mark_of(above.down_mark),
        papers.mark_of(said.after),
    )
    if mark is None:
        return False
    if mark.epoch != above.store_epoch and mark.generation < above.generation:
        raise Problem(codes.DOWN_OLDER, name)
    if known is not None and mark.epoch != known.epoch and mark.generation <= known.generation:
        raise Problem(codes.DOWN_OLDER, name)
    same_life = known is not None and mark.epoch == known.epoch
    if known is not None and same_life:
        if mark.place < known.place or (mark.place == known.place and mark.around == known.around):
            return False
        if after is None and mark.setting > known.setting:
            return True  # what the device is given was changed: everything comes anew
    if after is None:
        return True
    if known is None or not _reaches(known, after):
        raise Problem(codes.DOWN_GAP, name)
    return True


def _reaches(known: Mark, after: Mark) -> bool:
    return known.epoch == after.epoch and known.place >= after.place


def _tell_around(office: "Office", connection: Connection, said: papers.Down) -> None:
    """Keep the names of the offices whose records come, and the devices a record may be handed over to."""
    code = office.info.code
    for table in (origin, neighbour):
        connection.execute(delete(table).where(table.c.office_code == code))
    offices = [
        {"office_code": code, "origin_code": one, "name": name}
        for one, name in said.offices.items()
        if one != code
    ]
    devices = [
        {"office_code": code, "device_id": one.device, "peer_code": one.office, "name": one.name}
        for one in said.devices
    ]
    for table, rows in ((origin, offices), (neighbour, devices)):
        if rows:
            connection.execute(insert(table), rows)


def _enter(office: "Office", connection: Connection, lines: Sequence[DownLine], taken: TakenRecords) -> None:
    """Take in the records of a package, and those that waited for a form that has come since."""
    again = _that_waited(office, connection, {(line.office, line.record) for line in lines})
    every = [*lines, *again]
    handed = handover.hear(office, connection, [one for one in every if one.number], taken.epoch)
    mine = handover.held_here(connection, office.info.code, every)
    plain = [one for one in every if one.form and (one.office, one.record) not in mine]
    came = _take(office, connection, plain)
    came.waiting += handed.waiting
    came.refused += handed.refused
    taken.fresh, taken.moved, taken.erased = came.fresh, came.moved, came.erased
    taken.handed = handed.fresh
    taken.problems += came.refused
    if came.forked:
        taken.problems.append(Problem(codes.DOWN_FORKED, values={"count": len(came.forked)}))
    by_key = {(line.office, line.record): line for line in (*again, *lines)}
    _let_wait(office, connection, [by_key[one.key] for one in came.waiting])
    files_taking.expect(office, connection, every)
    taken.waiting = len(came.waiting)


def _take(office: "Office", connection: Connection, lines: Sequence[DownLine]) -> CameDown:
    info = office.info
    author = Author(info.code, office.user.name, info.device_id, info.store_epoch, now(office))
    forms = [info.form_id for info in office.forms.all()]
    return coming_down.take(connection, office.travel, author, [coming_of(line) for line in lines], forms)


def coming_of(line: DownLine) -> Coming:
    """Return a line as the ledger takes it in."""
    return Coming(
        line.office, line.record, line.form, line.state, as_row(line) if line.revisions else None, line.erased
    )


def _that_waited(office: "Office", connection: Connection, but: set[tuple[str, str]]) -> list[DownLine]:
    """Return the lines that waited and whose form has come, and forget those a newer line replaces."""
    code = office.info.code
    found: list[DownLine] = []
    for row in connection.execute(select(down_waiting).where(down_waiting.c.office_code == code)).all():
        key = row.record_office, row.record_id
        known = office.forms.by_digest(row.form_digest) is not None
        if key not in but and not known:
            continue
        if key not in but:
            found.append(strict_json.decode(bytes(row.line), DownLine))
        connection.execute(
            delete(down_waiting).where(
                down_waiting.c.office_code == code,
                down_waiting.c.record_office == key[0],
                down_waiting.c.record_id == key[1],
            )
        )
    return found


def _let_wait(office: "Office", connection: Connection, lines: Sequence[DownLine]) -> None:
    rows = [
        {
            "office_code": office.info.code,
            "record_office": line.office,
            "record_id": line.record,
            "form_digest": line.revisions[-1].form_digest,
            "line": strict_json.encode(line),
        }
        for line in lines
    ]
    if rows:
        connection.execute(insert(down_waiting), rows)
