"""A record is handed over from one clerk's computer to another's: never to be changed on two, never lost, once above."""

from pathlib import Path

import pytest
from sqlalchemy import select

from forms.problems import Problem
from records.ledger import Office
from records.store.tables import record
from records.store.tables_sharing import holding
from sync import distribution, enrolment, handover, inbox, outbox
from tests.fakes.county_computers import PASSPHRASE, County, approve, corrected, draft, entered, state


def given(county: County, record_id: str) -> None:
    """Li gives a record up for Wang, and both make contact."""
    (outcome,) = handover.give(county.li, [record_id], county.wang.info.device_id, "李会计休产假")
    assert outcome.problem is None, outcome.problem.sentence()
    county.contact(county.li)
    county.contact(county.wang)


def offered(both: County, folder: Path) -> tuple[str, Path]:
    """Li gives up for Wang what the county has accepted; return the record and the paper, which nobody has read yet."""
    record_id = entered(both.li, 1)
    both.sends(both.li)
    both.decides(both.li)
    both.contact(both.li)
    handover.give(both.li, [record_id], both.wang.info.device_id, "调岗")
    paper = handover.offer(both.li, folder)
    assert paper is not None
    return record_id, paper[0]


@pytest.fixture
def both(county: County) -> County:
    """Both clerks have heard of each other."""
    for below in (county.li, county.wang):
        county.give(below)
        county.contact(below)
    return county


def test_a_draft_is_finished_by_another(both: County):
    """Li's draft becomes Wang's, with its history; Li reads on; the next version continues the chain; once above."""
    record_id = draft(both.li, 1)
    assert [one.name for one in handover.neighbours(both.li)] == [
        "王会计的电脑",
        "甘洛县东西部协作办公室",
    ]
    handover.give(both.li, [record_id], both.wang.info.device_id, "李会计休产假")
    with pytest.raises(Problem) as locked:
        corrected(both.li, record_id, post="质检员")
    both.contact(both.li)
    both.contact(both.wang)

    corrected(both.wang, record_id, post="质检员")
    approve(both.wang, record_id)
    sent = both.sends(both.wang)
    both.decides(both.wang)
    both.contact(both.wang)
    both.contact(both.li)

    assert (locked.value.code, sent.problems) == ("RECORDS-065", [])
    head = both.li.records.get(record_id).head
    assert (head.held, head.holder, str(head.state)) == ("away", "王会计的电脑", "accepted")
    assert both.wang.records.get(record_id).head.held == "here"
    assert both.wang.records.get(record_id).head.origin == "李会计的电脑"
    histories = [
        [one.content_hash for one in office.records.history(record_id)]
        for office in (both.li, both.wang, both.main)
    ]
    assert histories[0] == histories[1] == histories[2]
    assert state(both.wang, record_id) == "accepted"
    assert [one.counts for one in inbox.batches(both.main)] == [{"accepted": 1}]
    assert outbox.waiting(both.main) == 1
    assert both.li.records.get(record_id).answers["post"] == "质检员"
    for office in (both.li, both.wang, both.main):
        assert office.audit.verify().ok
    assert "hand_over" in {entry.verb for entry in both.li.audit.entries()}


def test_lost_and_repeated_messages_change_nothing(both: County, tmp_path: Path):
    """The paper is offered until the county has spoken; twice by line and stick it is one hand-over."""
    record_id, paper = offered(both, tmp_path)
    first, second = (handover.receive(both.main, paper) for _time in range(2))
    assert handover.outstanding(both.li) == 1
    both.contact(both.li)
    both.contact(both.wang)
    corrected_by_wang = both.wang.records.reopen([record_id], "更正")[0]

    assert (first.taken, second.again) == (1, 1)
    assert corrected_by_wang.problem is None
    assert handover.outstanding(both.li) == 0
    assert both.li.records.reopen([record_id], "更正")[0].problem.code == "RECORDS-065"
    (back,) = handover.give(both.wang, [record_id], both.li.info.device_id, "还给李会计")
    assert back.problem is None
    both.contact(both.wang)
    both.contact(both.li)
    corrected(both.li, record_id, post="组长")
    with pytest.raises(Problem) as wang_no_more:
        corrected(both.wang, record_id, post="组长")
    assert wang_no_more.value.code == "RECORDS-065"


