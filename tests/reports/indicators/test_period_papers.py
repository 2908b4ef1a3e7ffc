"""The prints of figures read back: the report of a period (ASS-R3), of a return, and years together (SUM-R1)."""

import re
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from records.ledger import NewUser, Office, Role
from reports import papers, returns
from reports.indicators import Number, formulas, grouped, span, work_out
from reports.indicators.period_papers import in_large, paper_of, print_figures
from reports.returns.filling import Signers
from tests.conftest import PASSPHRASE, REVIEWER
from tests.fakes.county_ledgers import enter, typed

SALES = (
    *((day, "41152263") for day in ("2025-08-20", "2025-09-01", "2025-09-02")),
    ("2026-06-02", "10000"), ("2026-08-12", "15000"),
)  # fmt: skip


@pytest.fixture
def county(make_office: Callable[..., Office]) -> Office:
    """The county on 2026-11-22 with approved sales of three quarters, those of 2025 more than 1 亿元 together."""
    office = make_office(people=[NewUser(REVIEWER, Role.REVIEWER, PASSPHRASE)])
    office.settings.set("one_person", True)
    for day, amount in SALES:
        changes = {"sold_on": day, "amount": amount}
        office.records.approve([enter(office, typed(office, "consumption", {}, changes), "consumption")])
    return office


def _read(file: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
    )
    return re.sub(r" +", " ", done.stdout)


def _printed(office: Office, period: str, file: Path, code: str = "") -> str:
    scheme = formulas.scheme("2017")
    wanted = [one for _aspect, own in grouped(scheme) for one in own]
    sheet = work_out(office, wanted, span(period))
    return _read(print_figures(sheet, scheme, office.info, file, today=office.clock.today(), code=code))


def test_the_report_of_a_quarter_says_growth_beside_the_figures(county: Office, tmp_path: Path) -> None:
    """Title, head, foot and the figure beside that of the quarter before, with what there is to say to it."""
    said = _printed(county, "2026-Q3", tmp_path / "季报.pdf", "ASS-R3")

    for words in ("东西部协作情况季报（2026年第三季度）", "填报单位（盖章）：汶川县东西部协作办公室", "截至2026年9月30日",
                  "报告期：2026年第三季度", "填表人", "审核人", "负责人", "填报日期", "【产业合作】"):  # fmt: skip
        assert words in said
    assert re.search(r"万元 1\.50 1\.00 比上期 \+50\.00%", said)


@pytest.mark.parametrize(
    ("period", "title", "day"),
    [("2026-08", "东西部协作情况月报（2026年8月）", "截至2026年8月31日"), ("2026", "年报（2026年）", "截至2026年11月22日")],
)  # fmt: skip
def test_month_and_year_have_their_own_names(
    county: Office, tmp_path: Path, period: str, title: str, day: str
) -> None:
    """A year that is not over stands as of today, never as of a day to come."""
    said = _printed(county, period, tmp_path / "报.pdf", "ASS-R3")

    assert title in said
    assert day in said


def test_a_return_prints_by_the_same_paper_as_of_its_own_day(county: Office, tmp_path: Path) -> None:
    """The return of the ledger is printed as it was filled, whenever that is."""
    head = returns.fill(county, "cooperation", "2026-Q3", Signers("张三", "李四", "王五"))

    file = papers.roster(
        papers.layouts()["cooperation-report"], [county.records.get(head.record_id).answers], tmp_path / "r.pdf",
        office_info=county.info, as_of=date(2026, 11, 22), definition=county.forms.definition("report_submission"),
    )  # fmt: skip
    said = _read(file)

    for words in ("东西部协作情况报表", "报表：东西部协作情况表", "报告期：2026-Q3", "截至2026年9月30日"):
        assert words in said
    assert re.search(r"万元 1\.50? 1(\.00)?\n", said)


def test_years_together_are_the_cumulative_table_with_its_qualifiers(county: Office, tmp_path: Path) -> None:
    """Several years print SUM-R1 unasked: more than a 亿 stands in 亿元, and as it is rounded it says 约."""
    said = _printed(county, "2025..2026", tmp_path / "累计.pdf")

    for words in (
        "东西部协作累计成果表（2025—2026年）",
        "来源：本单位台账，截至2026年11月22日",
        "限定词",
        "填报日期",
    ):
        assert words in said
    assert re.search(r" 1\.23 亿元 约", said)
    assert "比上期" not in said


def test_the_period_chooses_the_print() -> None:
    """A month to a year is the assessment's table, years together the cumulative one."""
    assert [paper_of(span(one)) for one in ("2026-08", "2026-Q3", "2026", "2013..2016")] == [
        *["ASS-R1"] * 3,
        "SUM-R1",
    ]


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (Number(Decimal(379_000), 9, "万元"), ("37.90", "亿元", "")),
        (Number(Decimal(526_512), 9, "人"), ("52.65", "万人", "约")),
        (Number(Decimal(9_999), 9, "人"), ("9,999", "人", "")),
        (Number(Decimal(12_000), 9, "人次", adjusted=True), ("1.20", "万人次", "人工调整")),
        (Number(Decimal(322), 9, "个"), ("322", "个", "")),
    ],
)
def test_only_what_is_rounded_says_about(number: Number, printed: tuple[str, str, str]) -> None:
    """An exact 37.9 亿元 stays without a qualifier, 52.6512 万人 does not."""
    assert in_large(number) == printed
