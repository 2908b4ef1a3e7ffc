"""Faults of the road on real offices: killed at every statement, wrong clocks, both ends restored at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from records.ledger import Office
from sync import inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import PASSPHRASE, Road, one_person

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)
BEIJING = timezone(timedelta(hours=8))


class KilledError(BaseException):
    """The program ends here, as a signal ends it."""


@contextmanager
def killed_at(statement: int) -> Iterator[list[str]]:
    """Let the *statement*-th statement of any database, and all after it, not be carried out; yields those that were."""
    done: list[str] = []

    def before(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        if len(done) + 1 >= statement:
            raise KilledError(words)
        done.append(words)

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield done
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def test_killed_at_every_statement_of_an_import_it_is_whole_or_not_there(road: Road):
    """Whichever statement is the last, nothing of the batch is there; the same file again is one import, answered."""
    ids = road.approve(2)
    batch = outbox.seal(road.county)
    assert batch is not None
    number, killed = 0, True
    while killed:
        number += 1
        before = [one.batch_key for one in inbox.batches(road.province)]
        try:
            with killed_at(number) as done:
                received = inbox.receive(road.province, batch.file)
            killed = False
        except KilledError:
            assert [one.batch_key for one in inbox.batches(road.province)] == before == []
            assert not any(road.province.records.counts("employment").values())
    outbox.apply(road.county, inbox.acknowledge(road.province, received.batch_key, road.files / "1.ack"))

    assert number > 15
    assert len(done) == number - 1
    assert received.counts == {"new": 2}
    assert road.states(ids) == ["received"] * 2


MOMENTS = (
    datetime(1970, 1, 1, tzinfo=BEIJING),
    datetime(2038, 1, 19, 11, 14, 8, tzinfo=BEIJING),
    datetime(2099, 12, 31, 23, 59, 59, tzinfo=BEIJING),
)


@pytest.mark.parametrize("backwards", [False, True])
def test_clocks_from_1970_to_2099_move_nothing(file_road: Road, clock: FixedClock, backwards: bool):
    """Another year at each sealing, and back to the present for the contact: order goes by numbers, everything arrives."""
    road, present = file_road, clock.now()
    ids = road.approve(3)
    for number, moment in enumerate(MOMENTS[::-1] if backwards else MOMENTS):
        clock.set(moment)
        outbox.seal(road.county, only=ids[number : number + 1])
        clock.set(present)
        with Running(app(road.province)) as running:
            outbox.send(road.county, MemoryLink(running), patience=HASTY)
        inbox.accept(road.province, str(number + 1))
    with Running(app(road.province)) as running:
        sent = outbox.send(road.county, MemoryLink(running), patience=HASTY)

    assert sent.problems == []
    assert road.states(ids) == ["accepted"] * 3
    assert sorted(one.ledger_seq for one in inbox.batches(road.province)) == [1, 2, 3]


def test_both_ends_restored_at_once_lose_nothing_either_still_has(file_road: Road, tmp_path: Path):
    """County and province come back from backups of different days: what the county has is above in the end, once."""
    road = file_road
    early = road.province.backup(tmp_path / "province.backup")
    first = road.approve(2)
    outbox.seal(road.county)
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=HASTY)
    late = road.county.backup(tmp_path / "county.backup")
    road.approve(1, start=5)  # lost with the county's computer
    outbox.seal(road.county)
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=HASTY)
    road.county.close()
    road.province.close()
    around = {"clock": road.county.clock, "ids": road.county.ids}
    road.county = one_person(Office.restore(late, tmp_path / "c", "李主任", PASSPHRASE, **around))
    road.province = one_person(Office.restore(early, tmp_path / "p", "省审核员", PASSPHRASE, **around))
    again = road.approve(1, start=9)
    outbox.seal(road.county)
    for _contact in range(2):
        with Running(app(road.province)) as running:
            sent = outbox.send(road.county, MemoryLink(running), patience=HASTY)
        outbox.seal(road.county)
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=HASTY)
    above = {row.record_id for row in road.province.records.list("employment").rows}
    states = road.states([*first, *again])
    road.county.close()
    road.province.close()

    assert above == {*first, *again}
    assert states == ["received"] * 3
    assert [one.code for one in sent.problems if one.code != "SYNC-048"] == []
