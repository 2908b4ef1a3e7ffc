"""What the demonstration's clerk does by hand: types records, fills what the rosters lack, explains what is odd.

All through form sessions, as the window does it: what the form refuses would be refused here, too.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.problems import Severity

if TYPE_CHECKING:
    from forms.engine import FormSession
    from records.ledger import Office

# The person is invented; the ID number has sequence 000 and an abolished region, so it belongs to nobody.
WORKER: dict[str, Any] = {
    "id_type": "10",
    "id_no": "522400198001010000",
    "full_name": "阿依古丽·吐尔逊",  # invented person; same in every language
    "ethnic_code": "05",
    "hukou_region": "513435",
    "phone": "13800138000",
    "category": "assisted",
    "employment_form": "10",
    "channel": "cooperation",
    "work_region": "440606",
    "employer_name": "顺德某某电器有限公司",  # invented company; same in every language
    "post": "装配工",  # sample answer; same in every language
    "start_month": "2026-03-01",
    "monthly_wage": "4800",
    "contract_kind": "flexible",
    "insurance": ["injury"],
    "evidence_kind": ["certificate"],
    "by_cooperation": "yes",
    "status": "on_post",
}

# What the sample rosters do not hold, asked once for all rows as the import screen does ("one value for all rows").
ROSTER_LACKS: dict[str, tuple[str, ...]] = {
    "employment": ("channel=cooperation", "employment_form=10", "contract_kind=flexible", "insurance=injury",
                   "evidence_kind=certificate", "by_cooperation=yes", "status=on_post"),
    "money_donation": ("publicity=amount_only", "method=cash", "is_designated=no", "handler=张会计", "reviewer=李主任",  # same in every language
                       "receipt_kind=pending", "currency=CNY"),
    "goods_donation": ("publicity=amount_only", "warehouse=县仓库", "is_designated=no", "handler=张会计", "reviewer=李主任",  # same in every language
                       "receipt_kind=pending", "line.valuation=donor", "line.inspection=passed"),
}  # fmt: skip
CLASS_LACKS: dict[str, Any] = {
    "class_no": "2023-03",
    "year": 2023,
    "term": 3,
    "trainee_kind": "professional",
    "courses": "小学数学教学、跟岗听课",  # sample answer; same in every language
    "mode": "attachment",
    "organizer_name": "宁波市奉化区教育局",  # a real public body; same in every language
    "host_name": "甘洛县教育局",  # a real public body; same in every language
    "planned": 42,
    "hours": "56",
    "fund_source": "cooperation",
    "amount": "126000",
    "teachers": "奉化区骨干教师",  # sample answer; same in every language
    "east_teachers": 6,
    "evidence_kind": ["attendance", "timetable"],
}
TRAINEE_LACKS: dict[str, Any] = {
    "category": "general",
    "checked_in_on": "2023-05-08",
    "due_hours": "56",
    "completed": "no",
}
# What a clerk reads off the deed of gift and the goods themselves; asked only where the form asks for it.
DONATION_LACKS: dict[str, Any] = {
    "donor_country": "中国香港",  # sample answer; same in every language
    "condition": "new",
    "made_on": "2022-12-01",
    "expires_on": "2027-11-30",
    "approval_no": "国药准字Z20220001",  # invented number; same in every language
    "batch_no": "20221201",
    "maker": "宁波某某医药有限公司",  # invented company; same in every language
    "device_reg_no": "浙械注准20222200001",  # invented number; same in every language
    "serial_no": "/",
    "is_used": "no",
}
# Cells of the labour roster's error workbook as the township corrects them. The ID numbers are those of the sample's
# invented people; the missing name is invented here.
ROSTER_CORRECTIONS: dict[str, Any] = {
    "O26": 3000,
    "B43": "李秀兰",  # invented person; same in every language
    "E49": "513200199109109355",
    "E51": "513300199903247814",
}
EXPLANATION = "已与乡镇核对，花名册如此。"  # a clerk's words in the sample; same in every language


def by_hand(office: "Office") -> int:
    """Type one worker by hand, question by question, save and return how many records were entered."""
    session = office.session("employment")
    for name, value in WORKER.items():
        session.answer(name, value)
    office.records.save("employment", session.answers(), token=office.ids.token())
    return 1


def correct_roster(marked: Path, corrected: Path) -> int:
    """Correct cells in a copy of the error workbook, as in Excel; return how many."""
    import openpyxl

    book = openpyxl.load_workbook(marked)
    sheet = book.worksheets[0]
    for cell, value in ROSTER_CORRECTIONS.items():
        sheet[cell] = value
    book.save(corrected)
    return len(ROSTER_CORRECTIONS)


def finish_drafts(office: "Office") -> int:
    """Fill what the rosters lack and explain what the soft checks find odd, draft by draft.

    Returns how many donations lacked something and were filled.
    """
    donations = 0
    for info in office.forms.all():
        for head in office.records.list(info.form_id, states=["draft"], limit=100_000).rows:
            record = office.records.get(head.record_id)
            session = office.session(info.form_id, record.answers)
            if info.form_id == "training_class":
                _fill_class(session)
            filled = _fill_donation(session)
            donations += filled
            if _explain(session) or filled or info.form_id == "training_class":
                office.records.save(
                    info.form_id, session.answers(), record_id=head.record_id, base=head.revision, token=office.ids.token()
                )  # fmt: skip
    return donations


def _fill_donation(session: "FormSession") -> bool:
    """Answer what the form says is missing, where the clerk knows it; True when something was answered."""
    known: list[tuple[str, Any]] = [
        (problem.place, DONATION_LACKS[problem.place.rpartition(".")[2]])
        for problem in session.problems()
        if problem.place.rpartition(".")[2] in DONATION_LACKS and session.state(problem.place).value is None
    ]
    for place, value in known:
        session.answer(place, value)
    return bool(known)


def _fill_class(session: "FormSession") -> None:
    for name, value in CLASS_LACKS.items():
        if session.state(name).value is None:
            session.answer(name, value)
    for index in range(1, session.count("trainee") + 1):
        for name, value in TRAINEE_LACKS.items():
            if session.state(f"trainee[{index}].{name}").value is None:
                session.answer(f"trainee[{index}].{name}", value)


def _explain(session: "FormSession") -> bool:
    """Explain every soft problem that stands; True when there was one."""
    soft = [problem for problem in session.problems() if problem.severity is Severity.SOFT]
    for problem in soft:
        session.explain(problem.place, EXPLANATION)
    return bool(soft)
