"""Papers of the receipts as stock: code and red letters on the face, overprint with offsets, the closing sheet."""

from datetime import date

import pytest

from forms.compile import compile_xlsform
from forms.definitions import builtin
from forms.problems import Problem
from records.ledger.receipt_codes import Said, sign
from records.model.receipts import Closing, Receipt, ReceiptState
from reports import papers

DAY = date(2026, 11, 22)
GIFT = {
    "received_on": "2026-11-20", "donor_type": "SOCIAL", "donor_name": "佛山市和的慈善基金会", "publicity": "amount_only",
    "recipient_name": "汶川县慈善会", "currency": "CNY", "amount": "1409.5", "amount_cny": "1409.5", "method": "transfer",
    "purpose": "映秀小学图书馆", "handler": "张会计", "reviewer": "李主任",
}  # fmt: skip


def _receipt(number: int = 12, fen: int | None = 140_950, **changes) -> Receipt:
    values = {
        "receipt_id": "r", "number": f"513221-2026-A-{number:06d}", "series": "A", "record_id": "x", "issued_on": DAY,
        "issued_by": "张会计", "amount_fen": fen, "state": ReceiptState.ISSUED, "print_count": 1, **changes,
    }  # fmt: skip
    return Receipt(**values)


@pytest.fixture(scope="module")
def money():
    """The form of a donation of money."""
    return compile_xlsform(builtin()["money_donation"]).definition


def test_the_code_stands_on_the_face_and_can_be_copied(tmp_path, office, read, money):
    """What is read off the paper proves the receipt; it says that it is no code of the finance bureau."""
    receipt = _receipt()
    code = sign(Said(receipt.number, DAY, receipt.amount_fen), bytes(range(32)))

    file = papers.receipt(_receipt(code=code), GIFT, money, office, tmp_path / "v.pdf", copies=1)

    text = "".join("".join(read(file)).split())
    assert "内部核验（非财政票据查验码）：" in text
    assert code in text


def test_a_red_letter_line_names_what_it_takes_back(tmp_path, office, read, money):
    """Red: the amount below zero in figures and capitals, and the number of the receipt taken back."""
    red = _receipt(13, -140_950, state=ReceiptState.RED, reverses="513221-2026-A-000012")

    text = " ".join(read(papers.receipt(red, GIFT, money, office, tmp_path / "v.pdf", copies=1)))

    assert "红字凭证，冲销" in text
    assert "513221-2026-A-000012" in text
    assert "负壹仟肆佰零玖元伍角整" in text
    assert "-1,409.50" in text


def test_overprint_draws_words_only_and_moves_them(tmp_path, office, read, money, darkness):
    """No title and no frame are drawn on the issued paper; an offset of 20 mm moves the donor out of its old place."""
    stock = papers.stocks()["donation-receipt-paper"]
    files = [
        papers.overprint(_receipt(), GIFT, money, office, tmp_path / f"{down}.pdf", stock=stock, offset=papers.Offset(0, down))
        for down in (0, 20)
    ]  # fmt: skip

    donor = (40 / 210, 31 / 127, 100 / 210, 37 / 127)
    assert "凭证" not in " ".join(read(files[0]))
    assert "佛山市和的慈善基金会" in " ".join(read(files[0]))
    assert darkness(files[0], donor) > 0.01
    assert darkness(files[1], donor) == 0


def test_more_lines_than_the_paper_has_are_refused(tmp_path, office):
    """Six items do not fit on stock with room for five: refused, not cut off."""
    goods = compile_xlsform(builtin()["goods_donation"]).definition
    line = {
        "item_name": "校服",
        "spec": "/",
        "unit": "套",
        "qty": "1",
        "amount": "1",
        "unit_price": "1",
        "inspection": "passed",
    }
    answers = {**GIFT, "line": [line] * 6}
    answers.pop("amount_cny")
    stock = papers.stocks()["donation-receipt-paper"]

    with pytest.raises(Problem) as refused:
        papers.overprint(_receipt(fen=600), answers, goods, office, tmp_path / "o.pdf", stock=stock)

    assert refused.value.code == "REPORTS-010"


def test_a_calibration_sheet_has_rulers_and_every_place(tmp_path, office, read):
    """The sheet names every place and tells how to read it."""
    stock = papers.stocks()["donation-receipt-paper"]

    text = " ".join(read(papers.calibration(stock, tmp_path / "c.pdf", office=office)))

    assert all(place.fact in text for place in stock.places)
    assert "套打校准页" in text
    with pytest.raises(ValueError, match="30"):
        papers.Offset(31, 0)


@pytest.mark.parametrize("size", [(1, 1), (25, 1), (26, 2), (300, 12)])
def test_the_closing_sheet_names_every_number(tmp_path, office, read, pages_of, size):
    """Every number stands on the sheet, the void ones with their reason, the sum once at the end."""
    count, pages = size
    lines = [_receipt(n) for n in range(1, count)]
    lines.append(_receipt(count, state=ReceiptState.VOID, void_reason="打印错位"))
    amount = 140_950 * (count - 1)
    closing = Closing(3, DAY, "2026-11-22T17:00:00+08:00", "张会计", amount, "ab" * 32, tuple(lines))

    file = papers.closing_sheet(closing, office, tmp_path / "d.pdf")

    text = " ".join(read(file))
    assert all(line.number in text for line in lines)
    assert text.count("打印错位") == 1
    assert "".join(text.split()).count(f"共{count}张") == 1
    assert pages_of(file)[0] == pages
