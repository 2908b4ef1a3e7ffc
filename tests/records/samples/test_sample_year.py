"""A year of invented work: every ledger, through every check, consistent in itself, and enough for every figure."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from records.ledger import Office
from records.samples import SampleClock, SampleYear, approve
from records.store.keyring import CHEAPEST
from reports.indicators import Sheet, indicators, span, work_out
from tests.conftest import PASSPHRASE, REVIEWER
from tests.fakes.counted_ids import CountedIds


@pytest.fixture
def year(make_office: Callable[..., Office]) -> Iterator[tuple[SampleYear, Office]]:
    """The county, filled by the clerk and approved by the reviewer, who sits there now."""
    clerk = make_office("513435", "甘洛县东西部协作办公室")
    filled = SampleYear(clerk)
    filled.fill()
    clerk.close()
    office = Office.open(clerk.folder, REVIEWER, PASSPHRASE, SampleClock(), CountedIds("9"), kdf=CHEAPEST)
    approve(office)
    yield filled, office
    office.close()


def _yuan(sheet: Sheet, name: str) -> Decimal:
    value = sheet.line(name).number.value
    assert value is not None
    return value


def test_a_year_over_every_ledger_passes_every_check_and_fills_the_figures(
    year: tuple[SampleYear, Office],
) -> None:
    filled, office = year
    assert filled.refused == []
    counts = {info.form_id: office.records.counts(info.form_id) for info in office.forms.all()}
    assert {form_id for form_id, states in counts.items() if not states.get("approved")} == set()
    assert sum(states.get("approved", 0) for states in counts.values()) > 800

    sheet = work_out(office, list(indicators().values()), span("2026"), compare=False)
    filled_figures = {line.indicator.id for line in sheet.lines if line.number.rows}
    assert len(filled_figures) >= 85, sorted(set(indicators()) - filled_figures)
    arrived, allocated, paid = (_yuan(sheet, name) for name in ("FUND-01", "FUND-08.all", "FUND-06.paid"))
    assert (
        arrived >= allocated >= paid > 0
    )  # planned, arrived, allocated, paid: never more than the one before
    parts = [line.number.value for line in sheet.lines if line.part and line.indicator.id == "FUND-09"]
    assert sum(filter(None, parts)) == sheet.line("FUND-09").number.value
    people = [_yuan(sheet, name) for name in ("LAB-03", "LAB-04", "LAB-05", "LAB-06")]
    assert sum(people) >= _yuan(sheet, "LAB-01") > 150
