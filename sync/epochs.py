"""The generation of this office's present epoch: what its papers say, and how it rises (`sync.protocol.epochs`).

It is read from the database for each paper, since several processes of one server issue them.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from records.store.tables import office as office_table
from sync.protocol import epochs

if TYPE_CHECKING:
    from records.ledger import Office


def generation(connection: Connection, office_code: str) -> int:
    """Return the generation this office's papers carry now."""
    query = select(office_table.c.generation).where(office_table.c.office_code == office_code)
    return int(connection.execute(query).scalar_one())


def hear(office: "Office", mark: str) -> None:
    """Hear from a device which epoch of ours it knows; one that is not this one is passed. Other texts say nothing."""
    told = epochs.unmark(mark)
    if told is None or told[1] == office.info.store_epoch:
        return
    with office.snapshot() as connection:
        if told[0] < generation(connection, office.info.code):
            return
    with office.transaction() as connection:
        connection.execute(
            update(office_table)
            .where(office_table.c.office_code == office.info.code, office_table.c.generation <= told[0])
            .values(generation=told[0] + 1)
        )
