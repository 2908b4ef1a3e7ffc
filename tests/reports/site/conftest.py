"""A county that keeps every ledger, all approved, and the site it publishes: made once for the tests that only read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from forms.problems import Problem
from records.ledger import NewUser, Office, Role
from records.store.keyring import CHEAPEST
from reports import site
from reports.indicators import schemes, span
from tests.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.fakes import county_ledgers
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock

TODAY = date(2026, 11, 22)
# What a clerk might type into a text that is published.
TYPED = {
    "id": "513435199104081227",
    "mobile": "139 1234 5678",
    "card": "6222 0212 3456 7890 123",
}
SHORT_NAME = "王芳"  # of two characters: a person decides whether it is one


@dataclass
class County:
    """The office's folder, its answers by form, and where its site stands."""

    office: Office
    answers: dict[str, list[dict[str, object]]]
    folder: Path
    published: site.Published
    refused: Problem  # the first try, before somebody had decided about a name of two characters


def approve_all(office: Office) -> None:
    """Approve what the clerk completed."""
    for info in office.forms.all():
        ids = [
            head.record_id for head in office.records.list(info.form_id, states=["complete"], limit=100).rows
        ]
        assert all(outcome.problem is None for outcome in office.records.approve(ids))


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Every ledger has its sample record; a project carries numbers of people in its text."""
    work = tmp_path_factory.mktemp("county")
    people = [NewUser(CLERK, Role.CLERK, PASSPHRASE), NewUser(REVIEWER, Role.REVIEWER, PASSPHRASE)]
    clock = FixedClock()
    office = Office.create(
        work / "office", code="513435", name="甘洛县东西部协作办公室", people=people, clock=clock, ids=CountedIds("1"),
        kdf=CHEAPEST,
    )  # fmt: skip
    try:
        entered = county_ledgers.enter_all(office)
        words = f"联系 {TYPED['mobile']}，证件 {TYPED['id']}，账户 {TYPED['card']}，受助人阿尔木果，由{SHORT_NAME}负责"
        changes = {
            "project_no": "51343520260002",
            "name": "2026年海棠镇饮水工程",
            "content": f"管网 3 公里。{words}",
        }
        county_ledgers.enter(office, county_ledgers.typed(office, "project", entered, changes), "project")
        short = {"full_name": SHORT_NAME, "id_no": "513435199203154524"}
        county_ledgers.enter(office, county_ledgers.typed(office, "person", entered, short), "person")
    finally:
        office.close()
    office = Office.open(work / "office", REVIEWER, PASSPHRASE, clock, CountedIds("2"), kdf=CHEAPEST)
    try:
        approve_all(office)
        forms = [info.form_id for info in office.forms.all()]
        answers = {
            form_id: [dict(record.answers) for record in office.records.each(form_id)] for form_id in forms
        }
        write = partial(
            site.publish, office, work / "site", today=TODAY, span=span("2026"), scheme=schemes()["2017"]
        )
        with pytest.raises(site.NamesUndecided) as refused:
            write()
        assert not (work / "site").exists()
        site.decide(office, {one.mention.key: site.Decision.MASK for one in refused.value.named})
        yield County(office, answers, work / "site", write(), refused.value)
    finally:
        office.close()
