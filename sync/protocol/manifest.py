"""What a batch says about itself in clear: who sealed it for whom, how many, which forms, which hashes.

No personal data: a manifest lies readable on sticks and servers. Everything that identifies content (sizes,
hashes, form digests) is here, under the signature, so that the sealed part cannot be exchanged.
"""

import re
from typing import Any

import msgspec

from forms.problems import Problem
from sync.protocol import epochs, strict_json
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.problem_codes import NEWER_FORMAT, NOT_STRICT
from sync.protocol.sealing import Sealed

FORMAT = "xiezuo-batch-1"
SUITE = "age-x25519/zstd/minisign-ed25519"
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,31}")


class FormVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form version by its digest; the version is only a label."""

    form: str
    version: str
    digest: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One batch: identity is (device, epoch, number); *previous* is the SHA-256 of the batch before, or ''.

    *counts*: form → state → records. *acknowledged*: the last acknowledgement of *receiver* this device holds.
    *above*: the epoch of *receiver* the device knows, as `epochs.mark`; left out while it is the first.
    """

    format: str
    suite: str
    device: str
    epoch: str
    number: int
    previous: str
    sender: str
    receiver: str
    created_at: str
    audit_head: str
    acknowledged: int
    records: int
    revisions: int
    counts: dict[str, dict[str, int]]
    forms: list[FormVersion]
    payload: Sealed
    above: str = ""

    @property
    def comment(self) -> str:
        """The trusted comment of the signature: what `minisign -V` shows."""
        return (
            f"batch {self.number} of device {self.device} epoch {self.epoch}"
            f" from {self.sender} to {self.receiver} records {self.records}"
        )


def read(document: bytes, name: str = "", limits: Limits = DEFAULT) -> Manifest:
    """Read a manifest whose signature was verified; SYNC-005 when newer, SYNC-017 when not strict."""
    check_format(document, FORMAT, SUITE, name)
    manifest = strict_json.decode(document, Manifest, place=name)
    _check(manifest, name, limits)
    return manifest


def check_format(document: bytes, wanted: str, suite: str, name: str) -> None:
    """Raise SYNC-005 when *document* names a format or suite this program does not know."""
    said = strict_json.decode(document, dict[str, Any], place=name)
    for key, value in (("format", wanted), ("suite", suite)):
        if said.get(key) != value:
            raise Problem(NEWER_FORMAT, name, {"file": name, "format": str(said.get(key))[:60]})


def _check(manifest: Manifest, name: str, limits: Limits) -> None:
    """Hold every field to its shape."""
    counted = sum(number for states in manifest.counts.values() for number in states.values())
    numbers = [manifest.records, manifest.revisions, manifest.acknowledged, manifest.payload.size]
    negative = min(numbers + [n for states in manifest.counts.values() for n in states.values()]) < 0
    rules = {
        "device": _NAME.fullmatch(manifest.device),
        "epoch": _NAME.fullmatch(manifest.epoch),
        "number": 1 <= manifest.number < 2**31,
        "previous": _HASH.fullmatch(manifest.previous) or (manifest.number == 1 and not manifest.previous),
        "sender": is_office_code(manifest.sender),
        "receiver": is_office_code(manifest.receiver),
        "counts": not negative and counted == manifest.records == manifest.payload.lines <= limits.records,
        "forms": all(_HASH.fullmatch(form.digest) for form in manifest.forms),
        "payload": _HASH.fullmatch(manifest.payload.sha256),
        "above": not manifest.above or epochs.unmark(manifest.above) is not None,
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    if broken:
        raise Problem(NOT_STRICT, name, {"reason": ", ".join(broken)})


def is_office_code(code: str) -> bool:
    """Tell whether *code* has the shape of an office code: ASCII letters, digits, hyphens."""
    return _CODE.fullmatch(code) is not None
