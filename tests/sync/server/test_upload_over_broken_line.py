"""An upload arrives whole and once, wherever the line breaks; what is wrong is refused with a code."""

import base64
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Condition

import pytest

from forms.problems import Problem
from sync.outbox.link import Reply, Request
from sync.outbox.patience import Patience
from sync.outbox.talking import Talk
from sync.outbox.uploading import upload
from sync.protocol.requests import PIECE_TYPE
from sync.protocol.signing import PublicKey, Signer
from sync.server.application import Inbox, application
from sync.server.gate import Gate
from tests.fakes.memory_link import MemoryLink, Running

NOW = 1_795_000_000
DEVICE = Signer(os.urandom(32))
STRANGER = Signer(os.urandom(32))
PATIENT = Patience(sleep=lambda _seconds: None, jitter=lambda: 0.5)


@dataclass
class Ledger:
    """What the server needs of an office, kept in memory: who is enrolled, what was imported, what is to be told."""

    keys: dict[str, PublicKey] = field(default_factory=lambda: {"device-a": DEVICE.public})
    imported: list[bytes] = field(default_factory=list)
    acknowledgements: list[bytes] = field(default_factory=list)
    came: Condition = field(default_factory=Condition)
    seconds: int = NOW
    moments: Iterator[int] = field(
        default_factory=count
    )  # a second passes at each look: nobody asks too often

    def receive(self, file: Path) -> None:
        """Import a batch."""
        with self.came:
            self.imported.append(file.read_bytes())
            self.came.notify_all()

    def known(self, digest: str) -> bool:
        """Tell whether a batch was imported."""
        return any(hashlib.sha256(data).hexdigest() == digest for data in self.imported)

    def next(self, _device: str, after: int) -> tuple[int, bytes] | None:
        """Return the next acknowledgement."""
        return (after + 1, self.acknowledgements[after]) if after < len(self.acknowledgements) else None

    def inbox(self, folder: Path) -> Inbox:
        """Return the server's view of this ledger."""
        gate = Gate(lambda device: [self.keys[device]] if device in self.keys else [], lambda: self.seconds)
        return Inbox(gate, folder, self.receive, self.known, self.next, self.moments.__next__)


@pytest.fixture
def ledger() -> Ledger:
    """A ledger that knows device-a."""
    return Ledger()


@pytest.fixture
def running(ledger: Ledger, tmp_path: Path) -> Iterator[Running]:
    """A server over it."""
    with Running(application(ledger.inbox(tmp_path / "inbox"))) as alive:
        yield alive


def talk(link: MemoryLink, signer: Signer = DEVICE, device: str = "device-a", seconds: int = NOW) -> Talk:
    """Return a device's conversation over *link*."""
    return Talk(link, signer, device, lambda: seconds, lambda: os.urandom(8).hex(), PATIENT)


def sealed(tmp_path: Path, size: int = 700) -> tuple[Path, str]:
    """Return a file of *size* random bytes and its hash."""
    file = tmp_path / f"{size}.batch"
    file.write_bytes(os.urandom(size))
    return file, hashlib.sha256(file.read_bytes()).hexdigest()


def test_cut_at_every_byte_it_arrives_once(ledger, running, tmp_path):
    """The line breaks at each byte of an upload in turn, both ways: the file arrives identical, imported once."""
    file, digest = sealed(tmp_path, 120)
    link = MemoryLink(running)
    upload(talk(link), file, digest, piece=80)
    assert link.carried > 1000
    wanted = [file.read_bytes()]
    for cut in range(link.carried):
        file, digest = sealed(tmp_path, 120)
        upload(talk(MemoryLink(running, cut)), file, digest, piece=80)
        wanted.append(file.read_bytes())
    assert ledger_has(running, ledger, wanted)


def test_a_break_in_a_piece_keeps_what_came(ledger, running, tmp_path):
    """After a break the device goes on from the byte the server has, it does not begin again."""
    file, digest = sealed(tmp_path, 100_000)
    link = MemoryLink(running, cut=60_000)

    sent = upload(talk(link), file, digest)

    assert ledger_has(running, ledger, [file.read_bytes()])
    assert link.carried < 110_000
    assert sent == 100_000


def ledger_has(running: Running, ledger: Ledger, wanted: list[bytes]) -> bool:
    """Wait until the importer has done its work (it works behind the answers)."""
    with ledger.came:
        return ledger.came.wait_for(lambda: ledger.imported == wanted, timeout=10)


def test_uploading_again_costs_nothing(ledger, running, tmp_path):
    """What is there is not sent again, and not imported again."""
    file, digest = sealed(tmp_path)
    upload(talk(MemoryLink(running)), file, digest)

    assert upload(talk(MemoryLink(running)), file, digest) == 0
    assert ledger_has(running, ledger, [file.read_bytes()])


