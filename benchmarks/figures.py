"""All indicators over a million records, and the public site of a province's year, on both databases.

Run: ``python -m benchmarks.figures [scale]``. A county's year goes in through the forms (`records.samples`); then the database
copies its records, every person under another number, until there are as many as asked for: copying is not what is measured.
The limit beside the figures is DuckDB, a column store made for this, running the very same statements over the same rows
in memory. Beside the site stands the same folder copied file by file.
"""

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.dialects import postgresql

from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.model.measures import Asked
from records.samples import SampleClock, SampleYear, approve
from records.store import counting
from records.store.keyring import CHEAPEST
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


def _figures(office: Office) -> tuple[float, dict[str, str]]:
    """Return the seconds all 92 take at best, and what they say."""
    best, said = float("inf"), {}
    for _round in range(ROUNDS):
        begun = perf_counter()
        sheet = work_out(office, list(indicators().values()), YEAR, compare=False)
        best = min(best, perf_counter() - begun)
        said = {line.figure.name: line.number.said() for line in sheet.lines}
    return best, said


# ── the same statements in DuckDB ───────────────────────────────────────────────────────────────────────────


def _into_duckdb(office: Office, folder: Path) -> Any:
    """Return a DuckDB connection that holds the records and typed tables in memory."""
    import duckdb

    duck = duckdb.connect()
    with office.snapshot() as connection:
        stored = connection.exec_driver_sql("SELECT table_name || '.' || column_name, kind FROM form_column")
        kinds = {str(row[0]): str(row[1]) for row in stored}
        for table in ("record", *_tables(connection)):
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


def _statements(office: Office) -> Iterator[str]:
    """Yield the SQL of every pass, written out for a dialect close to DuckDB's."""
    plan = Plan(office, tuple(indicators().values()))
    asked = Asked(YEAR.period, settings=asked_settings(office, YEAR, ()))
    ledgers = office.counting._ledgers()
    able = [one for one in plan.measures.values() if counting.possible(ledgers, one, asked, "postgresql")]
    for one in counting.passes(one for one in able if not counting.stands_alone(one)):
        query, _parts = counting._query(one.reader(ledgers, asked, "postgresql"), one)
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
        yield str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace("%%", "%")


def _in_duckdb(office: Office, folder: Path) -> float:
    duck, best = _into_duckdb(office, folder), float("inf")
    statements = list(_statements(office))
    for _round in range(ROUNDS):
        begun = perf_counter()
        for statement in statements:
            duck.execute(statement).fetchall()
        best = min(best, perf_counter() - begun)
    duck.close()
    return best


# ── measuring ───────────────────────────────────────────────────────────────────────────────────────────────


def _one_database(folder: Path, database: str | None, count: int) -> Iterator[dict[str, Any]]:
    office = _office(folder / "office", database)
    try:
        there = multiply(office, max(2, count // 865))
        begun = perf_counter()
        made = prepare(office, YEAR)
        indexed = perf_counter() - begun
        _analyse(office)
        ours, _said = _figures(office)
        beside = _in_duckdb(office, folder)
        name = "PostgreSQL" if database else "SQLCipher"
        yield {
            "job": f"92 indicators, {there:,} records, {name}", "ours": f"{ours:.2f} s", "limit": f"{beside:.2f} s",
            "ratio": ours / beside, "beside": f"DuckDB in memory, same statements ({made} indexes once: {indexed:.1f} s)",
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
        begun = perf_counter()
        done = site.publish(
            office, folder / "www", today=date(2026, 11, 22), span=YEAR, scheme=schemes()["2017"]
        )
        ours = perf_counter() - begun
        begun = perf_counter()
        shutil.copytree(folder / "www", folder / "copy")
        copied = perf_counter() - begun
    finally:
        office.close()
    return {
        "job": f"site of {counties} counties, {done.pages:,} pages", "ours": f"{ours:.1f} s", "limit": f"{copied:.1f} s",
        "ratio": ours / copied, "beside": "the same folder copied",
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
            f"{line['job']:56} {line['ours']:>10} {line['limit']:>10} {line['ratio']:7.2f}×  {line['beside']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
