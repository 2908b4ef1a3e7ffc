"""The road: seal, upload, import and acknowledge N records, durable at both ends, with a real server process.

Beside it, in the same run, the bare sealed path: JSON → zstd → age → hash → sign → verify → decrypt → one insert
into an encrypted file with three indexes; no history, no checks, no HTTP. Entering and approving the records is
not timed.
"""

import argparse
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RECORDS = 100_000
BATCH = 20_000
PASSPHRASE = "一条路，两头都到 2026"  # noqa: S105  (of offices that live as long as the benchmark)
ROOT = Path(__file__).resolve().parents[1]


def _office(folder: Path, code: str, name: str, level: str) -> Any:
    from forms.clock import SystemClock
    from records.ledger import NewUser, Office, Role
    from records.model.ids import SystemIds
    from records.store.keyring import CHEAPEST

    people = [NewUser("审核员", Role.REVIEWER, PASSPHRASE)]
    office = Office.create(
        folder,
        code=code,
        name=name,
        level=level,
        people=people,
        clock=SystemClock(),
        ids=SystemIds(),
        kdf=CHEAPEST,
    )
    office.settings.set("one_person", True)
    return office


def _worker(number: int) -> dict[str, Any]:
    """Return complete answers of an invented worker: 20 fields."""
    day = number // 500
    body = (
        f"513435{1970 + day % 30}{1 + day // 30 % 12:02d}{1 + day // 360 % 28:02d}{number % 500 * 2 + 1:03d}"
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    id_no = body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    return {
        "id_type": "10",
        "id_no": id_no,
        "full_name": "阿吉沙马曲木勒伍"[number % 8] + "木尔依子石拉五史"[number // 8 % 8] + "果古洛呷布铁支"[number // 64 % 7],
        "sex": "1",
        "birth_date": f"{id_no[6:10]}-{id_no[10:12]}-{id_no[12:14]}",
        "ethnic_code": "07",
        "hukou_region": "513435",
        "phone": f"138{number * 7919 % 100_000_000:08d}",
        "category": "assisted",
        "employment_form": "10",
        "channel": "cooperation",
        "is_abroad": "no",
        "work_region": "330213",
        "employer_name": f"奉化第{number % 97}汽配有限公司",
        "post": "装配工",
        "start_month": f"2026-0{1 + number % 9}-01",
        "monthly_wage": str(3500 + number % 40 * 100),
        "contract_kind": "open",
        "contract_from": f"2026-0{1 + number % 9}-01",
        "insurance": ["pension", "injury"],
        "evidence_kind": ["contract"],
        "by_cooperation": "yes",
        "status": "on_post",
        "consent_status": "duty",
    }  # fmt: skip


def _prepare(folder: Path, records: int) -> tuple[Any, Any]:
    """Make county and province, enrol, enter *records* approved records (the approval by one statement)."""
    from sqlalchemy import update

    from records.store.tables import record
    from sync import enrolment

    county = _office(folder / "county", "513435", "甘洛县", "county")
    province = _office(folder / "province", "510000", "四川省", "province")
    enrolment.new(province, "513435", folder / "a.enrol")
    enrolment.answer(county, folder / "a.enrol", folder / "b.enrol")
    enrolment.accept(province, folder / "b.enrol")
    county.records.save_many("employment", ((county.ids.token(), _worker(n)) for n in range(records)))
    with county.transaction() as connection:
        connection.execute(update(record).values(state="approved"))
    return county, province


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _served(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Start the server as a process of its own and wait until it answers."""
    command = [sys.executable, "-m", "benchmarks.road", "--serve", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "XIEZUO_PASSPHRASE": PASSPHRASE})
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    process.kill()
    raise RuntimeError("the server did not start")


def _serve(folder: Path, port: int) -> None:
    """Be the server process."""
    from forms.clock import SystemClock
    from records.ledger import Office
    from records.model.ids import SystemIds
    from sync.server import serve

    with Office.open(folder, "审核员", os.environ["XIEZUO_PASSPHRASE"], SystemClock(), SystemIds()) as office:
        serve(office, "127.0.0.1", port)


def ours(records: int) -> dict[str, Any]:
    """Time the road for *records* records: seconds in all and in sealing, bytes on the wire."""
    from sync import outbox

    with tempfile.TemporaryDirectory(prefix="xiezuo-road-") as name:
        folder = Path(name)
        county, province = _prepare(folder, records)
        province.close()
        port = _free_port()
        server = _served(folder / "province", port)
        try:
            begun = time.perf_counter()
            while outbox.seal(county, most=BATCH) is not None:
                pass
            sealed = time.perf_counter() - begun
            with outbox.http_link(county, f"http://127.0.0.1:{port}") as link:
                sent = outbox.send(county, link, wait=600)
            seconds = time.perf_counter() - begun
        finally:
            server.terminate()
            server.wait(30)
        states = county.records.counts("employment")
        county.close()
    delivered = sum(count for state, count in states.items() if str(state) == "received")
    if delivered != records:
        raise RuntimeError(f"{delivered} of {records} arrived: {states}")
    return {"seconds": seconds, "seal": sealed, "bytes": sent.sent_bytes, "batches": sent.batches}


def bare(records: int) -> float:
    """Return the seconds of the bare sealed path for the same answers."""
    import pyrage
    import zstandard
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from sqlcipher3 import dbapi2

    answers = [_worker(number) for number in range(records)]
    key, age = Ed25519PrivateKey.generate(), pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory(prefix="xiezuo-bare-") as name:
        store = dbapi2.connect(f"{name}/bare.db", isolation_level=None)
        store.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        columns = list(answers[0])
        store.execute(f"CREATE TABLE worker (id TEXT PRIMARY KEY, {', '.join(columns)})")
        for column in ("id_no", "phone", "full_name"):
            store.execute(f"CREATE INDEX ix_{column} ON worker ({column})")
        insert = f"INSERT OR IGNORE INTO worker VALUES ({', '.join('?' * (len(columns) + 1))})"
        begun = time.perf_counter()
        for start in range(0, records, BATCH):
            lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in answers[start : start + BATCH])
            sealed = pyrage.encrypt(zstandard.compress(lines.encode(), 3), [age.to_public()])
            file = Path(name) / f"{start}.batch"
            with file.open("wb") as stream:
                stream.write(sealed)
                os.fsync(stream.fileno())
            signature = key.sign(hashlib.sha256(sealed).digest())
            arrived = file.read_bytes()
            key.public_key().verify(signature, hashlib.sha256(arrived).digest())
            opened = zstandard.decompress(pyrage.decrypt(arrived, [age]))
            rows = [json.loads(line) for line in opened.split(b"\n")]
            store.execute("BEGIN IMMEDIATE")
            store.executemany(
                insert,
                (
                    (f"{start + number:032x}", *(str(row[column]) for column in columns))
                    for number, row in enumerate(rows)
                ),
            )
            store.execute("COMMIT")
        seconds = time.perf_counter() - begun
        store.close()
    return seconds


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the benchmark's row for ``python -m benchmarks``."""
    records = max(1000, int(RECORDS * scale))
    found, limit = ours(records), bare(records)
    return [
        {
            "job": f"seal, upload, import, acknowledge {records:,} records",
            "ours": f"{records / found['seconds']:,.0f} records/s",
            "limit": f"{records / limit:,.0f} records/s",
            "ratio": found["seconds"] / limit,
            "beside": f"bare sealed path; sealing {records / found['seal']:,.0f}/s, "
            f"{found['bytes'] / records:.0f} bytes a record, {found['batches']} batches",
        }
    ]


def main() -> None:
    """Run alone: ``python -m benchmarks.road [--records N]``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve is not None:
        _serve(chosen.serve, chosen.port)
        return
    for row in run(chosen.records / RECORDS):
        print(*(f"{name}: {value}" for name, value in row.items()), sep="\n")


if __name__ == "__main__":
    main()
