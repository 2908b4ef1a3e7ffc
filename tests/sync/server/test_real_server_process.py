"""A real uvicorn process on loopback: killed in the middle of an upload, started again, TLS kept honest."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def served(folder: Path, port: int, passphrase: str, *tls: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the server over the office of *folder*."""
    command = [
        sys.executable,
        "-m",
        "tests.fakes.served_office",
        str(folder),
        str(port),
        "省审核员",
        passphrase,
    ]
    process = subprocess.Popen([*command, *map(str, tls)], cwd=ROOT)
    try:
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait(30)


class Assassin:
    """A link that kills the server once, when the first piece has been taken."""

    def __init__(self, link: HttpLink, server: "subprocess.Popen[bytes]") -> None:
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
    port = free_port()
    with served(road.province.folder, port, road.passphrase) as server:
        link = Assassin(HttpLink(f"http://127.0.0.1:{port}"), server)
        with pytest.raises(Problem) as caught:
            outbox.send(road.county, link, patience=Patience(tries=2, sleep=lambda _seconds: None))
        link.close()
    assert caught.value.code == "SYNC-050"
    assert road.states(ids) == ["sent"] * 3
    with served(road.province.folder, port, road.passphrase), HttpLink(f"http://127.0.0.1:{port}") as link:
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
    port = free_port()
    with served(road.province.folder, port, road.passphrase, cert, key):
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
