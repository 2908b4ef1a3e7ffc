"""捐赠登记凭证: three copies alike, amounts right, never a state receipt, never an amount changed after issue."""

import csv
import re
import subprocess
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.checks.amounts import in_capitals
from forms.problems import Problem
from records.model.receipts import Receipt, ReceiptState
from reports import papers
from reports.papers.receipt_facts import facts

DAY = date(2026, 11, 22)
CASES = Path(__file__).parents[2] / "forms" / "checks" / "cases" / "amount_uppercase_cases.csv"
MONEY = {
    "donation_no": "513221-2026-0001", "received_on": "2026-11-20", "donor_type": "SOCIAL", "donor_name": "佛山市和的慈善基金会",
    "publicity": "amount_only", "recipient_name": "汶川县慈善会", "currency": "CNY", "amount": "1409.5", "amount_cny": "1409.5",
    "method": "transfer", "purpose": "映秀小学图书馆", "handler": "张会计", "reviewer": "李主任", "note": "一次到账",
}  # fmt: skip


def issued(fen, **changes):
    """Return a receipt issued for *fen*, printed once; *changes* replace."""
    values = {
        "receipt_id": "r", "number": "513221-2026-A-000012", "series": "A", "record_id": "x", "issued_on": DAY,
        "issued_by": "张会计", "amount_fen": fen, "state": ReceiptState.ISSUED, "print_count": 1, **changes,
    }  # fmt: skip
    return Receipt(**values)


def item(name="儿童羽绒服", amount="1710", **answers):
    """Return an item line."""
    price = {} if amount is None else {"unit_price": "85.5", "amount": amount}
    return {
        "item_name": name,
        "spec": "/",
        "unit": "件",
        "qty": "20",
        "inspection": "passed",
        **price,
        **answers,
    }


def goods(*lines, **answers):
    """Return a gift of goods."""
    kept = {
        name: value for name, value in MONEY.items() if not name.startswith(("amount", "purpose", "method"))
    }
    return {**kept, "purposes": ["schooling", "winter"], "line": list(lines), **answers}


@pytest.fixture
def voucher(tmp_path, office, definitions):
    """Print a voucher and return its file."""

    def print_it(receipt, answers, form="money_donation", **settings):
        return papers.receipt(
            receipt, answers, definitions(form), office, tmp_path / "voucher.pdf", **settings
        )

    return print_it


@pytest.fixture
def said(voucher, read):
    """Print a voucher and return the words of its first copy, without blanks."""

    def words(receipt, answers, form="money_donation", page=1):
        return re.sub(r"\s+", "", "".join(read(voucher(receipt, answers, form), page)))

    return words


def test_three_copies_alike_on_a5(voucher, read, pages_of):
    """存根联, 收据联 and 记账联 are three A5 pages that differ in nothing but their name."""
    file = voucher(issued(140950), MONEY)

    assert pages_of(file)[0] == 3
    assert pages_of(file)[1].startswith("595.276 x 419.528")
    copies = ["".join("".join(read(file, page)).split()) for page in (1, 2, 3)]
    names = ["第一联存根联", "第二联收据联", "第三联记账联"]
    without = ["".join(sorted(copy)) for copy in copies]
    for copy, name in zip(copies, names, strict=True):
        assert all(letter in copy for letter in name)
    assert len({len(copy) for copy in without}) == 1


def test_the_face_holds_what_an_auditor_looks_for(said):
    """Number, date, donor, recipient, money in figures and capitals, purpose and people stand on the face."""
    words = said(issued(140950), MONEY)

    for expected in (
        "捐赠登记凭证（内部）", "编号：513221-2026-A-000012", "开具日期：2026年11月22日", "佛山市和的慈善基金会", "社会组织",
        "汶川县慈善会", "2026-11-20", "银行转账", "人民币", "人民币壹仟肆佰零玖元伍角整", "¥1,409.50", "映秀小学图书馆",
        "一次到账", "经手人：张会计", "审核人：李主任", "收款人：", "受赠单位（盖章）：",
    ):  # fmt: skip
        assert expected in words


def test_it_says_that_it_is_no_state_receipt(said):
    """The line about the official receipt is on it, with its code and number once they are known."""
    blank = said(issued(140950), MONEY)
    known = said(issued(140950), {**MONEY, "receipt_code": "32050124", "receipt_no": "0000817610"})

    assert "本凭证不是财政票据，正式票据代码号码" in blank
    assert "本凭证不是财政票据，正式票据代码32050124号码0000817610" in known
    for words in (blank, known):
        assert "公益事业捐赠统一票据" not in words
        assert "监制" not in words


