"""Where is this record now, and why: one look, the same below and above."""

from sync import inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from sync.whereabouts import where
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import Road

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


def told(office, record_id):
    """Return where the record is, by what scripts read, and why."""
    found = where(office, record_id)
    assert found is not None
    return found.now.what, found.now.why


def test_each_station_is_named_on_both_sides(file_road: Road):
    """Approved, sealed, received, returned with words, corrected, accepted: clerk and reviewer each see the present station."""
    road = file_road
    (record_id,) = road.approve(1)
    assert told(road.county, record_id) == ("approved", "")
    assert where(road.province, record_id) is None
    outbox.seal(road.county)
    assert told(road.county, record_id)[0] == "sealed"

    with Running(app(road.province)) as running:
        link = MemoryLink(running)
        outbox.send(road.county, link, patience=HASTY)
        assert (told(road.county, record_id)[0], told(road.province, record_id)[0]) == (
            "received",
            "received",
        )
        inbox.send_back(road.province, "1", [record_id], "请补社保凭证。", "insurance")
        assert told(road.province, record_id) == ("returned", "请补社保凭证。")
        assert told(road.county, record_id)[0] == "received"
        outbox.send(road.county, link, patience=HASTY)
        assert told(road.county, record_id) == ("returned", "请补社保凭证。")
        road.correct(record_id, insurance=["pension"])
        assert told(road.county, record_id)[0] == "approved"
        outbox.seal(road.county)
        outbox.send(road.county, link, patience=HASTY)
        inbox.accept(road.province, "2")
        outbox.send(road.county, link, patience=HASTY)

    assert (told(road.county, record_id)[0], told(road.province, record_id)[0]) == ("accepted", "accepted")
    found = where(road.county, record_id)
    assert found is not None
    assert [step.what for step in found.steps] == ["sealed", "said", "sealed", "said"]
    above = where(road.province, record_id)
    assert above is not None
    assert [step.values.get("ledger") for step in above.steps if step.what == "came"] == [1, 2]
    assert where(road.county, "nobody") is None
