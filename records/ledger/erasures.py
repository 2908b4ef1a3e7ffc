"""What an erasing is, as data: what is due, a request for it, its proof, and where the log keeps that."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from records.store.tables import audit


@dataclass(frozen=True, slots=True)
class Due:
    """One record (or roster put aside) whose time is over: under which *rule*, unchanged *since*, *due* since when."""

    office_code: str
    record_id: str
    form_id: str
    title: str
    rule: str
    since: date
    due: date


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request: how many records, why, by whom; *outcome* is '' while it waits, else erased or dropped."""

    number: int
    records: int
    reason: str
    asked_by: str
    asked_at: datetime
    outcome: str
    closed_by: str | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What was done: *checksum* is over every record's name, versions and last hash, and stands in the log's line *line*.

    *above* records were sent up before: the office above keeps its copy by its own rules.
    """

    number: int
    records: int
    versions: int
    persons: int
    files: int
    imports: int
    above: int
    checksum: str
    line: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was erased, and its proof: *checksum* as in `Proof`, in the log's line *line*."""

    erasure: Erasure
    checksum: str
    line: int


def proof_in_log(connection: Connection, office_code: str, number: int) -> tuple[str, int]:
    """Return checksum and line of the log's proof of erasure *number*; ('', 0) when there is none."""
    query = select(audit.c.detail, audit.c.seq).where(
        audit.c.office_code == office_code, audit.c.verb == "erased", audit.c.object == str(number)
    )
    row = connection.execute(query.order_by(audit.c.seq.desc()).limit(1)).first()
    return ("", 0) if row is None else (row.detail.rpartition(" ")[2], int(row.seq))


def erasure_of(row: Any) -> Erasure:
    """Return the request of a row."""
    closed = row["closed_at"]
    return Erasure(
        row["no"],
        len(json.loads(row["records"])) + len(json.loads(row["imports"])),
        row["reason"],
        row["asked_by"],
        datetime.fromisoformat(row["asked_at"]),
        row["outcome"],
        row["closed_by"],
        None if closed is None else datetime.fromisoformat(closed),
    )
