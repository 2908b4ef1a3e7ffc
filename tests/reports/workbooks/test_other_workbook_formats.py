"""Rosters come as .xlsx, .xlsm, .xls and .ods: the same two rows are read, judged and marked alike from each."""

import shutil
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from forms.problems import Problem
from reports import workbooks

FILES = Path(__file__).parent / "files"
HEADINGS = (
    "序号", "姓名", "身份证号", "民族", "户籍所在地", "人员类别", "务工地点", "务工企业", "岗位", "外出务工时间", "月工资（元）", "备注",
)  # fmt: skip
ROWS = (
    (1, "李丽", "513200197005144894", "汉", "汶川县", "是", "广东省佛山市顺德区", "某某电器厂", "普工", date(2026, 3, 1), 4500, None),
    (2, "尉国", "513400199409125497", "彝族", "甘洛县", "否", "东莞市", "某某电子厂", "普工", date(2026, 4, 15), "面议", None),
)  # fmt: skip
TITLE = "某某镇外出务工人员花名册"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def as_xlsx(path):
    """Write title, headings, the two rows and a total, as Excel would."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    for row in ((TITLE,), HEADINGS, *ROWS, ("合计",)):
        sheet.append(row)
    sheet.merge_cells("A1:L1")
    book.save(path)
    return path


def as_xlsm(path):
    """Write the same with macros allowed: another kind of part, and a macro project beside the sheets."""
    plain = as_xlsx(path.with_suffix(".xlsx"))
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"not a real macro")
    book = openpyxl.load_workbook(plain, keep_vba=True)
    book.save(path)
    book.vba_archive.close()
    return path


def ods_cell(value):
    """Return one cell of OpenDocument 1.3 (part 3, 9.1.4): its type, its value, and the words people see."""
    if value is None:
        return "<table:table-cell/>"
    words = f"<text:p>{escape(str(value))}</text:p>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}>{words}</table:table-cell>"


def as_ods(path):
    """Write the same as LibreOffice and WPS keep it: the title merged, blank cells given by their number."""
    title = (
        f'<table:table-cell table:number-columns-spanned="12" office:value-type="string"><text:p>{TITLE}</text:p>'
        '</table:table-cell><table:covered-table-cell table:number-columns-repeated="11"/>'
    )
    rows = [title, *("".join(map(ods_cell, row)) for row in (HEADINGS, *ROWS, ("合计",)))]
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="花名册">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{_MIME}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def as_xls(path):
    """Take the file of Excel 97–2003 that lies beside this test (its README tells how it was made)."""
    shutil.copy(FILES / "roster.xls", path)
    return path


WRITERS = {"xlsx": as_xlsx, "xlsm": as_xlsm, "xls": as_xls, "ods": as_ods}


@pytest.fixture(params=WRITERS)
def file(request, tmp_path):
    """Return the roster in each of the formats."""
    return WRITERS[request.param](tmp_path / f"roster.{request.param}")


def test_every_format_is_read_as_the_same_sheet(file):
    """Title, headings, texts, whole numbers and dates stand where Excel shows them."""
    sheet = workbooks.read(file)

    said = [[cell for cell in row if cell is not None] for row in sheet.rows]
    assert sheet.name == "花名册"
    assert said[0] == [TITLE]
    assert said[1] == list(HEADINGS)
    assert said[2:4] == [[cell for cell in row if cell is not None] for row in ROWS]
    assert said[4][0] == "合计"


def test_every_format_is_judged_alike(desk, file):
    """The good row enters with its values, the wage in words is refused at its cell, the total is no row."""
    judged = desk.judge(file, "employment")

    [good] = judged.good
    picked = {
        name: good.answers[name]
        for name in ("full_name", "id_no", "work_region", "start_month", "monthly_wage")
    }
    assert picked == {
        "full_name": "李丽", "id_no": "513200197005144894", "work_region": "440606", "start_month": "2026-03-01", "monthly_wage": "4500",
    }  # fmt: skip
    assert [(problem.place, problem.code) for problem in judged.problems] == [("花名册!K4", "REPORTS-123")]
    assert [(row.number, str(row.why)) for row in judged.ignored] == [(5, "合计行")]


def test_every_format_comes_back_marked_and_enters_when_put_right(desk, file, tmp_path):
    """The marked copy of any format is a workbook in which the wage is corrected and brought in."""
    copy = tmp_path / f"marked{'.xlsm' if file.suffix == '.xlsm' else '.xlsx'}"
    workbooks.write_errors(file, desk.judge(file, "employment"), copy)
    book = openpyxl.load_workbook(copy, keep_vba=copy.suffix == ".xlsm")
    book.active["K4"] = 3000
    book.save(copy)
    if book.vba_archive is not None:
        book.vba_archive.close()

    judged = desk.judge(copy, "employment")

    assert judged.problems == []
    assert [record.answers["monthly_wage"] for record in judged.good] == ["4500", "3000"]


def test_macros_stay_in_the_marked_copy(desk, tmp_path):
    """An .xlsm comes back with its macro project untouched."""
    file = as_xlsm(tmp_path / "roster.xlsm")
    copy = workbooks.write_errors(file, desk.judge(file, "employment"), tmp_path / "marked.xlsm")

    with zipfile.ZipFile(copy) as archive:
        assert archive.read("xl/vbaProject.bin") == b"not a real macro"


@pytest.mark.parametrize("name", ["locked.xlsx", "locked.xls"])
def test_a_workbook_under_a_password_is_told_as_such(tmp_path, name):
    """A really encrypted workbook asks for its password to be taken off, whatever its name ends in."""
    file = tmp_path / name
    shutil.copy(FILES / "locked.xlsx", file)

    with pytest.raises(Problem) as caught:
        workbooks.read(file)

    assert caught.value.code == "REPORTS-103"
    assert "密码" in caught.value.sentence()


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_file_cut_short_is_refused_in_words(tmp_path, kind):
    """Half an .xls or .ods is no workbook; nothing crashes and nothing is half read."""
    file = WRITERS[kind](tmp_path / f"half.{kind}")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(Problem) as caught:
        workbooks.read(file)

    assert caught.value.code == "REPORTS-102"
