"""Figures that were published come out again: of the 494 people of Dayao county, and every rate of the bulletins."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from records.ledger import NewUser, Office, Role
from reports.indicators import Number, behind, indicators, span, work_out
from reports.indicators.sheets import rounded
from tests.conftest import PASSPHRASE, REVIEWER
from tests.fakes.published_figures import published_rows

SAMPLES = {
    (row["sample_id"], row["indicator_cn"]): row["value"]
    for row in published_rows("public_indicator_samples.csv")
}
# 2023, 大姚县 with 嘉定区 of Shanghai: form of employment, place of work, people.
DAYAO = (
    ("30", "532326", "其中公益性岗位就业"),
    ("10", "530111", "其中省内就近就地就业"),
    ("10", "310114", "其中赴上海务工"),
)


def published(sample: str, name: str) -> Decimal:
    return Decimal(SAMPLES[sample, name])


def job(serial: int, form: str, region: str) -> dict[str, Any]:
    """Return an invented person's job; born on different days, so that every ID number is another."""
    body = f"53232619{80 + serial % 20}0{1 + serial // 100}1{serial // 10 % 10}{serial % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    return {
        "id_type": "10", "id_no": body + check, "full_name": "李某某", "ethnic_code": "07", "sex": "1" if serial % 2 else "2",
        "birth_date": f"{body[6:10]}-{body[10:12]}-{body[12:14]}", "hukou_region": "532326", "category": "assisted",
        "employment_form": form, "channel": "cooperation", "is_abroad": "no", "work_region": region,
        "employer_name": "某某工厂", "post": "普工", "start_month": "2023-03-01", "monthly_wage": "3000",
        "contract_kind": "flexible", "insurance": ["none"], "evidence_kind": ["none"], "by_cooperation": "yes",
        "status": "on_post", "consent_status": "duty",
    }  # fmt: skip


@pytest.fixture
def dayao(make_office: Callable[..., Office]) -> Office:
    """The county's office with the 494 jobs it reported, entered, completed and approved by its one person."""
    office = make_office(
        "532326", "大姚县东西部协作办公室", people=[NewUser(REVIEWER, Role.REVIEWER, PASSPHRASE)]
    )
    office.settings.set("partner_province", "31")
    serial, drafts = 0, []
    for form, region, name in DAYAO:
        for _each in range(int(published("DY2023", name))):
            drafts.append((office.ids.token(), job(serial, form, region)))
            serial += 1
    heads = office.records.save_many("employment", drafts)
    ids = [head.record_id for head in heads]
    assert all(outcome.problem is None for outcome in office.records.complete(ids))
    assert all(outcome.problem is None for outcome in office.records.approve(ids))
    return office


def test_dayao_helped_494_people_into_work_210_260_and_24(dayao: Office) -> None:
    wanted = [
        indicators()[name] for name in ("LAB-01", "LAB-02", "LAB-03", "LAB-04", "LAB-06", "LAB-07", "LAB-08")
    ]
    sheet = work_out(dayao, wanted, span("2023"))
    for name, label in (
        ("LAB-01", "完成转移就业"),
        ("LAB-06", DAYAO[0][2]),
        ("LAB-04", DAYAO[1][2]),
        ("LAB-03", DAYAO[2][2]),
    ):
        line = sheet.line(name)
        assert line.number == Number(published("DY2023", label), int(published("DY2023", label)), "人")
    assert sheet.line("LAB-08.rate").number.said() == "100.00"
    assert sheet.line("LAB-01").before == Number(Decimal(0), 0, "人")
    assert {head.form_id for head in behind(dayao, indicators()["LAB-03"].main, span("2023"))} == {
        "employment"
    }
    assert len(behind(dayao, indicators()["LAB-03"].main, span("2023"))) == 24
    third_quarter = work_out(dayao, wanted[:1], span("2023-Q3"), compare=False)
    assert third_quarter.line("LAB-01").number.value == 494  # still on post
    assert work_out(dayao, wanted[:1], span("2023-01"), compare=False).line("LAB-01").number.value == 0


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        ("1290", "1213", "106.35"),  # cadres arrived, of those planned
        ("2129", "7098", "29.99"),  # professionals
        ("24740", "28442", "86.98"),  # workshops at work
        ("26983", "29089", "92.76"),  # leading enterprises at work
        ("37.9", "88.23", "42.96"),  # Zhejiang to Sichuan, arrived of what was agreed
        ("2405.4", "3244", "74.15"),  # Dayao printed 74.14: cut, not rounded
    ],
)
def test_a_published_rate_is_worked_out_half_up(part: str, whole: str, rate: str) -> None:
    value = Decimal(part) / Decimal(whole) * 100
    assert str(rounded(value, "%")) == rate


def test_the_tables_of_the_documents_close() -> None:
    rows = published_rows("zhejiang_sichuan_funding_2013.csv")
    parts = [int(row["unit_amount_wan"]) * int(row["count"]) for row in rows if row["count"]]
    assert sum(parts) == int(rows[-1]["total_wan"]) == 13_700
    assert rounded((Decimal("11.42") - Decimal("10.38")) / Decimal("10.38") * 100, "%") == Decimal("10.02")
    assert round(Decimal("2319000") / Decimal(5187)) == 447
