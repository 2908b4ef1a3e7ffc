"""What the road writes into the ledger beside its own tables: moments and audit lines.

One verb of the road is one transaction and one audit line, as in the ledger; the line names batches and
devices, never a person's data.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from records.ledger.keeping import WATERMARK
from records.store.audit_chain import Author, append, tail

if TYPE_CHECKING:
    from records.ledger import Office


def now(office: "Office") -> str:
    """Return the present moment as it is stored: ISO 8601 with the local offset."""
    return office.clock.now().isoformat(timespec="milliseconds")


def note(office: "Office", connection: Connection, verb: str, thing: str = "", detail: str = "") -> None:
    """Add one line to the audit log inside the transaction of the verb, as its last act."""
    info = office.info
    author = Author(info.code, office.user.name, info.device_id, info.store_epoch, now(office))
    append(connection, author, verb, thing, detail)


def audit_head(office: "Office", connection: Connection) -> str:
    """Return the hash of the last audit line, '' before the first: it travels in each batch to be countersigned."""
    return tail(connection, office.info.code).hash


def watermark(office: "Office") -> int:
    """Return the place in our ledger up to which everything lies in a verified backup."""
    office.settings.refresh()  # another process may have made the backup
    return int(office.settings.get(WATERMARK, 0))
