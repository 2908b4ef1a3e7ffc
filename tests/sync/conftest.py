"""Two real offices, enrolled: a county with records, and the province it reports to, on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from records.ledger import NewUser, Office, Role
from sync import enrolment
from tests.fakes.workers import worker

PASSPHRASE = "春天的茶马古道 2026"
PROVINCE_PEOPLE = [NewUser("省审核员", Role.REVIEWER, PASSPHRASE)]
COUNTY_PEOPLE = [NewUser("李主任", Role.REVIEWER, PASSPHRASE), NewUser("张会计", Role.CLERK, PASSPHRASE)]


@dataclass
class Road:
    """A county and its province, enrolled by file; *files* is the stick between them."""

    county: Office
    province: Office
    files: Path
    passphrase: str = PASSPHRASE

    def enrol(self, office: Office | None = None) -> str:
        """Enrol *office* (the county) at the province and return the fingerprint both sides read."""
        below = office or self.county
        invitation, answer = self.files / "invitation.enrol", self.files / "answer.enrol"
        enrolment.new(self.province, below.info.code, invitation, "https://province.example")
        answered = enrolment.answer(below, invitation, answer)
        accepted = enrolment.accept(self.province, answer)
        assert answered.fingerprint == accepted.fingerprint
        return accepted.fingerprint

    def approve(self, count: int = 1, start: int = 0, **answers: Any) -> list[str]:
        """Enter, complete and approve *count* workers in the county; return their record ids."""
        rows = [(self.county.ids.token(), worker(start + number, **answers)) for number in range(count)]
        ids = [head.record_id for head in self.county.records.save_many("employment", rows)]
        self.move(ids)
        return ids

    def move(self, ids: list[str]) -> None:
        """Complete and approve records of the county."""
        for verb in (self.county.records.complete, self.county.records.approve):
            for outcome in verb(ids):
                assert outcome.problem is None, (outcome.problem.sentence(), outcome.problem.place)

    def correct(self, record_id: str, **answers: Any) -> None:
        """Correct a record in the county, and approve it again."""
        record = self.county.records.get(record_id)
        self.county.records.save(
            record.head.form_id,
            {**record.answers, **answers},
            token=self.county.ids.token(),
            record_id=record_id,
            base=record.head.revision,
        )
        self.move([record_id])

    def states(self, ids: list[str]) -> list[str]:
        """Return the states of the county's records."""
        return [str(self.county.records.get(record_id).head.state) for record_id in ids]


def one_person(office: Office) -> Office:
    """Let one person do everything in the office, so that a test need not sign in and out."""
    office.settings.set("one_person", True)
    office.settings.set("partner_province", "33")
    return office


@pytest.fixture(params=["sqlite", "postgres"])
def road(
    request: pytest.FixtureRequest, make_office: Callable[..., Office], tmp_path: Path
) -> Iterator[Road]:
    """A county (a file) enrolled at a province (a file, then PostgreSQL)."""
    database = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    county = one_person(make_office("513435", "甘洛县东西部协作办公室", people=COUNTY_PEOPLE))
    province = one_person(
        make_office("510000", "四川省协作办公室", "province", database=database, people=PROVINCE_PEOPLE)
    )
    files = tmp_path / "stick"
    files.mkdir()
    found = Road(county, province, files)
    found.enrol()
    yield found
    del found


@pytest.fixture
def file_road(make_office: Callable[..., Office], tmp_path: Path) -> Road:
    """The same with two files only: for tests that are about the county's side."""
    county = one_person(make_office("513435", "甘洛县东西部协作办公室", people=COUNTY_PEOPLE))
    province = one_person(make_office("510000", "四川省协作办公室", "province", people=PROVINCE_PEOPLE))
    files = tmp_path / "stick"
    files.mkdir()
    found = Road(county, province, files)
    found.enrol()
    return found
