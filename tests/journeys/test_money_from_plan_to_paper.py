"""Money of a plan arrives, is allocated and paid; the month locks; a wrong payment is corrected in red, and the paper says so."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop import paperwork
from records.ledger import NewUser, Office, Role
from records.ledger.due import DueKind
from tests.fakes.county_ledgers import UNITS, enter, typed

NEEDED = (
    "pairing", "document", "meeting", "project_selection", "project", "fund_plan", "fund_arrival", "fund_allocation",
    "fund_payment", "fund_report",
)  # fmt: skip
WRONG = {"voucher_no": "记-0032", "amount": "40000", "contract_amount": None}


@pytest.fixture
def county(make_office: Callable[..., Office]) -> tuple[Office, dict[str, str]]:
    """A county with a project, its money and the locked report of November, and their ids by form."""
    people = [NewUser("李主任", Role.REVIEWER, "春天的茶马古道 2026")]
    office = make_office("513435", "甘洛县东西部协作办公室", people=people)
    office.settings.set("one_person", True)
    entered = {
        name: enter(office, typed(office, "organization", {}, unit), "organization")
        for name, unit in UNITS.items()
    }
    for form_id in NEEDED:
        entered[form_id] = enter(office, typed(office, form_id, entered), form_id)
    return office, entered


def _pay(office: Office, entered: dict[str, str], **changes: str | None) -> tuple[str, str]:
    """Enter a payment; return its id and the question that keeps it from being complete."""
    session = typed(office, "fund_payment", entered, {**WRONG, **changes})
    head = office.records.save("fund_payment", session.answers(), token=office.ids.token())
    (outcome,) = office.records.complete([head.record_id])
    return head.record_id, outcome.problem.place if outcome.problem else ""


def _printed(office: Office, folder: Path) -> list[str]:
    layout = paperwork.layout_named(office, "fund-ledger")
    file = folder / "台账.pdf"
    definition = office.forms.definition("fund_plan")
    paperwork.roster(office, layout, definition, file, chosen=[], listed={}, as_of=date(2026, 11, 22))
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True)
    return next(line.split() for line in text.stdout.decode().splitlines() if "奉化区教育局" in line)


def test_a_locked_month_is_reopened_with_a_reason_and_corrected_in_red(
    county: tuple[Office, dict[str, str]], tmp_path: Path
) -> None:
    """No payment enters a month that was reported; reopened with words it takes a red-letter line, and is locked again."""
    office, entered = county
    report = entered["fund_report"]

    payment, refused = _pay(office, entered)
    (silent,) = _outcomes(office, report, " ")
    (opened,) = _outcomes(office, report, "11 月支付多记 10 万元，须冲红")
    red, left = _pay(office, entered, is_red="yes", corrects_id=entered["fund_payment"], amount="-100000")
    session = office.session("fund_report", office.records.get(report).answers, record_id=report)
    session.answer("paid_county", "500000")
    session.answer("status", "unlocked")
    session.answer("unlock_reason", "11 月支付多记 10 万元，已冲红")
    office.records.save(
        "fund_report", session.answers(), token=office.ids.token(), record_id=report,
        base=office.records.get(report).head.revision,
    )  # fmt: skip
    (locked,) = office.records.complete([report])
    again = office.records.complete([payment])[0]

    assert (refused, left) == ("paid_on", "")
    assert silent == "RECORDS-054"
    assert (opened, locked.problem) == ("", None)
    assert again.problem is not None
    assert again.problem.place == "paid_on"
    assert office.records.get(red).answers["corrects_id"] == entered["fund_payment"]
    assert _printed(office, tmp_path)[-6:] == ["1,000.00", "800.00", "200.00", "50.00", "6.25", "750.00"]


def _outcomes(office: Office, record_id: str, reason: str) -> list[str]:
    """Reopen with a reason; return the code of what refuses it, '' when it is open."""
    from forms.problems import Problem

    try:
        return [one.problem.code if one.problem else "" for one in office.records.reopen([record_id], reason)]
    except Problem as problem:
        return [problem.code]


def test_what_is_due_of_the_money_is_told(county: tuple[Office, dict[str, str]]) -> None:
    """The allocation is to be made public; October's report of the project is missing."""
    office, _entered = county

    kinds = [each.kind for each in office.deadlines.due() if each.form_id in ("fund_allocation", "project")]

    assert kinds == [DueKind.MONTH_REPORT]
    assert office.deadlines.due(kinds=[DueKind.FUND_TO_DISCLOSE]) == []  # told a week ahead, on the 24th
