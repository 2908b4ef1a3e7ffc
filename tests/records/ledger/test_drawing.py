"""What is drawn never exceeds what is there: proved in the transaction, so two clerks cannot both take the last box."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from records.ledger import Office

BATCH = {
    "item_name": "棉被", "category": "01", "spec": "/", "unit": "床", "warehouse_id": "县仓库", "stored_on": "2026-11-01",
    "qty_in": "10", "handler": "张会计",
}  # fmt: skip


def _handed_out(office: Office, batch: str, number: int, qty: str, **line) -> str:
    """Save a hand-out of one line as a draft and return its id."""
    answers = {
        "batch_no": f"2026-冬-{number:02d}", "distributed_on": "2026-11-20", "region_code": "513221",
        "source_kind": "goods", "plan_file_id": "汶红〔2026〕3号", "issuer": "张三", "storekeeper": "李四",
        "witness": "王五",
        "line": [{
            "stock_batch": batch, "item_name": "棉被", "unit": "床", "beneficiary_kind": "org",
            "beneficiary_name": "映秀小学", "qty": qty, "sign_method": "sign", "signed_on": "2026-11-20", **line,
        }],
    }  # fmt: skip
    return office.records.save("distribution", answers, token=f"d{number}").record_id


@pytest.fixture
def stocked(any_office: Office) -> tuple[Office, str]:
    """An office with ten quilts in a complete batch."""
    head = any_office.records.save("stock_batch", BATCH, token="batch")
    (outcome,) = any_office.records.complete([head.record_id])
    assert outcome.problem is None, outcome.problems
    return any_office, head.record_id


def _codes(outcomes) -> list[str | None]:
    return [None if one.problem is None else one.problem.code for one in outcomes]


def test_goods_handed_out_never_exceed_the_stock(stocked):
    """Six and four are the ten there are; the next one is refused, and a void gives its goods back."""
    office, batch = stocked
    ids = [_handed_out(office, batch, n, qty) for n, qty in enumerate(("6", "4"), 1)]

    taken = _codes(office.records.complete(ids))
    third = _handed_out(office, batch, 9, "1")
    refused = office.records.complete([third])[0]
    office.records.void([ids[1]], "没有发成")
    again = _codes(office.records.complete([third]))

    assert taken == [None, None]
    assert refused.problem is not None
    assert refused.problem.place == "line[1].qty"
    assert again == [None]


def test_two_clerks_cannot_both_take_the_last_box(stocked):
    """Both forms were sound when they were filled; of two completed at once one is refused with what is left."""
    office, batch = stocked
    drafts = [_handed_out(office, batch, n, "10") for n in (1, 2)]
    with ThreadPoolExecutor(2) as pool:
        outcomes = [
            one for done in pool.map(lambda one: office.records.complete([one]), drafts) for one in done
        ]

    assert sorted(code is None for code in _codes(outcomes)) in ([False, False], [False, True])
    states = [office.records.get(one).head.state for one in drafts]
    assert sum(str(state) == "complete" for state in states) <= 1


def test_the_transaction_refuses_what_the_form_would_let_pass(stocked):
    """With the form's own look at the others out of the way, the ledger still proves it: RECORDS-170."""
    office, batch = stocked
    first = _handed_out(office, batch, 1, "7")
    assert _codes(office.records.complete([first])) == [None]
    second = _handed_out(office, batch, 2, "3")
    definition = office.forms.definition("distribution")
    answers = office.records.get(second).answers | {"line": [{"stock_batch": batch, "qty": "4"}]}

    with office.transaction() as connection:
        problems = office.records._drawing.problems(connection, definition, second, answers)

    assert [(one.code, one.place) for one in problems] == [("RECORDS-170", "line[1].qty")]
    assert "不够" in problems[0].what()


def test_a_batch_cannot_hold_less_than_was_handed_out(stocked):
    """Seven were handed out; the batch is opened again with five and refused."""
    office, batch = stocked
    assert _codes(office.records.complete([_handed_out(office, batch, 1, "7")])) == [None]
    (opened,) = office.records.reopen([batch], "数错了")
    assert opened.problem is None
    answers = office.records.get(batch).answers | {"qty_in": "5"}
    office.records.save("stock_batch", answers, token="again", record_id=batch, base=opened.head.revision)

    (outcome,) = office.records.complete([batch])
    definition = office.forms.definition("stock_batch")
    with office.transaction() as connection:
        problems = office.records._drawing.problems(
            connection, definition, batch, {**answers, "on_hand": "5"}
        )

    assert outcome.problem is not None
    assert [one.code for one in problems] == ["RECORDS-171"]


