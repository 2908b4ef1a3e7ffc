"""Telling the office above what was erased here: it holds copies of what was sent up, and must know (个人信息保护法 art. 21, 47).

Each erasing that took records which had travelled becomes one signed notice; it goes up with the next contact, after the
batches, or on a stick, and stands open until the office above has answered that its copies are gone or are kept. An office
above that was restored from a backup has the copies again: then the notice goes again.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from forms.problems import Problem
from records.ledger.erasures import proof_in_log
from records.store.safe_files import write_whole
from records.store.tables import record
from records.store.tables_erasures import erasure_out
from records.store.tables_retention import erased_record, erasure
from sync import keyring, stick
from sync.books import note, now
from sync.enrolment.above import OfficeAbove, find, office_above, required
from sync.outbox.applying import follow_epoch
from sync.outbox.link import Request
from sync.outbox.talking import Talk
from sync.outbox.uploading import upload
from sync.protocol import erasure_notice as papers
from sync.protocol import problem_codes as codes
from sync.protocol import signing
from sync.protocol.envelope import read_file
from sync.protocol.requests import ERASURE_TYPE

if TYPE_CHECKING:
    from records.ledger import Office

_UNANSWERED = ("sealed", "carrying", "sending", "sent", "waiting")


@dataclass(frozen=True, slots=True)
class NoticeOut:
    """A notice: *number* of the erasing, *stage*: sealed → carrying | sending → sent → waiting (for a person above) →
    erased | kept; *held*: how many of its *records* were held above when it answered.
    """

    number: int
    stage: str
    records: int
    held: int
    file: Path
    digest: str
    sealed_at: str
    answered_at: str
    parent_epoch: str


def notices(office: "Office") -> list[NoticeOut]:
    """Return every notice, the oldest first; what was erased since the last contact becomes one here."""
    with office.transaction() as connection:
        above = find(connection, office.info.code)
        if above is not None:
            offer(office, connection, above)
        query = select(erasure_out).where(erasure_out.c.office_code == office.info.code)
        return [
            _notice(office.folder, row)
            for row in connection.execute(query.order_by(erasure_out.c.erasure_no))
        ]


def open_notices(office: "Office", epoch: str) -> list[NoticeOut]:
    """Return the notices the office above, in its *epoch*, has not answered for good."""
    return [one for one in notices(office) if one.stage in _UNANSWERED or one.parent_epoch not in ("", epoch)]


def offer(office: "Office", connection: Connection, above: OfficeAbove) -> int:
    """Seal a notice of each erasing that took records which had travelled; return how many are new."""
    code = office.info.code
    known = select(erasure_out.c.erasure_no).where(erasure_out.c.office_code == code)
    query = (
        select(erasure.c.no)
        .where(erasure.c.office_code == code, erasure.c.outcome == "erased", erasure.c.no.not_in(known))
        .order_by(erasure.c.no)
    )
    return sum(_seal(office, connection, above, number) for number in connection.scalars(query).all())


def _seal(office: "Office", connection: Connection, above: OfficeAbove, number: int) -> bool:
    gone = (
        select(
            erased_record.c.office_code,
            erased_record.c.record_id,
            record.c.form_id,
            erased_record.c.revisions,
            erased_record.c.content_hash,
        )
        .join(
            record,
            and_(
                record.c.office_code == erased_record.c.office_code,
                record.c.record_id == erased_record.c.record_id,
            ),
        )
        .where(erased_record.c.erasure_no == number, record.c.sent_revision > 0)
        .order_by(erased_record.c.office_code, erased_record.c.record_id)
    )
    lines = [papers.ErasedLine(*row) for row in connection.execute(gone)]
    if not lines:
        return False
    code = office.info.code
    checksum, line = proof_in_log(connection, code, number)
    notice = papers.ErasureNotice(
        format=papers.FORMAT,
        suite=papers.SUITE,
        device=office.info.device_id,
        sender=code,
        receiver=above.code,
        number=number,
        created_at=now(office),
        checksum=checksum,
        audit_line=line,
        records=lines,
    )
    data = papers.write(notice, keyring.signer(office))
    digest = hashlib.sha256(data).hexdigest()
    file = office.folder / "outbox" / f"{code}-{number:06d}-{digest[:12]}{papers.ERASURE.extension}"
    file.parent.mkdir(exist_ok=True)
    write_whole(file, data)
    connection.execute(
        insert(erasure_out).values(
            office_code=code, erasure_no=number, parent_code=above.code, stage="sealed", file_name=file.name,
            size=len(data), digest=digest, records=len(lines), sealed_at=notice.created_at,
        )
    )  # fmt: skip
    note(office, connection, "tell_erasure", str(number), digest)
    return True


def send(office: "Office", talk: Talk, epoch: str) -> int:
    """Carry open notices up and ask what became of them; return how many are answered for good in this contact.

    A server of before sets a notice aside as no file of its own: it stays open here, and is offered again.
    """
    answered = 0
    for one in open_notices(office, epoch):
        if one.stage not in ("sent", "waiting") or one.parent_epoch not in ("", epoch):
            upload(talk, one.file, one.digest)
            _change(office, one.digest, stage="sent", sent_bytes=one.file.stat().st_size)
        reply = talk.ask(Request("GET", f"/erasures/{one.digest}", {"Prefer": "wait=5"}), expected=(400, 404))
        if reply.status != 200:  # not taken in there, or not yet: offered again at the next contact
            _change(office, one.digest, stage="sending")
            continue
        if reply.headers.get("content-type") != ERASURE_TYPE:
            raise Problem(codes.NOT_OUR_SERVER)
        answered += apply_bytes(office, reply.body, "erased").stage in (papers.ERASED, papers.KEPT)
    return answered


def carry(office: "Office", folder: Path) -> list[Path]:
    """Carry open notices to *folder*, a stick; return their files there. Raises SYNC-030, 057, 058."""
    above = office_above(office)
    if above is None:
        raise Problem(codes.NO_OFFICE_ABOVE)
    carried = []
    for one in open_notices(office, above.store_epoch):
        carried.append(stick.carry(read_file(one.file), folder, one.file.name))
        if one.stage == "sealed":
            _change(office, one.digest, stage="carrying")
    return carried


def is_answer(file: Path) -> bool:
    """Tell by its beginning whether *file* is an answer to a notice; SYNC-006 when unreadable."""
    magic = papers.ANSWER.document.encode()
    try:
        with file.open("rb") as stream:
            return stream.read(len(magic)) == magic
    except OSError as error:
        raise Problem(codes.UNREADABLE, file.name, {"file": file.name}) from error


def apply(office: "Office", file: Path) -> papers.ErasureAnswer:
    """Take in the answer in *file*; see `apply_bytes`. Raises SYNC-003, 006 when it cannot be read."""
    return apply_bytes(office, read_file(file), file.name)


def apply_bytes(office: "Office", data: bytes, name: str = "") -> papers.ErasureAnswer:
    """Verify an answer and write what became of the copies above.

    An answer for good is not undone by a late *waiting* of the same epoch. Raises SYNC-001…005, 011, 017, 030, 041…043,
    090 (no notice of ours).
    """
    with office.transaction() as connection:
        above = required(connection, office.info.code)
        key = above.key_for(signing.key_id_in(data, papers.ANSWER, name))
        said = papers.read_answer(data, key, name)
        if (said.office, said.device) != (above.code, office.info.device_id):
            raise Problem(codes.ACK_OTHER_DEVICE, name)
        follow_epoch(office, connection, above, said, name)
        row = connection.execute(
            select(erasure_out).where(
                erasure_out.c.office_code == office.info.code, erasure_out.c.digest == said.digest
            )
        ).one_or_none()
        if row is None:
            raise Problem(codes.NO_SUCH_NOTICE, name)
        final = row.stage in (papers.ERASED, papers.KEPT) and row.parent_epoch == said.office_epoch
        if (final and said.stage == papers.WAITING) or (row.stage == said.stage and final):
            return said
        values = {"stage": said.stage, "held": said.held, "parent_epoch": said.office_epoch}
        connection.execute(
            update(erasure_out)
            .where(erasure_out.c.office_code == office.info.code, erasure_out.c.digest == said.digest)
            .values(**values, answer=data, answered_at=said.issued_at)
        )
        if said.stage != row.stage:
            note(office, connection, "erasure_answer", str(row.erasure_no), f"{said.stage} {said.checksum}")
    return said


def _change(office: "Office", digest: str, **values: Any) -> None:
    with office.transaction() as connection:
        connection.execute(
            update(erasure_out)
            .where(erasure_out.c.office_code == office.info.code, erasure_out.c.digest == digest)
            .values(**values)
        )


def _notice(folder: Path, row: Row[Any]) -> NoticeOut:
    return NoticeOut(
        row.erasure_no,
        row.stage,
        row.records,
        row.held,
        folder / "outbox" / row.file_name,
        row.digest,
        row.sealed_at,
        row.answered_at or "",
        row.parent_epoch,
    )
