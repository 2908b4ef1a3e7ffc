"""Asking an office below about a record that seems to be another's: it is returned with words, and the pair waits for the answer."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from forms.problems import Problem
from records.problem_codes import REASON_NEEDED
from records.store.tables import record
from records.store.tables_sync import inbox_batch, inbox_record
from sync.inbox.batch_keys import BatchKey
from sync.inbox.deciding import send_back
from sync.protocol.problem_codes import RECORD_NOT_IN_BATCH

if TYPE_CHECKING:
    from records.ledger import Office

Key = tuple[str, str]  # office code, record id


def ask(office: "Office", returned: Key, other: Key, words: str) -> None:
    """Return the record *returned* to its office with *words*: is it the same as *other*?

    Raises RECORDS-054 without words, RECORDS-024 for a clerk, SYNC-046 for a record that did not come from below or has a
    newer version; what `send_back` refuses is raised.
    """
    if not words.strip():
        raise Problem(REASON_NEEDED, place=returned[1])
    key = _brought(office, returned)
    if key is None:
        raise Problem(RECORD_NOT_IN_BATCH, returned[1])
    for outcome in send_back(office, str(key), [returned[1]], words):
        if outcome.problem is not None:
            raise outcome.problem
    office.records.duplicates.asked(other, returned, words)


def _brought(office: "Office", name: Key) -> BatchKey | None:
    """Return the batch that brought the record as it stands now; None when none did."""
    same = [
        getattr(inbox_batch.c, column) == getattr(inbox_record.c, column)
        for column in ("office_code", "device_id", "store_epoch", "batch_no")
    ]
    stands = (record.c.office_code == inbox_record.c.record_office) & (
        record.c.record_id == inbox_record.c.record_id
    )
    query = (
        select(inbox_record.c.device_id, inbox_record.c.store_epoch, inbox_record.c.batch_no)
        .join(inbox_batch, same[0] & same[1] & same[2] & same[3])
        .join(record, stands & (record.c.content_hash == inbox_record.c.content_hash))
        .where(
            inbox_record.c.office_code == office.info.code,
            inbox_record.c.record_office == name[0],
            inbox_record.c.record_id == name[1],
        )
        .order_by(inbox_batch.c.ledger_seq.desc())
    )
    with office.snapshot() as connection:
        found = connection.execute(query).first()
    return None if found is None else BatchKey(*found)
