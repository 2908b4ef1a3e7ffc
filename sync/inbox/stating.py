"""Saying at the end of a contact what this office holds of a device: epoch, and count and sum by form (对账)."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from records.store.tables_sync import inbox_record
from sync import epochs, keyring
from sync.books import now, watermark
from sync.protocol import statement as papers

if TYPE_CHECKING:
    from records.ledger import Office


def state(office: "Office", device_id: str, epoch: str, *, with_sums: bool, above: str = "") -> bytes:
    """Return the signed statement on the records of *device_id* in its *epoch*; the sums only when they are asked for.

    *above*: the epoch of this office the device knows (`sync.protocol.epochs.mark`).
    """
    epochs.hear(office, above)
    found: list[papers.FormSum] = []
    if with_sums:
        query = select(
            inbox_record.c.form_id,
            inbox_record.c.record_id,
            inbox_record.c.revision,
            inbox_record.c.content_hash,
        ).where(
            inbox_record.c.office_code == office.info.code,
            inbox_record.c.device_id == device_id,
            inbox_record.c.store_epoch == epoch,
        )
        with office.snapshot() as connection:
            found = papers.sums((row[0], row[1], row[2], row[3]) for row in connection.execute(query))
    with office.snapshot() as connection:
        generation = epochs.generation(connection, office.info.code)
    statement = papers.Statement(
        format=papers.FORMAT,
        suite=papers.SUITE,
        office=office.info.code,
        office_epoch=office.info.store_epoch,
        device=device_id,
        epoch=epoch,
        issued_at=now(office),
        forms=found,
        generation=generation,
        watermark=watermark(office) if above else 0,
    )
    return papers.write(statement, keyring.signer(office))