def test_who_holds_a_record_is_told_anew_with_what_stands_in_it(both: County, tmp_path: Path):
    """A computer that did not know that it holds a record no more has read nothing of it: both go down together."""
    record_id, paper = offered(both, tmp_path)
    places = []
    for _time in range(2):
        handover.receive(both.main, paper)
        with both.main.snapshot() as connection:
            told = select(holding.c.changed).where(holding.c.record_id == record_id)
            stands = select(record.c.changed).where(record.c.record_id == record_id)
            places.append((connection.scalar(told), connection.scalar(stands)))

    (first, first_stands), (again, again_stands) = places
    assert first == first_stands
    assert again == again_stands
    assert again > first


def test_a_restored_giver_hears_who_holds_it(both: County, tmp_path: Path):
    """Li comes back from a backup of before: what she changes meanwhile lies beside the ledger's as a fork, then she is told."""
    record_id = entered(both.li, 1)
    both.sends(both.li)
    both.decides(both.li)
    both.contact(both.li)
    both.li.records.reopen([record_id], "更正")
    backup = both.li.backup(tmp_path / "li.backup")
    given(both, record_id)
    li = Office.restore(
        backup, tmp_path / "li", "李会计", PASSPHRASE, clock=both.li.clock, ids=both.li.ids, kdf=both.li._kdf
    )
    with li:
        both.li = li
        corrected(li, record_id, post="缝纫工")
        approve(li, record_id)
        outbox.seal(li)
        both.contact(li)
        both.contact(li)
        forks = inbox.forks(both.main)
        with pytest.raises(Problem) as locked:
            corrected(li, record_id, post="组长")
        corrected(both.wang, record_id, post="质检员")
        approve(both.wang, record_id)
        both.sends(both.wang)

    assert [fork.record_id for fork in forks] == [record_id]
    assert locked.value.code == "RECORDS-065"
    assert both.main.records.get(record_id).answers["post"] == "质检员"


def test_what_cannot_be_handed_over_stays(both: County):
    """Under way, void, to nobody, without words: refused with the reason, and nothing is locked."""
    sent_id, record_id = entered(both.li, 1), draft(both.li, 2)
    both.sends(both.li)
    wang = both.wang.info.device_id

    assert handover.give(both.li, [sent_id], wang, "调岗")[0].problem.code == "RECORDS-052"
    with pytest.raises(Problem) as nobody:
        handover.give(both.li, [record_id], "another", "调岗")
    with pytest.raises(Problem) as wordless:
        handover.give(both.li, [record_id], wang, " ")
    handover.give(both.li, [record_id], wang, "调岗")
    enrolment.revoke(both.main, wang, "电脑遗失")
    both.contact(both.li)

    assert (nobody.value.code, wordless.value.code) == ("SYNC-105", "RECORDS-054")
    assert both.li.records.get(record_id).head.held == "here"  # given back: the receiver is gone
    corrected(both.li, record_id, post="组长")


def test_a_dead_computer_is_taken_over(both: County):
    """Li's computer is gone: the county revokes it and gives its records to Wang, who corrects and sends them."""
    record_id = entered(both.li, 1)
    both.sends(both.li)
    li, wang = both.li.info.device_id, both.wang.info.device_id
    with pytest.raises(Problem) as in_use:
        handover.take_over(both.main, li, wang, "电脑报废")
    enrolment.revoke(both.main, li, "电脑报废")
    waiting = handover.take_over(both.main, li, wang, "电脑报废")
    both.decides(both.li)
    (taken,) = handover.take_over(both.main, li, wang, "电脑报废")
    came = both.contact(both.wang).came_down
    both.wang.records.reopen([record_id], "更正")
    corrected(both.wang, record_id, post="质检员")
    approve(both.wang, record_id)
    both.sends(both.wang)

    assert (in_use.value.code, waiting[0].problem.code, taken.problem) == ("SYNC-107", "RECORDS-052", None)
    assert came.handed == 1
    assert both.main.records.get(record_id).answers["post"] == "质检员"
    assert state(both.main, record_id) == "received"
    assert distribution.share_of(both.main, wang).all
