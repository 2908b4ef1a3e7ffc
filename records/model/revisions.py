"""Revisions: the canonical text of a record's answers and the chain of hashes over its versions.

Each revision's hash covers everything that travels with it and the hash of the revision before, so that a changed
past shows. The text is our own fixed layout (JSON, keys sorted, no blanks, UTF-8 unescaped, NFC): the same
answers give the same bytes on every machine, on both ends of a batch.
"""

import hashlib
from typing import Any

import msgspec
import msgspec.json

NO_PARENT = ""

_ENCODER = msgspec.json.Encoder(order="sorted")  # the same bytes as json.dumps, four times faster


def canonical(value: Any) -> str:
    """Return the one JSON text of *value*: text, integers, true, false, null, lists and dicts of these.

    That is what `records.model.normal_text` lets through; a float (whose text differs between programs) never comes.
    """
    return _ENCODER.encode(value).decode("utf-8")


def digest(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8 as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Version(msgspec.Struct, frozen=True):
    """What one revision is made of, before it is hashed. *answers* is canonical JSON text."""

    office_code: str
    record_id: str
    rev: int
    form_id: str
    form_digest: str
    state: str
    parent_hash: str
    by: str
    at: str
    reason: str
    device_id: str
    store_epoch: str
    answers: str

    def content_hash(self) -> str:
        """Return the hash of this revision: over its facts, its parent's hash and its answers."""
        facts = [
            self.office_code,
            self.record_id,
            self.rev,
            self.form_id,
            self.form_digest,
            self.state,
            self.parent_hash,
            self.by,
            self.at,
            self.reason,
            self.device_id,
            self.store_epoch,
        ]
        return digest(canonical(facts) + "\n" + self.answers)
