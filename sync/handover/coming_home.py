"""A record handed over to the county's own computer: taken in as given up there, and gone on with here.

What a clerk's computer had approved waits for this office's own reviewer again. What the office above this one knows of
it stays as it was, so the next batch takes along the versions that are new.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from records.ledger import coming_down
from records.ledger.coming_down import Coming
from records.model.states import State
from records.store import attachments as contents
from records.store.audit_chain import Author
from records.store.tables import record
from records.store.tables_road import awaited_file
from sync import attached
from sync.books import now
from sync.protocol.batch import Sender
from sync.protocol.down_package import DownLine, as_row

if TYPE_CHECKING:
    from records.ledger import Office


def take_home(office: "Office", connection: Connection, sender: Sender, line: DownLine) -> None:
    """Take in the record of *line*, which was proved, and the files it names."""
    key = line.office, line.record
    before = coming_down.rows_of(connection, [key]).get(key)
    coming = Coming(line.office, line.record, line.form, line.state, as_row(line))
    coming_down.own(connection, office.travel, coming, 0)
    state = State.COMPLETE if line.state == State.APPROVED else State(line.state)
    known = (
        0 if before is None else before["sent_revision"],
        0 if before is None else before["delivered_revision"],
    )
    connection.execute(
        update(record)
        .where(record.c.office_code == line.office, record.c.record_id == line.record)
        .values(state=str(state), sent_revision=known[0], delivered_revision=known[1])
    )
    _files(office, connection, sender, line)


def _files(office: "Office", connection: Connection, sender: Sender, line: DownLine) -> None:
    """Attach the files of the whole record that are here; what is not yet is awaited like that of a batch."""
    info = office.info
    author = Author(line.office, office.user.name, info.device_id, info.store_epoch, now(office))
    for owner, record_id, name, hash32, link in attached.named_by(line):
        here = contents.find(connection, hash32)
        if here is not None and link:
            contents.put(
                connection, author, here[1], b"".join(contents.chunks(connection, here[0], here[1].sha256))
            )
            attached.attach(connection, owner, record_id, link)
        key = {"office_code": info.code, "record_office": owner, "record_id": record_id, "name": name}
        if here is None and connection.execute(select(awaited_file).filter_by(**key)).first() is None:
            row = {"device_id": sender.device, "store_epoch": "", "batch_no": 0, "hash": hash32, "link": link}
            connection.execute(insert(awaited_file).values(**key, **row))
