"""Batches sealed by earlier versions open for ever: the first one was kept the day the format was made."""

from pathlib import Path

import pytest

from sync.protocol import batch, strict_json
from sync.protocol.envelope import read_file
from sync.protocol.signing import PublicKey

KEPT = Path(__file__).resolve().parents[2] / "keepsakes" / "batch-0001"


@pytest.mark.parametrize("identity", ["receiver.age", "recovery.age"])
def test_the_first_batch_still_opens(identity):
    """The kept file gives the kept records, with either key."""
    key = PublicKey((KEPT / "device.pub").read_text().splitlines()[1])
    secret = (KEPT / identity).read_text().splitlines()[1]

    found = batch.verified(
        read_file(KEPT / "513435-000001.batch"), lambda _key_id: batch.Sender("device-a", "513435", key)
    )
    lines = [
        strict_json.encode(line) + b"\n"
        for piece in batch.records_of(batch.open_payload(found, [secret]), found.manifest)
        for line in piece
    ]

    assert b"".join(lines) == (KEPT / "expected.jsonl").read_bytes()