@pytest.mark.parametrize(
    "fen", [1, 100, 1000, 100_001, 1_640_902, 10_700_053, 100_010_001_000, 99_999_999_999_99]
)
def test_amounts_of_any_size_fit(said, fen):
    """From one fen to nearly a hundred billion yuan, figures and capitals print whole."""
    yuan = f"{fen // 100}.{fen % 100:02d}"

    words = said(issued(fen), {**MONEY, "amount": yuan, "amount_cny": yuan})

    assert in_capitals(fen) in words
    assert f"¥{fen // 100:,}.{fen % 100:02d}" in words


def test_the_face_says_every_amount_of_the_rules_in_capitals(definitions, office):
    """Each positive case of the domain book's table (§2.5) stands on the face as the table has it."""
    with CASES.open(encoding="utf-8-sig", newline="") as file:
        cases = [row for row in csv.DictReader(file) if int(row["fen"]) > 0]

    said = [
        facts(issued(int(row["fen"])), {**MONEY, "amount": row["amount"], "amount_cny": row["amount"]},
              definitions("money_donation"), office).capitals
        for row in cases
    ]  # fmt: skip

    assert len(cases) > 35
    assert said == [row["expected_default"] for row in cases]


def test_foreign_money_shows_currency_and_rate(said):
    """A gift in Hong Kong dollars shows what was given, the rate, and the yuan."""
    answers = {**MONEY, "currency": "HKD", "amount": "1000", "fx_rate": "0.9123", "amount_cny": "912.3"}

    words = said(issued(91230), answers)

    assert "港元1,000.000.9123912.30" in words
    assert "¥912.30" in words


def test_who_wants_no_name_gets_none(said):
    """An anonymous donor prints as 爱心人士, without name or number."""
    answers = {**MONEY, "donor_type": "ANON", "donor_name": "张大善", "donor_id_no": "513221198503120013"}

    words = said(issued(140950), answers)

    assert "爱心人士" in words
    assert "张大善" not in words
    assert "513221198503120013" not in words


def test_a_persons_number_is_masked_an_organisations_not(said):
    """A donor's ID number shows its ends only, a credit code is public."""
    person = said(
        issued(140950),
        {**MONEY, "donor_type": "PERSON", "donor_id_type": "10", "donor_id_no": "11010519491231002X"},
    )
    firm = said(issued(140950), {**MONEY, "donor_id_type": "60", "donor_id_no": "91350100M000100Y43"})

    assert "110105********002X" in person
    assert "91350100M000100Y43" in firm


def test_goods_are_lines_and_unpriced_goods_are_no_money(said):
    """Item lines show quantity and price; what has no price says 未定价, is not summed, and the note counts it."""
    words = said(issued(171000), goods(item(), item("字画", None)), "goods_donation")

    assert "1儿童羽绒服/件2085.501,710.00" in words
    assert "2字画/件20未定价—" in words
    assert "¥1,710.00" in words
    assert "另有1项未定价" in words
    assert "助学、过冬" in words


def test_goods_without_any_price_have_no_amount(said):
    """Nothing priced: no capitals, no figures, but 未定价, and nothing looks like income."""
    words = said(issued(None), goods(item("字画", None)), "goods_donation")

    assert "未定价（不折价入账）" in words
    assert "¥" not in words
    assert "人民币" not in words


def test_rejected_goods_are_not_receipted(said):
    """What inspection rejected was not received and stands on no voucher."""
    words = said(
        issued(171000), goods(item(), item("过期奶粉", "900", inspection="rejected")), "goods_donation"
    )

    assert "过期奶粉" not in words


def test_many_lines_go_on_over_pages(voucher, read, pages_of):
    """Forty items fill several pages of each copy; every item is there once, the sum on the last page only."""
    lines = [item(f"物品{n:02d}号", "10") for n in range(40)]

    file = voucher(issued(40_000), goods(*lines), "goods_donation")

    pages = pages_of(file)[0]
    each = pages // 3
    assert pages == each * 3
    assert each > 1
    first_copy = ["".join("".join(read(file, page)).split()) for page in range(1, each + 1)]
    assert re.findall(r"物品(\d\d)号", "".join(first_copy)) == [f"{n:02d}" for n in range(40)]
    assert "转第2页" in first_copy[0]
    assert "¥400.00" not in first_copy[0]
    assert "¥400.00" in first_copy[-1]
    assert f"第{each}页共{each}页" in first_copy[-1]


def test_a_reprint_says_so(said):
    """The first print bears no mark, the third says 补打 2."""
    assert "补打" not in said(issued(140950), MONEY)
    assert "补打2" in said(issued(140950, print_count=3), MONEY)


def test_a_void_voucher_is_void_across(voucher, read):
    """A void one says 作废 across every copy, with the reason, and everything under it stays readable."""
    good = voucher(issued(140950), MONEY).rename(voucher(issued(140950), MONEY).with_name("good.pdf"))

    void = voucher(
        issued(140950, state=ReceiptState.VOID, void_reason="金额有误"), {**MONEY, "amount_cny": "1409.6"}
    )

    for page in (1, 2, 3):
        words = "".join("".join(read(void, page)).split())
        assert "作" in words
        assert "废" in words
        assert "作废原因：金额有误" in words
        assert "¥1,409.50" in words
    assert "废" not in "".join(read(good))


