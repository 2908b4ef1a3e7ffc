"""The log as typed: searched and written out; personal data leaves with a reason and, where the office says so, by two."""

import csv

from desktop import audit_words


def test_personal_data_leaves_with_a_reason(roster, tmp_path):
    """Without one the export is refused and no file is left; a column of nobody's asks for none; the log keeps why."""
    file = tmp_path / "all.xlsx"
    assert roster.asks("export", "employment", file).codes == ["RECORDS-054"]
    assert not file.exists()
    assert (
        roster.types("export", "employment", tmp_path / "forms.csv", "--columns", "employment_form").status
        == 0
    )

    assert roster.types("export", "employment", file, "--reason", "审计检查").status == 0

    lines = roster.asks("audit", "--verb", "hand_out").document["lines"]
    assert [(line["thing"], line["detail"]) for line in lines] == [("employment", "审计检查")]


def test_where_the_office_says_so_a_second_person_agrees(roster, tmp_path, monkeypatch):
    """One's own word or a wrong passphrase is not enough; the reviewer's is, and stands in the log."""
    with roster.open("李主任") as office:
        office.settings.set("hand_out_by_two", True)
    monkeypatch.setenv("XIEZUO_VOUCHING_PASSPHRASE", "不是这一句口令")
    typed = ("export", "employment", tmp_path / "all.xlsx", "--reason", "审计检查")
    assert roster.asks(*typed).codes == ["RECORDS-206"]
    assert roster.asks(*typed, "--vouched-by", "reviewer").codes == ["RECORDS-002"]
    monkeypatch.setenv("XIEZUO_VOUCHING_PASSPHRASE", "春天的茶马古道 2026")
    assert roster.asks("--as", "reviewer", *typed, "--vouched-by", "reviewer").codes == ["RECORDS-207"]
    assert roster.types(*typed, "--vouched-by", "reviewer").status == 0
    assert roster.asks("audit", "--about", "李主任").document["lines"][0]["detail"] == "审计检查 李主任"


def test_the_log_is_searched_by_person_verb_day_and_object(roster, tmp_path):
    """Each condition narrows; all lines go to a file that a spreadsheet reads and does not calculate."""
    record_id = roster.asks("list", "employment").document["records"][0]["record_id"]
    roster.types("void", record_id, "--reason", "=1+1 重复")
    about = roster.asks("audit", "--about", record_id).document["lines"]
    assert {line["verb"] for line in about} == {"void"}
    assert roster.asks("audit", "--who", "没有此人").document["lines"] == []
    assert roster.asks("audit", "--to", "2000-01-01").document["lines"] == []
    file = tmp_path / "log.csv"
    count = roster.asks("audit", "--csv", file).document["rows"]
    with file.open(encoding="utf-8-sig", newline="") as lines:
        heads, *rows = csv.reader(lines)
    assert heads == audit_words.heads()
    assert len(rows) == count
    assert any(cell.startswith("'=1+1") for row in rows for cell in row)
