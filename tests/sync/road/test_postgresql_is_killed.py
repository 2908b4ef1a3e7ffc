"""PostgreSQL itself ends at the commit of an import: its backend by SIGKILL, or the whole server at once. Nothing is half there."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from forms.problems import Problem
from records.ledger import Office
from records.store.keyring import CHEAPEST
from sync import inbox, outbox
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.postgres import PostgresServer, started
from tests.sync.conftest import COUNTY_PEOPLE, PROVINCE_PEOPLE, Road, one_person


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of its own, which may die."""
    yield from started()


@pytest.fixture
def road(
    server: PostgresServer, make_office: Callable[..., Office], clock: FixedClock, tmp_path: Path
) -> Iterator[Road]:
    """A county (a file) enrolled at a province on that server."""
    county = one_person(make_office("513435", "甘洛县东西部协作办公室", people=COUNTY_PEOPLE))
    province = one_person(
        Office.create(
            tmp_path / "province",
            code="510000",
            name="四川省协作办公室",
            level="province",
            database=server.database(),
            people=PROVINCE_PEOPLE,
            clock=clock,
            ids=CountedIds("f"),
            kdf=CHEAPEST,
        )
    )
    files = tmp_path / "stick"
    files.mkdir()
    found = Road(county, province, files)
    found.enrol()
    yield found
    province.close()


@contextmanager
def at_commit(do: Callable[[int], None]) -> Iterator[list[int]]:
    """Let *do* be called with the backend's process id at the commit of an import; yields those it was called with."""
    done: list[int] = []

    def commit(connection: Any) -> None:
        backend = int(connection.connection.dbapi_connection.info.backend_pid)
        wrote = connection.exec_driver_sql("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").scalar()
        if not done and wrote:
            done.append(backend)
            do(backend)

    def listening(connection: Any) -> None:
        if connection.dialect.name == "postgresql":
            commit(connection)

    event.listen(Engine, "commit", listening)
    try:
        yield done
    finally:
        event.remove(Engine, "commit", listening)


def kill(backend: int) -> None:
    """SIGKILL, as the kernel does when memory is gone; the server then ends every other backend and recovers."""
    os.kill(backend, signal.SIGKILL)


def kill_after(step: int, backend: int) -> None:
    """Kill it at once (*step* below zero), or so many times 0.4 ms after the commit goes out."""
    if step < 0:
        kill(backend)
    else:
        threading.Timer(step * 0.0004, kill, [backend]).start()


def whole(road: Road, ids: list[str], batches: int) -> None:
    """Hold that the province has each batch and record once, and that the county hears so."""
    assert [one.number for one in inbox.batches(road.province)] == list(range(batches, 0, -1))
    there = road.province.records.list("employment", limit=200).rows
    assert sorted(one.record_id for one in there) == sorted(ids)
    assert road.province.audit.verify().ok
    for number in range(1, batches + 1):
        outbox.apply(road.county, inbox.acknowledge(road.province, str(number), road.files / f"{number}.ack"))
    assert road.states(ids) == ["received"] * len(ids)


def test_a_killed_backend_leaves_the_import_whole_or_not_there(road: Road, server: PostgresServer):
    """Before the commit arrives, and at ten moments after it was sent: the same file again makes it whole, once."""
    ids: list[str] = []
    found = []
    for number in range(11):
        ids += road.approve(2, start=2 * number)
        batch = outbox.seal(road.county)
        assert batch is not None
        with at_commit(partial(kill_after, number - 1)) as died, suppress(Problem):
            inbox.receive(road.province, batch.file)
        there = server.outlived(partial(inbox.batches, road.province))
        found.append(len(there) - number)
        again = server.outlived(partial(inbox.receive, road.province, batch.file))

        assert len(died) == 1
        assert again.counts == {"new": 2}

    assert set(found) <= {0, 1}
    assert found[0] == 0
    whole(road, ids, 11)


def test_a_server_stopped_at_once_and_started_again_has_all_or_nothing(road: Road, server: PostgresServer):
    """`pg_ctl stop -m immediate` at the commit: refused in words while it is down; started again, all is there once."""
    ids = road.approve(3)
    batch = outbox.seal(road.county)
    assert batch is not None
    with at_commit(lambda _backend: server.stop_at_once()), pytest.raises(Problem) as down:
        inbox.receive(road.province, batch.file)
    with pytest.raises(Problem) as still:
        inbox.batches(road.province)
    server.start_again()
    first = inbox.receive(road.province, batch.file)
    again = inbox.receive(road.province, batch.file)

    assert {down.value.code, still.value.code} == {"RECORDS-015"}
    assert first.counts == again.counts == {"new": 3}
    whole(road, ids, 1)
