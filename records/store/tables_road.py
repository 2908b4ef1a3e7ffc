"""What the road remembers beside batches: attached files on their way, those still awaited, and what people decided.

Files travel apart from batches (docs/decisions/0021), so they have rows of their own. A fork's versions are kept for
ever and never changed (`revision_fork`); what a person decided on them is a fact of its own, here. So is what was decided
on two records that seem to be one, and that an import was taken back (docs/decisions/0037).
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from records.store.schema import metadata, one_of

FILE_STAGES = ("sealed", "carrying", "sending", "sent", "delivered")
SAID_OF_TWO = ("same", "different", "asked")

files_out = Table(
    "files_out",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("store_epoch", Text, primary_key=True),
    Column("files_no", Integer, primary_key=True, comment="1, 2, 3 … of this copy of the database"),
    Column("parent_code", Text, nullable=False, comment="the office above it is sealed for"),
    Column("stage", Text, nullable=False),
    Column("file_name", Text, nullable=False, comment="inside outbox/"),
    Column("size", BigInteger, nullable=False, comment="bytes of the file"),
    Column("digest", Text, nullable=False, comment="sha256 of the file, hex"),
    Column("contents", Integer, nullable=False, comment="attached files in it"),
    Column("sent_bytes", BigInteger, nullable=False, server_default="0"),
    Column("carried_to", Text, nullable=False, server_default=""),
    Column("sealed_at", Text, nullable=False),
    one_of("stage", FILE_STAGES),
)

content_out = Table(
    "content_out",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("parent_code", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("store_epoch", Text, nullable=False),
    Column("files_no", Integer, nullable=False, comment="the file it lies in"),
    Column("delivered_at", Text, comment="when the office above no longer missed it"),
    ForeignKeyConstraint(
        ["office_code", "store_epoch", "files_no"],
        ["files_out.office_code", "files_out.store_epoch", "files_out.files_no"],
    ),
)

awaited_file = Table(
    "awaited_file",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_office", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("name", Text, primary_key=True, comment="as the record names it"),
    Column("hash", Text, nullable=False, comment="32 hex digits of its content's sha256"),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("batch_no", Integer, nullable=False, comment="the batch that named it last"),
    Column("link", Text, nullable=False, server_default="", comment="JSON: a file of the record as a whole"),
    Column("arrived_at", Text),
    Index("ix_awaited_file_hash", "office_code", "hash"),
    Index("ix_awaited_file_batch", "office_code", "device_id", "store_epoch", "batch_no"),
)

fork_resolution = Table(
    "fork_resolution",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_office", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("content_hash", Text, primary_key=True, comment="the last version of the branch decided on"),
    Column("chosen", Integer, nullable=False, comment="1: this branch goes on, 0: the ledger's own does"),
    Column("words", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Text, nullable=False),
)

duplicate = Table(
    "duplicate",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("kept_office", Text, primary_key=True, comment="of two that are the same, the one that counts"),
    Column("kept_id", Text, primary_key=True),
    Column("other_office", Text, primary_key=True, comment="of two that are the same, the double"),
    Column("other_id", Text, primary_key=True),
    Column("form_id", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("kept_hash", Text, nullable=False, comment="content hash of the version that was looked at"),
    Column("other_hash", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    one_of("said", SAID_OF_TWO),
    CheckConstraint("kept_id <> other_id OR kept_office <> other_office", name="two"),
    Index("ix_duplicate_other", "form_id", "said", "other_id"),
)

import_before = Table(
    "import_before",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    Column("store_epoch", Text, primary_key=True),
    Column("batch_no", Integer, primary_key=True),
    Column("part", Integer, primary_key=True, comment="1, 2, 3 … in the order of importing"),
    Column("content", LargeBinary, nullable=False, comment="zlib of JSON: what the import found and changed"),
)

taken_back = Table(
    "taken_back",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("ledger_seq", BigInteger, primary_key=True, comment="of the batch; never given again"),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("batch_no", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    CheckConstraint("words <> ''", name="words"),
    Index("ix_taken_back_content", "office_code", "content_hash"),
)

APPEND_ONLY = ("fork_resolution", "taken_back")
