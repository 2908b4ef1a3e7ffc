"""The error workbook is the clerk's own file: marked where it is wrong, otherwise as it was."""

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
