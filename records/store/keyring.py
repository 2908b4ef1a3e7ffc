"""The keyring of an office: one random master key, wrapped once per person, and the secrets sealed under it.

`keyring.json` holds no secret in the clear. Each person's passphrase unwraps the master key (`wrapping`). The
database key, the signing key and the age identities are sealed under the master key, so a person can be added, or
change a passphrase, without touching the database. Names and roles are readable: the sign-in screen shows them before
anyone has signed in. `rekeyed` gives the keyring of another master key. Tokens and salts come from `secrets`.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from forms.problems import Problem
from records.model.states import Role
from records.problem_codes import (
    KEYRING_DAMAGED,
    NO_OFFICE,
    NO_RECOVERY_CODE,
    NO_SUCH_PERSON,
    OFFICE_NEWER,
    PASSPHRASE_COMMON,
    PASSPHRASE_TOO_SHORT,
    PERSON_EXISTS,
    RECOVERY_CODE_WRONG,
    WRONG_PASSPHRASE,
)
from records.store import recovery
from records.store.safe_files import write_whole
from records.store.wrapping import (
    CHEAPEST,
    STANDARD,
    DamagedError,
    Kdf,
    address,
    must_be_whole,
    seal,
    unseal,
    unwrap,
    wrap,
)

__all__ = ["CHEAPEST", "FILE", "STANDARD", "Kdf", "Keyring", "check_passphrase"]

FILE = "keyring.json"
VERSION = 2  # 2: people have an address, to which a new master key can be sent
NEEDS = "0.4"  # the program that reads it: what an older one says is needed
_KNOWN = {"format", "version", "needs", "people", "sealed", "recovery", "new_epoch", "machines"}
SHORTEST = 8  # characters (ASVS 6.2.1)
_COMMON = frozenset({
    "12345678", "123456789", "1234567890", "87654321", "11111111", "00000000", "88888888", "66666666",
    "password", "passw0rd", "qwertyui", "qwer1234", "1qaz2wsx", "abcd1234", "a1234567", "asdf1234",
    "iloveyou", "woaini1314", "5201314a", "admin123", "administrator",
})  # fmt: skip


def check_passphrase(passphrase: str) -> None:
    """Raise Problem RECORDS-020/025 when *passphrase* is too short or too common (ASVS 6.2.1, 6.2.4)."""
    # A Chinese character is harder to guess than a letter: it counts for two.
    if len(passphrase) + sum(character > "\u2e7f" for character in passphrase) < SHORTEST:
        raise Problem(PASSPHRASE_TOO_SHORT, values={"length": len(passphrase), "least": SHORTEST})
    if passphrase.casefold() in _COMMON or len(set(passphrase)) == 1:
        raise Problem(PASSPHRASE_COMMON)


def _known_version(content: dict[str, Any]) -> None:
    """Raise Problem RECORDS-004 for a keyring of a newer program, ValueError for what is no version or has unknown parts."""
    version = content["version"]
    if isinstance(version, int) and version > VERSION:
        raise Problem(
            OFFICE_NEWER, values={"has": version, "knows": VERSION, "needs": content.get("needs", "?")}
        )
    if version not in range(1, VERSION + 1) or not set(content) <= _KNOWN:
        raise ValueError("version")


def _machine_label(name: str, machine: str) -> str:
    return f"machine/{name}/{machine}"


class Keyring:
    """The file `keyring.json` of one office folder; opened with a passphrase it gives and keeps secrets."""

    def __init__(self, file: Path, content: dict[str, Any], master: bytes | None = None) -> None:
        self._file = file
        self._content = content
        self._master = master
        self.renewed = False  # opening gave an entry its present shape: to be written by who holds the folder

    @classmethod
    def new(cls, folder: Path) -> "Keyring":
        """Return an open keyring with a new master key; nothing is written before `write`."""
        content: dict[str, Any] = {"format": "xiezuo-keyring", "version": VERSION, "people": [], "sealed": {}}
        return cls(folder / FILE, content, secrets.token_bytes(32))

    @classmethod
    def read(cls, folder: Path, name: str = FILE) -> "Keyring":
        """Return the closed keyring of *folder* (in a backup it has another *name*). Raises Problem RECORDS-001 (none there) or -006 (damaged)."""
        file = folder / name
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            if content["format"] != "xiezuo-keyring":
                raise KeyError("format")
            _known_version(content)
            for person in content["people"]:
                must_be_whole(person)
            if not all(isinstance(sealed, dict) for sealed in content["sealed"].values()):
                raise TypeError("sealed")
            if not all(
                set(each) == {"id", "name", "wrapped"} and isinstance(each["wrapped"], dict)
                for each in content.get("machines", [])
            ):
                raise TypeError("machines")
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
        before = dict(person)
        try:
            self._master = unwrap(person, name, passphrase)
        except InvalidTag as error:
            raise Problem(WRONG_PASSPHRASE) from error
        except (DamagedError, ValueError) as error:  # changed, no base64, a nonce of another length
            raise Problem(KEYRING_DAMAGED, values={"file": FILE}) from error
        if (
            self._find(name) is None
        ):  # it opens, but to a name that no longer stands here: the name was changed
            self._master = None
            raise Problem(KEYRING_DAMAGED, values={"file": FILE})
        self.renewed = self.renewed or person != before
        return Role(person["role"])

    def remember(self, name: str) -> str:
        """Wrap the master key for *name* on this PC, too; return what the PC's own key store has to keep."""
        machine, key = secrets.token_hex(8), secrets.token_bytes(32)
        wrapped = seal(key, self._opened(), _machine_label(name, machine))
        self._content.setdefault("machines", []).append({"id": machine, "name": name, "wrapped": wrapped})
        return f"{machine}:{key.hex()}"

    def forget(self, name: str) -> int:
        """Let no PC open the office for *name* without the passphrase; return how many did."""
        before = self._content.get("machines", [])
        kept = [machine for machine in before if machine["name"] != name]
        self._content.pop("machines", None)
        if kept:
            self._content["machines"] = kept
        return len(before) - len(kept)

    def remembers(self, name: str) -> int:
        """Return on how many PCs *name* is remembered."""
        return sum(machine["name"] == name for machine in self._content.get("machines", []))

    def open_remembered(self, name: str, secret: str) -> None:
        """Unwrap the master key by what a PC's key store kept. Raises Problem RECORDS-002 when it opens no more."""
        from cryptography.exceptions import InvalidTag

        machine, _colon, key = secret.partition(":")
        found = next((each for each in self._content.get("machines", []) if each["id"] == machine), None)
        if found is None or self._find(name) is None:
            raise Problem(WRONG_PASSPHRASE)
        try:
            self._master = unseal(bytes.fromhex(key), found["wrapped"], _machine_label(name, machine))
        except (InvalidTag, ValueError, KeyError, TypeError) as error:
            raise Problem(WRONG_PASSPHRASE) from error

    def must_change(self, name: str) -> bool:
        """Say whether *name*'s passphrase is a one-time code, to be changed at the first sign-in."""
        person = self._find(name)
        return bool(person and person.get("once"))

    def add(self, name: str, role: Role, passphrase: str, kdf: Kdf) -> None:
        """Wrap the master key for another person. Raises Problem for a weak passphrase or a known name."""
        if self._find(name) is not None:
            raise Problem(PERSON_EXISTS, values={"name": name})
        self._content["people"].append(self._wrapped(name, role, passphrase, kdf))

    def change(self, name: str, passphrase: str, *, once: bool = False) -> None:
        """Wrap the master key anew for *name*, at the same cost. Raises Problem RECORDS-022."""
        person = self._find(name)
        if person is None:
            raise Problem(NO_SUCH_PERSON, values={"name": name})
        new = self._wrapped(name, Role(person["role"]), passphrase, Kdf(**person["kdf"]), once=once)
        person.clear()
        person.update(new)
        self.forget(name)

    def remove(self, name: str) -> None:
        """Forget the person *name*, who can then no longer open the office with this keyring."""
        self._content["people"] = [person for person in self._content["people"] if person["name"] != name]
        self.forget(name)

    def _wrapped(
        self, name: str, role: Role, passphrase: str, kdf: Kdf, *, once: bool = False
    ) -> dict[str, Any]:
        check_passphrase(passphrase)
        return wrap(name, role, passphrase, kdf, self._opened(), once=once)

    def rekeyed(
        self, name: str, passphrase: str, replaced: dict[str, bytes]
    ) -> "tuple[Keyring, dict[str, str]]":
        """Return the keyring of a new master key, and one-time codes of who could not be given it otherwise.

        *name* re-keys with their *passphrase*. The others' new key is sent to their address: they come in as before.
        Who never signed in since addresses exist gets a code, which is their passphrase until they change it. Secrets
        are sealed anew, those *replaced* under other values. A recovery code made before opens the old keyring only.
        """
        new = Keyring.new(self._file.parent)
        codes: dict[str, str] = {}
        for person in self._content["people"]:
            kdf, role, whose = Kdf(**person["kdf"]), Role(person["role"]), person["name"]
            sent = address(person, new._opened())
            if whose == name:
                sent = wrap(whose, role, passphrase, kdf, new._opened())
            elif sent is None:
                codes[whose] = recovery.spell(secrets.token_bytes(recovery.BYTES))
                sent = wrap(whose, role, codes[whose], kdf, new._opened(), once=True)
            new._content["people"].append(sent)
        for label in self.labels():
            new.put(label, replaced.get(label) or self.get(label) or b"")
        new.new_epoch = self.new_epoch
        return new, codes

    @property
    def has_recovery(self) -> bool:
        """Say whether a recovery code was made."""
        return "recovery" in self._content

    def _find(self, name: str) -> dict[str, Any] | None:
        return next((person for person in self._content["people"] if person["name"] == name), None)

    def _opened(self) -> bytes:
        if self._master is None:
            raise RuntimeError("the keyring is closed")
        return self._master

    def put(self, label: str, secret: bytes) -> None:
        """Seal *secret* under the master key as *label*."""
        self._content["sealed"][label] = seal(self._opened(), secret, f"secret/{label}")

    def get(self, label: str) -> bytes | None:
        """Return the secret sealed as *label*, or None. Raises Problem RECORDS-006 when it was tampered with."""
        from cryptography.exceptions import InvalidTag

        sealed = self._content["sealed"].get(label)
        if sealed is None:
            return None
        try:
            return unseal(self._opened(), sealed, f"secret/{label}")
        except (InvalidTag, ValueError, KeyError) as error:
            raise Problem(KEYRING_DAMAGED, values={"file": FILE}) from error

    def drop(self, label: str) -> None:
        """Forget the secret sealed as *label*."""
        self._content["sealed"].pop(label, None)

    def labels(self) -> list[str]:
        """Return the labels of the sealed secrets."""
        return sorted(self._content["sealed"])

    def make_recovery(self) -> str:
        """Wrap the master key under a new recovery code and return the code; an older code opens no more."""
        code = secrets.token_bytes(recovery.BYTES)
        self._content["recovery"] = seal(recovery.key_of(code), self._opened(), "recovery")
        return recovery.spell(code)

    def open_by_recovery(self, typed: str) -> None:
        """Unwrap the master key with the code as it was *typed*. Raises Problem RECORDS-182, -183."""
        from cryptography.exceptions import InvalidTag

        if "recovery" not in self._content:
            raise Problem(NO_RECOVERY_CODE)
        code = recovery.read(typed)
        try:
            self._master = unseal(recovery.key_of(code), self._content["recovery"], "recovery")
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

    @property
    def folder(self) -> Path:
        """Return the folder its file stands in."""
        return self._file.parent

    def stale(self) -> bool:
        """Say whether the file holds another keyring by now."""
        other = Keyring.read(self._file.parent, self._file.name)
        return bool(other._content["sealed"] != self._content["sealed"])

    def write(self, name: str = "") -> None:
        """Put the keyring into its file (or under another *name* beside it), whole or not at all."""
        self.renewed = False
        self._content |= {"version": VERSION, "needs": NEEDS}
        file = self._file.with_name(name) if name else self._file
        write_whole(file, json.dumps(self._content, ensure_ascii=False, indent=1).encode("utf-8"))
