"""The three steps of an enrolment, each one transaction and one file."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from forms.problems import Problem
from records.store.safe_files import write_whole
from records.store.tables_sync import device, enrolment, inbox_batch, parent
from sync import epochs, keyring
from sync.books import note, now
from sync.enrolment import key_books
from sync.protocol import enrolment_papers as papers
from sync.protocol.envelope import read_file
from sync.protocol.manifest import SUITE, is_office_code
from sync.protocol.problem_codes import (
    INVITATION_SPENT,
    INVITED_OTHER,
    KEY_TAKEN,
    MEDIUM_UNWRITABLE,
    NOT_STRICT,
)
from sync.protocol.signing import fingerprint

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation was written; *fingerprint* is of this paper alone. *spoken*: who knows it gets the paper over the line."""

    enrolment: str
    file: Path
    fingerprint: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An invitation was answered; *fingerprint* covers both papers, *invitation_fingerprint* the first alone."""

    office: str
    name: str
    file: Path | None
    fingerprint: str
    invitation_fingerprint: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A device was taken in; *fingerprint* covers both papers and must equal the one read on the telephone."""

    device: str
    office: str
    name: str
    fingerprint: str


def new(office: "Office", code: str, file: Path, address: str = "") -> Issued:
    """Write an invitation for the office *code* to *file*; *address* is our server's (https://…), '' when none.

    Raises SYNC-017 for an impossible office code, SYNC-058 when the file cannot be written.
    """
    if not is_office_code(code):
        raise Problem(NOT_STRICT, code, {"reason": "office"})
    moment = now(office)
    with office.snapshot() as connection:
        generation = epochs.generation(connection, office.info.code)
    invitation = papers.Invitation(
        papers.INVITATION_FORMAT,
        SUITE,
        office.ids.token(),
        office.info.code,
        office.info.name,
        office.info.store_epoch,
        address.rstrip("/"),
        keyring.signer(office).public.text,
        office.secrets.age_recipient,
        office.secrets.recovery_recipient,
        code,
        office.ids.token(),
        moment,
        generation,
    )
    data = papers.write_invitation(invitation, keyring.signer(office))
    with office.transaction() as connection:
        connection.execute(
            insert(enrolment).values(
                office_code=office.info.code,
                enrolment_id=invitation.enrolment,
                peer_code=code,
                code=invitation.code.encode(),
                file=data,
                issued_at=moment,
                issued_by=office.user.name,
            )
        )
        note(office, connection, "invite", code)
        _write(file, data)
    digits = papers.spoken(invitation.code)
    return Issued(invitation.enrolment, file, fingerprint(papers.read_invitation(data)[1]), digits)


def by_code(office: "Office", digits: str) -> bytes | None:
    """Return the open invitation whose one-time code is spoken as *digits*; None when there is none."""
    wanted = papers.plain_digits(digits)
    query = select(enrolment.c.code, enrolment.c.file).where(
        enrolment.c.office_code == office.info.code, enrolment.c.used_at.is_(None)
    )
    with office.snapshot() as connection:
        for row in connection.execute(query):
            if hmac.compare_digest(papers.plain_digits(papers.spoken(row.code.decode())), wanted):
                return bytes(row.file)
    return None


def answer(office: "Office", file_in: Path, file_out: Path) -> Answered:
    """Answer the invitation *file_in* with this device's keys in *file_out*; the inviting office is now above us.

    Raises SYNC-001…006, 011 for a bad file, SYNC-031 when it invites another office.
    """
    return answer_bytes(office, read_file(file_in), file_in.name, file_out)[0]


def answer_bytes(
    office: "Office", data: bytes, name: str, file_out: Path | None = None
) -> tuple[Answered, bytes]:
    """Answer the invitation *data*; return what was answered and the answer's bytes, written to *file_out* when given.

    Raises as `answer`.
    """
    invitation, document = papers.read_invitation(data, name)
    if invitation.invited != office.info.code:
        values = {"invited": invitation.invited, "office": office.info.code}
        raise Problem(INVITED_OTHER, name, values)
    signer = keyring.signer(office)
    reply = papers.Answer(
        papers.ANSWER_FORMAT,
        SUITE,
        invitation.enrolment,
        hashlib.sha256(document).hexdigest(),
        office.info.code,
        office.info.name,
        office.info.device_id,
        office.info.store_epoch,
        signer.public.text,
        office.secrets.age_recipient,
        now(office),
    )
    answered = papers.write_answer(reply, invitation.code, signer)
    both = fingerprint(document, papers.read_answer(answered)[1])
    with office.transaction() as connection:
        row = _row_above(office, connection, invitation)
        row |= {"fingerprint": both, "enrolment": data, "answer": answered}
        connection.execute(insert(parent).values(**row))
        note(office, connection, "answer", invitation.office)
        if file_out is not None:
            _write(file_out, answered)
    told = Answered(invitation.office, invitation.name, file_out, both, fingerprint(document))
    return told, answered


