"""Saving records beside raw SQLCipher: one durable save, and a bulk in one transaction.

Run: ``python -m benchmarks.saving [scale]``. One save of ours is record, revision with hash chain, audit line, typed
row, registers and search index in one transaction with one fsync; the limit beside it is one bare durable
transaction that inserts the same revision and one audit row. The bulk's limit inserts the very same rows of all
tables with the bare driver, already made.

Of single saves the median and the smallest are shown, because other work of the machine falls on the former; where
strace is installed, a third line counts what no machine's speed changes: how often one save waits for the disk.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from forms.clock import SystemClock
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.database import connect_file
from records.store.keyring import CHEAPEST
from records.store.migrate import upgrade

SAVES = 400
TRACED = 200
MARK = "between-the-marks"
BULK = 100_000
KEY = bytes(range(32))
FAMILY = "阿沙尔马吉罗杨王李张刘陈周吴徐孙朱高林何郭"
GIVEN = "木呷史里古拉洛日布曲格措卓玛央金扎西旺堆惹子伍各牛晓梅志强建华秀英"


def person(number: int) -> dict[str, Any]:
    """Return answers of an invented worker, another one for each number."""
    name = FAMILY[number % 20] + GIVEN[number % 31] + GIVEN[(number // 31) % 31] + GIVEN[(number // 961) % 31]
    return {
        "id_type": "10", "id_no": f"513221{1960 + number % 45}{number % 12 + 1:02}{number % 28 + 1:02}{number % 10_000:04}",
        "full_name": name, "ethnic_code": "07", "sex": "1", "birth_date": "1990-03-07", "hukou_region": "513221",
        "phone": f"138{number:08}", "category": "assisted", "employment_form": "10", "channel": "cooperation",
        "is_abroad": "no", "work_region": "440606", "employer_name": f"顺德{GIVEN[number % 29]}{GIVEN[number % 23]}电子厂",
        "post": "装配工", "start_month": "2026-03-01", "monthly_wage": str(3000 + number % 3000), "contract_kind": "none",
        "insurance": ["none"], "evidence_kind": ["none"], "by_cooperation": "yes", "status": "on_post", "consent_status": "duty",
    }  # fmt: skip


def new_office(folder: Path) -> Office:
    """Make a real office with the shipped forms."""
    people = [NewUser("张会计", Role.CLERK, "春天的茶马古道 2026")]
    return Office.create(
        folder,
        code="513221",
        name="汶川县",
        people=people,
        clock=SystemClock(),
        ids=SystemIds(),
        kdf=CHEAPEST,
    )


def _raw_file(file: Path) -> Any:
    """Return a bare driver connection with the same settings and the same fixed tables."""
    from records.store.database import Store, file_engine

    store = Store(file_engine(file, KEY, create=True))
    with store.writing() as connection:
        upgrade(connection)
    store.close()
    return connect_file(file, KEY)


def _single(folder: Path, saves: int) -> list[dict[str, Any]]:
    """Alternate our saves and bare durable inserts, so that both see the same disk."""
    office, raw = new_office(folder / "single"), _raw_file(folder / "raw.db")
    raw.execute("CREATE TABLE plain (id TEXT PRIMARY KEY, at TEXT, answers TEXT) WITHOUT ROWID")
    raw.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, line TEXT)")
    ours, bare = [], []
    for number in range(saves):
        begun = perf_counter()
        office.records.save("employment", person(number), token=f"s{number}")
        ours.append(perf_counter() - begun)
        answers = str(person(number))
        begun = perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO plain VALUES (?, ?, ?)", (f"r{number}", "2026-11-22", answers))
        raw.execute("INSERT INTO log (line) VALUES (?)", (f"save r{number}",))
        raw.execute("COMMIT")
        bare.append(perf_counter() - begun)
    office.close()
    raw.close()
    beside = "bare SQLCipher, 2 inserts"
    return [
        _line("save one record, durable (floor 3.7×), median", median(ours[20:]), median(bare[20:]), beside),
        _line("save one record, durable (floor 3.7×), smallest", min(ours[20:]), min(bare[20:]), beside),
    ]


def _waits(folder: Path) -> Iterator[dict[str, Any]]:
    """Count the waits for the disk of one save: in a traced process of its own, between two marks in the trace."""
    tracer = shutil.which("strace")
    if tracer is None:
        return
    trace = folder / "trace"
    calls = "trace=fsync,fdatasync,access,faccessat,faccessat2"
    program = [sys.executable, "-m", "benchmarks.saving", MARK, str(folder / "traced")]
    done = subprocess.run([tracer, "-f", "-o", str(trace), "-e", calls, *program], check=False)
    if done.returncode:  # a machine may forbid tracing
        return
    _before, between, _after = trace.read_text("utf-8", "replace").split(f'"{MARK}"')
    waits = between.count("sync(")
    yield {
        "job": f"waits for the disk in {TRACED} saves",
        "ours": str(waits),
        "limit": str(TRACED),
        "ratio": waits / TRACED,
        "beside": "one fsync a save",
    }


def _traced(folder: Path) -> None:
    """Save `TRACED` records between two marks: looking for a file that is not there."""
    office = new_office(folder)
    for number in range(20 + TRACED):
        if number == 20:
            os.access(MARK, os.F_OK)
        office.records.save("employment", person(number), token=f"t{number}")
    os.access(MARK, os.F_OK)
    office.close()


def _bulk(folder: Path, count: int) -> dict[str, Any]:
    office = new_office(folder / "bulk")
    begun = perf_counter()
    office.records.save_many("employment", ((f"b{number}", person(number)) for number in range(count)))
    ours = perf_counter() - begun
    tables = dict(_content(office))
    schema = _schema(office)
    office.close()
    raw = connect_file(folder / "bulk-raw.db", KEY, create=True)
    for statement in schema:
        raw.execute(statement)
    begun = perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    for name, rows in tables.items():
        if rows:
            raw.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    raw.execute("COMMIT")
    bare = perf_counter() - begun
    raw.close()
    return _line(f"save {count:,} records in one transaction", ours, bare, "the same rows by the bare driver")


_TABLES = ("record", "revision", "f_employment", "search_term", "person", "organisation", "audit")


def _content(office: Office) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    with office.snapshot() as connection:
        for name in _TABLES:
            yield name, [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]


def _schema(office: Office) -> list[str]:
    """Return the statements that make the same tables and indexes, without triggers and references."""
    with office.snapshot() as connection:
        rows = connection.exec_driver_sql(
            "SELECT sql, tbl_name FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        )
        return [row[0] for row in rows if row[1] in _TABLES]


def _line(job: str, ours: float, bare: float, beside: str) -> dict[str, Any]:
    return {"job": job, "ours": _shown(ours), "limit": _shown(bare), "ratio": ours / bare, "beside": beside}


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3f} ms"


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Measure; *scale* 1.0 saves 100,000 records in bulk."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        return [*_single(place, SAVES), *_waits(place), _bulk(place, max(1_000, int(BULK * scale)))]


def main() -> None:
    """Print the lines; the first argument is the scale (0.1: 10,000 records)."""
    if sys.argv[1:2] == [MARK]:
        _traced(Path(sys.argv[2]))
        return
    for line in run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(
            f"{line['job']:46} {line['ours']:>12} {line['limit']:>12} {line['ratio']:6.1f}×  {line['beside']}"
        )


if __name__ == "__main__":
    main()
