"""A hundred devices whose line comes back on the same morning: each drains a month's queue at once to one real server.

The devices are offices of their own with batches sealed before; what drives them is the program's own client, in a few
processes of many threads, over loopback. Timed is every exchange as a device sees it, from its first byte to the last of the
reply; an answer the device asked to be held back (a long poll) says nothing about the server and is counted apart. The
server is `xiezuo serve` as a process of its own; its memory is its proportional share (PSS), looked at ten times a second.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.road import PASSPHRASE, ROOT, _free_port, _office, _worker

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.outbox import Link, Reply, Request

DEVICES = 100
BATCHES, RECORDS = 4, 50  # of one device: a batch a week
PROCESSES = 4
FLOOR = 2.0  # seconds: no reply of a hundred may take longer but one


@dataclass
class Seen:
    """What the devices of one process saw: seconds of each exchange, words of what went wrong, records delivered."""

    seconds: list[float] = field(default_factory=list)
    held: int = 0
    broken: int = 0
    busy: int = 0
    errors: list[str] = field(default_factory=list)
    delivered: int = 0


class Timed:
    """A link that times each exchange; threads add to one list."""

    def __init__(self, link: "Link", seen: Seen) -> None:
        self._link, self._seen = link, seen

    def exchange(self, request: "Request") -> "Reply":
        """Pass on, and remember how long it took."""
        from sync.outbox import LinkBrokenError

        begun = time.perf_counter()
        try:
            reply = self._link.exchange(request)
        except LinkBrokenError:
            self._seen.broken += 1
            raise
        if "Prefer" in request.headers:
            self._seen.held += 1
        else:
            self._seen.seconds.append(time.perf_counter() - begun)
        self._seen.busy += reply.status in (429, 503)
        return reply

    def close(self) -> None:
        """Give the connection back."""
        self._link.close()


def _code(number: int) -> str:
    """Return the code of a device's office: a team of a county of the province."""
    return f"5134{35 + number // 99}{number % 99 + 1:02d}"


