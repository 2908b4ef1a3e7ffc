"""The office above takes a hand-over in: it alone says who holds a record, and its word carries the higher number.

A record is held by the office's devices it comes from until it was handed over; then by the device the last hand-over
names. Who does not hold it cannot give it up: an earlier copy of a computer that was restored hears again who does. A
hand-over that cannot be carried out is given back under its own number, so that its giver may go on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select

from forms.problems import Problem
from records.ledger import coming_down
from records.ledger.origins import BELOW
from records.store.audit_chain import tail
from records.store.importing import read as prove
from records.store.tables_sharing import hand_over
from records.store.tables_sync import device
from sync import keyring
from sync.books import note, now
from sync.enrolment.devices import must_stand, sender_of
from sync.handover.standing import hold, row_of, say_again
from sync.protocol import hand_over_paper as papers
from sync.protocol import problem_codes as codes
from sync.protocol import scope, strict_json
from sync.protocol.batch import Sender
from sync.protocol.down_package import DownLine, Neighbour, as_row
from sync.protocol.envelope import HAND_OVER, read_file

if TYPE_CHECKING:
    from records.ledger import Office

_COUNTY = 6  # digits that the codes of a county's computers share


@dataclass
class HandedIn:
    """What became of a paper: records *taken* in, known *again*, given *back* to its device, *refused* (it held them not)."""

    device: str = ""
    taken: int = 0
    again: int = 0
    back: int = 0
    refused: int = 0


def is_hand_over(file: Path) -> bool:
    """Tell by its beginning whether *file* is the paper of a hand-over; SYNC-006 when unreadable."""
    magic = HAND_OVER.document.encode()
    try:
        with file.open("rb") as stream:
            return stream.read(len(magic)) == magic
    except OSError as error:
        raise Problem(codes.UNREADABLE, file.name, {"file": file.name}) from error


def receive(office: "Office", file: Path) -> HandedIn:
    """Take in the paper in *file*; the same again changes nothing. Raises SYNC-001…006, 010…017, nothing is kept then."""
    data = read_file(file)
    key = papers.key_id_in(data, file.name)
    with office.snapshot() as connection:
        sender = sender_of(connection, office.info.code, key)
    paper = papers.verified(data, sender, file.name)
    if paper.document.receiver != office.info.code:
        values = {"receiver": paper.document.receiver, "office": office.info.code}
        raise Problem(codes.OTHER_OFFICE, file.name, values)
    lines = papers.lines_of(paper, keyring.identities(office))
    handed = HandedIn(paper.sender.device)
    with office.transaction() as connection:
        present = must_stand(connection, office.info.code, paper.sender.device)
        if paper.sender.key.key_id != present.key_id:
            raise Problem(codes.KEY_REPLACED)  # its device offers it again, signed with the key it has now
        giver = _device(connection, office.info.code, paper.sender.device)
        if giver is None:
            raise Problem(codes.REVOKED)
        for line in lines:
            word = _take(office, connection, paper.sender, giver, line)
            setattr(handed, word, getattr(handed, word) + 1)
        note(office, connection, "receive-handover", paper.sender.device, paper.digest)
    return handed


def _device(connection: Connection, own: str, device_id: str) -> Row[Any] | None:
    return connection.execute(
        select(device).where(device.c.office_code == own, device.c.device_id == device_id)
    ).one_or_none()


def _take(office: "Office", connection: Connection, sender: Sender, giver: Row[Any], line: DownLine) -> str:
    """Take one record in; return what became of it."""
    own = office.info.code
    key = (line.office, line.record)
    before = row_of(connection, own, key)
    changed = tail(connection, own).seq + 1
    number = 0 if before is None else before.number
    if line.number <= number:
        say_again(connection, own, key, changed)
        return "again"
    holds = (
        before.device_id == sender.device if before is not None else scope.covers(sender.office, line.office)
    )
    if not holds:
        say_again(connection, own, key, changed)
        return "refused"
    to = _device(connection, own, line.holder)
    sound = _is_sound(office, connection, line)
    fits = to is not None and to.state == "enrolled" and to.device_id != sender.device
    fits = fits and to is not None and to.peer_code[:_COUNTY] == sender.office[:_COUNTY]
    if not (sound and fits) or to is None:
        back = Neighbour(giver.device_id, giver.peer_code, giver.peer_name)
        hold(connection, own, line, BELOW, back, changed, now(office))
        return "back"
    _keep(office, connection, sender, line)
    coming_down.touch(connection, [key], changed)  # who held it reads it from now on
    hold(
        connection,
        own,
        line,
        BELOW,
        Neighbour(to.device_id, to.peer_code, to.peer_name),
        changed,
        now(office),
    )
    note(office, connection, "hand_over", line.record, f"{line.number} {sender.device} {line.holder}")
    return "taken"


def _is_sound(office: "Office", connection: Connection, line: DownLine) -> bool:
    """Tell whether the record is what its hashes say, goes on from what stands here, and was not erased here."""
    try:
        prove(as_row(line), office.travel.writer)
    except Problem:
        return False
    key = (line.office, line.record)
    if coming_down.erased_among(connection, [key]):
        return False
    here = coming_down.rows_of(connection, [key]).get(key)
    return here is None or str(here["content_hash"]) in {one.content_hash for one in line.revisions}


def _keep(office: "Office", connection: Connection, sender: Sender, line: DownLine) -> None:
    content = strict_json.encode(line)
    connection.execute(
        insert(hand_over).values(
            office_code=office.info.code,
            record_office=line.office,
            record_id=line.record,
            number=line.number,
            line=content,
            digest=papers.digest_of(content),
            from_device=sender.device,
            to_device=line.holder,
            at=now(office),
        )
    )
