"""One form as Markdown, workbook and CSV: the same questions come out."""

import csv
from pathlib import Path

import openpyxl
import pytest

from forms.compile import compile_xlsform, load_xform
from forms.definitions import builtin
from forms.engine import Group, Question, Repeat

SHEETS = {
    "survey": [
        ["type", "name", "label::中文 (zh)", "label::English (en)", "required", "relevant", "bind::xz:list"],
        ["text", "full_name", "姓名", "Name", "yes", "", "1"],
        ["select_one sexes", "sex", "性别", "Sex", "", "", ""],
        ["begin group", "work", "就业", "Work", "", "${sex} = '1'", ""],
        ["integer", "wage", "工资", "Wage", "", "", "2"],
        ["end group", "", "", "", "", "", ""],
        ["begin repeat", "visit", "走访", "Visit", "", "", ""],
        ["date", "day", "日期", "Day", "", "", ""],
        ["end repeat", "", "", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::中文 (zh)", "label::English (en)"],
        ["sexes", "1", "男", "Male"],
        ["sexes", "2", "女", "Female"],
    ],
    "settings": [
        ["form_id", "form_title", "version", "default_language", "namespaces"],
        ["people", "人员", "2026112201", "中文 (zh)", 'xz="urn:xiezuo:forms"'],
    ],
}


def written(folder: Path, kind: str) -> Path:
    """Write the form as a file of *kind*."""
    file = folder / f"people.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in SHEETS.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(file)
    elif kind == "csv":
        with file.open("w", encoding="utf-8", newline="") as target:
            for name, rows in SHEETS.items():
                csv.writer(target).writerows([[name], *([["", *row] for row in rows])])
    else:
        lines = [
            line
            for name, rows in SHEETS.items()
            for line in [f"| {name} |", *[f"| | {' | '.join(r)} |" for r in rows]]
        ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", ["md", "xlsx", "csv"])
def test_the_same_form_in_every_format(tmp_path: Path, kind: str) -> None:
    """Groups, repeats, choices, languages and marks are the same from Markdown, Excel and CSV."""
    form = compile_xlsform(written(tmp_path, kind)).definition
    assert (form.form_id, form.version, str(form.title)) == ("people", "2026112201", "人员")
    assert list(form.questions) == ["full_name", "sex", "wage", "visit.day"]
    assert [type(part) for part in form.root.children] == [Question, Question, Group, Repeat]
    assert form.repeats["visit"].label.in_("en") == "Visit"
    assert form.questions["wage"].marks == {"list": "2"}
    assert form.questions["sex"].choices is not None
    assert [c.label.in_("en") for c in form.questions["sex"].choices.choices] == ["Male", "Female"]
    assert form.languages == ("zh", "en")


def test_the_stored_xform_gives_the_same_form_again(tmp_path: Path) -> None:
    """What an office stores and opens later is the form that was compiled, known by its digest."""
    compiled = compile_xlsform(written(tmp_path, "md"))
    again = load_xform(compiled.xform)
    assert again.digest == compiled.definition.digest
    assert again.questions == compiled.definition.questions
    assert again.root == compiled.definition.root


def test_every_form_of_the_program_is_found_by_its_id() -> None:
    """The built-in forms are files named after their form ids; the first five keep theirs."""
    first = {"employment", "training_class", "prof_exchange", "money_donation", "goods_donation"}
    assert first <= set(builtin())
    for form_id, file in builtin().items():
        assert compile_xlsform(file).definition.form_id == form_id


def test_authors_are_warned(tmp_path: Path) -> None:
    """What pyxform finds odd is handed on as a soft problem, not swallowed."""
    file = tmp_path / "odd.md"
    file.write_text(
        "| survey |\n| | type | name | label::中文 (zh) | hint::English (en) |\n| | text | a | 甲 | A |\n"
        "| settings |\n| | form_id | version |\n| | odd | 1 |\n",
        encoding="utf-8",
    )
    assert [warning.code for warning in compile_xlsform(file).warnings] == ["FORMS-034"]
