"""The same worker comes from two offices: shown side by side, decided by a person, counted once; on both databases."""

from datetime import date

import pytest

from forms.problems import Problem
from records.ledger import Office
from records.ledger.duplicates import Pair
from records.model.measures import Asked, Measure, Of, Period, Source
from sync import inbox, outbox
from sync.whereabouts import where
from tests.fakes.workers import worker
from tests.sync.conftest import Road

YEAR = Asked(Period(date(2026, 1, 1), date(2026, 12, 31)))
JOBS = Measure("jobs", Of.COUNT, (Source("employment"),))


def counted(office: Office) -> int:
    """Return how many jobs the figures count."""
    found = office.counting.run([JOBS], YEAR).of("jobs")
    assert found is not None
    return found.value


def own(road: Road, number: int, **answers: str) -> str:
    """Enter a job in the province itself and approve it."""
    province = road.province
    head = province.records.save("employment", worker(number, **answers), token=province.ids.token())
    for verb in (province.records.complete, province.records.approve):
        (outcome,) = verb([head.record_id])
        assert outcome.problem is None
    return head.record_id


def come(road: Road) -> None:
    """Bring what the county approved to the province."""
    batch = outbox.seal(road.county)
    assert batch is not None
    inbox.receive(road.province, batch.file)


def pairs(road: Road) -> list[Pair]:
    """Return the pairs still open."""
    return road.province.records.duplicates.open("employment")


def two(road: Road) -> Pair:
    """Let the province and the county have the same worker; return the pair."""
    own(road, 1)
    road.approve(1, start=1, employer_name="奉化汽车零件厂")
    road.approve(1, start=2)
    come(road)
    (pair,) = pairs(road)
    return pair


def test_a_double_is_not_counted_and_both_count_again_when_undone(road: Road):
    """One is kept, the other stays as it is; the figures count the worker once."""
    pair = two(road)
    duplicates = road.province.records.duplicates
    assert (pair.alike, pair.first.head.office_code, pair.second.head.office_code) == (
        "number",
        "510000",
        "513435",
    )
    assert counted(road.province) == 3

    duplicates.same(pair.first.key, pair.second.key, "同一人")

    assert (pairs(road), counted(road.province)) == ([], 2)
    (said,) = duplicates.decided()
    assert (said.said, said.kept.office_code, said.words) == ("same", "510000", "同一人")
    assert road.province.audit.entries(1)[0].verb == "duplicate_same"
    told = where(road.province, pair.second.head.record_id)
    assert told is not None
    assert told.steps[-1].what == "double"
    duplicates.undo(pair.second.key, pair.first.key)
    assert ([one.second.key for one in pairs(road)], counted(road.province)) == ([pair.second.key], 3)


def test_a_double_counts_again_when_the_kept_one_is_void(road: Road):
    """Nobody is lost: the county's record counts as soon as the province's own does not."""
    pair = two(road)
    road.province.records.duplicates.same(pair.first.key, pair.second.key)

    (outcome,) = road.province.records.void([pair.first.head.record_id], "录错了")

    assert outcome.problem is None
    assert counted(road.province) == 2


def test_different_ones_are_not_shown_again(road: Road):
    """What was decided stays decided, and a double can keep no other."""
    pair = two(road)
    duplicates = road.province.records.duplicates

    duplicates.different(pair.first.key, pair.second.key, "证件号录错")

    assert (pairs(road), counted(road.province)) == ([], 3)
    duplicates.same(pair.first.key, pair.second.key)
    here = {row.record_id: row for row in road.province.records.list("employment").rows}
    (third,) = here.keys() - {pair.first.key[1], pair.second.key[1]}
    with pytest.raises(Problem) as refused:
        duplicates.same(pair.second.key, ("513435", third))
    assert refused.value.code == "RECORDS-221"


def test_the_office_below_is_asked_and_its_answer_shows_the_pair_again(road: Road):
    """The record goes back with words; when it comes again and is still alike, the pair is shown again."""
    pair = two(road)

    inbox.ask(road.province, pair.second.key, pair.first.key, "省里已登记此人，请核对。")

    assert pairs(road) == []
    inbox.acknowledge(road.province, "1", road.files / "1.ack")
    outbox.apply(road.county, road.files / "1.ack")
    head = road.county.records.get(pair.second.head.record_id).head
    assert (str(head.state), head.verdict_reason) == ("returned", "省里已登记此人，请核对。")
    road.correct(head.record_id, monthly_wage="5100")
    come(road)
    assert [(one.second.key, one.asked) for one in pairs(road)] == [(pair.second.key, True)]
    with pytest.raises(Problem) as ours:
        inbox.ask(road.province, pair.first.key, pair.second.key, "请核对。")
    assert ours.value.code == "SYNC-046"


def test_a_mistyped_number_is_found_by_name_and_birth_date(road: Road):
    """The number differs by a person's slip; name and birth date are the same."""
    twin = worker(1)
    own(road, 1)
    road.approve(1, start=9, full_name=twin["full_name"], birth_date=twin["birth_date"])
    come(road)

    assert [one.alike for one in pairs(road)] == ["person"]
