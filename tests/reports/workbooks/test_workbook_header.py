"""The header is found, and rows that are no data are told from rows that are."""

from pathlib import Path

import pytest

from reports.workbooks.header import Header, RowSorter, Why, captions_above, find_header
from reports.workbooks.reading import read
from reports.workbooks.sheet import Merge, Sheet

SAMPLES = Path(__file__).parents[2] / "samples"
WORDS = {
    "姓  名",
    "姓名",
    "性别",
    "民族",
    "身份证号码",
    "身份证号",
    "手机号",
    "捐赠日期",
    "捐赠方",
    "数量",
    "序号",
    "务工企业",
    "省",
    "市",
    "县",
    "月工资（元）",
}


def known(word):
    """Know the words of these tests."""
    return word in WORDS


def sheet_of(rows, merges=()):
    """Return a sheet with these rows."""
    return Sheet("test.xlsx", "花名册", [list(row) for row in rows], tuple(merges))


def test_a_township_roster_has_two_rows_of_headings():
    """Under a title and a line of captions, 基本信息 and 就业信息 span the headings of the second row."""
    header = find_header(read(SAMPLES / "labour-roster-township.xlsx"), known)

    assert (header.first, header.last) == (2, 3)
    assert header.headings[:3] == ("序号", "姓  名", "性别")
    assert header.headings[8:12] == ("务工地点", "务工地点", "务工地点", "务工企业")
    assert header.groups[1] == "基本信息"
    assert header.groups[11] == "就业信息"
    assert header.headings[15] == "备注"


def test_captions_above_a_class_roster_are_read():
    """The class, its time and its place stand in one line above the headings."""
    sheet = read(SAMPLES / "trainee-roster-class.xlsx")

    title, captions = captions_above(sheet, find_header(sheet, known))

    assert title == "乡村教师（骨干）赴浙江跟岗培训班学员花名册"
    assert [(words, value) for _row, _column, words, value in captions] == [
        ("培训班", "2023年第3期小学数学骨干教师班"),
        ("时间", "2023年5月8日—5月26日"),
        ("地点", "宁波市奉化区"),
    ]


def test_sub_headings_below_a_merged_heading_belong_to_the_header():
    """务工地点 over 省, 市, 县: the headings are the lower ones, the group is the upper one."""
    sheet = sheet_of(
        [["序号", "姓名", "性别", "务工地点", None, None], [None, None, None, "省", "市", "县"], [1.0, "李丽", "女", "广东省", "佛山市", "顺德区"]],
        [Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 1, 2), Merge(0, 3, 0, 5)],
    )  # fmt: skip

    header = find_header(sheet, known)

    assert (header.first, header.last) == (0, 1)
    assert header.headings == ("序号", "姓名", "性别", "省", "市", "县")
    assert header.groups[3:] == ("务工地点", "务工地点", "务工地点")


def test_a_sheet_without_known_words_has_no_header():
    """Where no row holds two headings a form knows, nothing is taken for a header."""
    assert find_header(sheet_of([["甲", "乙"], ["丙", "丁"]]), known) is None


HEADER = Header(0, 0, ("序号", "姓名", "身份证号", "月工资（元）"), ("", "", "", ""))


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ([None, None, " ", None], Why.BLANK),
        (["合计", None, 60.0, None], Why.TOTAL),
        (["合 计", None, None, 180000.0], Why.TOTAL),
        (["小计：", None, None, 3000.0], Why.TOTAL),
        (["总计（人）", None, 60.0, None], Why.TOTAL),
        (["制表人：", None, "审核人：", "（盖章）"], Why.SIGNATURE),
        (["填表人：李某某", "负责人（签字）：", None, None], Why.SIGNATURE),
        ([None, "单位负责人：", None, None], Why.SIGNATURE),
        (["注：本表一式三份。", None, None, None], Why.NOTE),
        (["备注：蓝色为新增", None, None, None], Why.NOTE),
        (["一、某某村", None, None, None], Why.SECTION),
        (["序号", "姓  名", "身份证号", "月工资（元）"], Why.HEADER),
        ([12.0, None, None, None], Why.NUMBER_ONLY),
        ([1.0, "李丽", "513200197005144894", "3,000"], None),
        ([1.0, "张注", None, None], None),
        ([None, "合计生", "513200197005144894", None], None),
        ([3.0, None, "513200197005144894", 4600.0], None),
    ],
)
def test_rows_that_are_no_data_are_recognised(cells, why):
    """Totals, places to sign, notes, sections, blanks and repeated headings are left out; people never are."""
    assert RowSorter(HEADER, 0)(cells) == why


def test_lines_after_a_note_belong_to_it():
    """An explanation runs on over several lines until a row of data comes."""
    sort = RowSorter(HEADER, 0)

    found = [
        sort(["说明：1.本表由村填报。", None, None, None]),
        sort(["2.一式三份。", None, None, None]),
        sort([1.0, "李丽", "x", 1.0]),
    ]

    assert found == [Why.NOTE, Why.NOTE, None]
