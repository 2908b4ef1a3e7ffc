"""Counts: every measure of one ledger in one reading of its table, on SQLite and PostgreSQL alike.

One pass keeps a sum for each measure (`count(*) FILTER (WHERE …)`). Distinct people are counted in the same pass:
inside, rows are gathered by the person with how many of them each measure meets; outside, the persons met are added.
So eight overlapping counts of people cost one sort, not eight, and "new this year, not there last year" is a test of
two such numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, union

from records.model.measures import Asked, Counted, Measure, Of, Period, Source
from records.store.counted_rows import Ledgers, NoSuchQuestionError, RowReader
from records.store.tables import record

TOP = 10


@dataclass(frozen=True, slots=True)
class Pass:
    """Measures that share one reading of one table; *distinct* is the question whose values are counted once."""

    ledger: str
    rows: str
    distinct: str
    latest: tuple[str, str] | None
    measures: tuple[Measure, ...]

    def reader(self, ledgers: Ledgers, asked: Asked, dialect: str) -> RowReader:
        """Return a reader of its table. Raises NoSuchQuestionError."""
        return RowReader(ledgers, self.ledger, self.rows, asked, dialect)


def stands_alone(measure: Measure) -> bool:
    """Say whether a measure needs a statement of its own: keys of several ledgers, or a ranking."""
    return len(measure.sources) > 1 or measure.of is Of.TOP or measure.sources[0].via is not None


def passes(measures: Iterable[Measure]) -> list[Pass]:
    """Sort measures that do not stand alone into passes."""
    together: dict[tuple[str, str, tuple[str, str] | None], list[Measure]] = {}
    for measure in measures:
        source = measure.sources[0]
        together.setdefault((source.ledger, source.rows, measure.latest), []).append(measure)
    found = []
    for (ledger, rows, latest), group in together.items():
        keys = list(dict.fromkeys(one.question for one in group if one.of is Of.DISTINCT))
        plain = tuple(one for one in group if one.of is not Of.DISTINCT)
        for number, key in enumerate(keys or [""]):  # nearly always one: a ledger counts one kind of thing
            own = tuple(one for one in group if one.of is Of.DISTINCT and one.question == key)
            found.append(Pass(ledger, rows, key, latest, own + (plain if number == 0 else ())))
    return found


def possible(ledgers: Ledgers, measure: Measure, asked: Asked, dialect: str) -> bool:
    """Say whether the office's forms have what a measure asks for: of several ledgers, of one at least."""
    able = [_possible(ledgers, measure, source, asked, dialect) for source in measure.sources]
    return any(able)


def _possible(ledgers: Ledgers, measure: Measure, source: Source, asked: Asked, dialect: str) -> bool:
    try:
        reader = RowReader(ledgers, source.ledger, source.rows, asked, dialect)
        reader.holds(source)
        if source.key:
            _key(reader, source)
        for question in (*(measure.latest or ()), measure.by, measure.question, measure.times):
            if question:
                reader.find(question)
    except NoSuchQuestionError:
        return False
    return True


def run(connection: Connection, ledgers: Ledgers, one: Pass, asked: Asked) -> dict[str, dict[str, Counted]]:
    """Read one table once; return for each measure what came out, by office."""
    reader = one.reader(ledgers, asked, connection.dialect.name)
    query, parts = _query(reader, one)
    found: dict[str, dict[str, Counted]] = {measure.name: {} for measure in one.measures}
    for office, *numbers in connection.execute(query):
        given = iter(numbers)
        for number, measure in enumerate(one.measures):
            rows = next(given)
            value = rows if measure.of is Of.COUNT else next(given)
            if rows:
                found[measure.name][office] = Counted(int(value or 0), int(rows), parts[number])
    return found


def _query(reader: RowReader, one: Pass) -> tuple[Select[Any], list[int]]:
    inner: list[ColumnElement[Any]] = []
    parts: list[int] = []
    for number, measure in enumerate(one.measures):
        holds = reader.holds(measure.sources[0])
        inner.append(func.count().filter(holds).label(f"n{number}"))
        part = 1
        if measure.of is Of.SUM:
            amount, part = reader.amount(measure)
            inner.append(func.sum(amount).filter(holds).label(f"v{number}"))
        parts.append(part)
    key = reader.find(one.distinct)[0] if one.distinct else None
    tests = reader.only()
    if one.latest:
        tests.append(reader.newest(one.latest))
    office = reader.main.c.office_code
    if key is None:
        return select(office, *inner).select_from(reader.joined).where(*tests).group_by(office), parts
    gathered = (
        select(office.label("office"), key.label("key"), *inner)
        .select_from(reader.joined).where(*tests, key.is_not(None)).group_by(office, key).subquery()
    )  # fmt: skip
    columns = _outside(one.measures, gathered.c)
    return select(gathered.c.office, *columns).group_by(gathered.c.office), parts


