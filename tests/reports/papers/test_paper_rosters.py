"""Rosters: every answer in its cell, every page complete, sums right, numbers masked, or refused with the row."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.problems import Problem
from reports import papers
from reports.papers.answers_in_words import Words
from reports.papers.roster_rows import RowKind, table

DAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[3]


def person(**answers):
    """Return a person at work; *answers* replace."""
    return {
        "full_name": "阿苏木呷", "sex": "1", "age": 41, "id_no": "51322119850312001X", "hukou_region": "513221",
        "hukou_detail": "映秀镇", "category": "assisted", "work_region": "440606", "employer_name": "美家电器",
        "post": "装配工", "start_month": "2026-03-01", "monthly_wage": "4500", "contract_kind": "fixed",
        "insurance": ["pension", "injury"], "channel": "cooperation", **answers,
    }  # fmt: skip


@pytest.fixture
def print_roster(tmp_path, office, definitions):
    """Print rows in a shipped layout (or a changed one) and return the file."""

    def print_it(layout, rows, **settings):
        layout = papers.layouts()[layout] if isinstance(layout, str) else layout
        return papers.roster(
            layout, rows, tmp_path / "roster.pdf",
            definition=definitions(layout.form_id), office_info=office, as_of=DAY, **settings,
        )  # fmt: skip

    return print_it


def test_every_answer_is_read_back_from_its_row(print_roster, read):
    """Codes print as labels, places by name, wages with two decimals, and each row holds all its cells."""
    file = print_roster(
        "labour-roster", [person(full_name="沙马伍呷"), person(full_name="欧阳震华", sex="2")]
    )

    lines = read(file)
    row = next(line for line in lines if "沙马伍呷" in line)
    assert row.split() == [
        "1", "沙马伍呷", "男", "41", "513221********001X", "汶川县映秀镇", "脱贫劳动力", "广东佛山市顺德区", "美家电器",
        "装配工", "2026-03", "4,500.00", "固定期限", "养老、工伤", "协作组织",
    ]  # fmt: skip
    assert any(line.startswith("2") and "欧阳震华" in line and "女" in line for line in lines)


def test_every_page_says_what_it_is(print_roster, read, pages_of):
    """Title, office, date, headings, signatures and page x of y stand on each of the pages."""
    file = print_roster("labour-roster", [person(full_name=f"第{n}人") for n in range(60)])
    pages, size = pages_of(file)

    assert pages == 3
    assert size.startswith("841.89 x 595.2")
    for page in range(1, pages + 1):
        text = " ".join(read(file, page))
        for words in ("转移就业台账（花名册）", "填报单位（盖章）：汶川县东西部协作办公室", "截至2026年11月22日", "单位：元",
                      "身份证号", "月工资", "填表人：", "审核人：", "负责人：", "LAB-R1"):  # fmt: skip
            assert words in text
        assert re.search(rf"第\s*{page}\s*页\s*共\s*{pages}\s*页", text)


def test_all_rows_print_once_in_order(print_roster, read):
    """Of 300 people each is on the paper exactly once, in the order given, and 合计 counts them."""
    file = print_roster("labour-roster", (person(full_name=f"人名{n:03d}号") for n in range(300)))

    text = " ".join(read(file))
    assert re.findall(r"人名(\d{3})号", text) == [f"{n:03d}" for n in range(300)]
    assert re.search(r"合计\s*300\s*人", text)


def test_an_empty_roster_says_so(print_roster, read, pages_of):
    """A roster without rows is one page that says that there are none, not an empty table."""
    file = print_roster("labour-roster", [])

    assert pages_of(file)[0] == 1
    assert "（本期没有记录）" in read(file)
    assert re.search(r"合计\s*0\s*人", " ".join(read(file)))


def test_numbers_are_masked_unless_the_print_is_approved(print_roster, read):
    """ID numbers show their ends by default and all of themselves when asked (domain book §5.5)."""
    masked = " ".join(read(print_roster("labour-roster", [person()])))
    whole = " ".join(read(print_roster("labour-roster", [person()], masked=False)))

    assert "51322119850312001X" not in masked
    assert "513221********001X" in masked
    assert "51322119850312001X" in whole


def test_numbers_are_masked_even_without_the_form(tmp_path, office, read):
    """A roster printed without its form still masks: the layout itself marks the ID column."""
    file = papers.roster(
        papers.layouts()["labour-roster"], [person()], tmp_path / "r.pdf", office_info=office, as_of=DAY
    )

    assert "513221********001X" in " ".join(read(file))


def test_a_child_is_not_named(print_roster, read):
    """Somebody under 14 prints without name and number (个人信息保护法 art. 31)."""
    file = print_roster(
        "labour-roster", [person(full_name="马小花", birth_date="2013-01-01", age=13)], masked=False
    )

    text = " ".join(read(file))
    assert "马*" in text
    assert "马小花" not in text
    assert "51322119850312001X" not in text


HOSTILE = [
    "<b>张三</b>", "A&B", "A<B", "{0.__class__}", "%s%n", "${x}", "'; DROP TABLE 人;--", "\\", "(", ")", "/Span", "=1+1", "@SUM(A1)",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_print_as_they_are(print_roster, read, name):
    """A name that is mark-up, a formula or a PDF operator somewhere prints as typed."""
    file = print_roster(
        "trainee-sign-in", [{"title": "班", "trainee": [{"full_name": name, "org_name": "甲村"}]}]
    )

    assert any(
        line.startswith(f"1 {name}".replace("  ", " "))
        for line in (re.sub(r"\s+", " ", x) for x in read(file))
    )


def test_a_name_nobody_can_print_is_refused_with_its_row(print_roster, tmp_path):
    """The refusal names row, heading and character, and leaves no file behind."""
    with pytest.raises(Problem) as refused:
        print_roster("labour-roster", [person(), person(full_name="张\U0001f600")])

    assert refused.value.code == "REPORTS-001"
    assert "第 2 行·姓名" in refused.value.what()
    assert "U+1F600" in refused.value.what()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["扎西" * 10_000, "མ" * 20_000])
def test_a_name_of_twenty_thousand_characters_is_refused(print_roster, name):
    """What no cell holds is refused with the row and its length; nothing is cut off."""
    with pytest.raises(Problem) as refused:
        print_roster("labour-roster", [person(full_name=name)])

    assert refused.value.code == "REPORTS-003"
    assert "20000" in refused.value.what()


def test_a_long_note_makes_its_row_taller(print_roster, read):
    """A note of 60 characters prints whole, on several lines of its cell."""
    note = "二〇二六年八月回访在岗工资按时发放食宿由企业承担九月申请调岗已由驻点工作站协调解决其本人表示满意并愿意继续务工至年底"

    file = print_roster("labour-roster", [person(note=note, full_name="马兰花")])

    text = "".join("".join(read(file)).split())
    pieces = re.findall(
        r"[二〇六年八月回访在岗工资按时发放食宿由企业承担九申请调已驻点作站协解决其本人表示满意并愿继续务至底]{3,}",
        text,
    )
    assert sum(len(piece) for piece in pieces) >= len(note)


def test_each_class_is_its_own_sign_in_sheet(print_roster, read, pages_of):
    """Two classes make two sheets with their own heading, numbering and page count, and spare lines to sign."""
    classes = [
        {"title": title, "class_no": f"PX-{n}", "start_on": "2026-09-01", "trainee": [{"full_name": f"{title}{k}号"} for k in range(30)]}
        for n, title in enumerate(("绣花班", "月嫂班"))
    ]  # fmt: skip

    file = print_roster("trainee-sign-in", classes)

    assert pages_of(file)[0] == 4
    second = " ".join(read(file, 3))
    assert "班次：月嫂班（PX-1）" in second
    assert "月嫂班0号" in second
    assert re.search(r"第\s*1\s*页\s*共\s*2\s*页", second)
    last = " ".join(read(file, 4))
    assert re.search(r"\b33\b", last)
    assert re.search(r"合计\s*30\s*人", last)


def test_a_long_class_title_takes_room_from_its_neighbours(print_roster, read):
    """A class title of 80 characters prints whole above the table, beside the dates."""
    title = "汶川县二〇二六年度" + "东西部协作" * 14

    file = print_roster(
        "trainee-roster", [{"title": title, "start_on": "2026-09-01", "end_on": "2026-09-10"}]
    )

    text = "".join("".join(read(file)).split())
    assert title in text
    assert "2026-09-01至2026-09-10" in text


def test_groups_follow_the_form_and_have_their_sums(print_roster, read):
    """Exchange rosters part the directions in the form's order, each with its own count, and tally services."""
    rows = [
        {"direction": direction, "full_name": name, "service": [
            {"service_kind": "outpatients", "service_qty": "40"}, {"service_kind": "outpatients", "service_qty": "2"}]}
        for direction, name in (("west_east", "甲"), ("east_west", "乙"), ("west_east", "丙"))
    ]  # fmt: skip

    text = re.sub(r"\s+", "", "".join(read(print_roster("prof-exchange-roster", rows))))

    assert text.index("乙") < text.index("小计东→西1人") < text.index("甲") < text.index("小计西→东2人")
    assert "合计3人" in text
    assert text.count("门诊人次42") == 3


