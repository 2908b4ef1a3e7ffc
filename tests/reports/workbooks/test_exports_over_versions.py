"""Records of several versions of a form in one export: every column of every version, once."""

from pathlib import Path

from openpyxl import load_workbook

from forms.compile import compile_xlsform
from forms.definitions import builtin
from reports import workbooks
from tests.fakes.form_author import FormAuthor


def test_columns_of_all_versions_join_up(tmp_path: Path):
    """The newest version's columns come first, then what only the old one asks; a choice that went keeps its label."""
    old = compile_xlsform(builtin()["employment"]).definition
    author = FormAuthor.of_shipped("employment", tmp_path / "新.xlsx").version("2099010101")
    author.add("post", type="text", name="workshop", label="车间").drop("contract_no")
    new = author.drop_choice("contract_kind", "fixed").drop("next_on").compiled().definition
    rows = [
        {"full_name": "单晓梅", "workshop": "总装", "followup": [{"visited_on": "2026-05-01"}]},
        {"full_name": "卓玛", "contract_no": "HT-1", "contract_kind": "fixed", "followup": [{"next_on": "2026-08-01"}]},
    ]  # fmt: skip

    workbooks.export([new, old], rows, tmp_path / "out.xlsx")
    workbooks.export([new, old], rows, tmp_path / "out.csv", kind="csv")

    book = load_workbook(tmp_path / "out.xlsx")
    main, visits = book.worksheets[0], book.worksheets[1]
    heads = [cell.value for cell in main[1]]
    labels = {name: old.questions[name].label.in_("zh") for name in ("contract_no", "contract_kind")}
    assert heads[-1] == labels["contract_no"]
    assert heads.index("车间") < heads.index(labels["contract_kind"])
    assert len(heads) == len(set(heads))
    assert main.cell(3, heads.index(labels["contract_kind"]) + 1).value == "固定期限"
    assert main.cell(2, heads.index("车间") + 1).value == "总装"
    visit_heads = [cell.value for cell in visits[1]]
    assert visits.cell(3, len(visit_heads)).value.isoformat()[:10] == "2026-08-01"
    assert "HT-1" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_one_version_is_as_before(tmp_path: Path):
    """A single definition, alone or in a list, gives the same columns."""
    definition = compile_xlsform(builtin()["money_donation"]).definition

    workbooks.export(definition, [], tmp_path / "a.csv", kind="csv")
    workbooks.export([definition], [], tmp_path / "b.csv", kind="csv")

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
