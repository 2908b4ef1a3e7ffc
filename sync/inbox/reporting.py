"""Who has reported what, and when: a calendar of the offices below, the overdue ones, and what is missing of their chains.

An office is overdue when nothing came from any of its devices for longer than the office here allows (a month, unless it
says otherwise). A number missing in a device's chain was sealed there and is not here: on a stick, in a drawer, or lost.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from records.ledger.rule_settings import REPORT_EVERY, REPORT_EVERY_DAYS
from records.store.tables_sync import device, inbox_batch
from sync.inbox.looking import missing_before

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Reporting:
    """One office below: records received by month ("2026-11"), its last batch, numbers *missing* by device, days of silence.

    *revoked*: none of its devices stands any more; it cannot be overdue then.
    """

    office_code: str
    office_name: str
    last_at: str
    silent_days: int
    overdue: bool
    revoked: bool
    months: dict[str, int] = field(default_factory=dict)
    missing: tuple[tuple[str, tuple[int, ...]], ...] = ()


def months_before(today: date, count: int) -> list[str]:
    """Return the last *count* months up to that of *today*, oldest first, as "2026-11"."""
    last = today.year * 12 + today.month - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(last - count + 1, last + 1)]


def allowed(office: "Office") -> int:
    """Return how many days an office below may be silent before it is overdue."""
    return int(office.settings.get(REPORT_EVERY) or REPORT_EVERY_DAYS)


def reporting(office: "Office", months: int = 6) -> list[Reporting]:
    """Return every office with a device here, those that are overdue first, then by code."""
    code = office.info.code
    every = allowed(office)
    first = months_before(office.clock.today(), months)[0]
    with office.snapshot() as connection:
        known = connection.execute(
            select(device.c.peer_code, device.c.peer_name, device.c.state, device.c.enrolled_at).where(
                device.c.office_code == code
            )
        ).all()
        last = _last(connection, code)
        counted = _by_month(connection, code, first)
        missing = _missing(connection, code)
    found = []
    for peer in sorted({row.peer_code for row in known}):
        mine = [row for row in known if row.peer_code == peer]
        since = last.get(peer) or min(row.enrolled_at for row in mine)
        silent = (office.clock.now() - datetime.fromisoformat(since)).days
        revoked = all(row.state == "revoked" for row in mine)
        found.append(
            Reporting(
                peer,
                next((row.peer_name for row in mine if row.peer_name), ""),
                last.get(peer, ""),
                silent,
                silent > every and not revoked,
                revoked,
                counted.get(peer, {}),
                tuple(missing.get(peer, ())),
            )
        )
    return sorted(found, key=lambda one: (not one.overdue, one.office_code))


def _last(connection: Connection, code: str) -> dict[str, str]:
    query = select(inbox_batch.c.peer_code, inbox_batch.c.received_at).where(
        inbox_batch.c.office_code == code,
        inbox_batch.c.ledger_seq.in_(
            select(func.max(inbox_batch.c.ledger_seq))
            .where(inbox_batch.c.office_code == code)
            .group_by(inbox_batch.c.peer_code)
        ),
    )
    return {row.peer_code: row.received_at for row in connection.execute(query)}


def _by_month(connection: Connection, code: str, first: str) -> dict[str, dict[str, int]]:
    month = func.substr(inbox_batch.c.received_at, 1, 7)
    query = (
        select(
            inbox_batch.c.peer_code, month.label("month"), func.sum(inbox_batch.c.records).label("records")
        )
        .where(inbox_batch.c.office_code == code, inbox_batch.c.received_at >= first)
        .group_by(inbox_batch.c.peer_code, month)
    )
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.peer_code, {})[row.month] = int(row.records)
    return found


def _missing(connection: Connection, code: str) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """Return by office the devices whose chains have holes, with the numbers."""
    columns = (
        inbox_batch.c.peer_code, inbox_batch.c.device_id, inbox_batch.c.store_epoch, inbox_batch.c.batch_no,
    )  # fmt: skip
    rows = connection.execute(select(*columns).where(inbox_batch.c.office_code == code)).all()
    offices = {(row.device_id, row.store_epoch): row.peer_code for row in rows}
    holes: dict[tuple[str, str], set[int]] = {}
    for key, numbers in missing_before(
        (row.device_id, row.store_epoch, row.batch_no) for row in rows
    ).items():
        holes.setdefault((key.device, key.epoch), set()).update(numbers)
    found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for chain, lacking in holes.items():
        if lacking:
            found.setdefault(offices[chain], []).append((chain[0], tuple(sorted(lacking))))
    return found


def ranges(numbers: tuple[int, ...]) -> str:
    """Return numbers as people write them: 3, 5–7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return "、".join(f"{low}" if low == high else f"{low}–{high}" for low, high in parts)
