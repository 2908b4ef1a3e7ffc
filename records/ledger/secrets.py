"""`office.secrets`: the keys of this device, sealed in the keyring; made when the office is created.

The signing key is Ed25519 (the 32 secret bytes, as minisign and `cryptography` take them); the age identities are
the text pyrage reads. The recovery identity is meant to be printed and kept in a safe: with it, every batch to
this office can be opened when everything else is lost.
"""

from dataclasses import dataclass

from records.store.keyring import Keyring

SIGNING, AGE, RECOVERY = "signing_key", "age_identity", "age_recovery"


def make(keyring: Keyring) -> None:
    """Make the device's keys and seal them."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyrage import x25519

    keyring.put(SIGNING, Ed25519PrivateKey.generate().private_bytes_raw())
    keyring.put(AGE, str(x25519.Identity.generate()).encode("ascii"))
    keyring.put(RECOVERY, str(x25519.Identity.generate()).encode("ascii"))


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

    def get(self, label: str) -> bytes | None:
        """Return a further secret kept under *label*, or None."""
        return self.keyring.get(label)

    def put(self, label: str, secret: bytes) -> None:
        """Keep a further secret under *label*, durably."""
        self.keyring.put(label, secret)
        self.keyring.write()


def _recipient(identity: bytes) -> str:
    from pyrage import x25519

    return str(x25519.Identity.from_str(identity.decode("ascii")).to_public())