def test_a_killed_server_goes_on_from_what_was_durable(ledger, tmp_path):
    """A server that died in the middle of an upload knows its offset from the disk alone."""
    file, digest = sealed(tmp_path, 5000)
    folder = tmp_path / "inbox"
    with Running(application(ledger.inbox(folder))) as first:
        conversation = talk(MemoryLink(first))
        metadata = f"sha256 {base64.b64encode(digest.encode()).decode()}"
        conversation.ask(Request("POST", "/batches", {"Upload-Length": "5000", "Upload-Metadata": metadata}))
        headers = {"Upload-Offset": "0", "Content-Type": PIECE_TYPE}
        conversation.ask(Request("PATCH", f"/batches/{digest}", headers, file.read_bytes()[:3000]))
    with Running(application(ledger.inbox(folder))) as second:
        sent = upload(talk(MemoryLink(second)), file, digest)

    assert sent == 2000
    assert ledger.imported == [file.read_bytes()]


def test_what_was_stored_but_not_imported_is_imported_at_the_next_start(ledger, tmp_path):
    """A server killed between storing and importing finds the batch again."""
    file, digest = sealed(tmp_path)
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / f"{digest}.batch").write_bytes(file.read_bytes())

    with Running(application(ledger.inbox(folder))):
        pass

    assert ledger.imported == [file.read_bytes()]


def request(running: Running, asked: Request, signer: Signer = DEVICE, device: str = "device-a") -> Reply:
    """Ask once, signed, whatever the answer."""
    conversation = talk(MemoryLink(running), signer, device)
    return conversation.ask(asked, expected=tuple(range(300, 600)))


def begun(running: Running, digest: str, size: int) -> Reply:
    """Begin an upload."""
    metadata = f"sha256 {base64.b64encode(digest.encode()).decode()}"
    return request(
        running, Request("POST", "/batches", {"Upload-Length": str(size), "Upload-Metadata": metadata})
    )


def piece(digest: str, offset: int, body: bytes, kind: str = PIECE_TYPE) -> Request:
    """Return a request that sends *body* at *offset*."""
    return Request("PATCH", f"/batches/{digest}", {"Upload-Offset": str(offset), "Content-Type": kind}, body)


def test_a_wrong_offset_changes_nothing(running):
    """A piece at another place than the end is refused with the true offset."""
    digest = "0" * 64
    begun(running, digest, 10)

    reply = request(running, piece(digest, 5, b"x"))

    assert (reply.status, reply.headers["upload-offset"]) == (409, "0")


def test_more_than_was_announced_is_refused(running):
    """An upload never grows beyond its announced length."""
    digest = "0" * 64
    begun(running, digest, 10)

    assert request(running, piece(digest, 0, b"x" * 11)).status == 400
    assert request(running, Request("HEAD", f"/batches/{digest}")).headers["upload-offset"] != "11"


def test_wrong_bytes_are_thrown_away(ledger, running):
    """A whole whose hash is not its name is not kept: the device begins again."""
    digest = "0" * 64
    begun(running, digest, 3)

    assert request(running, piece(digest, 0, b"abc")).status == 410
    assert request(running, Request("HEAD", f"/batches/{digest}")).status == 404
    assert ledger.imported == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (Request("GET", "/"), 404),
        (Request("GET", "/batches"), 405),
        (Request("DELETE", f"/batches/{'0' * 64}"), 405),
        (Request("PUT", "/batches"), 405),
        (Request("POST", "/batches"), 400),
        (Request("POST", "/batches", {"Upload-Length": "-1"}), 400),
        (Request("POST", "/batches", {"Upload-Length": "5", "Upload-Metadata": "sha256 !!"}), 400),
        (Request("POST", "/batches", {"Upload-Length": "5", "Upload-Metadata": "sha256 Li4vLi4="}), 400),
        (Request("HEAD", "/batches/..%2f..%2fetc"), 400),
        (Request("HEAD", "/batches/xyz"), 400),
        (Request("HEAD", f"/batches/{'0' * 64}"), 404),
        (piece("0" * 64, 0, b"x"), 404),
        (piece("0" * 64, 0, b"x", "text/plain"), 415),
        (Request("GET", "/acknowledgements?after=x"), 400),
        (Request("GET", "/acknowledgements?after=-1"), 400),
    ],
)
def test_anything_unusual_is_refused(running, asked, status):
    """Unknown paths, methods, types and shapes get a plain refusal in our protocol."""
    reply = request(running, asked)

    assert reply.status == status
    assert reply.headers["xiezuo-protocol"] == "1"
    assert reply.headers["cache-control"] == "no-store"


def test_too_large_is_refused_with_the_limit(running):
    """A batch beyond the limit is refused before a byte of it is taken."""
    reply = begun(running, "0" * 64, 1 << 40)

    assert reply.status == 413
    assert int(reply.headers["tus-max-size"]) > 0


@pytest.mark.parametrize(
    ("signer", "device"), [(STRANGER, "device-a"), (DEVICE, "device-b"), (DEVICE, ""), (STRANGER, "stranger")]
)
def test_only_enrolled_devices_are_heard(running, signer, device):
    """Unknown device, wrong key, no name: the same answer, and nothing happens."""
    with pytest.raises(Problem) as caught:
        talk(MemoryLink(running), signer, device).ask(Request("GET", "/acknowledgements?after=0"))

    assert caught.value.code == "SYNC-056"


