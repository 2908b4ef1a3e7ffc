"""Small batches made with invented records and fresh keys, without an office: for tests of the protocol."""

import os
from dataclasses import dataclass

import pyrage

from sync.protocol import batch, manifest, sealing, signing
from sync.protocol.envelope import BATCH


@dataclass
class Pair:
    """A sending device and a receiving office, with their keys."""

    signer: signing.Signer
    receiver: pyrage.x25519.Identity
    recovery: pyrage.x25519.Identity
    device: str = "device-a"
    office: str = "513435"
    above: str = "510000"

    @classmethod
    def fresh(cls) -> "Pair":
        """Return two parties with new keys."""
        new = pyrage.x25519.Identity.generate
        return cls(signing.Signer(os.urandom(32)), new(), new())

    def knows(self, key_id: str) -> batch.Sender | None:
        """Find the sender by key id, as a receiving office does."""
        if key_id != self.signer.public.key_id:
            return None
        return batch.Sender(self.device, self.office, self.signer.public)

    def recipients(self) -> list[str]:
        """Return the public halves a batch is sealed to."""
        return [str(self.receiver.to_public()), str(self.recovery.to_public())]


def record(number: int, **answers: object) -> batch.RecordLine:
    """Return an invented record with one revision."""
    text = {"full_name": f"阿苏{number}", "id_type": "01", **answers}
    revision = batch.RevisionLine(
        1,
        "",
        "0" * 64,
        "1" * 64,
        "complete",
        "2026-11-22T10:00:00+08:00",
        "张会计",
        "",
        "d" * 32,
        "e" * 32,
        text,
    )
    name = f"018f0000-0000-7000-8000-{number:012d}"
    return batch.RecordLine(name, "513435", "employment", "1" * 64, "approved", [revision])


def manifest_for(pair: Pair, sealed: sealing.Sealed, **changes: object) -> manifest.Manifest:
    """Return a manifest that fits *sealed*, with *changes*."""
    fields: dict[str, object] = {
        "format": manifest.FORMAT,
        "suite": manifest.SUITE,
        "device": pair.device,
        "epoch": "epoch-1",
        "number": 1,
        "previous": "",
        "sender": pair.office,
        "receiver": pair.above,
        "created_at": "2026-11-22T10:00:00+08:00",
        "audit_head": "",
        "acknowledged": 0,
        "records": sealed.lines,
        "revisions": sealed.lines,
        "counts": {"employment": {"approved": sealed.lines}},
        "forms": [manifest.FormVersion("employment", "1", "1" * 64)],
        "payload": sealed,
    }
    return manifest.Manifest(**{**fields, **changes})  # type: ignore[arg-type]  # a test may try any field


def sealed_batch(pair: Pair, count: int = 3, **changes: object) -> bytes:
    """Return the bytes of a batch of *count* records."""
    lines = batch.encode_records(record(number) for number in range(count))
    content, sealed = sealing.seal_lines(lines, pair.recipients(), str(BATCH.sealed))
    return batch.write(manifest_for(pair, sealed, **changes), content, pair.signer)
