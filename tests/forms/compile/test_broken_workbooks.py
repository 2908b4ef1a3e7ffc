"""Thirty workbooks as authors break them, and as nobody should: each mistake at its cell with code and remedy, at once."""

from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest
from openpyxl import Workbook

from forms.compile import FormProblems, compile_xlsform
from forms.sheets import locate, read_sheets

QUICK = 20.0  # seconds of processor time; the largest takes about four on an idle machine
Row = dict[str, str]
A = {"type": "text", "name": "a", "label": "甲"}


def ask(kind: str, name: str, **more: str) -> Row:
    """Return a row of the survey sheet."""
    return {"type": kind, "name": name, "label": name, **more}


def calculation(text: str) -> list[Row]:
    """Return a survey whose second question works *text* out."""
    return [A, ask("calculate", "b", calculation=text)]


def written(folder: Path, survey: Iterable[Row], choices: Iterable[Row] = ()) -> Path:
    """Write a workbook as Excel would, formulas as text."""
    book = Workbook()
    sheets = {
        "survey": list(survey),
        "choices": list(choices),
        "settings": [{"form_id": "broken", "version": "1"}],
    }
    for name, rows in sheets.items():
        if not rows:
            continue
        sheet = book.create_sheet(name)
        header = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(header)
        for row in rows:
            sheet.append([row.get(key) for key in header])
    del book["Sheet"]
    file = folder / "broken.xlsx"
    book.save(file)
    return file


def told(file: Path) -> list[tuple[str, str, str]]:
    """Return the mistakes as their author sees them: sheet and row, column, code; each with words and a remedy."""
    begun = process_time()
    with pytest.raises(FormProblems) as caught:
        compile_xlsform(file)
    assert process_time() - begun < QUICK
    found = locate(caught.value.problems, read_sheets(file))
    assert all(one.problem.what() and one.problem.remedy() for one in found)
    return [(f"{one.sheet}!{one.row}", one.column, one.problem.code) for one in found]


