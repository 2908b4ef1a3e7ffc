"""Hearing that an office below erased personal data: our copies are put down to be erased by a person here, with proof.

The office below asked and erased by two; here one more person confirms (`office.retention.confirm`), for what came from
below may by now stand in figures, returns and audits of this office. What was confirmed or dropped is said when the
device asks, signed. An erasing here becomes a notice of its own for the office above this one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select

from forms.problems import Problem
from records.ledger.erasures import proof_in_log
from records.store.safe_files import write_whole
from records.store.tables import record
from records.store.tables_erasures import erasure_in
from records.store.tables_retention import erased_record, erasure
from records.store.tables_sync import device
from sync import epochs, keyring
from sync.books import note, now
from sync.enrolment.devices import must_stand, sender_of
from sync.protocol import erasure_notice as papers
from sync.protocol import problem_codes as codes
from sync.protocol import scope
from sync.protocol.envelope import read_file

if TYPE_CHECKING:
    from records.ledger import Office

_MANY = 400  # ids in one IN list


@dataclass(frozen=True, slots=True)
class NoticeIn:
    """A notice from below: *records* in it, *held*: how many of them are here, *number* of the request here (None: none).

    *stage* as in its answer: waiting, erased, kept. *again*: it was here before.
    """

    digest: str
    office_code: str
    office_name: str
    their_number: int
    records: int
    held: int
    number: int | None
    stage: str
    received_at: str
    again: bool = False


def is_notice(file: Path) -> bool:
    """Tell by its beginning whether *file* is a notice of an erasure; SYNC-006 when unreadable."""
    magic = papers.ERASURE.document.encode()
    try:
        with file.open("rb") as stream:
            return stream.read(len(magic)) == magic
    except OSError as error:
        raise Problem(codes.UNREADABLE, file.name, {"file": file.name}) from error


def receive_notice(office: "Office", file: Path) -> NoticeIn:
    """Receive the notice in *file*; receiving it twice is receiving it once.

    Raises SYNC-001…006, 010…013, 017, 020 (it names records the device may not speak of); nothing is kept then.
    """
    data = read_file(file, papers.LIMITS)
    code = office.info.code
    with office.snapshot() as connection:
        opened = papers.read(data, lambda key_id: sender_of(connection, code, key_id), file.name)
    said = opened.notice
    if said.receiver != code:
        raise Problem(codes.OTHER_OFFICE, file.name, {"receiver": said.receiver, "office": code})
    for one in said.records:
        if not scope.covers(said.sender, one.office):
            raise Problem(codes.OUT_OF_SCOPE, file.name, {"owner": one.office})
    with office.transaction() as connection:
        name = _name(connection, code, said.device)
        if must_stand(connection, code, said.device) != opened.sender.key:
            raise Problem(codes.KEY_REPLACED)  # it was sealed anew when that key was renewed
        before = _find(connection, code, opened.digest)
        if before is not None:
            return _notice(connection, before, again=True)
        held = _held(connection, [(one.office, one.record) for one in said.records])
        number = None
        if held:
            words = f"{name}（{said.sender}）第 {said.number} 号删除"
            number = office.retention.ask_for_below(connection, held, words, name or said.sender)
        connection.execute(
            insert(erasure_in).values(
                office_code=code, digest=opened.digest, device_id=said.device, peer_code=said.sender,
                their_no=said.number, erasure_no=number, records=len(said.records), held=len(held), file=data,
                received_at=now(office),
            )
        )  # fmt: skip
        note(office, connection, "hear_erasure", f"{said.sender} {said.number}", opened.digest)
        row = _find(connection, code, opened.digest)
        if row is None:
            raise RuntimeError("the notice just written is not there")
        return _notice(connection, row)


def notices(office: "Office") -> list[NoticeIn]:
    """Return what offices below told of, the newest first."""
    query = select(erasure_in).where(erasure_in.c.office_code == office.info.code)
    with office.snapshot() as connection:
        rows = connection.execute(query.order_by(erasure_in.c.received_at.desc(), erasure_in.c.digest)).all()
        return [_notice(connection, row) for row in rows]


def answer(office: "Office", digest: str, device_id: str | None = None) -> bytes | None:
    """Return the signed answer to the notice *digest*, of *device_id* when given; None when there is none such."""
    with office.snapshot() as connection:
        row = _find(connection, office.info.code, digest)
        if row is None or device_id not in (None, row.device_id):
            return None
        found = _notice(connection, row)
        checksum, line = (
            proof_in_log(connection, office.info.code, row.erasure_no)
            if found.stage == papers.ERASED and row.erasure_no is not None
            else ("", 0)
        )
        generation = epochs.generation(connection, office.info.code)
    said = papers.ErasureAnswer(
        format=papers.ANSWER_FORMAT,
        suite=papers.SUITE,
        office=office.info.code,
        office_epoch=office.info.store_epoch,
        device=row.device_id,
        digest=digest,
        number=row.their_no,
        stage=found.stage,
        held=row.held,
        issued_at=now(office),
        checksum=checksum,
        audit_line=line,
        generation=generation,
    )
    return papers.write_answer(said, keyring.signer(office))


def write_answer(office: "Office", number: int, file: Path) -> Path:
    """Write the answer to the notice whose request here is *number* to *file*; SYNC-090 unknown, SYNC-058 unwritable."""
    with office.snapshot() as connection:
        query = select(erasure_in.c.digest).where(
            erasure_in.c.office_code == office.info.code, erasure_in.c.erasure_no == number
        )
        digest = connection.scalar(query.order_by(erasure_in.c.received_at.desc()).limit(1))
    data = None if digest is None else answer(office, digest)
    if data is None:
        raise Problem(codes.NO_SUCH_NOTICE, str(number))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
    except OSError as error:
        values = {"folder": str(file.parent), "reason": error.strerror or type(error).__name__}
        raise Problem(codes.MEDIUM_UNWRITABLE, str(file), values) from error
    return file


def _name(connection: Connection, office_code: str, device_id: str) -> str:
    mine = (device.c.office_code == office_code, device.c.device_id == device_id)
    return str(connection.execute(select(device.c.peer_name).where(*mine)).scalar_one())


def _held(connection: Connection, named: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return which of the records named are here and not erased yet."""
    found: set[tuple[str, str]] = set()
    for start in range(0, len(named), _MANY):
        ids = [record_id for _owner, record_id in named[start : start + _MANY]]
        here = select(record.c.office_code, record.c.record_id).where(record.c.record_id.in_(ids))
        gone = select(erased_record.c.office_code, erased_record.c.record_id).where(
            erased_record.c.record_id.in_(ids)
        )
        found |= {(row[0], row[1]) for row in connection.execute(here)}
        found -= {(row[0], row[1]) for row in connection.execute(gone)}
    return [one for one in named if one in found]


def _find(connection: Connection, office_code: str, digest: str) -> Row[Any] | None:
    return connection.execute(
        select(erasure_in).where(erasure_in.c.office_code == office_code, erasure_in.c.digest == digest)
    ).one_or_none()


def _notice(connection: Connection, row: Row[Any], *, again: bool = False) -> NoticeIn:
    outcome = "erased"
    if row.erasure_no is not None:
        query = select(erasure.c.outcome).where(
            erasure.c.office_code == row.office_code, erasure.c.no == row.erasure_no
        )
        outcome = str(connection.scalar(query) or "")
    stage = {"": papers.WAITING, "erased": papers.ERASED, "dropped": papers.KEPT}[outcome]
    name = _name(connection, row.office_code, row.device_id)
    return NoticeIn(
        row.digest, row.peer_code, name, row.their_no, row.records, row.held, row.erasure_no, stage,
        row.received_at, again,
    )  # fmt: skip
