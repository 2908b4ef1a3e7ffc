"""Exports as shown: columns chosen and ordered, repeats joined or nested, all ledgers in one file; never a formula."""

import csv
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from forms.compile import compile_xlsform
from forms.problems import Problem
from reports import workbooks
from reports.workbooks.profiles import read_profile, shipped

WORKER = {
    "id_type": "10", "id_no": "513200197005144894", "full_name": "单晓梅", "phone": "13800138000", "work_region": "440606",
    "start_month": "2026-03-01", "monthly_wage": "4500.5", "is_abroad": "no", "employer_name": "顺德美家电子厂",
    "followup": [{"visited_on": "2026-05-01"}, {"visited_on": "2026-08-01"}],
}  # fmt: skip
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
    "{=1}",
]


def rows_of(file, sheet=0):
    """Return a sheet's rows as calamine reads them."""
    return CalamineWorkbook.from_path(file).get_sheet_by_index(sheet).to_python()


def test_only_the_columns_shown_leave_in_their_order(desk, tmp_path):
    """Columns are those of the list, in its order; others and repeats stay at home."""
    file = workbooks.export(
        desk.definitions["employment"],
        [WORKER],
        tmp_path / "a.xlsx",
        columns=["phone", "full_name", "monthly_wage"],
    )

    assert rows_of(file) == [
        ["记录号", "联系电话", "姓名", "月工资（元）"],
        [1.0, "13800138000", "单晓梅", 4500.5],
    ]
    assert len(CalamineWorkbook.from_path(file).sheet_names) == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_joined_rows_repeat_the_columns_of_their_record(desk, tmp_path, kind):
    """Each row of a repeat stands beside its record; a record without rows keeps one line."""
    file = tmp_path / f"a.{kind}"
    columns = ["full_name", "followup.visited_on"]
    alone = {**WORKER, "full_name": "卓玛", "followup": []}

    workbooks.export(
        desk.definitions["employment"], [WORKER, alone], file, kind, columns=columns, shape="joined"
    )

    if kind == "xlsx":
        found = rows_of(file)
        assert [row[1] for row in found[1:]] == ["单晓梅", "单晓梅", "卓玛"]
        assert [row[2] for row in found[1:]] == [date(2026, 5, 1), date(2026, 8, 1), ""]
    else:
        found = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        assert [row[1:] for row in found[1:]] == [
            ["单晓梅", "2026-05-01"],
            ["单晓梅", "2026-08-01"],
            ["卓玛", ""],
        ]


def test_rows_inside_rows_have_a_sheet_of_their_own(tmp_path):
    """A repeat inside a repeat says which record and which outer row its rows belong to."""
    source = tmp_path / "nested.md"
    source.write_text(NESTED.strip(), encoding="utf-8")
    definition = compile_xlsform(source).definition
    record = {
        "name": "甲村",
        "house": [
            {"head": "单某", "member": [{"who": "长子"}, {"who": "次女"}]},
            {"head": "仇某", "member": [{"who": "独子"}]},
        ],
    }

    file = workbooks.export(definition, [record], tmp_path / "a.xlsx")

    assert rows_of(file, 1) == [
        ["记录号", "“户”序号", "户主"],
        [1.0, 1.0, "单某"],
        [1.0, 2.0, "仇某"],
    ]
    assert rows_of(file, 2) == [
        ["记录号", "“户”序号", "姓名"],
        [1.0, 1.0, "长子"],
        [1.0, 1.0, "次女"],
        [1.0, 2.0, "独子"],
    ]


NESTED = """
| survey |
| | type | name | label |
| | text | name | 村 |
| | begin repeat | house | 户 |
| | text | head | 户主 |
| | begin repeat | member | 成员 |
| | text | who | 姓名 |
| | end repeat | | |
| | end repeat | | |
| settings |
| | form_title | form_id | version |
| | 入户 | visit | 2026112201 |
"""


def test_all_ledgers_share_a_workbook(desk, tmp_path):
    """One sheet for each ledger, and its repeats behind it."""
    gift = {"donor_name": "美家慈善基金会", "amount": "50000", "currency": "CNY"}
    ledgers = [
        workbooks.Ledger([desk.definitions["employment"]], [WORKER]),
        workbooks.Ledger([desk.definitions["money_donation"]], [gift, gift]),
    ]

    file = workbooks.export_all(ledgers, tmp_path / "all.xlsx")

    names = CalamineWorkbook.from_path(file).sheet_names
    assert names[0] == desk.definitions["employment"].title.in_("zh")
    assert names[-1] == desk.definitions["money_donation"].title.in_("zh")
    assert len(rows_of(file, len(names) - 1)) == 3


