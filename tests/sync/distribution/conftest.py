"""Three computers of one county, one of them the county's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from records.ledger import Office
from tests.fakes.county_computers import County, county_of


@pytest.fixture
def county(make_office: Callable[..., Office], tmp_path: Path) -> County:
    """A county and two clerks' computers, enrolled."""
    return county_of(make_office, tmp_path)
