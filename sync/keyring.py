"""The keys of one office, ready for use."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from records.store.tables_keys import key_renewal
from sync.protocol.signing import Signer

if TYPE_CHECKING:
    from records.ledger import Office


def signer(office: "Office") -> Signer:
    """Return the signer of this office's device."""
    settle(office)
    return Signer(office.secrets.signing_key)


def identities(office: "Office") -> list[str]:
    """Return the age identities that open what is sealed to this office: in use, for recovery, and those of before."""
    secrets = office.secrets
    present = [secrets.age_identity, secrets.recovery_identity]
    return [one.decode() for one in (*present, *secrets.former_identities)]


def settle(office: "Office") -> None:
    """Let next keys take over whose paper is written: a killed program left them, or another thread is about to.

    Asked before each signature, so that nothing is signed with the old key once a paper says what it signed last.
    """
    waiting = office.secrets.next_key
    if waiting is None:
        return
    query = select(key_renewal.c.digest).where(
        key_renewal.c.office_code == office.info.code,
        key_renewal.c.whose == "own",
        key_renewal.c.new_key == Signer(waiting).public.text,
    )
    with office.snapshot() as connection:
        written = connection.execute(query).first() is not None
    if written:
        office.secrets.take_next()
