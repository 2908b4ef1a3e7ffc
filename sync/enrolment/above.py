"""The office above, as this office knows it: its keys, its address, how far its words were heard."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from forms.problems import Problem
from records.store.tables_sync import parent
from sync.enrolment import key_books
from sync.protocol.problem_codes import NO_OFFICE_ABOVE
from sync.protocol.signing import PublicKey

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class OfficeAbove:
    """*store_epoch* is the newest epoch it signed, of that *generation*; *last_seq* the highest acknowledgement taken from there.

    *forms_seq* and *forms_epoch* name the last package of forms taken from there.
    """

    code: str
    name: str
    address: str
    store_epoch: str
    key: PublicKey
    recipients: tuple[str, ...]
    fingerprint: str
    last_seq: int
    state: str
    forms_seq: int = 0
    forms_epoch: str = ""
    generation: int = 1
    watermark: int = 0  # place in its ledger up to which it has everything in a backup
    former: PublicKey | None = None  # the key before, while words signed with it still count
    down_mark: str = ""  # how far its records came down (`sync.protocol.down_package.Mark`)

    def key_for(self, key_id: str) -> PublicKey:
        """Return the key that verifies what is signed with *key_id*: the former one while it counts, else the present one."""
        return self.former if self.former is not None and self.former.key_id == key_id else self.key


def office_above(office: "Office") -> OfficeAbove | None:
    """Return the office this one reports to, or None before the enrolment."""
    with office.snapshot() as connection:
        return find(connection, office.info.code)


def required(connection: Connection, office_code: str) -> OfficeAbove:
    """Return the office above; SYNC-030 before the enrolment."""
    found = find(connection, office_code)
    if found is None:
        raise Problem(NO_OFFICE_ABOVE)
    return found


def find(connection: Connection, office_code: str) -> OfficeAbove | None:
    """Return the office above inside a transaction."""
    row = connection.execute(
        select(parent).where(parent.c.office_code == office_code, parent.c.state != "replaced")
    ).one_or_none()
    if row is None:
        return None
    key = PublicKey(row.signing_public)
    return OfficeAbove(
        row.parent_code,
        row.name,
        row.address,
        row.store_epoch,
        key,
        tuple(filter(None, (row.age_recipient, row.recovery_recipient))),
        row.fingerprint,
        row.last_ack_seq,
        row.state,
        row.forms_seq,
        row.forms_epoch,
        row.generation,
        row.watermark,
        key_books.before(connection, office_code, key),
        row.down_mark,
    )
