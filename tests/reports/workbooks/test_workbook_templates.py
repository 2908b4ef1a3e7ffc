"""A template comes back as it was filled; an export holds what the records hold."""

import csv
import json
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from reports import workbooks
from reports.workbooks import templates
from reports.workbooks.plan import plan_from_json


def fill(file, sheet, *records):
    """Type records into a template as a clerk would: by the words of the headings, from the fourth row on."""
    book = openpyxl.load_workbook(file)
    page = book[sheet] if sheet else book.worksheets[0]
    headings = {str(cell.value).removesuffix(" *"): cell.column for cell in page[3]}
    for row, record in enumerate(records, start=4):
        for heading, value in record.items():
            page.cell(row, headings[heading], value)
    book.save(file)


PERSON = {
    "记录号": 1, "证件类型": "居民身份证", "证件号码": "513200197005144894", "姓名": "李丽", "民族": "汉族", "户籍地": "四川省阿坝藏族羌族自治州汶川县",
    "联系电话": "17892152758", "人员类别": "脱贫劳动力", "务工地": "广东省佛山市顺德区", "用工单位": "美家电器有限公司", "岗位（工种）": "普工",
    "开始年月": datetime.fromisoformat("2026-03-01"), "月工资（元）": 4500.5,
}  # fmt: skip


