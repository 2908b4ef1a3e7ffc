"""All indicators over a million records, and the public site of a province's year, on both databases.

Run: ``python -m benchmarks.figures [scale]``. A county's year goes in through the forms (`records.samples`); then the database
copies its records, every person under another number, until there are as many as asked for: copying is not what is measured.
Told apart are three: nothing kept (every ledger is read), one record saved since (its ledger is read), nothing changed. Beside
them stand DuckDB, a column store made for this, answering the same measures from the same rows in memory, each as a
filtered count as one would write it there; and what the file itself allows: every column that is asked for read once and added
up, no condition, one thread. Beside the site stands the same folder copied file by file.

Wall time is what a clerk waits for; on a machine that others use, too, only CPU time means anything (of all threads, and of the
server's processes where the system tells of them), so both are given.
"""

import csv
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, inspect, select, update
from sqlalchemy.dialects import postgresql

from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.model.measures import Asked, Measure, Of
from records.samples import SampleClock, SampleYear, approve
from records.store import counting
from records.store.counted_rows import RowReader
from records.store.counting import Pass
from records.store.keyring import CHEAPEST
from records.store.tables import record
from records.store.tables_indicators import kept_count
from reports import site
from reports.indicators import indicators, prepare, schemes, span, work_out
from reports.indicators.planning import Plan, asked_settings

RECORDS = 1_000_000
COUNTIES = 100
ROUNDS = 3
PASSPHRASE = "春天的茶马古道 2026"  # noqa: S105  (of an invented office in a temporary folder)
YEAR = span("2026")


def _office(folder: Path, database: str | None) -> Office:
    """Return a county of one person with the sample year, approved."""
    people = [NewUser("李主任", Role.REVIEWER, PASSPHRASE)]
    office = Office.create(
        folder, code="513435", name="甘洛县东西部协作办公室", people=people, clock=SampleClock(), ids=SystemIds(),
        kdf=CHEAPEST, database=database,
    )  # fmt: skip
    SampleYear(office).fill()
    approve(office)
    return office


def _tables(connection: Connection) -> list[str]:
    return sorted(name for name in inspect(connection).get_table_names() if name.startswith("f_"))


def _references(office: Office) -> set[tuple[str, str]]:
    """Return the columns (table, name) that hold ids of other records: a copy refers to copies."""
    return {
        (place.table, place.column)
        for form_id, places in office.counting._ledgers().places.items()
        for path, place in places.items()
        if (question := office.forms.definition(form_id).questions.get(path)) is not None
        and question.ledger
        and "__" not in question.ledger
    }


def multiply(office: Office, times: int, *, counties: bool = False) -> int:
    """Copy every record *times* - 1 times; *counties*: each copy belongs to another office. Return how many there are."""
    references = _references(office)
    with office.transaction() as connection:
        return _copied(connection, references, times, counties=counties)


def _copied(connection: Connection, references: set[tuple[str, str]], times: int, *, counties: bool) -> int:
    numbers = f"WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {times - 1})"
    top = connection.exec_driver_sql("SELECT max(no), max(changed) FROM record").one()
    changed = {
        "record_id": "t.record_id || '-' || k.n",
        "id_no": "t.id_no || '-' || k.n",
        "token": "t.token || '-' || k.n",
        "no": f"t.no + k.n * {top[0]}",
        "changed": f"t.changed + k.n * {top[1]}",
    }
    if counties:
        changed["office_code"] = "CAST(500000 + k.n AS TEXT)"
    for table in ("record", "revision", *_tables(connection)):
        columns = [column["name"] for column in inspect(connection).get_columns(table)]
        quoted = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(
            f"t.\"{name}\" || '-' || k.n" if (table, name) in references else changed.get(name, f't."{name}"')
            for name in columns
        )
        insert = f'INSERT INTO "{table}" ({quoted})'
        lead = f"{insert} {numbers}" if connection.dialect.name == "sqlite" else f"{numbers} {insert}"
        connection.exec_driver_sql(f'{lead} SELECT {values} FROM "{table}" t, k')
    return int(connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one())


