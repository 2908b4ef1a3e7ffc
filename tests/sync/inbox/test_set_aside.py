"""What was set aside is never the end: tried again, let in with words, or refused with words the clerk will read."""

import pytest

from forms.problems import Problem
from sync import enrolment, inbox, outbox
from tests.fakes.forged_batches import line, sealed
from tests.fakes.workers import worker
from tests.sync.conftest import Road

WRONG = worker(2, id_no="513435199001011235")  # its check digit does not fit


def aside(road: Road) -> str:
    """Bring one record a form's rule stands against; return its name in quarantine."""
    file = road.files / "poison.batch"
    file.write_bytes(sealed(road.county, [line(road.county, 1, worker(1)), line(road.county, 2, WRONG)]))
    inbox.receive(road.province, file)
    (one,) = inbox.quarantine(road.province)
    return one.quarantine_id


def test_trying_again_changes_nothing_while_the_reason_stands(road: Road):
    """The same rule says the same; the record stays where it is."""
    name = aside(road)

    assert not inbox.try_again(road.province, name)
    assert [one.quarantine_id for one in inbox.quarantine(road.province)] == [name]


def test_a_reviewer_lets_a_record_in_with_words(road: Road):
    """Someone answers for it: it waits for a decision like the others, and the quarantine is empty."""
    name = aside(road)

    inbox.release(road.province, name, "证件原件已核对，号码确如此。")

    assert inbox.quarantine(road.province) == []
    assert {one.verdict for one in inbox.records(road.province, "1")} == {"received"}
    assert len(road.province.records.list("employment").rows) == 2


def test_a_refusal_goes_back_with_its_words(road: Road):
    """The office below reads why, in the reviewer's words."""
    name = aside(road)

    inbox.refuse(road.province, name, "请核对证件号码。")

    (told,) = [one for one in inbox.records(road.province, "1") if one.verdict == "returned"]
    assert told.reason == "请核对证件号码。"
    assert inbox.quarantine(road.province) == []


def test_without_words_nothing_is_let_in_or_refused(road: Road):
    """Whoever answers for it says why."""
    name = aside(road)
    for verb in (inbox.release, inbox.refuse):
        with pytest.raises(Problem) as caught:
            verb(road.province, name, "  ")
        assert caught.value.code == "RECORDS-054"


def test_a_broken_history_is_never_let_in(road: Road):
    """A record of another office cannot be answered for."""
    file = road.files / "poison.batch"
    file.write_bytes(sealed(road.county, [line(road.county, 1, worker(1), owner="513221")]))
    inbox.receive(road.province, file)
    (one,) = inbox.quarantine(road.province)

    with pytest.raises(Problem) as caught:
        inbox.release(road.province, one.quarantine_id, "请放行。")

    assert caught.value.code == "SYNC-029"


def test_a_revoked_batch_is_let_in_by_a_person(road: Road):
    """The laptop was found again: its last batch enters with words, the device stays revoked."""
    road.approve(1)
    batch = outbox.seal(road.county)
    assert batch is not None
    enrolment.revoke(road.province, road.county.info.device_id, "电脑遗失")
    with pytest.raises(Problem):
        inbox.receive(road.province, batch.file)
    (one,) = inbox.quarantine(road.province)

    inbox.release(road.province, one.quarantine_id, "电脑已找回，数据核实无误。")

    assert inbox.batches(road.province)[0].counts == {"new": 1}
    assert inbox.quarantine(road.province) == []
    assert [one.standing for one in enrolment.devices(road.province)] == ["revoked"]
    with pytest.raises(Problem) as unknown:
        inbox.try_again(road.province, one.quarantine_id)
    assert unknown.value.code == "SYNC-045"
