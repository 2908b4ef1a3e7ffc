"""Forms with mistakes: each is named with form, question and column, all at once, before anyone fills the form."""

from pathlib import Path
from textwrap import dedent

import pytest

from forms.compile import FormProblems, compile_xlsform
from forms.problems import Problem

HEAD = "| survey |\n| | type | name | label | relevant | constraint | calculation | choice_filter | required | bind::xz:check | bind::xz:soft |\n"
TAIL = '| choices |\n| | list_name | name | label |\n| | c | 1 | 一 |\n| settings |\n| | form_id | version | namespaces |\n| | broken | 1 | xz="urn:xiezuo:forms" |\n'


def problems_of(folder: Path, rows: str, tail: str = TAIL) -> list[Problem]:
    """Compile a form with *rows* and return what is wrong with it."""
    file = folder / "broken.md"
    file.write_text(HEAD + dedent(rows).strip() + "\n" + tail, encoding="utf-8")
    with pytest.raises(FormProblems) as caught:
        compile_xlsform(file)
    return caught.value.problems


ONE_EACH = [
    ("FORMS-037", "relevant", "| | text | a | A | 1 >>> ( 2 | | | | | | |"),
    ("FORMS-037", "constraint", "| | text | a | A | | . = 'x | | | | | |"),
    ("FORMS-037", "relevant", "| | text | a | A | 1 + | | | | | | |"),
    ("FORMS-038", "calculate", "| | calculate | a | | | | launch('x') | | | | |"),
    ("FORMS-038", "calculate", "| | calculate | a | | | | document('file:///etc/passwd') | | | | |"),
    ("FORMS-039", "relevant", "| | text | a | A | /data/nobody = 1 | | | | | | |"),
    ("FORMS-039", "constraint", "| | text | a | A | | ../nobody = 1 | | | | | |"),
    ("FORMS-040", "calculate", "| | calculate | a | | | | count(ancestor::a) | | | | |"),
    ("FORMS-040", "calculate", "| | calculate | a | | | | /data/@id | | | | |"),
    ("FORMS-040", "calculate", "| | calculate | a | | | | following::a | | | | |"),
    ("FORMS-042", "required", "| | text | a | A | | | | | substr('a') | | |"),
    ("FORMS-043", "constraint", r"| | text | a | A | | regex(., '(a)\1') | | | | | |"),
    ("FORMS-043", "constraint", "| | text | a | A | | regex(., '(?=a)b') | | | | | |"),
    ("FORMS-037", "bind::xz:soft", "| | text | a | A | | | | | | | . > |"),
]


@pytest.mark.parametrize(("code", "column", "row"), ONE_EACH)
def test_a_broken_expression_is_named(tmp_path: Path, code: str, column: str, row: str) -> None:
    """Each kind of broken expression has its own code, and names form, question and column."""
    (problem,) = problems_of(tmp_path, row)
    assert (problem.code, problem.place) == (code, "a")
    if code != "FORMS-043":
        assert problem.values["column"] == column
    assert "broken" in problem.what()


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """An author sees the whole list, not the first line of it."""
    rows = """
    | | text | a | A | 1 + | fly(.) | | | | | |
    | | select_one c | b | B | | | | name = $x | | | |
    | | text | d | D | | | | | | no_such_check | |
    """
    assert [(p.code, p.place) for p in problems_of(tmp_path, rows)] == [
        ("FORMS-037", "a"),
        ("FORMS-038", "a"),
        ("FORMS-040", "b"),
        ("FORMS-046", "d"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "| | calculate | a | | | | ${b} + 1 | | | | |\n| | calculate | b | | | | ${a} + 1 | | | | |",
        "| | calculate | a | | | | ${a} + 1 | | | | |",
        "| | text | a | A | ${b} = 1 | | | | | | |\n| | text | b | B | ${a} = 1 | | | | | | |",
        "| | begin group | g | G | ${a} = 1 | | | | | | |\n| | text | a | A | | | | | | | |\n| | end group | | | | | | | | | |",
    ],
)
def test_a_circle_is_refused_and_shown(tmp_path: Path, rows: str) -> None:
    """A calculation or condition that depends on itself is refused, with the way round."""
    (problem,) = problems_of(tmp_path, rows)
    assert problem.code == "FORMS-044"
    assert "a" in problem.values["path"].split(" → ")


@pytest.mark.parametrize("expression", ["(" * 20_000 + "1" + ")" * 20_000, "not(" * 500 + "1" + ")" * 500])
def test_deep_nesting_is_refused(tmp_path: Path, expression: str) -> None:
    """Twenty thousand brackets are refused with a sentence; they do not bring the program down."""
    (problem,) = problems_of(tmp_path, f"| | calculate | a | | | | {expression} | | | | |")
    assert problem.code == "FORMS-041"


def test_the_sheet_and_row_of_an_authors_mistake_are_told(tmp_path: Path) -> None:
    """A mistake of the sheets is told with sheet and row."""
    rows = "| | text | a | A | | | | | | | |\n| | text | b | B ${nobody} | | | | | | | |"
    (problem,) = problems_of(tmp_path, rows)
    assert (problem.code, problem.place) == ("FORMS-207", "survey!3")
    assert "nobody" in problem.what()
    (twice,) = problems_of(tmp_path, "| | text | a | A | | | | | | | |\n| | text | a | A | | | | | | | |")
    assert (twice.code, twice.place) == ("FORMS-205", "survey!3")


def test_files_that_are_no_forms_are_refused(tmp_path: Path) -> None:
    """A missing file, a picture called workbook, and another kind of file each have a plain sentence."""
    (tmp_path / "form.xlsx").write_bytes(b"\x89PNG not a workbook")
    (tmp_path / "form.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "form.pdf").write_bytes(b"%PDF-")
    for name, code in {
        "none.md": "FORMS-030",
        "form.xlsx": "FORMS-031",
        "form.md": "FORMS-031",
        "form.pdf": "FORMS-031",
    }.items():
        with pytest.raises(FormProblems) as caught:
            compile_xlsform(tmp_path / name)
        assert caught.value.code == code
        assert caught.value.what()
