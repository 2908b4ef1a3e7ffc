"""Attached files on the road: contents under their hashes, sealed apart from the records that name them.

A batch of records is small and urgent, its photographs are neither; so they follow in files of their own, signed and
sealed like a batch. Inside is a plain tar whose members are called by the SHA-256 of their content, with the suffix of
what it is: nothing else has to be said of a content, for the records name it by its hash. The clear part tells no hash
of a content, because whoever had the same picture could recognise it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import pyrage

from forms.problems import Problem
from sync.protocol import signing, strict_json
from sync.protocol.batch import Sender
from sync.protocol.envelope import BLOCK, END, FILES, Envelope, member, pack, read_member, unpack
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.manifest import check_format, is_office_code
from sync.protocol.problem_codes import (
    COUNTS_DIFFER,
    DAMAGED,
    FORGED,
    HASH_MISMATCH,
    NOT_DECRYPTED,
    NOT_STRICT,
    UNKNOWN_SENDER,
)

FORMAT = "xiezuo-files-1"
SUITE = "age-x25519/tar/minisign-ed25519"
FULL = 32 << 20  # bytes of contents after which the next file is begun: a lost one is sent again sooner
_MEMBER = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")
_NAMED = re.compile(r'-([0-9a-f]{32})\.[a-z0-9]{1,8}"')


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the signed document says about its sealed member: bytes before and after, and its SHA-256."""

    name: str
    size: int
    plain_size: int
    sha256: str


class FilesManifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who sealed how many contents for whom; *number* counts such files of one device and epoch."""

    format: str
    suite: str
    device: str
    epoch: str
    number: int
    sender: str
    receiver: str
    created_at: str
    contents: int
    payload: Payload

    @property
    def comment(self) -> str:
        """The trusted comment of the signature: what `minisign -V` shows."""
        return (
            f"files {self.number} of device {self.device} epoch {self.epoch}"
            f" from {self.sender} to {self.receiver} contents {self.contents}"
        )


@dataclass(frozen=True, slots=True)
class Content:
    """One attached file: SHA-256 of its bytes, suffix of what it is (``.jpg``), the bytes."""

    sha256: str
    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True)
class VerifiedFiles:
    """Files whose signature and manifest hold; the contents are still sealed."""

    manifest: FilesManifest
    sender: Sender
    digest: str
    sealed: bytes


def named_in(answers: str) -> set[str]:
    """Return the 32 hex digits of every file name in *answers* (a JSON text)."""
    return set(_NAMED.findall(answers))


def seal(contents: Iterable[Content], recipients: Sequence[str]) -> tuple[bytes, Payload, int]:
    """Seal *contents* to age *recipients*; return the bytes, their description and how many contents they are."""
    parts = [member(f"{one.sha256}{one.suffix}", one.data) for one in contents]
    plain = b"".join([*parts, END])
    keys = [pyrage.x25519.Recipient.from_str(text) for text in dict.fromkeys(recipients) if text]
    sealed = pyrage.encrypt(plain, keys)
    name = str(FILES.sealed)
    return (
        sealed,
        Payload(name, len(sealed), len(plain), hashlib.sha256(sealed).hexdigest()),
        len(parts),
    )


def write(manifest: FilesManifest, sealed: bytes, signer: signing.Signer) -> bytes:
    """Return the bytes of the file."""
    document = strict_json.encode(manifest)
    return pack(FILES, Envelope(document, signer.sign(document, manifest.comment), sealed))


def verified(data: bytes, sender: Sender | None, name: str = "", limits: Limits = DEFAULT) -> VerifiedFiles:
    """Open the outside: shape, signature, manifest; *sender* is the device the signature names (`key_id_in`).

    Raises SYNC-001…005, 010, 011, 017.
    """
    _, envelope = unpack(data, [FILES], name, limits)
    if sender is None:
        raise Problem(UNKNOWN_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, sender.key, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    manifest = strict_json.decode(envelope.document, FilesManifest, place=name)
    if (manifest.device, manifest.sender) != (sender.device, sender.office):
        raise Problem(FORGED, name)
    if comment != manifest.comment:
        raise Problem(DAMAGED, name, {"file": name})
    if not is_office_code(manifest.receiver) or not 0 < manifest.contents < 2**20:
        raise Problem(NOT_STRICT, name, {"reason": "manifest"})
    return VerifiedFiles(manifest, sender, hashlib.sha256(data).hexdigest(), envelope.sealed)


def key_id_in(data: bytes, name: str = "", limits: Limits = DEFAULT) -> str:
    """Return the id of the key that signed; SYNC-001…004 when the file is not whole."""
    return signing.key_id_in(data, FILES, name, limits)


def device_in(data: bytes, name: str = "", limits: Limits = DEFAULT) -> str:
    """Return the device a file names, unproved; SYNC-001…005 when the file is not whole."""
    _, envelope = unpack(data, [FILES], name, limits)
    return strict_json.decode(envelope.document, FilesManifest, place=name).device


def contents_of(files: VerifiedFiles, identities: Sequence[str], limits: Limits = DEFAULT) -> list[Content]:
    """Decrypt and take apart; each content is proved by its name. Raises SYNC-002, 004, 014, 015, 018."""
    declared = files.manifest.payload
    sealed = files.sealed
    if len(sealed) != declared.size or hashlib.sha256(sealed).hexdigest() != declared.sha256:
        raise Problem(HASH_MISMATCH, declared.name)
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    try:
        plain = bytes(pyrage.decrypt(sealed, keys))
    except pyrage.DecryptError as error:
        raise Problem(NOT_DECRYPTED, declared.name) from error
    found = list(_members(plain, declared.name, limits))
    if len(found) != files.manifest.contents or len(plain) != declared.plain_size:
        values = {"expected": files.manifest.contents, "found": len(found)}
        raise Problem(COUNTS_DIFFER, declared.name, values)
    return found


def _members(plain: bytes, name: str, limits: Limits) -> Iterator[Content]:
    """Yield the members of the inner tar; another shape than ours is damage."""
    at = 0
    while plain[at:] != END:
        called = plain[at : at + BLOCK].partition(b"\0")[0].decode("ascii", "replace")
        if _MEMBER.fullmatch(called) is None:
            raise Problem(DAMAGED, name, {"file": name})
        data, at = read_member(plain, at, called, limits.sealed_bytes, name)
        sha256, _dot, suffix = called.partition(".")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem(HASH_MISMATCH, name)
        yield Content(sha256, f".{suffix}", data)
