"""The rules of the ledgers of industry (D1–D8): what completes, what is refused, what is asked about."""

from typing import Any

import pytest

from forms.problems import Severity
from tests.fakes.industry_records import LEDGERS, OTHER_USCC, RECORDS
from tests.fakes.places_of_problems import places

Row = tuple[str, dict[str, Any], str]


@pytest.mark.parametrize("form_id", RECORDS)
def test_a_sound_record_of_the_ledger_completes(form_id: str, fill: Any) -> None:
    """Nothing stands against a record that is as it should be, and it has a title."""
    session = fill(form_id)

    assert [(problem.place, problem.what()) for problem in session.problems()] == []
    assert session.title()


HARD: list[Row] = [
    ("enterprise", {"uscc": "91330213MA2AEXMP0E"}, "uscc"),
    ("enterprise", {"home_region": "513435"}, "home_region"),
    ("enterprise", {"signed_on": None, "year": "2026"}, "signed_on"),
    ("enterprise", {"year": "1990"}, "year"),
    ("enterprise", {"mode": "same_trade"}, "partner_name"),
    ("enterprise", {"agreed_amount": None}, "agreed_amount"),
    ("enterprise", {"agreed_amount": "-1"}, "agreed_amount"),
    ("enterprise", {"site_region": "513400"}, "site_region"),
    ("enterprise", {"started_on": "2026-01-11"}, "started_on"),
    ("enterprise", {"produced_on": "2026-02-01"}, "produced_on"),
    ("enterprise", {"relief_to": "2029-05-01"}, "relief_to"),
    ("enterprise", {"relief_from": None}, "relief_from"),
    ("enterprise", {"status": "withdrawn", "withdraw_reason": "停业"}, "withdrawn_on"),
    ("enterprise", {"status": "withdrawn", "withdrawn_on": "2026-10-01"}, "withdraw_reason"),
    ("enterprise", {"policy_ids[1].to_year": "2025"}, "policy_ids[1].to_year"),
    ("investment_arrival", {"enterprise_id": "E-9"}, "enterprise_id"),
    ("investment_arrival", {"period_start": "2026-03-31"}, "period_end"),
    ("investment_arrival", {"period_end": "2026-06-30"}, "period_end"),
    ("investment_arrival", {"arrived_amount": "-100"}, "arrived_amount"),
    ("investment_arrival", {"reverses_id": "A-1"}, "arrived_amount"),
    ("investment_arrival", {"reverses_id": "A-1", "arrived_amount": "-3000000.01"}, "arrived_amount"),
    ("investment_arrival", {"evidence_kind": None}, "evidence_kind"),
    ("investment_arrival", {"jobs_rural": "81"}, "jobs_rural"),
    ("investment_arrival", {"jobs_assisted": "61"}, "jobs_assisted"),
    ("investment_arrival", {"benefit_people": "19"}, "benefit_people"),
    ("industrial_park", {"jobs_assisted": "421"}, "jobs_assisted"),
    ("industrial_park", {"party_ids[1].side": "west"}, "west_parties"),
    ("industrial_park", {"agreement_id": None}, "agreement_id"),
    ("workshop", {"jobs_assisted": "33"}, "jobs_assisted"),
    ("workshop", {"region_code": "513400"}, "region_code"),
    ("workshop", {"village": None}, "village"),
    ("consumption", {"amount": "0"}, "amount"),
    ("consumption", {"evidence_no": None}, "evidence_no"),
    ("policy", {"terms": None}, "terms"),
    ("policy", {"valid_to": "2026-02-09"}, "valid_to"),
    ("tourism_route", {"promoted_on": "2026-12-01"}, "promoted_on"),
    ("benefit_link", {"enterprise_id": None}, "enterprise_id"),
    ("benefit_link", {"id_no": "513435199104081228"}, "id_no"),
    ("benefit_link", {"amount": "0"}, "amount"),
    ("benefit_link", {"signed": "no"}, "signed"),
    ("benefit_link", {"paid_on": None}, "paid_on"),
]


@pytest.mark.parametrize(("form_id", "changes", "place"), HARD)
def test_a_hard_rule_refuses(form_id: str, changes: dict[str, Any], place: str, fill: Any) -> None:
    """The problem stands at the question that has to be put right."""
    assert place in places(fill(form_id, changes), Severity.HARD)


SOFT: list[Row] = [
    ("enterprise", {"year": "2025"}, "year"),
    ("enterprise", {"agreed_amount": "0"}, "agreed_amount"),
    ("enterprise", {"status": "producing"}, "status"),
    ("enterprise", {"mode": "same_trade", "partner_name": "奉化海棠食品有限公司"}, "partner_name"),
    ("investment_arrival", {"arrived_amount": "3000000.01"}, "arrived_amount"),
    ("investment_arrival", {"evidence_no": None}, "is_counted"),
    ("workshop", {"avg_wage": "26000"}, "avg_wage"),
    ("consumption", {"amount": "60000000"}, "amount"),
    ("policy", {"delivered_count": "0"}, "delivered_amount"),
]


