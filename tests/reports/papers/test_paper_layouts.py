"""Layouts are data: what is shipped fits its form, what is mistyped is refused with the fault."""

import pytest

from forms.problems import Problem
from reports import papers
from reports.papers.layout import check, read
from reports.papers.problem_codes import LAYOUT_BROKEN
from reports.papers.roster_table import geometry

NAMES = [
    "donation-register-goods", "donation-register-money", "labour-roster",
    "prof-exchange-roster", "trainee-roster", "trainee-sign-in",
]  # fmt: skip
GOOD = 'code = "X"\nform_id = "employment"\ntitle = "表"\n[[columns]]\nheading = "姓名"\nquestion = "full_name"\n'


def test_the_promised_rosters_are_shipped():
    """The six rosters of first light are there under their names, with the codes of the domain book."""
    layouts = papers.layouts()

    assert sorted(layouts) == NAMES
    assert {layout.code for layout in layouts.values()} == {
        "LAB-R1",
        "TAL-R2",
        "TAL-R4",
        "TAL-R5",
        "DON-R1",
        "DON-R2",
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_layout_asks_only_for_questions_of_its_form(definitions, name):
    """Every column and every brace of a shipped layout names a question the form has."""
    layout = papers.layouts()[name]

    check(layout, definitions(layout.form_id))


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_fill_the_paper_exactly(name):
    """The columns of a shipped layout reach from margin to margin, and none is narrower than 7 mm."""
    layout = papers.layouts()[name]
    place = geometry(layout)

    widths = [right - left for left, right in zip(place.edges, place.edges[1:], strict=False)]

    assert place.edges[0] == pytest.approx(place.width - place.right)
    assert min(widths) > 7 * 72 / 25.4


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (GOOD + "widht = 20\n", "widht"),
        (GOOD.replace('title = "表"', 'titel = "表"'), "titel"),
        (GOOD + 'format = "roman"\n', "roman"),
        (GOOD + 'align = "middle"\n', "middle"),
        (GOOD.replace('title = "表"', 'title = "表"\npaper = "B5"'), "B5"),
        (GOOD.split("[[", maxsplit=1)[0], "columns"),
        ("= = =", "line 1"),
    ],
)
def test_a_mistyped_layout_is_refused_with_the_fault(tmp_path, wrong, named):
    """A wrong key, value or syntax is refused and named; nothing is silently ignored."""
    file = tmp_path / "mine.toml"
    file.write_text(wrong, encoding="utf-8")

    with pytest.raises(Problem) as refused:
        read(file)

    assert refused.value.detail is LAYOUT_BROKEN
    assert named in refused.value.what()


def test_a_question_the_form_does_not_have_is_refused(tmp_path, definitions):
    """A layout for another version of the form says which question is missing."""
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace("full_name", "nickname"), encoding="utf-8")

    with pytest.raises(Problem, match="REPORTS-010") as refused:
        check(read(file), definitions("employment"))

    assert "nickname" in refused.value.what()