def accept(office: "Office", file: Path) -> Accepted:
    """Take in the answer *file*: its device may send from now on. The same file twice is taken in once.

    Raises SYNC-001…006, 011 for a bad file, SYNC-032 (no open invitation), SYNC-033 (one-time code),
    SYNC-034 (device or key known already).
    """
    return accept_bytes(office, read_file(file), file.name)


def accept_bytes(office: "Office", data: bytes, name: str = "") -> Accepted:
    """Take in an answer as it came over the line; raises as `accept`."""
    reply, document = papers.read_answer(data, name)
    with office.transaction() as connection:
        open_invitation = connection.execute(
            select(enrolment).where(
                enrolment.c.office_code == office.info.code, enrolment.c.enrolment_id == reply.enrolment
            )
        ).one_or_none()
        if open_invitation is None or open_invitation.peer_code != reply.office:
            raise Problem(INVITATION_SPENT, name)
        invitation = papers.read_invitation(open_invitation.file)[1]
        papers.check_code(reply, open_invitation.code.decode(), invitation, name)
        both = fingerprint(invitation, document)
        accepted = Accepted(reply.device, reply.office, reply.name, both)
        if open_invitation.used_at is None:
            _check_free(office, connection, reply, name)
            _take_in(office, connection, reply, data, both)
        elif not _taken_in_before(office, connection, open_invitation, data):
            raise Problem(INVITATION_SPENT, name)
    return accepted


def _check_free(office: "Office", connection: Connection, reply: papers.Answer, place: str) -> None:
    """Raise SYNC-034 when device or key are taken; a revoked device of the same office may enrol anew."""
    same = or_(device.c.device_id == reply.device, device.c.signing_public == reply.signing_public)
    for row in connection.execute(select(device).where(device.c.office_code == office.info.code, same)):
        if row.state != "revoked" or (row.device_id, row.peer_code) != (reply.device, reply.office):
            raise Problem(KEY_TAKEN, place)


def _take_in(office: "Office", connection: Connection, reply: papers.Answer, data: bytes, both: str) -> None:
    """Write the device and spend the invitation."""
    code, moment = office.info.code, now(office)
    mine = (device.c.office_code == code, device.c.device_id == reply.device)
    connection.execute(delete(device).where(*mine))
    key_books.close(connection, code, "below", reply.device, key=reply.signing_public, moment=moment)
    connection.execute(  # what was said to keys it may have lost is said again to those it has
        update(inbox_batch)
        .where(inbox_batch.c.office_code == code, inbox_batch.c.device_id == reply.device)
        .values(unsaid=inbox_batch.c.unsaid + 1)
    )
    connection.execute(
        insert(device).values(
            office_code=code,
            device_id=reply.device,
            peer_code=reply.office,
            peer_name=reply.name,
            state="enrolled",
            signing_public=reply.signing_public,
            age_recipient=reply.age_recipient,
            fingerprint=both,
            certificate=data,
            enrolled_at=moment,
            enrolled_by=office.user.name,
        )
    )
    connection.execute(
        update(enrolment)
        .where(enrolment.c.office_code == code, enrolment.c.enrolment_id == reply.enrolment)
        .values(used_at=moment, device_id=reply.device)
    )
    note(office, connection, "enrol", reply.device)


def _taken_in_before(office: "Office", connection: Connection, spent: Row[Any], data: bytes) -> bool:
    """Tell whether exactly this answer spent the invitation."""
    kept = connection.scalar(
        select(device.c.certificate).where(
            device.c.office_code == office.info.code, device.c.device_id == spent.device_id
        )
    )
    return kept == data


def _row_above(office: "Office", connection: Connection, invitation: papers.Invitation) -> dict[str, Any]:
    """Make room for the inviting office as the one above, and return its row; an earlier one stays as replaced."""
    code = office.info.code
    others = (parent.c.office_code == code, parent.c.parent_code != invitation.office)
    connection.execute(update(parent).where(*others).values(state="replaced"))
    mine = (parent.c.office_code == code, parent.c.parent_code == invitation.office)
    before = connection.execute(select(parent).where(*mine)).one_or_none()
    same_epoch = before is not None and before.store_epoch == invitation.office_epoch
    connection.execute(delete(parent).where(*mine))
    key_books.close(connection, code, "above", "", key=invitation.signing_public, moment=now(office))
    return {
        "office_code": code,
        "parent_code": invitation.office,
        "name": invitation.name,
        "state": "asked",
        "address": invitation.address,
        "store_epoch": invitation.office_epoch,
        "generation": invitation.generation,
        "signing_public": invitation.signing_public,
        "age_recipient": invitation.age_recipient,
        "recovery_recipient": invitation.recovery_recipient,
        "last_ack_seq": before.last_ack_seq if before is not None and same_epoch else 0,
        "forms_seq": before.forms_seq if before is not None else 0,
        "forms_epoch": before.forms_epoch if before is not None else "",
        "enrolled_at": now(office),
    }


def _write(file: Path, data: bytes) -> None:
    """Write an enrolment file, on disk or stick; SYNC-058 when it cannot be."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
    except OSError as error:
        values = {"folder": str(file.parent), "reason": error.strerror or type(error).__name__}
        raise Problem(MEDIUM_UNWRITABLE, str(file), values) from error