def _outside(measures: Sequence[Measure], columns: Any) -> list[ColumnElement[Any]]:
    """Return what is added over the distinct keys: the rows of a measure, and the keys it met or its sum."""
    names = {measure.name: number for number, measure in enumerate(measures)}
    found: list[ColumnElement[Any]] = []
    for number, measure in enumerate(measures):
        rows = columns[f"n{number}"]
        if measure.of is not Of.DISTINCT:
            found.append(func.sum(rows))
            found += [func.sum(columns[f"v{number}"])] if measure.of is Of.SUM else []
            continue
        met = rows > 0
        if measure.unless:
            met = and_(met, columns[f"n{names[measure.unless]}"] == 0)
        found += [func.sum(rows).filter(met), func.count().filter(met)]
    return found


# ── several ledgers, rankings, and the rows behind a number ─────────────────────────────────────────────────


def _key(reader: RowReader, source: Source) -> ColumnElement[Any]:
    return reader.over(source.via, source.key) if source.via else reader.find(source.key)[0]


def run_together(
    connection: Connection, ledgers: Ledgers, measure: Measure, asked: Asked
) -> dict[str, Counted]:
    """Count the distinct keys of several ledgers together, by office; a ledger the office lacks adds none."""
    parts = []
    for source in measure.sources:
        if _possible(ledgers, measure, source, asked, connection.dialect.name):
            reader = RowReader(ledgers, source.ledger, source.rows, asked, connection.dialect.name)
            holds, key, tests = reader.holds(source), _key(reader, source), reader.only()
            parts.append(
                select(reader.main.c.office_code.label("office"), key.label("key"))
                .select_from(reader.joined).where(*tests, holds, key.is_not(None))
            )  # fmt: skip
    keys = union(*parts).subquery()
    query = select(keys.c.office, func.count()).group_by(keys.c.office)
    return {office: Counted(int(count), int(count)) for office, count in connection.execute(query)}


def run_top(
    connection: Connection, ledgers: Ledgers, measure: Measure, asked: Asked
) -> list[tuple[str, Counted]]:
    """Return the largest sums by the measure's question, the largest first."""
    source = measure.sources[0]
    reader = RowReader(ledgers, source.ledger, source.rows, asked, connection.dialect.name)
    holds, by, tests = reader.holds(source), reader.find(measure.by)[0], reader.only()
    amount, part = reader.amount(measure)
    total = func.sum(amount)
    query = (
        select(by, total, func.count()).select_from(reader.joined).where(*tests, holds, by.is_not(None))
        .group_by(by).order_by(total.desc(), by).limit(TOP)
    )  # fmt: skip
    rows = connection.execute(query)
    return [(str(name), Counted(int(value or 0), int(count), part)) for name, value, count in rows]


def answers(connection: Connection, ledgers: Ledgers, measure: Measure, question: str) -> list[str]:
    """Return the different answers to *question* in the counted rows of a measure; none when the office cannot say."""
    source, now = measure.sources[0], Asked(Period(date.min, date.max))
    if not possible(ledgers, measure, now, connection.dialect.name):
        return []
    reader = RowReader(ledgers, source.ledger, source.rows, now, connection.dialect.name)
    column, tests = reader.find(question)[0], [*reader.only(), reader.holds(source)]
    query = (
        select(column)
        .select_from(reader.joined)
        .where(*tests, column.is_not(None))
        .distinct()
        .order_by(column)
    )
    return [str(value) for value in connection.execute(query).scalars()]


def records_behind(
    connection: Connection, ledgers: Ledgers, measure: Measure, asked: Asked, most: int
) -> list[str]:
    """Return the ids of the records a number was made of, the last changed first, at most *most*."""
    found: dict[str, None] = {}
    for source in measure.sources:
        if not _possible(ledgers, measure, source, asked, connection.dialect.name):
            continue
        reader = RowReader(ledgers, source.ledger, source.rows, asked, connection.dialect.name)
        holds, tests = reader.holds(source), reader.only()
        if measure.latest:
            tests.append(reader.newest(measure.latest))
        inside = select(reader.main.c.record_id).select_from(reader.joined).where(*tests, holds)
        query = select(record.c.record_id).where(record.c.record_id.in_(inside))
        found |= dict.fromkeys(
            connection.execute(query.order_by(record.c.changed.desc()).limit(most)).scalars()
        )
    return list(found)[:most]
