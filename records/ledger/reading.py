"""Reading records whole: the answers of now and every version that ever was."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from records.ledger.finding import head_of
from records.ledger.origins import told
from records.ledger.saving import Row, find_row
from records.ledger.seat import Seat
from records.model.heads import Record, Revision
from records.model.states import State
from records.store.prepared import Prepared
from records.store.tables import revision

_answers = Prepared(
    lambda _dialect: select(revision.c.answers).where(
        revision.c.office_code == bindparam("office_code"),
        revision.c.record_id == bindparam("record_id"),
        revision.c.rev == bindparam("rev"),
    )
)


def answers_of(connection: Connection, row: Row) -> dict[str, Any]:
    """Return the answers of a record's latest revision."""
    found = _answers.one(
        connection, office_code=row["office_code"], record_id=row["record_id"], rev=row["revision"]
    )
    if found is None:
        raise RuntimeError("a record without its revision")
    answers: dict[str, Any] = json.loads(found[0])
    return answers


class Reading:
    """The reading verbs of `office.records`."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def get(self, record_id: str) -> Record:
        """Return a record whole. Raises Problem RECORDS-050."""
        with self._seat.store.reading() as connection:
            row = find_row(connection, self._seat, record_id)
            (head,) = told(connection, self._seat.info.code, [head_of(row)])
            return Record(head, answers_of(connection, row), str(row["form_digest"]))

    def history(self, record_id: str) -> list[Revision]:
        """Return every version of a record, the first one first. Raises Problem RECORDS-050."""
        with self._seat.store.reading() as connection:
            row = find_row(connection, self._seat, record_id)
            query = (
                select(revision)
                .where(revision.c.office_code == row["office_code"], revision.c.record_id == record_id)
                .order_by(revision.c.rev)
            )
            return [_revision(found) for found in connection.execute(query).mappings()]


def _revision(row: Any) -> Revision:
    return Revision(
        record_id=row["record_id"],
        number=row["rev"],
        state=State(row["state"]),
        by=row["by_name"],
        at=datetime.fromisoformat(row["at"]),
        reason=row["reason"],
        device_id=row["device_id"],
        store_epoch=row["store_epoch"],
        form_id=row["form_id"],
        form_digest=row["form_digest"],
        parent_hash=row["parent_hash"],
        content_hash=row["content_hash"],
        answers=json.loads(row["answers"]),
    )
