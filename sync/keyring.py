"""The keys of one office, ready for use: its signer, its age identities, its public halves."""

from typing import TYPE_CHECKING

from sync.protocol.signing import Signer

if TYPE_CHECKING:
    from records.ledger import Office


def signer(office: "Office") -> Signer:
    """Return the signer of this office's device."""
    return Signer(office.secrets.signing_key)
