"""A line that loses three of ten requests and three of ten replies, over real HTTP: slower, never wrong."""

from contextlib import suppress

import pytest

from forms.problems import Problem
from sync import inbox, outbox
from sync.outbox.http_link import HttpLink
from sync.outbox.patience import Patience
from tests.fakes.http_office import listening
from tests.fakes.lossy_line import LossyLine
from tests.fakes.pictures_of_papers import photograph
from tests.fakes.visits import approved_visit, publish, shown
from tests.sync.conftest import Road

PATIENT = Patience(sleep=lambda _seconds: None)
MOST = 60  # contacts


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_months_queue_drains_once_and_in_order(file_road: Road, tmp_path, seed: int):
    """Twelve batches and two photographs go up contact by contact: every record once, every word applied, nothing left."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    ids: list[str] = []
    for number in range(12):
        ids += road.approve(3, start=3 * number)
        outbox.seal(road.county)
    visits = [approved_visit(road.county, "卓玛", photograph(colour=colour)) for colour in ("red", "blue")]
    outbox.seal(road.county)

    with listening(road.province) as address, LossyLine(address, 0.3, seed) as line:
        for _contact in range(MOST):
            with HttpLink(line.address) as link, suppress(Problem):
                outbox.send(road.county, link, patience=PATIENT, wait=20, piece=1500)
            above = outbox.batches(road.county)
            if {one.stage for one in above} == {"received"} and not outbox.files.undelivered(road.county):
                break

    assert line.lost_requests > 0.15 * line.requests > 3
    assert line.lost_replies > 0.15 * line.replies > 3
    assert road.states(ids) == ["received"] * len(ids)
    there = road.province.records.list("employment", limit=200).rows
    assert sorted(one.record_id for one in there) == sorted(ids)
    assert [one.number for one in inbox.batches(road.province)] == list(range(13, 0, -1))
    assert [list(shown(road.province, one)) for one in visits] == [["合影.jpg"], ["合影.jpg"]]
    assert inbox.quarantine(road.province) == []
    assert road.province.audit.verify().ok
