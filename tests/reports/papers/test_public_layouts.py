"""The prints of industry, aid, notices and returns (domain book §5.9): what each says, and what none may say."""

import re
from datetime import date
from typing import Any

import pytest

from reports import papers
from tests.fakes import industry_records, public_records

DAY = date(2026, 11, 22)


@pytest.fixture
def lines(tmp_path, office, definitions, read):
    """Print records by a shipped layout; return its lines with single blanks."""

    def printed(name: str, rows: list[dict[str, Any]]) -> list[str]:
        layout = papers.layouts()[name]
        file = papers.roster(
            layout,
            rows,
            tmp_path / "x.pdf",
            office_info=office,
            as_of=DAY,
            definition=definitions(layout.form_id),
        )
        return [re.sub(r"(?<=\d) (?=[个家笔])", "", re.sub(r"\s+", " ", line)) for line in read(file)]

    return printed


def sample(form_id: str, **other: Any) -> dict[str, Any]:
    """Return the flat answers of a sound record."""
    records = industry_records.RECORDS | public_records.RECORDS
    return {name: value for name, value in records[form_id].items() if name.isidentifier()} | other


def test_agreed_and_arrived_stand_in_two_columns(lines) -> None:
    """Each has a sum of its own; nowhere are they one figure."""
    rows = [
        sample("enterprise", arrived_amount="3000000", jobs=80, jobs_assisted=25),
        sample("enterprise", agreed_amount="7000000.50", arrived_amount="0", jobs=20, jobs_assisted=0),
    ]

    assert "合计 2家 12,000,000.50 3,000,000.00 100 25" in lines("enterprises", rows)


def test_parks_and_workshops_add_up(lines) -> None:
    """The workshops are parted by whether they are at work, each part with its sum."""
    parks = lines("industrial-parks", [sample("industrial_park", entered_count=3, arrived_amount="9000000")])
    shops = [sample("workshop"), sample("workshop", state="stopped", amount="", jobs="0", jobs_assisted="0")]

    assert "合计 1个 3 9,000,000.00 420 150" in parks
    said = lines("workshops", shops)
    assert "小计 正常 1个 300,000.00 32 18" in said
    assert "小计 停工 1个 0.00 0 0" in said


def test_sales_are_parted_by_channel(lines) -> None:
    """In the order of the form's channels."""
    said = lines("consumption", [sample("consumption", channel="online"), sample("consumption")])

    assert [line for line in said if line.startswith(("小计", "合计"))] == [
        "小计 东部采购 1笔 36,000.00 45", "小计 电商直播 1笔 36,000.00 45", "合计 2笔 72,000.00 90",
    ]  # fmt: skip


def test_returns_are_counted_with_their_rates(lines) -> None:
    """Handed in is in time and late together; rates are half up with two decimals."""
    timely = ["on_time", "late", "unreported"]
    rows = [sample("report_submission", timeliness=one) for one in timely]
    rows.append(sample("report_submission", report_code="labour", timeliness="on_time"))

    said = lines("returns", rows)

    assert "2 产业合作情况表 3 2 1 1 1 66.67% 33.33%" in said
    assert "合计 4 3 1 2 1 75.00% 50.00%" in said
    assert any("（本期没有记录）" in line for line in lines("returns", []))


def test_corrections_leave_out_what_found_nothing(lines) -> None:
    """A check without a finding is no line of the ledger of corrections."""
    rows = [sample("assessment_process", has_issue="yes"), sample("assessment_process", has_issue="no")]

    assert "合计 1个" in lines("corrections", rows)


def test_a_case_of_aid_prints_no_health(lines) -> None:
    """The approval has both surveyors and the approver; costs of treatment and the whole ID number are not on it."""
    said = "\n".join(lines("emergency-case", [sample("emergency_case", self_paid="43210", days=14)]))

    for name in ("张三", "李四", "王五", "513435********1227", "领取人签字"):
        assert name in said
    assert "43,210" not in said
    assert "513435199104081227" not in said


@pytest.mark.parametrize("name", ["project-notice", "public-notice", "fund-notice"])
def test_a_notice_says_when_where_and_whom_to_call(name: str, lines) -> None:
    """Nobody who handled it is named on it, nor who objected."""
    said = "\n".join(lines(name, [sample("disclosure", notice_days=10, published_on="2026-09-21")]))

    for words in ("公示起 2026-09-21", "公示止 2026-09-30", "公示天数 10", "12317", "县政府网站、乡镇公开栏"):
        assert words in said
    assert "李四" not in said
    assert "王五" not in said


def test_every_print_of_these_ledgers_has_its_layout() -> None:
    """The codes of domain book §5.9 that this room prints."""
    codes = {layout.code for layout in papers.layouts().values()}

    assert {"IND-R1", "IND-R2", "IND-R3", "PROJ-R5", "SOC-R2", "SOC-R3", "ORG-R5", "ASS-R2"} <= codes
