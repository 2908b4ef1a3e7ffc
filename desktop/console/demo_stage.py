"""The stage of the demonstration: two new offices with invented people, and a real server process on loopback."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.console.desk import PASSPHRASE
from forms.clock import SystemClock
from records.model.ids import SystemIds

if TYPE_CHECKING:
    from records.ledger import Office

CLERK, REVIEWER = "张会计", "李主任"  # invented people; same in every language
COUNTY = ("513435", "甘洛县东西部协作办公室")  # a real place; same in every language
PROVINCE = ("510000", "四川省东西部协作办公室")  # a real place; same in every language
START_SECONDS = 30


@dataclass
class Place:
    """One office of the demonstration and how to sit down in it."""

    folder: Path
    passphrase: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)

    @contextmanager
    def open(self, name: str) -> "Iterator[Office]":
        """Open the office as *name*, close it afterwards."""
        from records.ledger import Office

        office = Office.open(self.folder, name, self.passphrase, SystemClock(), SystemIds())
        try:
            yield office
        finally:
            office.close()


def make_office(folder: Path, code: str, name: str, level: str, settings: dict[str, str]) -> Place:
    """Make an office with a clerk and a reviewer."""
    from records.ledger import NewUser, Office, Role

    place = Place(folder)
    office = Office.create(
        folder,
        code=code,
        name=name,
        level=level,
        people=[
            NewUser(REVIEWER, Role("reviewer"), place.passphrase),
            NewUser(CLERK, Role("clerk"), place.passphrase),
        ],
        clock=SystemClock(),
        ids=SystemIds(),
    )
    for key, value in settings.items():
        office.settings.set(key, value)
    office.close()
    return place


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(place: Place, port: int, log: Path) -> Iterator[str]:
    """Run `xiezuo serve` over *place* as a process of its own; yields its address once it answers."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    command = [*program, "--office", str(place.folder), "--as", "reviewer", "serve", "--port", str(port)]
    root = Path(__file__).resolve().parents[2]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=root, env={**os.environ, PASSPHRASE: place.passphrase}, stdout=output, stderr=output
        )
    try:
        _wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
