"""Receiving: what is right goes in once, what is wrong is set aside with its reason, nothing is half done."""

import threading
from pathlib import Path
from typing import Any

import pytest

from forms.problems import Problem
from records.ledger import Office
from sync import enrolment, inbox, outbox
from tests.fakes.forged_batches import line, sealed
from tests.fakes.workers import worker
from tests.sync.conftest import Road


def written(road: Road, data: bytes, name: str = "a.batch") -> Path:
    """Put *data* on the stick."""
    file = road.files / name
    file.write_bytes(data)
    return file


def everything(office: Office) -> tuple[Any, ...]:
    """Return what an office holds of batches and records, to see that nothing changed."""
    return (
        inbox.batches(office),
        inbox.quarantine(office),
        office.records.counts("employment"),
        len(office.audit.entries(1000, None)),
    )


def test_the_same_batch_twice_is_one_import(road: Road):
    """The stick is put in twice: the same answer byte for byte, and the records are there once."""
    road.approve(3)
    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    first = inbox.receive(road.province, road.files / batch.file.name)
    before = everything(road.province)
    second = inbox.receive(road.province, road.files / batch.file.name)

    assert (second.again, second.acknowledgement) == (True, first.acknowledgement)
    assert everything(road.province) == before


def at_once(road: Road, file: Path, barrier: threading.Barrier, found: list[inbox.Received]) -> None:
    """Receive when the other one is ready, too."""
    barrier.wait()
    found.append(inbox.receive(road.province, file))


def test_two_people_import_the_same_batch_at_once(road: Road):
    """Two imports start at the same moment: one goes in, both get the same acknowledgement."""
    for round_number in range(5):
        road.approve(3, start=3 * round_number)
        batch = outbox.seal(road.county, road.files)
        assert batch is not None
        barrier = threading.Barrier(2)
        found: list[inbox.Received] = []

        threads = [
            threading.Thread(target=at_once, args=(road, batch.file, barrier, found)) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(one.again for one in found) == [False, True]
        assert found[0].acknowledgement == found[1].acknowledgement
        assert len(inbox.batches(road.province)) == round_number + 1


def test_one_poison_record_does_not_hold_up_the_others(road: Road):
    """A wrong ID number, a broken line, a stranger's record, an unknown form: set aside; the good ones enter."""
    county = road.county
    lines: list[Any] = [
        line(county, 1, worker(1)),
        line(county, 2, worker(2, id_no="513435199001011235")),
        b'{"record":1}',
        line(county, 4, worker(4), owner="513221"),
        line(county, 5, worker(5), form_digest="0" * 64),
        line(county, 6, {**worker(6), "no_such_question": "x"}),
        line(county, 7, {**worker(7), "full_name": "阿\x00木"}),
        line(county, 1, worker(8)),
        line(county, 9, worker(9)),
    ]

    received = inbox.receive(road.province, written(road, sealed(county, lines)))

    assert received.counts == {"new": 2, "quarantined": 5}
    aside = {(one.record_id[-2:], one.code) for one in inbox.quarantine(road.province)}
    assert ("", "SYNC-017") in aside
    assert ("04", "SYNC-020") in aside
    assert ("", "SYNC-024") in aside
    shown = {one.record_id[-2:]: one for one in inbox.records(road.province, received.batch_key)}
    assert shown["02"].question == "id_no"
    assert shown["02"].code.startswith("FORMS-")
    assert (shown["01"].verdict, shown["09"].verdict) == ("received", "received")
    assert len(road.province.records.list("employment").rows) == 2


def test_a_record_whose_history_was_rewritten_is_set_aside(road: Road):
    """A changed answer under an old hash does not enter."""
    import msgspec

    true = line(road.county, 1, worker(1))
    lie = msgspec.structs.replace(
        true, revisions=[msgspec.structs.replace(true.revisions[0], answers=worker(1, monthly_wage="9000"))]
    )

    received = inbox.receive(road.province, written(road, sealed(road.county, [lie])))

    assert received.counts == {"quarantined": 1}


def test_every_truncation_and_many_bit_flips_leave_no_trace(file_road: Road):
    """Cut short or changed anywhere, a batch is refused with a code and the province is as before."""
    road = file_road
    road.approve(1)
    batch = outbox.seal(road.county)
    assert batch is not None
    data = batch.file.read_bytes()
    before = everything(road.province)
    for length in range(0, len(data), 97):
        with pytest.raises(Problem) as cut:
            inbox.receive(road.province, written(road, data[:length]))
        assert cut.value.code in {"SYNC-001", "SYNC-002"}
    for position in range(0, len(data), 41):
        changed = bytearray(data)
        changed[position] ^= 1 << position % 8
        with pytest.raises(Problem) as caught:
            inbox.receive(road.province, written(road, bytes(changed)))
        if (
            caught.value.code == "SYNC-014"
        ):  # signed and ours: the payload was exchanged, which is worth an alarm
            continue
        assert caught.value.code in {"SYNC-001", "SYNC-004", "SYNC-010", "SYNC-011"}, position
    assert everything(road.province)[0] == before[0]
    assert everything(road.province)[2] == before[2]
    assert inbox.receive(road.province, written(road, data)).counts == {"new": 1}


def test_the_same_number_with_other_content_is_an_alarm(road: Road):
    """A copied computer seals its own first batch: set aside with an alarm, the first one stays."""
    inbox.receive(road.province, written(road, sealed(road.county, [line(road.county, 1, worker(1))])))

    with pytest.raises(Problem) as caught:
        inbox.receive(road.province, written(road, sealed(road.county, [line(road.county, 2, worker(2))])))

    assert caught.value.code == "SYNC-019"
    assert [one.code for one in inbox.quarantine(road.province)] == ["SYNC-019"]
    assert [one.records for one in inbox.batches(road.province)] == [1]


def test_a_batch_that_does_not_follow_its_forerunner_is_an_alarm(road: Road):
    """The second batch names another first batch than the one that is here: two computers share one name."""
    inbox.receive(road.province, written(road, sealed(road.county, [line(road.county, 1, worker(1))])))
    second = sealed(road.county, [line(road.county, 2, worker(2))], number=2, previous="0" * 64)

    with pytest.raises(Problem) as caught:
        inbox.receive(road.province, written(road, second))

    assert caught.value.code == "SYNC-019"


def test_missing_batches_are_named(road: Road):
    """The third stick arrives first: it goes in, and the list says which are missing."""
    batches = []
    for number in range(3):
        road.approve(1, start=number)
        batches.append(outbox.seal(road.county, road.files))
    files = [road.files / one.file.name for one in batches if one is not None]
    inbox.receive(road.province, files[2])

    assert inbox.batches(road.province)[0].missing == (1, 2)
    inbox.receive(road.province, files[0])
    inbox.receive(road.province, files[1])
    assert [one.missing for one in inbox.batches(road.province)] == [(), (), ()]


def test_a_batch_for_another_office_is_sent_on(road: Road, make_office: Any):
    """A stick that belongs to another province says to whom."""
    other = make_office("330000", "浙江省协作办公室", "province")
    road.approve(1)
    batch = outbox.seal(road.county, road.files)
    assert batch is not None

    with pytest.raises(Problem) as unknown:
        inbox.receive(other, batch.file)
    wrong = sealed(road.county, [], receiver="330000")
    with pytest.raises(Problem) as elsewhere:
        inbox.receive(road.province, written(road, wrong))

    assert unknown.value.code == "SYNC-010"
    assert elsewhere.value.code == "SYNC-013"
    assert "330000" in elsewhere.value.sentence()


def test_older_and_forked_revisions_are_told_apart(road: Road):
    """A late stick brings what is known already; a copied database brings another second revision."""
    (record_id,) = road.approve(1)
    first = outbox.seal(road.county, road.files)
    assert first is not None
    inbox.receive(road.province, first.file)
    inbox.send_back(road.province, "1", [record_id], "请核实。")
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "a.ack"))
    road.correct(record_id, post="质检员")
    second = outbox.seal(road.county, road.files)
    assert second is not None

    received = inbox.receive(road.province, second.file)

    assert received.counts == {"new": 1}
    history = road.province.records.history(record_id)
    assert [one.number for one in history][:1] in ([1], [len(history)])
    assert len({one.content_hash for one in history}) == len(history)


