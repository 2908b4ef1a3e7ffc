"""A field laptop reports to its county, the county to the province: the same program three times, by line and by stick."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from records.ledger import NewUser, Office, Role
from sync import enrolment, inbox, outbox
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.fakes.pictures_of_papers import photograph
from tests.fakes.workers import worker
from tests.sync.conftest import PASSPHRASE, one_person
from tests.sync.road.test_attached_files_travel import approved_visit, publish, shown

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


@dataclass
class Levels:
    """Three offices, each enrolled at the next."""

    field: Office
    county: Office
    province: Office
    files: Path

    def carry_up(self, below: Office, above: Office, how: str) -> None:
        """Bring what *below* approved, and its files, to *above*."""
        if how == "http":
            outbox.seal(below)
            self.contact(below, above)
            return
        stick = self.files / f"{below.info.code}-{len(outbox.batches(below))}"
        batch = outbox.seal(below, stick)
        assert batch is not None
        inbox.receive(above, stick / batch.file.name)
        for file in sorted(stick.glob("*.files")):
            inbox.receive_files(above, file)

    def bring_down(self, above: Office, below: Office, how: str) -> None:
        """Bring the newest words of *above* back to *below*."""
        if how == "http":
            self.contact(below, above)
            return
        for batch in inbox.batches(above):
            if batch.office_code == below.info.code:
                outbox.apply(below, inbox.acknowledge(above, batch.batch_key, self.files / "back.ack"))

    def contact(self, below: Office, above: Office) -> None:
        """One contact over the line."""
        with Running(app(above)) as running:
            outbox.send(below, MemoryLink(running), patience=HASTY)


@pytest.fixture
def levels(make_office: Callable[..., Office], tmp_path: Path) -> Levels:
    """A field team, its county and the province."""
    people = [NewUser("王组长", Role.REVIEWER, PASSPHRASE)]
    field, county, province = (
        one_person(make_office(code, name, level, people=people))
        for code, name, level in (
            ("51343501", "甘洛县驻村工作队", "field"),
            ("513435", "甘洛县东西部协作办公室", "county"),
            ("510000", "四川省协作办公室", "province"),
        )
    )
    files = tmp_path / "stick"
    files.mkdir()
    for below, above in ((field, county), (county, province)):
        invitation, answer = files / "i.enrol", files / "a.enrol"
        enrolment.new(above, below.info.code, invitation, "https://above.example")
        enrolment.answer(below, invitation, answer)
        enrolment.accept(above, answer)
    return Levels(field, county, province, files)


def entered(office: Office) -> str:
    """Enter and approve one worker."""
    head = office.records.save("employment", worker(1), token=office.ids.token())
    for verb in (office.records.complete, office.records.approve):
        for outcome in verb([head.record_id]):
            assert outcome.problem is None, outcome.problem.sentence()
    return head.record_id


@pytest.mark.parametrize("how", ["http", "stick"])
def test_a_field_record_reaches_the_province_and_comes_back(levels: Levels, how: str):
    """Accepted in the county it goes on with its origin kept; returned above, it is returned to the field team."""
    record_id = entered(levels.field)
    levels.carry_up(levels.field, levels.county, how)
    assert outbox.waiting(levels.county) == 0
    inbox.accept(levels.county, "1")
    assert outbox.waiting(levels.county) == 1
    levels.carry_up(levels.county, levels.province, how)

    there = levels.province.records.get(record_id)
    inbox.send_back(levels.province, "1", [record_id], "工资与合同不符。", "monthly_wage")
    levels.bring_down(levels.province, levels.county, how)
    levels.bring_down(levels.county, levels.field, how)

    assert (there.head.office_code, there.head.updated_by) == ("51343501", "王组长")
    assert str(levels.county.records.get(record_id).head.state) == "returned"
    back = levels.field.records.get(record_id).head
    assert (str(back.state), back.verdict_reason, back.verdict_question) == (
        "returned",
        "工资与合同不符。",
        "monthly_wage",
    )


@pytest.mark.parametrize("how", ["http", "stick"])
def test_the_correction_walks_the_same_way(levels: Levels, how: str):
    """The field team corrects, the county accepts again, the province gets the next version of the same record."""
    record_id = entered(levels.field)
    for verdict in ("returned", "accepted"):
        levels.carry_up(levels.field, levels.county, how)
        newest = inbox.batches(levels.county)[0].batch_key
        inbox.accept(levels.county, newest)
        levels.carry_up(levels.county, levels.province, how)
        if verdict == "returned":
            inbox.send_back(levels.province, "1", [record_id], "请核实。")
            levels.bring_down(levels.province, levels.county, how)
            levels.bring_down(levels.county, levels.field, how)
            record = levels.field.records.get(record_id)
            levels.field.records.save(
                "employment",
                {**record.answers, "post": "质检员"},
                token=levels.field.ids.token(),
                record_id=record_id,
                base=record.head.revision,
            )
            levels.field.records.complete([record_id])
            levels.field.records.approve([record_id])

    there = levels.province.records.get(record_id)
    assert there.answers["post"] == "质检员"
    assert inbox.batches(levels.province)[0].counts == {"new": 1}
    assert levels.province.audit.verify().ok
    assert outbox.waiting(levels.county) == 0


@pytest.mark.parametrize("how", ["http", "stick"])
def test_files_of_the_field_reach_the_province(levels: Levels, tmp_path: Path, how: str):
    """A photograph taken in a village is shown in the province's form."""
    publish(levels.field, levels.county, levels.province, folder=tmp_path)
    record_id = approved_visit(levels.field, "卓玛", photograph(colour="red"))
    levels.carry_up(levels.field, levels.county, how)
    inbox.accept(levels.county, "1")
    levels.carry_up(levels.county, levels.province, how)

    assert shown(levels.province, record_id) == {"合影.jpg": photograph(colour="red")}


def test_files_that_come_late_are_passed_on_late(levels: Levels, tmp_path: Path):
    """The county passed the record on before its photograph came; the photograph follows by itself."""
    publish(levels.field, levels.county, levels.province, folder=tmp_path)
    record_id = approved_visit(levels.field, "卓玛", photograph(colour="red"))
    stick = levels.files / "field"
    batch = outbox.seal(levels.field, stick)
    assert batch is not None
    inbox.receive(levels.county, stick / batch.file.name)
    inbox.accept(levels.county, "1")
    levels.carry_up(levels.county, levels.province, "http")
    before = shown(levels.province, record_id)
    for file in stick.glob("*.files"):
        inbox.receive_files(levels.county, file)
    levels.contact(levels.county, levels.province)

    assert before == {"合影.jpg": b""}
    assert shown(levels.province, record_id) == {"合影.jpg": photograph(colour="red")}
