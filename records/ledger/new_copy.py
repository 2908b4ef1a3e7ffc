"""A restored office is another copy of the same office: new store epoch, next receipt series.

That a copy still has to become one stands in its keyring until it is done, so a restore that was killed is finished by
whoever opens the folder next: no number of the lost copy can be given again (reliability notes C5, I3).
"""

from dataclasses import replace

from sqlalchemy import Connection, func, select, update

from records.ledger.seat import Seat, put_setting
from records.model.receipts import series_after
from records.store.audit_chain import append
from records.store.keyring import Keyring
from records.store.tables import office
from records.store.tables_sync import acknowledgement, inbox_batch

ACKNOWLEDGED_BEFORE = "acknowledged_before"  # setting: the last acknowledgement of an epoch before this one


def become(seat: Seat, keyring: Keyring) -> None:
    """Make the open office the new copy its keyring says it has to become; nothing when it is one already."""
    epoch = keyring.new_epoch
    if not epoch:
        return
    info = seat.info
    if info.store_epoch != epoch:
        info = replace(info, store_epoch=epoch, series=series_after(info.series, epoch))
        with seat.store.writing() as connection:
            append(connection, seat.author(), "restore", info.store_epoch, info.series)
            connection.execute(
                update(office)
                .where(office.c.office_code == info.code)
                .values(store_epoch=info.store_epoch, series=info.series, generation=office.c.generation + 1)
            )
            _acknowledge_anew(connection, info.code)
        seat.settings.refresh()
        seat.info = info
    keyring.new_epoch = ""
    keyring.write()


def _acknowledge_anew(connection: Connection, office_code: str) -> None:
    """Let every batch from below be acknowledged once more: what the epoch before said counts no longer down there."""
    last = select(func.max(acknowledgement.c.ack_seq)).where(acknowledgement.c.office_code == office_code)
    put_setting(connection, office_code, ACKNOWLEDGED_BEFORE, int(connection.scalar(last) or 0))
    connection.execute(
        update(inbox_batch)
        .where(inbox_batch.c.office_code == office_code)
        .values(unsaid=inbox_batch.c.unsaid + 1)
    )
