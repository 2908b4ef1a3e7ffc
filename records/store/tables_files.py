"""The tables of attached files: contents by their hash, in chunks, and what is attached to a record as a whole.

Contents stand in the office's own database (docs/decisions/0014): the same key, the same transaction, the same
backup. They are append-only, as the revisions that name them are. The database refuses to change or delete one.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from records.store.schema import metadata

attachment = Table(
    "attachment",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("sha256", Text, primary_key=True, comment="of the whole content, hex"),
    Column("size", BigInteger, nullable=False, comment="bytes"),
    Column("media_type", Text, nullable=False, comment="told by the content"),
    Column("width", Integer, nullable=False, server_default="0", comment="pixels; 0 for what is no picture"),
    Column("height", Integer, nullable=False, server_default="0"),
    Column("thumbnail", LargeBinary, nullable=False, comment="a small JPEG; empty for what is no picture"),
    Column("added_at", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    CheckConstraint("size >= 1", name="size"),
)

attachment_chunk = Table(
    "attachment_chunk",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("no", Integer, primary_key=True, comment="0, 1, 2 …"),
    Column("data", LargeBinary, nullable=False),
    ForeignKeyConstraint(["office_code", "sha256"], ["attachment.office_code", "attachment.sha256"]),
)

attachment_link = Table(
    "attachment_link",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("no", Integer, primary_key=True, comment="1, 2, 3 … in the order they came"),
    Column("name", Text, nullable=False, comment="as in an answer: with the beginning of the hash"),
    Column("sha256", Text, nullable=False),
    Column("since_rev", Integer, nullable=False, comment="the record's revision when it was attached"),
    Column("added_at", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("until_rev", Integer, comment="the record's revision when it was taken off; its content stays"),
    Column("removed_at", Text),
    Column("removed_by", Text),
    CheckConstraint("(until_rev IS NULL) = (removed_at IS NULL)", name="removed"),
    ForeignKeyConstraint(["office_code", "record_id"], ["record.office_code", "record.record_id"]),
    ForeignKeyConstraint(["office_code", "sha256"], ["attachment.office_code", "attachment.sha256"]),
)

APPEND_ONLY = ("attachment", "attachment_chunk")
