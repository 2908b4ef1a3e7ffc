"""An author's sheets: read from any file, written for Excel, every mistake at its cell."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from forms.compile import FormProblems, compile_xlsform
from forms.definitions import builtin, keeping
from forms.sheets import Page, SheetProblem, Sheets, locate, read_sheets, write_sheets

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=12).map(str.strip)


@pytest.mark.parametrize("form_id", sorted(builtin()))
@pytest.mark.parametrize("kind", [".xlsx", ".md"])
def test_a_shipped_form_comes_back_as_the_very_same(form_id: str, kind: str, tmp_path: Path) -> None:
    """Written as a workbook or as Markdown and compiled again, a form has the same XForm, byte for byte."""
    compiled = keeping.compiled(builtin()[form_id])  # a house test proves that it is what compiling gives

    again = compile_xlsform(
        write_sheets(Sheets.from_json(compiled.source), tmp_path / f"f{kind}", title=form_id)
    )

    assert again.xform == compiled.xform
    assert again.source == compiled.source


@given(st.lists(st.fixed_dictionaries({"name": CELL, "label": CELL, "编号": CELL}), max_size=6))
def test_any_cells_are_kept_as_text(rows: list[dict[str, str]]) -> None:
    """Whatever is in the cells, the stored text gives the same sheets again."""
    kept = tuple({head: cell for head, cell in row.items() if cell} for row in rows)
    sheets = Sheets({"survey": Page(("name", "label", "编号"), kept)})

    assert Sheets.from_json(sheets.as_json()) == sheets


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86", "@x", "007", "1e5", "18-3", "513221199003070015", "https://a.cn"]
)
def test_excel_gets_text_and_no_formula(cell: str, tmp_path: Path) -> None:
    """A cell that looks like a formula, number, date or link is written, and read again, as the text it is."""
    sheets = Sheets(
        {"survey": Page(("type", "name", "default"), ({"type": "text", "name": "a", "default": cell},))}
    )

    file = write_sheets(sheets, tmp_path / "f.xlsx")

    written = load_workbook(file)["survey"]
    assert (written["C2"].data_type, written["C2"].value) == ("s", cell)
    assert (written["A1"].font.bold, written.freeze_panes) == (True, "C2")
    assert read_sheets(file) == sheets


@pytest.mark.parametrize(
    "text", ["[]", '{"survey":[]}', '{"survey":[[1]]}', '{"x":[["a"]]}', '{"survey":{}}']
)
def test_what_is_no_sheets_is_refused(text: str) -> None:
    """Text from outside that is not the sheets of a form is refused."""
    with pytest.raises(ValueError, match="sheet"):
        Sheets.from_json(text)


def _placed(tmp_path: Path, rows: list[dict[str, str]]) -> list[SheetProblem]:
    heads = ("type", "name", "label", "relevant", "constraint", "calculation", "bind::xz:check")
    settings = {"form_id": "f", "version": "1", "namespaces": 'xz="urn:xiezuo:forms"'}
    choices = Page(("list_name", "name", "label"), ({"list_name": "yn", "name": "y", "label": "Y"},))
    sheets = Sheets(
        {
            "survey": Page(heads, tuple(rows)),
            "choices": choices,
            "settings": Page(tuple(settings), (settings,)),
        }
    )
    file = write_sheets(sheets, tmp_path / "f.xlsx")
    with pytest.raises(FormProblems) as found:
        compile_xlsform(file)
    return [SheetProblem(one) for one in locate(found.value.problems, read_sheets(file))]


def test_every_mistake_of_the_sheets_at_once(tmp_path: Path) -> None:
    """Type, list, name, label, reference and groups: all are told in one go, each at its cell."""
    found = _placed(
        tmp_path,
        [
            {"type": "txt", "name": "a", "label": "A"},
            {"type": "select_one nobody", "name": "b", "label": "B"},
            {"type": "text", "name": "1c", "label": "C"},
            {"type": "text", "name": "a", "label": "A"},
            {"type": "text", "name": "d"},
            {"type": "text", "name": "e", "label": "E", "relevant": "${nobody} = 1"},
            {"type": "text", "label": "F"},
            {},
            {"name": "g", "label": "G"},
            {"type": "end_group"},
            {"type": "begin_group", "name": "open", "label": "O"},
        ],
    )

    assert [(one.code, one.place) for one in found] == [
        ("FORMS-201", "survey!A2"), ("FORMS-202", "survey!A3"), ("FORMS-204", "survey!B4"), ("FORMS-205", "survey!B5"),
        ("FORMS-206", "survey!C6"), ("FORMS-207", "survey!D7"), ("FORMS-203", "survey!B8"), ("FORMS-200", "survey!A10"),
        ("FORMS-209", "survey!A11"), ("FORMS-208", "survey!A12"),
    ]  # fmt: skip


def test_the_engines_findings_stand_at_their_cells_too(tmp_path: Path) -> None:
    """A broken rule and an unknown check, found when the form is compiled, name row and column of the workbook."""
    found = _placed(
        tmp_path,
        [
            {"type": "integer", "name": "a", "label": "A", "constraint": ". >"},
            {"type": "begin_repeat", "name": "r", "label": "R"},
            {"type": "calculate", "name": "b", "calculation": "nothing(1)"},
            {"type": "end_repeat"},
            {"type": "text", "name": "c", "label": "C", "bind::xz:check": "nobody"},
        ],
    )

    assert {(one.code, one.place) for one in found} == {
        ("FORMS-037", "survey!E2"), ("FORMS-038", "survey!F4"), ("FORMS-046", "survey!G6"),
    }  # fmt: skip
    told = json.loads(json.dumps(found[0].as_json()))
    assert (told["sheet"], told["row"], told["column"], told["cell"]) == ("survey", "2", "constraint", "E2")
