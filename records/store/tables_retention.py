"""The tables of retention: who asked to erase what, what was erased (its hashes stay), what may only be stored.

`erased_record` and `erased_content` are what lets the append-only tables give way: a trigger lets the content of a
revision go, and nothing else of it, only when its record stands here (docs/decisions/0031).
"""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from records.store.schema import metadata, one_of

OUTCOMES = ("", "erased", "dropped")

erasure = Table(
    "erasure",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("no", Integer, primary_key=True, comment="1, 2, 3 … in the order they were asked for"),
    Column("records", Text, nullable=False, comment="JSON: [[office code, record id] …]"),
    Column("imports", Text, nullable=False, comment="JSON: [kept import …]"),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("closed_by", Text),
    Column("closed_at", Text),
    one_of("outcome", OUTCOMES),
    CheckConstraint("(outcome = '') = (closed_by IS NULL)", name="closed"),
    CheckConstraint("reason <> ''", name="reason"),
)

erased_record = Table(
    "erased_record",
    metadata,
    Column("office_code", Text, primary_key=True, comment="of the record"),
    Column("record_id", Text, primary_key=True),
    Column("erasure_no", Integer, nullable=False),
    Column("revisions", Integer, nullable=False, comment="how many versions were emptied"),
    Column("content_hash", Text, nullable=False, comment="of the last of them"),
    Column("at", Text, nullable=False),
    CheckConstraint("revisions >= 1", name="revisions"),
)

erased_content = Table(
    "erased_content",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("sha256", Text, primary_key=True, comment="of an attached file whose bytes are gone"),
    Column("erasure_no", Integer, nullable=False),
)

frozen_record = Table(
    "frozen_record",
    metadata,
    Column("office_code", Text, primary_key=True, comment="of the record"),
    Column("record_id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("ix_frozen_record_at", "office_code", "at"),
    CheckConstraint("reason <> ''", name="reason"),
)

APPEND_ONLY = ("erased_record", "erased_content")