def test_goods_print_a_line_for_each_item_taken(print_roster, read):
    """Item lines repeat the donor by 〃 only, rejected goods are left out of lines and sum, unpriced ones stay blank."""
    record = {
        "donation_no": "D-1", "received_on": "2026-01-02", "donor_name": "顺德慈善会", "donor_type": "SOCIAL", "line": [
            {"item_name": "羽绒服", "unit": "件", "qty": "20", "unit_price": "85.5", "amount": "1710", "inspection": "passed"},
            {"item_name": "字画", "unit": "张", "qty": "1", "inspection": "passed"},
            {"item_name": "旧奶粉", "unit": "盒", "qty": "9", "amount": "900", "inspection": "rejected"}],
    }  # fmt: skip

    text = re.sub(r"\s+", " ", " ".join(read(print_roster("donation-register-goods", [record]))))

    assert "1 D-1 2026-01-02 顺德慈善会 羽绒服 件 20 85.50 1,710.00" in text
    assert "2 〃 〃 〃 字画 张 1" in text
    assert "旧奶粉" not in text
    assert "合计2项1,710.00" in text.replace(" ", "")


def test_the_same_above_is_told_anew_on_a_new_page(print_roster, read):
    """The first row of a page never says 〃: what is above is on another sheet."""
    line = {"item_name": "羽绒服", "unit": "件", "qty": "1", "amount": "1", "inspection": "passed"}
    record = {"donation_no": "D-1", "donor_name": "顺德慈善会", "line": [line] * 60}

    second = read(print_roster("donation-register-goods", [record]), 2)

    first_row = next(row for row in second if "羽绒服" in row)
    assert "D-1" in first_row
    assert "〃" not in first_row


