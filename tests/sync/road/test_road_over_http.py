"""The road over the line: the county sends, the province's server receives, verdicts come back by themselves."""

import pytest

from forms.problems import Problem
from sync import enrolment, inbox, outbox
from sync.outbox.link import LinkBrokenError, Reply, Request
from sync.outbox.patience import Patience
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import Road

PATIENT = Patience(sleep=lambda _seconds: None, jitter=lambda: 0.5)


def test_sending_delivers_and_brings_the_acknowledgement(road: Road):
    """One press of 发送: uploaded, received, acknowledged; later the decisions come the same way."""
    ids = road.approve(3)
    outbox.seal(road.county)
    told: list[tuple[int, int]] = []

    with Running(app(road.province)) as running:
        sent = outbox.send(road.county, MemoryLink(running), lambda *at: told.append(at), patience=PATIENT)
        assert (sent.batches, sent.acknowledged, sent.problems) == (1, 1, [])
        assert road.states(ids) == ["received"] * 3
        inbox.accept(road.province, "1", ids[:2])
        inbox.send_back(road.province, "1", ids[2:], "请补社保凭证。", "insurance")
        again = outbox.send(road.county, MemoryLink(running), patience=PATIENT)

    assert (again.batches, again.acknowledged) == (0, 1)
    assert road.states(ids) == ["accepted", "accepted", "returned"]
    assert told[-1][0] == told[-1][1] == outbox.batches(road.county)[0].size


def test_a_corrected_record_goes_in_the_next_batch_with_its_history(road: Road):
    """A returned record is corrected and sent again: the province has both revisions and decides on the new one."""
    (record_id,) = road.approve(1)
    with Running(app(road.province)) as running:
        outbox.seal(road.county)
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
        inbox.send_back(road.province, "1", [record_id], "单位名称不全。", "employer_name")
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
        road.correct(record_id, employer_name="宁波市奉化汽配有限公司")
        outbox.seal(road.county)
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
        late = inbox.accept(road.province, "1", [record_id])
        inbox.accept(road.province, "2")
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)

    assert late[0].problem is not None  # the first batch's revision is not the newest any more
    assert road.states([record_id]) == ["accepted"]
    above = [one.content_hash for one in road.province.records.history(record_id)]
    assert above == [one.content_hash for one in road.county.records.history(record_id)]
    assert inbox.batches(road.province)[0].counts == {"accepted": 1}


def test_cut_anywhere_each_record_arrives_once(file_road: Road):
    """The line breaks at many places of upload and acknowledgement: sent again, everything is there once."""
    road = file_road
    for number, cut in enumerate(range(0, 6000, 450)):
        (record_id,) = road.approve(1, start=number)
        outbox.seal(road.county)
        with Running(app(road.province)) as running:
            outbox.send(road.county, MemoryLink(running, cut), patience=PATIENT)
        assert road.states([record_id]) == ["received"], cut
    assert [one.counts for one in inbox.batches(road.province)] == [{"new": 1}] * (number + 1)


class Deaf:
    """A line that carries requests but never a reply."""

    def __init__(self, link: MemoryLink) -> None:
        self._link = link

    def exchange(self, request: Request) -> Reply:
        """Lose the reply."""
        self._link.exchange(request)
        raise LinkBrokenError("reply lost")

    def close(self) -> None:
        """Nothing to give back."""


def test_without_a_reply_nothing_counts_as_delivered(file_road: Road):
    """The batch arrived but no word came back: the county still says 发送中, and later all is well."""
    road = file_road
    ids = road.approve(2)
    outbox.seal(road.county)
    with Running(app(road.province)) as running:
        with pytest.raises(Problem) as caught:
            outbox.send(road.county, Deaf(MemoryLink(running)), patience=PATIENT)
        assert caught.value.code == "SYNC-050"
        assert outbox.batches(road.county)[0].stage == "sending"
        assert outbox.batches(road.county)[0].last_error == "SYNC-050"
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)

    assert road.states(ids) == ["received"] * 2


def test_a_month_of_batches_drains_in_order(file_road: Road):
    """Several sealed batches go up in one contact, oldest first, each confirmed."""
    road = file_road
    for number in range(4):
        road.approve(2, start=2 * number)
        outbox.seal(road.county)

    with Running(app(road.province)) as running:
        sent = outbox.send(road.county, MemoryLink(running), patience=PATIENT)

    assert (sent.batches, sent.acknowledged) == (4, 4)
    assert [one.number for one in inbox.batches(road.province)] == [4, 3, 2, 1]
    assert {one.stage for one in outbox.batches(road.county)} == {"received"}


def test_by_stick_and_by_line_is_still_once(road: Road):
    """The same batch carried and sent: one import, and the county hears the same words from both."""
    ids = road.approve(2)
    sealed = outbox.seal(road.county, road.files)
    assert sealed is not None
    by_stick = inbox.receive(road.province, road.files / sealed.file.name)
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
    ack = inbox.acknowledge(road.province, by_stick.batch_key, road.files / "a.ack")

    assert not outbox.apply(road.county, ack).fresh
    assert ack.read_bytes() == by_stick.acknowledgement
    assert road.states(ids) == ["received"] * 2
    assert len(inbox.batches(road.province)) == 1


def test_a_revoked_device_is_not_heard_any_more(road: Road):
    """After the revocation the server does not speak with the device, and its files go to quarantine."""
    road.approve(1)
    sealed = outbox.seal(road.county, road.files)
    assert sealed is not None
    enrolment.revoke(road.province, road.county.info.device_id, "电脑遗失")

    with Running(app(road.province)) as running, pytest.raises(Problem) as refused:
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
    with pytest.raises(Problem) as aside:
        inbox.receive(road.province, road.files / sealed.file.name)

    assert (refused.value.code, aside.value.code) == ("SYNC-056", "SYNC-012")
    assert [one.code for one in inbox.quarantine(road.province)] == ["SYNC-012"]
    assert inbox.batches(road.province) == []


def test_before_the_enrolment_nothing_is_sealed(office):
    """Without an office above there is nobody to seal to, and the clerk is told what to do."""
    with pytest.raises(Problem) as caught:
        outbox.seal(office)

    assert caught.value.code == "SYNC-030"
