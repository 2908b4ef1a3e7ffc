"""What was erased below is told above, signed; a person there lets the copies go too; the proof comes back down."""

from pathlib import Path

import pytest

from forms.problems import Problem
from sync import enrolment, inbox, outbox
from sync.outbox.patience import Patience
from sync.protocol import erasure_notice
from sync.server import app
from tests.fakes.http_office import listening
from tests.fakes.memory_link import MemoryLink, Running
from tests.records.ledger.test_erasing_by_rule import everything
from tests.sync.conftest import PROVINCE_PEOPLE, Road, one_person

PATIENT = Patience(sleep=lambda _seconds: None, jitter=lambda: 0.5)


def accepted(road: Road, count: int = 2) -> list[str]:
    """Send *count* workers up, accepted; return their ids."""
    ids = road.approve(count, full_name="吉克阿依")
    sealed = outbox.seal(road.county)
    inbox.receive(road.province, sealed.file)
    inbox.accept(road.province, "1")
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "a.ack"))
    return ids


def erased(office, ids: list[str]) -> int:
    """Erase records of *office*; return the number of the erasing."""
    return office.retention.confirm(office.retention.ask(ids, "本人要求").number).number


def told(road: Road) -> list[tuple[str, int]]:
    """Return how the county's notices stand."""
    return [(one.stage, one.held) for one in outbox.erasures.notices(road.county)]


def test_told_with_the_next_contact_done_by_a_person_and_proved_below(road: Road):
    """Over real HTTP: the request waits above, a person confirms, the next contact brings the proof; both logs hold."""
    ids = accepted(road)
    number = erased(road.county, ids[:1])

    with listening(road.province) as address, outbox.http_link(road.county, address) as link:
        first = outbox.send(road.county, link, patience=PATIENT)
        waiting = told(road)
        asked = road.province.retention.requests()[0]
        proof = road.province.retention.confirm(asked.number)
        second = outbox.send(road.county, link, patience=PATIENT)
        third = outbox.send(road.county, link, patience=PATIENT)

    assert (first.problems, second.problems, third.problems) == ([], [], [])
    assert (waiting, told(road)) == ([("waiting", 1)], [("erased", 1)])
    assert [sent.erasures for sent in (first, second, third)] == [0, 1, 0]
    assert asked.asked_by == "甘洛县东西部协作办公室"
    assert f"第 {number} 号" in asked.reason
    above = everything(road.province)
    assert road.province.records.search("吉克阿依")  # the other one stays
    assert proof.records == 1
    assert ids[0] in above
    assert proof.checksum in {one.checksum for one in road.province.retention.proofs()}
    answer = next(
        line
        for line in road.county.audit.entries()
        if line.verb == "erasure_answer" and "erased" in line.detail
    )
    assert proof.checksum in answer.detail
    assert road.county.audit.verify().ok
    assert road.province.audit.verify().ok


def test_nothing_of_the_person_is_left_in_either_database(file_road: Road):
    """After the office above has confirmed, name, ID number and phone are in no table of either office."""
    road = file_road
    [gone] = accepted(road, 1)
    answers = dict(road.county.records.get(gone).answers)
    erased(road.county, [gone])
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
    road.province.retention.confirm(1)

    for office in (road.county, road.province):
        text = everything(office)
        for name in ("full_name", "id_no", "phone"):
            assert answers[name] not in text, (office.info.code, name)


def test_on_a_stick_the_same(file_road: Road):
    """The notice goes on the stick, the answer comes back on it; a dropped request is told as kept."""
    road = file_road
    ids = accepted(road)
    erased(road.county, ids)
    [notice] = outbox.erasures.carry(road.county, road.files)
    assert told(road) == [("carrying", 0)]

    heard = inbox.erasures.receive_notice(road.province, notice)
    again = inbox.erasures.receive_notice(road.province, notice)
    waiting = inbox.erasures.write_answer(road.province, heard.number, road.files / "a.erased")
    outbox.erasures.apply(road.county, waiting)
    between = told(road)
    road.province.retention.drop(heard.number)
    late = waiting.read_bytes()
    kept = inbox.erasures.write_answer(road.province, heard.number, road.files / "b.erased")
    outbox.erasures.apply(road.county, kept)
    outbox.erasures.apply_bytes(road.county, late)

    assert (heard.held, again.again, len(road.province.retention.requests())) == (2, True, 1)
    assert (between, told(road)) == ([("waiting", 2)], [("kept", 2)])
    assert road.county.audit.verify().ok


