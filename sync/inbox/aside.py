"""What was set aside, looked at by a person: tried again, let in with words, or refused with words.

Trying again is always right: something may have changed (a form was published, a device enrolled anew). Letting in is
for what only a rule of a form, a revoked enrolment or a replaced key stands against; broken history never enters. Refusing tells the
office below. Every answer names who gave it; the line as it came stays where it is.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, select, update

from forms.problems import Problem
from records.problem_codes import REASON_NEEDED
from records.store.tables_sync import device, inbox_batch, inbox_quarantine, inbox_record
from sync.books import note, now
from sync.inbox import retrying
from sync.inbox.batch_keys import BatchKey
from sync.inbox.receiving import receive
from sync.protocol import problem_codes as codes

if TYPE_CHECKING:
    from records.ledger import Office

_NEVER = {
    codes.OUT_OF_SCOPE.code,
    codes.CHAIN_BROKEN.code,
    codes.RECORD_REFUSED.code,
    codes.FORM_UNKNOWN.code,
}


def try_again(office: "Office", quarantine_id: str) -> bool:
    """Judge one thing set aside as if it came today; return whether it is in now.

    Raises SYNC-045 when nothing of this name is set aside; a batch that still cannot enter raises its own problem.
    """
    row = _row(office, quarantine_id)
    if row.payload is None:
        receive(office, _file(office, row))
        _answer(office, row, "")
        return True
    return retrying.again(office, [quarantine_id]) == 1


def release(office: "Office", quarantine_id: str, words: str) -> None:
    """Let in what a person answers for, with *words*. Who revoked a device may not let in its batches alone.

    Raises RECORDS-024 for a clerk, RECORDS-054 without words, SYNC-045, and SYNC-029 for what must never enter so.
    """
    row = _judged_by_a_person(office, quarantine_id, words)
    if row.payload is not None:
        if row.code in _NEVER or not row.record_id:
            raise Problem(codes.NOT_RELEASED, values={"reason": row.words or row.code})
        if retrying.again(office, [quarantine_id], lenient=True) != 1:
            raise Problem(codes.NOT_RELEASED, values={"reason": row.words or row.code})
        _answer(office, row, words)
        return
    if row.code == codes.TAKEN_BACK.code:
        receive(office, _file(office, row))
        _answer(office, row, words)
        return
    if row.code not in (codes.REVOKED.code, codes.KEY_REPLACED.code):
        raise Problem(codes.NOT_RELEASED, values={"reason": row.code})
    with office.snapshot() as connection:
        by = connection.scalar(
            select(device.c.revoked_by).where(
                device.c.office_code == office.info.code, device.c.device_id == row.device_id
            )
        )
    if by == office.user.name and not office.settings.get("one_person", False):
        raise Problem(codes.NOT_RELEASED, values={"reason": by})
    receive(office, _file(office, row), released=True)
    _answer(office, row, words)


def refuse(office: "Office", quarantine_id: str, words: str) -> None:
    """Refuse one thing set aside, with *words* for the office below; a record is returned with them.

    Raises RECORDS-024 for a clerk, RECORDS-054 without words, SYNC-045.
    """
    row = _judged_by_a_person(office, quarantine_id, words)
    _answer(office, row, words)
    if not row.record_id:
        return
    key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
    with office.transaction() as connection:
        decided = {"decided_by": office.user.name, "decided_at": now(office)}
        connection.execute(
            update(inbox_record)
            .where(*key.within(inbox_record, office.info.code), inbox_record.c.record_id == row.record_id)
            .values(verdict="returned", words=words.strip(), **decided)
        )
        connection.execute(
            update(inbox_batch)
            .where(*key.within(inbox_batch, office.info.code))
            .values(unsaid=inbox_batch.c.unsaid + 1)
        )
        note(office, connection, "refuse", quarantine_id)


def _judged_by_a_person(office: "Office", quarantine_id: str, words: str) -> Row[tuple[object, ...]]:
    office.travel.must_lead()
    if not words.strip():
        raise Problem(REASON_NEEDED, place=quarantine_id)
    return _row(office, quarantine_id)


def _row(office: "Office", quarantine_id: str) -> Row[tuple[object, ...]]:
    with office.snapshot() as connection:
        row = find(connection, office.info.code, quarantine_id)
    if row is None:
        raise Problem(codes.BATCH_UNKNOWN, values={"batch": quarantine_id})
    return row


def find(connection: Connection, office_code: str, quarantine_id: str) -> Row[tuple[object, ...]] | None:
    """Return what is set aside under this name and was not answered yet."""
    return connection.execute(
        select(inbox_quarantine).where(
            inbox_quarantine.c.office_code == office_code,
            inbox_quarantine.c.quarantine_id == quarantine_id,
            inbox_quarantine.c.released_at.is_(None),
        )
    ).one_or_none()


def _file(office: "Office", row: Row[tuple[object, ...]]) -> Path:
    """Return the batch as it came."""
    kept = office.folder / "inbox" / str(row.file_name)
    refused = kept.with_suffix(f".{row.code}.refused")
    if not kept.exists() and refused.exists():  # the server set it aside under its code
        return refused
    return kept


def _answer(office: "Office", row: Row[tuple[object, ...]], words: str) -> None:
    """Write who answered, and with which words."""
    with office.transaction() as connection:
        connection.execute(
            update(inbox_quarantine)
            .where(
                inbox_quarantine.c.office_code == office.info.code,
                inbox_quarantine.c.quarantine_id == row.quarantine_id,
            )
            .values(released_at=now(office), released_by=office.user.name, answer=words.strip())
        )
        note(office, connection, "release" if words else "retry", str(row.quarantine_id))
