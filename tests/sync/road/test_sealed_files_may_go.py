"""Sealed files are kept until the office above has them in a backup; what is gone all the same goes up again."""

from pathlib import Path

import pytest

from forms.problems import Problem
from records.ledger import Office
from sync import enrolment, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import PASSPHRASE, Road, one_person

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


def contact(county: Office, province: Office) -> outbox.Sent:
    """One contact over the line."""
    with Running(app(province)) as running:
        return outbox.send(county, MemoryLink(running), patience=HASTY)


def test_a_file_may_go_when_the_backup_above_has_passed_it(file_road: Road):
    """Received is not enough; after the province's backup the next contact, idle or not, lets the file go."""
    road = file_road
    road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    assert outbox.clearable(road.county) == []

    road.province.backups.daily()
    road.approve(1, start=5)
    outbox.seal(road.county)
    contact(road.county, road.province)
    assert [one.number for one in outbox.clearable(road.county)] == [1]

    cleared = outbox.clear(road.county)
    states = outbox.batches(road.county)
    assert cleared.files == 1
    assert [one.file.exists() for one in states] == [True, False]
    assert contact(road.county, road.province).problems == []


def test_a_backup_counts_only_where_it_is_to_lie(file_road: Road, tmp_path: Path):
    """With a second place named, a backup that did not get there lets nothing go."""
    road = file_road
    road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    stick = tmp_path / "stick2"
    stick.mkdir()
    road.province.backups.set_place(stick)
    stick.rmdir()
    done = road.province.backups.daily()
    contact(road.county, road.province)

    assert done.problem is not None
    assert outbox.clearable(road.county) == []


def test_a_county_back_from_its_backup_sends_again_what_lay_in_the_outbox(file_road: Road, tmp_path: Path):
    """The computer with the sealed file is lost before it was sent: restored, the records go up in a new batch."""
    road = file_road
    (sent_id,) = road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    (lost_id,) = road.approve(1, start=5)
    outbox.seal(road.county)
    backup = road.county.backup(tmp_path / "county.backup")
    restored = one_person(
        Office.restore(
            backup, tmp_path / "restored", "李主任", PASSPHRASE, clock=road.county.clock, ids=road.county.ids
        )
    )
    try:
        told = contact(restored, road.province)
        outbox.seal(restored)
        again = contact(restored, road.province)

        assert [one.code for one in told.problems] == ["SYNC-048"]
        assert again.problems == []
        assert {str(restored.records.get(one).head.state) for one in (sent_id, lost_id)} == {"received"}
        assert road.province.records.get(lost_id).head.revision == restored.records.get(lost_id).head.revision
    finally:
        restored.close()


@pytest.mark.parametrize("road", ["postgres"], indirect=True)
def test_a_province_on_a_server_confirms_what_its_backup_holds(road: Road):
    """The administrator reads the place, dumps, confirms: the next contact lets the file go; a restore is a new epoch."""
    server = road.province.backups.server
    road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    place = server.received()
    assert outbox.clearable(road.county) == []
    with pytest.raises(Problem) as beyond:
        server.confirm(place + 1)

    server.confirm(place)
    contact(road.county, road.province)

    assert beyond.value.code == "RECORDS-223"
    assert [one.number for one in outbox.clearable(road.county)] == [1]
    epoch = server.restored()
    assert contact(road.county, road.province).problems == []
    above = enrolment.office_above(road.county)
    assert above is not None
    assert above.store_epoch == epoch


def test_an_office_that_is_a_file_backs_itself_up(file_road: Road):
    """There is nothing to confirm."""
    for verb in (file_road.province.backups.server.received, file_road.province.backups.server.restored):
        with pytest.raises(Problem) as refused:
            verb()
        assert refused.value.code == "RECORDS-222"
