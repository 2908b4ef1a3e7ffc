"""What the shipped forms work out by themselves."""

from decimal import Decimal
from typing import Any

import pytest


def test_sex_birth_date_and_age_come_from_the_id_number(fill: Any) -> None:
    """The clerk types the number once; the three follow, and follow again when a wrong number is corrected."""
    session = fill("employment")
    assert [str(session.state(name).value) for name in ("sex", "birth_date", "age")] == [
        "2",
        "1991-04-08",
        "35",
    ]

    session.answer("id_no", "513435199003071012")

    assert str(session.state("birth_date").value) == "1990-03-07"
    assert session.state("sex").value == "1"


def test_what_a_roster_says_is_kept_when_it_contradicts_the_id_number(fill: Any) -> None:
    """A sex typed against the number is not overwritten when the number comes: the contradiction must show."""
    session = fill("employment", {"id_no": None, "sex": None, "birth_date": None})
    session.answer("sex", "1")
    session.answer("id_no", "513435199104081227")

    assert session.state("sex").value == "1"
    assert [problem.what() for problem in session.state("sex").problems] == [
        "性别与身份证号码第 17 位不一致。"
    ]


def test_a_birth_month_from_a_roster_becomes_the_exact_day(fill: Any) -> None:
    """1991-04-01 for 出生年月 agrees with the number, which knows the day."""
    session = fill("employment", {"id_no": None, "sex": None, "birth_date": "1991-04-01"})
    session.answer("id_no", "513435199104081227")

    assert str(session.state("birth_date").value) == "1991-04-08"


@pytest.mark.parametrize(
    ("region", "place_class"),
    [
        ("330213", "EAST"),
        ("440606", "EAST_OTHER"),
        ("441900", "EAST_OTHER"),
        ("650102", "OTHER_PROV"),
        ("510104", "IN_PROV_OTHER_CITY"),
        ("513401", "IN_CITY_OTHER_COUNTY"),
        ("513435", "IN_COUNTY"),
    ],
)
def test_the_class_of_the_work_place_follows_from_the_pairing(
    region: str, place_class: str, fill: Any
) -> None:
    """Seen from 甘洛县 with 浙江省 as partner, each place has one class."""
    assert fill("employment", {"work_region": region}).state("work_place_class").value == place_class


def test_public_posts_and_work_abroad_have_classes_of_their_own(fill: Any) -> None:
    """Both are counted apart, wherever they are."""
    assert fill("employment", {"employment_form": "30"}).state("work_place_class").value == "PUBLIC_POST"
    assert fill("employment", {"is_abroad": "yes"}).state("work_place_class").value == "ABROAD"


def test_several_partner_provinces_all_count_as_partners(fill: Any) -> None:
    """A county with two partners in turn names both in its settings."""
    session = fill("employment", {"work_region": "440606"}, office={"partner_province": "330000 440000"})

    assert session.state("work_place_class").value == "EAST"


@pytest.mark.parametrize(
    ("changes", "months", "stable"),
    [
        ({"start_month": "2026-05-13"}, 7, "yes"),
        ({"start_month": "2026-08-22"}, 4, "yes"),
        ({"start_month": "2026-08-23"}, 4, "no"),
        ({"start_month": "2025-03-01"}, 11, "yes"),
        ({"start_month": "2025-11-01", "end_month": "2026-02-15", "status": "left"}, 2, "yes"),
        ({"start_month": "2026-10-01"}, 2, "no"),
        ({"start_month": "2026-11-22"}, 1, "no"),
    ],
)
def test_months_of_the_year_and_stability_are_counted_to_today_or_the_end(
    changes: dict[str, str], months: int, stable: str, fill: Any
) -> None:
    """Three full months make it stable; the months of the year begin in January for those who came earlier."""
    session = fill("employment", changes)

    assert session.state("months_in_year").value == months
    assert session.state("is_stable").value == stable


