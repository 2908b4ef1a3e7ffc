"""The rules of the ledgers of labour, exchange and need: what completes, what is refused, what is asked about."""

import csv
from typing import Any

import pytest

from forms.engine import FormSession
from forms.problems import Problem, Severity
from resources import path as resource
from tests.fakes.labour_records import RECORDS

Row = tuple[str, dict[str, Any], str]
MINE = "513435199104081227"


def _at(session: FormSession, path: str) -> list[Problem]:
    return [problem for problem in session.problems() if problem.place == path]


@pytest.mark.parametrize("form_id", RECORDS)
def test_a_sound_record_of_the_ledger_completes(form_id: str, fill: Any) -> None:
    """Nothing stands against a record that is as it should be."""
    assert [(problem.place, problem.what()) for problem in fill(form_id).problems()] == []


HARD: list[Row] = [
    ("job_seeker", {"is_willing": None}, "is_willing"),
    ("job_seeker", {"desired_job": None}, "desired_job"),
    ("job_seeker", {"desired_wage": "0"}, "desired_wage"),
    ("job_seeker", {"is_returnee": "yes"}, "returned_on"),
    ("job_seeker", {"is_returnee": "yes", "returned_on": "2026-12-01"}, "returned_on"),
    ("job_seeker", {"verified_on": "2026-10-31"}, "verified_on"),
    ("job_seeker", {"desired_occupation": "99999"}, "desired_occupation"),
    ("job_seeker", {"is_willing": "no", "+referral": 1, "referral[1].job_post_id": "W-1"}, "referral[1].job_post_id"),
    ("job_seeker", {"+referral": 1, "referral[1].job_post_id": "W-9"}, "referral[1].job_post_id"),
    (
        "job_seeker",
        {"+referral": 1, "referral[1].job_post_id": "W-1", "referral[1].outcome": "declined"},
        "referral[1].outcome_note",
    ),
    ("job_post", {"employer_uscc": None}, "employer_uscc"),
    ("job_post", {"is_agency": "yes"}, "licence_no"),
    ("job_post", {"needed": "0"}, "needed"),
    ("job_post", {"work_region": "330200"}, "work_region"),
    ("job_post", {"wage_max": "4000"}, "wage_max"),
    ("job_post", {"close_on": "2026-10-31"}, "close_on"),
    ("job_post", {"contact_phone": "88888888"}, "contact_phone"),
    ("labour_transfer", {"to_region": None}, "to_region"),
    ("labour_transfer", {"leader": None}, "leader"),
    ("labour_transfer", {"vehicle_no": None}, "vehicle_no"),
    ("labour_transfer", {"source": None}, "source"),
    ("labour_transfer", {"roster[2].id_no": MINE}, "roster[2].id_no"),
    ("labour_transfer", {"kind": "fair", "visitors": "100", "intended": "101"}, "intended"),
    ("labour_transfer", {"kind": "fair", "intended": "40", "signed": "41"}, "signed"),
    ("labour_transfer", {"kind": "fair", "signed": "40", "signed_assisted": "41"}, "signed_assisted"),
    ("labour_transfer", {"kind": "fair", "employers": None}, "employers"),
    ("subsidy_standard", {"work_classes": None}, "work_classes"),
    ("subsidy_standard", {"axis": "province"}, "provinces"),
    ("subsidy_standard", {"axis": "province", "provinces": "陕西"}, "provinces"),
    ("subsidy_standard", {"axis": "income", "income_from": "10000", "income_below": "9000"}, "income_below"),
    ("subsidy_standard", {"cap": "900"}, "cap"),
    ("subsidy_standard", {"amount": "0"}, "amount"),
    ("labour_subsidy", {"employment_id": None}, "employment_id"),
    ("labour_subsidy", {"id_no": "513435199003071011"}, "id_no"),
    ("labour_subsidy", {"tier": "S-3"}, "tier"),
    ("labour_subsidy", {"tier": None}, "tier"),
    ("labour_subsidy", {"amount": "1000.01"}, "amount"),
    ("labour_subsidy", {"voucher_amount": "800"}, "amount"),
    ("labour_subsidy", {"months": "2"}, "months"),
    ("labour_subsidy", {"work_region": "330204"}, "work_region"),
    ("labour_subsidy", {"doc_kinds": ["work_proof"]}, "doc_kinds"),
    ("labour_subsidy", {"notice_to": "2026-10-18"}, "notice_to"),
    ("labour_subsidy", {"notice_from": "2026-10-01"}, "notice_from"),
    ("labour_subsidy", {"objection": "yes"}, "town_review"),
    ("labour_subsidy", {"notice_to": "2026-12-01"}, "town_review"),
    ("labour_subsidy", {"town_reviewed_on": "2026-10-19"}, "town_reviewed_on"),
    ("labour_subsidy", {"county_review": None}, "county_review"),
    ("labour_subsidy", {"county_reviewed_on": "2026-10-19"}, "county_reviewed_on"),
    ("labour_subsidy", {"town_review": "returned"}, "town_reason"),
    ("labour_subsidy", {"card_no": None}, "card_no"),
    ("labour_subsidy", {"paid_on": "2026-10-20"}, "paid_on"),
    ("labour_subsidy", {"paid_on": "2026-11-01"}, "batch_no"),
    ("vocational_student", {"id_no": "513435201304081220", "birth_date": "2013-04-08"}, "age"),
    ("vocational_student", {"guardian_name": None}, "guardian_name"),
    ("vocational_student", {"school_region": "513401"}, "school_region"),
    ("vocational_student", {"graduated_on": "2025-08-01"}, "graduated_on"),
    ("vocational_student", {"enrolled_on": "2023-09-01", "graduated_on": "2026-06-01"}, "destination"),
    ("settlement", {"settled_on": None}, "settled_on"),
    ("settlement", {"settled_on": "2026-08-01"}, "settled_on"),
    ("settlement", {"region_code": "330200"}, "region_code"),
    ("settlement", {"result": "ineligible"}, "reason"),
    ("settlement", {"employment_id": "J-2"}, "employment_id"),
    ("training_base", {"party_ids[2].side": "east"}, "west_parties"),
    ("training_base", {"party_ids[1].side": "west"}, "east_parties"),
    ("training_base", {"founded_on": "1995-01-01"}, "founded_on"),
    ("training_base", {"party_ids[2].org_name": "宁波市奉化区职业教育中心学校"}, "party_ids[2].org_name"),
    ("cadre_secondment", {"send_region": "513435"}, "send_region"),
    ("cadre_secondment", {"direction": "west_east"}, "send_region"),
    ("cadre_secondment", {"political_code": None}, "political_code"),
    ("cadre_secondment", {"end_on": "2025-05-01"}, "end_on"),
    ("cadre_secondment", {"appoint_doc_no": None}, "appoint_doc_no"),
    ("cadre_secondment", {"start_on": "2024-05-12", "end_on": "2026-05-11"}, "rotation"),
    ("cadre_secondment", {"rotation": "extended"}, "extend_doc_no"),
    ("cadre_secondment", {"rotation": "early"}, "ended_on"),
    ("cadre_secondment", {"rotation": "early"}, "rotation_reason"),
    ("need", {"verify_result": None}, "verify_result"),
    ("need", {"verify_result": "false"}, "status"),
    ("need", {"verifier": None}, "verifier"),
    ("need", {"verified_on": "2026-10-01"}, "verified_on"),
    ("need", {"wanted_by": "2026-10-01"}, "wanted_by"),
    ("need", {"requester_kind": "household", "requester_name": "马海日", "public_text": "马海日家需要一台电视"}, "public_text"),
    ("need", {"public_text": "请致电 13800138000"}, "public_text"),
    ("need", {"public_text": f"证件 {MINE}"}, "public_text"),
    ("need", {"qty": "0"}, "qty"),
    ("need_match", {"need_id": "N-2"}, "need_id"),
    ("need_match", {"need_id": "N-9"}, "need_id"),
    ("need_match", {"claimed_on": "2026-10-07"}, "claimed_on"),
    ("need_match", {"match_status": "met"}, "fulfilled_kind"),
    ("need_match", {"match_status": "met", "fulfilled_kind": "money"}, "money_donation_id"),
    ("need_match", {"match_status": "met", "fulfilled_kind": "project"}, "project_id"),
    ("need_match", {"match_status": "met", "fulfilled_kind": "service"}, "fulfilled_ref"),
    ("employment", {"org_id": "O-9"}, "org_id"),
    ("training_class", {"trainee[1].employment_id": "J-2"}, "trainee[1].employment_id"),
    ("training_class", {"+teacher_ids": 1, "teacher_ids[1].teacher_side": "east"}, "teacher_ids[1].teacher_name"),
    ("prof_exchange", {"team_kind": "medical", "team_role": "head"}, "team_name"),
    ("prof_exchange", {"+mentee": 1}, "mentee[1].mentee_name"),
]  # fmt: skip  # a table: one rule a line


