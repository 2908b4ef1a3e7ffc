"""An acknowledgement proves what the office above said, to the device it was said to."""

import os

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import Problem
from sync.protocol import acknowledgement as acks
from sync.protocol import epochs, signing, strict_json
from sync.protocol.manifest import SUITE
from tests.fakes.sealed_batches import Pair

PROVINCE = signing.Signer(os.urandom(32))
DEVICE = pyrage.x25519.Identity.generate()
VERDICTS = st.builds(
    acks.VerdictLine,
    record=st.uuids().map(str),
    revision=st.integers(1, 99),
    content_hash=st.just("0" * 64),
    verdict=st.sampled_from(acks.Verdict),
    code=st.sampled_from(["", "SYNC-022", "FORMS-101"]),
    question=st.sampled_from(["", "employer_name", "trainee[2].id_no"]),
    words=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)


def acknowledged(verdicts: list[acks.VerdictLine], **changes: object) -> bytes:
    """Return an acknowledgement file with *verdicts*."""
    sealed, description = acks.seal_verdicts(verdicts, str(DEVICE.to_public()))
    fields: dict[str, object] = {
        "format": acks.FORMAT,
        "suite": SUITE,
        "office": "510000",
        "office_epoch": "p1",
        "seq": 7,
        "ledger_seq": 3,
        "watermark": 0,
        "device": "device-a",
        "epoch": "e1",
        "number": 1,
        "batch": "0" * 64,
        "audit_head": "",
        "received_at": "2026-11-22T10:00:00+08:00",
        "issued_at": "2026-11-22T10:00:00+08:00",
        "counts": acks.count(verdicts),
        "verdicts": description,
    }
    return acks.write(acks.Acknowledgement(**{**fields, **changes}), sealed, PROVINCE)  # type: ignore[arg-type]  # a test may try any field


@given(st.lists(VERDICTS, max_size=20))
def test_the_device_reads_every_verdict(verdicts):
    """Question, words and code of each record arrive as they were written."""
    opened = acks.verified(acknowledged(verdicts), PROVINCE.public)

    assert acks.verdicts_of(opened, [str(DEVICE)]) == verdicts
    assert opened.document.counts == acks.count(verdicts)


def test_only_the_office_above_can_say_it():
    """An acknowledgement signed by anyone else is refused."""
    with pytest.raises(Problem) as caught:
        acks.verified(acknowledged([]), Pair.fresh().signer.public)

    assert caught.value.code == "SYNC-042"


def test_counts_must_be_those_of_the_verdicts():
    """A document whose counts are not its verdicts' is refused."""
    opened = acks.verified(acknowledged([], counts={"accepted": 5}), PROVINCE.public)

    with pytest.raises(Problem) as caught:
        acks.verdicts_of(opened, [str(DEVICE)])

    assert caught.value.code == "SYNC-018"


def test_a_batch_is_no_acknowledgement():
    """One kind of file never passes for another."""
    from tests.fakes.sealed_batches import sealed_batch

    with pytest.raises(Problem) as caught:
        acks.verified(sealed_batch(Pair.fresh()), PROVINCE.public)

    assert caught.value.code == "SYNC-001"


def test_an_office_never_restored_writes_as_before():
    """The first generation leaves no trace in the document, so that programs of before read it; later ones are named."""
    first = acks.verified(acknowledged([]), PROVINCE.public).document
    later = acks.verified(acknowledged([], generation=3), PROVINCE.public).document

    assert first.generation == 1
    assert b"generation" not in strict_json.encode(first)
    assert later.generation == 3
    assert epochs.unmark(epochs.mark(3, "p1")) == (3, "p1")
    assert [epochs.unmark(text) for text in ("", "p1", "03:p1", "3:", "-1:p", "3:p\n")] == [None] * 6
