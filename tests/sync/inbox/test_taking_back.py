"""A batch read in by mistake is taken back before anybody was told: everything stands as it stood before."""

import hashlib
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, text

from forms.problems import Problem
from records.ledger import Office
from records.model.revisions import Version, canonical
from records.store.erasing import hear_all, settle_all
from records.store.schema import metadata
from sync import inbox, outbox
from sync.outbox.sealing import SealedBatch
from sync.protocol.batch import RecordLine
from tests.fakes.forged_batches import line
from tests.fakes.forged_batches import sealed as forged
from tests.fakes.workers import worker
from tests.sync.conftest import Road

OUR_OWN = {
    "audit",
    "inbox_quarantine",
    "taken_back",
    "device",
    "setting",
}  # what the taking back itself writes


def state(office: Office) -> dict[str, list[Any]]:
    """Return every row of every table that says what the office holds, in an order of its own."""
    found: dict[str, list[Any]] = {}
    with office.transaction() as connection:
        hear_all(connection)
        settle_all(connection)
    with office.snapshot() as connection:
        names = [name for name in metadata.tables if name not in OUR_OWN]
        for name in names:
            rows = connection.execute(select(metadata.tables[name])).all()
            found[name] = sorted(str(tuple(row)) for row in rows)
        found["typed"] = sorted(
            str(tuple(row)) for row in connection.execute(text("SELECT * FROM f_employment"))
        )
    return found


def sealed(road: Road) -> SealedBatch:
    """Seal what the county approved."""
    batch = outbox.seal(road.county)
    assert batch is not None
    return batch


def test_everything_stands_as_before(road: Road):
    """New records go, changed ones have their earlier version, a person is called what he was called."""
    ids = road.approve(2)
    first = sealed(road)
    inbox.receive(road.province, first.file)
    inbox.acknowledge(road.province, "1", road.files / "1.ack")
    outbox.apply(road.county, road.files / "1.ack")
    inbox.send_back(road.province, "1", ids[:1], "请核对姓名。")
    inbox.acknowledge(road.province, "1", road.files / "2.ack")
    outbox.apply(road.county, road.files / "2.ack")
    before = state(road.province)
    road.correct(ids[0], full_name="沙马阿依", monthly_wage="5100")
    road.approve(3, start=10)
    second = sealed(road)
    inbox.receive(road.province, second.file)
    assert len(road.province.records.list("employment").rows) == 5
    inbox.accept(road.province, "2")

    assert inbox.take_back(road.province, "2", "读错了 U 盘") == 4

    assert state(road.province) == before
    assert [one.ledger_seq for one in inbox.batches(road.province)] == [1]
    (aside,) = inbox.quarantine(road.province)
    assert (aside.code, aside.words) == ("SYNC-065", "读错了 U 盘")


def test_the_same_batch_enters_again_when_a_person_wants_it(road: Road):
    """It is tried again from where it was set aside; its place in the ledger is a new one."""
    road.approve(2)
    batch = sealed(road)
    inbox.receive(road.province, batch.file)
    whole = state(road.province)["record"]
    inbox.take_back(road.province, "1", "误读")
    with pytest.raises(Problem) as refused:
        inbox.receive(road.province, batch.file, how="http")
    assert refused.value.code == "SYNC-065"

    inbox.try_again(road.province, inbox.quarantine(road.province)[0].quarantine_id)

    assert [len(rows) for rows in (whole, state(road.province)["record"])] == [2, 2]
    assert [one.ledger_seq for one in inbox.batches(road.province)] == [2]
    assert inbox.quarantine(road.province) == []


def test_whom_others_name_since_stays_in_the_register(road: Road):
    """A colleague entered the same person meanwhile: the register keeps what he said."""
    road.approve(1)
    inbox.receive(road.province, sealed(road).file)
    same = worker(0, full_name="同一个人")
    road.province.records.save("employment", same, token=road.province.ids.token())

    inbox.take_back(road.province, "1", "误读")

    person = road.province.registers.person(same["id_no"])
    assert person is not None
    assert person["full_name"] == "同一个人"
    assert [row.title for row in road.province.records.search("同一个人")]


def test_what_was_told_or_built_upon_stays(road: Road):
    """A word given stays given, and later versions are not pulled away from under the office."""
    road.approve(1)
    inbox.receive(road.province, sealed(road).file)
    with pytest.raises(Problem) as unsaid:
        inbox.take_back(road.province, "1", " ")
    inbox.acknowledge(road.province, "1", road.files / "1.ack")
    with pytest.raises(Problem) as told:
        inbox.take_back(road.province, "1", "误读")
    assert (unsaid.value.code, told.value.code) == ("RECORDS-054", "SYNC-063")


def test_fetching_the_acknowledgement_tells(road: Road):
    """Over the line the answer counts as given when it is fetched."""
    road.approve(1)
    inbox.receive(road.province, sealed(road).file, how="http")
    assert inbox.next_for(road.province, road.county.info.device_id, 0) is not None

    with pytest.raises(Problem) as told:
        inbox.take_back(road.province, "1", "误读")

    assert told.value.code == "SYNC-063"


class CancelledError(Exception):
    """The person pressed 取消."""


def test_a_cancelled_import_leaves_nothing(road: Road):
    """Stopped in the middle, neither records nor the file of the batch are here."""
    road.approve(2)
    batch = sealed(road)
    before, heard = state(road.province), []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        inbox.receive(road.province, batch.file, progress=stop)

    assert heard == [(0, 2), (2, 2)]
    assert state(road.province) == before
    assert list((road.province.folder / "inbox").glob("*.batch")) == []


def next_version(office: Office, first: RecordLine, **answers: str) -> RecordLine:
    """Return the record of *first* with its second version only."""
    before = first.revisions[0]
    new = {**before.answers, **answers}
    version = Version(
        first.office, first.record, 2, first.form, first.form_digest, "complete", before.content_hash, before.by,
        before.at, "", before.device, before.epoch, canonical(new),
    )  # fmt: skip
    later = msgspec.structs.replace(
        before, revision=2, parent_hash=before.content_hash, content_hash=version.content_hash(), answers=new
    )
    return msgspec.structs.replace(first, revisions=[later])


def test_only_what_nothing_stands_upon_goes(road: Road):
    """Four batches of one record: begun, gone on with, forked, and the same again; each goes only in its turn."""
    first = line(road.county, 1, worker(1))
    second, other = (next_version(road.county, first, employer_name=name) for name in ("甲厂", "乙厂"))
    states, previous = [], ""
    for number, record in enumerate((first, second, other, second), 1):
        states.append(state(road.province))
        data = forged(road.county, [record], number=number, previous=previous)
        previous = hashlib.sha256(data).hexdigest()
        (road.files / f"{number}.batch").write_bytes(data)
        inbox.receive(road.province, road.files / f"{number}.batch")
    assert [one.counts for one in inbox.batches(road.province)] == [
        {"same": 1},
        {"fork": 1},
        {"new": 1},
        {"new": 1},
    ]

    for number, code in ((1, "SYNC-064"), (4, "SYNC-066")):
        inbox.accept(road.province, "4")
        with pytest.raises(Problem) as refused:
            inbox.take_back(road.province, str(number), "误读")
        assert refused.value.code == code
    inbox.take_back(road.province, "3", "误读")

    assert inbox.forks(road.province) == []
    assert state(road.province)["revision"] == states[3]["revision"]
    assert state(road.province)["revision_fork"] == states[2]["revision_fork"]
