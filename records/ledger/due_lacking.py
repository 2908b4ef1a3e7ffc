"""What a period still lacks: the joint meeting, the visit, the agreement and the plan of a year, the report of a month.

A date that stands in a record is a rule of `due`; here nothing stands yet, so the to-do is that of the pairing or the
project which should have it (国办发〔1996〕26号: a joint meeting every year and the agreement filed; 粤办发〔2016〕32号 §12: the visit
of the principal leader and the plan; office habit: the monthly report by the fifth). It goes when the record is there.
Only pairings of the office's own region count: the county does not call the meeting of two provinces.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, literal, or_, select

from records.model.states import State
from records.store.form_tables import FormTables
from records.store.tables import record

YEAR, MONTH = "year", "month"
MONTH_DAY = 5  # setting `month_report_day`: the last month's report is due on this day
_YEAR_AHEAD = 92  # days: what a year lacks is told from October on


@dataclass(frozen=True, slots=True)
class Lack:
    """Each record of *parent* (where *of* holds) should have, in a period, a record of *form_id* that refers to it.

    *reference* is the question that refers, *when* the question of its period: a date or a year for a `YEAR`, the text
    ``2026-10`` for a `MONTH`. *given* must have one of the answers. *own* are region questions of the parent, one of
    which must be the office's own region.
    """

    parent: str
    form_id: str
    reference: str
    when: str
    period: str = YEAR
    given: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    own: tuple[str, ...] = ()

    @property
    def parent_questions(self) -> tuple[str, ...]:
        """What the parent's form must have."""
        return (*(name for name, _answers in self.of), *self.own)

    @property
    def questions(self) -> tuple[str, ...]:
        """What the form must have."""
        return (self.reference, self.when, *(name for name, _answers in self.given))


def period_of(lack: Lack, today: date, month_day: int) -> tuple[date, date, date]:
    """Return first and last day of the period to be looked at, and the day by which its record is due."""
    if lack.period == YEAR:
        last = date(today.year, 12, 31)
        return date(today.year, 1, 1), last, last
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last, today.replace(day=min(max(month_day, 1), 28))


def is_told(lack: Lack, today: date, due: date) -> bool:
    """Return whether the to-do shows on *today*: in the last quarter of a year, all through the month after a month."""
    return lack.period == MONTH or (due - today).days <= _YEAR_AHEAD


def lacking(
    connection: Connection,
    lack: Lack,
    tables_of: Callable[[str], FormTables | None],
    office_code: str,
    *,
    period: tuple[date, date],
    limit: int,
) -> list[Row[*tuple[Any, ...]]]:
    """Return id and title of the parents that lack their record in the *period*, the oldest first."""
    parent, child = tables_of(lack.parent), tables_of(lack.form_id)
    if parent is None or child is None:
        return []
    if not (set(lack.parent_questions) <= set(parent.placed) and set(lack.questions) <= set(child.placed)):
        return []  # an office of its own forms, or of an older version of these
    other = record.alias()
    there = (
        exists(literal(1))
        .select_from(child.main.join(other, _same(child, other)))
        .where(
            child.main.c.office_code == office_code,
            _column(child, lack.reference) == record.c.record_id,
            other.c.state != str(State.VOID),
            _within(child, lack, period),
            *(_column(child, name).in_(answers) for name, answers in lack.given),
        )
    )
    tests = [_column(parent, name).in_(answers) for name, answers in lack.of]
    if lack.own:
        tests.append(or_(*(_column(parent, name) == office_code[:6] for name in lack.own)))
    query = (
        select(record.c.record_id, record.c.title)
        .select_from(parent.main.join(record, _same(parent, record)))
        .where(record.c.office_code == office_code, record.c.state != str(State.VOID), *tests, ~there)
        .order_by(record.c.no)
        .limit(limit)
    )
    return list(connection.execute(query))


def _within(child: FormTables, lack: Lack, period: tuple[date, date]) -> Any:
    first, last = period
    column = _column(child, lack.when)
    if lack.period == MONTH:
        return column == first.strftime("%Y-%m")
    return column == first.year if lack.when == "year" else column.between(first, last)


def _same(tables: FormTables, heads: Any) -> Any:
    return and_(
        heads.c.office_code == tables.main.c.office_code, heads.c.record_id == tables.main.c.record_id
    )


def _column(tables: FormTables, question: str) -> Any:
    return tables.main.c[tables.placed[question].column]
