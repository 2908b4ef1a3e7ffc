"""«I send what was approved, by the line or on a stick; the province returns some; I see which and why.»"""

import pytest

from tests.journeys.conftest import bring_in_labour, serving

WORDS = "务工企业名称与回访记录不符，请核实。"


@pytest.fixture(params=["sqlite", "postgresql"])
def province(request, seat):
    """A province in an encrypted file, and one in PostgreSQL."""
    more = ("--database", request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ()
    return seat("510000", "四川省东西部协作办公室", "province", *more)


def _enrol(county, province, tmp_path, address=""):
    invitation, reply = tmp_path / "登记.json", tmp_path / "应答.json"
    province.does("enrol", "new", "513435", invitation, "--address", address)
    answered = county.does("enrol", "answer", invitation, reply)
    accepted = province.does("enrol", "accept", reply)
    assert answered["fingerprint"] == accepted["fingerprint"]


def _approve_all(county, samples):
    bring_in_labour(county, samples)
    done = county.says("complete", "--all", "employment").document["done"]
    assert county.does("approve", "--all", "employment")["done"] == done
    return done


def test_by_the_line_and_back_on_a_stick(county, province, samples, tmp_path):
    """Sent over HTTP, two returned with words, corrected, carried on a stick, and both offices agree."""
    _enrol(county, province, tmp_path)
    sent = _approve_all(county, samples)
    assert sent > 40

    county.does("seal")
    with serving(province) as address:
        county.does("send", "--server", address)
    batch = province.does("inbox")["batches"][0]["batch"]
    ids = [item["record_id"] for item in province.does("inbox", "show", batch)["records"]]
    province.does("return", batch, *ids[:2], "--reason", WORDS, "--question", "employer_name")
    assert province.does("accept", batch)["accepted"] == sent - 2
    with serving(province) as address:
        county.does("send", "--server", address)

    returned = county.does("list", "employment", "--state", "returned")["records"]
    assert {item["record_id"] for item in returned} == set(ids[:2])
    assert {item["verdict_reason"] for item in returned} == {WORDS}
    assert {item["verdict_question"] for item in returned} == {"employer_name"}
    assert county.does("list", "employment")["counts"]["accepted"] == sent - 2
    assert province.does("list", "employment")["counts"]["accepted"] == sent - 2


def test_on_a_stick_there_and_back(county, province, samples, tmp_path):
    """Without any line: the batch goes on a stick, the acknowledgement comes back on it, twice is once."""
    _enrol(county, province, tmp_path)
    sent = _approve_all(county, samples)
    stick = tmp_path / "U盘"
    stick.mkdir()

    county.does("seal", "--out", stick)
    [carried] = stick.glob("*.batch")
    first = province.does("receive", carried)
    again = province.does("receive", carried)
    batch = first["received"][0]["batch"]
    province.does("accept", batch)
    province.does("acknowledge", batch, stick / "回执.ack")
    county.does("apply", stick / "回执.ack")
    county.does("apply", stick / "回执.ack")

    assert first["received"][0]["batch"] == again["received"][0]["batch"]
    assert province.does("list", "employment")["counts"]["accepted"] == sent
    assert county.does("list", "employment")["counts"]["accepted"] == sent
    assert county.does("verify")["problems"] == []
    assert province.does("verify")["problems"] == []
