"""«I bring in the rosters my townships keep; what is right enters, what is wrong is named cell by cell.»"""

import json

import openpyxl
import pytest

from tests.journeys.conftest import ROOT, bring_in_labour

KEYS = ROOT / "tests" / "samples"
REASONS = {
    "REPORTS-128": "duplicate_person",
    "REPORTS-123": "wage_not_a_number",
    "FORMS-004": "date_in_future",
    "REPORTS-127": "name_missing",
    "REPORTS-121": "id_ruined_by_excel",
    "FORMS-107": "id_check_digit",
    "FORMS-102": "id_length",
    "FORMS-105": "id_impossible_date",
    "REPORTS-130": "amount_is_not_quantity_times_price",
}


def _wrong_rows(name):
    key = json.loads((KEYS / f"{name}.key.json").read_text(encoding="utf-8"))
    return {row["row"]: row["problem"] for row in key if row["problem"]}, len(key)


def _named_rows(answer):
    return {
        int("".join(filter(str.isdigit, problem["place"].split("!")[1]))): REASONS.get(
            problem["code"], problem["code"]
        )
        for problem in answer.document["problems"]
    }


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("employment", "labour-roster-township"),
        ("donation", "donation-ledger-2023"),
        ("training_class", "trainee-roster-class"),
    ],
)
def test_every_wrong_row_is_named_with_its_reason_and_the_others_enter(county, samples, form, name):
    """The program's verdict on each of the three sample rosters is the key's, row by row."""
    wrong, rows = _wrong_rows(name)

    answer = county.says("import", form, samples / f"{name}.xlsx")

    assert answer.status == 1
    assert _named_rows(answer) == wrong
    assert answer.document["good"] == rows - len(wrong)


def test_the_error_workbook_is_the_clerks_own_file_with_reasons(county, samples, tmp_path):
    """The error workbook keeps the sheet as it was and adds one sentence of advice to each wrong row."""
    errors = tmp_path / "有问题.xlsx"

    county.says("import", "employment", samples / "labour-roster-township.xlsx", "--errors", errors)

    before = openpyxl.load_workbook(samples / "labour-roster-township.xlsx").active
    after = openpyxl.load_workbook(errors).active
    wrong, _rows = _wrong_rows("labour-roster-township")
    assert [cell.value for cell in after[5]][:15] == [cell.value for cell in before[5]][:15]
    told = {
        row[0].row
        for row in after.iter_rows(min_row=5)
        if any("建议" in str(c.value) or "请" in str(c.value) for c in row)
    }
    assert told == set(wrong)


def test_the_same_file_twice_enters_once(county, samples):
    """Bringing the roster in again adds nothing: each row finds the record it made before."""
    bring_in_labour(county, samples)
    before = county.does("list", "employment")["counts"]

    bring_in_labour(county, samples)

    assert county.does("list", "employment")["counts"] == before


def test_what_a_template_asks_can_be_filled_and_brought_in(county, tmp_path):
    """A template written from the form, filled in Excel, comes in without a word of mapping."""
    file = tmp_path / "模板.xlsx"
    county.does("template", "prof_exchange", file)

    book = openpyxl.load_workbook(file)

    assert any("姓名" in str(cell.value) for row in book.worksheets[0].iter_rows(max_row=5) for cell in row)
