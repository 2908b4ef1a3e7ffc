"""Text on paper: every character seen as it is, or refused with its name."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from forms.problems import Problem
from reports.text import NO_GLYPH, PRIVATE_CHARACTER, TOO_LONG, Align, Pen, Style, fit, line, printable
from reports.text.bidi import levels, visual
from reports.text.faces import face

RARE = "𬭎䶮𠅤㛃"
NAMES = {
    "Chinese": "欧阳震华",
    "rare": RARE,
    "beyond the first plane": "𪚥𠔻𡿨",
    "dotted": "阿布都热合曼·买买提",
    "Tibetan": "བསོད་ནམས་སྒྲོལ་མ།",
    "Uyghur": "ئالىم تۇرسۇن",
    "Yi": "ꀕꃀꂱꌠ",
    "Mongolian": "ᠪᠠᠲᠤ ᠪᠠᠶᠠᠷ",
    "mixed": "扎西 བཀྲ་ཤིས་ 卓玛",
    "hostile": "<b>A&B</b> {0} %s ${x} \\(n) 'or 1=1--",
}


def _print(file: Path, texts: list[str], style: Style = Style.SANS, *, width: float = 480) -> Path:
    """Draw each text on its own line."""
    canvas = Canvas(str(file), pagesize=(595, 60 + 30 * len(texts)), initialFontName=face(style.value).name)
    pen = Pen(canvas)
    for place, text in enumerate(texts):
        pen.block((40, 30 + 30 * place, width, 24), fit(text, style, width, size=12, smallest=5), Align.LEFT)
    pen.lift()
    canvas.save()
    return file


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_can_be_found_and_copied(tmp_path, read, style, name):
    """A name in any script of the county is found by searching the PDF, and no mark-up is read into it."""
    file = _print(tmp_path / "name.pdf", [name], style)

    found = " ".join(read(file)).replace("\u202b", "").replace("\u202c", "")

    assert found == name


def _letters(text: str) -> str:
    """Return what a reader compares: compatibility forms as one, no blanks, no direction marks."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "\u202b\u202c")


def test_all_of_plain_chinese_prints_as_it_is(tmp_path, read):
    """Each of the 6,763 characters of GB 2312 comes back from the PDF as itself."""
    hanzi = [
        bytes([high, low]).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    ]
    texts = ["".join(hanzi[at : at + 40]) for at in range(0, len(hanzi), 40)]

    file = _print(tmp_path / "hanzi.pdf", texts)

    assert sorted("".join(read(file))) == sorted("".join(hanzi))


@pytest.mark.parametrize(
    ("text", "detail", "code"),
    [
        ("李\U0001f600", NO_GLYPH, "U+1F600"),
        ("अमित", NO_GLYPH, "U+0905"),
        ("王\u0378", NO_GLYPH, "U+0378"),
        ("张\ue123", PRIVATE_CHARACTER, "U+E123"),
    ],
)
def test_what_no_font_shows_is_refused_with_its_code_point(text, detail, code):
    """Emoji, foreign scripts, unassigned and private characters are refused and named, never a box."""
    with pytest.raises(Problem) as refused:
        fit(text, Style.SANS, 200, size=9, smallest=6)

    assert refused.value.detail is detail
    assert refused.value.values["code"] == code


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("张\u202e三", "张〔U+202E〕三"),
        ("张\u200b三", "张〔U+200B〕三"),
        ("张\x00三\x1b", "张〔U+0000〕三〔U+001B〕"),
        ("葛\U000e0100", "葛〔U+E0100〕"),
        ("a\ud800b", "a〔U+D800〕b"),
        ("王\u2028明", "王〔U+2028〕明"),
        ("A\u00a0B\tC\u2003D", "A B C D"),
        ("e\u0301", "é"),
        ("行一\r\n行二", "行一\n行二"),
    ],
)
def test_hidden_characters_are_seen(typed, seen):
    """Control, direction and zero-width characters print as a mark; odd blanks as a blank; letters composed."""
    assert printable(typed) == seen


def test_joiners_inside_words_are_spelling():
    """The zero-width non-joiner of a Uyghur or Mongolian word is not marked; between Chinese it is."""
    assert printable("نا\u200cمە") == "نا\u200cمە"
    assert printable("ᠪᠠ\u180bᠲᠤ") == "ᠪᠠ\u180bᠲᠤ"
    assert printable("张\u200c三") == "张〔U+200C〕三"


def test_shaping_joins_letters():
    """Tibetan stacks and Uyghur joins make fewer or narrower glyphs than the letters drawn one by one."""
    for text, name in (("སྒྲོལ", "NotoSerifTibetan-Regular"), ("ئالىم", "NotoNaskhArabic-Regular")):
        shaped = line(text, Style.SANS)
        one_by_one = sum(face(name).widths[letter] for letter in text) / 1000 * shaped.runs[0].scale

        assert shaped.runs[0].font == name
        assert len(shaped.runs[0].text) < len(text) or shaped.width < one_by_one * 0.9


