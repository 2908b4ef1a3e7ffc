"""A county's returns: due by the calendar, filled from the rows, explained, handed in, sent back and opened again."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest

from forms.problems import Problem
from records.ledger import NewUser, Office, Role
from reports import returns
from reports.returns.calendar import PeriodKind, due_on, last_over
from reports.returns.expected import returns as all_returns
from reports.returns.expected import titles_of
from reports.returns.filling import Signers
from tests.fakes.county_ledgers import enter, typed

NOBODY = Signers("张三", "李四", "王五")
SALE = {"sold_on": "2026-10-12"}


@pytest.fixture
def county(make_office: Callable[..., Office]) -> Office:
    """The county on 2026-11-22, with one sale of October and one of September."""
    office = make_office(people=[NewUser("李主任", Role.REVIEWER, "春天的茶马古道 2026")])
    office.settings.set("one_person", True)
    sold(office, **SALE)
    sold(office, sold_on="2026-09-02", amount="10000")
    return office


def sold(office: Office, **changes: str) -> None:
    """Enter and approve a sale: only what somebody answers for is counted."""
    office.records.approve([enter(office, typed(office, "consumption", {}, changes), "consumption")])


def _figure(office: Office, record_id: str, code: str) -> dict[str, Any]:
    rows = office.records.get(record_id).answers["figure"]
    return next(row for row in rows if row["code"] == code)


def _begun(office: Office, record_id: str) -> list[returns.Expected]:
    found = returns.due(office, office.clock.today())
    return [one for one in found if one.record is not None and one.record.record_id == record_id]


@pytest.mark.parametrize(
    ("kind", "today", "name", "day"),
    [
        (PeriodKind.MONTH, date(2026, 11, 22), "2026-10", date(2026, 11, 5)),
        (PeriodKind.MONTH, date(2026, 1, 1), "2025-12", date(2026, 1, 5)),
        (PeriodKind.QUARTER, date(2026, 11, 22), "2026-Q3", date(2026, 10, 10)),
        (PeriodKind.HALF, date(2026, 7, 1), "2026-H1", date(2026, 7, 10)),
        (PeriodKind.HALF, date(2026, 6, 30), "2025-H2", date(2026, 1, 10)),
        (PeriodKind.YEAR, date(2026, 11, 22), "2025", date(2026, 1, 10)),
    ],
)
def test_the_calendar_says_what_is_over_and_until_when(
    kind: PeriodKind, today: date, name: str, day: date
) -> None:
    """The newest period that is over, and its day by office habit."""
    one = last_over(kind, today)

    assert (one.name, due_on(one, {})) == (name, day)
    assert due_on(one, {"report_day": "x", "report_day_month": None}) == day


def test_every_return_is_one_of_the_form(county: Office) -> None:
    """Codes of the table are choices of the form, so that nothing is filled that cannot be entered."""
    assert set(all_returns()) <= set(titles_of(county))


def test_what_nobody_began_is_missing(county: Office) -> None:
    """Returns are due by the calendar; those of this month are late since the 5th."""
    today = county.clock.today()
    found = returns.due(county, today)

    assert {one.code for one in found} == set(all_returns())
    assert all(one.record is None and one.late(today) for one in found)
    assert returns.tally(found, today) == returns.Tally(len(found), 0, len(found), 0, len(found))


def test_an_office_chooses_the_returns_it_hands_in(county: Office) -> None:
    """A setting names them; others are not asked for."""
    returns.choose(county, ["consumption/month"])
    with pytest.raises(Problem) as told:
        returns.choose(county, ["consumption/year"])

    assert told.value.code == "REPORTS-220"
    assert {(one.code, one.kind) for one in returns.due(county, county.clock.today())} == {
        ("consumption", PeriodKind.MONTH)
    }
    assert len(returns.choose(county, [])) > 1


def test_figures_are_filled_from_the_rows(county: Office) -> None:
    """What was sold in October, beside September, with how many records it stands on."""
    head = returns.fill(county, "consumption", "2026-10", NOBODY)
    row = _figure(county, head.record_id, "IND-11.all")
    answers = county.records.get(head.record_id).answers

    assert (row["value"], row["computed"], row["record_count"], row["last_value"]) == ("3.6", "3.6", 1, "1")
    assert (answers["as_of"], answers["due_on"], answers["sealed_org"]) == (
        "2026-10-31",
        "2026-11-05",
        county.info.name,
    )


def test_filling_again_counts_anew_and_keeps_what_was_explained(county: Office) -> None:
    """A figure typed otherwise stays with its reason; the others follow the ledgers."""
    head = returns.fill(county, "social", "2026-Q3", NOBODY)
    begun = county.records.get(head.record_id)
    rows = [
        {**row, "value": "5", "why": "两对结对协议尚未录入"} if row["code"] == "SOC-01.all" else row
        for row in begun.answers["figure"]
    ]
    county.records.save(
        "report_submission", {**begun.answers, "figure": rows}, token="t", record_id=head.record_id, base=1
    )  # fmt: skip

    again = returns.fill(county, "social", "2026-Q3")

    assert again.record_id == head.record_id
    row = _figure(county, head.record_id, "SOC-01.all")
    assert (row["value"], row["computed"], row["why"]) == ("5", "0", "两对结对协议尚未录入")
    assert _figure(county, head.record_id, "SOC-02.all")["value"] == "0"


def test_another_figure_without_a_reason_is_not_handed_in(county: Office) -> None:
    """The problem names the figure's reason."""
    head = returns.fill(county, "consumption", "2026-10", NOBODY)
    begun = county.records.get(head.record_id)
    (row,) = begun.answers["figure"]
    answers = {**begun.answers, "figure": [{**row, "value": "4"}]}
    county.records.save("report_submission", answers, token="t", record_id=head.record_id, base=1)

    with pytest.raises(Problem) as told:
        returns.hand_in(county, head.record_id)

    assert told.value.place == "figure[1].why"


