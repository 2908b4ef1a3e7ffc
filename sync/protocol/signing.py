"""Signatures in minisign's format, so that `minisign -V` can judge any file of ours.

Only the pre-hashed algorithm (BLAKE2b-512, then Ed25519) is made and accepted: a second algorithm would be a
downgrade waiting to happen. A signature file is accepted only in the one spelling we write (our own untrusted
comment, which no key protects, included), so that not one byte of a batch can change unnoticed.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import BinaryIO

import minisign
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from forms.problems import Problem
from sync.protocol.envelope import Kind, unpack
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.problem_codes import DAMAGED, FORGED

UNTRUSTED_COMMENT = "Xiezuo"
KEY_BYTES = 42  # algorithm (2), key id (8), Ed25519 public key (32)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A minisign public key: 56 characters of base64, as `minisign -P` takes it."""

    text: str

    def __post_init__(self) -> None:
        raw = base64.b64decode(self.text, validate=True)
        if len(raw) != KEY_BYTES or raw[:2] != b"Ed" or base64.b64encode(raw).decode() != self.text:
            raise ValueError("not a minisign public key")

    @property
    def key_id(self) -> str:
        """The eight bytes that name the key in a signature, as hex."""
        return base64.b64decode(self.text)[2:10].hex()

    def ed25519(self) -> Ed25519PublicKey:
        """Return the bare key, for signed HTTP requests."""
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(self.text)[10:])


class Signer:
    """Signs documents and requests with one device's key."""

    def __init__(self, secret: bytes) -> None:
        """Take the 32 secret bytes of an Ed25519 key; the key's id is the beginning of its public half's SHA-256."""
        self._bare = Ed25519PrivateKey.from_private_bytes(secret)
        public = self._bare.public_key().public_bytes_raw()
        key_id = hashlib.sha256(public).digest()[:8]
        checksum = hashlib.blake2b(b"Ed" + key_id + secret + public, digest_size=32).digest()
        unlocked = b"Ed" + bytes(2) + b"B2" + bytes(48) + key_id + secret + public + checksum
        self._secret = minisign.SecretKey.from_base64(base64.b64encode(unlocked))
        self.public = PublicKey(base64.b64encode(b"Ed" + key_id + public).decode())

    def sign(self, document: bytes, comment: str) -> bytes:
        """Return the .minisig of *document*; *comment* is signed with it (ASCII, no line breaks)."""
        signature = self._secret.sign(
            document, prehash=True, untrusted_comment=UNTRUSTED_COMMENT, trusted_comment=comment
        )
        return bytes(signature) + b"\n"

    def sign_stream(self, stream: BinaryIO, comment: str) -> bytes:
        """Return the .minisig of what *stream* holds, read piece by piece; *comment* as in `sign`."""
        signature = self._secret.sign(
            stream, prehash=True, untrusted_comment=UNTRUSTED_COMMENT, trusted_comment=comment
        )
        return bytes(signature) + b"\n"

    def sign_request(self, message: bytes) -> str:
        """Return the plain Ed25519 signature of *message*, base64."""
        return base64.b64encode(self._bare.sign(message)).decode()


def key_id_of(signature: bytes, name: str = "") -> str:
    """Return the id of the key that claims to have signed; SYNC-004 when this is no signature of ours."""
    return _parse(signature, name)[0]


def key_id_in(data: bytes, kind: Kind, name: str = "", limits: Limits = DEFAULT) -> str:
    """Return the id of the key that claims to have signed the file *data*; SYNC-001…004 when the file is not whole."""
    return key_id_of(unpack(data, [kind], name, limits)[1].signature, name)


def verify(document: bytes, signature: bytes, key: PublicKey, name: str = "") -> str:
    """Return the trusted comment when *signature* by *key* covers *document*; SYNC-011 otherwise."""
    return _verified(document, signature, key, name)


def verify_stream(stream: BinaryIO, signature: bytes, key: PublicKey, name: str = "") -> str:
    """Return the trusted comment when *signature* by *key* covers what *stream* holds; SYNC-011 otherwise."""
    return _verified(stream, signature, key, name)


def _verified(document: bytes | BinaryIO, signature: bytes, key: PublicKey, name: str) -> str:
    key_id, parsed = _parse(signature, name)
    if key_id != key.key_id:
        raise Problem(FORGED, name)
    try:
        minisign.PublicKey.from_base64(key.text).verify(document, parsed)
    except minisign.Error as error:
        raise Problem(FORGED, name) from error
    return str(parsed.trusted_comment)


def verify_request(message: bytes, signature: str, key: PublicKey) -> bool:
    """Tell whether *signature* (base64) is the device's over *message*."""
    try:
        key.ed25519().verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _parse(signature: bytes, name: str) -> tuple[str, minisign.Signature]:
    """Read a signature file in its one spelling and return it with its key id."""
    try:
        parsed = minisign.Signature.from_bytes(signature)
    except (minisign.Error, UnicodeError, ValueError) as error:
        raise Problem(DAMAGED, name, {"file": name}) from error
    one_spelling = bytes(parsed) + b"\n" == signature
    if not (one_spelling and parsed.untrusted_comment == UNTRUSTED_COMMENT and parsed.is_prehashed()):
        raise Problem(DAMAGED, name, {"file": name})
    return base64.b64decode(signature.split(b"\n")[1])[2:10].hex(), parsed


def fingerprint(*documents: bytes) -> str:
    """Return six groups of five digits to compare by telephone: about 99 bits of SHA-256 of the documents."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(hashlib.sha256(document).digest())
    number = int.from_bytes(digest.digest()) % 10**30
    digits = f"{number:030d}"
    return " ".join(digits[at : at + 5] for at in range(0, 30, 5))
