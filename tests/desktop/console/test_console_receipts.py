"""Receipts on the console: numbers proved, the day closed, red letters, the queue, overprint, the code."""

import pytest
from pypdf import PdfReader

from tests.desktop.record_form.test_record_journeys import GIFT


@pytest.fixture
def gifts(county) -> list[str]:
    """The ids of three completed donations."""
    with county.open("张会计") as office:
        heads = [
            office.records.save("money_donation", GIFT | {"bank_ref": f"R{n}"}, token=office.ids.token())
            for n in range(3)
        ]
        outcomes = office.records.complete([head.record_id for head in heads])
        assert [outcome.problem for outcome in outcomes] == [None] * 3
    return [head.record_id for head in heads]


def _words(file) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages).replace("\n", "")


def test_a_day_is_closed_and_a_mistake_found_later_is_red(county, gifts, tmp_path):
    """Print two, close, reverse one, close again: the sheets say what they said, no number is missing."""
    for n, gift in enumerate(gifts[:2]):
        county.asks("print", "receipt", gift, tmp_path / f"{n}.pdf")
    first = county.asks("receipts", "close", tmp_path / "day1.pdf").document
    refused = county.asks("--as", "reviewer", "void-receipt", gifts[0], "--reason", "金额写错")
    red = county.asks("receipts", "reverse", gifts[0], "--reason", "金额写错").document
    second = county.asks("receipts", "close", tmp_path / "day2.pdf").document
    again = county.asks("receipts", "close", tmp_path / "again.pdf", "--again", "1").document

    assert refused.codes == ["RECORDS-162"]
    assert (red["state"], red["reverses"]) == (
        "red",
        "513221-2026-A-000001".replace("513221", red["number"][:6]),
    )
    assert (first["receipts"], second["receipts"], second["amount_fen"]) == (2, 1, red["amount_fen"])
    assert (again["digest"], again["amount_fen"]) == (first["digest"], first["amount_fen"])
    assert red["number"] in _words(tmp_path / "day2.pdf")
    gaps = county.asks("receipts", "gaps")
    assert (gaps.status, gaps.document["missing"], gaps.document["changed_closings"]) == (0, [], [])
    assert county.asks("receipts", "close", tmp_path / "x.pdf", "--again", "9").codes == ["DESKTOP-140"]


def test_what_is_left_to_receipt_is_listed(county, gifts, tmp_path):
    """All three wait; the printed one still waits for the official receipt."""
    county.asks("print", "receipt", gifts[0], tmp_path / "1.pdf")

    found = county.asks("receipts", "unreceipted").document["donations"]

    assert {one["record_id"]: one["certificate"] for one in found} == {
        gifts[0]: False, gifts[1]: True, gifts[2]: True,
    }  # fmt: skip
    assert county.asks("receipts", "queue").document["waiting"] == []
    assert len(county.asks("receipts", "list").document["receipts"]) == 1


def test_a_number_taken_out_is_told_with_status_1(county, gifts, tmp_path):
    """The proof names the number that somebody deleted."""
    numbers = [county.asks("print", "receipt", gift, tmp_path / "1.pdf").document["number"] for gift in gifts]
    with county.open("张会计") as office, office.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER receipt_print_no_DELETE")
        connection.exec_driver_sql("DROP TRIGGER receipt_no_DELETE")
        connection.exec_driver_sql("DELETE FROM receipt_print")
        connection.exec_driver_sql("DELETE FROM receipt WHERE serial = 3")

    gaps = county.asks("receipts", "gaps")

    assert (gaps.status, gaps.codes, gaps.document["missing"]) == (1, ["RECORDS-166"], [numbers[2]])


def test_the_code_on_the_paper_proves_it(county, gifts, tmp_path):
    """Number, day and amount as printed hold; another amount does not; a written key proves it elsewhere."""
    printed = county.asks("print", "receipt", gifts[0], tmp_path / "1.pdf").document
    code = county.asks("receipts", "code", gifts[0]).document
    amount = f"{code['amount_fen'] / 100:.2f}"
    asked = (printed["number"], code["issued_on"])
    county.asks("receipts", "key", tmp_path / "office.key")

    good = county.asks("receipts", "check", *asked, amount, code["code"], "--key", tmp_path / "office.key")
    bad = county.asks("receipts", "check", *asked, "1.00", code["code"])

    assert (good.document["genuine"], bad.document["genuine"]) == (True, False)
    assert county.asks("receipts", "check", *asked, amount, "AAAA").codes == ["RECORDS-167"]
    assert county.asks("receipts", "check", *asked, "十元", code["code"]).codes == ["DESKTOP-070"]


def test_overprint_and_its_calibration(county, gifts, tmp_path):
    """The words of the receipt go onto issued stock, moved by the printer's offsets."""
    over = county.asks("receipts", "overprint", gifts[0], tmp_path / "o.pdf", "--right", "1.5", "--down", "2")
    sheet = county.asks("receipts", "calibrate", tmp_path / "c.pdf")

    assert over.document["print_count"] == 1
    assert "元" in _words(tmp_path / "o.pdf")
    assert sheet.status == 0
    assert county.asks("receipts", "calibrate", tmp_path / "c.pdf", "--stock", "none").codes == [
        "DESKTOP-141"
    ]
    assert county.asks("receipts", "calibrate", tmp_path / "c.pdf", "--right", "99").status == 2


def test_a_device_gets_mark_and_range(county, gifts, tmp_path):
    """Mark 07, numbers 501 to 502: the third donation gets none until a new range is given."""
    series = county.asks("receipts", "mark", "07").document["series"]
    county.asks("receipts", "range", "501", "502")
    numbers = [county.asks("print", "receipt", gift, tmp_path / "1.pdf") for gift in gifts]

    assert series == "07A"
    assert [one.document.get("number", "")[-11:] for one in numbers[:2]] == ["-07A-000501", "-07A-000502"]
    assert numbers[2].codes == ["RECORDS-160"]
