"""«I type ./run demo and see the whole road; what it says is true in the files it leaves.»"""

import json
import os
import subprocess
import sys

import openpyxl
import pypdf
import pytest

from tests.journeys.conftest import ROOT


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The demonstration, run once: its facts and its folder."""
    out = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--json", "demo", "--out", str(out)],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), out


def test_the_two_offices_agree(shown):
    """What the county counts as accepted is what the province holds, and both chains verify."""
    facts, _out = shown

    assert facts["agree"] is True
    assert facts["chains"] is True
    assert facts["accepted_here"] == facts["records"]


def test_the_rosters_were_judged_as_the_keys_say(shown):
    """Rows in and rows out are those of the three keys."""
    facts, _out = shown
    for name in ("labour-roster-township", "donation-ledger-2023", "trainee-roster-class"):
        key = json.loads((ROOT / "tests" / "samples" / f"{name}.key.json").read_text(encoding="utf-8"))

        wrong = sum(row["problem"] is not None for row in key)

        assert (facts[name]["good"], facts[name]["refused"]) == (len(key) - wrong, wrong)


def test_the_corrected_rows_entered_and_no_other(shown):
    """Four cells are corrected in a copy of the error workbook: four rows enter, all that entered before are known."""
    facts, out = shown
    key = json.loads(
        (ROOT / "tests" / "samples" / "labour-roster-township.key.json").read_text(encoding="utf-8")
    )
    numbers = {row["row"]: row["id"] for row in key}

    sheet = openpyxl.load_workbook(out / "labour-roster-township-corrected.xlsx").active

    assert (facts["now_entered"], facts["known"], facts["still_wrong"]) == (
        4,
        facts["labour-roster-township"]["good"],
        8,
    )
    assert [sheet["E49"].value, sheet["E51"].value] == [numbers[49], numbers[51]]


def test_every_draft_completes(shown):
    """What the rosters lack is filled and explained by the clerk: all that entered is completed and travels."""
    facts, _out = shown
    rows = [facts[name]["good"] for name in ("labour-roster-township", "donation-ledger-2023")]

    assert facts["donations"] == 24
    assert facts["refused"] == 0
    assert facts["completed"] == facts["records"] == sum(rows) + facts["now_entered"] + facts["entered"] + 1


def test_the_voucher_has_three_copies_with_its_number(shown):
    """The receipt's PDF has three pages, each with the number and an amount in capitals."""
    facts, out = shown

    pages = [page.extract_text() for page in pypdf.PdfReader(out / "receipt.pdf").pages]

    assert len(pages) == 3
    assert all(facts["number"] != "" and "人民币" in page and "513435-" in page for page in pages)


def test_the_labour_roster_shows_every_worker_masked(shown):
    """The roster names the rare characters of the sample and no full ID number."""
    _facts, out = shown

    text = "".join(page.extract_text() for page in pypdf.PdfReader(out / "labour-roster.pdf").pages)

    assert "王䶮" in text
    assert "李𬭎" in text
    assert "52270019990901693X" not in text


def test_error_workbooks_batches_and_acknowledgement_are_left(shown):
    """Three error workbooks, two batches and an acknowledgement lie in the folder."""
    _facts, out = shown

    assert all(openpyxl.load_workbook(file) for file in out.glob("*-errors.xlsx"))
    assert len(list(out.glob("*-errors.xlsx"))) == 3
    assert len(list((out / "usb").glob("*.batch"))) == 2
    assert (out / "usb" / "acknowledgement.ack").stat().st_size > 1000