def _drive(pipe: Connection, folder: Path, numbers: range) -> None:
    """Be one process: make the offices of *numbers*, seal their month, and send all at once when told to."""
    from sqlalchemy import update

    from records.store.tables import record
    from sync import enrolment, outbox

    offices = []
    for number in numbers:
        code = _code(number)
        office = _office(folder / code, code, f"工作队 {number}", "field")
        enrolment.answer(office, folder / f"{code}.enrol", folder / f"{code}.answer")
        offices.append(office)
    pipe.send("answered")
    pipe.recv()  # all are enrolled above
    for number, office in zip(numbers, offices, strict=True):
        for batch in range(BATCHES):
            first = (number * BATCHES + batch) * RECORDS
            rows = ((office.ids.token(), _worker(first + one)) for one in range(RECORDS))
            office.records.save_many("employment", rows)
            with office.transaction() as connection:
                connection.execute(update(record).where(record.c.state == "draft").values(state="approved"))
            outbox.seal(office)
    pipe.send("sealed")
    address = pipe.recv()
    seen = Seen()
    threads = [threading.Thread(target=_send, args=(office, address, seen)) for office in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.send(seen)


def _send(office: "Office", address: str, seen: Seen) -> None:
    """Make the one contact of a device; whatever a clerk would read counts as an error."""
    from forms.problems import Problem
    from sync import outbox

    with outbox.http_link(office, address) as link:
        try:
            sent = outbox.send(office, Timed(link, seen), wait=300)
            seen.errors += [problem.sentence() for problem in sent.problems]
        except Problem as problem:
            seen.errors.append(problem.sentence())
    counts = office.records.counts("employment")
    seen.delivered += sum(count for state, count in counts.items() if str(state) == "received")


@contextmanager
def _driving(folder: Path, devices: int) -> Iterator[list[Connection]]:
    """Start the processes; yields a pipe to each."""
    starting = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for part in range(PROCESSES):
        ours, theirs = starting.Pipe()
        numbers = range(devices * part // PROCESSES, devices * (part + 1) // PROCESSES)
        process = starting.Process(target=_drive, args=(theirs, folder, numbers))
        process.start()
        pipes.append(ours)
        processes.append(process)
    try:
        yield pipes
    finally:
        for process in processes:
            process.join(10)
            if process.is_alive():
                process.kill()


@contextmanager
def _served(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `xiezuo serve` over the office of *folder* until the block ends."""
    command = [sys.executable, "-m", "desktop", "--office", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "XIEZUO_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    import socket

    for _look in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("the server did not start")


class _Memory:
    """The largest PSS of a process, in bytes, looked at until the block ends; 0 where the system does not tell."""

    def __init__(self, pid: int) -> None:
        self._file = Path(f"/proc/{pid}/smaps_rollup")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.largest = 0

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_told: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            try:
                lines = self._file.read_text(encoding="ascii").splitlines()
            except OSError:
                return
            share = next((line for line in lines if line.startswith("Pss:")), "Pss: 0 kB")
            self.largest = max(self.largest, int(share.split()[1]) * 1024)


def drained(devices: int) -> tuple[Seen, float, int]:
    """Let *devices* drain their queues at once: what they saw, seconds until the last had its answers, the server's PSS."""
    from sync import enrolment

    with tempfile.TemporaryDirectory(prefix="xiezuo-devices-") as name:
        folder = Path(name)
        province = _office(folder / "province", "510000", "四川省", "province")
        for number in range(devices):
            enrolment.new(province, _code(number), folder / f"{_code(number)}.enrol")
        with _driving(folder, devices) as pipes:
            _each(pipes, "answered")
            for number in range(devices):
                enrolment.accept(province, folder / f"{_code(number)}.answer")
            province.close()
            for pipe in pipes:
                pipe.send("enrolled")
            _each(pipes, "sealed")
            port = _free_port()
            with _served(folder / "province", port) as server, _Memory(server.pid) as memory:
                begun = time.perf_counter()
                for pipe in pipes:
                    pipe.send(f"http://127.0.0.1:{port}")
                found = [pipe.recv() for pipe in pipes]
                seconds = time.perf_counter() - begun
    whole = Seen()
    for one in found:
        for part in ("seconds", "held", "broken", "busy", "errors", "delivered"):
            setattr(whole, part, getattr(whole, part) + getattr(one, part))
    return whole, seconds, memory.largest


def _each(pipes: list[Connection], word: str) -> None:
    for pipe in pipes:
        if pipe.recv() != word:
            raise RuntimeError(f"a process of devices did not say {word}")


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the benchmark's row for ``python -m benchmarks``; a device that saw an error, or a record lost, ends it."""
    devices = max(10, int(DEVICES * scale))
    seen, seconds, memory = drained(devices)
    records = devices * BATCHES * RECORDS
    if seen.errors or seen.delivered != records:
        raise RuntimeError(f"{seen.delivered} of {records} arrived: {seen.errors[:3]}")
    ordered = sorted(seen.seconds)
    half, most = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return [
        {
            "job": f"{devices} devices drain {BATCHES} batches each at once",
            "ours": f"p99 {most * 1000:,.0f} ms",
            "limit": f"{FLOOR * 1000:,.0f} ms",
            "ratio": most / FLOOR,
            "beside": f"floor; p50 {half * 1000:,.0f} ms, slowest {ordered[-1] * 1000:,.0f} ms of {len(ordered):,} replies,"
            f" {records:,} records answered in {seconds:.1f} s, {seen.busy} asked to wait, {seen.broken} broken,"
            f" no error, server PSS {memory / 2**20:.0f} MB",
        }
    ]


def main() -> None:
    """Run alone: ``python -m benchmarks.devices [--devices N]``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=DEVICES)
    for row in run(parser.parse_args().devices / DEVICES):
        print(*(f"{name}: {value}" for name, value in row.items()), sep="\n")


if __name__ == "__main__":
    main()
