"""The error workbook is the clerk's own file: marked where it is wrong, otherwise as it was."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from forms.problems import Problem
from reports import workbooks

SAMPLES = Path(__file__).parents[2] / "samples"
ROSTER = SAMPLES / "labour-roster-township.xlsx"


@pytest.fixture(scope="module")
def marked(desk, tmp_path_factory):
    """Return the judgement of the township roster and its marked copy."""
    judged = desk.judge(ROSTER, "employment")
    file = workbooks.write_errors(ROSTER, judged, tmp_path_factory.mktemp("errors") / "errors.xlsx")
    return judged, openpyxl.load_workbook(file).active


def test_each_refused_row_says_what_is_wrong_and_what_to_do(marked):
    """The column at the right names the cell, the reason and the advice; good rows stay clean."""
    judged, sheet = marked

    said = {cell.row: cell.value for cell in sheet["Q"] if cell.value}

    assert set(said) - {4} == {row.number for row in judged.refused}
    assert "面议" in said[26]
    assert "【O26】" in said[26]
    assert "请填写一个数" in said[26]
    assert said[4].startswith("导入问题")


def test_the_cells_spoken_of_are_coloured_and_no_others(marked):
    """The wage cell of row 26 is red, its neighbour is as it was."""
    _judged, sheet = marked

    assert sheet["O26"].fill.fgColor.rgb == "FFF4B6B0"
    assert sheet["N26"].fill.fill_type is None


def test_everything_else_is_as_the_clerk_left_it(marked):
    """Values, merged headings and widths are those of the original, which is untouched."""
    _judged, sheet = marked
    original = openpyxl.load_workbook(ROSTER).active

    assert sheet.merged_cells.ranges == original.merged_cells.ranges
    for row in original.iter_rows():
        assert [cell.value for cell in row] == [sheet.cell(cell.row, cell.column).value for cell in row]


def test_the_marked_copy_can_be_put_right_and_brought_in_again(desk, tmp_path):
    """The problem column is no question: it is left out, and the corrected row enters."""
    judged = desk.judge(ROSTER, "employment")
    file = workbooks.write_errors(ROSTER, judged, tmp_path / "errors.xlsx")
    book = openpyxl.load_workbook(file)
    book.active["O26"] = 3000
    book.save(file)

    again = desk.judge(file, "employment")

    assert {row.number for row in judged.refused} - {row.number for row in again.refused} == {26}


def with_results(file, results):
    """Put results beside the formulas of a workbook openpyxl wrote, as Excel stores them when it saves."""
    with zipfile.ZipFile(file) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for cell, (kind, value) in results.items():
        before = re.search(rb'<c r="%s"([^>]*)>(<f.*?</f>)<v ?/></c>' % cell.encode(), parts[name])
        after = b'<c r="%s"%s t="%s">%s<v>%s</v></c>' % (
            cell.encode(), before[1], kind.encode(), before[2], value.encode()
        )  # fmt: skip
        parts[name] = parts[name].replace(before[0], after)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in parts.items():
            archive.writestr(member, content)


HEADINGS = (
    "序号",
    "姓名",
    "身份证号",
    "民族",
    "户籍所在地",
    "务工地点",
    "岗位",
    "外出务工时间",
    "日工资",
    "月工资（元）",
    "备注",
)
ROWS = (
    HEADINGS,
    ("=ROW()-1", "李丽", "513200197005144894", "汉", "汶川县", "东莞市", "普工", "2026.3.1", 200, "=I2*22.5", '="老"&"工"'),
    ("=ROW()-1", "尉国", "513400199409125498", "彝族", "甘洛县", "东莞市", "普工", "2026.4.1", 180, "=I3*22.5", None),
    ("合计", None, None, None, None, None, None, None, None, "=SUM(J2:J3)", None),
)  # fmt: skip
RESULTS = {
    "A2": ("n", "1"), "A3": ("n", "2"), "J2": ("n", "4500"), "J3": ("n", "4050"), "J4": ("n", "8550"), "K2": ("str", "老工"),
}  # fmt: skip


@pytest.fixture
def calculated(roster):
    """Return a roster with formulas in data rows and the total, saved by Excel: their results are stored."""
    file = roster(*ROWS)
    with_results(file, RESULTS)
    return file


def test_formulas_keep_their_results(desk, calculated, tmp_path):
    """The marked copy shows the numbers and texts the clerk saw, and its formulas still calculate."""
    judged = desk.judge(calculated, "employment")

    copy = workbooks.write_errors(calculated, judged, tmp_path / "errors.xlsx")

    cells = [row[:11] for row in workbooks.read(copy).rows]
    formulas = openpyxl.load_workbook(copy).active
    assert cells == [row[:11] for row in workbooks.read(calculated).rows]
    assert (cells[1][9], cells[3][9], cells[1][10]) == (4500, 8550, "老工")
    assert (formulas["J2"].value, formulas["J4"].value) == ("=I2*22.5", "=SUM(J2:J3)")
    assert formulas["C3"].fill.fgColor.rgb == "FFF4B6B0"


def test_a_copy_put_right_in_excel_brings_in_exactly_the_corrected_rows(desk, calculated, tmp_path):
    """Wages are formulas, one ID number is wrong: corrected, its row enters; the total refuses nothing."""
    judged = desk.judge(calculated, "employment")
    copy = workbooks.write_errors(calculated, judged, tmp_path / "errors.xlsx")
    book = openpyxl.load_workbook(copy)
    book.active["C3"] = "513400199409125497"
    book.save(copy)
    with_results(copy, RESULTS)  # as Excel saves what it opened

    entered = {record.answers["id_no"] for record in judged.good}
    again = desk.judge(copy, "employment", known=lambda _form, answers: answers["id_no"] in entered)

    assert [(record.row_numbers, record.answers["monthly_wage"]) for record in again.good] == [((3,), "4050")]
    assert [(row.number, row.problems[0].code) for row in again.refused] == [(2, "REPORTS-129")]


def test_marking_a_marked_copy_leaves_what_is_still_wrong(desk, calculated, tmp_path):
    """Sentences and colours of the first round are gone where they are mended; no second column appears."""
    first = workbooks.write_errors(calculated, desk.judge(calculated, "employment"), tmp_path / "errors.xlsx")
    book = openpyxl.load_workbook(first)
    book.active["C3"], book.active["D2"] = "513400199409125497", "火星族"
    book.save(first)
    with_results(first, RESULTS)

    second = workbooks.write_errors(first, desk.judge(first, "employment"), tmp_path / "again.xlsx")

    sheet = openpyxl.load_workbook(second).active
    assert [str(cell.value or "")[:4] for cell in sheet["L"]] == ["导入问题", "【D2】", "", ""]
    assert sheet.max_column == 12
    assert (sheet["C3"].fill.fill_type, sheet["D2"].fill.fgColor.rgb) == (None, "FFF4B6B0")


def test_a_csv_comes_back_as_a_workbook(desk, tmp_path):
    """What openpyxl cannot open is written anew; text that looks like a formula stays text."""
    file = tmp_path / "roster.csv"
    file.write_bytes("姓名,身份证号,民族,备注\r\n李丽,513200197005144894,火星族,=1+1\r\n".encode("gb18030"))

    judged = desk.judge(file, "employment")
    sheet = openpyxl.load_workbook(workbooks.write_errors(file, judged, tmp_path / "errors.xlsx")).active

    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].value == "513200197005144894"
    assert "火星族" in sheet["E2"].value


def test_the_original_is_never_overwritten(desk):
    """Writing onto the clerk's own file is refused."""
    before = ROSTER.read_bytes()

    with pytest.raises(Problem) as caught:
        workbooks.write_errors(ROSTER, desk.judge(ROSTER, "employment"), ROSTER)

    assert caught.value.code == "REPORTS-113"
    assert ROSTER.read_bytes() == before
