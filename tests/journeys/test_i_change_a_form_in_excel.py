"""«I change a form in Excel; the counties have it with their next sending, and nothing entered before is lost.»"""

from pathlib import Path

from openpyxl import load_workbook

from tests.journeys.conftest import bring_in_labour, serving

NEXT = "2099010101"


def _enrol(county, province, tmp_path):
    invitation, reply = tmp_path / "登记.enrol", tmp_path / "应答.enrol"
    province.does("enrol", "new", "513435", invitation, "--address", "")
    county.does("enrol", "answer", invitation, reply)
    province.does("enrol", "accept", reply)


def _edit_in_excel(file: Path, *, wrong: bool = False) -> None:
    """Add a question below 岗位, write the next version number; *wrong*: with two mistakes in it."""
    book = load_workbook(file)
    survey, settings = book["survey"], book["settings"]
    heads = [cell.value for cell in survey[1]]
    assert survey.freeze_panes == "C2"
    assert survey["A1"].font.bold
    assert {cell.data_type for row in survey.iter_rows() for cell in row} <= {"s", "n"}  # n: blank
    row = 2 + [cell.value for cell in survey["B"]].index("post")
    survey.insert_rows(row)
    cells = {
        "type": "text",
        "name": "workshop",
        "label::中文 (zh)": "车间",
        "label::English (en)": "Workshop",
    }
    cells |= {"bind::xz:list": "12"}
    if wrong:
        cells |= {"type": "txt", "relevant": "${posts} != ''"}
    for head, text in cells.items():
        survey.cell(row, heads.index(head) + 1).value = text
    version = [cell.value for cell in settings[1]].index("version") + 1
    settings.cell(2, version).value = NEXT
    book.save(file)


def test_mistakes_are_named_all_at_once_with_their_cells(county, tmp_path):
    """Two mistakes in a workbook are told together: sheet, row, column, code and remedy."""
    file = tmp_path / "就业.xlsx"
    county.does("forms", "export", "employment", file)
    _edit_in_excel(file, wrong=True)

    refused = county.says("forms", "check", file)

    assert refused.status == 1
    places = {(one["code"], one["sheet"], one["column"]) for one in refused.document["problems"]}
    assert places == {("FORMS-201", "survey", "type"), ("FORMS-207", "survey", "relevant")}
    rows = {one["row"] for one in refused.document["problems"]}
    assert len(rows) == 1
    assert all(one["remedy"] and one["cell"].endswith(one["row"]) for one in refused.document["problems"])


def test_from_excel_at_the_province_to_the_countys_desk(county, seat, samples, tmp_path):
    """Exported, edited, published, fetched, filled, sent and imported; drafts of before stay and then move over."""
    province = seat("510000", "四川省东西部协作办公室", "province")
    _enrol(county, province, tmp_path)
    bring_in_labour(county, samples)
    before = county.does("forms", "show", "employment")["version"]
    file = tmp_path / "就业.xlsx"

    province.does("forms", "export", "employment", file)
    unchanged = province.does("forms", "publish", file, "--dry-run")
    _edit_in_excel(file)
    published = province.does("forms", "publish", file)
    with serving(province) as address:
        brought = county.does("send", "--server", address)
    drafts = county.does("list", "employment", "--state", "draft")["records"]
    looked = county.does("forms", "migrate", "employment", "--dry-run")
    done = county.says("complete", "--all", "employment").document["done"]
    county.does("approve", "--all", "employment")
    county.does("seal")
    with serving(province) as address:
        county.does("send", "--server", address)
    batch = province.does("inbox")["batches"][0]["batch"]
    accepted = province.does("accept", batch)["accepted"]
    moved = county.does("forms", "migrate", "employment")

    assert unchanged["changes"] == []
    assert [one["code"] for one in published["changes"]] == ["FORMS-220"]
    assert brought["forms"] == ["employment"]
    assert county.does("forms", "show", "employment")["version"] == NEXT != before
    assert looked["count"] == len(drafts)
    assert accepted == done > 40  # filled with the version of before: still complete, sent and imported
    assert moved["count"] == len(drafts) - done
    assert county.does("verify")["problems"] == []


def test_on_a_stick(county, seat, tmp_path):
    """Without a line the forms go down as a file; an older file is refused by number."""
    province = seat("510000", "四川省东西部协作办公室", "province")
    _enrol(county, province, tmp_path)
    file, old, new = tmp_path / "就业.xlsx", tmp_path / "旧.forms", tmp_path / "新.forms"
    province.does("forms", "pack", old)
    province.does("forms", "export", "employment", file)
    _edit_in_excel(file)
    province.does("forms", "publish", file)
    province.does("forms", "pack", new)

    taken = county.does("forms", "take", new)
    refused = county.says("forms", "take", old)

    assert taken["forms"] == ["employment"]
    assert refused.codes == {"SYNC-070"}
