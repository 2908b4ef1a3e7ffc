"""What the ledgers of labour, exchange and need work out by themselves."""

from decimal import Decimal
from typing import Any

import pytest


def _value(session: Any, path: str) -> Any:
    return session.state(path).value


@pytest.mark.parametrize(
    ("wage", "band"), [("2000", "to2000"), ("2001", "to5000"), ("5000", "to5000"), ("10001", "above")]
)
def test_a_desired_wage_falls_into_its_band(wage: str, band: str, fill: Any) -> None:
    """The upper bound belongs to the band."""
    assert _value(fill("job_seeker", {"desired_wage": wage}), "wage_band") == band


def test_who_has_come_to_a_post_is_counted_from_the_employment_ledger(fill: Any) -> None:
    """Only people on post, of this employer, in this post."""
    assert _value(fill("job_post"), "filled") == 1
    assert _value(fill("job_post", {"title": "装配工"}), "filled") == 0


def test_a_roster_counts_its_people_and_those_lifted_out_of_poverty(fill: Any) -> None:
    """Each count has its twin 其中脱贫（监测）."""
    session = fill("labour_transfer")

    assert (_value(session, "person_count"), _value(session, "assisted_count")) == (2, 1)


def test_a_claim_takes_amount_and_months_from_standard_and_job(fill: Any) -> None:
    """The standard is the table's; the months run from the start of the job to today; what was typed stays."""
    assert Decimal(str(_value(fill("labour_subsidy"), "standard"))) == 1000
    assert _value(fill("labour_subsidy", {"months": None}), "months") == 9
    assert Decimal(str(_value(fill("labour_subsidy", {"amount": "600"}), "amount"))) == 600


def test_a_standard_with_a_cap_may_be_exceeded_up_to_it(fill: Any) -> None:
    """Fenyang pays tickets up to the cap: 600 pass where the tier says 200."""
    session = fill("labour_subsidy", {"tier": "S-2", "amount": "600", "voucher_amount": "600"})

    assert [each.place for each in session.problems() if each.place == "amount"] == []


@pytest.mark.parametrize(
    ("start", "end", "term"),
    [
        ("2026-02-01", "2026-04-30", "m3"),
        ("2026-02-01", "2026-07-31", "m6"),
        ("2026-02-01", "2027-01-31", "y1"),
        ("2025-05-12", "2027-05-11", "y2"),
        ("2024-05-12", "2027-05-11", "y3"),
    ],
)
def test_the_term_of_a_secondment_has_its_class(start: str, end: str, term: str, fill: Any) -> None:
    """Three months, half a year, one, two, three years; both ends count."""
    assert _value(fill("cadre_secondment", {"start_on": start, "end_on": end}), "term_class") == term


def test_a_cadre_called_back_early_is_no_longer_in_post(fill: Any) -> None:
    """In post means today, up to the day the term ended in fact."""
    assert _value(fill("cadre_secondment"), "in_post") == "yes"
    early = {"rotation": "early", "ended_on": "2026-10-31", "rotation_reason": "工作需要"}
    assert _value(fill("cadre_secondment", early), "in_post") == "no"


def test_a_need_knows_how_much_has_been_claimed(fill: Any) -> None:
    """The claims that name its number are added up."""
    claims = [{"name": "X", "need_no": "513435-2026-N00001", "qty": qty} for qty in ("120", "30")]
    session = fill("need", ledgers={"ledger_need_match": claims})
    assert _value(session, "claimed_qty") in (None, "")

    numbered = {"need_no": "513435-2026-N00001"}
    session.reset({**session.answers(), **numbered})

    assert Decimal(str(_value(session, "claimed_qty"))) == 150


def test_a_match_says_which_need_it_is_of(fill: Any) -> None:
    """Number and words come from the need."""
    session = fill("need_match")

    assert _value(session, "need_no") == "513435-2026-N00001"
    assert session.title() == "宁波市奉化区慈善总会 · 文化教育用品 · 200套"


@pytest.mark.parametrize(
    ("start", "months", "short", "longer"),
    [("2026-08-23", 2, "no", "no"), ("2026-08-22", 3, "yes", "no"), ("2026-05-22", 6, "yes", "yes")],
)
def test_stable_employment_has_two_measures(
    start: str, months: int, short: str, longer: str, fill: Any
) -> None:
    """Three months for the subsidy, six for the assessment; each counts full months to the day."""
    session = fill("employment", {"start_month": start, "contract_from": start})

    assert (_value(session, "months_total"), _value(session, "is_stable"), _value(session, "is_stable_long")) == (
        months, short, longer,
    )  # fmt: skip


def test_the_longer_measure_is_the_offices(fill: Any) -> None:
    """An office that counts five months gets another answer."""
    session = fill("employment", {"start_month": "2026-06-22"}, office={"stable_months_long": "5"})

    assert _value(session, "is_stable_long") == "yes"


def test_a_class_tells_people_from_attendances(fill: Any) -> None:
    """人 are those on the list, 人次 the half-days' people added up, and the lifted-out are counted apart."""
    session = fill(
        "training_class",
        {
            "+trainee": 2,
            "trainee[2].category": "assisted",
            "+attendance": 2,
            "attendance[1].present_count": "2",
            "attendance[2].present_count": "1",
        },
    )

    assert [_value(session, name) for name in ("actual", "person_times", "assisted_count")] == [2, 3, 1]


def test_a_class_counts_who_found_work_afterwards(fill: Any) -> None:
    """Directed employment is named trainee by trainee, and the rate follows."""
    session = fill("training_class", {"+trainee": 2, "trainee[1].employment_id": "J-1"})

    assert _value(session, "employed_count") == 1
    assert Decimal(str(_value(session, "employed_rate"))) == 50


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, "yes"),
        ({"fund_source": "own"}, "yes"),
        ({"fund_source": "own", "place_region": "513435"}, "no"),
        ({"fund_source": "own", "place_region": "513435", "east_party": "yes"}, "yes"),
        ({"fund_source": "east", "place_region": "513435"}, "yes"),
    ],
)
def test_a_class_counts_for_the_cooperation_by_side_or_money(
    changes: dict[str, str], counted: str, fill: Any
) -> None:
    """An eastern party or place, or money of the cooperation: one of them is enough, none is not."""
    assert _value(fill("training_class", changes), "is_counted") == counted


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-02-20", "2027-02-19", 315),
        ("2025-12-01", "2026-01-31", 31),
        ("2024-03-01", "2025-02-28", 0),
        ("2026-05-08", "2026-05-08", 1),
        ("2025-01-01", "2027-12-31", 365),
    ],
)
def test_an_exchange_over_two_years_is_counted_by_year(start: str, end: str, days: int, fill: Any) -> None:
    """Only the days of this year belong to this year's figures."""
    assert _value(fill("prof_exchange", {"start_on": start, "end_on": end}), "days_this_year") == days


def test_what_counts_as_sent_is_the_offices(fill: Any) -> None:
    """One month by default; an office that asks for three has another answer for the same record."""
    two_months = {"start_on": "2026-03-01", "end_on": "2026-04-30"}

    assert _value(fill("prof_exchange", two_months), "is_sent") == "yes"
    assert _value(fill("prof_exchange", two_months, office={"exchange_months": "3"}), "is_sent") == "no"