def test_uses_of_a_donation_never_exceed_it(any_office: Office, gift):
    """50,000 came; 30,000 and 20,000 may be used, one 分 more not."""
    head = any_office.records.save("money_donation", gift, token="gift")
    assert _codes(any_office.records.complete([head.record_id])) == [None]
    use = {
        "donation_kind": "money", "donation_id": head.record_id, "used_on": "2026-11-21", "purpose": "教育帮扶",
        "is_changed": "no", "feedback": "pending", "feedback_due_on": "2027-02-20", "handler": "张会计",
        "approver": "李主任",
    }  # fmt: skip
    codes = []
    for n, amount in enumerate(("30000", "20000", "0.01")):
        saved = any_office.records.save("donation_use", use | {"amount": amount}, token=f"use{n}")
        codes += _codes(any_office.records.complete([saved.record_id]))

    assert codes[:2] == [None, None]
    assert codes[2] is not None


GIFT = {
    "donor_type": "SOCIAL", "donor_name": "宁波市奉化区慈善总会", "donor_country": "CHN", "publicity": "name_and_amount",
    "recipient_name": "汶川县红十字会", "recipient_kind": "redcross", "received_on": "2026-06-01", "warehouse": "县仓库",
    "purposes": ["schooling"], "is_designated": "no", "handler": "张会计", "reviewer": "李主任", "receipt_kind": "pending",
}  # fmt: skip


def _line(qty: str, **other) -> dict:
    return {
        "item_name": "校服", "category": "01", "spec": "/", "unit": "套", "qty": qty, "valuation": "none",
        "condition": "new", "inspection": "passed", **other,
    }  # fmt: skip


@pytest.fixture
def given(any_office: Office) -> tuple[Office, str]:
    """An office with a complete donation of goods: 5 of the first line, 10 of the second."""
    gift = {**GIFT, "line": [_line("5", item_name="书包"), _line("10")]}
    head = any_office.records.save("goods_donation", gift, token="gift")
    (outcome,) = any_office.records.complete([head.record_id])
    assert outcome.problem is None, (outcome.problem.place, outcome.problem.sentence())
    return any_office, head.record_id


def _stored(office: Office, gift: str, number: int, qty: str, row: str = "2") -> str:
    """Save a batch put into stock from a line of the donation, as a draft."""
    answers = {
        **BATCH, "donation_id": gift, "goods_line_id": row, "item_name": "校服", "unit": "套", "qty_in": qty,
    }  # fmt: skip
    return office.records.save("stock_batch", answers, token=f"s{number}").record_id


def test_goods_put_into_stock_never_exceed_the_line_they_came_in(given):
    """Seven and three of the ten of line 2 go in; of one more the ledger says no in the transaction, of line 1 yes."""
    office, gift = given
    taken = _codes(
        office.records.complete([_stored(office, gift, n, qty) for n, qty in enumerate(("7", "3"), 1)])
    )
    definition = office.forms.definition("stock_batch")
    more = {"donation_id": gift, "goods_line_id": "2", "qty_in": "1"}

    with office.transaction() as connection:
        drawing = office.records._drawing
        refused = drawing.problems(connection, definition, "another", more)
        first_line = drawing.problems(connection, definition, "another", {**more, "goods_line_id": "1"})
        no_line = drawing.problems(connection, definition, "another", {**more, "goods_line_id": "3"})

    assert taken == [None, None]
    assert [(one.code, one.place) for one in refused] == [("RECORDS-170", "qty_in")]
    assert first_line == []
    assert [one.code for one in no_line] == ["RECORDS-172"]


def test_a_donation_cannot_say_less_than_was_put_into_stock(given):
    """The line of which ten were stored cannot become nine, nor vanish, when the donation is completed again."""
    office, gift = given
    assert _codes(office.records.complete([_stored(office, gift, 1, "10")])) == [None]
    definition = office.forms.definition("goods_donation")

    with office.transaction() as connection:
        drawing = office.records._drawing
        less = drawing.problems(connection, definition, gift, {"line": [_line("5"), _line("9")]})
        gone = drawing.problems(connection, definition, gift, {"line": [_line("5")]})
        same = drawing.problems(connection, definition, gift, {"line": [_line("5"), _line("10")]})

    assert [(one.code, one.place) for one in less] == [("RECORDS-171", "line[2].qty")]
    assert [one.code for one in gone] == ["RECORDS-171"]
    assert same == []
