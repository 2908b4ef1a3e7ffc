"""The rosters of labour, exchange and need: all of the domain book, and nothing on a public list that may not be there."""

import pytest

from reports import papers

SHIPPED = papers.layouts()


def test_the_rosters_of_labour_are_shipped() -> None:
    """Every roster of domain book §5.9 for these ledgers has a layout with its code."""
    codes = {layout.code for layout in SHIPPED.values()}

    assert {"LAB-R2", "LAB-R5", "LAB-R6", "LAB-R7", "LAB-R8", "LAB-R9", "TAL-R1", "SOC-R1"} <= codes


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("subsidy-notice", {"id_no", "phone", "card_no", "claim_key", "birth_date", "category"}),
        ("vocational-students", {"id_no", "phone", "guardian_name", "guardian_phone", "birth_date", "hukou_region"}),
        ("need-matches", {"need_id", "feedback"}),
    ],
)  # fmt: skip
def test_a_public_list_names_no_numbers(name: str, never: set[str]) -> None:
    """No ID number, telephone, card or status beside a name (个人信息保护法 art. 28; domain book §5.5)."""
    layout = SHIPPED[name]
    asked = {each for column in layout.columns for each in column.questions}

    assert asked & never == set()


def test_the_payment_list_masks_number_and_card() -> None:
    """ID number and card stand on the list that is signed, masked."""
    formats = {
        each: column.format for column in SHIPPED["subsidy-payment"].columns for each in column.questions
    }

    assert (formats["id_no"], formats["card_no"]) == ("id", "account")
