"""The batches this office sealed and how far each has come; the only place that reads and writes their rows."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select, update

from forms.problems import Problem
from records.store.tables import record
from records.store.tables_sync import batch, batch_record
from sync.protocol.problem_codes import BATCH_UNKNOWN, FILE_GONE

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class BatchState:
    """One sealed batch. *stage*: sealed → carrying (on a stick) | sending → sent → received → decided.

    *sent_bytes* of *size* have reached the server; *verdicts* counts its records by verdict once received.
    *ledger_seq* is the batch's number in the ledger of the office above, once acknowledged.
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
    ledger_seq: int | None = None


def batches(office: "Office") -> list[BatchState]:
    """Return all batches of this office, newest first."""
    with office.snapshot() as connection:
        rows = connection.execute(
            select(batch)
            .where(batch.c.office_code == office.info.code)
            .order_by(batch.c.sealed_at.desc(), batch.c.batch_no.desc())
        ).all()
    return [_state(office.folder, row) for row in rows]


def find(office: "Office", number: int) -> BatchState:
    """Return the batch with this number in the present epoch; SYNC-045 when there is none."""
    epoch = office.info.store_epoch
    for state in batches(office):
        if (state.number, state.epoch) == (number, epoch):
            return state
    raise Problem(BATCH_UNKNOWN, values={"batch": number})


@dataclass(frozen=True, slots=True)
class RecordOut:
    """A record of a sealed batch, and what the office above said of the revision that travelled ('' so far)."""

    record_id: str
    form_id: str
    form_title: str
    title: str
    revision: int
    verdict: str
    code: str
    question: str
    words: str
    content_hash: str = ""


def records(office: "Office", batch_state: "BatchState | int") -> list[RecordOut]:
    """Return the records of a batch by form and title; SYNC-045 for an unknown number."""
    state = find(office, batch_state) if isinstance(batch_state, int) else batch_state
    mine = (
        batch_record.c.office_code == office.info.code,
        batch_record.c.store_epoch == state.epoch,
        batch_record.c.batch_no == state.number,
    )
    same = (record.c.office_code == batch_record.c.office_code) & (
        record.c.record_id == batch_record.c.record_id
    )
    query = select(batch_record, record.c.title).outerjoin(record, same).where(*mine)
    with office.snapshot() as connection:
        rows = connection.execute(
            query.order_by(batch_record.c.form_id, record.c.title, batch_record.c.record_id)
        ).all()
    titles = {info.form_id: info.title.in_("zh") for info in office.forms.all()}
    return [
        RecordOut(
            row.record_id,
            row.form_id,
            titles.get(row.form_id, row.form_id),
            row.title or "",
            row.revision,
            row.verdict or "",
            row.code,
            row.question,
            row.words,
            row.content_hash,
        )
        for row in rows
    ]


def undelivered(office: "Office", epoch_above: str) -> list[BatchState]:
    """Return the batches no acknowledgement under *epoch_above* has confirmed, oldest first.

    Those whose file is gone are left out once their records were offered again (`clearing`). Within an epoch their numbers are the order, whatever the clock said.
    """
    waiting = [
        state
        for state in batches(office)
        if state.confirmed_epoch != epoch_above and state.last_error != FILE_GONE.code
    ]
    begun: dict[str, str] = {}
    for state in waiting:
        begun[state.epoch] = min(begun.get(state.epoch, state.sealed_at), state.sealed_at)
    return sorted(waiting, key=lambda state: (begun[state.epoch], state.epoch, state.number))


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
        row.ledger_seq,
    )
