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
from records.store.audit_chain import tail
from records.store.importing import read as prove
from records.store.tables_sharing import hand_over
from records.store.tables_sync import device
from sync import keyring
from sync.books import note, now
from sync.enrolment.devices import must_stand, sender_of
from sync.handover.coming_home import take_home
from sync.handover.standing import FAMILY, hold, row_of, say_again, stage_of
from sync.protocol import hand_over_paper as papers
from sync.protocol import problem_codes as codes
from sync.protocol import scope, strict_json
from sync.protocol.batch import Sender
from sync.protocol.down_package import DownLine, Neighbour, as_row
from sync.protocol.envelope import HAND_OVER, read_file

if TYPE_CHECKING:
    from records.ledger import Office


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
        _say_again(connection, own, key, changed)
        return "again"
    holds = (
        before.device_id == sender.device if before is not None else scope.covers(sender.office, line.office)
    )
    if not holds:
        _say_again(connection, own, key, changed)
        return "refused"
    to = _receiver(office, connection, line.holder, sender)
    sound = _is_sound(office, connection, line)
    if not sound or to is None:
        to, word = Neighbour(giver.device_id, giver.peer_code, giver.peer_name), "back"
    else:
        word = "taken"
        _keep(office, connection, sender, line)
        if to.device == office.info.device_id:
            take_home(office, connection, sender, line)
    coming_down.touch(connection, [key], changed)  # who held it, or believed to, reads it from now on
    stage = stage_of(own, office.info.device_id, to, line.office)
    hold(connection, own, line, stage, to, changed, now(office))
    if word == "back":
        return word
    note(office, connection, "hand_over", line.record, f"{line.number} {sender.device} {line.holder}")
    return "taken"


def _say_again(connection: Connection, own: str, key: tuple[str, str], changed: int) -> None:
    """Tell anew who holds a record, and with it what stands in it.

    Who did not know that it holds the record no more has not read it meanwhile: not even that it was erased.
    """
    say_again(connection, own, key, changed)
    coming_down.touch(connection, [key], changed)


def _receiver(office: "Office", connection: Connection, device_id: str, sender: Sender) -> Neighbour | None:
    """Return who is to have a record: this very computer, or an enrolled one of the same county; None for another."""
    info = office.info
    if device_id == info.device_id:
        return Neighbour(device_id, info.code, info.name) if _same(info.code, sender) else None
    to = _device(connection, info.code, device_id)
    if (
        to is None
        or to.state != "enrolled"
        or to.device_id == sender.device
        or not _same(to.peer_code, sender)
    ):
        return None
    return Neighbour(to.device_id, to.peer_code, to.peer_name)


def _same(office_code: str, sender: Sender) -> bool:
    return office_code[:FAMILY] == sender.office[:FAMILY]


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