def test_empty_lines_are_struck_out(voucher, darkness):
    """The room under the last item line is struck through, so that nothing can be added after printing."""
    file = voucher(issued(140950), MONEY)

    assert darkness(file, (0.12, 0.42, 0.88, 0.62)) > 0


def test_no_seal_and_no_code_of_squares_is_drawn(voucher):
    """The paper holds no image and no curve: nothing that could pass for a seal or the official code."""
    file = voucher(issued(140950), MONEY)

    images = subprocess.run(
        ["pdfimages", "-list", str(file)], capture_output=True, check=True, text=True
    ).stdout
    assert len(images.splitlines()) == 2  # its two lines of headings
    content = b"".join(
        zlib.decompress(stream)
        for stream in re.findall(
            rb"/FlateDecode \] /Length \d+\s*>>\s*stream\r?\n(.*?)endstream", file.read_bytes(), re.DOTALL
        )
    )
    assert b" Tj" in content
    assert not re.search(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ [\d.]+ [\d.]+ c\b", content)


@pytest.mark.parametrize("now", ["1409.51", "14095", "0"])
def test_an_amount_changed_after_issue_is_refused(voucher, now):
    """A voucher issued for another amount is not printed: void it and issue anew (会计法 art. 14)."""
    with pytest.raises(Problem) as refused:
        voucher(issued(140950), {**MONEY, "amount_cny": now})

    assert refused.value.code == "REPORTS-013"
    assert "¥1,409.50" in refused.value.what()
    assert "作废" in refused.value.remedy()


def test_other_forms_have_no_voucher(voucher):
    """A job or a class is no donation."""
    with pytest.raises(Problem) as refused:
        voucher(issued(1), {}, "employment")

    assert refused.value.code == "REPORTS-012"
    assert "就业台账" in refused.value.what()


@pytest.mark.parametrize(
    "name", ["<b>A&B</b>公司", "{0}{x}%s", "欧阳𬭎䶮𠅤㛃", "བསོད་ནམས་སྒྲོལ་མ།", "ئالىم تۇرسۇن"]
)
def test_any_donors_name_prints_as_it_is(voucher, read, name):
    """Hostile, rare and minority names print as they are."""
    file = voucher(issued(140950), {**MONEY, "donor_name": name})

    text = "\n".join(read(file)).replace("\u202b", "").replace("\u202c", "")
    assert name in re.sub(r" +", " ", text)


def test_the_longest_answers_the_form_takes_print_whole(voucher, read):
    """A donor's name of 100 characters, a purpose and a note of 200 each are all on the paper, in taller rows."""
    name, purpose, note = "顺" * 100, "图" * 200, "备" * 200

    file = voucher(issued(140950), {**MONEY, "donor_name": name, "purpose": purpose, "note": note})

    words = "".join("".join(read(file, 1)).split())
    assert words.count("顺") == 100
    assert words.count("图") == 200
    assert words.count("备") == 201  # and the caption 备注
    assert "¥1,409.50" in words


def test_words_that_leave_no_room_for_items_are_refused(voucher):
    """A purpose of 5,000 characters is refused with the voucher's number: the items would not fit under it."""
    with pytest.raises(Problem) as refused:
        voucher(issued(140950), {**MONEY, "purpose": "图" * 5000})

    assert refused.value.code == "REPORTS-003"


def test_what_cannot_be_printed_is_refused_with_the_number(voucher, tmp_path):
    """An emoji in the donor's name or a name too long is refused, naming the voucher; no file is left."""
    for name, code in (("张\U0001f600", "REPORTS-001"), ("长" * 20_000, "REPORTS-003")):
        with pytest.raises(Problem) as refused:
            voucher(issued(140950), {**MONEY, "donor_name": name})

        assert refused.value.code == code
        assert "513221-2026-A-000012" in refused.value.what()
    assert list(tmp_path.iterdir()) == []


def test_the_same_voucher_makes_the_same_bytes(voucher):
    """Printed twice with the same count, the files are equal byte for byte."""
    first = voucher(issued(140950), MONEY).read_bytes()

    assert voucher(issued(140950), MONEY).read_bytes() == first


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=12))
def test_the_sum_is_the_sum_of_the_lines(definitions, office, amounts):
    """Whatever the lines cost, the voucher's sum is theirs to the fen, and nought is 未定价."""
    lines = [item(amount=f"{fen // 100}.{fen % 100:02d}") for fen in amounts]
    total = sum(amounts) or None

    face = facts(issued(total), goods(*lines), definitions("goods_donation"), office)

    assert face.figures == ("未定价" if total is None else f"¥{total // 100:,}.{total % 100:02d}")
