"""Offices made by released programs open for ever, with everything that was in them."""

import shutil
from pathlib import Path

import pytest

from records.ledger import Office, ReceiptState, State

KEPT = sorted((Path(__file__).parents[2] / "keepsakes").glob("office-*"))


@pytest.mark.parametrize("kept", KEPT, ids=lambda folder: folder.name)
def test_a_kept_office_opens_with_all_it_held(kept: Path, tmp_path, clock, ids, passphrase):
    """The old office opens; its records, versions, receipts, people, settings and log are as they were."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("office.db", "keyring.json"):
        shutil.copy(kept / name, folder / name)

    with Office.open(folder, "李主任", passphrase, clock, ids) as office:
        rows = office.records.list("gift", order="-amount").rows
        states = {head.title: head.state for head in rows}
        first = next(head for head in rows if head.state is State.APPROVED)

        assert [head.title for head in rows] == ["宁波市卓玛助学会", "𠅤𬭎工作室", "单晓梅", "顺德美家电子厂"]
        assert list(states.values()) == [State.APPROVED, State.DRAFT, State.VOID, State.RETURNED]
        assert [each.answers["amount"] for each in office.records.history(first.record_id)] == [
            "1000",
            "60000.5",
        ]
        assert [receipt.state for receipt in office.receipts.of(first.record_id)] == [
            ReceiptState.VOID,
            ReceiptState.ISSUED,
        ]
        assert office.receipts.of(first.record_id)[1].amount_fen == 6_000_050
        assert office.settings.get("partner_province") == "330000"
        assert [head.title for head in office.records.list("gift", search="卓玛").rows] == [
            "宁波市卓玛助学会"
        ]
        assert office.receipts.gaps() == []
        assert office.audit.verify().ok


def test_there_is_a_kept_office():
    """The keepsakes are there: an empty folder would make the test above prove nothing."""
    assert [folder.name for folder in KEPT][:1] == ["office-0001"]
