"""Every built-in ledger travels: the province, on either database, holds what the county approved."""

from forms.definitions import builtin
from sync import inbox, outbox
from tests.fakes.county_ledgers import ORDER, UNITS, enter_all
from tests.sync.conftest import Road


def test_every_ledger_is_filled_by_hand_and_travels_by_batch(road: Road) -> None:
    """What the county approves arrives at the province whole, judged by the same forms, nothing set aside."""
    entered = enter_all(road.county)
    for outcome in road.county.records.approve(list(entered.values())):
        assert outcome.problem is None, (outcome.problem.place, outcome.problem.sentence())

    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    received = inbox.receive(road.province, road.files / batch.file.name)

    assert set(ORDER) == set(builtin())
    assert received.records == len(ORDER) + len(UNITS)
    assert inbox.quarantine(road.province) == []
    for form_id, record_id in entered.items():
        assert road.province.records.get(record_id).answers == road.county.records.get(record_id).answers, (
            form_id
        )