def test_revocation_works_from_the_next_request_on(ledger, running):
    """A device revoked between two requests is not heard at the second."""
    conversation = talk(MemoryLink(running))
    conversation.ask(Request("GET", "/acknowledgements?after=0"))
    ledger.keys.clear()

    with pytest.raises(Problem) as caught:
        conversation.ask(Request("GET", "/acknowledgements?after=0"))

    assert caught.value.code == "SYNC-056"


@pytest.mark.parametrize("seconds", [0, NOW - 86_400 * 365, NOW + 86_400, 4_070_908_800])
def test_a_wrong_clock_does_not_keep_an_office_out(running, tmp_path, ledger, seconds):
    """An office whose PC says 1970 or 2099 learns the server's time and delivers all the same."""
    file, digest = sealed(tmp_path)

    upload(talk(MemoryLink(running), seconds=seconds), file, digest)

    assert ledger_has(running, ledger, [file.read_bytes()])


def test_an_acknowledgement_comes_as_it_was_signed(ledger, running):
    """The bytes told are the bytes stored, one after the other, then nothing."""
    ledger.acknowledgements += [b"first", b"second"]

    first = request(running, Request("GET", "/acknowledgements?after=0"))
    second = request(running, Request("GET", "/acknowledgements?after=1"))
    third = request(running, Request("GET", "/acknowledgements?after=2"))

    assert (first.body, first.headers["xiezuo-seq"]) == (b"first", "1")
    assert second.body == b"second"
    assert third.status == 204


def test_health_tells_nobody_anything(running):
    """The open route says that the server lives, no more."""
    reply = MemoryLink(running).exchange(Request("GET", "/health"))

    assert reply.body == b'{"status":"ok","protocol":"1"}'


class Portal:
    """A hotel's login page: answers everything with 200 and HTML."""

    def exchange(self, request: Request) -> Reply:
        """Answer anything."""
        assert request.target
        return Reply(200, {"content-type": "text/html", "upload-offset": "700"}, b"<html>Login</html>")

    def close(self) -> None:
        """Nothing to give back."""


def test_a_captive_portal_is_no_delivery(tmp_path):
    """200 and HTML are not the office above: the clerk is told so."""
    file, digest = sealed(tmp_path)

    with pytest.raises(Problem) as caught:
        upload(Talk(Portal(), DEVICE, "device-a", lambda: NOW, lambda: "n", PATIENT), file, digest)

    assert caught.value.code == "SYNC-052"


@dataclass
class Grumbling:
    """A server that answers with each status in turn before it lets the true one speak."""

    link: MemoryLink
    statuses: list[int]
    asked: int = 0

    def exchange(self, request: Request) -> Reply:
        """Grumble, or pass on."""
        self.asked += 1
        if self.statuses:
            return Reply(self.statuses.pop(0), {"xiezuo-protocol": "1", "retry-after": "7"})
        return self.link.exchange(request)

    def close(self) -> None:
        """Nothing to give back."""


def test_a_busy_server_is_asked_again_later(ledger, running, tmp_path):
    """500, 502, 503, 429: tried again after the time the server asked for, never in a busy loop."""
    file, digest = sealed(tmp_path)
    waits: list[float] = []
    patience = Patience(sleep=waits.append, jitter=lambda: 0.5)
    link = Grumbling(MemoryLink(running), [500, 502, 503, 429])

    upload(Talk(link, DEVICE, "device-a", lambda: NOW, lambda: "n", patience), file, digest)

    assert ledger_has(running, ledger, [file.read_bytes()])
    assert len(waits) == 4
    assert min(waits) >= 7


def test_a_server_that_stays_busy_ends_in_a_sentence(running, tmp_path):
    """After its patience the program stops and says why."""
    file, digest = sealed(tmp_path)
    link = Grumbling(MemoryLink(running), [503] * 50)

    with pytest.raises(Problem) as caught:
        upload(Talk(link, DEVICE, "device-a", lambda: NOW, lambda: "n", PATIENT), file, digest)

    assert caught.value.code == "SYNC-054"
    assert link.asked == PATIENT.tries


@pytest.mark.parametrize(
    ("status", "code"), [(413, "SYNC-003"), (507, "SYNC-055"), (403, "SYNC-056"), (418, "SYNC-053")]
)
def test_each_refusal_has_its_sentence(running, tmp_path, status, code):
    """What a person must mend is said by its own code, at once."""
    file, digest = sealed(tmp_path)
    link = Grumbling(MemoryLink(running), [status])

    with pytest.raises(Problem) as caught:
        upload(Talk(link, DEVICE, "device-a", lambda: NOW, lambda: "n", PATIENT), file, digest)

    assert (caught.value.code, link.asked) == (code, 1)