@pytest.mark.parametrize(("form_id", "changes", "path"), HARD, ids=str)
def test_a_hard_rule_of_the_ledger_refuses(
    form_id: str, changes: dict[str, Any], path: str, fill: Any
) -> None:
    """What cannot be right stops completing, at its question and with words of its own."""
    problems = _at(fill(form_id, changes), path)

    assert Severity.HARD in {problem.severity for problem in problems}
    assert all(problem.what() for problem in problems)


@pytest.mark.parametrize(
    "form_id", ["job_seeker", "employment", "settlement", "prof_exchange", "cadre_secondment"]
)
def test_choosing_a_registered_person_fills_what_is_known(form_id: str, fill: Any) -> None:
    """Number, name, sex and birth date come with the choice; another number typed afterwards contradicts it."""
    session = fill(form_id, {"id_no": None, "full_name": None, "sex": None, "birth_date": None})

    session.answer("person_id", "P-1")
    filled = [str(session.state(name).value) for name in ("id_no", "full_name", "sex", "birth_date")]
    session.answer("id_no", MINE)

    assert filled == ["513435199003071011", "马海日", "1", "1990-03-07"]
    assert [problem.severity for problem in _at(session, "person_id")] == [Severity.HARD]


@pytest.mark.parametrize(
    ("form_id", "repeat", "path"),
    [("labour_transfer", "roster", "person_count"), ("training_base", "party_ids", "west_parties")],
)
def test_a_ledger_with_a_list_needs_the_list(form_id: str, repeat: str, path: str, fill: Any) -> None:
    """A transfer without names and a base without parties are refused."""
    session = fill(form_id)

    while session.count(repeat):
        session.remove(repeat, 1)

    assert [problem.severity for problem in _at(session, path)] == [Severity.HARD]


