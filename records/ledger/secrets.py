"""`office.secrets`: the keys of this device, sealed in the keyring; made when the office is created.

The signing key is Ed25519 (the 32 secret bytes, as minisign and `cryptography` take them); the age identities are
the text pyrage reads. The recovery identity is meant to be printed and kept in a safe: with it, every batch to
this office can be opened when everything else is lost. Renewed keys (`sync.enrolment.renewing`) wait beside the present
ones and take their place in one write; what was sealed to the age identities before must still open, so those stay.
"""

import threading
from dataclasses import dataclass

from records.store.keyring import Keyring

SIGNING, AGE, RECOVERY = "signing_key", "age_identity", "age_recovery"
_NEXT, _FORMER = "next/", "former/"
_taking_over = threading.Lock()  # who seals and who renews may both find the next keys waiting


def make(keyring: Keyring, before: str = "") -> None:
    """Make the device's keys and seal them; *before* stands before their labels."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyrage import x25519

    keyring.put(before + SIGNING, Ed25519PrivateKey.generate().private_bytes_raw())
    keyring.put(before + AGE, str(x25519.Identity.generate()).encode("ascii"))
    keyring.put(before + RECOVERY, str(x25519.Identity.generate()).encode("ascii"))


@dataclass(frozen=True, slots=True)
class Secrets:
    """Reads and keeps secrets of an open office."""

    keyring: Keyring

    def _must(self, label: str) -> bytes:
        found = self.keyring.get(label)
        if found is None:
            raise RuntimeError(f"the keyring has no {label}")
        return found

    @property
    def signing_key(self) -> bytes:
        """Return the 32 secret bytes of the device's Ed25519 key."""
        return self._must(SIGNING)

    @property
    def signing_public(self) -> bytes:
        """Return the 32 public bytes of the device's Ed25519 key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signing_key).public_key().public_bytes_raw()

    @property
    def age_identity(self) -> bytes:
        """Return the device's age identity (``AGE-SECRET-KEY-…`` in ASCII)."""
        return self._must(AGE)

    @property
    def age_recipient(self) -> str:
        """Return the public recipient of the device's age identity (``age1…``)."""
        return _recipient(self.age_identity)

    @property
    def recovery_identity(self) -> bytes:
        """Return the recovery age identity, for printing."""
        return self._must(RECOVERY)

    @property
    def recovery_recipient(self) -> str:
        """Return the public recipient of the recovery identity."""
        return _recipient(self.recovery_identity)

    @property
    def former_identities(self) -> list[bytes]:
        """Return the age identities of before the renewals, newest first: they open what was sealed to them."""
        labels = [label for label in self.keyring.labels() if label.startswith(_FORMER)]
        return [self._must(label) for label in reversed(labels)]

    def prepare_next(self) -> "Secrets":
        """Make the next keys, durably; return the secrets as they will be with them.

        Any that wait already are forgotten: nobody knows them, and a backup may have brought them from another life.
        """
        make(self.keyring, _NEXT)
        self.keyring.write()
        return _Next(self.keyring)

    @property
    def next_key(self) -> bytes | None:
        """Return the 32 secret bytes of the signing key that waits to take over, None when none does."""
        return self.keyring.get(_NEXT + SIGNING)

    def take_next(self) -> None:
        """Put the next keys in the place of the present ones, in one write. The old signing key is gone then."""
        with _taking_over:
            if self.next_key is None:
                return
            former = sum(label.startswith(_FORMER) for label in self.keyring.labels())
            for number, label in enumerate((RECOVERY, AGE), start=former):
                self.keyring.put(f"{_FORMER}{number:06d}", self._must(label))
            for label in (SIGNING, AGE, RECOVERY):
                self.keyring.put(label, self._must(_NEXT + label))
                self.keyring.drop(_NEXT + label)
            self.keyring.write()

    def get(self, label: str) -> bytes | None:
        """Return a further secret kept under *label*, or None."""
        return self.keyring.get(label)

    def put(self, label: str, secret: bytes) -> None:
        """Keep a further secret under *label*, durably."""
        self.keyring.put(label, secret)
        self.keyring.write()


@dataclass(frozen=True, slots=True)
class _Next(Secrets):
    """The secrets as they will be once the next keys have taken over."""

    def _must(self, label: str) -> bytes:
        return Secrets._must(self, _NEXT + label)


def _recipient(identity: bytes) -> str:
    from pyrage import x25519

    return str(x25519.Identity.from_str(identity.decode("ascii")).to_public())
