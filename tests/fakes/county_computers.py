"""A county's computer and those of its clerks, each an office of its own, enrolled: real files, a real line when asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from records.ledger import NewUser, Office, Role
from sync import distribution, enrolment, inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.fakes.register_records import GOOD
from tests.fakes.workers import worker

PASSPHRASE = "春天的茶马古道 2026"
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

    def decides(self, below: Office) -> None:
        """The county accepts what came from *below* last."""
        newest = next(one for one in inbox.batches(self.main) if one.office_code == below.info.code)
        inbox.accept(self.main, newest.batch_key)


def county_of(make_office: Callable[..., Office], folder: Path) -> County:
    """Return a county and two clerks' computers, enrolled."""
    people = [NewUser("李会计", Role.REVIEWER, PASSPHRASE)]
    main, li, wang = (
        alone(make_office(code, name, level, people=people))
        for code, name, level in (
            ("513435", "甘洛县东西部协作办公室", "county"),
            ("51343501", "李会计的电脑", "field"),
            ("51343502", "王会计的电脑", "field"),
        )
    )
    files = folder / "stick"
    files.mkdir()
    for below in (li, wang):
        enrol(below, main, files)
    return County(main, li, wang, files)


def enrol(below: Office, above: Office, files: Path) -> None:
    """Enrol an office at the one above, by two files."""
    invitation, answer = files / "i.enrol", files / "a.enrol"
    enrolment.new(above, below.info.code, invitation, "https://above.example")
    enrolment.answer(below, invitation, answer)
    enrolment.accept(above, answer)


def alone(office: Office) -> Office:
    """Let one person do everything in the office, so that a test need not sign in and out."""
    office.settings.set("one_person", True)
    office.settings.set("partner_province", "33")
    return office


@contextmanager
def serving(office: Office) -> Iterator[str]:
    """Serve *office* on this machine's own network; yields the address."""
    server = uvicorn.Server(uvicorn.Config(app(office), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def draft(office: Office, number: int = 1, *, ledger: str = "employment", **answers: Any) -> str:
    """Enter one worker, or one record of another *ledger*, not complete."""
    given = worker(number, **answers) if ledger == "employment" else {**GOOD[ledger], **answers}
    return office.records.save(ledger, given, token=office.ids.token()).record_id


def entered(office: Office, number: int = 1, *, ledger: str = "employment", **answers: Any) -> str:
    """Enter and approve one."""
    record_id = draft(office, number, ledger=ledger, **answers)
    approve(office, record_id)
    return record_id


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
