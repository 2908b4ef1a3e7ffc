"""The offices the soak works on: made once, copied for every fault. Their people are invented."""

import os
import shutil
import signal
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from forms.compile import CompiledForm, compile_xlsform
from forms.definitions import builtin
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from sync import enrolment, inbox, outbox
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.workers import worker

PASSPHRASE = "春天的茶马古道 2026"  # noqa: S105  (of invented people in offices thrown away)
NAME = "张会计"
PEOPLE = [NewUser(NAME, Role.CLERK, PASSPHRASE)]
KEEPSAKE = Path(__file__).parents[1] / "tests" / "keepsakes" / "office-0001"


def gift(number: int) -> dict[str, Any]:
    """Return the answers of a complete donation of money."""
    return {
        "donor_type": "SOCIAL", "donor_name": "佛山市顺德区美家慈善基金会", "donor_country": "CHN",
        "publicity": "name_and_amount", "recipient_name": "甘洛县红十字会", "recipient_kind": "redcross",
        "received_on": "2026-11-20", "currency": "CNY", "amount": "50000", "method": "transfer",
        "is_designated": "no", "handler": "张会计", "reviewer": "李主任", "receipt_kind": "pending",
        "bank_ref": f"20261120{number:05d}", "purpose": "教育帮扶",
    }  # fmt: skip


def open_county(folder: Path, name: str = NAME, passphrase: str = PASSPHRASE) -> Office:
    """Open an office of the soak."""
    return Office.open(folder, name, passphrase, FixedClock(), SystemIds(), kdf=CHEAPEST)


def create(folder: Path, code: str = "513435", level: str = "county", *, publish: bool = True) -> Office:
    """Make an office where one person may do everything."""
    return Office.create(
        folder, code=code, name="甘洛县东西部协作办公室", level=level, people=PEOPLE, clock=FixedClock(),
        ids=SystemIds(), kdf=CHEAPEST, publish=publish,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One folder holding a county's folder and what else a workflow needs beside it."""

    folder: Path

    @property
    def county(self) -> Path:
        """The county's office folder."""
        return self.folder / "county"

    @property
    def province(self) -> Path:
        """The folder of the office above."""
        return self.folder / "province"

    def copy(self, to: Path) -> "Stage":
        """Copy everything to *to*, replacing what is there."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to)
        return Stage(to)


@cache
def _forms() -> list[CompiledForm]:
    """Compile the forms the workflows use: an office with thirty more has a file ten times as long to copy and read."""
    return [compile_xlsform(builtin()[name]) for name in ("employment", "money_donation")]


def county_with_work(folder: Path) -> Stage:
    """Make the stage most workflows begin from: drafts t0…, complete c0…, approved a0…, gifts g0…, enrolled above."""
    stage = Stage(folder)
    stage.folder.mkdir(parents=True)
    with (
        create(stage.county, publish=False) as county,
        create(stage.province, "510000", "province", publish=False) as province,
    ):
        for office in (county, province):
            office.forms.publish(*_forms())
        _enrol(county, province, folder)
        for number, (kind, verbs) in enumerate((("t", ""), ("c", "c"), ("a", "ca"))):
            rows = [(f"{kind}{row}", worker(10 * number + row)) for row in range(3)]
            _move(county, [head.record_id for head in county.records.save_many("employment", rows)], verbs)
        gifts = county.records.save_many("money_donation", [(f"g{row}", gift(row)) for row in range(3)])
        _move(county, [head.record_id for head in gifts], "c")
    return stage


def with_answer(stage: Stage, folder: Path) -> Stage:
    """Make the stage where a batch was sent up, and its acknowledgement (two accepted, one returned) lies ready."""
    ready = stage.copy(folder)
    with open_county(ready.county) as county:
        sealed = outbox.seal(county)
    if sealed is None:
        raise RuntimeError("nothing was approved")
    with open_county(ready.province) as province:
        inbox.receive(province, sealed.file)
        ids = [each.record_id for each in inbox.records(province, "1")]
        inbox.accept(province, "1", ids[1:])
        inbox.send_back(province, "1", ids[:1], "请核实用工单位。", "employer_name")
        inbox.acknowledge(province, "1", ready.folder / "answer.ack")
    return ready


def old_office(folder: Path) -> Stage:
    """Make the stage with the office of the first released version, to be brought up to the present shape."""
    stage = Stage(folder)
    stage.county.mkdir(parents=True)
    for name in ("office.db", "keyring.json"):
        shutil.copy(KEEPSAKE / name, stage.county / name)
    return stage


def _enrol(county: Office, province: Office, folder: Path) -> None:
    for office in (county, province):
        office.settings.set("one_person", True)
        office.settings.set("partner_province", "33")
    invitation, answer = folder / "invitation.enrol", folder / "answer.enrol"
    enrolment.new(province, county.info.code, invitation, "https://province.example")
    enrolment.answer(county, invitation, answer)
    enrolment.accept(province, answer)


def _move(county: Office, ids: list[str], verbs: str) -> None:
    for verb in verbs:
        move = {"c": county.records.complete, "a": county.records.approve}[verb]
        for outcome in move(ids):
            if outcome.problem is not None:
                raise RuntimeError(f"{outcome.problem.code} {outcome.problem.place}")


def with_batch(stage: Stage, folder: Path) -> Stage:
    """Make the stage where one batch is sealed and not yet received."""
    ready = stage.copy(folder)
    with open_county(ready.county) as county:
        outbox.seal(county)
    return ready


def with_backup(stage: Stage, folder: Path) -> Stage:
    """Make the stage with a verified backup ``kept.db`` beside the county, whose receipts come later."""
    ready = stage.copy(folder)
    with open_county(ready.county) as county:
        county.backup(ready.folder / "kept.db")
        for head in county.records.list("money_donation").rows:
            county.receipts.issue(head.record_id)
    return ready


def killed_with_work(stage: Stage) -> None:
    """Save three records and be killed: they stand in the WAL alone. Never returns."""
    office = open_county(stage.county)
    for number in range(3):
        office.records.save("employment", worker(90 + number), token=f"h{number}")
    os.kill(os.getpid(), signal.SIGKILL)
