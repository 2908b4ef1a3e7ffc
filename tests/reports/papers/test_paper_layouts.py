"""Layouts are data: what is shipped fits its form, what is mistyped is refused with its line."""

import re

import pytest

from forms.problems import Problem
from reports import papers
from reports.papers.layout import Layout
from reports.papers.layout_reading import check, folder, of_text, read
from reports.papers.roster_table import geometry

SHIPPED = papers.layouts()
ROSTERS = sorted(name for name, layout in SHIPPED.items() if isinstance(layout, Layout))
GOOD = 'code = "X"\nform_id = "employment"\ntitle = "表"\n[[columns]]\nheading = "姓名"\nquestion = "full_name"\n'


def test_the_promised_papers_are_shipped():
    """Every print of the domain book that belongs to the first ledgers has a layout with its code."""
    codes = {layout.code for layout in SHIPPED.values()}

    promised = {
        "LAB-R1",
        "LAB-R3",
        "LAB-R4",
        "TAL-R2",
        "TAL-R3",
        "TAL-R4",
        "TAL-R5",
        "DON-R1",
        "DON-R2",
        "DON-R4",
    }
    assert promised | {"SOC-R3"} <= codes


def test_every_paper_size_is_used():
    """A3, A4, A5 and the roll of 80 mm each have a layout to copy from, upright and lying."""
    used = {(layout.paper, layout.landscape) for layout in SHIPPED.values()}

    assert {("A3", True), ("A4", True), ("A4", False), ("A5", True), ("80mm", False)} <= used


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_layout_asks_only_for_questions_of_its_form(definitions, name):
    """Every column and every brace of a shipped layout names a question the form has."""
    layout = SHIPPED[name]

    assert check(layout, definitions(layout.form_id)) is None  # it raises at what it does not find


@pytest.mark.parametrize("name", ROSTERS)
def test_the_columns_fill_the_paper_exactly(name):
    """The columns of a shipped layout reach from margin to margin, and none is narrower than 7 mm."""
    layout = SHIPPED[name]
    place = geometry(layout)

    widths = [right - left for left, right in zip(place.edges, place.edges[1:], strict=False)]

    assert place.edges[0] == pytest.approx(place.width - place.right)
    assert min(widths) > 7 * 72 / 25.4


LABELS = 'kind = "labels"\ncode = "X"\nform_id = "employment"\ntitle = "签"\nacross = 3\ndown = 8\nwidth = 70\nheight = 37\n[[lines]]\ntext = "{full_name}"\n'


@pytest.mark.parametrize(
    ("wrong", "code", "line", "named"),
    [
        (GOOD + "widht = 20\n", "REPORTS-030", 7, "widht"),
        (GOOD.replace('title = "表"', 'titel = "表"'), "REPORTS-030", 3, "titel"),
        (GOOD + 'format = "roman"\n', "REPORTS-032", 7, "roman"),
        (GOOD + 'align = "middle"\n', "REPORTS-032", 7, "middle"),
        (GOOD + 'width = "20"\n', "REPORTS-032", 7, "20"),
        (GOOD + "width = true\n", "REPORTS-032", 7, "True"),
        (GOOD + "width = -3\n", "REPORTS-032", 7, "-3"),
        (GOOD.replace('title = "表"', 'title = "表"\npaper = "B5"'), "REPORTS-032", 4, "B5"),
        (GOOD.replace('title = "表"', 'title = "表"\nonly = ["sex"]'), "REPORTS-032", 4, "sex"),
        (GOOD.replace('title = "表"', 'title = "表"\nsmallest = 40'), "REPORTS-032", 4, "40"),
        (GOOD.replace('title = "表"', 'title = "表"\nkind = "poster"'), "REPORTS-032", 4, "poster"),
        (GOOD.replace('heading = "姓名"\n', ""), "REPORTS-031", 4, "heading"),
        (GOOD.replace('title = "表"\n', ""), "REPORTS-031", 1, "title"),
        (GOOD.split("[[", maxsplit=1)[0], "REPORTS-031", 1, "columns"),
        (LABELS.replace("across = 3", "across = 4"), "REPORTS-032", 5, "4"),
        (LABELS.replace("height = 37", "height = 40"), "REPORTS-032", 6, "320 mm"),
        (LABELS + 'hand = "comic"\n', "REPORTS-032", 11, "comic"),
    ],
)
def test_a_mistyped_layout_is_refused_with_its_line(wrong, code, line, named):
    """A wrong key, value or size is refused, named, and told with the line it stands on and what to do."""
    with pytest.raises(Problem) as refused:
        of_text("mine", wrong)

    problem = refused.value
    assert problem.code == code
    assert problem.place == f"mine.toml:{line}"
    assert named in problem.what() + problem.remedy()


def test_what_is_no_toml_is_refused_with_its_line(tmp_path):
    """A slip of syntax, and a file that is no text, are refused as a broken layout."""
    file = tmp_path / "mine.toml"
    file.write_text("= = =", encoding="utf-8")
    with pytest.raises(Problem, match="REPORTS-010") as refused:
        read(file)
    assert "line 1" in refused.value.what()

    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Problem, match="REPORTS-010"):
        read(file)


def test_a_question_the_form_does_not_have_is_refused_with_its_line(definitions):
    """A layout for another version of the form says which question is missing and where it is asked for."""
    text = GOOD.replace("full_name", "nickname")

    with pytest.raises(Problem, match="REPORTS-033") as refused:
        check(of_text("mine", text), definitions("employment"), text)

    assert refused.value.place == "mine.toml:6"
    assert "nickname" in refused.value.what()


def test_every_shipped_layout_says_where_it_comes_from():
    """Each layout opens with a comment that says what it is for, so that who copies it knows."""
    for file in folder().glob("*.toml"):
        assert re.match(r"# \S", file.read_text(encoding="utf-8")), file.name
