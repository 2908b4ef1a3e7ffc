"""Naming a received batch: device, store epoch, number; written ``device:epoch:number``, or its ledger number."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from forms.problems import Problem
from records.store.tables_sync import inbox_batch
from sync.protocol.problem_codes import BATCH_UNKNOWN


@dataclass(frozen=True, slots=True)
class BatchKey:
    """The identity of a batch."""

    device: str
    epoch: str
    number: int

    def __str__(self) -> str:
        return f"{self.device}:{self.epoch}:{self.number}"

    def within(self, table: Table, office_code: str) -> tuple[ColumnElement[bool], ...]:
        """Return the condition that picks this batch in one of the inbox's tables."""
        return (
            table.c.office_code == office_code,
            table.c.device_id == self.device,
            table.c.store_epoch == self.epoch,
            table.c.batch_no == self.number,
        )


def row_of(connection: Connection, office_code: str, batch: str) -> Row[Any]:
    """Return the row of a received batch by its written key or its number in our ledger; SYNC-045 when unknown."""
    parts = batch.split(":")
    query = select(inbox_batch).where(inbox_batch.c.office_code == office_code)
    if len(parts) == 3 and _plain(parts[2]):
        query = select(inbox_batch).where(
            *BatchKey(parts[0], parts[1], int(parts[2])).within(inbox_batch, office_code)
        )
    elif _plain(batch):
        query = query.where(inbox_batch.c.ledger_seq == int(batch))
    else:
        raise Problem(BATCH_UNKNOWN, values={"batch": batch})
    row = connection.execute(query).one_or_none()
    if row is None:
        raise Problem(BATCH_UNKNOWN, values={"batch": batch})
    return row


def _plain(text: str) -> bool:
    """Tell whether *text* is a whole number that fits a database."""
    return text.isascii() and text.isdecimal() and len(text) < 10