def test_a_donor_without_name_stays_without(print_roster, read):
    """An anonymous donor is 爱心人士 in the register, even where a name was typed."""
    rows = [{"donor_type": "ANON", "donor_name": "张大善", "amount_cny": "5.5"}]

    text = " ".join(read(print_roster("donation-register-money", rows)))

    assert "爱心人士" in text
    assert "张大善" not in text


def test_a_sum_of_words_is_refused(print_roster):
    """An amount that is no number is refused with its row and heading instead of being left out of the sum."""
    with pytest.raises(Problem) as refused:
        print_roster("donation-register-money", [{"amount_cny": "5"}, {"amount_cny": "约五百"}])

    assert refused.value.code == "REPORTS-014"
    assert "第 2 行" in refused.value.what()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), max_size=30))
def test_sums_are_exact(amounts):
    """合计 is the exact sum of the amounts, to the fen, however many there are."""
    layout = papers.layouts()["donation-register-money"]

    rows = list(table(layout, [{"amount_cny": str(each)} for each in amounts], Words(None), DAY))

    assert rows[-1].kind is RowKind.SUM
    assert Decimal(rows[-1].cells[6].replace(",", "")) == sum(amounts)


@pytest.mark.parametrize(
    ("paper", "landscape", "size"),
    [("A4", False, "595.276 x 841.89"), ("A3", True, "1190.55 x 841.89"), ("A5", True, "595.276 x 419.528")],
)
def test_other_papers(print_roster, pages_of, paper, landscape, size):
    """A layout may ask for A3, A4 or A5, upright or lying."""
    layout = papers.layouts()["trainee-sign-in"]
    keep = tuple(replace(column, width=0, share=1) for column in layout.columns)

    file = print_roster(replace(layout, paper=paper, landscape=landscape, columns=keep), [{"title": "班"}])

    assert pages_of(file)[1].startswith(size)


