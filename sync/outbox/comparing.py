"""Hearing what the office above holds of us: follow it into a new epoch, and name what does not agree (对账).

Neither side overwrites the other: a difference is named, form by form, and two people compare their slips.
"""

from typing import TYPE_CHECKING

from sqlalchemy import select

from forms.problems import Problem
from records.store.tables_sync import batch_record
from sync.books import now
from sync.enrolment import key_books, renewing
from sync.enrolment.above import required
from sync.outbox.applying import follow_epoch, heed_watermark
from sync.protocol import problem_codes as codes
from sync.protocol import signing
from sync.protocol import statement as papers
from sync.protocol.envelope import STATEMENT

if TYPE_CHECKING:
    from records.ledger import Office


def compare(office: "Office", data: bytes, name: str = "statement") -> Problem | None:
    """Take in a statement; return SYNC-047 when count or sum of a form differ, None when all agree.

    A new epoch above makes what only the old one confirmed be offered again. Raises SYNC-001…005, 011, 017, 041…043.
    """
    with office.transaction() as connection:
        above = required(connection, office.info.code)
        key = above.key_for(signing.key_id_in(data, STATEMENT, name))
        said = papers.verified(data, key, name)
        if (said.office, said.device) != (above.code, office.info.device_id):
            raise Problem(codes.ACK_OTHER_DEVICE, name)
        key_books.seen(connection, office.info.code, key, now(office))
        renewing.told(office, connection)
        follow_epoch(office, connection, above, said, name)
        heed_watermark(connection, office.info.code, above.code, said.watermark)
    if not said.forms or said.epoch != office.info.store_epoch or said.office_epoch != above.store_epoch:
        return None
    query = select(
        batch_record.c.form_id, batch_record.c.record_id, batch_record.c.revision, batch_record.c.content_hash
    ).where(
        batch_record.c.office_code == office.info.code,
        batch_record.c.store_epoch == said.epoch,
        batch_record.c.verdict.is_not(None),
    )
    with office.snapshot() as connection:
        ours = papers.sums((row[0], row[1], row[2], row[3]) for row in connection.execute(query))
    different = papers.differing(ours, said.forms)
    if not different:
        return None
    titles = {info.form_id: info.title.in_("zh") for info in office.forms.all()}
    told = "；".join(f"{titles.get(form, form)} {here}≠{there}" for form, here, there in different)
    return Problem(codes.SUMS_DIFFER, values={"forms": told})
