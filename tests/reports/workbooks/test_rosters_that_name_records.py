"""Rosters whose cells name records of another ledger: by title, number or key, and never by a guess."""

from pathlib import Path

import pytest
import xlsxwriter

from records.ledger import NewUser, Office, Role
from reports import workbooks
from tests.fakes.store_forms import store_forms


@pytest.fixture
def store(make_office, tmp_path: Path) -> Office:
    """A store with two batches of rice and one of salt, and the form of what is handed out."""
    people = [NewUser("张会计", Role.REVIEWER, "春天的茶马古道 2026")]
    office = make_office(people=people, publish=False)
    office.forms.publish(*store_forms(tmp_path))
    for number, item in enumerate(("盐", "大米", "大米")):
        head = office.records.save(
            "depot", {"item": item, "qty": 9, "made_code": f"A{number}"}, token=f"{number}"
        )
        office.records.complete([head.record_id])
    return office


def judged(store: Office, tmp_path: Path, *cells: str):
    """Write a roster with these batches, read and judge it."""
    file = tmp_path / "领用.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("领用")
        sheet.write_row(0, 0, ["领取人", "整批领取"])
        for row, cell in enumerate(cells, 1):
            sheet.write_row(row, 0, [f"王村长{row}", cell])
    plan = workbooks.propose(workbooks.read(file), [store.forms.definition("issue")])
    return workbooks.judge(plan, store.session)


def test_a_cell_names_its_record_by_title_number_or_key(store, tmp_path):
    """A title that is there once, a number and a key each become the record's id."""
    ids = {row["made_code"]: row["name"] for row in store.context().tables["ledger_depot"]}

    found = judged(store, tmp_path, "盐", "513221-2026-A00002", "A2", "/")

    assert [row.answers.get("whole_of") for row in found.good] == [ids["A0"], ids["A1"], ids["A2"], None]
    assert [row.answers.get("whole_item") for row in found.good] == ["盐", "大米", "大米", None]


def test_a_cell_that_names_none_or_several_is_refused(store, tmp_path):
    """Nobody guesses which of two batches is meant, and what is not entered cannot be referred to."""
    found = judged(store, tmp_path, "大米", "面粉")

    problems = [row.problems[0] for row in found.refused]
    assert [one.code for one in problems] == ["REPORTS-161", "REPORTS-160"]
    assert "2" in problems[0].what()
    assert "面粉" in problems[1].what()


def test_an_exported_ledger_comes_in_again(store, tmp_path):
    """An export writes titles, and the import reads them back as the same record."""
    salt = next(row["name"] for row in store.context().tables["ledger_depot"] if row["item"] == "盐")
    store.records.save("issue", {"receiver": "王村长", "whole_of": salt}, token="x")
    file = tmp_path / "导出.xlsx"

    workbooks.export(
        store.forms.definition("issue"), (one.answers for one in store.records.each("issue")), file
    )
    plan = workbooks.propose(workbooks.read(file), [store.forms.definition("issue")])
    again = workbooks.judge(plan, store.session)

    assert [row.answers["whole_of"] for row in again.good] == [salt]
