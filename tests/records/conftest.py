"""Offices on both databases, and answers a clerk of the county would give (all people invented)."""

from collections.abc import Callable
from typing import Any

import pytest

from records.ledger import Office


def id_number(serial: int, birth: str = "19900307", region: str = "513221") -> str:
    """Return an invented resident ID number with the right check digit (GB 11643)."""
    body = f"{region}{birth}{serial:03d}"
    total = sum(
        int(digit) * weight
        for digit, weight in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return body + "10X98765432"[total % 11]


@pytest.fixture
def worker() -> Callable[..., dict[str, Any]]:
    """Answers of a complete employment record: ``worker(serial, full_name=…)``."""

    def answers(serial: int = 1, **other: Any) -> dict[str, Any]:
        whole = {
            "id_type": "10", "id_no": id_number(serial), "full_name": "阿苏木呷", "ethnic_code": "07",
            "sex": "1" if serial % 2 else "2", "birth_date": "1990-03-07",
            "hukou_region": "513221", "phone": "13800138000", "category": "assisted", "employment_form": "10",
            "channel": "cooperation", "is_abroad": "no", "work_region": "440606", "employer_name": "顺德美家电子厂",
            "post": "装配工", "start_month": "2026-03-01", "monthly_wage": "4500", "contract_kind": "none",
            "insurance": ["none"], "evidence_kind": ["none"], "by_cooperation": "yes", "status": "on_post", "consent_status": "duty",
        }  # fmt: skip
        whole |= other
        return {name: value for name, value in whole.items() if value is not None}

    return answers


@pytest.fixture
def gift() -> dict[str, Any]:
    """Answers of a complete donation of money."""
    return {
        "donor_type": "SOCIAL", "donor_name": "佛山市顺德区美家慈善基金会", "donor_country": "CHN", "publicity": "name_and_amount",
        "recipient_name": "汶川县红十字会", "recipient_kind": "redcross", "received_on": "2026-11-20",
        "currency": "CNY", "amount": "50000", "method": "transfer", "is_designated": "no", "handler": "张会计",
        "reviewer": "李主任", "receipt_kind": "pending", "bank_ref": "2026112000017", "purpose": "教育帮扶",
    }  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def any_office(request: pytest.FixtureRequest, make_office: Callable[..., Office]) -> Office:
    """The county on the encrypted file and on PostgreSQL."""
    database = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    return make_office(database=database)
