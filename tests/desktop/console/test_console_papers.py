"""Papers on the console: rosters, receipts and their voids."""

import pytest
from pypdf import PdfReader

from tests.desktop.record_form.test_record_journeys import GIFT
from tests.fakes.county_ledgers import enter, typed


@pytest.fixture
def gift(county) -> str:
    """The id of a completed donation."""
    with county.open("张会计") as office:
        head = office.records.save("money_donation", GIFT, token=office.ids.token())
        (outcome,) = office.records.complete([head.record_id])
        assert outcome.problem is None
    return head.record_id


def _words(file) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages).replace("\n", "")


def test_a_voided_receipt_prints_as_void_and_the_next_takes_a_new_number(county, gift, tmp_path):
    """Void with words, print it with 作废, issue again: two numbers, no gap."""
    first = county.asks("print", "receipt", gift, tmp_path / "1.pdf").document
    asked = county.asks("void-receipt", gift, "--reason", "金额写错")
    void = county.asks("--as", "reviewer", "void-receipt", gift)
    old = county.asks("print", "receipt", gift, tmp_path / "void.pdf", "--void").document
    second = county.asks("print", "receipt", gift, tmp_path / "2.pdf").document

    assert (asked.document["state"], asked.document["asked_by"]) == ("issued", "张会计")
    assert (void.document["number"], void.document["state"]) == (first["number"], "void")
    assert void.document["reason"] == "金额写错"
    assert (old["number"], old["state"]) == (first["number"], "void")
    assert second["number"].endswith("000002")
    assert "作废" in _words(tmp_path / "void.pdf")
    assert "作废" not in _words(tmp_path / "2.pdf")
    assert county.asks("verify").document["receipt_gaps"] == []


def test_what_is_not_there_cannot_be_voided_or_printed_as_void(county, gift, tmp_path):
    """Without a receipt that stands there is nothing to void; without a voided one nothing to print."""
    assert county.asks("void-receipt", gift, "--reason", "x").codes == ["DESKTOP-109"]
    assert county.asks("print", "receipt", gift, tmp_path / "x.pdf", "--void").codes == ["DESKTOP-110"]
    assert county.asks("void-receipt", "nobody", "--reason", "x").codes == ["RECORDS-050"]
    assert not (tmp_path / "x.pdf").exists()


def test_a_void_needs_words(county, gift, tmp_path):
    """A reason of blanks is no reason."""
    county.asks("print", "receipt", gift, tmp_path / "1.pdf")

    assert county.asks("void-receipt", gift, "--reason", "  ").codes == ["RECORDS-054"]


def test_an_unknown_layout_names_those_there_are(county, tmp_path):
    """A roster by a layout nobody drew is refused with the names of the others."""
    answer = county.asks("print", "roster", "wall-paper", tmp_path / "x.pdf")

    assert (answer.status, answer.codes) == (1, ["REPORTS-035"])
    assert "labour-roster" in answer.document["problems"][0]["remedy"]


def test_a_roster_is_printed_masked(roster, tmp_path):
    """A roster names the number of its rows; nobody's whole ID number is on it."""
    answer = roster.asks("print", "roster", "labour-roster", tmp_path / "roster.pdf")

    assert answer.document["rows"] == 48
    assert "***" in _words(tmp_path / "roster.pdf")


def test_papers_and_lines_name_records_by_their_titles(county, tmp_path):
    """A need and what matches it: the card and `show` say which need by its title, and no record's id is printed."""
    with county.open("李主任") as office:
        office.settings.set("one_person", True)
        need = enter(office, typed(office, "need", {}), "need")
        match = enter(office, typed(office, "need_match", {"need": need}), "need_match")
        title = office.records.get(need).head.title

    card = county.types("print", "card", match, tmp_path / "card.pdf")
    shown = county.types("show", match)
    asked = county.asks("show", match)

    words = "".join(page.extract_text() for page in PdfReader(tmp_path / "card.pdf").pages)
    assert card.status == 0
    assert title.split(" · ")[0] in words.replace("\n", "")
    assert need not in words.replace("\n", "")
    assert f"need_id: {title}" in shown.lines
    assert need not in shown.lines
    assert asked.document["answers"]["need_id"] == need
