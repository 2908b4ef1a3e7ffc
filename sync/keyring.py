"""The keys of one office, ready for use."""

from typing import TYPE_CHECKING

from sync.protocol.signing import Signer

if TYPE_CHECKING:
    from records.ledger import Office


def signer(office: "Office") -> Signer:
    """Return the signer of this office's device."""
    return Signer(office.secrets.signing_key)


def identities(office: "Office") -> list[str]:
    """Return the age identities that open what is sealed to this office: in use, and for recovery."""
    return [office.secrets.age_identity.decode(), office.secrets.recovery_identity.decode()]