def test_the_stable_threshold_is_the_offices(fill: Any) -> None:
    """An office that counts six months gets another answer for the same record."""
    assert fill("employment", {"start_month": "2026-06-30"}).state("is_stable").value == "yes"
    assert (
        fill("employment", {"start_month": "2026-06-30"}, office={"stable_months": "6"})
        .state("is_stable")
        .value
        == "no"
    )


def test_a_class_counts_its_people_days_and_money(fill: Any) -> None:
    """Attendance, completion, days and money per head follow from the list of trainees."""
    session = fill(
        "training_class", {"+trainee": 3, "trainee[2].completed": "yes", "trainee[3].completed": "no"}
    )

    assert session.state("actual").value == 3
    assert session.state("completed_count").value == 2
    assert Decimal(str(session.state("pass_rate").value)) == Decimal("66.67")
    assert Decimal(str(session.state("per_head").value)) == Decimal("3333.33")
    assert session.state("days").value == 19


def test_a_title_gives_year_and_term(fill: Any) -> None:
    """2026年第3期… need not be typed three times."""
    session = fill("training_class")

    assert (session.state("year").value, session.state("term").value) == (2026, 3)


def test_a_new_trainee_starts_with_the_class_hours_and_first_day(fill: Any) -> None:
    """What is the same for the whole class is filled in for each row."""
    session = fill("training_class", {"+trainee": 2})

    assert Decimal(str(session.state("trainee[2].due_hours").value)) == 56
    assert str(session.state("trainee[2].checked_in_on").value) == "2026-05-08"


@pytest.mark.parametrize(
    ("start", "end", "days", "duration"),
    [
        ("2026-02-01", "2026-02-27", 27, "under_month"),
        ("2026-02-01", "2026-02-28", 28, "month"),
        ("2026-03-15", "2026-04-14", 31, "month"),
        ("2026-03-15", "2026-04-13", 30, "under_month"),
        ("2026-03-01", "2026-08-31", 184, "half_year"),
        ("2024-02-29", "2025-02-27", 365, "half_year"),
        ("2026-02-20", "2027-02-19", 365, "year"),
        ("2026-05-08", "2026-05-08", 1, "under_month"),
    ],
)
def test_the_length_of_an_exchange_counts_both_ends(
    start: str, end: str, days: int, duration: str, fill: Any
) -> None:
    """Months are those of the calendar: 1 to 28 February is a month."""
    session = fill("prof_exchange", {"start_on": start, "end_on": end})

    assert session.state("days").value == days
    assert session.state("duration_class").value == duration


@pytest.mark.parametrize(
    ("qty", "price", "amount"),
    [
        ("207", "85.5", "17698.5"),
        ("3", "0.335", None),
        ("1.005", "10.05", "10.10"),
        ("0.5", "0.01", "0.01"),
        ("118", "18.8", "2218.4"),
    ],
)
def test_an_amount_is_quantity_times_price_to_the_cent(
    qty: str, price: str, amount: str | None, fill: Any
) -> None:
    """Rounded half up and exact: 1.005 × 10.05 is 10.10, and half a cent is a cent; no binary fractions."""
    session = fill("goods_donation", {"line[1].unit": "kg", "line[1].qty": qty, "line[1].unit_price": price})

    if amount is None:
        assert session.state("line[1].unit_price").problems
    else:
        assert Decimal(str(session.state("line[1].amount").value)) == Decimal(amount)


def test_the_total_leaves_out_what_was_rejected_or_has_no_price(fill: Any) -> None:
    """Rejected goods are not received, unpriced goods are not income."""
    lines = {
        "+line": 3,
        "line[2].qty": "10",
        "line[2].unit_price": "100",
        "line[2].inspection": "rejected",
        "line[3].qty": "10",
    }
    session = fill("goods_donation", lines)

    assert Decimal(str(session.state("total_amount").value)) == Decimal("17698.5")
    assert [session.state(f"line[{row}].line_no").value for row in (1, 2, 3)] == [1, 2, 3]


def test_a_donation_of_unpriced_goods_has_no_total(fill: Any) -> None:
    """An empty total says unpriced; a zero would say worthless."""
    session = fill("goods_donation", {"line[1].valuation": "none", "line[1].unit_price": None})

    assert session.state("total_amount").value in (None, "")