@dataclass(frozen=True, slots=True)
class Took:
    """How long one thing took: seconds on the wall, seconds of CPU of all threads and processes that worked at it."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} CPU)"


Meter = Callable[[], float]


def _best(
    work: Callable[[], object], before: Callable[[], object] = lambda: None, spent: Meter = process_time
) -> Took:
    """Return how long *work* takes at best, *before* each round of it not counted; *spent* tells the CPU so far."""
    found = []
    for _round in range(ROUNDS):
        before()
        wall, cpu = perf_counter(), spent()
        work()
        found.append(Took(perf_counter() - wall, spent() - cpu))
    return Took(min(one.wall for one in found), min(one.cpu for one in found))


def _meter(office: Office) -> Meter:
    """Return what tells how much CPU this process, and the office's server, have used so far."""
    with office.snapshot() as connection:
        if connection.dialect.name == "sqlite" or not Path("/proc/self/stat").exists():
            return process_time
        backend = int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
    server = _stat(Path(f"/proc/{backend}/stat"))[1]
    return lambda: process_time() + _of_server(server)


def _of_server(server: int) -> float:
    """Return the CPU seconds of a server's processes, those that ended included."""
    ticks = sum(_stat(Path(f"/proc/{server}/stat"))[13:15])
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            one = _stat(file)
            ticks += sum(one[11:13]) if one[1] == server else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(file: Path) -> list[int]:
    """Return the numbers of a process behind its name: [0] its state as 0, [1] its parent, [11:15] its times."""
    _name, _bracket, rest = file.read_text(encoding="ascii", errors="replace").rpartition(")")
    state, *numbers = rest.split()
    return [0 if state else -1, *map(int, numbers)]


def _figures(office: Office) -> None:
    work_out(office, list(indicators().values()), YEAR, compare=False)


def _forget(office: Office) -> None:
    """Take away all that is kept."""
    with office.transaction() as connection:
        connection.execute(delete(kept_count))


def _touch(office: Office) -> None:
    """Write the head of one job again, as a save does: what is kept of that ledger goes."""
    with office.transaction() as connection:
        one = select(record.c.record_id).where(record.c.form_id == "employment").limit(1)
        connection.execute(
            update(record).where(record.c.record_id == one.scalar_subquery()).values(title=record.c.title)
        )


# ── the same in DuckDB, and the file alone ──────────────────────────────────────────────────────────────────


def _into_duckdb(office: Office, folder: Path) -> Any:
    """Return a DuckDB connection that holds the records and typed tables in memory."""
    import duckdb

    duck = duckdb.connect()
    with office.snapshot() as connection:
        stored = connection.exec_driver_sql("SELECT table_name || '.' || column_name, kind FROM form_column")
        kinds = {str(row[0]): str(row[1]) for row in stored}
        for table in ("record", "duplicate", *_tables(connection)):
            columns = [column["name"] for column in inspect(connection).get_columns(table)]
            file = folder / f"{table}.csv"
            with file.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(columns)
                writer.writerows(connection.exec_driver_sql(f'SELECT * FROM "{table}"'))
            types = {name: _duck_type(kinds.get(f"{table}.{name}", ""), name) for name in columns}
            duck.execute(
                f"CREATE TABLE \"{table}\" AS SELECT * FROM read_csv('{file}', header=true, columns={types})"
            )
    return duck


def _duck_type(kind: str, name: str) -> str:
    known = {"integer": "BIGINT", "money": "BIGINT", "date": "DATE", "decimal": "DOUBLE"}
    return known.get(kind, "BIGINT" if name in ("row", "of_row", "no", "changed") else "VARCHAR")


def _asked(office: Office, dialect: str) -> Iterator[tuple[Pass | Measure, RowReader, Asked]]:
    """Yield what is read by one statement each, with a reader of its (first) ledger."""
    plan = Plan(office, tuple(indicators().values()))
    asked = Asked(YEAR.period, settings=asked_settings(office, YEAR, ()))
    ledgers = office.counting._ledgers()
    able = [one for one in plan.measures.values() if counting.possible(ledgers, one, asked, dialect)]
    for one in counting.asked_of(able):
        if isinstance(one, Measure):
            source = one.sources[0]
            yield one, RowReader(ledgers, source.ledger, source.rows, asked, dialect), asked
        else:
            yield one, one.reader(ledgers, asked, dialect), asked


def _for_duckdb(office: Office) -> Iterator[str]:
    """Yield each statement for a dialect close to DuckDB's: filtered counts, distinct where people are counted."""
    for one, reader, asked in _asked(office, "postgresql"):
        query = counting.reading_of(reader.ledgers, one, asked, "postgresql").query
        if isinstance(one, Pass) and one.distinct:
            key, columns = reader.find(one.distinct)[0], list[ColumnElement[Any]]()
            for measure in one.measures:
                holds = reader.holds(measure.sources[0])
                columns.append(func.count().filter(holds))
                if measure.of is Of.DISTINCT:
                    columns.append(func.count(key.distinct()).filter(holds))
                if measure.of is Of.SUM:
                    columns.append(func.sum(reader.amount(measure)[0]).filter(holds))
            tests, office_code = reader.only(), reader.main.c.office_code
            query = (
                select(office_code, *columns).select_from(reader.joined).where(*tests).group_by(office_code)
            )
        yield _as_text(query)


