"""A real PostgreSQL for the tests: Debian's server in a temporary folder, started once a session.

Runs as the system user postgres when the tests run as root (the server refuses root). Without fsync: the tests
prove our SQL, not its disk.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from forms.problems import Problem

Got = TypeVar("Got")
_BINARIES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin")


def binaries() -> Path | None:
    """Return the folder of the server's programs, or None where it is not installed."""
    return next((Path(folder) for folder in _BINARIES if (Path(folder) / "initdb").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """One server; `database` gives a new empty database each time."""

    def __init__(self, folder: Path) -> None:
        self._bin = folder
        self._home = Path(tempfile.mkdtemp(prefix="xz-pg-"))
        self._data = self._home / "data"
        self._port = _free_port()
        self._made = 0
        self._user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self._home, account.pw_uid, account.pw_gid)

    def start(self) -> None:
        """Make the cluster and start it."""
        self._run(
            "initdb",
            "-D",
            str(self._data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        self.start_again()

    def start_again(self) -> None:
        """Start the cluster that is there, and wait until it has recovered."""
        options = f"-p {self._port} -k {self._home} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
        log = str(self._home / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, "-w", "-o", options, "start")

    def stop_at_once(self) -> None:
        """End every process of it without a word; what was committed comes back from its log."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")

    def outlived(self, work: Callable[[], Got], seconds: float = 30.0) -> Got:
        """Do *work*, again and again while the server is in recovery after the death of a backend."""
        end = time.monotonic() + seconds
        while True:
            try:
                return work()
            except Problem:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once and throw everything away."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._home)

    def database(self) -> str:
        """Make a new empty database and return its URL."""
        self._made += 1
        name = f"office_{self._made}"
        self._says(f"CREATE DATABASE {name}")
        return self._url(name)

    def fill(self, url: str, like: str) -> None:
        """Make the empty database of *url* a copy of the one of *like*, in which nobody works."""
        name, model = url.rpartition("/")[2], like.rpartition("/")[2]
        self._says(f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE {model}")

    def _says(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port}/{name}"


def started() -> Iterator[PostgresServer]:
    """Give a running server, thrown away afterwards; the test is skipped only where none is installed."""
    folder = binaries()
    if folder is None:
        pytest.skip("PostgreSQL server is not installed")
    server = PostgresServer(folder)
    server.start()
    yield server
    server.stop()
