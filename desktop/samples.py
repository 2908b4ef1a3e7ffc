"""Invented people and gifts for an office that wants to look around first.

Nobody here exists: the serial numbers of the ID numbers (000 and 999) are never given to a birth of these
years, names are put together by a seeded choice, and organisations are called 某某. The same every time.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from forms.checks.resident_id import check_digit

# The sample names below are data of people and places, the same in every language.
_WOMEN = (
    "阿苏小芳",
    "吉克阿妹",
    "沙马尔古",
    "卓玛央金",
    "曲木阿依",
    "马海小兰",
    "尉迟秀英",
    "阿依古丽·吐尔逊",
    "海来五花",
    "木果英子",
)
_MEN = (
    "阿苏木加",
    "吉克木呷",
    "沙马拉日",
    "扎西多吉",
    "曲木尔布",
    "马海阿牛",
    "尉迟国强",
    "买买提·艾力",
    "海来子日",
    "单𬭎志",
)
_WORK = (
    ("330110", "余杭某某服饰有限公司", "缝纫工", "5200"),
    ("330212", "鄞州某某电子有限公司", "装配工", "4800"),
    ("330783", "东阳某某家具有限公司", "打磨工", "5600"),
    ("440606", "顺德某某电器有限公司", "质检员", "5100"),
    ("441900", "东莞某某鞋业有限公司", "包装工", "4600"),
    ("513435", "甘洛某某帮扶车间", "编织工", "2400"),
    ("510104", "锦江某某物业服务中心", "保安员", "3600"),
)
_DONORS = (
    ("ENT_PRIV", "余杭某某科技有限公司", "100000.00"),
    ("SOCIAL", "宁波某某慈善基金会", "260000.00"),
    ("GOV", "鄞州区某某局工会", "38600.50"),
    ("PERSON", "钱某某", "2000.00"),
    ("ENT_SOE", "浙江某某集团", "500000.00"),
)


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
    choose = Random(513435)
    for number in range(count):
        woman = number % 2 == 0
        names = _WOMEN if woman else _MEN
        born = date(1972 + number % 30, 1 + number % 12, 1 + number * 7 % 28)
        region, employer, post, wage = _WORK[choose.randrange(len(_WORK))]
        start = today - timedelta(days=30 + choose.randrange(420))
        answers: dict[str, Any] = {
            **_identity("513435", born, woman=woman),
            "full_name": names[number // 2 % len(names)],
            "ethnic_code": "07" if number % 3 else "04",
            "hukou_region": "513435",
            "phone": f"138000{10000 + number * 37}",
            "category": ("assisted", "monitored", "other")[number % 3],
            "employment_form": "10",
            "channel": ("cooperation", "station", "friends")[number % 3],
            "is_abroad": "no",
            "work_region": region,
            "employer_name": employer,
            "post": post,
            "start_month": start.replace(day=1).isoformat(),
            "monthly_wage": wage,
            "insurance": ["injury", "medical"],
            "evidence_kind": ["certificate"],
            "by_cooperation": "yes" if region.startswith("33") else "no",
            "status": "on_post",
        }
        if number % 7:
            answers["contract_kind"] = "flexible"
        if number % 4 == 1:
            visit = {
                "visited_on": (today - timedelta(days=9)).isoformat(),
                "method": "phone",
                "visitor": "沙马主任",
            }
            answers["followup"] = [visit | {"on_post": "yes", "wage": wage}]
        yield answers


def classes(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of two training classes with their trainees."""
    for term, (title, courses) in enumerate(
        (("家政服务技能培训班", "家庭保洁、老人照护"), ("电子装配岗前培训班", "静电防护、焊接基础")), start=1
    ):
        start = today - timedelta(days=60 * term)
        trainees = [_trainee(number + 8 * term, start) for number in range(6)]
        yield {
            "class_no": f"PX-{today.year}-{term:03d}",
            "title": f"{today.year}年第{term}期{title}",
            "year": start.year,
            "term": term,
            "trainee_kind": "labour",
            "courses": courses,
            "job_type": title.removesuffix("培训班"),
            "mode": "classroom",
            "organizer_name": "宁波市某某培训中心",
            "host_name": "甘洛县某某职业学校",
            "place_region": "513435",
            "start_on": start.isoformat(),
            "end_on": (start + timedelta(days=9)).isoformat(),
            "planned": 6,
            "hours": "60",
            "fund_source": "cooperation",
            "amount": "18000.00",
            "teachers": "周某、吴某",
            "east_teachers": 1,
            "evidence_kind": ["notice", "attendance", "timetable", "photo", "marks", "invoice"],
            "trainee": trainees,
        }


