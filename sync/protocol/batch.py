"""A batch as a file: made once, opened in a fixed order in which each step trusts only what came before.

Order of opening: sizes and shape (`envelope`), signature, then the manifest's words, receiver, hashes,
decryption, bounded decompression, strict JSON, schema. The caller puts the device's standing between
`verified` and `records_of`: it alone knows its ledger.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from forms.problems import Problem
from sync.protocol import manifest as manifests
from sync.protocol import sealing, signing, strict_json
from sync.protocol.envelope import BATCH, Envelope, pack, unpack
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.manifest import Manifest
from sync.protocol.problem_codes import DAMAGED, FORGED, UNKNOWN_SENDER


class RevisionLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a record as it travels; *answers* are the only form in which answers cross offices."""

    revision: int
    parent_hash: str
    content_hash: str
    form_digest: str
    state: str
    at: str
    by: str
    reason: str
    device: str
    epoch: str
    answers: dict[str, Any]


def version_line(row: Any) -> RevisionLine:
    """Return a row of `revision` as it travels."""
    return RevisionLine(
        row.rev,
        row.parent_hash,
        row.content_hash,
        row.form_digest,
        row.state,
        row.at,
        row.by_name,
        row.reason,
        row.device_id,
        row.store_epoch,
        msgspec.json.decode(row.answers),
    )


class FileLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a record as a whole: from revision *since* to before *until* (0: it stands), attached by whom, when."""

    name: str
    sha256: str
    since: int
    until: int
    at: str
    by: str


class RecordLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One record with all revisions the office above has not yet confirmed, oldest first; *files* of it as a whole."""

    record: str
    office: str
    form: str
    form_digest: str
    state: str
    revisions: list[RevisionLine]
    files: list[FileLine] = []


@dataclass(frozen=True, slots=True)
class Sender:
    """A device as the receiving office knows it; *key* verifies, *device* and *office* bind the manifest."""

    device: str
    office: str
    key: signing.PublicKey


@dataclass(frozen=True, slots=True)
class Verified:
    """A batch whose signature and manifest hold; the payload is still sealed."""

    manifest: Manifest
    sender: Sender
    digest: str  # sha256 of the whole file
    sealed: bytes


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no record: its number (1-based), its bytes and the reason (no data in it)."""

    number: int
    line: bytes
    reason: str


def write(manifest: Manifest, sealed: bytes, signer: signing.Signer) -> bytes:
    """Return the bytes of the batch file."""
    document = strict_json.encode(manifest)
    return pack(BATCH, Envelope(document, signer.sign(document, manifest.comment), sealed))


def verified(
    data: bytes, sender_of: Callable[[str], Sender | None], name: str = "", limits: Limits = DEFAULT
) -> Verified:
    """Open the outside of a batch: shape, signature, manifest.

    *sender_of* finds a device by the id of its signing key (revoked ones too). Raises SYNC-001…005, 010, 011, 017.
    """
    _, envelope = unpack(data, [BATCH], name, limits)
    sender = sender_of(signing.key_id_of(envelope.signature, name))
    if sender is None:
        raise Problem(UNKNOWN_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, sender.key, name)
    manifest = manifests.read(envelope.document, name, limits)
    if (manifest.device, manifest.sender) != (sender.device, sender.office):
        raise Problem(FORGED, name)
    if comment != manifest.comment:
        raise Problem(DAMAGED, name, {"file": name})
    return Verified(manifest, sender, hashlib.sha256(data).hexdigest(), envelope.sealed)


def open_payload(batch: Verified, identities: Sequence[str], limits: Limits = DEFAULT) -> bytes:
    """Check the hashes and decrypt; return the compressed payload. Raises SYNC-014…016."""
    return sealing.unseal(batch.sealed, batch.manifest.payload, identities, limits)


def records_of(
    packed: bytes, manifest: Manifest, limits: Limits = DEFAULT
) -> Iterator[list[RecordLine | BadLine]]:
    """Yield the records in pieces; a line that is no record comes as `BadLine`, the others are unharmed by it."""
    reader = strict_json.decoder(RecordLine)
    number = 0
    for lines in sealing.lines_of(packed, manifest.payload, limits):
        read: list[RecordLine | BadLine] = []
        for line in lines:
            number += 1
            try:
                read.append(strict_json.decode_with(reader, line, limits.depth))
            except strict_json.NotStrictError as error:
                read.append(BadLine(number, line, str(error)))
        yield read


def encode_records(records: Iterable[RecordLine]) -> Iterator[bytes]:
    """Return the canonical line of each record."""
    return map(strict_json.encode, records)
