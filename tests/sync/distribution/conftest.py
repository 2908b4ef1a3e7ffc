"""Three computers of one county, one of them the county's own: what the tests of records that come down share."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from records.ledger import NewUser, Office, Role
from sync import distribution, enrolment, inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.fakes.register_records import GOOD
from tests.fakes.workers import worker
from tests.sync.conftest import PASSPHRASE, one_person

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


@dataclass
class County:
    """The county's computer and those of two clerks, each enrolled there; *files* is the stick between them."""

    main: Office
    li: Office
    wang: Office
    files: Path

    def give(self, below: Office, *ledgers: str) -> None:
        """Let a clerk's computer read the records of *ledgers*, none named: of all."""
        distribution.share(self.main, below.info.device_id, ledgers or (distribution.ALL,))

    def contact(self, below: Office, cut: int | None = None) -> outbox.Sent:
        """One contact of a clerk's computer with the county's, over the line."""
        with Running(app(self.main)) as running:
            return outbox.send(below, MemoryLink(running, cut), patience=HASTY, wait=0)

    def sends(self, below: Office) -> outbox.Sent:
        """Seal what was approved and make contact."""
        outbox.seal(below)
        return self.contact(below)

    def decides(self, below: Office, verdict: str = "accept", *ids: str) -> None:
        """The county accepts what came from *below* last, or returns *ids*."""
        newest = next(one for one in inbox.batches(self.main) if one.office_code == below.info.code)
        if verdict == "accept":
            inbox.accept(self.main, newest.batch_key)
        else:
            inbox.send_back(self.main, newest.batch_key, list(ids), "请核实。")


def entered(office: Office, number: int = 1, *, ledger: str = "employment", **answers: Any) -> str:
    """Enter and approve one worker, or one record of another *ledger*."""
    given = worker(number, **answers) if ledger == "employment" else {**GOOD[ledger], **answers}
    head = office.records.save(ledger, given, token=office.ids.token())
    approve(office, head.record_id)
    return head.record_id


def approve(office: Office, record_id: str) -> None:
    """Complete and approve one record."""
    for verb in (office.records.complete, office.records.approve):
        for outcome in verb([record_id]):
            assert outcome.problem is None, outcome.problem.sentence()


def corrected(office: Office, record_id: str, **answers: Any) -> None:
    """Save another version of a record."""
    record = office.records.get(record_id)
    office.records.save(
        record.head.form_id,
        {**record.answers, **answers},
        token=office.ids.token(),
        record_id=record_id,
        base=record.head.revision,
    )


def state(office: Office, record_id: str) -> str:
    """Return where a record stands."""
    return str(office.records.get(record_id).head.state)


@pytest.fixture
def county(make_office: Callable[..., Office], tmp_path: Path) -> County:
    """A county and two clerks' computers, enrolled."""
    people = [NewUser("李会计", Role.REVIEWER, PASSPHRASE)]
    main, li, wang = (
        one_person(make_office(code, name, level, people=people))
        for code, name, level in (
            ("513435", "甘洛县东西部协作办公室", "county"),
            ("51343501", "李会计的电脑", "field"),
            ("51343502", "王会计的电脑", "field"),
        )
    )
    files = tmp_path / "stick"
    files.mkdir()
    for below in (li, wang):
        invitation, answer = files / "i.enrol", files / "a.enrol"
        enrolment.new(main, below.info.code, invitation, "https://county.example")
        enrolment.answer(below, invitation, answer)
        enrolment.accept(main, answer)
    return County(main, li, wang, files)