def _trainee(number: int, start: date) -> dict[str, Any]:
    woman = number % 2 == 0
    born = date(1980 + number % 20, 1 + number % 12, 3)
    return {
        **_identity("513435", born, woman=woman),
        "full_name": (_WOMEN if woman else _MEN)[number % 10],
        "ethnic_code": "07",
        "category": "assisted",
        "org_name": "甘洛县某某村",
        "post": "务农",
        "phone": f"139000{20000 + number * 13}",
        "checked_in_on": start.isoformat(),
        "due_hours": "60",
        "got_hours": "60",
        "completed": "yes",
        "certificate_no": f"JY{start:%Y%m}{number:03d}",
    }


def exchanges(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of professionals who came to help."""
    rows = (
        ("林某", "小学高级教师", "education", "teaching", "数学"),
        ("陈某", "副主任医师", "health", "medical", "儿科"),
    )
    for number, (name, title, field, form, post) in enumerate(rows):
        born = date(1980 + number, 5, 17)
        yield {
            "direction": "east_west",
            **_identity("330212", born, woman=number % 2 == 0),
            "full_name": name,
            "ethnic_code": "01",
            "education_code": "21",
            "prof_title": title,
            "prof_field": field,
            "phone": f"137000{30000 + number}",
            "send_org": ("宁波市某某小学", "宁波市某某医院")[number],
            "host_org": ("甘洛县某某小学", "甘洛县某某医院")[number],
            "form": form,
            "post": post,
            "start_on": (today - timedelta(days=200)).isoformat(),
            "end_on": (today + timedelta(days=165)).isoformat(),
        }


def gifts(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of donations of money."""
    for number, (kind, name, amount) in enumerate(_DONORS):
        yield {
            "received_on": (today - timedelta(days=20 * number + 3)).isoformat(),
            "donor_type": kind,
            "donor_name": name,
            "publicity": "amount_only" if kind == "PERSON" else "name_and_amount",
            "recipient_name": "甘洛县某某慈善会",
            "recipient_kind": "charity",
            "currency": "CNY",
            "amount": amount,
            "method": "transfer",
            "bank_ref": f"2026{number:08d}",
            "purpose": "乡村学校冬季取暖",
            "is_designated": "no",
            "handler": "张会计",
            "reviewer": "李主任",
            "receipt_kind": "pending",
        }


def goods(today: date) -> Iterator[dict[str, Any]]:
    """Yield answers of one donation of goods with three lines."""
    lines = (
        ("01", "棉衣", "冬款", "件", "300", "189.00"),
        ("05", "图书", "/", "册", "1200", "25.80"),
        ("06", "电热毯", "双人", "床", "160", "78.50"),
    )
    yield {
        "received_on": (today - timedelta(days=15)).isoformat(),
        "donor_type": "ENT_PRIV",
        "donor_name": "余杭某某服饰有限公司",
        "publicity": "name_and_amount",
        "recipient_name": "甘洛县某某慈善会",
        "recipient_kind": "charity",
        "warehouse": "县物资库二号库",
        "purposes": ["winter"],
        "is_designated": "no",
        "handler": "张会计",
        "reviewer": "李主任",
        "receipt_kind": "pending",
        "line": [
            {
                "category": category,
                "item_name": name,
                "spec": spec,
                "unit": unit,
                "qty": quantity,
                "unit_price": price,
                "valuation": "invoice",
                "inspection": "passed",
            }
            | ({"condition": "new"} if category == "01" else {})
            for category, name, spec, unit, quantity, price in lines
        ],
    }


def everything(today: date) -> dict[str, list[dict[str, Any]]]:
    """Return all sample answers by form id."""
    return {
        "employment": list(workers(today)),
        "training_class": list(classes(today)),
        "prof_exchange": list(exchanges(today)),
        "money_donation": list(gifts(today)),
        "goods_donation": list(goods(today)),
    }