def test_foreign_money_is_turned_into_yuan(fill: Any) -> None:
    """1,000 HKD at 0.917835 are 917.84 yuan."""
    session = fill("money_donation", {"currency": "HKD", "amount": "1000", "fx_rate": "0.917835"})

    assert Decimal(str(session.state("amount_cny").value)) == Decimal("917.84")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("甘洛县红十字会", "redcross"),
        ("昭觉县慈善会", "charity"),
        ("布拖县人民医院", "hospital"),
        ("昭觉县民政局", "gov"),
        ("甘洛县人民政府", "gov"),
        ("海棠镇人民政府", "township"),
        ("某某村小学", "school"),
        ("爱心超市", None),
    ],
)
def test_the_kind_of_recipient_is_suggested_by_its_name(name: str, kind: str | None, fill: Any) -> None:
    """A suggestion the clerk sees and may change; an unknown name suggests nothing."""
    session = fill("money_donation", {"recipient_kind": None, "recipient_name": name})

    assert session.state("recipient_kind").value == kind


def test_a_kind_the_clerk_chose_is_not_changed_by_the_name(fill: Any) -> None:
    """The clerk knows better than the name."""
    session = fill("money_donation", {"recipient_kind": "institution", "recipient_name": "昭觉县民政局"})

    assert session.state("recipient_kind").value == "institution"


def test_a_designated_purpose_is_taken_apart(fill: Any) -> None:
    """定向：某某村小学 says both that it is designated and to whom."""
    session = fill("money_donation", {"purpose": "定向：某某村小学"})

    assert session.state("is_designated").value == "yes"
    assert session.state("designated_to").value == "某某村小学"


@pytest.mark.parametrize(
    ("form_id", "title"),
    [
        ("employment", "阿尔木果 · 奉化汽配有限公司"),
        ("training_class", "2026年第3期小学数学骨干教师班 · 2026-05-08"),
        ("prof_exchange", "阿尔木果 · 甘洛县第一小学"),
        ("goods_donation", "宁波市奉化区慈善总会 · 校服"),
    ],
)
def test_lists_show_a_title_that_tells_records_apart(form_id: str, title: str, fill: Any) -> None:
    """The title names who and where, or what."""
    assert fill(form_id).title() == title


@pytest.mark.parametrize(
    ("typed", "balance"),
    [({}, "50000.50"), ({"allocated": "0"}, "50000.50"), ({"allocated": "12000.30"}, "38000.20"), ({"allocated": "50000.50"}, "0")],
)  # fmt: skip
def test_the_balance_of_a_donation_is_what_was_not_yet_paid_out(
    typed: dict[str, Any], balance: str, fill: Any
) -> None:
    """使用余额 is 金额 minus 已拨付, to the 分; with nothing paid out it is the whole gift."""
    session = fill("money_donation", typed)

    assert session.state("balance").value == Decimal(balance)
    assert session.problems() == []


def test_the_balance_of_foreign_money_is_counted_in_yuan(fill: Any) -> None:
    """A thousand Hong Kong dollars at 0.92 less 500 yuan leave 420 yuan."""
    session = fill(
        "money_donation", {"currency": "HKD", "amount": "1000", "fx_rate": "0.92", "allocated": "500"}
    )

    assert session.state("balance").value == Decimal("420")


@pytest.mark.parametrize("form_id", ["employment", "prof_exchange"])
def test_registering_by_duty_needs_no_consent_unless_said_otherwise(form_id: str, fill: Any) -> None:
    """A new record begins with 依职权（无需同意）; the property goes to the register of persons."""
    session = fill(form_id)
    state = session.state("consent_status")

    assert state.value == "duty"
    assert [choice.label.in_("zh") for choice in state.choices] == [
        "依职权（无需同意）",
        "单独同意",
        "书面同意",
        "撤回",
    ]
    assert session.definition.questions["consent_status"].marks["register"] == "person.consent_status"
