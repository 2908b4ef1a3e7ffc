"""A real uvicorn process on loopback: killed in the middle of an upload, started again, TLS kept honest."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.problems import Problem
from sync import inbox, outbox
from sync.outbox.http_link import HttpLink
from sync.outbox.link import LinkBrokenError, Reply, Request
from sync.outbox.patience import Patience
from tests.sync.conftest import Road

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Served:
    """The process and the port it listens on."""

    process: "subprocess.Popen[str]"
    port: int


@contextmanager
def served(folder: Path, passphrase: str, *tls: Path) -> Iterator[Served]:
    """Run the server over the office of *folder*, from the moment it listens."""
    command = [sys.executable, "-m", "tests.fakes.served_office", str(folder), "省审核员", passphrase]
    process = subprocess.Popen([*command, *map(str, tls)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Served(
            process, int(process.stdout.readline())
        )  # its end, when it could not start, is no number
    finally:
        process.kill()
        process.communicate(timeout=30)


class Assassin:
    """A link that kills the server once, when the first piece has been taken."""

    def __init__(self, link: HttpLink, server: "subprocess.Popen[str]") -> None:
        self._link = link
        self._server = server

    def exchange(self, request: Request) -> Reply:
        """Pass on; kill after the first PATCH."""
        reply = self._link.exchange(request)
        if request.method == "PATCH" and self._server.poll() is None:
            self._server.kill()
            self._server.wait(30)
            raise LinkBrokenError("killed")
        return reply

    def close(self) -> None:
        """Give the connection back."""
        self._link.close()


def test_a_server_killed_in_the_middle_goes_on_where_it_was(file_road: Road):
    """SIGKILL while a batch comes in: after a restart the rest is sent, and each record is there once."""
    road = file_road
    ids = road.approve(3)
    outbox.seal(road.county)
    road.province.close()
    with served(road.province.folder, road.passphrase) as server:
        link = Assassin(HttpLink(f"http://127.0.0.1:{server.port}"), server.process)
        with pytest.raises(Problem) as caught:
            outbox.send(road.county, link, patience=Patience(tries=2, sleep=lambda _seconds: None))
        link.close()
    assert caught.value.code == "SYNC-050"
    assert road.states(ids) == ["sent"] * 3
    with (
        served(road.province.folder, road.passphrase) as again,
        HttpLink(f"http://127.0.0.1:{again.port}") as link,
    ):
        sent = outbox.send(road.county, link)

    assert (sent.batches, sent.acknowledged) == (1, 1)
    assert road.states(ids) == ["received"] * 3


def test_tls_is_never_taken_on_trust(file_road: Road):
    """A certificate nobody vouches for stops the sending; with it named, all goes well."""
    road = file_road
    ids = road.approve(1)
    outbox.seal(road.county)
    cert, key = road.files / "cert.pem", road.files / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", str(key), "-out", str(cert), "-days", "30", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    road.province.close()
    with served(road.province.folder, road.passphrase, cert, key) as server:
        port = server.port
        for address, ca in ((f"https://localhost:{port}", None), (f"https://127.0.0.1:{port}", cert)):
            with HttpLink(address, ca) as link, pytest.raises(Problem) as caught:
                outbox.send(road.county, link)
            assert caught.value.code == "SYNC-051"
        with outbox.http_link(road.county, f"https://localhost:{port}", cert) as link:
            outbox.send(road.county, link)

    assert road.states(ids) == ["received"]


def test_nobody_there_is_said_plainly(file_road: Road):
    """Without a server the clerk is told that the data is safe; nothing is lost."""
    file_road.approve(1)
    outbox.seal(file_road.county)

    with HttpLink(f"http://127.0.0.1:{free_port()}") as link, pytest.raises(Problem) as caught:
        outbox.send(file_road.county, link, patience=Patience(tries=2, sleep=lambda _seconds: None))

    assert caught.value.code == "SYNC-050"
    assert inbox.batches(file_road.province) == []