def test_it_travels_with_the_batch_to_the_stick(file_road: Road):
    """Carrying a batch takes the open notices along; what never travelled is not told."""
    road = file_road
    ids = accepted(road, 1)
    erased(road.county, ids)
    never = road.approve(1, start=5)
    erased(road.county, never)
    road.approve(1, start=9)
    sealed = outbox.seal(road.county, road.files)

    assert sealed.records == 1
    assert [one.suffix for one in sorted(road.files.glob("*.erasure"))] == [".erasure"]


def test_what_was_erased_does_not_travel_as_an_empty_version(file_road: Road):
    """A record reopened after it was accepted and then erased has nothing left to send."""
    road = file_road
    [gone] = accepted(road, 1)
    road.county.records.reopen([gone], "改电话")
    road.correct(gone, phone="13800138009")
    erased(road.county, [gone])

    assert outbox.waiting(road.county) == 0
    assert outbox.seal(road.county) is None


def test_a_restored_office_above_is_told_again(file_road: Road):
    """What only the life before the restore confirmed is told anew: the copies are there again."""
    road = file_road
    ids = accepted(road)
    erased(road.county, ids)
    [notice] = outbox.erasures.carry(road.county, road.files)
    number = inbox.erasures.receive_notice(road.province, notice).number
    road.province.retention.confirm(number)
    outbox.erasures.apply(
        road.county, inbox.erasures.write_answer(road.province, number, road.files / "a.erased")
    )

    assert outbox.erasures.open_notices(road.county, road.province.info.store_epoch) == []
    assert [one.number for one in outbox.erasures.open_notices(road.county, "another-life")] == [1]


def test_nobody_speaks_for_others(file_road: Road, make_office, tmp_path: Path):
    """A stranger's notice, another county's records, every changed byte: refused, and nothing is put down."""
    road = file_road
    ids = accepted(road, 1)
    stranger = one_person(make_office("513436", "美姑县协作办", people=PROVINCE_PEOPLE))
    enrolment.new(road.province, "513436", tmp_path / "i.enrol")
    enrolment.answer(stranger, tmp_path / "i.enrol", tmp_path / "a.enrol")
    enrolment.accept(road.province, tmp_path / "a.enrol")
    erased(road.county, ids)
    [notice] = outbox.erasures.carry(road.county, road.files)
    data = notice.read_bytes()
    forged = tmp_path / "x.erasure"
    found = set()
    for at in range(0, len(data), 97):
        flipped = bytearray(data)
        flipped[at] ^= 1
        forged.write_bytes(bytes(flipped))
        with pytest.raises(Problem) as refused:
            inbox.erasures.receive_notice(road.province, forged)
        found.add(refused.value.code)
    said = erasure_notice.ErasureNotice(
        erasure_notice.FORMAT, erasure_notice.SUITE, stranger.info.device_id, "513436", "510000", 1, "2026", "0" * 64, 1,
        [erasure_notice.ErasedLine("513435", ids[0], "employment", 1, "0" * 64)],
    )  # fmt: skip
    from sync import keyring

    forged.write_bytes(erasure_notice.write(said, keyring.signer(stranger)))
    with pytest.raises(Problem) as others:
        inbox.erasures.receive_notice(road.province, forged)

    assert found <= {"SYNC-001", "SYNC-002", "SYNC-004", "SYNC-010", "SYNC-011"}
    assert others.value.code == "SYNC-020"
    assert road.province.retention.requests() == []