def _as_text(query: Select[Any]) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace("%%", "%")


def _in_duckdb(office: Office, folder: Path) -> Took:
    duck, statements = _into_duckdb(office, folder), list(_for_duckdb(office))

    def work() -> None:
        for statement in statements:
            duck.execute(statement).fetchall()

    try:
        return _best(work)
    finally:
        duck.close()


def _bare(office: Office) -> Took:
    """Return how long it takes to read once, one after the other, every column the measures ask for."""
    queries = []
    for one, reader, _of in _asked(office, office._seat.store.dialect):
        for measure in one.measures if isinstance(one, Pass) else (one,):
            reader.holds(measure.sources[0])
        used = [reader.main.c[name] for name in sorted(reader.used)] or [reader.main.c.record_id]
        queries.append(select(*(func.count(each) for each in used)).select_from(reader.main))

    def work() -> None:
        with office.snapshot() as connection:
            for query in queries:
                connection.execute(query).all()

    return _best(work, spent=_meter(office))


# ── measuring ───────────────────────────────────────────────────────────────────────────────────────────────


def _one_database(folder: Path, database: str | None, count: int) -> Iterator[dict[str, Any]]:
    office = _office(folder / "office", database)
    try:
        there = multiply(office, max(2, count // 865))
        begun = perf_counter()
        made = prepare(office, YEAR)
        indexed = perf_counter() - begun
        _analyse(office)
        name, spent = "PostgreSQL" if database else "SQLCipher", _meter(office)
        cold = _best(lambda: _figures(office), lambda: _forget(office), spent)
        saved = _best(lambda: _figures(office), lambda: _touch(office), spent)
        same = _best(lambda: _figures(office), spent=spent)
        bare, duck = _bare(office), _in_duckdb(office, folder)
        told = f"DuckDB in memory ({made} indexes once: {indexed:.1f} s)"
        alone = "its columns read once and counted, no condition, one thread"
        for job, ours, limit, beside in (
            (f"92 indicators, {there:,} records, {name}, nothing kept", cold, duck, told),
            ("the same beside the file alone", cold, bare, alone),
            ("again, one job saved since", saved, duck, "DuckDB reading all again"),
            ("again, nothing changed", same, duck, "DuckDB reading all again"),
        ):
            yield {
                "job": job, "ours": str(ours), "limit": str(limit),
                "ratio": ours.wall / limit.wall, "beside": beside,
            }  # fmt: skip
    finally:
        office.close()


def _analyse(office: Office) -> None:
    with office.transaction() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ANALYZE")
    engine: Engine = office._seat.store.engine
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _site(folder: Path, counties: int) -> dict[str, Any]:
    office = _office(folder / "office", None)
    try:
        multiply(office, counties, counties=True)
        begun, spent = perf_counter(), process_time()
        done = site.publish(
            office, folder / "www", today=date(2026, 11, 22), span=YEAR, scheme=schemes()["2017"]
        )
        took = Took(perf_counter() - begun, process_time() - spent)
        begun = perf_counter()
        shutil.copytree(folder / "www", folder / "copy")
        copied = perf_counter() - begun
    finally:
        office.close()
    return {
        "job": f"site of {counties} counties, {done.pages:,} pages", "ours": str(took), "limit": f"{copied:.2f} s",
        "ratio": took.wall / copied, "beside": "the same folder copied",
    }  # fmt: skip


def run(scale: float = 1.0) -> Iterable[dict[str, Any]]:
    """Measure; *scale* 1.0 is a million records and 100 counties."""
    from tests.fakes.postgres import PostgresServer, binaries

    count = max(2_000, int(RECORDS * scale))
    with TemporaryDirectory() as folder:
        yield from _one_database(Path(folder) / "file", None, count)
    if binaries() is not None:
        server = PostgresServer(binaries())  # type: ignore[arg-type]
        server.start()
        try:
            with TemporaryDirectory() as folder:
                yield from _one_database(Path(folder) / "server", server.database(), count)
        finally:
            server.stop()
    with TemporaryDirectory() as folder:
        yield _site(Path(folder), max(3, int(COUNTIES * scale)))


def main() -> None:
    """Print the lines; the first argument is the scale (0.1: 100,000 records)."""
    for line in run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(
            f"{line['job']:62} {line['ours']:>20} {line['limit']:>20} {line['ratio']:7.2f}×  {line['beside']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
