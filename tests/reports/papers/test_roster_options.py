"""What a roster's layout may ask for beyond columns: numbers by township, only some rows, a second script, A3 and rolls."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from reports import papers
from reports.papers.answers_in_words import Format, Words
from reports.papers.layout_reading import of_text

DAY = date(2026, 11, 22)


@pytest.fixture
def print_by(tmp_path, office, definitions):
    """Print records by a shipped layout."""

    def made(name, rows):
        layout = papers.layouts()[name]
        return papers.roster(
            layout,
            rows,
            tmp_path / "x.pdf",
            office_info=office,
            as_of=DAY,
            definition=definitions(layout.form_id),
        )

    return made


def job(place: str, where: str, category: str = "other") -> dict:
    """Return an invented job."""
    return {"full_name": "马兰花", "hukou_detail": place, "work_place_class": where, "category": category}


def test_people_are_counted_by_township_and_destination(print_by, read):
    """Each township has one line; the columns and the foot add up to the people there are."""
    rows = [
        job("映秀镇中滩堡村", "EAST", "assisted"), job("映秀镇", "EAST"), job("映秀镇老街村", "IN_COUNTY"),
        job("三江乡河坝村", "ABROAD"), job("", "OTHER_PROV"),
    ]  # fmt: skip

    lines = [line.split() for line in read(print_by("labour-destinations", rows))]

    assert ["2", "映秀镇", "2", "—", "—", "—", "—", "1", "—", "—", "3", "1"] in lines
    assert ["1", "三江乡", "—", "—", "—", "—", "—", "—", "—", "1", "1", "—"] in lines
    assert ["3", "（未填）", "—", "—", "1", "—", "—", "—", "—", "—", "1", "—"] in lines
    assert ["合计", "2", "—", "1", "—", "—", "1", "—", "1", "5", "1"] in lines


def test_a_table_of_numbers_without_records_says_so(print_by, read):
    """An empty ledger prints the table with （本期没有记录）, not nothing."""
    assert "（本期没有记录）" in "\n".join(read(print_by("labour-destinations", [])))


@pytest.mark.parametrize(
    ("address", "township"),
    [
        ("映秀镇中滩堡村", "映秀镇"), ("水磨镇镇江村", "水磨镇"), ("凤仪街道三组", "凤仪街道"), ("三江乡", "三江乡"),
        ("巴彦淖尔苏木", "巴彦淖尔苏木"), ("某某村二组", "某某村二组"), ("乡镇企业局", "乡镇企业局"),
    ],
)  # fmt: skip
def test_the_township_is_read_from_the_address(address, township):
    """The township is the address up to 镇, 乡, 街道 or 苏木; what names none stays whole."""
    assert Words(None).say("hukou_detail", address, Format.TOWNSHIP) == township


def test_the_honour_roll_names_who_stands_on_it_with_the_consent(print_by, read):
    """Who was taken off is not on the paper, and each name has the number of its consent (公益事业捐赠法 art. 8)."""
    of = {"basis_metric": "donation", "basis_unit": "元", "consent_no": "同意书 2026-07"}
    rolls = [
        {**of, "subject_name": "某某基金会", "basis_value": "58000.5", "standing": "yes"},
        {**of, "subject_name": "失信企业", "basis_value": "9000", "standing": "no"},
    ]

    text = "\n".join(read(print_by("honour-roll", rolls)))

    assert "某某基金会" in text
    assert "58,000.5" in text
    assert "同意书 2026-07" in text
    assert "失信企业" not in text


@pytest.mark.parametrize(("name", "second"), [("trainee-sign-in-bo", "མིང་"), ("trainee-sign-in-ug", "ئىسمى")])
def test_headings_stand_in_both_scripts_of_the_area(print_by, read, name, second):
    """Each heading has the Chinese words and, below, the area's own (民族区域自治法 art. 21)."""
    text = "\n".join(read(print_by(name, [{"title": "羌绣班", "trainee": [{"full_name": "扎西"}]}])))

    assert "姓名" in text
    assert second in text


def test_a_roll_is_cut_where_the_rows_end(print_by, pages_of):
    """The list of 80 mm is as long as its rows need: forty gifts on one page longer than five."""
    gift = {"donor_name": "爱心人士", "amount_cny": "10", "method": "cash"}

    _one, few = pages_of(print_by("money-day-80mm", [gift] * 5))
    pages, many = pages_of(print_by("money-day-80mm", [gift] * 40))

    assert pages == 1
    assert float(many.split()[2]) > float(few.split()[2]) * 2
    assert float(many.split()[0]) == pytest.approx(80 * 72 / 25.4, abs=1)


def test_the_large_roster_is_on_a3_with_subtotals(print_by, pages_of, read):
    """A3 lying, people parted by category with 小计 for each."""
    rows = [job("映秀镇", "EAST", "assisted"), job("映秀镇", "EAST", "other")]
    file = print_by("labour-roster-a3", rows)

    assert "A3" in pages_of(file)[1]
    assert "\n".join(read(file)).count("小计") == 2


def test_photographs_stand_in_their_column(tmp_path, office, darkness):
    """A column of photographs draws each person's picture; who has none keeps an empty cell."""
    text = 'code = "X"\nform_id = "employment"\ntitle = "照片名册"\nlandscape = false\nrow_height = 40\n'
    text += '[[columns]]\nheading = "姓名"\nquestion = "full_name"\nwidth = 100\n'
    text += '[[columns]]\nheading = "照片"\nquestion = "photo"\nformat = "photograph"\nshare = 1\n'
    out = BytesIO()
    Image.new("RGB", (300, 300), "black").save(out, "PNG")
    rows = [{"full_name": "马兰花", "photo": "a.png"}, {"full_name": "扎西"}]

    file = papers.roster(
        of_text("faces", text), rows, tmp_path / "x.pdf", office_info=office, as_of=DAY,
        photographs=lambda _name: out.getvalue(),
    )  # fmt: skip

    assert darkness(file, (0.68, 0.13, 0.78, 0.18)) > 0.9
    assert darkness(file, (0.68, 0.27, 0.78, 0.32)) == 0