def test_a_roll_is_cut_where_the_rows_end(print_roster, pages_of):
    """On an 80 mm roll the page is as long as its rows: one page, longer for more people."""
    layout = papers.layouts()["trainee-sign-in"]
    columns = tuple(replace(column, width=0, share=1) for column in layout.columns[:2])
    roll = replace(layout, paper="80mm", columns=columns, margin=3, head=(), foot=("班主任",))
    heights = []
    for count in (3, 40):
        file = print_roster(roll, [{"trainee": [{"full_name": "阿呷"}] * count}])
        pages, size = pages_of(file)
        assert pages == 1
        heights.append(float(size.split()[2]))

    assert heights[1] - heights[0] == pytest.approx(37 * 8.4 * 72 / 25.4, abs=2)


def test_a_sum_never_stands_alone_on_a_page(print_roster, read, pages_of):
    """However many rows fill the pages, the last page with 合计 holds a row too."""
    for count in range(17, 27):
        file = print_roster(
            "trainee-roster", [{"trainee": [{"full_name": f"学员{n}号"} for n in range(count)]}]
        )

        assert re.search(r"学员\d+号", " ".join(read(file, pages_of(file)[0])))


def test_the_same_rows_make_the_same_bytes(print_roster):
    """Printed again on the same day the file is the same, byte for byte."""
    first = print_roster("labour-roster", [person()]).read_bytes()

    assert print_roster("labour-roster", [person()]).read_bytes() == first


_PRINT = """
import sys
from datetime import date
from pathlib import Path
from records.model.office import OfficeInfo
from reports import papers
office = OfficeInfo("513221", "汶川县", "county", "d", "e", date(2026, 1, 1))
for name in sys.argv[2:]:
    papers.roster(papers.layouts()["labour-roster"], [{"full_name": name}], Path(sys.argv[1]), office_info=office,
                  as_of=date(2026, 11, 22))
"""


def test_what_was_printed_before_leaves_no_trace(tmp_path):
    """A paper with a Tibetan name is the same byte for byte, whatever the program printed before it."""
    files = []
    for before in ([], ["ཀརྨ་ཚེ་རིང་", "ئالىم"]):
        files.append(tmp_path / f"after-{len(before)}.pdf")
        subprocess.run(
            [sys.executable, "-c", _PRINT, str(files[-1]), *before, "བསོད་ནམས་སྒྲོལ་མ།"], check=True, cwd=ROOT
        )

    assert files[0].read_bytes() == files[1].read_bytes()


def test_two_prints_at_once_do_not_mix(tmp_path, office):
    """Rosters printed by several threads at the same time are what each alone would be."""
    layout = papers.layouts()["labour-roster"]

    def job(number):
        file = tmp_path / f"{number}.pdf"
        rows = [person(full_name=f"{'甲乙丙丁'[number % 4]}{n}བོད་") for n in range(40)]
        return papers.roster(layout, rows, file, office_info=office, as_of=DAY).read_bytes()

    alone = [job(number) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(job, range(8)))

    assert together == alone


def test_progress_counts_pages(print_roster):
    """The caller is told of each page as it is drawn."""
    told = []

    print_roster("labour-roster", [person() for _ in range(60)], progress=told.append)

    assert told == [1, 2, 3]


def test_a_folder_that_is_a_file_is_a_coded_problem(tmp_path, office):
    """A place that cannot be written is told with code, file and remedy."""
    blocked = tmp_path / "papers"
    blocked.write_text("not a folder")

    with pytest.raises(Problem) as refused:
        papers.roster(papers.layouts()["labour-roster"], [], blocked / "r.pdf", office_info=office, as_of=DAY)

    assert refused.value.code == "REPORTS-011"
    assert "r.pdf" in refused.value.what()
