"""Sending by itself: the clerk seals, and it goes when the line is there, at the office's own pace."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from forms.problems import Problem
from sync import inbox, outbox
from sync.outbox.automatic import Automatic, moments, next_moment, plan_of, set_plan
from sync.outbox.link import LinkBrokenError, Reply, Request
from sync.outbox.slow_link import SlowLink, piece_of
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import Road


class Time:
    """A clock that goes on only while somebody rests."""

    def __init__(self) -> None:
        self.now = 0.0

    def seconds(self) -> float:
        """Return the moment."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let *seconds* pass."""
        self.now += seconds


class Cable:
    """The line to a server that is there only while it is *plugged* in."""

    def __init__(self, running: Running) -> None:
        self.plugged = False
        self._link = MemoryLink(running)

    def exchange(self, request: Request) -> Reply:
        """Carry a request, or break."""
        if not self.plugged:
            raise LinkBrokenError("unplugged")
        return self._link.exchange(request)

    @contextmanager
    def opened(self, _office: Any) -> Any:
        """Open the line."""
        yield self


def test_a_months_queue_drains_in_order_when_the_line_is_back(file_road: Road):
    """Days without a network: the pauses grow; then everything goes up by itself, oldest first, and once."""
    road, clock = file_road, Time()
    for number in range(3):
        road.approve(2, start=2 * number)
        outbox.seal(road.county)
    with Running(app(road.province)) as running:
        cable = Cable(running)
        automatic = Automatic(road.county, clock.seconds, clock.sleep, cable.opened, jitter=lambda: 1.0)
        pauses = []
        for _try in range(4):
            assert automatic.contact() is None
            pauses.append(round(automatic.wait() or 0))
            clock.sleep(pauses[-1])
        standing = automatic.standing
        cable.plugged = True
        automatic.reachable()
        sent = automatic.contact()

    assert pauses == [30, 60, 120, 240]
    assert (standing.failures, standing.problem and standing.problem.code) == (4, "SYNC-050")
    assert sent is not None
    assert sent.batches == 3
    assert [one.number for one in inbox.batches(road.province)] == [3, 2, 1]
    assert automatic.standing.failures == 0
    assert 800 < (automatic.wait() or 0) < 1100  # a quarter of an hour, about


def test_what_was_approved_is_sealed_and_sent_when_the_office_wants_that(file_road: Road):
    """With 自动封装 an approval is enough; paused, everything stays here; by hand, nothing is due."""
    road, clock = file_road, Time()
    ids = road.approve(2)
    set_plan(road.county, replace(plan_of(road.county), seal=True))
    with Running(app(road.province)) as running:
        cable = Cable(running)
        cable.plugged = True
        automatic = Automatic(road.county, clock.seconds, clock.sleep, cable.opened)
        automatic.contact()
    assert road.states(ids) == ["received"] * 2

    set_plan(road.county, replace(plan_of(road.county), paused=True))
    assert (automatic.wait(), automatic.standing.kind) == (None, "paused")
    set_plan(road.county, replace(plan_of(road.county), paused=False, automatic=False))
    assert (automatic.wait(), automatic.standing.kind) == (None, "off")


def test_only_at_the_moments_chosen():
    """12:30 and 18:00: the next one after now, tomorrow's when today's are over."""
    at = moments(["18:00", "12:30", "12:30"])
    noon = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)

    assert at == ("12:30", "18:00")
    assert next_moment(at, noon).hour == 12
    assert next_moment(at, noon.replace(hour=18)).day == 1
    with pytest.raises(Problem) as wrong:
        moments(["halb eins"])
    assert wrong.value.code == "SYNC-038"


def test_a_narrow_line_is_shared():
    """64 KB a second: ten pieces of 128 KiB take twenty seconds, whatever the line could carry."""
    clock = Time()

    class Wide:
        def exchange(self, _request: Request) -> Reply:
            return Reply(204, {})

        def close(self) -> None:
            """Nothing to give back."""

    line = SlowLink(Wide(), 64 << 10, clock.seconds, clock.sleep)
    for _piece in range(10):
        line.exchange(Request("PATCH", "/", body=bytes(piece_of(64 << 10))))

    assert clock.now == pytest.approx(20.0)
    assert (piece_of(0), piece_of(100)) == (1 << 20, 16 << 10)
