"""Figures for the workbench: how many records were last touched in each month, and how they spread over an answer.

Lists are ordered by `record.changed`, the number of the audit line that changed them, and the log has the time of each
line. So a month is a range of numbers: its ends are found by halving (twenty look-ups in a million lines) and counted
on the index of lists, where reading the records themselves would take seconds.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, and_, func, select

from records.ledger.positions import Positions
from records.model.states import State
from records.store.tables import audit, record


class Figures(Positions):
    """Counts by time and by answer."""

    def tally(self, form_id: str, question: str, most: int) -> list[tuple[str, int]]:
        """Return the *most* frequent answers to *question* with their records, void ones left out.

        It reads the whole ledger, which is for a ledger of a county. Raises Problem RECORDS-080.
        """
        tables = self._shelf.writer(form_id).tables
        main = tables.main
        answer = main.c[tables.placed[question].column]
        same = and_(main.c.office_code == record.c.office_code, main.c.record_id == record.c.record_id)
        query = (
            select(answer, func.count())
            .select_from(main.join(record, same))
            .where(record.c.state != State.VOID, answer.is_not(None))
            .group_by(answer)
            .order_by(func.count().desc(), answer)
            .limit(most)
        )
        with self._seat.store.reading() as connection:
            return [(str(row[0]), int(row[1])) for row in connection.execute(query)]

    def touched(self, days: Sequence[date]) -> list[int]:
        """Return how many records of all forms were last changed from each of *days* to before the next.

        *days* ascend; the last one begins a range without an end. Void records are counted too: somebody worked on them.
        """
        forms = [info.form_id for info in self._shelf.all()]
        with self._seat.store.reading() as connection:
            lines = [self._first_line(connection, day) for day in days]
            ends = [*lines[1:], self._last_line(connection) + 1]
            return [
                int(
                    connection.execute(
                        select(func.count()).where(
                            record.c.form_id.in_(forms), record.c.changed >= start, record.c.changed < end
                        )
                    ).scalar_one()
                )
                for start, end in zip(lines, ends, strict=True)
            ]

    def _last_line(self, connection: Connection) -> int:
        query = select(func.max(audit.c.seq)).where(audit.c.office_code == self._seat.info.code)
        return connection.execute(query).scalar() or 0

    def _first_line(self, connection: Connection, day: date) -> int:
        """Return the number of the first line of the log on *day* or later, found by halving."""
        low, high = 1, self._last_line(connection) + 1
        while low < high:
            middle = (low + high) // 2
            query = select(audit.c.at).where(
                audit.c.office_code == self._seat.info.code, audit.c.seq == middle
            )
            at = connection.execute(query).scalar()
            if at is not None and at[:10] < day.isoformat():
                low = middle + 1
            else:
                high = middle
        return low


def months(today: date, count: int) -> list[date]:
    """Return the first days of the last *count* months, this one included, oldest first."""
    newest = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(newest - count + 1, newest + 1)]
