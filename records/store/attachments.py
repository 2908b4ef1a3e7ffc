"""Contents of attached files in the database: written once in chunks, read chunk by chunk, proved by their hash."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select

from records.model.files import LookedAt
from records.store.audit_chain import Author
from records.store.tables_files import attachment, attachment_chunk

CHUNK = 256 * 1024  # bytes: a content of 50 MB is read in 200 steps, and no step holds more than this


def put(connection: Connection, author: Author, found: LookedAt, content: bytes) -> bool:
    """Keep *content* under its hash; returns False when the office has it already (stored once)."""
    mine = (attachment.c.office_code == author.office_code, attachment.c.sha256 == found.sha256)
    if connection.execute(select(attachment.c.size).where(*mine)).first() is not None:
        return False
    key = {"office_code": author.office_code, "sha256": found.sha256}
    connection.execute(
        insert(attachment).values(
            **key,
            size=found.size,
            media_type=found.media_type,
            width=found.width,
            height=found.height,
            thumbnail=found.thumbnail,
            added_at=author.at,
            added_by=author.who,
        )
    )
    rows = [
        {**key, "no": no, "data": content[start : start + CHUNK]}
        for no, start in enumerate(range(0, len(content), CHUNK))
    ]
    connection.execute(insert(attachment_chunk), rows)
    return True


def find(connection: Connection, sha256: str) -> tuple[str, LookedAt] | None:
    """Return (office code, what it is) of the content whose hash begins with *sha256*; None when it is not here.

    The name in what is returned is '': a content has as many names as answers that name it.
    """
    query = (
        select(attachment)
        .where(attachment.c.sha256 >= sha256, attachment.c.sha256 < sha256 + "g")  # g: after every hex digit
        .limit(1)
    )
    row = connection.execute(query).mappings().first() if sha256 else None
    if row is None:
        return None
    return row["office_code"], LookedAt(
        "",
        row["sha256"],
        row["size"],
        row["media_type"],
        row["width"],
        row["height"],
        bytes(row["thumbnail"]),
    )


def chunks(connection: Connection, office_code: str, sha256: str) -> Iterator[bytes]:
    """Yield the content of *sha256* piece by piece, in order."""
    where = (attachment_chunk.c.office_code == office_code, attachment_chunk.c.sha256 == sha256)
    number = 0
    while True:
        query = select(attachment_chunk.c.data).where(*where, attachment_chunk.c.no == number)
        data = connection.execute(query).scalar()
        if data is None:
            return
        yield bytes(data)
        number += 1


def every(connection: Connection) -> Iterator[tuple[str, str, bool]]:
    """Yield every content as (office code, hash, whether its bytes still give its hash and size)."""
    query = select(attachment.c.office_code, attachment.c.sha256, attachment.c.size)
    for row in connection.execute(query.order_by(attachment.c.office_code, attachment.c.sha256)).fetchall():
        digest, size = hashlib.sha256(), 0
        for data in chunks(connection, row.office_code, row.sha256):
            digest.update(data)
            size += len(data)
        yield row.office_code, row.sha256, digest.hexdigest() == row.sha256 and size == row.size


def sizes(connection: Connection) -> tuple[int, int]:
    """Return how many contents there are and how many bytes they have together."""
    row = connection.execute(select(func.count(), func.coalesce(func.sum(attachment.c.size), 0))).one()
    return int(row[0]), int(row[1])
