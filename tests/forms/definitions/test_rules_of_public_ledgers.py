"""The rules of aid, publication, returns and teams (H3, I1–I3, J1, J3, K1): what completes, is refused, is asked about."""

from typing import Any

import pytest

from forms.engine import FormSession
from forms.problems import Severity
from tests.fakes.places_of_problems import places
from tests.fakes.public_records import LEDGERS, RECORDS

Row = tuple[str, dict[str, Any], str]
FUND = {
    "kind": "donation", "fund_source": "社会捐赠", "fund_scale": "5 万元", "fund_use": "助学",
    "using_unit": "海棠镇中心小学", "allocation_principle": "按学生人数", "allocation_result": "校服 120 套",
}  # fmt: skip


@pytest.mark.parametrize("form_id", RECORDS)
def test_a_sound_record_of_the_ledger_completes(form_id: str, fill: Any) -> None:
    """Nothing stands against a record that is as it should be, and it has a title."""
    session = fill(form_id)

    assert [(problem.place, problem.what()) for problem in session.problems()] == []
    assert session.title()


HARD: list[Row] = [
    ("emergency_case", {"surveyor_2": "张三"}, "surveyor_2"),
    ("emergency_case", {"surveyor_2": None}, "surveyor_2"),
    ("emergency_case", {"approver": "李四"}, "approver"),
    ("emergency_case", {"occurred_on": "2026-09-15"}, "occurred_on"),
    ("emergency_case", {"loss_amount": None}, "loss_amount"),
    ("emergency_case", {"cause": "illness"}, "self_paid"),
    ("emergency_case", {"disclosure_id": None}, "disclosure_id"),
    ("emergency_case", {"disclosure_id": "Z-2"}, "disclosure_id"),
    ("emergency_case", {"paid_on": None}, "paid_on"),
    ("emergency_case", {"paid_on": "2026-09-30"}, "paid_on"),
    ("emergency_case", {"signature_no": None}, "signature_no"),
    ("emergency_case", {"approved_amount": "0"}, "approved_amount"),
    ("emergency_case", {"fast_aid": "yes", "fast_amount": "1000"}, "fast_on"),
    ("emergency_case", {"approval": "refused"}, "refuse_reason"),
    ("disclosure", {"title": "张三 13800138000"}, "title"),
    ("disclosure", {"body": "联系电话\n１３８００１３８０００"}, "body"),
    ("disclosure", {"body": "证件号513435199104081227。"}, "body"),
    ("disclosure", {"body": "证件号 513435********1227"}, "body"),
    ("disclosure", {"body": "卡号 6217003810012345678"}, "body"),
    ("disclosure", {"notice_to": "2026-09-29"}, "notice_days"),
    ("disclosure", {"notice_to": "2026-09-20"}, "notice_to"),
    ("disclosure", {"hotline": "见公告"}, "hotline"),
    ("disclosure", {"privacy_checked": "no"}, "privacy_checked"),
    ("disclosure", {"approver": "李四"}, "approver"),
    ("disclosure", {"published_on": "2026-09-22"}, "published_on"),
    ("disclosure", {"notice_to": "2026-11-30"}, "result"),
    ("disclosure", {"result": "rejected"}, "result"),
    ("disclosure", {"channel": ["village_board"]}, "file_id"),
    ("disclosure", {"kind": "fund_allocation"}, "fund_source"),
    ("disclosure", {"kind": "project_done"}, "outcome"),
    ("disclosure", {"kind": "project_before"}, "project_title"),
    (
        "disclosure",
        {"+objections": 1, "objections[1].objected_on": "2026-10-01", "objections[1].objection": "名单有误"},
        "objections[1].objected_on",
    ),
    (
        "disclosure",
        {"+objections": 1, "objections[1].objected_on": "2026-09-25", "objections[1].objection": "名单有误",
         "result": "rejected"},
        "objections[1].reply",
    ),
    ("honour_roll", {"consent": "declined"}, "consent"),
    ("honour_roll", {"consent": None}, "consent"),
    ("honour_roll", {"donor_id": "D-2"}, "donor_id"),
    ("honour_roll", {"consent_no": None}, "consent_no"),
    ("honour_roll", {"consented_on": "2026-10-18"}, "consented_on"),
    ("honour_roll", {"basis_metric": "jobs"}, "org_id"),
    ("honour_roll", {"withdrawn_on": "2026-11-01"}, "withdraw_reason"),
    ("publicity", {"url": "example.com"}, "url"),
    ("publicity", {"kind": "research"}, "leader"),
    ("publicity", {"kind": "research", "leader": "赵六", "closed_on": "2026-09-01"}, "outcome"),
    ("report_submission", {"period": "2026-13", "period_kind": "month"}, "period"),
    ("report_submission", {"period": "2026-Q5"}, "period"),
    ("report_submission", {"reviewer": "张三"}, "reviewer"),
    ("report_submission", {"submitted_on": None}, "status"),
    ("report_submission", {"status": "REJECTED"}, "return_reason"),
    ("report_submission", {"caliber_changed": "yes"}, "caliber_note"),
    ("report_submission", {"figure[1].value": None}, "figure[1].value"),
    ("assessment_process", {"due_on": "2026-01-19"}, "due_on"),
    ("assessment_process", {"fix_text": None}, "fix_text"),
    ("assessment_process", {"stage": "overall"}, "grade"),
    ("front_team", {"leader_name": None}, "leader_name"),
    ("front_team", {"member[1].phone": "1380013800"}, "member[1].phone"),
    ("front_team", {"member[1].end_on": "2025-05-11"}, "member[1].end_on"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "changes", "place"), HARD)
