"""Counts: every measure of one ledger in one reading of its table, on SQLite and PostgreSQL alike.

One pass keeps a sum for each measure (`count(*) FILTER (WHERE …)`). Distinct people are counted in one pass, too: rows
are gathered by the person with the signs of what they meet (`counted_signs`), and the persons of equal signs are counted.
So eight overlapping counts of people cost one sort, not eight, and "new this year, not there last year" is read from
the signs of one person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select, tuple_, union

from records.model.measures import Asked, Counted, Measure, Of, Period, Source
from records.store.counted_rows import Ledgers, NoSuchQuestionError, RowReader
from records.store.counted_signs import Signs, totals
from records.store.tables import record

TOP = 10
SORTED = 100  # what bringing a ledger into an order weighs, beside one measure more


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


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading came to: numbers by measure and office, or the ranking of a measure."""

    counts: Mapping[str, Mapping[str, Counted]] = field(default_factory=dict)
    tops: Mapping[str, Sequence[tuple[str, Counted]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One statement, the ledgers whose records it *reads*, and how its rows become numbers."""

    query: Select[Any]
    reads: frozenset[str]
    take: Callable[[Sequence[Any]], Found]
    weight: int  # the heavy ones are begun first, so that no thread is left with one at the end

    def run(self, connection: Connection) -> Found:
        """Read."""
        return self.take(connection.execute(self.query).all())


def read_all(connections: Sequence[Connection], readings: Mapping[str, Reading]) -> dict[str, Found]:
    """Run *readings*, as many at once as there are connections of one state; return what they found."""
    waiting = _Waiting(readings, len(connections))

    def work(thread: int) -> dict[str, Found]:
        done: dict[str, Found] = {}
        while (taken := waiting.take(thread)) is not None:
            name, one = taken
            done[name] = one.run(connections[thread])
        return done

    if len(connections) == 1:
        return work(0)
    with ThreadPoolExecutor(len(connections), thread_name_prefix="counting") as pool:
        parts = list(pool.map(work, range(len(connections))))
    return {name: found for part in parts for name, found in part.items()}


class _Waiting:
    """Readings nobody has begun: heavy ones go first, and a thread stays with the ledgers whose pages it has deciphered."""

    def __init__(self, readings: Mapping[str, Reading], threads: int) -> None:
        self._left = dict(readings)
        self._read: list[set[str]] = [set() for _thread in range(threads)]
        self._lock = Lock()

    def take(self, thread: int) -> tuple[str, Reading] | None:
        """Return what a thread should read next, None when nothing is left."""
        with self._lock:
            if not self._left:
                return None
            own = self._read[thread]
            others = {form for number, forms in enumerate(self._read) if number != thread for form in forms}

            def order(name: str) -> tuple[bool, bool, int]:
                one = self._left[name]
                return (own.isdisjoint(one.reads), not others.isdisjoint(one.reads), -one.weight)

            name = min(self._left, key=order)
            own |= self._left[name].reads
            return name, self._left.pop(name)


def asked_of(measures: Sequence[Measure]) -> list[Pass | Measure]:
    """Return what is read by one statement each: passes, and the measures that stand alone."""
    together = passes(one for one in measures if not stands_alone(one))
    return [*together, *filter(stands_alone, measures)]


def reading_of(ledgers: Ledgers, one: Pass | Measure, asked: Asked, dialect: str) -> Reading:
    """Return the statement of one of `asked_of`. Raises NoSuchQuestionError."""
    if isinstance(one, Measure):
        return (_ranked if one.of is Of.TOP else _together)(ledgers, one, asked, dialect)
    reader = one.reader(ledgers, asked, dialect)
    return _by_thing(reader, one) if one.distinct else _by_office(reader, one)


def _tests(reader: RowReader, one: Pass) -> list[ColumnElement[bool]]:
    return [*reader.only(), *([reader.newest(one.latest)] if one.latest else [])]


def _by_office(reader: RowReader, one: Pass) -> Reading:
    """Nothing is distinct: a filtered count, and a sum, for each measure."""
    office, columns, parts = reader.main.c.office_code, list[ColumnElement[Any]](), list[int]()
    for number, measure in enumerate(one.measures):
        holds = reader.holds(measure.sources[0])
        columns.append(func.count().filter(holds).label(f"n{number}"))
        if measure.of is Of.SUM:
            amount, part = reader.amount(measure)
            columns.append(func.sum(amount).filter(holds).label(f"v{number}"))
        parts.append(part if measure.of is Of.SUM else 1)
    tests = _tests(reader, one)

    def take(rows: Sequence[Any]) -> Found:
        found: dict[str, dict[str, Counted]] = {measure.name: {} for measure in one.measures}
        for code, *numbers in rows:
            given = iter(numbers)
            for number, measure in enumerate(one.measures):
                count = next(given)
                value = next(given) if measure.of is Of.SUM else count
                if count:
                    found[measure.name][code] = Counted(int(value or 0), int(count), parts[number])
        return Found(found)

    query = select(office, *columns).select_from(reader.joined).where(*tests).group_by(office)
    return Reading(query, frozenset(reader.reads), take, len(one.measures))


def _by_thing(reader: RowReader, one: Pass) -> Reading:
    """Rows are gathered by what is counted once; the different signs people's rows have are counted outside."""
    office, key = reader.main.c.office_code, reader.find(one.distinct)[0]
    signs = Signs(one.measures)
    summed = [number for number, measure in enumerate(one.measures) if measure.of is Of.SUM]
    sums, parts = list[ColumnElement[Any]](), [1] * len(one.measures)
    for number in summed:
        amount, parts[number] = reader.amount(one.measures[number])
        holds = reader.holds(one.measures[number].sources[0])
        sums.append(func.sum(amount).filter(holds).label(f"v{number}"))
    gathered_signs, tests = signs.gathered(reader).label("signs"), _tests(reader, one)
    if all(measure.of is Of.DISTINCT for measure in one.measures):
        tests.append(key.is_not(None))
    gathered = (
        select(office.label("office"), key.label("key"), gathered_signs, *sums)
        .select_from(reader.joined).where(*tests).group_by(office, key).subquery()
    )  # fmt: skip
    c = gathered.c
    known = case((c.key.is_not(None), 1), else_=0)
    query = select(
        c.office, known, c.signs, func.count(), *(func.sum(c[f"v{number}"]) for number in summed)
    ).group_by(c.office, known, c.signs)

    def take(rows: Sequence[Any]) -> Found:
        found: dict[str, dict[str, Counted]] = {measure.name: {} for measure in one.measures}
        for (number, code), (value, count) in totals(signs, rows, summed).items():
            if count:
                found[one.measures[number].name][code] = Counted(value, count, parts[number])
        return Found(found)

    return Reading(query, frozenset(reader.reads), take, SORTED + len(one.measures))


# ── several ledgers, rankings, and the rows behind a number ─────────────────────────────────────────────────


def _key(reader: RowReader, source: Source) -> ColumnElement[Any]:
    return reader.over(source.via, source.key) if source.via else reader.find(source.key)[0]


def _together(ledgers: Ledgers, measure: Measure, asked: Asked, dialect: str) -> Reading:
    """The distinct keys of several ledgers together, by office; a ledger the office lacks adds none."""
    parts, reads = [], set[str]()
    for source in measure.sources:
        if _possible(ledgers, measure, source, asked, dialect):
            reader = RowReader(ledgers, source.ledger, source.rows, asked, dialect)
            holds, key, tests = reader.holds(source), _key(reader, source), reader.only()
            parts.append(
                select(reader.main.c.office_code.label("office"), key.label("key"))
                .select_from(reader.joined).where(holds, key.is_not(None), *tests)
            )  # fmt: skip
            reads |= reader.reads
    keys = union(*parts).subquery()

    def take(rows: Sequence[Any]) -> Found:
        return Found({measure.name: {code: Counted(int(count), int(count)) for code, count in rows}})

    query = select(keys.c.office, func.count()).group_by(keys.c.office)
    return Reading(query, frozenset(reads), take, SORTED * len(parts))


def _ranked(ledgers: Ledgers, measure: Measure, asked: Asked, dialect: str) -> Reading:
    """The largest sums by the measure's question, the largest first."""
    source = measure.sources[0]
    reader = RowReader(ledgers, source.ledger, source.rows, asked, dialect)
    holds, by, tests = reader.holds(source), reader.find(measure.by)[0], reader.only()
    amount, part = reader.amount(measure)
    total = func.sum(amount)
    query = (
        select(by, total, func.count()).select_from(reader.joined).where(*tests, holds, by.is_not(None))
        .group_by(by).order_by(total.desc(), by).limit(TOP)
    )  # fmt: skip

    def take(rows: Sequence[Any]) -> Found:
        ranked = [(str(name), Counted(int(value or 0), int(count), part)) for name, value, count in rows]
        return Found(tops={measure.name: ranked})

    return Reading(query, frozenset(reader.reads), take, 1)


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
    connection: Connection,
    ledgers: Ledgers,
    measure: Measure,
    asked: Asked,
    *,
    most: int,
    unless: Measure | None = None,
) -> list[str]:
    """Return the ids of the records a number was made of, the last changed first, at most *most*.

    *unless*: the measure whose people *measure* takes out.
    """
    found: dict[str, None] = {}
    for source in measure.sources:
        if not _possible(ledgers, measure, source, asked, connection.dialect.name):
            continue
        reader = RowReader(ledgers, source.ledger, source.rows, asked, connection.dialect.name)
        holds, tests = reader.holds(source), reader.only()
        if measure.latest:
            tests.append(reader.newest(measure.latest))
        if measure.of is Of.DISTINCT:  # who is not known is not counted
            key = _key(reader, source) if source.key else reader.find(measure.question)[0]
            tests.append(key.is_not(None))
            if unless is not None:
                taken_out = _keys_of(ledgers, unless, asked, connection.dialect.name)
                tests.append(tuple_(reader.main.c.office_code, key).not_in(taken_out))
        inside = select(reader.main.c.record_id).select_from(reader.joined).where(*tests, holds)
        query = select(record.c.record_id).where(record.c.record_id.in_(inside))
        found |= dict.fromkeys(
            connection.execute(query.order_by(record.c.changed.desc()).limit(most)).scalars()
        )
    return list(found)[:most]


def _keys_of(ledgers: Ledgers, measure: Measure, asked: Asked, dialect: str) -> Select[Any]:
    """Return who meets a measure, by office, as a statement."""
    source = measure.sources[0]
    reader = RowReader(ledgers, source.ledger, source.rows, asked, dialect)
    office, key, holds = reader.main.c.office_code, reader.find(measure.question)[0], reader.holds(source)
    return select(office, key).select_from(reader.joined).where(*reader.only(), holds, key.is_not(None))
