"""From the county to the province and back by USB stick: nothing lost, nothing twice, every word at its row."""

from sync import inbox, outbox
from tests.sync.conftest import Road


def test_a_batch_goes_up_and_its_acknowledgement_comes_down(road: Road):
    """Approved records are sealed, received, partly returned with words, and the county sees it at each row."""
    ids = road.approve(5)

    sealed = outbox.seal(road.county, road.files)
    assert sealed is not None
    assert road.states(ids) == ["sent"] * 5
    received = inbox.receive(road.province, road.files / sealed.file.name)
    assert received.counts == {"new": 5}
    inbox.send_back(
        road.province, received.batch_key, ids[:2], "企业名称与回访不符，请核实。", "employer_name"
    )
    outcomes = inbox.accept(road.province, received.batch_key)
    assert [outcome.record_id for outcome in outcomes] == ids[2:]
    ack = inbox.acknowledge(road.province, received.batch_key, road.files / "a.ack")
    applied = outbox.apply(road.county, ack)

    assert applied.counts == {"accepted": 3, "returned": 2}
    assert road.states(ids) == ["returned", "returned", "accepted", "accepted", "accepted"]
    head = road.county.records.get(ids[0]).head
    assert (head.verdict_question, head.verdict_reason) == ("employer_name", "企业名称与回访不符，请核实。")
    assert outbox.batches(road.county)[0].stage == "decided"
    assert [str(one.state) for one in road.province.records.list("employment").rows].count("accepted") == 3
