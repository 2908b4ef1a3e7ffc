"""The rules of the shipped forms: a sound record completes, every hard rule refuses, every soft rule asks."""

from typing import Any

import pytest

from forms.engine import FormSession
from forms.problems import Problem, Severity

FORMS = ["employment", "training_class", "prof_exchange", "money_donation", "goods_donation"]
Row = tuple[str, dict[str, Any], str]


def _at(session: FormSession, path: str) -> list[Problem]:
    return [problem for problem in session.problems() if problem.place == path]


@pytest.mark.parametrize("form_id", FORMS)
def test_a_sound_record_completes(form_id: str, fill: Any) -> None:
    """Nothing stands against a record that is as it should be."""
    session = fill(form_id)

    assert [(problem.place, problem.what()) for problem in session.problems()] == []


HARD: list[Row] = [
    ("employment", {"consent_status": "阅"}, "consent_status"),
    ("prof_exchange", {"consent_status": ""}, "consent_status"),
    ("money_donation", {"allocated": "-0.01"}, "allocated"),
    ("money_donation", {"allocated": "50000.51"}, "allocated"),
    ("money_donation", {"allocated": "1.005"}, "allocated"),
    ("employment", {"id_no": "513435199104081226"}, "id_no"),
    ("employment", {"id_no": "51343519910408122"}, "id_no"),
    ("employment", {"id_no": "E12345678"}, "id_no"),
    ("employment", {"id_type": "20"}, "id_no"),
    ("employment", {"id_type": "40", "id_no": "X1234"}, "id_no"),
    ("employment", {"full_name": "阿尔木果2"}, "full_name"),
    ("employment", {"birth_date": "1991-05-08"}, "birth_date"),
    ("employment", {"birth_date": "2030-01-01"}, "birth_date"),
    ("employment", {"phone": "12800138000"}, "phone"),
    ("employment", {"hukou_region": "123456"}, "hukou_region"),
    ("employment", {"work_region": "330200"}, "work_region"),
    ("employment", {"work_region": "510000"}, "work_region"),
    ("employment", {"work_region": None}, "work_region"),
    ("employment", {"is_abroad": "yes"}, "work_country"),
    ("employment", {"employer_uscc": "91110000600037341M"}, "employer_uscc"),
    ("employment", {"employer_name": None}, "employer_name"),
    ("employment", {"start_month": "2031-03-01"}, "start_month"),
    ("employment", {"start_month": "2026-11-23"}, "start_month"),
    ("employment", {"end_month": "2026-04-01"}, "end_month"),
    ("employment", {"end_month": "2027-01-01"}, "end_month"),
    ("employment", {"status": "left"}, "end_month"),
    ("employment", {"status": "returned"}, "end_month"),
    ("employment", {"monthly_wage": "面议"}, "monthly_wage"),
    ("employment", {"monthly_wage": "0"}, "monthly_wage"),
    ("employment", {"monthly_wage": "-4500"}, "monthly_wage"),
    ("employment", {"monthly_wage": "4500.555"}, "monthly_wage"),
    ("employment", {"contract_from": None}, "contract_from"),
    ("employment", {"contract_to": None}, "contract_to"),
    ("employment", {"contract_to": "2026-01-01"}, "contract_to"),
    ("employment", {"insurance": ["none", "pension"]}, "insurance"),
    ("employment", {"evidence_kind": ["none", "photo"]}, "evidence_kind"),
    ("employment", {"+followup": 1}, "followup[1].visited_on"),
    ("employment", {"+followup": 1, "followup[1].visited_on": "2027-01-01"}, "followup[1].visited_on"),
    ("employment", {"+followup": 1, "followup[1].visited_on": "2026-05-01"}, "followup[1].visited_on"),
    ("employment", {"+followup": 1, "followup[1].on_post": "no"}, "followup[1].leave_reason"),
    ("employment", {"+followup": 1, "followup[1].on_post": "no"}, "followup[1].left_on"),
    (
        "employment",
        {"+followup": 1, "followup[1].visited_on": "2026-08-01", "followup[1].next_on": "2026-07-01"},
        "followup[1].next_on",
    ),
    ("training_class", {"year": "1990"}, "year"),
    ("training_class", {"trainee_kind": "labour"}, "job_type"),
    ("training_class", {"end_on": "2026-05-01"}, "end_on"),
    ("training_class", {"hours": "0"}, "hours"),
    ("training_class", {"amount": "-1"}, "amount"),
    ("training_class", {"trainee[1].checked_in_on": "2026-05-27"}, "trainee[1].checked_in_on"),
    ("training_class", {"trainee[1].got_hours": "57"}, "trainee[1].got_hours"),
    ("training_class", {"trainee[1].org_name": None}, "trainee[1].org_name"),
    ("training_class", {"+trainee": 2, "trainee[2].id_no": "513435199104081227"}, "trainee[2].id_no"),
    (
        "training_class",
        {"+attendance": 1, "attendance[1].attended_on": "2026-05-27"},
        "attendance[1].attended_on",
    ),
    ("training_class", {"+attendance": 1, "attendance[1].present_count": "2"}, "attendance[1].present_count"),
    ("training_class", {"+attendance": 1, "attendance[1].present_count": "0"}, "attendance[1].absent"),
    (
        "training_class",
        {
            "+attendance": 2,
            **{f"attendance[{row}].attended_on": "2026-05-08" for row in (1, 2)},
            **{f"attendance[{row}].half": "am" for row in (1, 2)},
        },
        "attendance[2].half",
    ),
    ("prof_exchange", {"host_org": "奉化区实验小学"}, "host_org"),
    ("prof_exchange", {"end_on": "2026-02-19"}, "end_on"),
    ("prof_exchange", {"education_code": None}, "education_code"),
    ("prof_exchange", {"service[1].month": "2026-01-01"}, "service[1].month"),
    ("prof_exchange", {"service[1].month": "2026-12-01"}, "service[1].month"),
    ("prof_exchange", {"service[1].service_qty": "1.5"}, "service[1].service_qty"),
    ("money_donation", {"received_on": "2026-11-23"}, "received_on"),
    ("money_donation", {"donor_name": None}, "donor_name"),
    ("money_donation", {"donor_id_no": "5344000050030000X8"}, "donor_id_no"),
    ("money_donation", {"donor_id_type": "10"}, "donor_id_type"),
    ("money_donation", {"donor_type": "HKMOTW"}, "donor_country"),
    ("money_donation", {"donor_type": "HKMOTW", "donor_country": "台湾"}, "donor_country"),
    ("money_donation", {"donor_id_type": None, "receipt_kind": "electronic"}, "donor_id_type"),
    ("money_donation", {"donor_phone": "7812345"}, "donor_phone"),
    ("money_donation", {"amount": "0"}, "amount"),
    ("money_donation", {"currency": "HKD"}, "fx_rate"),
    ("money_donation", {"currency": "HKD", "fx_rate": "0"}, "fx_rate"),
    ("money_donation", {"bank_ref": None}, "bank_ref"),
    ("money_donation", {"is_designated": "yes"}, "designated_to"),
    ("money_donation", {"is_designated": "yes", "designated_to": "宁波市奉化区慈善总会"}, "designated_to"),
    ("money_donation", {"use_by": "2026-05-01"}, "use_by"),
    ("money_donation", {"reviewer": "张三"}, "reviewer"),
    ("money_donation", {"receipt_kind": "paper"}, "receipt_code"),
    ("money_donation", {"receipt_kind": "paper"}, "receipt_no"),
    ("goods_donation", {"purposes": ["any", "schooling"]}, "purposes"),
    ("goods_donation", {"reviewer": "张三"}, "reviewer"),
    ("goods_donation", {"line[1].spec": None}, "line[1].spec"),
    ("goods_donation", {"line[1].qty": "0"}, "line[1].qty"),
    ("goods_donation", {"line[1].qty": "20.5"}, "line[1].qty"),
    ("goods_donation", {"line[1].qty": "20.5555", "line[1].unit": "kg"}, "line[1].qty"),
    ("goods_donation", {"line[1].unit_price": None}, "line[1].unit_price"),
    ("goods_donation", {"line[1].valuation": "none"}, "line[1].unit_price"),
    ("goods_donation", {"line[1].condition": None}, "line[1].condition"),
    ("goods_donation", {"line[1].inspection": "rejected"}, "line[1].reject_reason"),
    *(
        ("goods_donation", {"line[1].category": "03"}, f"line[1].{name}")
        for name in ("made_on", "expires_on", "approval_no", "batch_no", "maker")
    ),
    *(
        ("goods_donation", {"line[1].category": "04"}, f"line[1].{name}")
        for name in ("made_on", "expires_on", "device_reg_no", "serial_no", "is_used")
    ),
    ("goods_donation", {"line[1].category": "06", "line[1].expires_on": "2026-05-31"}, "line[1].expires_on"),
    ("goods_donation", {"line[1].category": "06", "line[1].made_on": "2027-05-31"}, "line[1].made_on"),
]


