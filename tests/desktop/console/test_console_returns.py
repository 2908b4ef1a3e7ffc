"""The verbs of the returns: what is due, filling, handing in, opening again; the report of a period on paper."""

import subprocess


def test_a_return_goes_its_way_by_verbs(county, tmp_path) -> None:
    """Listed as missing, filled, handed in, refused once more, opened with a reason."""
    due = county.asks("returns", "list").document
    period = next(one["period"] for one in due["returns"] if one["code"] == "consumption")
    signers = ("--filler", "张三", "--reviewer", "李四", "--head", "王五")
    made = county.asks("returns", "fill", "consumption", period, *signers).document["record_id"]

    files = [tmp_path / "十月.xlsx", tmp_path / "十月.pdf"]

    assert [county.types("returns", "export", made, file).status for file in files] == [0, 0]
    assert all(file.stat().st_size > 3_000 for file in files)
    assert due["done"] == 0
    assert county.types("returns", "hand-in", made).status == 0
    assert "REPORTS-222" in county.types("returns", "fill", "consumption", period).errors
    assert county.types("returns", "open-again", made, "--reason", "漏报").status == 0
    assert "填报中" in county.types("returns", "list").lines


def test_the_report_of_a_period_is_printed_by_its_code(county, tmp_path) -> None:
    """`--paper ASS-R3` is the report of the quarter, a paper nobody prints is refused with the three that are."""
    file = tmp_path / "季报.pdf"

    assert (
        county.types("indicators", "--year", "2026-Q3", "--paper", "ASS-R3", "--out", str(file)).status == 0
    )
    said = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout
    assert "东西部协作情况季报（2026年第三季度）" in said
    assert "SUM-R1" in county.types("indicators", "--paper", "ASS-R9").errors
