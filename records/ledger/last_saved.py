"""What forms read of the record of their form that was saved last: ``${last-saved#name}`` of XLSForm.

The last by the counter of changes, never by a clock, and of this office: what came from below was saved elsewhere.
"""

import json
from typing import Any

from sqlalchemy import select

from records.ledger.seat import Seat
from records.store.tables import record, revision


def last_saved(seat: Seat, form_id: str, other_than: str | None) -> list[dict[str, str]]:
    """Return one row with the answers outside repeats, as text by question; none before the first record."""
    code = seat.info.code
    query = (
        select(revision.c.answers)
        .join(
            record,
            (record.c.office_code == revision.c.office_code)
            & (record.c.record_id == revision.c.record_id)
            & (record.c.revision == revision.c.rev),
        )
        .where(record.c.office_code == code, record.c.form_id == form_id)
        .where(record.c.record_id != (other_than or ""))
        .order_by(record.c.changed.desc())
        .limit(1)
    )
    with seat.store.reading() as connection:
        text = connection.execute(query).scalar()
    if text is None:
        return []
    answers: dict[str, Any] = json.loads(text)
    return [{name: _text(value) for name, value in answers.items() if _is_one(value)}]


def _is_one(value: Any) -> bool:
    """Whether an answer is one of a question: rows of a repeat and explanations are not."""
    return not isinstance(value, dict) and not (
        isinstance(value, list) and any(isinstance(v, dict) for v in value)
    )


def _text(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
