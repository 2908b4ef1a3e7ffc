"""The shipped forms, compiled once, and one sound record of each, as a clerk would type it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forms.compile import compile_xlsform
from forms.definitions import builtin
from forms.engine import Context, FormDefinition, FormSession
from forms.reference import Reference
from tests.fakes.labour_records import LEDGERS, RECORDS

# 甘洛县, partner 浙江省; the stable-employment threshold is left to its default of three months.
OFFICE = {"office_code": "513435", "partner_province": "330000"}
TODAY = date(2026, 11, 22)

_DONOR = {
    "donor_type": "SOCIAL",
    "donor_name": "宁波市奉化区慈善总会",
    "donor_id_type": "60",
    "donor_id_no": "5344000050030000X7",
    "publicity": "name_and_amount",
    "recipient_name": "甘洛县红十字会",
    "handler": "张三",
    "reviewer": "李四",
}
_PERSON = {"id_type": "10", "id_no": "513435199104081227", "full_name": "阿尔木果", "ethnic_code": "07"}
GOOD: dict[str, dict[str, Any]] = {
    "employment": {
        **_PERSON,
        "hukou_region": "513435",
        "phone": "13800138000",
        "category": "assisted",
        "employment_form": "10",
        "channel": "cooperation",
        "work_region": "330213",
        "employer_name": "奉化汽配有限公司",
        "post": "装配工",
        "start_month": "2026-05-13",
        "monthly_wage": "4500",
        "contract_kind": "fixed",
        "contract_from": "2026-05-20",
        "contract_to": "2027-05-19",
        "insurance": ["pension", "injury"],
        "evidence_kind": ["contract"],
        "by_cooperation": "yes",
    },
    "training_class": {
        "class_no": "2026-03",
        "title": "2026年第3期小学数学骨干教师班",
        "trainee_kind": "professional",
        "courses": "小学数学教学",
        "mode": "attachment",
        "organizer_name": "宁波市奉化区教育局",
        "host_name": "奉化区实验小学",
        "place_region": "330213",
        "start_on": "2026-05-08",
        "end_on": "2026-05-26",
        "planned": "2",
        "hours": "56",
        "fund_source": "cooperation",
        "amount": "10000",
        "teachers": "王五、赵六",
        "east_teachers": "2",
        "evidence_kind": ["notice", "attendance", "timetable", "photo", "marks", "invoice"],
        "+trainee": 1,
        **{f"trainee[1].{name}": value for name, value in _PERSON.items()},
        "trainee[1].category": "staff",
        "trainee[1].org_name": "甘洛县第一小学",
        "trainee[1].post": "教师/一级教师",
        "trainee[1].got_hours": "56",
        "trainee[1].completed": "yes",
    },
    "prof_exchange": {
        "direction": "east_west",
        **_PERSON,
        "education_code": "21",
        "prof_title": "高级教师",
        "prof_field": "education",
        "send_org": "奉化区实验小学",
        "host_org": "甘洛县第一小学",
        "form": "teaching",
        "post": "数学",
        "start_on": "2026-02-20",
        "end_on": "2027-02-19",
        "+service": 1,
        "service[1].month": "2026-03-01",
        "service[1].service_kind": "lessons",
        "service[1].service_qty": "48",
    },
    "money_donation": {
        **_DONOR,
        "received_on": "2026-06-01",
        "amount": "50000.50",
        "method": "transfer",
        "bank_ref": "20260601000123",
        "purpose": "助学",
    },
    "goods_donation": {
        **_DONOR,
        "received_on": "2026-06-01",
        "warehouse": "县慈善会仓库",
        "purposes": ["schooling"],
        "+line": 1,
        "line[1].item_name": "校服",
        "line[1].spec": "S-XXL",
        "line[1].unit": "套",
        "line[1].qty": "207",
        "line[1].valuation": "invoice",
        "line[1].unit_price": "85.5",
        "line[1].condition": "new",
        "line[1].inspection": "passed",
    },
}

GOOD |= RECORDS

Fill = Callable[..., FormSession]


@pytest.fixture(scope="session")
def shipped() -> dict[str, FormDefinition]:
    """Every shipped form, compiled."""
    return {form_id: compile_xlsform(file).definition for form_id, file in builtin().items()}


@pytest.fixture(scope="session")
def fill(shipped: dict[str, FormDefinition]) -> Fill:
    """Open a form and type a sound record with *changes* (None: not typed at all).

    *office* are further settings; *ledgers* are the rows of other records the form reads.
    """
    divisions = Reference.load().instances()

    def opened(
        form_id: str,
        changes: dict[str, Any] | None = None,
        *,
        office: dict[str, str] | None = None,
        ledgers: dict[str, list[dict[str, str]]] | None = None,
    ) -> FormSession:
        settings = [{"key": key, "value": value} for key, value in {**OFFICE, **(office or {})}.items()]
        now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        context = Context(
            today=TODAY,
            now=now,
            username="填报人",
            device_id="device",
            instances={**divisions, **LEDGERS, **(ledgers or {}), "office": settings},
        )
        session = FormSession(shipped[form_id], context)
        for path, value in {**GOOD[form_id], **(changes or {})}.items():
            if path.startswith("+"):
                while session.count(path[1:]) < value:
                    session.add(path[1:])
            elif value is not None:
                session.answer(path, value)
        return session

    return opened
