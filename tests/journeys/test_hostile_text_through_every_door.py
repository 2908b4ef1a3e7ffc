"""Hostile text through every way in and out: unchanged, or refused with a code; never changed, never obeyed."""

import csv
import json
import re
import unicodedata

import pytest
from openpyxl import load_workbook

from forms.problems import Problem
from records.ledger.rescue import rescue
from reports import papers, workbooks
from tests.fakes.workers import worker

HOSTILE = {
    "markup": "<b>已通过</b><img src='/etc/passwd'/>",
    "broken markup": "A&B A<B &amp; ]]> <!--",
    "formula": '=HYPERLINK("http://x","点")',
    "formulas wide": "＝1+1 ＋1 －1 ＠SUM",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab formula": "\t=1+1",
    "format codes": "%s %n {0.__class__} ${jndi:ldap://x} {{7*7}}",
    "sql": "'; DROP TABLE record; --",
    "path": "../../etc/passwd C:\\CON a:b",
    "line break": "第一行\n[2026-11-22] forged line",
    "carriage return": "a\r\nb",
    "escape": "\x1b[31mred\x1b[0m",
    "nul": "a\x00b",
    "surrogate": "a\ud800b",
    "noncharacter": "a\uffffb",
    "bidi": "abc\u202egnp.exe",
    "isolates": "\u2066abc\u2069",
    "zero width": "阿\u200b依",
    "decomposed": unicodedata.normalize("NFD", "é ü 각"),
    "tags": "a\U000e0041b",
    "private use": "\ue000",
    "combining": "a" + "\u0301" * 300,
    "20,000 characters": "很长的" * 7_000,
    "rare": "𠅤𬭎䶮㛃",
    "scripts": "བོད་ཡིག ئۇيغۇر ꆈꌠ ᠮᠣᠩᠭᠣᠯ",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_goes_through_or_is_refused(office, passphrase, tmp_path, text):
    """Saved, it is the same (NFC) in the record, Excel, CSV, JSON lines and the rescue; on paper it stands or has a code."""
    refused, head = _tried(lambda: office.records.save("employment", worker(1, note=text), token="t1"))
    if refused is not None:
        assert refused.code.startswith("RECORDS-04")
        assert "\n" not in refused.sentence(str)
        return
    answers = office.records.get(head.record_id).answers
    kept = answers.get("note", "")
    assert kept == unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    definition = office.forms.definition("employment")
    files = {
        kind: workbooks.export(definition, [answers], tmp_path / f"a.{kind}", kind)
        for kind in ("xlsx", "csv", "jsonl")
    }

    cells = [
        cell
        for sheet in load_workbook(files["xlsx"])
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    ]
    with files["csv"].open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(str(cell.value) == kept for cell in cells)
    assert any(_meant(cell) == kept for row in rows for cell in row)
    assert json.loads(files["jsonl"].read_text(encoding="utf-8").splitlines()[0])["note"] == kept
    _on_paper(office, answers, tmp_path)
    office.close()
    rescue(office.folder, "张会计", passphrase, tmp_path / "out")
    (row,) = (tmp_path / "out" / "tables" / "revision.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(json.loads(row)["answers"])["note"] == kept


def _on_paper(office, answers, folder) -> None:
    """Print the card of the record; what cannot be printed whole has a code, and then no file is left."""
    card = papers.card_of(office.forms.definition("employment"), blank=False)
    refused, _file = _tried(
        lambda: papers.roster(
            card,
            [answers],
            folder / "card.pdf",
            definition=office.forms.definition("employment"),
            office_info=office.info,
            as_of=office.clock.today(),
        )
    )
    assert refused is None or refused.code.startswith("REPORTS-0")
    assert (folder / "card.pdf").exists() == (refused is None)


def _tried(work):
    """Return what was refused, or what came of it."""
    try:
        return None, work()
    except Problem as problem:
        return problem, None


def _meant(cell: str) -> str:
    """Return the text a spreadsheet shows of a CSV cell: ``="text"`` is the text and nothing else."""
    whole = re.fullmatch(r'="((?:[^"]|"")*)"', cell)
    return whole[1].replace('""', '"') if whole else cell
