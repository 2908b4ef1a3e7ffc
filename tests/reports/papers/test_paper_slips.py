"""Reconciliation slips: short lists that two offices compare and sign."""

from datetime import date

from reports import papers

LINES = ["上报批次", ("批次号", "000012"), ("表", "条数", "校验和"), ("就业台账", "1,204", "9f3a77c102be")]


def test_a_slip_shows_title_office_date_lines_and_who_signs(tmp_path, read):
    """Every cell is on the paper in its row, with the office, the day and both places to sign."""
    file = papers.slip("对账单", LINES, tmp_path / "slip.pdf", office="汶川县", day=date(2026, 11, 22))

    lines = [line.split() for line in read(file)]
    assert ["对账单"] in lines
    assert ["汶川县", "2026年11月22日"] in lines
    assert ["批次号", "000012"] in lines
    assert ["就业台账", "1,204", "9f3a77c102be"] in lines
    assert ["报送单位（盖章）：", "接收单位（盖章）："] in lines


def test_a_long_slip_goes_on_over_pages(tmp_path, read, pages_of):
    """A hundred lines fill several pages, each with the title, none lost."""
    rows = [(f"第{n}项", str(n)) for n in range(100)]

    file = papers.slip("对账单", rows, tmp_path / "slip.pdf")

    pages = pages_of(file)[0]
    assert pages > 2
    assert sum(1 for line in read(file) if line == "对账单") == pages
    assert [line.split() for line in read(file) if line.startswith("第")] == [
        [f"第{n}项", str(n)] for n in range(100)
    ]


def test_an_empty_slip_can_still_be_signed(tmp_path, read):
    """A slip without lines has its title and the places to sign."""
    lines = read(papers.slip("对账单", [], tmp_path / "slip.pdf"))

    assert lines[0] == "对账单"
    assert "接收单位（盖章）：" in lines[-1]