def test_choosing_a_published_post_fills_the_employer_and_the_place(fill: Any) -> None:
    """The job comes from the post, so that both ledgers say the same."""
    session = fill("employment", {"employer_name": None, "post": None, "work_region": None})

    session.answer("job_post_id", "W-1")

    assert [session.state(name).value for name in ("employer_name", "employer_uscc", "post", "work_region")] == [
        "奉化汽配有限公司", "91110000600037341L", "质检员", "330213",
    ]  # fmt: skip


def test_choosing_the_job_fills_the_claim(fill: Any) -> None:
    """Name, place, category and months of a claim are those of the employment ledger."""
    session = fill("labour_subsidy")

    assert [session.state(name).value for name in ("full_name", "work_region", "work_place_class", "category")] == [
        "阿尔木果", "330213", "EAST", "assisted",
    ]  # fmt: skip
    assert str(session.state("amount").value) == "1000"


SOFT: list[Row] = [
    ("job_seeker", {"id_no": "513435195504081220", "birth_date": None, "sex": None}, "age"),
    ("job_seeker", {"is_student": "yes"}, "is_student"),
    ("job_seeker", {"employment_status": "8"}, "is_willing"),
    ("job_seeker", {"desired_wage": "399"}, "desired_wage"),
    ("job_seeker", {"logged_on": "2026-08-01", "verified_on": "2026-08-23"}, "verified_on"),
    ("job_seeker", {"id_no": "513435199003071011", "birth_date": None, "sex": None}, "employment_status"),
    (
        "job_seeker",
        {"+referral": 1, "referral[1].job_post_id": "W-2", "referral[1].referred_on": "2026-11-02"},
        "referral[1].job_post_id",
    ),
    ("job_post", {"requirements": "限男性，已婚已育优先"}, "requirements"),
    ("job_post", {"requirements": "限汉族"}, "requirements"),
    ("job_post", {"wage_min": "399"}, "wage_min"),
    ("labour_subsidy", {"tier": "S-2", "amount": "200"}, "tier"),
    ("labour_subsidy", {"channel": "cooperation"}, "tier"),
    ("labour_subsidy", {"category": "other"}, "tier"),
    ("labour_subsidy", {"registry_amount": "0"}, "registry_amount"),
    ("labour_subsidy", {"doc_kinds": ["id_card", "social_card"]}, "doc_kinds"),
    ("labour_subsidy", {"channel": "public"}, "conflict"),
    ("vocational_student", {"graduated_on": "2032-09-02"}, "graduated_on"),
    ("settlement", {"region_code": "513401"}, "region_code"),
    ("settlement", {"employment_id": "J-2", "id_no": "513435199003071011", "birth_date": None, "sex": None}, "employment_id"),
    ("cadre_secondment", {"end_on": "2028-06-30"}, "end_on"),
    ("cadre_secondment", {"start_on": "2026-11-01", "end_on": "2026-11-20", "rotation": "expired"}, "end_on"),
    ("cadre_secondment", {"assist_region": "330213"}, "assist_region"),
    ("cadre_secondment", {"cadre_rank": "101"}, "cadre_rank"),
    ("need", {"urgency": "urgent"}, "urgency"),
    ("need", {"public_text": "一名白血病患儿需要帮助"}, "public_text"),
    ("need_match", {"qty": "201"}, "qty"),
    ("employment", {"start_month": "2026-04-01", "contract_from": "2026-04-01"}, "overlap"),
    ("employment", {"phone": "13900139000"}, "phone"),
    ("training_class", {"trainee[1].employment_id": "J-1"}, "trainee[1].employment_id"),
    (
        "training_class",
        {"+teacher_ids": 1, "teacher_ids[1].teacher_name": "王五", "teacher_ids[1].teacher_side": "east"},
        "east_teachers",
    ),
    (
        "prof_exchange",
        {"direction": "west_east", "form": "attachment", "team_kind": "medical", "team_name": "甲", "team_role": "head"},
        "team_kind",
    ),
]  # fmt: skip  # a table: one rule a line