@pytest.mark.parametrize(("form_id", "changes", "path"), HARD, ids=str)
def test_a_hard_rule_refuses_at_its_question(
    form_id: str, changes: dict[str, Any], path: str, fill: Any
) -> None:
    """What cannot be is refused where it was typed, in words, and an explanation does not help."""
    session = fill(form_id, changes)
    session.explain(path, "领导同意")

    hard = [problem for problem in _at(session, path) if problem.severity is Severity.HARD]
    assert hard
    assert all(problem.what() for problem in hard)


SOFT: list[Row] = [
    ("employment", {"sex": "1"}, "sex"),
    ("employment", {"id_no": "990105194912310023", "sex": "2", "birth_date": "1949-12-31"}, "id_no"),
    ("employment", {"id_no": "513435201204081228", "sex": "2", "birth_date": "2012-04-08"}, "age"),
    ("employment", {"monthly_wage": "399.99"}, "monthly_wage"),
    ("employment", {"monthly_wage": "30000.01"}, "monthly_wage"),
    ("employment", {"contract_from": "2026-08-20"}, "contract_from"),
    ("employment", {"+followup": 1, "followup[1].on_post": "no"}, "status"),
    ("training_class", {"year": "2025"}, "year"),
    ("training_class", {"hours": "153"}, "hours"),
    ("training_class", {"evidence_kind": ["notice", "attendance"]}, "evidence_kind"),
    ("training_class", {"trainee[1].got_hours": "40"}, "trainee[1].completed"),
    ("prof_exchange", {"form": "attachment"}, "form"),
    ("money_donation", {"recipient_kind": "gov"}, "recipient_kind"),
    ("money_donation", {"amount": "10000001"}, "amount_cny"),
    ("money_donation", {"donor_type": "ANON"}, "publicity"),
    (
        "money_donation",
        {"receipt_kind": "paper", "receipt_code": "32050124", "receipt_no": "817610"},
        "receipt_no",
    ),
    ("goods_donation", {"recipient_kind": "gov"}, "recipient_kind"),
    ("goods_donation", {"line[1].category": "03", "line[1].expires_on": "2027-05-31"}, "line[1].expires_on"),
    ("goods_donation", {"line[1].category": "03", "line[1].approval_no": "某字1号"}, "line[1].approval_no"),
    ("goods_donation", {"line[1].category": "04", "line[1].is_used": "yes"}, "line[1].is_used"),
]


