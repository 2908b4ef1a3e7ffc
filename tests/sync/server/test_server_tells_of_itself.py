"""What the server says of itself and how often one may ask it: counts, readiness, pace, log lines."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from starlette.testclient import TestClient

from sync.protocol.signing import PublicKey
from sync.server.application import Inbox, application
from sync.server.gate import Gate
from sync.server.journal import LOGGER, write_to
from sync.server.pace import KEPT, Pace

NOW = 1_795_000_000


def inbox(tmp_path, moments: Iterator[float], *, well: bool = True) -> Inbox:
    """Return a server's view of an office nobody is enrolled at."""
    keys: dict[str, PublicKey] = {}
    return Inbox(
        Gate(lambda device: [keys[device]] if device in keys else [], lambda: NOW),
        tmp_path,
        lambda _file: None,
        lambda _digest: False,
        lambda _device, _after: None,
        moments.__next__,
        ready=lambda: well,
    )


def client(inbox_of: Inbox, host: str = "127.0.0.1") -> TestClient:
    """Return a client at *host*."""
    return TestClient(application(inbox_of), client=(host, 50_000))


def test_an_address_that_signs_nothing_is_slowed_and_comes_back_later(tmp_path):
    """After thirty unsigned requests in a moment an address hears 429 and when to return; then it may ask again."""
    times = iter([0.0] * 400 + [3_600.0] * 40)
    with client(inbox(tmp_path, times)) as asking:
        answers = [asking.get("/forms") for _ in range(40)]
        assert [answer.status_code for answer in answers] == [401] * 30 + [429] * 10
        assert int(answers[-1].headers["retry-after"]) == 5
        for _left in times:
            if _left > 0:
                break
        assert asking.get("/forms").status_code == 401


def test_the_counts_are_told_to_this_machine_only(tmp_path):
    """Prometheus on the same machine reads routes and statuses; anyone else learns nothing, not even that it is there."""
    served = inbox(tmp_path, map(float, count()))
    with client(served) as here:
        here.get("/forms")
        told = here.get("/metrics").text
    with client(served, "10.0.0.7") as elsewhere:
        refused = elsewhere.get("/metrics")

    assert 'xiezuo_requests_total{route="/forms",status="401"} 1.0' in told
    assert "xiezuo_batches_waiting 0.0" in told
    assert refused.status_code == 404


@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
def test_ready_is_what_the_ledger_answers(tmp_path, well, status):
    """A load balancer sees at once that the ledger does not answer; the process itself still lives."""
    with client(inbox(tmp_path, map(float, count()), well=well)) as asking:
        assert asking.get("/ready").status_code == status
        assert asking.get("/health").status_code == 200


def test_a_log_line_is_json_and_quotes_no_error(tmp_path):
    """An error of ours is logged with its kind and place; what it quotes (a name, a number) never is."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    logger = logging.getLogger(LOGGER)
    before = logger.handlers, logger.level, logger.propagate
    try:
        write_to(Kept(), lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
        try:
            raise ValueError("513221199003070018 阿苏木呷")
        except ValueError as error:
            logger.error("batch could not be imported", exc_info=error, extra={"batch": "ab12"})
        with client(inbox(tmp_path, map(float, count()))) as asking:
            asking.get("/acknowledgements?after=7")
    finally:
        logger.handlers, logger.level, logger.propagate = before

    failed, answered = (json.loads(line) for line in lines)
    assert failed["error"] == "ValueError"
    assert failed["batch"] == "ab12"
    assert "513221" not in lines[0]
    assert (answered["route"], answered["status"], answered["device"]) == ("GET /acknowledgements", 401, "-")


def test_a_bucket_fills_again_and_is_forgotten_when_full():
    """Ten at once, then one a second; a hundred thousand names do not fill the memory."""
    now = [0.0]
    pace = Pace(10, 1, lambda: now[0])
    for _ in range(10):
        assert pace.wait("a") == 0.0
        pace.spend("a")
    assert pace.wait("a") == 1.0
    now[0] = 1.0
    assert pace.wait("a") == 0.0

    for number in range(KEPT + 5):
        pace.spend(f"n{number}")

    assert len(pace._left) <= KEPT
    assert "a" in pace._left
