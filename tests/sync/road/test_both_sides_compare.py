"""At the end of every contact both sides compare what they hold; a difference is named, and nothing is overwritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from forms.problems import Problem
from records.ledger import Office
from sync import enrolment, inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import PASSPHRASE, Road, one_person

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


def contact(county: Office, province: Office) -> outbox.Sent:
    """One contact over the line."""
    with Running(app(province)) as running:
        return outbox.send(county, MemoryLink(running), patience=HASTY)


def test_equal_records_agree(road: Road):
    """After sending and after deciding, both sides hold the same."""
    ids = road.approve(3)
    outbox.seal(road.county)
    first = contact(road.county, road.province)
    inbox.send_back(road.province, "1", ids[:1], "请核实。")
    second = contact(road.county, road.province)

    assert (first.compared, first.problems) == (True, [])
    assert (second.compared, second.problems) == (True, [])


def test_a_row_that_is_gone_above_is_named(file_road: Road):
    """Somebody deletes a row of the province's inbox: the county hears which form, and how many here and there."""
    road = file_road
    road.approve(3)
    outbox.seal(road.county)
    contact(road.county, road.province)
    with road.province.transaction() as connection:
        connection.execute(
            text("DELETE FROM inbox_record WHERE record_id = (SELECT max(record_id) FROM inbox_record)")
        )
    road.approve(1, start=9)
    outbox.seal(road.county)
    found = contact(road.county, road.province)

    (problem,) = found.problems
    assert problem.code == "SYNC-047"
    assert "4≠3" in problem.what()
    assert len(road.county.records.list("employment").rows) == 4


@contextmanager
def restored(road: Road, backup: Path, folder: Path) -> Iterator[Office]:
    """The province as it comes back from *backup*."""
    people = ("省审核员", PASSPHRASE)
    office = one_person(
        Office.restore(backup, folder, *people, clock=road.province.clock, ids=road.province.ids)
    )
    try:
        yield office
    finally:
        office.close()


def test_an_idle_county_hears_that_the_province_was_restored(file_road: Road, tmp_path: Path):
    """The province lost a batch it had confirmed: a county with nothing to send offers it again by itself."""
    road = file_road
    backup = road.province.backup(tmp_path / "province.backup")
    (record_id,) = road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    with restored(road, backup, tmp_path / "restored") as province:
        again = contact(road.county, province)

        assert (again.batches, again.acknowledged, again.problems) == (1, 1, [])
        assert province.records.get(record_id).head.record_id == record_id


def test_what_the_backup_held_is_confirmed_in_the_new_epoch(file_road: Road, tmp_path: Path):
    """The restored province has the batch: it says so anew, and the county no longer thinks it lost."""
    road = file_road
    (record_id,) = road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    backup = road.province.backup(tmp_path / "province.backup")
    with restored(road, backup, tmp_path / "restored") as province:
        again = contact(road.county, province)

        assert again.problems == []
        assert outbox.batches(road.county)[0].confirmed_epoch == province.info.store_epoch
        assert len(province.records.history(record_id)) == 1


def test_words_of_a_life_between_never_count(file_road: Road, tmp_path: Path):
    """The province is restored twice from one backup; the acknowledgement of the middle life comes last, on a stick.

    The county has heard of the newest life already: the batch must not show as delivered by one that is gone.
    """
    road = file_road
    backup = road.province.backup(tmp_path / "province.backup")
    road.approve(1)
    batch = outbox.seal(road.county)
    assert batch is not None
    with restored(road, backup, tmp_path / "middle") as middle:
        received = inbox.receive(middle, batch.file)
        late = inbox.acknowledge(middle, received.batch_key, road.files / "late.ack")
    with restored(road, backup, tmp_path / "newest") as newest:
        with Running(app(newest)) as running:
            outbox.send(road.county, MemoryLink(running, 3000), patience=HASTY, wait=0)
        with pytest.raises(Problem) as old:
            outbox.apply(road.county, late)
        contact(road.county, newest)

        assert old.value.code == "SYNC-041"
        assert outbox.batches(road.county)[0].confirmed_epoch == newest.info.store_epoch


def test_a_life_that_knows_nothing_of_the_one_before_rises_over_it(file_road: Road, tmp_path: Path):
    """Both restored offices count to the same number: the county knew the first, and tells the second, which goes on above it.

    By stick it tells it in the batch, over the line at the beginning of the contact.
    """
    road = file_road
    backup = road.province.backup(tmp_path / "province.backup")
    with restored(road, backup, tmp_path / "first") as first:
        contact(road.county, first)
        road.approve(1)
        batch = outbox.seal(road.county)
        assert batch is not None
        contact(road.county, first)
    with restored(road, backup, tmp_path / "second") as second:
        received = inbox.receive(second, batch.file)
        applied = outbox.apply(
            road.county, inbox.acknowledge(second, received.batch_key, road.files / "1.ack")
        )
        above = enrolment.office_above(road.county)

        assert (applied.counts, applied.fresh) == ({"new": 1}, True)
        assert above is not None
        assert (above.store_epoch, above.generation) == (second.info.store_epoch, 3)
    with restored(road, backup, tmp_path / "third") as third:
        assert contact(road.county, third).batches == 1
        assert outbox.batches(road.county)[0].confirmed_epoch == third.info.store_epoch
