"""Excel on the console: values for every row, templates, exports."""

import json

from openpyxl import load_workbook

from tests.desktop.console.conftest import SAMPLES


def test_a_value_goes_to_the_ledger_that_asks_for_it(county):
    """Of a mixed donation roster only money has a method: --set method applies there and refuses nothing."""
    bare = county.asks("import", "donation", SAMPLES / "donation-ledger-2023.xlsx", "--dry-run")
    given = county.asks(
        "import", "donation", SAMPLES / "donation-ledger-2023.xlsx", "--dry-run", "--set", "method=cash"
    )

    assert "DESKTOP-104" not in given.codes
    assert given.document["good"] == bare.document["good"] > 0


def test_the_value_stands_in_the_records(county):
    """What was set for every row is in the records of the form that has the question."""
    county.asks("import", "donation", SAMPLES / "donation-ledger-2023.xlsx", "--set", "method=cash")

    with county.open("张会计") as office:
        money = [record.answers["method"] for record in office.records.each("money_donation")]
        goods = [record.answers for record in office.records.each("goods_donation")]
    assert set(money) == {"cash"}
    assert all("method" not in answers for answers in goods)


def test_a_value_no_ledger_asks_for_is_refused(county):
    """A question no form has is refused before anything is read, with an example that works."""
    answer = county.asks("import", "donation", SAMPLES / "donation-ledger-2023.xlsx", "--set", "colour=red")

    assert (answer.status, answer.codes) == (1, ["DESKTOP-104"])
    assert "--set channel=cooperation" in answer.document["problems"][0]["remedy"]
    assert county.asks("list", "money_donation").document["counts"].get("draft", 0) == 0


def test_a_value_without_a_sign_of_equality_is_refused(county):
    """`--set method` says no value."""
    file = SAMPLES / "donation-ledger-2023.xlsx"

    assert county.asks("import", "donation", file, "--set", "method").codes == ["DESKTOP-104"]


def test_a_template_comes_with_the_forms_questions(county, tmp_path):
    """The template is a workbook with the form's columns."""
    file = tmp_path / "template.xlsx"

    assert county.asks("template", "employment", file).document == {"file": str(file)}
    heads = [cell.value for row in load_workbook(file).worksheets[0].iter_rows() for cell in row]
    assert any("姓名" in str(head) for head in heads)


def test_an_export_holds_what_the_list_holds(roster, tmp_path):
    """Each line of a .jsonl is one record."""
    file = tmp_path / "all.jsonl"

    answer = roster.asks("export", "employment", file, "--state", "draft", "--reason", "核对")

    assert answer.document["rows"] == 48
    assert len([json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]) == 48
