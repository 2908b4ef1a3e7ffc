"""Records that refer to each other travel: a reference that is not here yet is named, never a reason to refuse."""

from pathlib import Path

import pytest

from sync import inbox, outbox
from tests.fakes.store_forms import store_forms
from tests.sync.conftest import Road


@pytest.fixture
def store_road(road: Road, tmp_path: Path) -> Road:
    """Both offices have the forms of a store."""
    for office in (road.county, road.province):
        office.forms.publish(*store_forms(tmp_path))
    return road


def entered(road: Road, form_id: str, answers: dict[str, object]) -> str:
    """Enter and complete a record in the county."""
    head = road.county.records.save(form_id, answers, token=road.county.ids.token())
    assert road.county.records.complete([head.record_id])[0].problem is None
    return head.record_id


def carried(road: Road, *ids: str) -> list[inbox.RecordIn]:
    """Approve these records, carry them up, and return what the province says of them."""
    assert all(outcome.problem is None for outcome in road.county.records.approve(ids))
    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    return inbox.records(road.province, inbox.receive(road.province, road.files / batch.file.name).batch_key)


def test_a_record_enters_before_the_one_it_refers_to(store_road):
    """What was taken travels first: it is in, with the batch it took from named as not here yet."""
    rice = entered(store_road, "depot", {"item": "大米", "qty": 9})
    taken = entered(store_road, "issue", {"receiver": "王村长", "line": [{"batch": rice, "qty": 4}]})

    (first,) = carried(store_road, taken)
    (later,) = carried(store_road, rice)
    session = store_road.province.session(
        "issue",
        store_road.province.records.get(taken).answers,
        record_id=taken,
        office_code=store_road.county.info.code,
    )

    assert (first.verdict, first.code, first.question) == ("received", "FORMS-024", "line[1].batch")
    assert (later.verdict, later.code) == ("received", "")
    assert session.state("line[1].batch").problems == ()
    assert session.state("line[1].left").value == 9


def test_both_in_one_batch_are_received(store_road):
    """The record and the one it refers to come in one batch, in any order."""
    rice = entered(store_road, "depot", {"item": "大米", "qty": 9})
    ids = [
        entered(store_road, "issue", {"receiver": f"{n}", "line": [{"batch": rice, "qty": 4}]}) for n in "ab"
    ]

    found = carried(store_road, rice, *ids)

    assert [one.verdict for one in found] == ["received"] * 3


def test_a_wrong_record_is_still_refused(store_road):
    """Where the other record is here, the checks that look at it hold as they do below."""
    rice = entered(store_road, "depot", {"item": "大米", "qty": 9})
    carried(store_road, rice)
    taken = entered(store_road, "issue", {"receiver": "王村长", "line": [{"batch": rice, "qty": 4}]})
    checker_sees = store_road.province.session(
        "issue", {"receiver": "王村长", "line": [{"batch": rice, "qty": 10}]}, office_code="513435"
    )

    (found,) = carried(store_road, taken)

    assert found.verdict == "received"
    assert [one.place for one in checker_sees.problems()] == ["line[1].qty"]