@pytest.mark.parametrize(("form_id", "changes", "path"), SOFT, ids=str)
def test_a_soft_rule_of_the_ledger_asks(form_id: str, changes: dict[str, Any], path: str, fill: Any) -> None:
    """What is odd but possible is asked about, and stands once the clerk has written why."""
    session = fill(form_id, changes)
    assert [problem.severity for problem in _at(session, path)] == [Severity.SOFT]

    session.explain(path, "已与本人核实")

    assert _at(session, path) == []


def test_one_person_claims_one_kind_once_a_year(fill: Any) -> None:
    """A second claim of the same year and kind is refused; a claim that was returned does not count, nor does another year."""
    claim = {"name": "C-1", "id_no": MINE, "year": "2026", "kind": "transport", "town_review": "passed", "county_review": "passed"}  # fmt: skip

    def conflict(**other: str) -> list[str]:
        session = fill("labour_subsidy", ledgers={"ledger_labour_subsidy": [{**claim, **other}]})
        return [problem.what() for problem in _at(session, "conflict")]

    assert conflict() == ["此人本年度已申领同种补贴；每人每年每种只能一次。"]
    assert conflict(county_review="") != []
    assert conflict(county_review="returned") == []
    assert conflict(year="2025") == []
    assert conflict(kind="living") == []


def test_a_claim_names_itself_once_and_for_all(fill: Any) -> None:
    """The ledger refuses a second complete claim by this key, even when both were typed at the same time."""
    session = fill("labour_subsidy")
    assert session.unique_values()["claim_key"] == f"2026-transport-{MINE}"

    session.answer("town_review", "returned")

    assert "claim_key" not in session.unique_values()


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("2023-05-12", "2025-05-12", True),
        ("2026-05-12", "2026-08-11", True),
        ("2023-05-12", "2025-05-11", False),
        ("2027-05-12", "2029-05-11", False),
    ],
)
def test_terms_of_one_cadre_never_overlap(start: str, end: str, overlaps: bool, fill: Any) -> None:
    """Even one common day is refused; a term that begins the day after the other ended is right."""
    term = {"name": "K-1", "id_no": MINE, "start_on": start, "end_on": end}
    session = fill("cadre_secondment", ledgers={"ledger_cadre_secondment": [term]})

    assert bool(_at(session, "overlap")) == overlaps


def test_jobs_that_follow_each_other_do_not_overlap(fill: Any) -> None:
    """Leaving on 10 May and beginning on 13 May is a change of post, not two jobs."""
    assert _at(fill("employment"), "overlap") == []


def test_claims_of_all_sides_together_stay_within_the_need(fill: Any) -> None:
    """Others have taken 100 of 200: 100 are left, one more is asked about."""
    others = {"ledger_need_match": [{"name": "X-1", "need_no": "513435-2026-N00001", "qty": "100"}]}

    assert _at(fill("need_match", {"qty": "100"}, ledgers=others), "qty") == []
    assert _at(fill("need_match", {"qty": "101"}, ledgers=others), "qty") != []


def _samples() -> list[dict[str, str]]:
    with resource("reference", "subsidy_standard_samples.csv").open(
        encoding="utf-8-sig", newline=""
    ) as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize("sample", _samples(), ids=lambda row: f"{row['place']}-{row['tier']}")
def test_every_sample_standard_is_a_sound_row_of_the_table(sample: dict[str, str], fill: Any) -> None:
    """Eight places, five axes: the table of standards takes each of them as it was published."""
    several = ("work_classes", "categories", "documents", "any_document")
    changes: dict[str, Any] = {
        name: (value.split() if name in several else value) or None for name, value in sample.items() if name != "place"
    }  # fmt: skip

    session = fill("subsidy_standard", changes)

    assert [(problem.place, problem.what()) for problem in session.problems()] == []
    assert session.state("standard_key").value.startswith(f"{sample['region_code']}-{sample['year']}")


def test_ledgers_the_forms_read_are_known(shipped: Any) -> None:
    """Every ledger a form of these refers to is a shipped form, so that no look-up stays empty for ever."""
    wanted = {
        question.ledger for form_id in RECORDS for question in shipped[form_id].questions.values() if question.ledger
    }  # fmt: skip

    assert wanted <= set(shipped)
