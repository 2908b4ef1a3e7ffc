"""Mongolian stands upright in headings and certificates: shaped by its font, lines from left to right, found by searching."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from forms.problems import Problem
from reports import papers
from reports.papers.layout_reading import of_text
from reports.text import Align, Pen, Style, fit, line
from reports.text.faces import face
from reports.text.upright import pieces
from resources import path
from tests.reports.papers.conftest import DAY

TITLE = "ᠲᠡᠭᠦᠰᠦᠯᠲᠡ ᠶᠢᠨ ᠦᠨᠡᠮᠯᠡᠬᠦ"
MONGOLIAN = "NotoSansMongolian-Regular"


def _picture(file: Path) -> Image.Image:
    done = subprocess.run(["pdftoppm", "-gray", "-r", "144", str(file)], capture_output=True, check=True)
    return Image.open(BytesIO(done.stdout)).convert("L")


def _drawn(file: Path, text: str, *, upright: bool) -> Image.Image:
    """Draw a line on a square sheet of 300 points, lying or upright; return its ink, cut out."""
    canvas = Canvas(str(file), pagesize=(300, 300), initialFontName=face(Style.SANS.value).name)
    pen = Pen(canvas)
    words = fit(text, Style.SANS, 260, size=20, smallest=20)
    if upright:
        pen.upright((20, 20, 30, 260), words, Style.SANS)
    else:
        pen.block((20, 150, 260, 30), words, Align.LEFT)
    pen.lift()
    canvas.save()
    picture = _picture(file)
    return picture.crop(ImageChops.invert(picture).getbbox())


def test_an_upright_line_is_the_lying_one_turned_a_quarter_clockwise(tmp_path):
    """Every joined letter stands as the font draws it, only turned: the pictures are the same but for soft edges."""
    lying = _drawn(tmp_path / "lying.pdf", TITLE, upright=False).rotate(-90, expand=True)
    upright = _drawn(tmp_path / "upright.pdf", TITLE, upright=True)

    assert max(abs(lying.width - upright.width), abs(lying.height - upright.height)) <= 1
    difference = ImageChops.difference(lying.resize(upright.size), upright)
    ink = sum(upright.histogram()[:128])
    assert ink > 1000
    assert sum(difference.histogram()[128:]) / ink < 0.06
    assert upright.height > 5 * upright.width


def test_the_glyphs_are_those_the_font_itself_shapes():
    """HarfBuzz asked directly gives the same glyphs in the same order: initial, medial and final forms."""
    font = uharfbuzz.Font(
        uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path("fonts", f"{MONGOLIAN}.ttf"))))
    )
    buffer = uharfbuzz.Buffer()
    buffer.add_str(TITLE)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    (piece,) = pieces(line(TITLE, Style.SANS), Style.SANS)
    glyphs = face(MONGOLIAN).font.face.charToGlyph

    drawn = [glyphs[ord(one)] for run in piece.words.runs for one in run.text]

    assert drawn == [info.codepoint for info in buffer.glyph_infos]


def test_chinese_and_yi_stand_while_mongolian_figures_and_brackets_lie():
    """As Unicode's UTR 50 says: 巴图 and ꆈ stand, ᠪᠠᠲᠤ, 76 and brackets are turned with the line."""
    parts = pieces(line("ᠪᠠᠲᠤ 巴图（ꆈ）76", Style.SANS), Style.SANS)

    said = [
        (part.words.spelled or "".join(run.text for run in part.words.runs), part.standing) for part in parts
    ]

    assert said == [
        ("ᠪᠠᠲᠤ ", False), ("巴", True), ("图", True), ("（", False), ("ꆈ", True), ("）76", False),
    ]  # fmt: skip


def test_a_line_with_uyghur_lies_as_a_whole():
    """Words from right to left keep their order in an upright line."""
    words = line("ئالىم تۇرسۇن", Style.SANS)

    assert [(part.words, part.standing) for part in pieces(words, Style.SANS)] == [(words, False)]


def test_the_mongolian_certificate_is_found_and_its_lines_go_from_left_to_right(
    tmp_path, read, office, definitions
):
    """The upright title and the name in the sentence are found by searching; the title is the line furthest left."""
    layout = papers.layouts()["training-certificate-mn"]
    trainee = {"full_name": "ᠪᠠᠲᠤ ᠪᠠᠶᠠᠷ", "completed": "yes", "got_hours": "80", "certificate_no": "PX1"}
    row = {"title": "羌绣班", "start_on": "2026-09-01", "end_on": "2026-09-10", "trainee": [trainee]}
    file = papers.roster(
        layout,
        [row],
        tmp_path / "c.pdf",
        definition=definitions("training_class"),
        office_info=office,
        as_of=DAY,
    )

    words = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True, text=True
    ).stdout

    for one in (*TITLE.split(), "ᠪᠠᠲᠤ", "ᠪᠠᠶᠠᠷ", "ᠣᠷᠣᠯᠴᠠᠵᠤ"):
        assert one in words

    def left(word: str) -> float:
        return next(float(row.split('"')[1]) for row in boxes.splitlines() if "<word" in row and word in row)

    assert left(TITLE.split(maxsplit=1)[0]) < left("ᠪᠠᠲᠤ") < left("ᠣᠷᠣᠯᠴᠠᠵᠤ")


@pytest.mark.parametrize("kind", ["roster", "card"])
def test_a_roster_and_a_card_carry_their_mongolian_title_down_the_left_margin(
    tmp_path, read, office, darkness, kind
):
    """The second title stands in the margin; the Chinese title and the table keep their places."""
    part = (
        'columns]]\nheading = "姓名"\nquestion = "full_name"'
        if kind == "roster"
        else 'sections]]\nquestions = ["full_name"]'
    )
    text = f'kind = "{kind}"\ncode = "X"\nform_id = "employment"\ntitle = "名册"\nsecond = "{TITLE}"\nupright = true\n[[{part}\n'
    file = papers.roster(
        of_text("own", text), [{"full_name": "巴图"}], tmp_path / "r.pdf",
        office_info=office, as_of=DAY,
    )  # fmt: skip

    assert darkness(file, (0, 0.03, 0.05, 0.5)) > 0.005
    assert any(TITLE.split(maxsplit=1)[0] in words for words in read(file))


def test_an_upright_line_that_does_not_fit_is_refused_by_its_length(tmp_path, office, definitions):
    """Nothing is cut off: a certificate whose upright words have no room names the certificate and prints nothing."""
    layout = papers.layouts()["training-certificate-mn"]
    row = {"title": "很长的班名" * 90, "trainee": [{"full_name": "巴图", "completed": "yes"}]}
    with pytest.raises(Problem) as refused:
        papers.roster(
            layout, [row], tmp_path / "c.pdf", definition=definitions("training_class"), office_info=office, as_of=DAY
        )  # fmt: skip

    assert refused.value.code == "REPORTS-003"
    assert not (tmp_path / "c.pdf").exists()
