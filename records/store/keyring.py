"""The keyring of an office: one random master key, wrapped once per person, and the secrets sealed under it.

`keyring.json` holds no secret in the clear. Each person's passphrase gives, through Argon2id with parameters that
are stored beside it, a key that unwraps the master key (AES-256-GCM). The database key, the signing key and the
age identities are sealed under the master key, so a person can be added, or change a passphrase, without touching
the database. Names and roles are readable: the sign-in screen shows them before anyone has signed in; they are
bound into the wrapping, so swapping them breaks it. Tokens and salts come from `secrets`.
"""

import base64
import json
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forms.problems import Problem
from records.model.states import Role
from records.problem_codes import (
    KEYRING_DAMAGED,
    NO_OFFICE,
    NO_RECOVERY_CODE,
    NO_SUCH_PERSON,
    PASSPHRASE_COMMON,
    PASSPHRASE_TOO_SHORT,
    PERSON_EXISTS,
    RECOVERY_CODE_WRONG,
    WRONG_PASSPHRASE,
)
from records.store import recovery
from records.store.safe_files import write_whole

FILE = "keyring.json"
SHORTEST = 8  # characters (ASVS 6.2.1)
_COMMON = frozenset({
    "12345678", "123456789", "1234567890", "87654321", "11111111", "00000000", "88888888", "66666666",
    "password", "passw0rd", "qwertyui", "qwer1234", "1qaz2wsx", "abcd1234", "a1234567", "asdf1234",
    "iloveyou", "woaini1314", "5201314a", "admin123", "administrator",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kdf:
    """Cost of Argon2id (RFC 9106): passes, memory in KiB, lanes."""

    passes: int
    memory_kib: int
    lanes: int


STANDARD = Kdf(passes=3, memory_kib=65_536, lanes=4)  # RFC 9106 §4, second recommended option
CHEAPEST = Kdf(passes=1, memory_kib=8, lanes=1)  # for tests, which open hundreds of offices


def _wrapping_key(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    # NFKC: the same passphrase typed by another input method gives the same key.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    return hash_secret_raw(secret, salt, kdf.passes, kdf.memory_kib, kdf.lanes, 32, Type.ID)


def _seal(key: bytes, content: bytes, label: str) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return {"nonce": _text(nonce), "data": _text(AESGCM(key).encrypt(nonce, content, label.encode("utf-8")))}


def _unseal(key: bytes, sealed: dict[str, str], label: str) -> bytes:
    """Raise cryptography's InvalidTag when the key or the label is another."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).decrypt(_bytes(sealed["nonce"]), _bytes(sealed["data"]), label.encode("utf-8"))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def check_passphrase(passphrase: str) -> None:
    """Raise Problem RECORDS-020/025 when *passphrase* is too short or too common (ASVS 6.2.1, 6.2.4)."""
    # A Chinese character is harder to guess than a letter: it counts for two.
    if len(passphrase) + sum(character > "\u2e7f" for character in passphrase) < SHORTEST:
        raise Problem(PASSPHRASE_TOO_SHORT, values={"length": len(passphrase), "least": SHORTEST})
    if passphrase.casefold() in _COMMON or len(set(passphrase)) == 1:
        raise Problem(PASSPHRASE_COMMON)


_MOST = Kdf(passes=64, memory_kib=4 * 1024 * 1024, lanes=64)  # what a damaged number may not exceed


def _must_be_whole(person: dict[str, Any]) -> None:
    """Raise KeyError, TypeError or ValueError when an entry of the keyring lacks something or holds nonsense."""
    Role(person["role"])
    kdf = Kdf(**person["kdf"])
    for number, most in (
        (kdf.passes, _MOST.passes),
        (kdf.memory_kib, _MOST.memory_kib),
        (kdf.lanes, _MOST.lanes),
    ):
        if not isinstance(number, int) or not 1 <= number <= most:
            raise ValueError("kdf")
    if kdf.memory_kib < 8 * kdf.lanes:
        raise ValueError("kdf")  # RFC 9106 §3.1
    for text in (person["name"], person["salt"], person["wrapped"]["nonce"], person["wrapped"]["data"]):
        if not isinstance(text, str):
            raise TypeError("text")


class Keyring:
    """The file `keyring.json` of one office folder; opened with a passphrase it gives and keeps secrets."""

    def __init__(self, file: Path, content: dict[str, Any], master: bytes | None = None) -> None:
        self._file = file
        self._content = content
        self._master = master

    @classmethod
    def new(cls, folder: Path) -> "Keyring":
        """Return an open keyring with a new master key; nothing is written before `write`."""
        content: dict[str, Any] = {"format": "xiezuo-keyring", "version": 1, "people": [], "sealed": {}}
        return cls(folder / FILE, content, secrets.token_bytes(32))

    @classmethod
    def read(cls, folder: Path, name: str = FILE) -> "Keyring":
        """Return the closed keyring of *folder* (in a backup it has another *name*). Raises Problem RECORDS-001 (none there) or -006 (damaged)."""
        file = folder / name
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            if content["format"] != "xiezuo-keyring" or content["version"] != 1:
                raise KeyError("format")
            for person in content["people"]:
                _must_be_whole(person)
            if not all(isinstance(sealed, dict) for sealed in content["sealed"].values()):
                raise TypeError("sealed")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Problem(NO_OFFICE, place=str(folder), values={"folder": folder}) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Problem(KEYRING_DAMAGED, place=str(file), values={"file": FILE}) from error
        return cls(file, content)

    def people(self) -> list[tuple[str, Role]]:
        """Return names and roles, for the sign-in screen."""
        return [(person["name"], Role(person["role"])) for person in self._content["people"]]

    def open(self, name: str, passphrase: str) -> Role:
        """Unwrap the master key as *name*; return their role. Raises Problem RECORDS-002.

        An unknown name costs the same time as a wrong passphrase and gets the same answer (ASVS 6.3.8).
        """
        from cryptography.exceptions import InvalidTag

        person = self._find(name) or (self._content["people"] or [None])[0]
        if person is None:
            raise Problem(WRONG_PASSPHRASE)
        kdf = Kdf(**person["kdf"])
        try:
            key = _wrapping_key(passphrase, _bytes(person["salt"]), kdf)
            master = _unseal(key, person["wrapped"], f"person/{name}/{person['role']}")
        except InvalidTag as error:
            raise Problem(WRONG_PASSPHRASE) from error
        except ValueError as error:  # no base64, a nonce of another length
            raise Problem(KEYRING_DAMAGED, values={"file": FILE}) from error
        self._master = master
        return Role(person["role"])

    def add(self, name: str, role: Role, passphrase: str, kdf: Kdf) -> None:
        """Wrap the master key for another person. Raises Problem for a weak passphrase or a known name."""
        if self._find(name) is not None:
            raise Problem(PERSON_EXISTS, values={"name": name})
        self._content["people"].append(self._wrapped(name, role, passphrase, kdf))

    def change(self, name: str, passphrase: str) -> None:
        """Wrap the master key anew for *name*, at the same cost. Raises Problem RECORDS-022."""
        person = self._find(name)
        if person is None:
            raise Problem(NO_SUCH_PERSON, values={"name": name})
        person.update(self._wrapped(name, Role(person["role"]), passphrase, Kdf(**person["kdf"])))

    def remove(self, name: str) -> None:
        """Forget the person *name*, who can then no longer open the office with this keyring."""
        self._content["people"] = [person for person in self._content["people"] if person["name"] != name]

    def _wrapped(self, name: str, role: Role, passphrase: str, kdf: Kdf) -> dict[str, Any]:
        check_passphrase(passphrase)
        salt = secrets.token_bytes(16)
        key = _wrapping_key(passphrase, salt, kdf)
        cost = {"passes": kdf.passes, "memory_kib": kdf.memory_kib, "lanes": kdf.lanes}
        wrapped = _seal(key, self._opened(), f"person/{name}/{role}")
        return {"name": name, "role": str(role), "kdf": cost, "salt": _text(salt), "wrapped": wrapped}

    def _find(self, name: str) -> dict[str, Any] | None:
        return next((person for person in self._content["people"] if person["name"] == name), None)

    def _opened(self) -> bytes:
        if self._master is None:
            raise RuntimeError("the keyring is closed")
        return self._master

    def put(self, label: str, secret: bytes) -> None:
        """Seal *secret* under the master key as *label*."""
        self._content["sealed"][label] = _seal(self._opened(), secret, f"secret/{label}")

    def get(self, label: str) -> bytes | None:
        """Return the secret sealed as *label*, or None. Raises Problem RECORDS-006 when it was tampered with."""
        from cryptography.exceptions import InvalidTag

        sealed = self._content["sealed"].get(label)
        if sealed is None:
            return None
        try:
            return _unseal(self._opened(), sealed, f"secret/{label}")
        except (InvalidTag, ValueError, KeyError) as error:
            raise Problem(KEYRING_DAMAGED, values={"file": FILE}) from error

    def labels(self) -> list[str]:
        """Return the labels of the sealed secrets."""
        return sorted(self._content["sealed"])

    def make_recovery(self) -> str:
        """Wrap the master key under a new recovery code and return the code; an older code opens no more."""
        code = secrets.token_bytes(recovery.BYTES)
        self._content["recovery"] = _seal(recovery.key_of(code), self._opened(), "recovery")
        return recovery.spell(code)

    def open_by_recovery(self, typed: str) -> None:
        """Unwrap the master key with the code as it was *typed*. Raises Problem RECORDS-182, -183."""
        from cryptography.exceptions import InvalidTag

        if "recovery" not in self._content:
            raise Problem(NO_RECOVERY_CODE)
        code = recovery.read(typed)
        try:
            self._master = _unseal(recovery.key_of(code), self._content["recovery"], "recovery")
        except InvalidTag as error:
            raise Problem(RECOVERY_CODE_WRONG) from error
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(KEYRING_DAMAGED, values={"file": FILE}) from error

    @property
    def new_epoch(self) -> str:
        """Return the store epoch this office still has to take because it was restored; empty when it has."""
        return str(self._content.get("new_epoch", ""))

    @new_epoch.setter
    def new_epoch(self, epoch: str) -> None:
        if epoch:
            self._content["new_epoch"] = epoch
        else:
            self._content.pop("new_epoch", None)

    def in_folder(self, folder: Path) -> "Keyring":
        """Return the same keyring as the one of *folder*: `write` puts it there."""
        return Keyring(folder / FILE, self._content, self._master)

    def write(self) -> None:
        """Put the keyring into its file, whole or not at all."""
        write_whole(self._file, json.dumps(self._content, ensure_ascii=False, indent=1).encode("utf-8"))
