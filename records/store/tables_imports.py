"""The tables of imports: what came in from which file, which rows wait to be put right, how headings were understood.

Which records an import made is not kept here: the save tokens of its revisions begin with its name, so that it is known
from the very transaction that saved them.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, text

from records.store.schema import metadata

import_batch = Table(
    "import_batch",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("import_id", Text, primary_key=True, comment="16 hex digits; the save tokens begin with it"),
    Column("no", Integer, nullable=False, comment="1, 2, 3 … in the order they began"),
    Column("source_digest", Text, nullable=False, comment="sha256 of the file"),
    Column("file_name", Text, nullable=False),
    Column("forms", Text, nullable=False, comment="form ids, separated by blanks"),
    Column("at", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("undone_at", Text),
    Column("undone_by", Text),
    Column("undone_reason", Text, nullable=False, server_default=""),
    Index("ix_import_batch_no", "office_code", "no", unique=True),
    Index(
        "ux_import_batch_source",
        "office_code",
        "source_digest",
        unique=True,
        sqlite_where=text("undone_at IS NULL"),
        postgresql_where=text("undone_at IS NULL"),
    ),
)

import_kept = Table(
    "import_kept",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("kept_id", Text, primary_key=True),
    Column("no", Integer, nullable=False, comment="1, 2, 3 … in the order they were put aside"),
    Column("form_id", Text, nullable=False, comment="the ledger the clerk stood in"),
    Column("file_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("waiting", Integer, nullable=False, comment="rows still to be put right"),
    Column(
        "content", LargeBinary, nullable=False, comment="the sheet and its plan, packed by who put it aside"
    ),
)

import_mapping = Table(
    "import_mapping",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("forms", Text, primary_key=True, comment="form ids, separated by blanks"),
    Column("fingerprint", Text, primary_key=True, comment="of the headings"),
    Column("source", Text, primary_key=True, comment="who filled the roster; '' when it does not say"),
    Column("plan", Text, nullable=False, comment="JSON"),
    Column("no", Integer, nullable=False, comment="the highest was used last"),
)
