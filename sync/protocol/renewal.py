"""The paper by which a key names the next: signed by the old one, proved by the new one.

One paper serves both directions: the office above learns from it the new key of a device, the offices below the new
key of the office they report to, for both are the same key. It names the last batch and the last file of attachments
that were sealed under the old key in each epoch, with the batch's hash, which pins all before it: those may still be on
their way; anything later under the old key is somebody else's. So no clock says when the old key ends.
"""

import hashlib

import msgspec
import pyrage

from forms.problems import Problem
from sync.protocol import signing, strict_json
from sync.protocol.envelope import RENEWAL, Envelope, pack, unpack
from sync.protocol.manifest import check_format, is_office_code
from sync.protocol.problem_codes import DAMAGED, FORGED, NOT_STRICT

FORMAT = "xiezuo-renewal-1"
SUITE = "age-x25519/minisign-ed25519"


class LastSealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What left *epoch* under the old key: batches up to number *batches* with the hash *digest*, files up to *files*."""

    epoch: str
    batches: int
    digest: str
    files: int


class Renewal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """*device* of *office* signs with *signing_public* from now on and no longer with *previous*; *proof* is by the new key.

    *enrolled*: SHA-256 of the device's answer to the invitation of the office above, '' where there is none.
    """

    format: str
    suite: str
    office: str
    device: str
    previous: str
    signing_public: str
    age_recipient: str
    recovery_recipient: str
    sealed: list[LastSealed]
    enrolled: str
    issued_at: str
    proof: str = ""

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        new = signing.PublicKey(self.signing_public).key_id
        return f"renewal of device {self.device} of office {self.office} to key {new}"

    def covers(self, epoch: str, number: int, digest: str) -> bool:
        """Tell whether the batch of this name was sealed before the renewal."""
        return any(
            one.epoch == epoch and (number < one.batches or (number, digest) == (one.batches, one.digest))
            for one in self.sealed
        )

    def covers_files(self, epoch: str, number: int) -> bool:
        """Tell whether the file of attachments of this number was sealed before the renewal."""
        return any(one.epoch == epoch and number <= one.files for one in self.sealed)


def write(renewal: Renewal, old: signing.Signer, new: signing.Signer) -> bytes:
    """Return the paper's file: the new key proves itself inside, the old one signs."""
    proved = msgspec.structs.replace(renewal, proof=new.sign_request(_proved(renewal)))
    document = strict_json.encode(proved)
    return pack(RENEWAL, Envelope(document, old.sign(document, proved.comment)))


def read(data: bytes, name: str = "") -> Renewal:
    """Open a paper that holds in itself; whether its old key is in force, the caller's ledger knows.

    Raises SYNC-001…005, 011 (not signed by the old key, not proved by the new one), 017.
    """
    _, envelope = unpack(data, [RENEWAL], name)
    check_format(envelope.document, FORMAT, SUITE, name)
    renewal = strict_json.decode(envelope.document, Renewal, place=name)
    old, new = _keys(renewal, name)
    comment = signing.verify(envelope.document, envelope.signature, old, name)
    if comment != renewal.comment:
        raise Problem(DAMAGED, name, {"file": name})
    if old == new or not signing.verify_request(_proved(renewal), renewal.proof, new):
        raise Problem(FORGED, name)
    return renewal


def digest_of(data: bytes) -> str:
    """Return what a paper is called: the SHA-256 of its file."""
    return hashlib.sha256(data).hexdigest()


def is_renewal(data: bytes) -> bool:
    """Tell such a paper from other files of the road by its first member's name."""
    return data.startswith(RENEWAL.document.encode() + b"\0")


def _proved(renewal: Renewal) -> bytes:
    """Return what the new key signs: the paper without its proof, told from a request by its first line."""
    return b"xiezuo-renewal-proof-1\n" + strict_json.encode(msgspec.structs.replace(renewal, proof=""))


def _keys(renewal: Renewal, name: str) -> tuple[signing.PublicKey, signing.PublicKey]:
    """Return both keys; SYNC-004 unless every key has the shape of one, SYNC-017 for an impossible office."""
    try:
        keys = signing.PublicKey(renewal.previous), signing.PublicKey(renewal.signing_public)
        for text in (renewal.age_recipient, renewal.recovery_recipient):
            pyrage.x25519.Recipient.from_str(text)
    except (ValueError, pyrage.RecipientError) as error:
        raise Problem(DAMAGED, name, {"file": name}) from error
    if not is_office_code(renewal.office):
        raise Problem(NOT_STRICT, name, {"reason": "office"})
    return keys
