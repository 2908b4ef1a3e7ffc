"""Who has reported what: months, silence, and the numbers that are missing of a chain."""

from datetime import date

from records.ledger.rule_settings import REPORT_EVERY
from sync import inbox, outbox
from sync.inbox.reporting import months_before, ranges
from tests.fakes.fixed_clock import FixedClock
from tests.sync.conftest import Road


def test_a_batch_left_in_a_drawer_is_named(file_road: Road):
    """Batches 1 and 4 came; 2 and 3 did not: the province names them, and counts what came by month."""
    road = file_road
    sealed = []
    for number in range(4):
        road.approve(2, start=2 * number)
        sealed.append(outbox.seal(road.county))
    for one in (sealed[0], sealed[3]):
        assert one is not None
        inbox.receive(road.province, one.file)

    (found,) = inbox.reporting(road.province)

    assert [numbers for _device, numbers in found.missing] == [(2, 3)]
    assert found.months == {road.province.clock.today().isoformat()[:7]: 4}
    assert not found.overdue


def test_who_is_silent_too_long_is_overdue(file_road: Road):
    """Nothing came for longer than the office allows; a revoked device is not waited for."""
    province = file_road.province
    province.settings.set(REPORT_EVERY, 10)
    (fresh,) = inbox.reporting(province)
    clock = province.clock
    assert isinstance(clock, FixedClock)
    clock.forward(days=11)
    (late,) = inbox.reporting(province)

    assert (fresh.overdue, late.overdue, late.silent_days >= 11) == (False, True, True)


def test_months_and_numbers_as_people_write_them():
    """Across the turn of the year; runs of numbers as ranges."""
    assert months_before(date(2026, 1, 15), 3) == ["2025-11", "2025-12", "2026-01"]
    assert ranges((3, 5, 6, 7, 9)) == "3、5–7、9"
