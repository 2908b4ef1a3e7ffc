"""How the cost of taking a batch in, and of asking, grows with what is there: CPU seconds, one process, real files.

For each batch (of 5,000 records, unless told): sealing, opening and judging with importing, the acknowledgement applied; then what a
reviewer asks of the province: a page of the list, a search, the counts. CPU time, so that other work on the machine
does not count; the disk's waits are left out.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.road import _prepare

BATCH = 5_000
ROUNDS = 5


def _best(ask: Callable[[], Any]) -> float:
    """Return the milliseconds of the cheapest of some rounds."""
    found = []
    for _round in range(ROUNDS):
        begun = process_time()
        ask()
        found.append(process_time() - begun)
    return min(found) * 1000


def measure(records: int, size: int = BATCH) -> list[dict[str, float]]:
    """Return a line of figures for each batch: records there after it, µs of CPU a record, ms of CPU a question."""
    from sync import inbox, outbox

    lines = []
    with tempfile.TemporaryDirectory(prefix="xiezuo-growth-") as name:
        folder = Path(name)
        county, province = _prepare(folder, records)
        there = 0
        while True:
            begun = process_time()
            batch = outbox.seal(county, most=size)
            if batch is None:
                break
            sealed = process_time()
            received = inbox.receive(province, batch.file)
            taken = process_time()
            outbox.apply(county, inbox.acknowledge(province, received.batch_key, folder / "a.ack"))
            told = process_time()
            there += batch.records
            each = 1_000_000 / batch.records
            lines.append({
                "records": there,
                "seal_us": (sealed - begun) * each,
                "import_us": (taken - sealed) * each,
                "acknowledge_us": (told - taken) * each,
                "page_ms": _best(lambda: province.records.list("employment", limit=100)),
                "search_ms": _best(lambda: province.records.list("employment", search="马依果", limit=50)),
                "counts_ms": _best(lambda: province.records.counts("employment")),
                "size_mb": (province.folder / "office.db").stat().st_size / 1e6,
            })  # fmt: skip
        county.close()
        province.close()
    return lines


def main() -> None:
    """Run alone: ``python -m benchmarks.growth [--records N]``; one JSON line a batch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=BATCH)
    chosen = parser.parse_args()
    for line in measure(chosen.records, chosen.batch):
        sys.stdout.write(json.dumps({name: round(value, 2) for name, value in line.items()}) + "\n")


if __name__ == "__main__":
    main()