def test_right_to_left_words_stand_in_their_place():
    """A Uyghur name inside Chinese turns round within itself; brackets stay with what they hold (UAX #9, N0)."""
    inside = line("买买提 (مۇھەممەت ئابدۇللا) 男", Style.SANS)
    first = line("ئالىم (男) 1985", Style.SANS)

    assert [run.font for run in inside.runs] == [
        "NotoSansSC-Regular", "NotoNaskhArabic-Regular", "NotoSansSC-Regular",
    ]  # fmt: skip
    assert first.spelled is not None
    assert first.spelled.startswith("1985 (男) ")


def test_levels_follow_the_bidirectional_algorithm():
    """Figures after Arabic letters run left to right within them; a comma between them belongs to them."""
    assert levels("ab 12") == [0, 0, 0, 0, 0]
    assert levels("اب 12") == [1, 1, 1, 2, 2]
    assert levels("x اب,ا y") == [0, 0, 1, 1, 1, 1, 0, 0]
    assert visual([0, 1, 2, 1, 0]) == [0, 3, 2, 1, 4]


def test_long_text_shrinks_then_wraps_then_is_refused():
    """A text too wide gets smaller, then more lines, and is refused when that does not help: never cut off."""
    name = "四川省阿坝藏族羌族自治州汶川县映秀镇"

    plain = fit(name, Style.SANS, 200, size=9, smallest=6)
    shrunk = fit(name, Style.SANS, 150, size=9, smallest=6)
    wrapped = fit(name, Style.SANS, 80, size=9, smallest=6, most=2)

    assert (len(plain.lines), plain.size) == (1, 9)
    assert len(shrunk.lines) == 1
    assert 6 <= shrunk.size < 9
    assert len(wrapped.lines) == 2
    assert all(each.width * wrapped.size <= 80 for each in wrapped.lines)
    assert "".join(run.text for each in wrapped.lines for run in each.runs) == name
    with pytest.raises(Problem) as refused:
        fit(name, Style.SANS, 40, size=9, smallest=6, most=2)
    assert refused.value.detail is TOO_LONG


@pytest.mark.parametrize("letter", ["x", "国", "བོ", "ا", "\u0f71"])
def test_twenty_thousand_characters_are_refused_at_once(letter):
    """A name of 20,000 characters is refused as too long, in whatever script."""
    with pytest.raises(Problem) as refused:
        fit(letter * 20_000, Style.SANS, 60, size=9, smallest=6, most=3)

    assert refused.value.detail in (TOO_LONG, NO_GLYPH)


def test_closing_marks_do_not_begin_a_line():
    """A full stop or closing bracket stays with the character before it, an opening one with the one after."""
    text = "一二三四五六七八（九十）。一二三四五"

    wrapped = fit(text, Style.SANS, 72, size=9, smallest=9, most=5)

    firsts = [each.runs[0].text[0] for each in wrapped.lines]
    lasts = [each.runs[-1].text[-1] for each in wrapped.lines]
    assert not set(firsts) & set("）。")
    assert "（" not in lasts


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_measured_or_refused_with_a_code(text):
    """Whatever is typed either fits, with every drawn character a glyph of its font, or is refused with a code."""
    refused = None
    try:
        fitted = fit(text, Style.SANS, 150, size=9, smallest=6, most=3)
    except Problem as problem:
        refused = problem
    if refused is not None:
        assert refused.detail in (NO_GLYPH, PRIVATE_CHARACTER, TOO_LONG)
        return

    assert all(each.width * fitted.size <= 150.01 for each in fitted.lines)
    for run in (run for each in fitted.lines for run in each.runs):
        glyphs = face(run.font).font.face.charToGlyph
        assert all(glyphs.get(ord(letter)) for letter in run.text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="gb18030", categories=("L", "N", "P", "S")), min_size=1, max_size=12))
def test_any_printed_text_is_read_back(tmp_path_factory, read, text):
    """Letters, figures and signs that print at all are read back from the PDF unchanged."""
    seen = printable(text)
    rtl = any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in seen)
    refused = None
    file = tmp_path_factory.mktemp("any") / "text.pdf"
    try:
        _print(file, [text])
    except Problem as problem:
        refused = problem
    if refused is not None:
        assert refused.detail in (NO_GLYPH, PRIVATE_CHARACTER, TOO_LONG)
        return

    found, expected = _letters("".join(read(file))), _letters(seen)

    assert sorted(found) == sorted(expected) if rtl else found == expected