@pytest.mark.parametrize(("form_id", "changes", "path"), SOFT, ids=str)
def test_a_soft_rule_asks_and_is_content_with_an_explanation(
    form_id: str, changes: dict[str, Any], path: str, fill: Any
) -> None:
    """What is odd but possible is asked about, and stands once the clerk has written why."""
    session = fill(form_id, changes)
    assert [problem.severity for problem in _at(session, path)] == [Severity.SOFT]

    session.explain(path, "已与本人核实")

    assert _at(session, path) == []


@pytest.mark.parametrize("form_id", ["money_donation", "goods_donation"])
def test_a_government_donee_is_told_the_article(form_id: str, fill: Any) -> None:
    """The warning quotes 公益事业捐赠法 art. 11, so that the clerk can judge the case."""
    session = fill(form_id, {"recipient_kind": None, "recipient_name": "昭觉县民政局"})

    [problem] = _at(session, "recipient_kind")
    assert "自然灾害" in problem.what()
    assert "不得以本机关为受益对象" in problem.what()


PASSES: list[tuple[str, dict[str, Any]]] = [
    ("employment", {"id_type": "50", "id_no": "E12345678", "sex": "2", "birth_date": "1991-04-08"}),
    (
        "employment",
        {
            "id_type": "20",
            "id_no": "810000199001010000",
            "sex": None,
            "birth_date": None,
            "full_name": "陈大文",
        },
    ),
    ("employment", {"birth_date": "1991-04-01"}),
    ("employment", {"work_region": "441900"}),
    ("employment", {"is_abroad": "yes", "work_country": "日本"}),
    ("employment", {"employment_form": "22", "employer_name": None, "contract_kind": "flexible"}),
    ("employment", {"status": "left", "end_month": "2026-05-01"}),
    ("employment", {"contract_kind": "open", "contract_to": None}),
    (
        "money_donation",
        {"donor_type": "ANON", "donor_name": None, "donor_id_type": None, "publicity": "none"},
    ),
    ("money_donation", {"donor_type": "PERSON", "donor_id_type": "10", "donor_id_no": "11010519491231002X"}),
    ("money_donation", {"method": "cash", "bank_ref": None}),
    ("goods_donation", {"line[1].unit": "kg", "line[1].qty": "20.5"}),
    ("goods_donation", {"line[1].valuation": "none", "line[1].unit_price": None}),
]


@pytest.mark.parametrize(("form_id", "changes"), PASSES, ids=str)
def test_what_is_rare_but_right_is_not_refused(form_id: str, changes: dict[str, Any], fill: Any) -> None:
    """Passports, residence permits, cities without counties, anonymous donors and unpriced goods are all allowed."""
    session = fill(form_id, changes)

    assert [(problem.place, problem.what()) for problem in session.problems()] == []
