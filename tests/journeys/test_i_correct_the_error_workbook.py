"""«I put the red cells of the error workbook right and bring it in again; only what I corrected enters.»"""

import json
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.journeys.conftest import LABOUR_LACKS, PASSPHRASE, PEOPLE, ROOT, Answer, Seat

KEY = {
    line["row"]: line
    for line in json.loads(
        (ROOT / "tests" / "samples" / "labour-roster-township.key.json").read_text(encoding="utf-8")
    )
}
NAME, ID_NUMBER, WAGE = "B", "E", "O"
FORGOTTEN_NAME = "李秀兰"  # invented: the key has no name for the row without one
CORRECTIONS = {
    f"{ID_NUMBER}51": KEY[51]["id"],  # check digit
    f"{WAGE}26": KEY[26]["wage"],  # 面议
    f"{NAME}43": FORGOTTEN_NAME,
    f"{ID_NUMBER}49": KEY[49]["id"],  # ruined by Excel: written as text again
}
CORRECTED = {51, 26, 43, 49}


def bring_in(office, file, errors):
    """Bring *file* in with one value each for what it does not hold, and have what is wrong marked in *errors*."""
    return office.says("import", "employment", file, *LABOUR_LACKS, "--errors", errors)


def by_row(answer):
    """Return the problems of an import by sheet row."""
    rows = {}
    for problem in answer.document["problems"]:
        row = int("".join(filter(str.isdigit, problem["place"].split("!")[1])))
        rows.setdefault(row, []).append(problem)
    return rows


@dataclass
class Corrected:
    """What came of the two rounds: answers, counts in between, the office and the second error workbook."""

    county: Seat
    first: Answer
    drafts_before: int
    again: Answer
    second_errors: Path


@pytest.fixture(scope="module")
def corrected(tmp_path_factory):
    """Bring the roster in, put four cells of the error workbook right, bring it in again: once for all tests."""
    folder = tmp_path_factory.mktemp("correcting")
    people = folder / "people.toml"
    people.write_text(PEOPLE.format(passphrase=PASSPHRASE), encoding="utf-8")
    county = Seat(folder / "513435", people)
    county.does(
        "init",
        "--code",
        "513435",
        "--name",
        "甘洛县东西部协作办公室",
        "--level",
        "county",
        "--people",
        people,
    )
    errors, second_errors = folder / "有问题.xlsx", folder / "还有问题.xlsx"
    first = bring_in(county, ROOT / "resources" / "samples" / "labour-roster-township.xlsx", errors)
    drafts = county.does("list", "employment")["counts"]["draft"]
    book = openpyxl.load_workbook(errors)
    for cell, value in CORRECTIONS.items():
        book.active[cell] = value
    book.save(errors)
    return Corrected(county, first, drafts, bring_in(county, errors, second_errors), second_errors)


def test_exactly_the_corrected_rows_enter_and_the_others_are_known(corrected):
    """Four rows enter; each row of the first time names its record, each row still wrong its reason."""
    refused_first, refused_again = by_row(corrected.first), by_row(corrected.again)
    counts = corrected.county.does("list", "employment")["counts"]

    assert corrected.again.document["good"] == len(CORRECTED)
    assert counts["draft"] == corrected.drafts_before + len(CORRECTED)
    assert not CORRECTED & set(refused_again)
    entered_first = {row for row, line in KEY.items() if line["problem"] is None}
    for row in entered_first:
        [problem] = refused_again[row]
        assert problem["code"] == "REPORTS-129"
        assert f"“{KEY[row]['name']} · " in problem["what"]
        assert "（草稿）" in problem["what"]
    still_wrong = set(refused_first) - CORRECTED
    assert set(refused_again) == entered_first | still_wrong
    for row in still_wrong:
        assert [one["code"] for one in refused_again[row]] == [one["code"] for one in refused_first[row]]


def test_what_entered_is_what_the_clerk_corrected(corrected):
    """The four people are found by the numbers and names typed into the copy."""
    found = {
        row: corrected.county.does("list", "employment", "--search", KEY[row]["id"])["records"]
        for row in CORRECTED
    }

    assert all(len(records) == 1 for records in found.values())
    assert found[43][0]["title"].startswith(FORGOTTEN_NAME)
    assert found[26][0]["title"].startswith("马刚")


def test_the_second_error_workbook_speaks_of_what_is_left(corrected):
    """The sentences of the first round are gone at the corrected rows; there is still one column of them."""
    sheet = openpyxl.load_workbook(corrected.second_errors).active

    headings = [cell.value for cell in sheet[4] if str(cell.value or "").startswith("导入问题")]

    assert len(headings) == 1
    assert all(sheet[f"Q{row}"].value is None for row in CORRECTED)
    assert "REPORTS" not in str(sheet["Q34"].value)
    assert "【N34】" in sheet["Q34"].value