def test_a_hard_rule_refuses(form_id: str, changes: dict[str, Any], place: str, fill: Any) -> None:
    """The problem stands at the question that has to be put right."""
    assert place in places(fill(form_id, changes), Severity.HARD)


SOFT: list[Row] = [
    ("emergency_case", {"paid_on": "2026-10-06"}, "days"),
    ("emergency_case", {"approved_on": "2026-09-29"}, "disclosure_id"),
    (
        "emergency_case",
        {"cause": "accident", "full_name": "吉克阿妞", "id_no": "513435198202020322"},
        "cause",
    ),
    ("disclosure", {"formed_on": "2026-08-01"}, "notice_from"),
    ("disclosure", {"result": "running"}, "result"),
    ("disclosure", {"body": "救助对象患白血病"}, "body"),
    ("disclosure", {"body": "海棠镇团结村3组"}, "body"),
    ("honour_roll", {"year": "2024"}, "basis_value"),
    ("assessment_process", {"fixed_on": "2026-03-21"}, "fixed_on"),
]


@pytest.mark.parametrize(("form_id", "changes", "place"), SOFT)
def test_a_soft_rule_asks(form_id: str, changes: dict[str, Any], place: str, fill: Any) -> None:
    """The clerk is asked, and an explanation settles it."""
    session = fill(form_id, changes)
    before = places(session, Severity.SOFT)

    session.explain(place, "已核对")

    assert place in before
    assert place not in places(session, Severity.SOFT)


def test_help_that_came_first_needs_no_notice(fill: Any) -> None:
    """The notice is left out, and the working days count to the day of the help."""
    session = fill(
        "emergency_case",
        {"fast_aid": "yes", "fast_amount": "1000", "fast_on": "2026-09-15", "disclosure_id": None},
    )

    assert session.problems() == []
    assert session.answers()["days"] == 1


def test_aid_from_the_reserve_stays_within_it(fill: Any) -> None:
    """What was approved this year is taken off; more than what is left is refused."""
    found = [
        places(fill("emergency_case", {"source": "reserve"}, office={"aid_reserve": reserve}), Severity.HARD)
        for reserve in ("11000", "10999")
    ]

    assert found == [set(), {"approved_amount"}]


def test_a_text_about_an_organisation_may_name_its_code(fill: Any) -> None:
    """A credit code is no personal datum, and dates beside figures are none either."""
    body = "统一社会信用代码91110000600037341L；2026-09-21 12000000 元。"

    assert places(fill("disclosure", {"body": body}), Severity.HARD) == set()


