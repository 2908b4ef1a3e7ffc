"""What is entered twice is noticed; what only looks like it is not."""

import pytest

from records.ledger import Office
from tests.records.conftest import id_number


def test_an_ended_job_is_not_the_same_job(any_office: Office, worker):
    """Whoever has left a job may begin another; whoever is still at work has this job already."""
    ended = any_office.records.save("employment", worker(1, status="left"), token="t1")
    before = any_office.records.find_same("employment", worker(1))
    current = any_office.records.save("employment", worker(1), token="t2")

    again = any_office.records.find_same("employment", worker(1))
    an_old_one = any_office.records.find_same("employment", worker(1, status="left"))

    assert before == []
    assert [head.record_id for head in again] == [current.record_id]
    assert an_old_one == []
    assert ended.record_id != current.record_id


def test_the_person_is_noticed_before_the_status_is_answered(any_office: Office, worker):
    """The ID number alone points at the person's current job, and only at that one."""
    any_office.records.save("employment", worker(1, status="left"), token="t1")
    current = any_office.records.save("employment", worker(1), token="t2")

    found = any_office.records.find_same("employment", {"id_type": "10", "id_no": id_number(1)})

    assert [head.record_id for head in found] == [current.record_id]


def test_a_donor_may_give_again(any_office: Office, gift):
    """The donor's document number does not make two gifts one; the same gift in all that is listed is noticed."""
    donor = {"donor_id_type": "USCC", "donor_id_no": "53440606MJ0000001A"}
    first = any_office.records.save("money_donation", gift | donor, token="t1")
    listed = any_office.records.get(first.record_id).answers

    other = any_office.records.find_same("money_donation", listed | {"amount_cny": "1", "amount": "1"})
    twice = any_office.records.find_same("money_donation", listed)

    assert other == []
    assert [head.record_id for head in twice] == [first.record_id]


@pytest.mark.parametrize("twice", [False, True])
def test_a_donation_gets_its_number_at_first_completion(any_office: Office, gift, twice):
    """A draft has no number; the first completion gives the next one of the year, and it stays through a correction."""
    first, second = (
        any_office.records.save("money_donation", gift | {"bank_ref": f"20261120000{n}"}, token=f"t{n}")
        for n in (1, 2)
    )
    draft = any_office.records.get(first.record_id).answers

    outcomes = any_office.records.complete([first.record_id, second.record_id])
    if twice:
        any_office.records.reopen([first.record_id], "金额有误")
        any_office.records.complete([first.record_id])
    numbers = [any_office.records.get(each.record_id).answers["donation_no"] for each in (first, second)]

    assert "donation_no" not in draft
    assert [each.problem for each in outcomes] == [None, None]
    assert numbers == ["513221-2026-A00001", "513221-2026-A00002"]


def test_a_gift_of_goods_gets_its_number_at_first_completion(any_office: Office, gift):
    """Gifts of goods are numbered by the same series as gifts of money."""
    own = ("amount", "currency", "method", "bank_ref", "purpose")
    goods = {name: value for name, value in gift.items() if name not in own}
    goods |= {"warehouse": "县慈善会仓库", "purposes": ["schooling"]}
    goods["line"] = [
        {"category": "01", "item_name": "校服", "spec": "S-XXL", "unit": "套", "qty": "207", "valuation": "invoice", "unit_price": "85.5",
         "condition": "new", "inspection": "passed"}
    ]  # fmt: skip
    money = any_office.records.save("money_donation", gift, token="t1")
    head = any_office.records.save("goods_donation", goods, token="t2")

    outcomes = any_office.records.complete([money.record_id, head.record_id])

    assert [each.problem for each in outcomes] == [None, None]
    assert any_office.records.get(head.record_id).answers["donation_no"] == "513221-2026-A00002"
