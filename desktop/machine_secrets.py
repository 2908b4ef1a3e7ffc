"""The key store of this PC's operating system, as a port: Windows credential manager, Secret Service, macOS keychain.

Who asks for it is remembered on a PC: the store then holds a random key of this PC (never the passphrase), and the
office's keyring the master key wrapped under it. Removing either ends it. The backend is chosen here by name: a
plug-in of somebody else that keeps secrets in a plain file must not slip in.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "xiezuo"


class MachineSecrets(Protocol):
    """Keeps a short text under a name; every verb may take a moment (the system may ask the person)."""

    def usable(self) -> bool:
        """Say whether this PC has a store that can be used now."""

    def get(self, account: str) -> str | None:
        """Return what is kept under *account*, or None; also when the store does not answer."""

    def put(self, account: str, secret: str) -> bool:
        """Keep *secret*; say whether it is there now."""

    def drop(self, account: str) -> None:
        """Forget *account*; harmless when nothing is kept."""


def account_of(folder: Path, name: str) -> str:
    """Return the name under which *name*'s key for the office in *folder* is kept; it tells neither."""
    import hashlib  # it loads OpenSSL, which no first window needs

    return hashlib.sha256(f"{folder.resolve()}\n{name}".encode()).hexdigest()[:32]


class NoSecrets:
    """A PC without a store: nothing is offered, nothing is kept."""

    def usable(self) -> bool:
        """Nothing can be kept."""
        return False

    def get(self, account: str) -> str | None:
        """Nothing is kept."""
        del account
        return None

    def put(self, account: str, secret: str) -> bool:
        """Nothing can be kept."""
        del account, secret
        return False

    def drop(self, account: str) -> None:
        """Nothing is kept."""


class SystemSecrets:
    """The real store. What it refuses (locked, gone, denied by the person) means: not remembered."""

    def usable(self) -> bool:
        """Say whether the backend of this system can work here; it may start a service, so not on the window's thread."""
        return self._backend() is not None

    def get(self, account: str) -> str | None:
        """Return what is kept under *account*, or None."""
        from keyring.errors import KeyringError

        backend = self._backend()
        try:
            return None if backend is None else backend.get_password(SERVICE, account)
        except KeyringError:
            return None

    def put(self, account: str, secret: str) -> bool:
        """Keep *secret* and read it back."""
        from keyring.errors import KeyringError

        backend = self._backend()
        try:
            if backend is None:
                return False
            backend.set_password(SERVICE, account, secret)
            return backend.get_password(SERVICE, account) == secret
        except KeyringError:
            return False

    def drop(self, account: str) -> None:
        """Forget *account*."""
        from keyring.errors import KeyringError

        backend = self._backend()
        try:
            if backend is not None and backend.get_password(SERVICE, account) is not None:
                backend.delete_password(SERVICE, account)
        except KeyringError:
            return  # what the keyring no longer knows opens nothing anyway

    def _backend(self) -> "KeyringBackend | None":
        if sys.platform == "win32":
            from keyring.backends.Windows import WinVaultKeyring as Backend
        elif sys.platform == "darwin":
            from keyring.backends.macOS import Keyring as Backend
        else:
            from keyring.backends.SecretService import Keyring as Backend
        return Backend() if Backend.viable else None  # type: ignore[no-untyped-call]
