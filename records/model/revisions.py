"""Revisions: the canonical text of a record's answers and the chain of hashes over its versions.

Each revision's hash covers everything that travels with it and the hash of the revision before, so that a changed
past shows. The text is our own fixed layout (JSON, keys sorted, no blanks, UTF-8 unescaped, NFC): the same
answers give the same bytes on every machine, on both ends of a batch.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

NO_PARENT = ""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """Return the one JSON text of *value*; raises ValueError on NaN, TypeError on what is no JSON."""
    return _ENCODER.encode(value)


def digest(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8 as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Version:
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
        return digest(_ENCODER.encode(facts) + "\n" + self.answers)
