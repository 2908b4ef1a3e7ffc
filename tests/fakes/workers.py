"""Invented workers for the employment ledger: right ID numbers, never a real person's."""

from typing import Any

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "阿吉沙马曲木勒伍"
GIVEN = ["木果", "尔古", "依洛", "子呷", "石布", "拉铁", "五支", "史拉"]


def id_number(number: int) -> str:
    """Return a well-formed ID number, another for each *number* (GB 11643-1999, MOD 11-2)."""
    day = number // 500
    body = (
        f"513435{1970 + day % 30}{1 + day // 30 % 12:02d}{1 + day // 360 % 28:02d}{number % 500 * 2 + 1:03d}"
    )
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    )


def worker(number: int, **changes: Any) -> dict[str, Any]:
    """Return complete answers of the form `employment` for worker *number*."""
    number_ = id_number(number)
    name = SURNAMES[number % 8] + GIVEN[number // 8 % 8]
    answers: dict[str, Any] = {
        "id_type": "10",
        "id_no": number_,
        "sex": "1",
        "birth_date": f"{number_[6:10]}-{number_[10:12]}-{number_[12:14]}",
        "full_name": name,
        "hukou_region": "513435",
        "ethnic_code": "07",
        "phone": f"138{number % 100_000_000:08d}",
        "category": "assisted",
        "employment_form": "10",
        "channel": "cooperation",
        "is_abroad": "no",
        "work_region": "330213",
        "employer_name": "奉化汽配有限公司",
        "post": "装配工",
        "start_month": "2026-03-01",
        "monthly_wage": "4500",
        "contract_kind": "fixed",
        "contract_from": "2026-03-01",
        "contract_to": "2027-02-28",
        "insurance": ["pension", "injury"],
        "evidence_kind": ["contract"],
        "by_cooperation": "yes",
        "status": "on_post",
        "consent_status": "duty",
    }
    return {**answers, **changes}