@pytest.mark.parametrize(
    ("kind", "look", "record", "name"),
    [
        ("emergency_case", "emergency_case_id", "X-1", "吉克阿妞"),
        ("need", "need_id", "N-3", "吉克阿妞"),
        ("money_donation", "money_donation_id", "M-2", "王爱国"),
    ],
)
def test_a_notice_never_names_who_may_not_be_named(
    kind: str, look: str, record: str, name: str, fill: Any
) -> None:
    """Names of those helped, and of donors who want none, are looked for in all its texts."""
    about = {"+ref_ids": 1, "ref_ids[1].ref_kind": kind, f"ref_ids[1].{look}": record}

    silent = fill("disclosure", {**FUND, **about})
    told = fill("disclosure", {**FUND, **about, "allocation_result": f"{name}，2000 元"})

    assert places(silent, Severity.HARD) == set()
    assert places(told, Severity.HARD) == {"names_found"}


def test_a_donor_who_wants_to_be_named_is_named(fill: Any) -> None:
    """The name that may be published stands in the text."""
    about = {"+ref_ids": 1, "ref_ids[1].ref_kind": "money_donation", "ref_ids[1].money_donation_id": "M-1"}

    session = fill("disclosure", {**FUND, **about, "allocation_result": "宁波市奉化区慈善总会，50000 元"})

    assert places(session, Severity.HARD) == set()


def test_the_figure_of_the_roll_is_added_up(fill: Any) -> None:
    """Money and goods of the year together, of that donor only; nobody types it."""
    assert fill("honour_roll").answers()["basis_value"] == "58000.5"
    assert LEDGERS["ledger_money_donation"][2]["received_on"] == "2025-06-01"


@pytest.mark.parametrize(
    ("kind", "period", "as_of", "due_on"),
    [
        ("month", "2026-02", "2026-02-28", "2026-03-05"),
        ("month", "2025-12", "2025-12-31", "2026-01-05"),
        ("quarter", "2026-Q1", "2026-03-31", "2026-04-10"),
        ("quarter", "2025-Q4", "2025-12-31", "2026-01-10"),
        ("half", "2026-H1", "2026-06-30", "2026-07-10"),
        ("half", "2025-H2", "2025-12-31", "2026-01-10"),
        ("year", "2024", "2024-12-31", "2025-01-10"),
    ],
)
def test_a_return_knows_its_days(kind: str, period: str, as_of: str, due_on: str, fill: Any) -> None:
    """The last day of the period, and the day by which it is due."""
    answers = fill(
        "report_submission", {"period_kind": kind, "period": period, "submitted_on": None}
    ).answers()

    assert (answers["as_of"], answers["due_on"]) == (as_of, due_on)


def test_an_office_sets_its_own_days(fill: Any) -> None:
    """Days of a return, and of a notice, are settings."""
    late = fill("report_submission", office={"report_day": "8"}).answers()
    notice = fill("disclosure", {"notice_to": "2026-09-27"}, office={"notice_days": "7"})

    assert (late["due_on"], late["is_overdue"], late["timeliness"]) == ("2026-10-08", "yes", "late")
    assert places(notice, Severity.HARD) == set()


def test_another_figure_than_the_counted_one_says_why(fill: Any) -> None:
    """The figure may differ from what was counted, with a reason."""
    session = fill("report_submission")
    answers = session.answers()
    answers["figure"][0] |= {"computed": "3", "record_count": 3}

    judged = FormSession(session.definition, session.context, answers)
    judged_with = FormSession(
        session.definition,
        session.context,
        {**answers, "figure": [{**answers["figure"][0], "why": "一家尚未落地"}]},
    )

    assert places(judged, Severity.HARD) == {"figure[1].why"}
    assert judged_with.problems() == []


def test_the_people_of_a_team_are_counted(fill: Any) -> None:
    """Full-time and in office still."""
    answers = fill("front_team", {"member[1].end_on": "2026-05-11"}).answers()

    assert (answers["member_count"], answers["full_time_count"]) == (2, 0)


def test_a_notice_of_a_project_is_not_typed_twice(fill: Any) -> None:
    """Choosing the project fills what the notice says of it; the rest is still asked for."""
    session = fill("disclosure", {"kind": "project_before", "project_id": "project"})
    answers = session.answers()

    assert [answers[name] for name in ("project_title", "place", "money", "term")] == [
        "2026年团结村帮扶车间", "海棠镇团结村", "3000000 元", "2026-06-01 至 2026-11-30",
    ]  # fmt: skip
    assert places(session, Severity.HARD) == {"procurement", "target"}
