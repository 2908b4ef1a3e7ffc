"""`office.counting.closed`: figures of closed periods, kept as they were reported.

Closing, reopening and correcting by hand belong to who leads (reviewer, leader, or one alone), each with a line in the
log; who signs answers for the truth (统计法 2024 art. 24).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from forms.problems import Problem
from records.ledger.seat import Seat
from records.problem_codes import FIGURE_NOT_CLOSED, PERIOD_CLOSED, REASON_NEEDED
from records.store.audit_chain import append
from records.store.tables_indicators import indicator_value as kept


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """One figure of a closed period; numbers are exact decimals as text, None: it could not be said."""

    figure: str
    value: str | None
    record_count: int
    target: str | None = None
    adjusted: str | None = None
    adjust_reason: str = ""


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A closed period: when, by whom, how many figures."""

    period: str
    scheme: str
    as_of: str
    closed_at: str
    closed_by: str
    figures: int


class ClosedFigures:
    """Keeps them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> list[ClosedPeriod]:
        """Return the closed periods, the last closed first."""
        query = (
            select(
                kept.c.period, kept.c.scheme, kept.c.as_of, kept.c.closed_at, kept.c.closed_by, func.count()
            )
            .where(kept.c.office_code == self._seat.info.code)
            .group_by(kept.c.period, kept.c.scheme, kept.c.as_of, kept.c.closed_at, kept.c.closed_by)
            .order_by(kept.c.closed_at.desc())
        )
        with self._seat.store.reading() as connection:
            return [ClosedPeriod(*row) for row in connection.execute(query)]

    def closed_at(self, period: str, scheme: str) -> str:
        """Return the moment a period was closed at, '' of an open one."""
        query = select(func.max(kept.c.closed_at)).where(*self._in(period, scheme))
        with self._seat.store.reading() as connection:
            return connection.execute(query).scalar_one() or ""

    def of(self, period: str, scheme: str) -> dict[str, KeptFigure]:
        """Return the figures of a closed period by name; none when it is open."""
        query = select(
            kept.c.figure,
            kept.c.value,
            kept.c.record_count,
            kept.c.target,
            kept.c.adjusted,
            kept.c.adjust_reason,
        ).where(*self._in(period, scheme))
        with self._seat.store.reading() as connection:
            return {row.figure: KeptFigure(*row) for row in connection.execute(query)}

    def close(self, period: str, scheme: str, as_of: date, figures: Iterable[KeptFigure]) -> int:
        """Keep *figures* for a period; return how many. Raises Problem RECORDS-024, -190 (closed already)."""
        self._seat.must_lead()
        rows = [
            {
                "office_code": self._seat.info.code, "period": period, "scheme": scheme, "figure": one.figure,
                "as_of": as_of.isoformat(), "value": one.value, "record_count": one.record_count, "target": one.target,
                "closed_at": self._seat.now(), "closed_by": self._seat.user.name,
            }
            for one in figures
        ]  # fmt: skip
        with self._seat.store.writing() as connection:
            there = connection.execute(select(func.count()).where(*self._in(period, scheme))).scalar_one()
            if there:
                raise Problem(PERIOD_CLOSED, place=period, values={"period": period})
            if rows:
                connection.execute(insert(kept), rows)
            append(connection, self._seat.author(), "close_period", f"{period} {scheme}", str(len(rows)))
        return len(rows)

    def adjust(self, period: str, scheme: str, figure: str, value: str | None, reason: str) -> None:
        """Put a number by hand beside the one worked out; None takes it back, and the figure stands as it was kept.

        Raises Problem RECORDS-024, -191 (not closed), -192 (no reason).
        """
        self._seat.must_lead()
        if not reason.strip():
            raise Problem(REASON_NEEDED, place=figure)
        with self._seat.store.writing() as connection:
            done = connection.execute(
                update(kept)
                .where(*self._in(period, scheme), kept.c.figure == figure)
                .values(adjusted=value, adjust_reason="" if value is None else reason.strip())
            )
            if done.rowcount == 0:
                raise Problem(FIGURE_NOT_CLOSED, place=figure, values={"figure": figure, "period": period})
            append(connection, self._seat.author(), "adjust_figure", f"{period} {figure}", reason.strip())

    def reopen(self, period: str, scheme: str, reason: str) -> None:
        """Forget the kept figures, so that the period is worked out anew. Raises Problem RECORDS-024, -192."""
        self._seat.must_lead()
        if not reason.strip():
            raise Problem(REASON_NEEDED, place=period)
        with self._seat.store.writing() as connection:
            connection.execute(delete(kept).where(*self._in(period, scheme)))
            append(connection, self._seat.author(), "reopen_period", f"{period} {scheme}", reason.strip())

    def _in(self, period: str, scheme: str) -> "tuple[ColumnElement[bool], ...]":
        return (kept.c.office_code == self._seat.info.code, kept.c.period == period, kept.c.scheme == scheme)
