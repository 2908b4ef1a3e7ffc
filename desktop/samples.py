"""Invented people and gifts, made from sample_office.toml, the same every time.

Nobody here exists: the serial numbers of the ID numbers (000 and 999) are never given to a birth of these years.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from forms.checks.resident_id import check_digit

HOME = "513435"  # 甘洛县


@cache
def data() -> dict[str, Any]:
    """Return the sample data file, read."""
    return tomllib.loads(Path(__file__).with_name("sample_office.toml").read_text(encoding="utf-8"))


def id_number(region: str, born: date, *, woman: bool) -> str:
    """Return a well-formed number that belongs to nobody."""
    first = f"{region}{born:%Y%m%d}{'000' if woman else '999'}"
    return first + check_digit(first)


def _identity(region: str, born: date, *, woman: bool) -> dict[str, Any]:
    return {
        "id_type": "10",
        "id_no": id_number(region, born, woman=woman),
        "sex": "2" if woman else "1",
        "birth_date": born.isoformat(),
    }


def workers(today: date, count: int = 48) -> Iterator[dict[str, Any]]:
    """Yield answers of the employment ledger; every seventh still lacks its contract."""
    choose = Random(int(HOME))
    for number in range(count):
        woman = number % 2 == 0
        names = data()["women" if woman else "men"]
        born = date(1972 + number % 30, 1 + number % 12, 1 + number * 7 % 28)
        work = choose.choice(data()["work"])
        start = today - timedelta(days=30 + choose.randrange(420))
        answers: dict[str, Any] = {
            **_identity(HOME, born, woman=woman),
            "full_name": names[number // 2 % len(names)],
            "ethnic_code": "07" if number % 3 else "04",
            "hukou_region": HOME,
            "phone": f"138000{10000 + number * 37}",
            "consent_status": "duty",
            "category": ("assisted", "monitored", "other")[number % 3],
            "employment_form": "10",
            "channel": ("cooperation", "station", "friends")[number % 3],
            "is_abroad": "no",
            "work_region": work["region"],
            "employer_name": work["employer"],
            "post": work["post"],
            "start_month": start.replace(day=1).isoformat(),
            "monthly_wage": work["wage"],
            "insurance": ["injury", "medical"],
            "evidence_kind": ["certificate"],
            "by_cooperation": "yes" if work["region"].startswith("33") else "no",
            "status": "on_post",
        }
        if number % 7:
            answers["contract_kind"] = "flexible"
        if number % 4 == 1:
            day = (today - timedelta(days=9)).isoformat()
            visit = {"visited_on": day, "method": "phone", "visitor": data()["visitor"]}
            answers["followup"] = [visit | {"on_post": "yes", "wage": work["wage"]}]
        yield answers


def classes(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of the training classes with their trainees."""
    for term, one in enumerate(data()["classes"], start=1):
        start = today - timedelta(days=60 * term)
        yield (
            data()["class"]
            | one
            | {
                "class_no": f"PX-{today.year}-{term:03d}",
                "year": start.year,
                "term": term,
                "start_on": start.isoformat(),
                "end_on": (start + timedelta(days=9)).isoformat(),
                "trainee": [_trainee(number + 8 * term, start) for number in range(6)],
            }
        )


def _trainee(number: int, start: date) -> dict[str, Any]:
    woman = number % 2 == 0
    born = date(1980 + number % 20, 1 + number % 12, 3)
    made: dict[str, Any] = (
        data()["trainee"]
        | _identity(HOME, born, woman=woman)
        | {
            "full_name": data()["women" if woman else "men"][number % 10],
            "phone": f"139000{20000 + number * 13}",
            "checked_in_on": start.isoformat(),
            "certificate_no": f"JY{start:%Y%m}{number:03d}",
        }
    )
    return made


def exchanges(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of professionals who came to help."""
    for number, one in enumerate(data()["exchanges"]):
        yield (
            one
            | _identity("330212", date(1980 + number, 5, 17), woman=number % 2 == 0)
            | {
                "direction": "east_west",
                "ethnic_code": "01",
                "education_code": "21",
                "consent_status": "duty",
                "phone": f"137000{30000 + number}",
                "start_on": (today - timedelta(days=200)).isoformat(),
                "end_on": (today + timedelta(days=165)).isoformat(),
            }
        )


def gifts(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of donations of money."""
    for number, one in enumerate(data()["gifts"]):
        day = (today - timedelta(days=20 * number + 3)).isoformat()
        yield data()["gift"] | one | _handled() | {"received_on": day, "bank_ref": f"2026{number:08d}"}


def goods(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of one donation of goods with its lines."""
    yield data()["goods"] | _handled() | {"received_on": (today - timedelta(days=15)).isoformat()}


def _handled() -> dict[str, Any]:
    return {"handler": data()["clerk"], "reviewer": data()["reviewer"]}


def everything(today: date) -> dict[str, list[dict[str, Any]]]:
    """Return all sample answers by form id."""
    return {
        "employment": list(workers(today)),
        "training_class": list(classes(today)),
        "prof_exchange": list(exchanges(today)),
        "money_donation": list(gifts(today)),
        "goods_donation": list(goods(today)),
    }
