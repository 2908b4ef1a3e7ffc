"""What is due, as a clerk finds it on the workbench in the morning of 2026-11-22."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from records.ledger import Office
from records.ledger.due import LACKS, RULES, WORDS, DueKind


def _due(office: Office, *kinds: DueKind) -> list[tuple[str, str, int]]:
    found = office.deadlines.due(kinds=kinds or tuple(DueKind))
    return [(str(each.kind), each.on.isoformat(), each.days_left) for each in found]


def _keep(office: Office, form_id: str, **answers: Any) -> str:
    return office.records.save(form_id, answers, token=office.ids.record_id()).record_id


@pytest.fixture
def working(any_office: Office, worker: Callable[..., dict[str, Any]]) -> Callable[..., str]:
    """Enter a job: ``working(visits, **answers)``."""
    serial = iter(range(1, 99))

    def enter(*visits: dict[str, str], **answers: Any) -> str:
        whole = worker(next(serial), **answers, followup=list(visits) or None)
        return any_office.records.save("employment", whole, token=any_office.ids.record_id()).record_id

    return enter


@pytest.mark.parametrize(
    ("start", "visits", "on"),
    [
        ("2026-08-24", [], "2026-11-22"),
        ("2026-08-25", [], None),
        ("2026-03-01", [{"visited_on": "2026-08-24"}], "2026-11-22"),
        ("2026-03-01", [{"visited_on": "2026-08-25"}], None),
        ("2026-03-01", [{"visited_on": "2026-10-01", "next_on": "2026-11-20"}], "2026-11-20"),
        ("2026-03-01", [{"visited_on": "2026-06-01", "next_on": "2026-12-20"}], None),
        (
            "2026-03-01",
            [{"visited_on": "2026-06-01", "next_on": "2026-07-01"}, {"visited_on": "2026-10-01"}],
            None,
        ),
    ],
)
def test_a_job_is_visited_when_planned_or_each_quarter(
    start: str, visits: list[dict[str, str]], on: str | None, any_office: Office, working: Callable[..., str]
) -> None:
    """The planned day counts; without one, ninety days after the last visit or the beginning."""
    working(*visits, start_month=start)

    assert [each[1] for each in _due(any_office, DueKind.FOLLOW_UP)] == ([on] if on else [])


def test_nobody_visits_who_has_left_or_a_void_record(any_office: Office, working: Callable[..., str]) -> None:
    """Only people on post are followed, and a void record asks for nothing."""
    working(start_month="2026-01-01", status="left", end_month="2026-06-01")
    wrong = working(start_month="2026-01-01")

    any_office.records.void([wrong], "登记错误")

    assert _due(any_office, DueKind.FOLLOW_UP) == []


def test_the_days_between_visits_are_the_offices(
    make_office: Callable[..., Office], worker: Callable[..., dict[str, Any]], sign_in: Callable[..., Office]
) -> None:
    """A county that visits each month is told after thirty days."""
    office = make_office()
    office.records.save("employment", worker(start_month="2026-10-23"), token="t")
    assert _due(office, DueKind.FOLLOW_UP) == []
    leader = sign_in(office)

    leader.settings.set("follow_up_days", 30)

    assert _due(leader, DueKind.FOLLOW_UP) == [("follow_up", "2026-11-22", 0)]


@pytest.mark.parametrize(
    ("form_id", "answers", "found"),
    [
        ("cadre_secondment", {"end_on": "2026-12-22"}, [("term_ends", "2026-12-22", 30)]),
        ("cadre_secondment", {"end_on": "2026-12-23"}, []),
        ("cadre_secondment", {"end_on": "2026-10-31"}, [("term_ends", "2026-10-31", -22)]),
        ("cadre_secondment", {"end_on": "2026-10-31", "rotation": "expired"}, []),
        ("prof_exchange", {"end_on": "2026-11-30"}, [("exchange_ends", "2026-11-30", 8)]),
        ("prof_exchange", {"end_on": "2026-11-30", "appraisal": "qualified"}, []),
        ("training_class", {"end_on": "2026-11-21"}, [("class_ended", "2026-11-21", -1)]),
        ("training_class", {"end_on": "2026-11-23"}, []),
        (
            "job_seeker",
            {"verified_on": "2026-08-24", "is_willing": "yes", "employment_status": "1"},
            [("seeker_to_verify", "2026-11-22", 0)],
        ),
        ("job_seeker", {"verified_on": "2026-08-24", "is_willing": "yes", "employment_status": "2"}, []),
        ("labour_subsidy", {"notice_to": "2026-11-21"}, [("notice_ended", "2026-11-22", 0)]),
        ("labour_subsidy", {"notice_to": "2026-11-22"}, []),
        ("labour_subsidy", {"notice_to": "2026-11-01", "town_review": "passed"}, []),
        ("vocational_student", {"graduated_on": "2026-06-01"}, [("graduated", "2026-06-01", -174)]),
        ("vocational_student", {"graduated_on": "2027-06-01"}, []),
        ("need", {"wanted_by": "2026-11-29", "status": "open"}, [("need_wanted", "2026-11-29", 7)]),
        ("need", {"wanted_by": "2026-11-29", "status": "met"}, []),
        ("enterprise", {"relief_to": "2027-02-20"}, [("relief_ends", "2027-02-20", 90)]),
        ("enterprise", {"relief_to": "2027-02-20", "withdrawn_on": "2026-05-01"}, []),
        ("disclosure", {"formed_on": "2026-11-01"}, [("disclose_by", "2026-11-29", 7)]),
        ("disclosure", {"formed_on": "2026-11-01", "published_on": "2026-11-20", "result": "running"}, []),
        (
            "disclosure",
            {"notice_to": "2026-11-21", "result": "running"},
            [("disclosure_ended", "2026-11-22", 0)],
        ),
        ("disclosure", {"notice_to": "2026-11-21", "result": "none"}, []),
        ("emergency_case", {"applied_on": "2026-11-01"}, [("aid_late", "2026-11-22", 0)]),
        ("emergency_case", {"applied_on": "2026-11-01", "paid_on": "2026-11-12"}, []),
        ("emergency_case", {"fast_on": "2026-11-12"}, [("aid_papers", "2026-11-22", 0)]),
        ("report_submission", {"due_on": "2026-11-27"}, [("return_due", "2026-11-27", 5)]),
        ("report_submission", {"due_on": "2026-11-27", "submitted_on": "2026-11-20"}, []),
        ("assessment_process", {"due_on": "2026-11-29"}, [("fix_due", "2026-11-29", 7)]),
        ("assessment_process", {"due_on": "2026-11-29", "fixed_on": "2026-11-21"}, []),
        (
            "agreement",
            {"signed_on": "2026-10-01", "filing_status": "unfiled"},
            [("agreement_to_file", "2026-10-31", -22)],
        ),
        ("agreement", {"signed_on": "2026-10-01", "filing_status": "recorded"}, []),
        (
            "meeting",
            {
                "decision": [
                    {"due_on": "2026-11-29", "status": "doing"},
                    {"due_on": "2026-11-01", "status": "done"},
                ]
            },
            [("decision_due", "2026-11-29", 7)],
        ),
        ("plan", {"plan_task": [{"due_on": "2026-11-30", "task_status": "todo"}]}, []),
        ("work_log", {"due_on": "2026-11-20", "task_status": "todo"}, [("task_due", "2026-11-20", -2)]),
        ("work_log", {"due_on": "2026-11-20", "task_status": "done"}, []),
        ("document", {"due_on": "2026-11-25"}, [("document_due", "2026-11-25", 3)]),
        ("document", {"due_on": "2026-11-25", "done_on": "2026-11-20"}, []),
        ("fund_allocation", {"allocated_on": "2026-11-04"}, [("fund_to_disclose", "2026-11-25", 3)]),
        ("project", {"plan_end": "2026-12-01", "status": "tender"}, [("project_ends", "2026-12-01", 9)]),
        ("project", {"plan_end": "2026-12-01", "status": "finished"}, [("month_report", "2026-11-05", -17)]),
    ],
)
def test_each_ledger_tells_what_waits(
    form_id: str,
    answers: dict[str, str],
    found: list[tuple[str, str, int]],
    make_office: Callable[..., Office],
) -> None:
    """Terms and exchanges are told thirty days ahead, needs a week, notices the day after; what is done is not told."""
    office = make_office()

    _keep(office, form_id, **answers)

    assert _due(office) == found


def test_things_due_come_in_the_order_of_their_days(make_office: Callable[..., Office]) -> None:
    """What is latest stands first, whatever ledger it is of, and each kind is counted."""
    office = make_office()
    _keep(office, "cadre_secondment", end_on="2026-12-01")
    _keep(office, "vocational_student", graduated_on="2026-06-01")
    _keep(office, "cadre_secondment", end_on="2026-11-01")

    assert [each.on for each in office.deadlines.due()] == [
        date(2026, 6, 1), date(2026, 11, 1), date(2026, 12, 1),
    ]  # fmt: skip
    assert office.deadlines.counts() == {DueKind.TERM_ENDS: 2, DueKind.GRADUATED: 1}


def test_an_office_without_these_forms_has_nothing_to_do(make_office: Callable[..., Office]) -> None:
    """A store that publishes only its own forms is asked for nothing."""
    assert make_office(publish=False).deadlines.due() == []


def test_every_kind_has_its_words_and_its_rule() -> None:
    """No to-do is nameless, and none is named that never comes."""
    assert set(WORDS) == set(DueKind)
    told = {rule.kind for rule in RULES} | {kind for kind, _lack in LACKS}
    assert told | {DueKind.FOLLOW_UP} == set(DueKind)


PAIRING = {"donor_region": "330213", "recipient_region": "513221", "status": "active"}
HELD = {
    "meeting": {"kind": "joint", "held_on": "2026-05-12"},
    "visit": {"is_principal": "yes", "start_on": "2026-05-11"},
    "agreement": {"kind": "annual", "year": 2026, "filing_status": "filed"},
    "plan": {"kind": "annual", "year": 2026},
}


def test_a_pairing_is_told_what_its_year_still_lacks(any_office: Office) -> None:
    """A joint meeting, a visit of the leader, a filed agreement and a plan every year; each goes when it is entered."""
    pairing = _keep(any_office, "pairing", **PAIRING)
    lacking = []
    for form_id, answers in HELD.items():
        lacking.append([kind for kind, _on, _days in _due(any_office)])
        _keep(any_office, form_id, **answers, pairing_id=pairing)

    assert [len(each) for each in lacking] == [4, 3, 2, 1]
    assert lacking[0] == ["year_agreement", "year_meeting", "year_plan", "year_visit"]
    assert _due(any_office) == []


@pytest.mark.parametrize(
    "change", [{"status": "ended"}, {"donor_region": "330000", "recipient_region": "510000"}]
)
def test_a_pairing_that_ended_or_of_others_lacks_nothing(
    change: dict[str, str], make_office: Callable[..., Office]
) -> None:
    """The county does not call the meeting of two provinces."""
    office = make_office()

    _keep(office, "pairing", **{**PAIRING, **change})

    assert _due(office) == []


def test_last_months_report_is_due_on_the_fifth(make_office: Callable[..., Office]) -> None:
    """Of every project under way; it goes with the report."""
    office = make_office()
    project = _keep(office, "project", status="building")
    before = _due(office)

    _keep(office, "fund_report", project_id=project, month="2026-10-01")

    assert (before, _due(office)) == ([("month_report", "2026-11-05", -17)], [])
