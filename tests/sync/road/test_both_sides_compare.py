"""At the end of every contact both sides compare what they hold; a difference is named, and nothing is overwritten."""

from pathlib import Path

from sqlalchemy import text

from records.ledger import Office
from sync import inbox, outbox
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


def test_an_idle_county_hears_that_the_province_was_restored(file_road: Road, tmp_path: Path):
    """The province lost a batch it had confirmed: a county with nothing to send offers it again by itself."""
    road = file_road
    backup = road.province.backup(tmp_path / "province.backup")
    (record_id,) = road.approve(1)
    outbox.seal(road.county)
    contact(road.county, road.province)
    restored = one_person(
        Office.restore(
            backup,
            tmp_path / "restored",
            "省审核员",
            PASSPHRASE,
            clock=road.province.clock,
            ids=road.province.ids,
        )
    )
    try:
        contact(road.county, restored)
        again = contact(road.county, restored)

        assert again.batches == 1
        assert restored.records.get(record_id).head.record_id == record_id
        assert again.problems == []
    finally:
        restored.close()
