"""One person's way to the master key: a passphrase, through Argon2id, and an address to which a new key can be sent.

The passphrase gives a key (Argon2id, its costs stored beside it) that unwraps the master key. The same key seals a
person's age identity, whose recipient stands in the clear: when the master key is changed by somebody else, the new one
is *addressed* to the recipient, and its owner comes in with the passphrase they have, which nobody had to know. Name,
role and recipient are bound into what is sealed, so that swapping them breaks it.
"""

import base64
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from records.model.states import Role


@dataclass(frozen=True, slots=True)
class Kdf:
    """Cost of Argon2id (RFC 9106): passes, memory in KiB, lanes."""

    passes: int
    memory_kib: int
    lanes: int


STANDARD = Kdf(passes=3, memory_kib=65_536, lanes=4)  # RFC 9106 §4, second recommended option
CHEAPEST = Kdf(passes=1, memory_kib=8, lanes=1)  # for tests, which open hundreds of offices
_MOST = Kdf(passes=64, memory_kib=4 * 1024 * 1024, lanes=64)  # what a damaged number may not exceed
_KNOWN = {"name", "role", "kdf", "salt", "wrapped", "addressed", "recipient", "identity", "once"}


class DamagedError(Exception):
    """The passphrase is right, but what it unlocks was changed."""


def seal(key: bytes, content: bytes, label: str) -> dict[str, str]:
    """Encrypt and authenticate *content* (AES-256-GCM), *label* bound to it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return {"nonce": text(nonce), "data": text(AESGCM(key).encrypt(nonce, content, label.encode("utf-8")))}


def unseal(key: bytes, sealed: dict[str, str], label: str) -> bytes:
    """Raise cryptography's InvalidTag when the key or the label is another."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).decrypt(binary(sealed["nonce"]), binary(sealed["data"]), label.encode("utf-8"))


def text(content: bytes) -> str:
    """Return bytes as they stand in the keyring's JSON."""
    return base64.b64encode(content).decode("ascii")


def binary(words: str) -> bytes:
    """Return the bytes that stand as *words*. Raises ValueError."""
    return base64.b64decode(words, validate=True)


def wrap(
    name: str, role: Role, passphrase: str, kdf: Kdf, master: bytes, *, once: bool = False
) -> dict[str, Any]:
    """Return a person's entry of the keyring. *once*: the passphrase is to be changed at the first sign-in."""
    salt = secrets.token_bytes(16)
    key = _key(passphrase, salt, kdf)
    cost = {"passes": kdf.passes, "memory_kib": kdf.memory_kib, "lanes": kdf.lanes}
    entry: dict[str, Any] = {"name": name, "role": str(role), "kdf": cost, "salt": text(salt)}
    if once:
        entry["once"] = True
    entry["wrapped"] = seal(key, master, _label(entry, name))
    return entry | _address(key, name)


def unwrap(entry: dict[str, Any], name: str, passphrase: str) -> bytes:
    """Return the master key to who knows *name*'s passphrase, and leave *entry* as a sign-in should find it next time.

    An entry of an older keyring gets an address; what was sent to the address is wrapped as any other. Raises
    cryptography's InvalidTag (wrong passphrase), DamagedError, ValueError.
    """
    from cryptography.exceptions import InvalidTag

    key = _key(passphrase, binary(entry["salt"]), Kdf(**entry["kdf"]))
    if "addressed" in entry:
        identity = unseal(key, entry["identity"], _identity_label(name, entry["recipient"]))
        master = _opened(entry, name, identity)
        entry.pop("addressed")
        entry["wrapped"] = seal(key, master, _label(entry, name))
        return master
    master = unseal(key, entry["wrapped"], _label(entry, name))
    if "recipient" not in entry:
        entry |= _address(key, name)
        return master
    try:
        unseal(key, entry["identity"], _identity_label(name, entry["recipient"]))
    except InvalidTag as error:
        raise DamagedError from error
    return master


def address(entry: dict[str, Any], master: bytes) -> dict[str, Any] | None:
    """Return *entry* with another *master* key, sent to its address; None when it has none yet."""
    from pyrage import encrypt, x25519

    if "recipient" not in entry:
        return None
    sealed = encrypt(_letter(entry, master), [x25519.Recipient.from_str(entry["recipient"])])
    return {name: value for name, value in entry.items() if name != "wrapped"} | {"addressed": text(sealed)}


def must_be_whole(entry: dict[str, Any]) -> None:
    """Raise KeyError, TypeError or ValueError when an entry lacks something or holds nonsense."""
    if not set(entry) <= _KNOWN or ("recipient" in entry) != ("identity" in entry):
        raise ValueError("entry")
    Role(entry["role"])
    kdf = Kdf(**entry["kdf"])
    for number, most in (
        (kdf.passes, _MOST.passes),
        (kdf.memory_kib, _MOST.memory_kib),
        (kdf.lanes, _MOST.lanes),
    ):
        if not isinstance(number, int) or not 1 <= number <= most:
            raise ValueError("kdf")
    if kdf.memory_kib < 8 * kdf.lanes:
        raise ValueError("kdf")  # RFC 9106 §3.1
    words = [entry["name"], entry["salt"]]
    words += [entry["addressed"], entry["recipient"]] if "addressed" in entry else _words(entry["wrapped"])
    words += _words(entry["identity"]) if "identity" in entry else []
    if not all(isinstance(each, str) for each in words):
        raise TypeError("text")


def _words(sealed: dict[str, Any]) -> list[Any]:
    return [sealed["nonce"], sealed["data"]]


def _key(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    # NFKC: the same passphrase typed by another input method gives the same key.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    return hash_secret_raw(secret, salt, kdf.passes, kdf.memory_kib, kdf.lanes, 32, Type.ID)


def _label(entry: dict[str, Any], name: str) -> str:
    return f"person/{name}/{entry['role']}" + ("/once" if entry.get("once") else "")


def _identity_label(name: str, recipient: str) -> str:
    return f"identity/{name}/{recipient}"


def _address(key: bytes, name: str) -> dict[str, Any]:
    from pyrage import x25519

    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    return {
        "recipient": recipient,
        "identity": seal(key, str(identity).encode("ascii"), _identity_label(name, recipient)),
    }


def _letter(entry: dict[str, Any], master: bytes) -> bytes:
    return master + _label(entry, entry["name"]).encode("utf-8")


def _opened(entry: dict[str, Any], name: str, identity: bytes) -> bytes:
    from pyrage import DecryptError, decrypt, x25519

    try:
        letter = decrypt(binary(entry["addressed"]), [x25519.Identity.from_str(identity.decode("ascii"))])
    except (DecryptError, ValueError) as error:
        raise DamagedError from error
    label: bytes = letter[32:]
    if label.decode("utf-8", "replace") != _label(entry, name):
        raise DamagedError
    return bytes(letter[:32])
