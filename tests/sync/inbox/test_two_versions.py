"""Two versions of one record: shown side by side, decided by a person, told to both, and no fork again afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forms.problems import Problem
from records.ledger import Office
from sync import inbox, outbox
from tests.sync.conftest import PASSPHRASE, Road, one_person


def delivered(road: Road, office: Office | None = None) -> str:
    """Seal what is approved in *office* (the county), let the province receive it; return the batch's key."""
    batch = outbox.seal(office or road.county, road.files)
    assert batch is not None
    return inbox.receive(road.province, road.files / batch.file.name).batch_key


def told(road: Road, office: Office, key: str) -> None:
    """Carry the newest acknowledgement of a batch to *office*."""
    outbox.apply(office, inbox.acknowledge(road.province, key, road.files / "back.ack"))


def corrected(office: Office, record_id: str, **answers: str) -> None:
    """Correct a record in *office*, complete and approve it."""
    Road(office, office, Path()).correct(record_id, **answers)


@pytest.fixture
def forked(road: Road, tmp_path: Path) -> Iterator[tuple[Road, Office, str, str, str]]:
    """A county restored from a backup corrects a record another way than before: (road, restored, record, keys)."""
    (record_id,) = road.approve(1)
    key = delivered(road)
    inbox.send_back(road.province, key, [record_id], "请核实岗位。", "post")
    told(road, road.county, key)
    backup = road.county.backup(tmp_path / "county.backup")
    road.correct(record_id, post="质检员")
    first = delivered(road)
    restored = one_person(
        Office.restore(
            backup, tmp_path / "restored", "李主任", PASSPHRASE, clock=road.county.clock, ids=road.county.ids
        )
    )
    corrected(restored, record_id, post="仓管员", monthly_wage="4800")
    second = delivered(road, restored)
    yield road, restored, record_id, first, second
    restored.close()


def test_both_are_shown_side_by_side(forked):
    """Who, when, and each question that differs."""
    road, _restored, record_id, _first, second = forked

    (fork,) = inbox.forks(road.province)

    assert inbox.records(road.province, second)[0].verdict == "fork"
    assert (fork.record_id, fork.office_code) == (record_id, "513435")
    assert {one.question: (one.ours, one.theirs) for one in fork.differences} == {
        "post": ("质检员", "仓管员"),
        "monthly_wage": ("4500", "4800"),
    }
    assert (fork.ours.by, fork.theirs.by) == ("李主任", "李主任")


def test_the_loser_corrects_on_top_of_his_version(forked):
    """The ledger's version stays; the other comes back with words, and its correction is new, not another fork."""
    road, restored, record_id, _first, second = forked
    (fork,) = inbox.forks(road.province)
    inbox.resolve(road.province, record_id, fork.theirs.content_hash, "以质检员为准。", theirs=False)
    told(road, restored, second)

    back = restored.records.get(record_id).head
    corrected(restored, record_id, post="质检员")
    third = delivered(road, restored)

    assert (str(back.state), back.verdict_reason) == ("returned", "以质检员为准。")
    assert inbox.batches(road.province)[0].counts == {"new": 1}
    assert inbox.forks(road.province) == []
    assert road.province.records.get(record_id).answers["monthly_wage"] == "4800"
    assert inbox.accept(road.province, third)[0].problem is None
    assert road.province.audit.verify().ok
    assert restored.audit.verify().ok


def test_the_winner_confirms_by_itself(forked):
    """The other version is chosen: its device sends it again under a higher number, and the loser is told."""
    road, restored, record_id, first, second = forked
    (fork,) = inbox.forks(road.province)
    inbox.resolve(road.province, record_id, fork.theirs.content_hash, "以仓管员为准。", theirs=True)
    told(road, restored, second)
    told(road, road.county, first)

    assert outbox.waiting(restored) == 1
    third = delivered(road, restored)
    assert inbox.batches(road.province)[0].counts == {"new": 1}
    assert inbox.accept(road.province, third)[0].problem is None
    there = road.province.records.get(record_id)
    assert (there.answers["post"], str(there.head.state)) == ("仓管员", "accepted")
    lost = road.county.records.get(record_id).head
    assert (str(lost.state), lost.verdict_reason) == ("returned", "以仓管员为准。")
    assert inbox.forks(road.province) == []
    assert road.province.audit.verify().ok


def test_a_branch_that_is_behind_catches_up(forked):
    """The ledger went two versions further: the loser's next version stands above them all."""
    road, restored, record_id, first, second = forked
    inbox.send_back(road.province, first, [record_id], "再核。")
    told(road, road.county, first)
    road.correct(record_id, post="组长")
    road.county.records.reopen([record_id], "再改")
    road.correct(record_id, post="班长")
    delivered(road)
    (fork,) = inbox.forks(road.province)
    inbox.resolve(road.province, record_id, fork.theirs.content_hash, "以班长为准。", theirs=False)
    told(road, restored, second)
    corrected(restored, record_id, post="班长")
    third = delivered(road, restored)

    assert inbox.batches(road.province)[0].counts == {"new": 1}
    assert inbox.records(road.province, third)[0].waiting
    assert inbox.forks(road.province) == []
    assert restored.audit.verify().ok
    assert road.province.audit.verify().ok


def test_a_fork_is_decided_once_and_with_words(forked):
    """No words, no decision; a second decision finds nothing to decide; the same acknowledgement twice writes nothing."""
    road, restored, record_id, _first, second = forked
    (fork,) = inbox.forks(road.province)
    decide: Callable[[str], None] = lambda words: inbox.resolve(  # noqa: E731  (three calls of one sentence)
        road.province, record_id, fork.theirs.content_hash, words, theirs=True
    )
    with pytest.raises(Problem) as silent:
        decide(" ")
    decide("以此为准。")
    with pytest.raises(Problem) as twice:
        decide("以此为准。")
    told(road, restored, second)
    once = len(restored.records.history(record_id))
    told(road, restored, second)

    assert (silent.value.code, twice.value.code) == ("RECORDS-054", "SYNC-026")
    assert len(restored.records.history(record_id)) == once
