"""Walking over a ledger gives every record once, whole, in the order asked for, whatever the page."""

from records.ledger import State
from records.ledger.walking import PAGE


def _many(office, count):
    rows = [(f"{number:032x}", {"full_name": f"阿依{number}", "post": "普工"}) for number in range(count)]
    return [head.record_id for head in office.records.save_many("employment", rows)]


def test_every_record_comes_once_in_the_order_of_entry(office):
    """More records than a page holds come in the order they were entered, with their latest answers."""
    ids = _many(office, PAGE + 3)

    walked = list(office.records.each("employment"))

    assert [one.head.record_id for one in walked] == ids
    assert walked[-1].answers["full_name"] == f"阿依{PAGE + 2}"


def test_only_what_was_asked_for(office):
    """States and search narrow the walk as they narrow the list."""
    ids = _many(office, 12)

    assert list(office.records.each("employment", states=[State.APPROVED])) == []
    assert [one.head.record_id for one in office.records.each("employment", search="阿依11")] == [ids[11]]


def test_a_corrected_record_is_walked_as_it_is_now(office):
    """The answers are those of the latest revision, not of an earlier one."""
    [record_id] = _many(office, 1)
    office.records.save(
        "employment", {"full_name": "阿依古丽"}, record_id=record_id, base=1, token=office.ids.token()
    )

    [walked] = office.records.each("employment")

    assert walked.answers == {"full_name": "阿依古丽"}
