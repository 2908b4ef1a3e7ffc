"""The verbs of the returns: what is due, filling, handing in, opening again."""


def test_a_return_goes_its_way_by_verbs(county) -> None:
    """Listed as missing, filled, handed in, refused once more, opened with a reason."""
    due = county.asks("returns", "list").document
    period = next(one["period"] for one in due["returns"] if one["code"] == "consumption")
    signers = ("--filler", "张三", "--reviewer", "李四", "--head", "王五")
    made = county.asks("returns", "fill", "consumption", period, *signers).document["record_id"]

    assert due["done"] == 0
    assert county.types("returns", "hand-in", made).status == 0
    assert "REPORTS-222" in county.types("returns", "fill", "consumption", period).errors
    assert county.types("returns", "open-again", made, "--reason", "漏报").status == 0
    assert "填报中" in county.types("returns", "list").lines
