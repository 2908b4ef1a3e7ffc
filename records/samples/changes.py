"""How the records of the sample year differ from the one of each ledger that `year.json` holds.

Each function gives, for the n-th record, the answers that are other. Nobody here exists: names are put together,
organisations are called 某某, and ID numbers have the serial 000 or 999, which is given to nobody.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from forms.checks.credit_code import check_character
from forms.checks.resident_id import check_digit
from records.samples.made import Answers, Made

HOME = "513435"
WOMEN = (
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
MEN = (
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
FIRST = date(1966, 3, 2)
PLACES = ("330213", "330110", "330213", "320583", "440606", "510104", "513401", HOME)
EMPLOYERS = (
    "奉化某某汽配有限公司",
    "余杭某某服饰有限公司",
    "奉化某某食品有限公司",
    "昆山某某电子有限公司",
    "顺德某某家电有限公司",
    "成都某某物业公司",
    "西昌某某酒店",
    "甘洛县某某农业合作社",
)
POSTS = (
    "装配工",
    "缝纫工",
    "包装工",
    "质检员",
    "焊工",
    "保洁员",
    "厨工",
    "种植工",
)
VILLAGES = ("海棠镇团结村", "田坝镇新华村", "玉田镇挖苦村", "斯觉镇解放村")


def id_number(region: str, born: date, *, woman: bool) -> str:
    """Return a well-formed number that belongs to nobody."""
    first = f"{region}{born:%Y%m%d}{'000' if woman else '999'}"
    return first + check_digit(first)


def person(number: int) -> Answers:
    """Return an invented grown-up; two of each ninth day, a woman and a man."""
    woman = number % 2 == 0
    born = FIRST + timedelta(days=9 * (number // 2) % 12_700)
    names = WOMEN if woman else MEN
    return {
        "id_type": "10",
        "id_no": id_number(HOME, born, woman=woman),
        "full_name": names[number // 2 % len(names)],
        "ethnic_code": "07",
        "phone": f"1380{number:07d}",
        "hukou_region": HOME,
    }


def short(number: int) -> Answers:
    """Return what differs of the short records."""
    whole = person(number)
    return {name: whole[name] for name in ("id_no", "full_name")}


def within(repeat: str, row: int, answers: Mapping[str, Any]) -> Answers:
    """Return the answers of one row of a repeat by path."""
    return {f"{repeat}[{row}].{name}": value for name, value in answers.items()}


def day(number: int, first: str = "2026-01-08", step: int = 7, days: int = 300) -> str:
    """Return what differs of the day records."""
    return (date.fromisoformat(first) + timedelta(days=number * step % days)).isoformat()


def uscc(number: int) -> str:
    """Return what differs of the uscc records."""
    first = f"91330213MA2A{number:05d}"
    return first + check_character(first)


def organization(n: int, _made: Made) -> Answers:
    """Return what differs of the organization records."""
    names = (
        "奉化区某某小学",
        "甘洛县某某中学",
        "奉化某某商会",
        "甘洛县某某医院",
        "奉化某某实业有限公司",
    )
    kinds = ("school", "school", "social", "hospital", "private")
    east = n % 5 in (0, 2, 4)
    return {
        "name": f"{names[n % 5]}{n // 5 + 1}",
        "uscc": uscc(100 + n),
        "org_type": kinds[n % 5],
        "region_code": "330213" if east else HOME,
    }


def household(n: int, _made: Made) -> Answers:
    """Return what differs of the household records."""
    kinds = ("lifted", "lifted", "monitored_unstable", "other")
    people = [person(200 + 2 * n + each) for each in range(2)]
    answers: Answers = {
        "household_no": f"51343510{n:02d}",
        "household_type": kinds[n % 4],
        "village": VILLAGES[n % 4],
        "household_size": "2",
        "+member": 2,
        "contact_phone": people[0]["phone"],
        "led_by_leader": "yes" if n % 3 else "no",
    }
    for row, one in enumerate(people, 1):
        answers |= within(
            "member",
            row,
            {"member_no": f"51343510{n:02d}{row}", "id_no": one["id_no"], "full_name": one["full_name"]},
        )
    return answers | {
        "member[2].relation": "02" if people[0]["id_no"][16] != people[1]["id_no"][16] else "99"
    }


def employment(n: int, _made: Made) -> Answers:
    """Return what differs of the employment records."""
    region = HOME if n % 9 == 0 else PLACES[n % len(PLACES)]
    left = n % 11 == 0
    answers: Answers = {
        **person(200 + n),
        "category": ("assisted", "monitored", "other")[n % 3],
        "employment_form": "30" if n % 9 == 0 else "10",
        "channel": "public" if n % 9 == 0 else ("cooperation", "station", "friends")[n % 3],
        "work_region": region,
        "employer_name": EMPLOYERS[n % len(EMPLOYERS)],
        "post": POSTS[n % len(POSTS)],
        "start_month": f"2026-{1 + n % 9:02d}-01",
        "monthly_wage": str(2600 + 130 * (n % 20)),
        "contract_kind": "fixed",
        "contract_from": f"2026-{1 + n % 9:02d}-05",
        "contract_to": "2027-12-31",
        "insurance": ["pension", "injury"] if n % 4 else ["injury"],
        "evidence_kind": ["contract"],
        "by_cooperation": "yes" if n % 5 else "no",
        "status": "left" if left else "on_post",
        "end_month": "2026-10-31" if left else None,
        "consent_status": "duty",
    }
    if n % 4 == 1:
        answers |= {"+followup": 1} | within(
            "followup",
            1,
            {"visited_on": "2026-10-15", "method": "phone", "visitor": "张三", "on_post": "yes"},
        )
    return answers


def own_work(n: int, _made: Made) -> Answers:
    """Return what differs of the own work records."""
    return {**person(900 + n), "category": "assisted" if n % 3 else "monitored"}


def subsidy(n: int, made: Made) -> Answers:
    """Return what differs of the subsidy records."""
    return {"employment_id": made.at("own_work", n), "paid_on": "2026-11-05", "batch_no": "2026-01"}


def training(n: int, _made: Made) -> Answers:
    """Return what differs of the training classes."""
    kind = ("labour", "cadre", "professional", "leader", "labour")[n % 5]
    titles = {
        "labour": "缝纫技能",
        "cadre": "党政干部专题",
        "professional": "骨干教师",
        "leader": "致富带头人",
        "staff": "",
    }
    start = date.fromisoformat(day(n, "2026-02-16", 24, 240))
    category = {"labour": "assisted", "cadre": "county", "professional": "staff", "leader": "village"}[kind]
    answers: Answers = {
        "class_no": f"2026-{20 + n:02d}",
        "title": f"2026年第{n + 1}期{titles[kind]}班",
        "trainee_kind": kind,
        "courses": titles[kind],
        "job_type": "缝纫工" if kind == "labour" else None,
        "start_on": start.isoformat(),
        "end_on": (start + timedelta(days=9)).isoformat(),
        "planned": "6",
        "+trainee": 6,
        "hours": "56",
        "mode": "classroom",
    }
    for row in range(1, 7):
        one = person(1000 + 6 * n + row)
        answers |= within(
            "trainee",
            row,
            {
                **{name: one[name] for name in ("id_type", "id_no", "full_name", "ethnic_code")},
                "category": category,
                "org_name": "甘洛县某某单位",
                "post": "学员",
                "got_hours": "56",
                "completed": "yes",
            },
        )
    return answers


def exchange(n: int, _made: Made) -> Answers:
    """Return what differs of the exchange records."""
    place = ("education", "health", "agriculture")[n % 3]
    form = ("teaching", "medical", "farming")[n % 3]
    service = ("lessons", "outpatients", "techniques")[n % 3]
    one = person(1200 + n)
    start = date.fromisoformat(day(n, "2026-01-12", 20, 200))
    return {
        **{name: one[name] for name in ("id_no", "full_name")},
        "direction": "west_east" if n % 3 == 2 else "east_west",
        "prof_field": place,
        "form": form,
        "start_on": start.isoformat(),
        "end_on": (start + timedelta(days=20 if n % 7 == 6 else 180)).isoformat(),
        "service[1].month": start.replace(day=1).isoformat(),
        "service[1].service_kind": service,
        "service[1].service_qty": str(20 + n),
        "prof_title": ("高级教师", "主治医师", "农艺师")[n % 3],
        "post": ("语文", "内科", "茶叶种植")[n % 3],
    }
