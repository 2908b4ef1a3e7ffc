"""Deciding on received records: accepted, or returned with words at a question; bound to the revision looked at.

The ledger decides whether a decision holds (a newer revision may have come meanwhile); the inbox row then says
the same, and the batch is marked so that the next acknowledgement tells it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, select, update

from forms.problems import Problem
from records.ledger import Outcome
from records.ledger.said import Decision
from records.store.prepared import Prepared
from records.store.tables_sync import inbox_batch, inbox_record
from sync.books import now
from sync.inbox.batch_keys import BatchKey, row_of
from sync.protocol.problem_codes import RECORD_NOT_IN_BATCH

if TYPE_CHECKING:
    from records.ledger import Office

_ENTERED = ("new", "same", "accepted", "returned", "fork")
_decide = Prepared(
    lambda _dialect: (
        update(inbox_record)
        .where(
            inbox_record.c.office_code == bindparam("key_office"),
            inbox_record.c.device_id == bindparam("key_device"),
            inbox_record.c.store_epoch == bindparam("key_epoch"),
            inbox_record.c.batch_no == bindparam("key_no"),
            inbox_record.c.record_id == bindparam("key_record"),
        )
        .values(
            {
                name: bindparam(name)
                for name in ("verdict", "code", "question", "words", "decided_by", "decided_at")
            }
        )
    )
)


def accept(office: "Office", batch: str, ids: Sequence[str] | None = None) -> list[Outcome]:
    """Accept the records *ids* of *batch*, or all that wait for a decision; one outcome for each.

    Raises SYNC-045 for an unknown batch, RECORDS-024 for a clerk; SYNC-046 is the outcome of a record that is
    not in the batch, was set aside, or has a newer revision.
    """
    return _decided(office, batch, ids, "accepted", "", "")


def send_back(
    office: "Office", batch: str, ids: Sequence[str], reason: str, question: str | None = None
) -> list[Outcome]:
    """Return the records *ids* of *batch* with words, about *question* when one is named; outcomes as `accept`.

    Raises RECORDS-054 for a return without words, besides.
    """
    return _decided(office, batch, ids, "returned", reason, question or "")


def _decided(  # noqa: PLR0917  (the two verbs above name every one of them)
    office: "Office", batch: str, ids: Sequence[str] | None, verdict: str, words: str, question: str
) -> list[Outcome]:
    """Decide in one transaction."""
    with office.transaction() as connection:
        row = row_of(connection, office.info.code, batch)
        rows = _rows(connection, row)
        wanted = list(dict.fromkeys(ids)) if ids is not None else _waiting(rows)
        known = [rows[one] for one in wanted if one in rows and rows[one].verdict in _ENTERED]
        decisions = [
            Decision(one.record_office, one.record_id, one.revision, verdict, "", question, words)
            for one in known
        ]
        holds = office.decide(connection, decisions)
        held = [one for one in known if holds[one.record_office, one.record_id]]
        _write(office, connection, row, held, {"verdict": verdict, "question": question, "words": words})
    done = {one.record_id for one in held}
    return [Outcome(one, None if one in done else _not_there(one), None) for one in wanted]


def _rows(connection: Connection, row: Row[Any]) -> dict[str, Row[Any]]:
    """Return the inbox rows of a batch by record."""
    key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
    query = select(inbox_record).where(*key.within(inbox_record, row.office_code))
    return {one.record_id: one for one in connection.execute(query)}


def _waiting(rows: dict[str, Row[Any]]) -> list[str]:
    """Return the records nobody has decided on; forks want a person's choice, record by record."""
    return [record_id for record_id, one in rows.items() if one.verdict in ("new", "same")]


def _write(
    office: "Office", connection: Connection, row: Row[Any], held: list[Row[Any]], decision: dict[str, str]
) -> None:
    """Write the decision beside the batch, and that it is still to be told."""
    if not held:
        return
    moment = now(office)
    values = {**decision, "code": "", "decided_by": office.user.name, "decided_at": moment}
    key = {
        "key_office": row.office_code,
        "key_device": row.device_id,
        "key_epoch": row.store_epoch,
        "key_no": row.batch_no,
    }
    _decide.many(connection, ({**key, **values, "key_record": one.record_id} for one in held))
    left = _waiting(_rows(connection, row))
    mine = BatchKey(row.device_id, row.store_epoch, row.batch_no).within(inbox_batch, row.office_code)
    connection.execute(
        update(inbox_batch)
        .where(*mine)
        .values(
            unsaid=inbox_batch.c.unsaid + len(held),
            stage="imported" if left else "decided",
            decided_at=None if left else moment,
        )
    )


def _not_there(record_id: str) -> Problem:
    return Problem(RECORD_NOT_IN_BATCH, record_id)
