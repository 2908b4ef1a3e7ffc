"""Looking for doubles across offices in 100,000 records: the same worker reported by two counties, found for the reviewer.

Ten counties report 10,000 records each; every fiftieth is a worker another county has, too. Beside it, in the same file and the
same run, the bare question: which ID numbers stand in more than one row, without records, offices or decisions.
CPU seconds of this one process, the least of some rounds, so that other work on the machine does not count.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from benchmarks.road import _office, _worker

if TYPE_CHECKING:
    from records.ledger import Office

RECORDS, OFFICES = 100_000, 10
EVERY = 50  # one of so many is another county's worker
ROUNDS = 3


def _least(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU seconds of the cheapest of some rounds, and what was found."""
    seconds, found = [], None
    for _round in range(ROUNDS):
        begun = process_time()
        found = ask()
        seconds.append(process_time() - begun)
    return min(seconds), found


def _answers(office: int, each: int) -> Iterator[dict[str, Any]]:
    """Yield the workers of an office: its own, and every so many one of the office before it."""
    for number in range(each):
        shared = office and number % EVERY == 0
        yield _worker((office - 1) * each + number + 1 if shared else office * each + number)


def _province(folder: Path, records: int) -> "Office":
    """Return a province that has what ten counties reported."""
    from sqlalchemy import update

    from records.store.tables import record
    from sync import enrolment, inbox, outbox

    province: Office = _office(folder / "province", "510000", "四川省", "province")
    for number in range(OFFICES):
        code = f"5134{23 + number}"
        county = _office(folder / code, code, f"第 {number + 1} 县", "county")
        enrolment.new(province, code, folder / "a.enrol")
        enrolment.answer(county, folder / "a.enrol", folder / "b.enrol")
        enrolment.accept(province, folder / "b.enrol")
        rows = ((county.ids.token(), one) for one in _answers(number, records // OFFICES))
        county.records.save_many("employment", rows)
        with county.transaction() as connection:
            connection.execute(update(record).values(state="approved"))
        while (batch := outbox.seal(county)) is not None:
            inbox.receive(province, batch.file)
        county.close()
    return province


def _bare(province: "Office") -> Callable[[], int]:
    """Return the bare question over the table the records lie in."""
    with province.snapshot() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%id_no%' AND name LIKE 'f_employment%'"
        )
        (name, *_others) = [row[0] for row in tables]
        columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")]
    column = next(one for one in columns if "id_no" in one)
    asked = f"SELECT {column}, count(*) FROM {name} GROUP BY {column} HAVING count(*) > 1"

    def ask() -> int:
        with province.snapshot() as connection:
            return len(connection.exec_driver_sql(asked).fetchall())

    return ask


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the benchmark's row for ``python -m benchmarks``."""
    records = max(2_000, int(RECORDS * scale))
    with tempfile.TemporaryDirectory(prefix="xiezuo-doubles-") as name:
        province = _province(Path(name), records)
        ours, pairs = _least(lambda: province.records.duplicates.open("employment"))
        bare, numbers = _least(_bare(province))
        province.close()
    if not pairs or not numbers:
        raise RuntimeError(f"{len(pairs)} pairs, {numbers} numbers")
    return [
        {
            "job": f"doubles across {OFFICES} offices, {records:,} records",
            "ours": f"{ours * 1000:,.0f} ms CPU",
            "limit": f"{bare * 1000:,.0f} ms CPU",
            "ratio": ours / bare,
            "beside": f"bare GROUP BY of one number; {len(pairs)} pairs side by side of {numbers:,} numbers that stand twice",
        }
    ]


def main() -> None:
    """Run alone: ``python -m benchmarks.doubles [--records N]``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    for row in run(parser.parse_args().records / RECORDS):
        sys.stdout.write("\n".join(f"{name}: {value}" for name, value in row.items()) + "\n")


if __name__ == "__main__":
    main()