def test_what_was_handed_in_is_locked_and_keeps_its_figures(county: Office) -> None:
    """A sale entered afterwards changes nothing: neither the record nor the file beside it."""
    head = returns.fill(county, "consumption", "2026-10", NOBODY)

    locked = returns.hand_in(county, head.record_id)
    sold(county, **SALE, product="花椒")
    with pytest.raises(Problem) as refused:
        returns.fill(county, "consumption", "2026-10")
    answers = county.records.get(head.record_id).answers
    kept = county.attachments.content(answers["snapshot_file"]).decode("utf-8-sig")
    (one,) = _begun(county, head.record_id)

    assert locked.state == "complete"
    assert refused.value.code == "REPORTS-222"
    assert (answers["status"], answers["submitted_on"], answers["timeliness"]) == (
        "SUBMITTED",
        "2026-11-22",
        "late",
    )
    assert answers["figure"][0]["value"] == "3.6"
    assert list(csv.reader(StringIO(kept)))[2][:4] == ["IND-11.all", "采购、帮销农产品金额", "万元", "3.6"]
    assert (one.handed_in, one.late(date(2026, 11, 22))) == (True, True)


def test_it_is_opened_again_only_with_a_reason(county: Office) -> None:
    """The reason stands in the return; what is filled then counts the ledgers anew and is handed in again."""
    head = returns.fill(county, "consumption", "2026-10", NOBODY)
    returns.hand_in(county, head.record_id)
    sold(county, **SALE, product="花椒")

    with pytest.raises(Problem):
        returns.open_again(county, head.record_id, " ")
    opened = returns.open_again(county, head.record_id, "漏报一笔花椒")
    answers = county.records.get(head.record_id).answers
    returns.fill(county, "consumption", "2026-10")
    returns.hand_in(county, head.record_id)

    assert opened.state == "draft"
    assert (answers["status"], answers["return_reason"]) == ("UNLOCK_REQUESTED", "漏报一笔花椒")
    assert county.records.get(head.record_id).answers["figure"][0]["value"] == "7.2"


def test_a_period_that_is_not_over_is_not_filled(county: Office) -> None:
    """Nor a return that does not exist; both are told."""
    for code, period, said in (
        ("consumption", "2026-11", "REPORTS-221"),
        ("consumption", "2026-Q3", "REPORTS-220"),
        ("nothing", "2026-10", "REPORTS-220"),
        ("consumption", "十月", "REPORTS-200"),
    ):
        with pytest.raises(Problem) as told:
            returns.fill(county, code, period)
        assert told.value.code == said


def test_an_office_without_the_ledger_is_told(make_office: Callable[..., Office]) -> None:
    """It can take the form first."""
    office = make_office(publish=False)

    with pytest.raises(Problem) as told:
        returns.due(office, office.clock.today())

    assert told.value.code == "REPORTS-223"


def test_the_next_return_is_signed_by_who_signed_the_last(county: Office) -> None:
    """Nobody types the same three names each month."""
    returns.fill(county, "consumption", "2026-09", NOBODY)

    head = returns.fill(county, "consumption", "2026-10")

    answers = county.records.get(head.record_id).answers
    assert [answers[name] for name in ("filler", "reviewer", "head")] == ["张三", "李四", "王五"]


def test_a_return_sent_back_says_why(county: Office) -> None:
    """The reviewer's words stand in the return until it is handed in again."""
    head = returns.fill(county, "consumption", "2026-10", NOBODY)
    returns.hand_in(county, head.record_id)
    county.records.send_back([head.record_id], "口径不符")

    returns.fill(county, "consumption", "2026-10")

    answers = county.records.get(head.record_id).answers
    assert (answers["status"], answers["return_reason"]) == ("REJECTED", "口径不符")
    assert returns.hand_in(county, head.record_id).state == "complete"
