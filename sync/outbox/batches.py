"""The batches this office sealed and how far each has come; the only place that reads and writes their rows."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select, update

from records.store.tables_sync import batch

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class BatchState:
    """One sealed batch. *stage*: sealed → carrying (on a stick) | sending → sent → received → decided.

    *sent_bytes* of *size* have reached the server; *verdicts* counts its records by verdict once received.
    """

    number: int
    epoch: str
    stage: str
    records: int
    size: int
    sent_bytes: int
    digest: str
    file: Path
    sealed_at: str
    carried_to: str
    received_at: str
    decided_at: str
    confirmed_epoch: str
    verdicts: dict[str, int]
    last_error: str


def batches(office: "Office") -> list[BatchState]:
    """Return all batches of this office, newest first."""
    with office.store.reading() as connection:
        rows = connection.execute(
            select(batch)
            .where(batch.c.office_code == office.info.code)
            .order_by(batch.c.sealed_at.desc(), batch.c.batch_no.desc())
        ).all()
    return [_state(office.folder, row) for row in rows]


def undelivered(office: "Office", epoch_above: str) -> list[BatchState]:
    """Return the batches no acknowledgement under *epoch_above* has confirmed, oldest first."""
    waiting = [state for state in batches(office) if state.confirmed_epoch != epoch_above]
    return waiting[::-1]


def change(connection: Connection, office: "Office", state: BatchState, **values: Any) -> None:
    """Write columns of one batch."""
    connection.execute(
        update(batch)
        .where(
            batch.c.office_code == office.info.code,
            batch.c.store_epoch == state.epoch,
            batch.c.batch_no == state.number,
        )
        .values(**values)
    )


def _state(folder: Path, row: Row[Any]) -> BatchState:
    return BatchState(
        row.batch_no,
        row.store_epoch,
        row.stage,
        row.records,
        row.size,
        row.sent_bytes,
        row.content_hash,
        folder / "outbox" / row.file_name,
        row.sealed_at,
        row.carried_to,
        row.received_at or "",
        row.decided_at or "",
        row.confirmed_epoch,
        json.loads(row.counts),
        row.last_error,
    )
