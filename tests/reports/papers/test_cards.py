"""Cards: the paper of one record and the blank form, made from any form, and cards written as layouts."""

import base64
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from forms.definitions import builtin
from forms.problems import Problem
from reports import papers
from reports.papers.layout_reading import of_text

DAY = date(2026, 11, 22)
WORKER = {
    "full_name": "尉迟·阿布都热合曼·买买提", "sex": "1", "id_no": "513221198503120013", "birth_date": "1985-03-12", "age": 41,
    "phone": "13800000001", "employer_name": "佛山照明", "post": "装配工", "monthly_wage": "4500",
    "insurance": ["pension", "injury"],
    "followup": [{"visited_on": "2026-08-01", "visitor": "吉克曲布", "on_post": "yes", "wage": "4600", "result": "བཀྲ་ཤིས་"}],
}  # fmt: skip


@pytest.fixture
def print_card(tmp_path, office, definitions):
    """Print records by a card and return the file."""

    def made(layout, rows, **more):
        return papers.roster(
            layout, rows, tmp_path / "card.pdf", office_info=office, as_of=DAY,
            definition=definitions(layout.form_id), **more,
        )  # fmt: skip

    return made


@pytest.mark.parametrize("form_id", sorted(builtin()))
@pytest.mark.parametrize("blank", [True, False])
def test_every_form_prints_blank_and_filled(print_card, definitions, pages_of, form_id, blank):
    """Whatever the form, its blank sheet and its empty card print on A4 without a problem."""
    file = print_card(papers.card_of(definitions(form_id), blank=blank), [])

    pages, size = pages_of(file)
    assert pages >= 1
    assert "A4" in size


def test_a_record_prints_with_every_answer(print_card, definitions, read):
    """Names, labels of choices, money, the entries of a repeat are all on the paper; the ID number is masked."""
    text = "\n".join(read(print_card(papers.card_of(definitions("employment"), blank=False), [WORKER])))

    for words in ("尉迟·阿布都热合曼·买买提", "佛山照明", "4,500.00", "养老、工伤", "吉克曲布", "4,600.00"):
        assert words in text
    assert "第1页" in text.replace(" ", "")
    assert "513221198503120013" not in text


def test_a_blank_form_has_boxes_to_tick_and_no_answers(print_card, definitions, read):
    """Choices print with boxes, dates with 年月日, and what the program works out is not asked for."""
    text = "\n".join(read(print_card(papers.card_of(definitions("employment"), blank=True), [])))

    assert "□脱贫劳动力" in text.replace(" ", "")
    assert "年　　月　　日" in text or "年 月 日" in " ".join(text.split())
    assert "累计在岗月数" not in text


def test_a_child_is_covered_on_its_card(print_card, definitions, read):
    """Name, number and telephone of a child under 14 do not stand on a card (domain book §5.5)."""
    child = {**WORKER, "full_name": "马兰花", "birth_date": "2015-01-01"}

    text = "\n".join(read(print_card(papers.card_of(definitions("employment"), blank=False), [child])))

    assert "马兰花" not in text
    assert "13800000001" not in text


def test_a_long_repeat_goes_over_pages_under_its_headings(print_card, read, pages_of):
    """Sixty visits take several pages; each page of the table begins with the headings, and none is lost."""
    many = {
        **WORKER,
        "followup": [{"visitor": f"回访人{n:02d}", "visited_on": "2026-08-01"} for n in range(60)],
    }
    file = print_card(papers.layouts()["labour-followup"], [many])

    pages, _size = pages_of(file)
    assert pages > 1
    for page in range(1, pages + 1):
        lines = read(file, page)
        if any("回访人" in line and line[0].isdigit() for line in lines):
            assert any("回访日期" in line for line in lines)
    text = "\n".join(read(file))
    assert all(f"回访人{n:02d}" in text for n in range(60))


def picture(colour: str) -> bytes:
    """Return a small portrait in one colour, as a JPEG."""
    out = BytesIO()
    Image.new("RGB", (250, 350), colour).save(out, "JPEG")
    return out.getvalue()


PORTRAIT = 'kind = "card"\ncode = "X"\nform_id = "employment"\ntitle = "带照片登记表"\nphotograph = "photo"\n[[sections]]\ntitle = "人员"\nquestions = ["full_name", "sex", "phone", "age", "post", "note", "|本人签字"]\n'


def test_a_photograph_stands_at_the_top_right(tmp_path, office, darkness):
    """The picture is read through what is handed in and drawn in its place; without one the place says 照片."""
    layout = of_text("portrait", PORTRAIT)
    asked: list[str] = []

    def read_picture(name: str) -> bytes:
        asked.append(name)
        return picture("black")

    row = {"full_name": "马兰花", "photo": "face.jpg"}
    file = papers.roster(
        layout, [row], tmp_path / "with.pdf", office_info=office, as_of=DAY, photographs=read_picture
    )
    bare = papers.roster(
        layout, [{"full_name": "马兰花"}], tmp_path / "without.pdf", office_info=office, as_of=DAY
    )

    box = (0.82, 0.11, 0.92, 0.2)
    assert asked == ["face.jpg"]
    assert darkness(file, box) > 0.6
    assert darkness(bare, box) < 0.2


def test_what_is_no_picture_is_refused_by_name(tmp_path, office):
    """A broken photograph stops the print with its file's name."""
    layout = of_text("portrait", PORTRAIT)

    with pytest.raises(Problem, match="REPORTS-034") as refused:
        papers.roster(
            layout, [{"photo": "face.jpg"}], tmp_path / "x.pdf", office_info=office, as_of=DAY,
            photographs=lambda _name: base64.b64decode("AAAA"),
        )  # fmt: skip

    assert "face.jpg" in refused.value.what()
    assert not (tmp_path / "x.pdf").exists()


def test_a_text_without_end_is_refused_with_its_card(print_card, definitions):
    """A note longer than a page is refused, naming the card; nothing is cut off."""
    layout = papers.card_of(definitions("employment"), blank=False)

    with pytest.raises(Problem, match="REPORTS-003") as refused:
        print_card(layout, [WORKER, {**WORKER, "note": "工" * 9000}])

    assert "第 2 张" in refused.value.what()