CHOICES = [{"list_name": "c", "name": "1", "label": "一"}, {"list_name": "c", "name": "2", "label": "二"}]
MISTAKES: dict[str, tuple[list[Row], list[Row], list[tuple[str, str, str]]]] = {
    "an unknown type": ([A, ask("txet", "b")], [], [("survey!3", "type", "FORMS-201")]),
    "a name twice": ([A, A], [], [("survey!3", "name", "FORMS-205")]),
    "a name with a blank": ([A, ask("text", "b c")], [], [("survey!3", "name", "FORMS-204")]),
    "no name": ([A, {"type": "text", "label": "乙"}], [], [("survey!3", "name", "FORMS-203")]),
    "a list that is not there": ([ask("select_one d", "a")], CHOICES, [("survey!2", "type", "FORMS-202")]),
    "a group not ended": ([A, ask("begin_group", "g")], [], [("survey!3", "type", "FORMS-208")]),
    "an end of nothing": ([A, {"type": "end_group"}], [], [("survey!3", "type", "FORMS-209")]),
    "a question that is not there": (calculation("${nobody}"), [], [("survey!3", "calculation", "FORMS-207")]),
    "a bracket open": (calculation("concat(${a}"), [], [("survey!3", "calculation", "FORMS-037")]),
    "a comma too many": (calculation("concat(${a},,1)"), [], [("survey!3", "calculation", "FORMS-037")]),
    "an unknown function": (calculation("vlookup(${a})"), [], [("survey!3", "calculation", "FORMS-038")]),
    "an argument missing": (calculation("substr()"), [], [("survey!3", "calculation", "FORMS-042")]),
    "an axis nobody has": (calculation("count(following::a)"), [], [("survey!3", "calculation", "FORMS-040")]),
    "a broken pattern": (
        [ask("text", "a", constraint="regex(., '(a')")], [], [("survey!2", "constraint", "FORMS-043")]),
    "a condition nobody can read": ([A, ask("text", "b", relevant="${a} ==")], [], [("survey!3", "relevant", "FORMS-037")]),
    "a code twice": (
        [ask("select_one c", "a")], [*CHOICES, {"list_name": "c", "name": "2", "label": "又"}],
        [("choices!4", "name", "FORMS-032")]),
    "a default that is no number": ([ask("integer", "a", default="many")], [], [("survey!2", "default", "FORMS-037")]),
    "a range without steps": (
        [ask("range", "a", parameters="start=0 end=10 step=0")], [], [("survey!2", "parameters", "FORMS-032")]),
    "a range of a billion": (
        [ask("range", "a", parameters="start=0 end=1000000000 step=0.001")], [], [("survey!2", "parameters", "FORMS-052")]),
    "a circle of two": (
        [ask("calculate", "a", calculation="${b}"), ask("calculate", "b", calculation="${a}")], [],
        [("survey!2", "calculation", "FORMS-044")]),
    "a circle through conditions": (
        [ask("integer", "a", relevant="${b} = 1"), ask("integer", "b", relevant="${a} = 1")], [],
        [("survey!2", "relevant", "FORMS-044")]),
    "a calculation of itself": (calculation("${b} + 1"), [], [("survey!3", "calculation", "FORMS-044")]),
    "twenty thousand brackets": (
        calculation("(" * 10_000 + "1" + ")" * 10_000), [], [("survey!3", "calculation", "FORMS-041")]),
    "a sum of nine thousand": (calculation("1" + "+1" * 9_000), [], [("survey!3", "calculation", "FORMS-041")]),
    "a bomb of a pattern": (
        [ask("text", "a", constraint="regex(., '((a{100}){100}){100}')")], [], [("survey!2", "constraint", "FORMS-043")]),
    "a file of this machine": (calculation("document('file:///etc/passwd')"), [], [("survey!3", "calculation", "FORMS-038")]),
    "two mistakes in one row": (
        [A, ask("text", "b", relevant="${a} ==", constraint="nope(.)")], [],
        [("survey!3", "constraint", "FORMS-038"), ("survey!3", "relevant", "FORMS-037")]),
    "five mistakes in five rows": (
        [A, ask("txet", "b"), ask("text", "b c"), ask("select_one d", "e"), ask("text", "f", relevant="${g}"), A],
        CHOICES,
        [("survey!3", "type", "FORMS-201"), ("survey!4", "name", "FORMS-204"), ("survey!5", "type", "FORMS-202"),
         ("survey!6", "relevant", "FORMS-207"), ("survey!7", "name", "FORMS-205")]),
    "expressions beside mistakes of the sheet": (
        [A, ask("txet", "x"), ask("text", "c", relevance="vlookup(${g}) = 1", constraint="${a} =="),
         *calculation("1" + "+1" * 9_000)[1:]], [],
        [("survey!3", "type", "FORMS-201"), ("survey!4", "constraint", "FORMS-037"), ("survey!4", "relevance", "FORMS-038"),
         ("survey!4", "relevance", "FORMS-207")]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_stands_at_its_cell(tmp_path: Path, mistake: str) -> None:
    """Every mistake of a workbook is told at once, at its sheet, row and column, with its code and what to do."""
    survey, choices, expected = MISTAKES[mistake]
    assert sorted(told(written(tmp_path, survey, choices))) == sorted(expected)


def test_twenty_thousand_questions_are_refused_in_time(tmp_path: Path) -> None:
    """A workbook of twenty thousand rows is refused by its size, before anything of it is worked out."""
    lines = [f"| | text | q{number} | 问 |" for number in range(20_000)]
    file = tmp_path / "broken.md"
    file.write_text("\n".join(["| survey |", "| | type | name | label |", *lines, ""]), encoding="utf-8")

    assert [code for _, _, code in told(file)] == ["FORMS-050"]


def test_html_in_a_label_stays_words(tmp_path: Path) -> None:
    """Markup in a label is neither carried out nor refused."""
    label = "<img src='http://x/' onerror='alert(1)'><b>甲</b>"
    definition = compile_xlsform(written(tmp_path, [{**A, "label": label}])).definition
    assert str(definition.questions["a"].label) == label