@pytest.fixture
def filled(desk, tmp_path):
    """Return an employment template with one person and two follow-ups."""
    file = workbooks.template(desk.definitions["employment"], tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(file)
    second = book.sheetnames[1]
    fill(file, None, PERSON)
    fill(
        file,
        second,
        {"记录号": 1, "回访日期": datetime.fromisoformat("2026-05-01"), "回访人": "王秀英"},
        {"记录号": 1, "回访日期": datetime.fromisoformat("2026-08-01"), "回访人": "王秀英"},
    )
    return file


def test_a_filled_template_comes_back_with_the_rows_of_its_repeats(desk, filled):
    """Every column finds its question by its heading; the follow-ups join the record of their number."""
    judged = desk.judge(filled, "employment")

    assert [problem.sentence() for problem in judged.problems if problem.code != "REPORTS-127"] == []
    (outcome,) = [*judged.good, *judged.refused]
    answers = outcome.answers
    assert answers["id_no"] == "513200197005144894"
    assert (answers["work_region"], answers["monthly_wage"]) == ("440606", "4500.5")
    assert (answers["start_month"], answers["birth_date"]) == ("2026-03-01", "1970-05-14")
    assert [row["visited_on"] for row in answers["followup"]] == ["2026-05-01", "2026-08-01"]


def test_a_template_is_proposed_without_a_column_left_over(desk, filled):
    """No heading of ours is unknown to us."""
    plan = desk.plan(filled, "employment")

    assert plan.unmatched == []
    assert all(column.targets for column in plan.columns if column.index != plan.link_column)
    assert list(plan.children) == ["followup"]
    assert plan.children["followup"].unmatched == []


@pytest.mark.parametrize(
    "form_id", ["employment", "training_class", "prof_exchange", "money_donation", "goods_donation"]
)
def test_every_form_has_a_template_that_leads_back_to_it(desk, tmp_path, form_id):
    """Each heading of each template leads to the very question it was made from."""
    file = workbooks.template(desk.definitions[form_id], tmp_path / "template.xlsx")

    plan = desk.plan(file, form_id)

    for one in (plan, *plan.children.values()):
        for column in one.columns:
            if column.index != one.link_column:
                (target,) = column.targets
                label = desk.definitions[form_id].questions[target.path].label.in_("zh")
                assert column.header.removesuffix(" *") == label


def test_a_template_keeps_excel_from_ruining_answers(desk, tmp_path):
    """ID numbers are text, choices are lists from a hidden sheet, required headings carry a star, the heading is locked."""
    file = workbooks.template(desk.definitions["employment"], tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    headings = {str(cell.value): cell for cell in page[3]}

    id_column = headings["证件号码 *"].column_letter
    assert page.column_dimensions[id_column].width >= 20
    assert (
        page[f"{id_column}4"].number_format == "@" or page.column_dimensions[id_column].number_format == "@"
    )
    assert page.protection.sheet
    assert headings["证件号码 *"].protection.locked
    assert book.worksheets[-1].sheet_state == "veryHidden"
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert any(book.worksheets[-1].title in rule.formula1 for rule in lists)
    assert headings["证件号码 *"].comment is not None


def test_a_follow_up_without_its_record_is_refused_not_lost(desk, filled):
    """A record number that stands nowhere on the main sheet is told at its cell."""
    book = openpyxl.load_workbook(filled)
    page = book.worksheets[1]
    page["A6"] = 9
    page["B6"] = datetime.fromisoformat("2026-09-01")
    book.save(filled)

    judged = desk.judge(filled, "employment")

    assert [
        (problem.code, problem.place) for row in judged.refused for problem in row.problems if row.sheet
    ] == [("REPORTS-139", f"{page.title}!A6")]


def test_a_plan_is_remembered_as_json(desk, filled):
    """Choices survive the way through JSON, children too."""
    plan = desk.plan(filled, "employment")

    again = plan_from_json(
        json.loads(json.dumps(plan.as_json())), workbooks.read(filled), desk.definitions.values()
    )

    assert again.as_json() == plan.as_json()
    assert again.fingerprint == plan.fingerprint


RECORD = {
    "id_type": "10", "id_no": "513200197005144894", "full_name": "=1+1", "phone": "017892152758", "ethnic_code": "01",
    "hukou_region": "513200", "work_region": "440606", "start_month": "2026-03-01", "monthly_wage": "4500.5", "note": "a\x07b\n@x",
    "followup": [{"visited_on": "2026-05-01"}],
}  # fmt: skip


def test_an_export_holds_text_numbers_and_dates_as_such(desk, tmp_path):
    """IDs are text, wages numbers with two decimals, dates dates, codes labels; nothing is a formula."""
    file = workbooks.export(desk.definitions["employment"], [RECORD], tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    cells = {str(heading.value): cell for heading, cell in zip(page[1], page[2], strict=True)}

    assert (cells["证件号码"].value, cells["证件号码"].data_type) == ("513200197005144894", "s")
    assert (cells["姓名"].value, cells["姓名"].data_type) == ("=1+1", "s")
    assert cells["民族"].value == "汉族"
    assert cells["务工地"].value == "广东省佛山市顺德区"
    assert cells["户籍地"].value == "四川省阿坝藏族羌族自治州"
    assert (cells["月工资（元）"].value, cells["月工资（元）"].number_format) == (4500.5, "#,##0.00")
    assert cells["开始年月"].value == datetime.fromisoformat("2026-03-01")
    assert cells["备注"].value == "ab\n@x"
    assert book.worksheets[1]["A2"].value == 1


def test_csv_opens_right_in_excel(desk, tmp_path):
    """A byte order mark, ID numbers and leading zeros kept as text, no formula from a name."""
    file = workbooks.export(desk.definitions["employment"], [RECORD], tmp_path / "out.csv", "csv")
    content = file.read_bytes()
    headings, line = list(csv.reader(content.decode("utf-8-sig").splitlines()))[:2]
    cells = dict(zip(headings, line, strict=False))

    assert content.startswith(b"\xef\xbb\xbf")
    assert cells["证件号码"] == '="513200197005144894"'
    assert cells["联系电话"] == '="017892152758"'
    assert cells["姓名"] == '="=1+1"'
    assert Decimal(cells["月工资（元）"]) == Decimal("4500.50")


def test_json_lines_hold_the_answers_as_they_are(desk, tmp_path):
    """One record a line, nothing changed."""
    file = workbooks.export(desk.definitions["employment"], [RECORD, RECORD], tmp_path / "out.jsonl", "jsonl")

    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == [RECORD, RECORD]


def test_an_export_can_be_brought_in_again(desk, tmp_path):
    """What goes out as a workbook comes in with the same answers."""
    good = desk.judge(desk_sample(), "employment").good[:5]
    file = workbooks.export(
        desk.definitions["employment"], [record.answers for record in good], tmp_path / "out.xlsx"
    )

    again = desk.judge(file, "employment")

    found = {row.answers["id_no"]: row.answers for row in [*again.good, *again.refused]}
    for record in good:
        assert {**found[record.answers["id_no"]]} == record.answers


def desk_sample():
    """Return the township roster."""
    from pathlib import Path

    return Path(__file__).parents[2] / "samples" / "labour-roster-township.xlsx"


def test_nothing_is_left_behind_when_a_target_cannot_be_written(desk, tmp_path):
    """A folder that is not there gives a sentence, and no half file."""
    from forms.problems import Problem

    with pytest.raises(Problem) as caught:
        workbooks.export(desk.definitions["employment"], [RECORD], tmp_path / "none" / "out.xlsx")

    assert caught.value.code == "REPORTS-112"
    assert list(tmp_path.iterdir()) == []


def test_an_english_template_leads_back_to_the_form_too(desk, tmp_path):
    """English labels and the English record number are known headings."""
    from resources.i18n import translator

    file = tmp_path / "template.xlsx"
    templates.template(desk.definitions["employment"], file, language="en", translate=translator("en"))

    plan = desk.plan(file, "employment")

    assert plan.unmatched == []
    assert list(plan.children) == ["followup"]