def test_decisions_reach_only_the_revision_they_were_made_on(road: Road):
    """A record corrected here since is not touched by a late word about its old revision."""
    (record_id,) = road.approve(1)
    first = outbox.seal(road.county, road.files)
    assert first is not None
    inbox.receive(road.province, first.file)
    early = inbox.acknowledge(road.province, "1", road.files / "early.ack").read_bytes()
    inbox.send_back(road.province, "1", [record_id], "请核实。")
    late = inbox.acknowledge(road.province, "1", road.files / "late.ack")
    outbox.apply(road.county, late)
    road.correct(record_id, post="质检员")
    (road.files / "early.ack").write_bytes(early)

    stale = outbox.apply(road.county, road.files / "early.ack")
    again = outbox.apply(road.county, late)

    assert (stale.fresh, again.fresh) == (False, False)
    assert road.states([record_id]) == ["approved"]


def test_only_enrolled_in_standing_enters_again_after_a_new_enrolment(road: Road):
    """A revoked device that enrols anew delivers what was set aside."""
    road.approve(1)
    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    enrolment.revoke(road.province, road.county.info.device_id, "电脑遗失")
    with pytest.raises(Problem):
        inbox.receive(road.province, batch.file)
    road.enrol()

    assert inbox.receive(road.province, batch.file).counts == {"new": 1}


def test_an_unknown_batch_is_said_plainly(road: Road):
    """A mistyped batch gets a sentence, not a crash."""
    for name in ("99", "x", "a:b:1", "a:b:c", "", "1" * 30):
        with pytest.raises(Problem) as caught:
            inbox.records(road.province, name)
        assert caught.value.code == "SYNC-045"
