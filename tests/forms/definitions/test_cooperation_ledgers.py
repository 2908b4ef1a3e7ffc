"""The ledgers of organisation, funds and projects (B3–B8, C1–C12): sound records complete, hard rules refuse, soft rules ask.

What other records say comes as the tables an office hands in (`ledger_…`), here as a few invented rows. The rules of
money are settings of the pairing: three pairings here have those of 2016 (3:7, 100 %) and of 2013 (three levels).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from forms.definitions import builtin
from forms.definitions.keeping import compiled
from forms.engine import Context, FormDefinition, FormSession
from forms.problems import Severity
from forms.reference import Reference
from tests.fakes.cooperation_records import COOPERATION
from tests.fakes.cooperation_tables import ARRIVAL, EMPTY, PAYMENT, TABLES, TODAY, Rows
from tests.fakes.places_of_problems import places

Entered = Callable[..., FormSession]


@pytest.fixture(scope="module")
def definitions() -> dict[str, FormDefinition]:
    """The ledgers as an office keeps them."""
    return {form_id: compiled(builtin()[form_id]).definition for form_id in COOPERATION}


@pytest.fixture(scope="module")
def entered(definitions: dict[str, FormDefinition]) -> Entered:
    """Open a ledger and type its sound record with *changes* (None: not typed); *tables* stand in the place of ours."""
    divisions = Reference.load().instances()

    def opened(
        form_id: str, changes: dict[str, Any] | None = None, tables: dict[str, Rows] | None = None
    ) -> FormSession:
        office = [{"key": "office_code", "value": "513435"}]
        others = {**{key: [] for key in EMPTY}, **TABLES, "office": office, **(tables or {})}
        own = f"ledger_{form_id}"
        if tables is None or own not in tables:
            others[own] = []  # the record being edited is not in its own ledger
        now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        context = Context(TODAY, now, "填报人", "device", {**divisions, **others})
        session = FormSession(definitions[form_id], context)
        for path, value in {**COOPERATION[form_id], **(changes or {})}.items():
            if path.startswith("+"):
                while session.count(path[1:]) < value:
                    session.add(path[1:])
            elif value is not None:
                session.answer(path, value)
        return session

    return opened


@pytest.mark.parametrize("form_id", COOPERATION)
def test_a_sound_record_of_the_ledger_completes(form_id: str, entered: Entered) -> None:
    """Nothing stands against a record that is as it should be."""
    assert [(problem.place, problem.what()) for problem in entered(form_id).problems()] == []


@pytest.mark.parametrize("form_id", COOPERATION)
def test_an_empty_record_opens_and_only_lacks_answers(
    form_id: str, definitions: dict[str, FormDefinition]
) -> None:
    """A new record has no reproach but what is still to be typed."""
    session = FormSession(definitions[form_id], Context(TODAY, datetime(2026, 11, 22, 9, 0, tzinfo=UTC)))

    lacking = [
        problem.place
        for problem in session.problems()
        if not session.state(problem.place).required and session.state(problem.place).value in (None, "")
    ]

    assert lacking == []


RED = {"is_red": "yes"}
LOCKED = {
    "ledger_fund_report": [
        {"name": "r1", "project_id": "project", "month_key": "2026-11", "state": "complete"},
    ]
}  # fmt: skip
HARD: list[tuple[str, dict[str, Any], str]] = [
    ("agreement", {"pairing_id": None}, "pairing_id"),
    ("agreement", {"year": None}, "year"),
    ("agreement", {"party_ids[2].org_id": "u1"}, "party_ids[2].org_id"),
    ("agreement", {"valid_to": "2026-03-09"}, "valid_to"),
    ("agreement", {"sealed": "no"}, "sealed"),
    ("agreement", {"file_id": None}, "file_id"),
    ("agreement", {"filed_on": "2026-03-09"}, "filed_on"),
    ("agreement", {"filed_with": None}, "filed_with"),
    ("agreement", {"filing_status": "recorded"}, "implementation_report_id"),
    ("meeting", {"held_on": "2026-11-23"}, "held_on"),
    ("meeting", {"pairing_id": None}, "pairing_id"),
    ("meeting", {"attendee_count": "1"}, "attendee_count"),
    ("meeting", {"minutes_file_id": None}, "minutes_file_id"),
    ("meeting", {"decision[1].due_on": "2026-05-11"}, "decision[1].due_on"),
    ("visit", {"end_on": "2026-05-10"}, "end_on"),
    ("visit", {"person_times": "0"}, "person_times"),
    ("visit", {"pairing_id": None}, "pairing_id"),
    ("plan", {"doc_no": "奉协办〔2026〕第3号"}, "doc_no"),
    ("plan", {"doc_no": "奉协办[2026]3号"}, "doc_no"),
    ("document", {"title": "（机密）某文件"}, "title"),
    ("document", {"due_on": "2026-12-01"}, "owner_org_id"),
    ("document", {"done_on": "2026-02-19"}, "done_on"),
    ("work_log", {"due_on": None}, "due_on"),
    ("fund_plan", {"document_id": None}, "document_id"),
    ("fund_arrival", {"amount": "-5"}, "amount"),
    ("fund_arrival", {**RED, "corrects_id": "fund_arrival", "amount": "5"}, "amount"),
    ("fund_arrival", {**RED, "amount": "-5"}, "corrects_id"),
    ("fund_arrival", {"arrived_on": "2026-11-23"}, "arrived_on"),
    ("fund_arrival", {"account": None}, "account"),
    ("fund_arrival", {"file_id": None}, "file_id"),
    ("fund_allocation", {"amount": "0"}, "amount"),
    ("fund_payment", {"paid_on": "2026-11-09"}, "paid_on"),
    ("fund_payment", {"voucher_no": None}, "voucher_no"),
    ("fund_report", {"arrived_city": None}, "arrived_city"),
    ("fund_report", {"paid_enterprise": None}, "paid_enterprise"),
    ("fund_report", {"unassigned": None}, "unassigned"),
    ("fund_report", {"month": "2026-12-01"}, "month"),
    ("fund_report", {"status": "unlocked"}, "unlock_reason"),
    ("project", {"budget_by_source[2].source_amount": "999999.99"}, "budget_sources"),
    ("project", {"plan_end": "2026-05-31"}, "plan_end"),
    ("project", {"benefit_assisted": "421"}, "benefit_assisted"),
    ("project", {"linkage": None}, "linkage"),
    ("project", {"actual_start": None}, "actual_start"),
    ("project", {"status": "ended"}, "end_reason"),
    ("project", {"selection_id": "unapproved"}, "status"),
    ("project_selection", {"village_vote_on": None}, "village_vote_on"),
    ("project_selection", {"result": "rejected"}, "result_reason"),
    ("project_selection", {"approval_no": None}, "approval_no"),
    ("project_performance", {"indicator[1].weight": "50"}, "weight_total"),
    ("project_performance", {"indicator[1].score": "61"}, "indicator[1].score"),
    ("project_performance", {"indicator[1].actual_value": "639"}, "indicator[1].deviation"),
    ("project_performance", {"indicator[1].actual_value": "961"}, "indicator[1].deviation"),
    ("project_performance", {"indicator[1].level2": "social"}, "indicator[1].level2"),
    ("project_performance", {"stage": "review"}, "grade"),
    ("project_acceptance", {"asset[1].income_share": None}, "asset[1].income_share"),
    ("project_acceptance", {"asset[1].asset_state": "idle"}, "asset[1].idle_plan"),
    ("project_acceptance", {"asset[1].original_value": "0"}, "asset[1].original_value"),
    ("project_acceptance", {"audited_amount": None}, "audited_amount"),
    ("fund_pool", {"entry[2].amount": "500000.01"}, "cash_balance"),
    ("fund_pool", {"entry[2].term": None}, "entry[2].term"),
    ("fund_pool", {"overdue": None}, "overdue"),
    ("land_quota", {"amount": "36150000.01"}, "amount"),
    ("land_quota", {"to_region": "513435"}, "to_region"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "changes", "place"), HARD)
def test_a_hard_rule_refuses(form_id: str, changes: dict[str, Any], place: str, entered: Entered) -> None:
    """The problem stands at the question that has to be put right."""
    assert place in places(entered(form_id, changes), Severity.HARD)


SOFT: list[tuple[str, dict[str, Any], str]] = [
    ("meeting", {"decision[1].due_on": "2026-11-01"}, "decision[1].status"),
    ("plan", {"plan_task[1].due_on": "2026-11-01"}, "plan_task[1].task_status"),
    ("document", {"due_on": "2026-03-01", "owner_org_id": "u2", "done_on": "2026-03-02"}, "done_on"),
    ("document", {"copy_no": "000285", "file_id": "扫描件.pdf"}, "copy_no"),
    ("fund_plan", {"planned_amount": "9999999.99"}, "planned_amount"),
    ("fund_plan", {"unit_standard": "999.99", "planned_amount": "9999900"}, "per_county"),
    ("fund_plan", {"unit_standard": "899", "planned_amount": "8990000"}, "year_total"),
    ("fund_arrival", {"amount": "10000000.01"}, "amount"),
    ("fund_allocation", {"amount": "8000000.01"}, "amount"),
    ("fund_allocation", {"allocated_on": "2026-10-31"}, "disclose_by"),
    ("fund_payment", {"amount": "2000000.01", "contract_amount": None}, "amount"),
    ("fund_payment", {"contract_amount": "599999"}, "amount"),
    ("fund_report", {"arrived_county": "2000000.01"}, "arrived"),
    ("fund_report", {"paid_county": "2000000.01"}, "paid"),
    ("project", {"project_no": "1号"}, "project_no"),
    ("project", {"status": "accepted", "actual_end": "2026-11-01"}, "status"),
    ("project", {"status": "accepted", "actual_end": "2026-11-01"}, "archive_missing"),
    ("project_progress", {"invested_total": "600001"}, "invested_total"),
    ("project_acceptance", {"audited_amount": "3000000.01"}, "audited_amount"),
    ("land_quota", {"arrived_amount": "36150000.01"}, "arrived_amount"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "changes", "place"), SOFT)
def test_a_soft_rule_asks(form_id: str, changes: dict[str, Any], place: str, entered: Entered) -> None:
    """The clerk is asked, and a written reason settles it."""
    session = entered(form_id, changes)
    before = places(session, Severity.SOFT)

    session.explain(place, "已核对")

    assert place in before
    assert place not in {one.place for one in session.problems()}


def _plan(number: int, pairing: str, level: str, amount: str, year: str = "2026") -> dict[str, str]:
    return {
        "name": f"p{number}", "label": "计划", "pairing_id": pairing, "year": year, "payer_level": level,
        "planned_amount": amount,
    }  # fmt: skip


def _planned(pairing: str, level: str, standard: str, count: str, amount: str) -> dict[str, Any]:
    return {
        "pairing_id": pairing, "payer_level": level, "unit_standard": standard, "county_count": count,
        "planned_amount": amount,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("province", "asked"),
    [("3000000", set()), ("3000000.01", {"province_total"}), ("0.01", {"province_total"})],
)
def test_province_and_city_share_three_to_seven(province: str, asked: set[str], entered: Entered) -> None:
    """The province gives three tenths of the whole, to the cent; the city the rest."""
    others = [_plan(1, "gz", "province", province)]
    changes = _planned("gz", "city", "700", "1", "7000000")

    session = entered("fund_plan", changes, {"ledger_fund_plan": others})

    assert session.state("share_ratio").value == "30:70"
    assert places(session, Severity.SOFT) == asked


def test_the_first_half_of_a_shared_plan_is_not_asked_about_the_other(entered: Entered) -> None:
    """Before the province's line is there, nothing is wrong with the city's."""
    assert places(entered("fund_plan", _planned("gz", "city", "700", "1", "7000000")), Severity.SOFT) == set()


def test_shenzhen_bears_all_of_it(entered: Entered) -> None:
    """Where the city bears all, a plan of the province asks for a reason."""
    city = entered("fund_plan", _planned("sz", "city", "1000", "12", "120000000"))
    province = entered(
        "fund_plan", _planned("sz", "province", "1", "1", "10000"), {"ledger_fund_plan": [_plan(1, "sz", "city", "7")]}
    )  # fmt: skip

    assert places(city, Severity.SOFT) == set()
    assert "province_total" in places(province, Severity.SOFT)


@pytest.mark.parametrize(("province", "asked"), [("20000000", set()), ("19000000", {"rule_difference"})])
def test_the_table_of_zhejiang_closes_at_13700(province: str, asked: set[str], entered: Entered) -> None:
    """300 × 32 counties, 300 × 7 cities and 2,000 of the province are 13,700 万元, or a reason is asked."""
    others = [_plan(1, "zj", "city", "21000000"), _plan(2, "zj", "province", province)]
    changes = {"pairing_id": "zj", "payer_level": "county", "unit_standard": None, "county_count": None,
               "planned_amount": "96000000"}  # fmt: skip

    session = entered("fund_plan", changes, {"ledger_fund_plan": others})

    assert (session.state("unit_standard").value, session.state("county_count").value) == (300, 32)
    assert places(session, Severity.SOFT) == asked
    if not asked:
        assert session.state("year_total").value == 137_000_000


def test_the_base_grows_every_year(entered: Entered) -> None:
    """A year below the one before asks for a reason, though it is above the base."""
    others = [_plan(1, "pairing", "county", "10000000.01", "2025")]

    session = entered("fund_plan", None, {"ledger_fund_plan": others})

    assert places(session, Severity.SOFT) == {"year_total"}


def test_a_red_letter_line_takes_back_no_more_than_its_line(entered: Entered) -> None:
    """All corrections together are not more than the line; a correction is not corrected."""
    first = {**ARRIVAL, "name": "x1", "amount": "-5000000", "is_red": "yes", "corrects_id": "fund_arrival"}
    tables = {"ledger_fund_arrival": [ARRIVAL, first]}
    red = {**RED, "corrects_id": "fund_arrival"}

    assert places(entered("fund_arrival", {**red, "amount": "-3000000"}, tables), Severity.HARD) == set()
    assert "amount" in places(
        entered("fund_arrival", {**red, "amount": "-3000000.01"}, tables), Severity.HARD
    )
    assert "corrects_id" in places(
        entered("fund_arrival", {**RED, "corrects_id": "x1", "amount": "-1"}, tables), Severity.HARD
    )


def test_what_was_paid_back_cannot_be_allocated(entered: Entered) -> None:
    """Allocations are held against the arrival less its corrections."""
    back = {**ARRIVAL, "name": "x1", "amount": "-7000000", "is_red": "yes", "corrects_id": "fund_arrival"}

    session = entered("fund_allocation", None, {"ledger_fund_arrival": [ARRIVAL, back]})

    assert places(session, Severity.SOFT) == {"amount"}


@pytest.mark.parametrize(
    ("form_id", "place", "month"),
    [
        ("fund_payment", "paid_on", "2026-11"),
        ("fund_allocation", "allocated_on", "2026-11"),
        ("fund_arrival", "arrived_on", "2026-04"),
    ],
)
def test_a_locked_month_takes_no_more_lines(form_id: str, place: str, month: str, entered: Entered) -> None:
    """Once the report of the month is complete (of the project; for arrivals of the pairing), its lines are refused."""
    report = {**LOCKED["ledger_fund_report"][0], "pairing_id": "pairing", "month_key": month}

    assert place in places(entered(form_id, None, {"ledger_fund_report": [report]}), Severity.HARD)
    open_month = {"ledger_fund_report": [{**report, "state": "draft"}]}
    assert places(entered(form_id, None, open_month), Severity.HARD) == set()


def test_an_arrival_of_a_locked_month_is_corrected_by_a_red_letter_line(entered: Entered) -> None:
    """The line itself is dated in an open month and names the one it corrects."""
    report = {**LOCKED["ledger_fund_report"][0], "pairing_id": "pairing", "month_key": "2026-04"}
    tables = {"ledger_fund_report": [report], "ledger_fund_arrival": [ARRIVAL]}
    red = {
        **RED,
        "corrects_id": "fund_arrival",
        "amount": "-1",
        "arrived_on": "2026-11-20",
        "bank_ref": "红-1",
    }

    assert places(entered("fund_arrival", red, tables), Severity.HARD) == set()


def test_the_ledgers_fill_the_monthly_report(entered: Entered) -> None:
    """Sums of allocations and payments up to the end of the month are offered; where nothing was, 0 stands."""
    later = {**PAYMENT, "name": "y2", "paid_on": "2026-12-01", "amount": "1"}
    tables = {"ledger_fund_payment": [PAYMENT, later]}
    names = [
        f"{what}_{source}"
        for what in ("planned", "paid")
        for source in ("province", "city", "county", "other")
    ]

    session = entered("fund_report", dict.fromkeys(names), tables)

    said = {name: session.state(name).value for name in names}
    assert said == {**dict.fromkeys(names, 0), "planned_county": 2_000_000, "paid_county": 600_000}
    assert session.state("spend_rate").value == "30.00"
    assert session.problems() == []


def test_a_report_that_differs_from_the_payments_asks(entered: Entered) -> None:
    """The line of the report and the payments entered say the same, or why not."""
    session = entered("fund_report", {"paid_county": "600001"}, {"ledger_fund_payment": [PAYMENT]})

    assert places(session, Severity.SOFT) == {"paid"}


@pytest.mark.parametrize(
    ("arrived", "paid", "rate"),
    [("32440000", "24054000", "74.15"), ("3", "0.01", "0.33"), ("200", "0.02", "0.01"), ("8", "8", "100.00")],
)
def test_the_rate_is_rounded_half_up(arrived: str, paid: str, rate: str, entered: Entered) -> None:
    """Two decimals, rounded and never cut: 2,405.4 of 3,244 are 74.15 % (大姚 2023 printed 74.14)."""
    session = entered("fund_report", {"arrived_county": arrived, "paid_county": paid})

    assert session.state("spend_rate").value == rate


def test_nothing_arrived_has_no_rate(entered: Entered) -> None:
    """0 by 0 is written as a dash."""
    session = entered("fund_report", {"arrived_county": "0", "paid_county": "0"})

    assert session.state("spend_rate").value == "—"


def test_progress_does_not_go_back_and_late_is_told(entered: Entered) -> None:
    """Less than the report before asks why; 20 points behind the time is late."""
    before = [
        {"name": "g1", "project_id": "project", "reported_on": "2026-10-15", "progress_pct": "80",
         "invested_period": "100000"}
    ]  # fmt: skip

    session = entered("project_progress", {"progress_pct": "59"}, {"ledger_project_progress": before})

    assert places(session, Severity.SOFT) == {"progress_pct"}
    assert session.state("time_pct").text == "78.4"
    assert session.state("late_flag").value == "no"
    session.answer("progress_pct", "58.3")
    assert session.state("late_flag").value == "yes"
    assert session.state("invested_total").value == 700_000


def test_each_of_its_kind_once(entered: Entered) -> None:
    """One yearly agreement a pairing, one plan an author, one report a project and month, one reference an account."""
    claimed = [
        entered(form_id).unique_values() for form_id in ("agreement", "plan", "fund_report", "fund_arrival")
    ]

    assert [values[name] for values, name in zip(
        claimed, ("annual_key", "annual_key", "report_key", "ref_key"), strict=True
    )] == [
        "P1 / 2026", "宁波市奉化区教育局 / P1 / 2026", "51343520260001 / 2026-11",
        "甘洛县财政局乡村振兴专户 20260401000017",
    ]  # fmt: skip
    assert "annual_key" not in entered("agreement", {"kind": "memo"}).unique_values()