@pytest.mark.parametrize("words", FORMULAS)
def test_no_formula_leaves_from_data(desk, tmp_path, words):
    """What looks like a formula is text in the workbook (no formula element at all) and in CSV."""
    rows = [{**WORKER, "full_name": words, "note": words}]
    book = workbooks.export(desk.definitions["employment"], rows, tmp_path / "a.xlsx")
    text = workbooks.export(desk.definitions["employment"], rows, tmp_path / "a.csv", "csv")

    with zipfile.ZipFile(book) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert not any(re.search(rb"<f[\s>/]", part) for part in parts)
    cells = [cell for row in openpyxl.load_workbook(book).worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    for line in csv.reader(text.read_text(encoding="utf-8-sig").splitlines()):
        assert not any(cell[:1] in "+-@\t\r" for cell in line if cell)
        assert all(cell.startswith('="') for cell in line if cell.startswith("="))


@given(words=st.text(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_comes_back_as_it_was(desk, tmp_path, words):
    """Any text survives the workbook, but for characters XML cannot hold; nobody's name breaks an export."""
    rows = [{"full_name": "甲", "note": words}]
    file = workbooks.export(
        desk.definitions["employment"], rows, tmp_path / "a.xlsx", columns=["full_name", "note"]
    )

    found = next(iter(rows_of(file)[1:]), ["", "", ""])[2]

    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", words)
    assert (found or "").replace("\r\n", "\n") == expected.replace("\r\n", "\n")


def test_progress_is_told_and_a_stop_leaves_nothing(desk, tmp_path):
    """The export says how far it is; stopped in the middle, no file and no half file is there."""
    told = []

    class Enough(Exception):  # noqa: N818  (no error: a person stops)
        """The person pressed 取消."""

    def progress(done, total):
        told.append((done, total))
        if done >= 1000:
            raise Enough

    with pytest.raises(Enough):
        workbooks.export(
            desk.definitions["employment"], [WORKER] * 3000, tmp_path / "a.xlsx", progress=progress
        )

    assert told == [(500, 3000), (1000, 3000)]
    assert list(tmp_path.iterdir()) == []


def test_the_registry_profile_has_its_own_headings(desk, tmp_path):
    """The registry's headings, a place split into its levels, months as it writes them, only resident ID numbers."""
    other = {**WORKER, "id_type": "20", "full_name": "外籍"}
    file = workbooks.export_profile(
        "registry-labour", desk.definitions["employment"], [WORKER, other], tmp_path / "a.xlsx"
    )

    heads, line = rows_of(file)
    found = dict(zip(heads, line, strict=True))
    assert found["证件号码"] == "513200197005144894"
    assert (found["务工所在地（省）"], found["务工所在地（市）"], found["务工所在地（县）"]) == (
        "广东省",
        "佛山市",
        "顺德区",
    )
    assert (found["外出务工开始时间"], found["务工月收入（元）"], found["是否国外务工"]) == (
        "2026-03",
        4500.5,
        "否",
    )


def test_every_shipped_profile_fits_its_form(desk, tmp_path):
    """A profile that names a question its form has not would be found here, not by the county."""
    assert shipped()
    for code in shipped():
        definition = desk.definitions[read_profile(code).form_id]
        workbooks.export_profile(code, definition, [], tmp_path / f"{code}.xlsx")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "REPORTS-142"),
        ("code = ", "REPORTS-143"),
        ('code = "x"\nform_id = "employment"\n[[columns]]\nheading = "甲"\nquestion = "gone"', "REPORTS-143"),
        ('code = "x"\nform_id = "employment"\n[[columns]]\nheading = "甲"\nwidth = 3', "REPORTS-143"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(desk, tmp_path, content, code):
    """No such profile, torn TOML, a question that is gone, a word it does not know: told, and nothing is written."""
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(Problem) as caught:
        workbooks.export_profile(str(file), desk.definitions["employment"], [], tmp_path / "a.xlsx")

    assert caught.value.code == code
    assert not (tmp_path / "a.xlsx").exists()