@pytest.mark.parametrize(("form_id", "changes", "place"), SOFT)
def test_a_soft_rule_asks(form_id: str, changes: dict[str, Any], place: str, fill: Any) -> None:
    """The clerk is asked, and an explanation settles it."""
    session = fill(form_id, changes)
    before = places(session, Severity.SOFT)

    session.explain(place, "已核对")

    assert place in before
    assert place not in places(session, Severity.SOFT)


def test_agreed_and_arrived_are_two_figures(fill: Any) -> None:
    """The enterprise shows what arrived from the other ledger, beside what was agreed; the park adds up both."""
    enterprise = fill("enterprise").answers()
    park = fill("industrial_park").answers()

    assert (enterprise["agreed_amount"], enterprise["arrived_amount"]) == ("5000000", "3000000")
    assert (park["entered_count"], park["arrived_amount"]) == (1, "3000000")


def test_the_people_of_an_enterprise_are_those_of_its_newest_arrival(fill: Any) -> None:
    """A figure of a day: the last one counts, also when it is lower."""
    (first,) = LEDGERS["ledger_investment_arrival"]
    newest = {**first, "name": "A-2", "end_day": "20633", "jobs": "35", "jobs_assisted": "10"}

    answers = fill("enterprise", ledgers={"ledger_investment_arrival": [newest, first]}).answers()

    assert (answers["jobs"], answers["jobs_assisted"], answers["arrived_amount"]) == (35, 10, "6000000")


def test_a_red_letter_entry_takes_back_what_it_names(fill: Any) -> None:
    """It is negative, names its original and may lie in the same period."""
    session = fill(
        "investment_arrival",
        {
            "reverses_id": "A-1",
            "period_start": "2026-01-01",
            "period_end": "2026-03-31",
            "arrived_amount": "-3000000",
        },
    )

    assert places(session, Severity.HARD) == set()


def test_a_relief_of_tax_lasts_three_years(fill: Any) -> None:
    """The last day follows from the first, also from a leap day."""
    days = [
        fill("enterprise", {"signed_on": "2024-01-12", "relief_from": day, "year": "2024"}).answers()[
            "relief_to"
        ]
        for day in ("2026-04-01", "2024-02-29")
    ]

    assert days == ["2029-04-01", "2027-02-28"]


def test_an_enterprise_of_another_province_is_told_from_the_partners(fill: Any) -> None:
    """Counted apart: of the partner province, or of another eastern one."""
    told = [
        fill("enterprise", {"home_region": place}).answers()["is_partner"] for place in ("330213", "440300")
    ]

    assert told == ["yes", "no"]


def test_foreign_capital_has_no_home_in_the_east(fill: Any) -> None:
    """An enterprise of foreign capital, or of Hong Kong, Macao or Taiwan, need not name an eastern region; others must."""
    lacking = {
        capital: [
            one.place for one in fill("enterprise", {"capital": capital, "home_region": None}).problems()
        ]
        for capital in ("foreign", "hkmotw", "domestic")
    }

    assert lacking == {"foreign": [], "hkmotw": [], "domestic": ["home_region"]}


def test_those_who_benefit_agree_with_the_links(fill: Any) -> None:
    """The number typed at the arrival is compared with the assisted people in the ledger of links."""
    row = {"carrier_uscc": LEDGERS["ledger_enterprise"][0]["uscc"], "year": "2026", "category": "assisted"}
    one_assisted = {"ledger_benefit_link": [row, {**row, "category": "other"}]}

    asked = fill("investment_arrival", ledgers=one_assisted)
    agreed = fill(
        "investment_arrival", {"benefit_households": "1", "benefit_people": "1"}, ledgers=one_assisted
    )

    assert places(asked, Severity.SOFT) == {"benefit_people"}
    assert places(agreed, Severity.SOFT) == set()


def test_a_registered_organisation_fills_name_and_code(fill: Any) -> None:
    """Choosing it is enough."""
    answers = fill("enterprise", {"enterprise_name": None, "uscc": None, "org_id": "O-1"}).answers()

    assert (answers["enterprise_name"], answers["uscc"]) == ("奉化汽配有限公司", OTHER_USCC)


def test_a_member_of_a_household_is_chosen_not_typed(fill: Any) -> None:
    """Name and number come from the register of households."""
    member = {"parent": "H-1", "index": "2", "full_name": "马海日", "id_no": "513435199003071011"}
    ledgers = {
        "ledger_household": [{"name": "H-1", "label": "阿尔木果户"}],
        "ledger_household__member": [member],
    }
    changes = {"full_name": None, "id_no": None, "household_id": "H-1", "member_id": "2"}

    answers = fill("benefit_link", changes, ledgers=ledgers).answers()

    assert (answers["full_name"], answers["id_no"]) == ("马海日", "513435199003071011")
    assert answers["link_key"] == "2026-513435199003071011-E-1"
