"""Letting records travel once more whose sealed file is gone: cleared, or left on the computer that was lost.

Nothing is changed but how far they count as sent: the versions and their hashes stay, so that an office above that has
them answers "same", and one that lacks them gets them whole.
"""

from sqlalchemy import Connection, select, tuple_, update

from records.model.states import State
from records.store.audit_chain import tail
from records.store.tables import record
from records.store.tables_sync import batch_record

_AGAIN = (State.SENT, State.RECEIVED, State.ACCEPTED)


def send_again(connection: Connection, office_code: str, epoch: str, batch_no: int) -> int:
    """Make the records of a batch, as far as they still stand as they were sealed, approved and unsent; return how many.

    The caller writes the audit line.
    """
    sealed = select(batch_record.c.record_id, batch_record.c.content_hash).where(
        batch_record.c.office_code == office_code,
        batch_record.c.store_epoch == epoch,
        batch_record.c.batch_no == batch_no,
        batch_record.c.record_office == "",
    )
    again = (
        update(record)
        .where(
            record.c.office_code == office_code,
            tuple_(record.c.record_id, record.c.content_hash).in_(sealed),
            record.c.state.in_(_AGAIN),
        )
        .values(
            state=str(State.APPROVED),
            sent_revision=0,
            delivered_revision=0,
            changed=tail(connection, office_code).seq + 1,
        )
    )
    return int(connection.execute(again).rowcount)
