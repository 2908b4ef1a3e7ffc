"""Figures of closed periods: what an office reported stays as it was, whatever happens in the ledgers afterwards.

Worked out, never typed (domain book J2); a correction by hand stands beside the number with its reason. Beside them what
the last readings of the ledgers came to, which a trigger takes away as soon as a record of such a ledger changes.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Table, Text

from records.store.schema import metadata

indicator_value = Table(
    "indicator_value",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("period", Text, primary_key=True, comment="2026, 2026-Q3, 2026-H1, 2026-11"),
    Column("scheme", Text, primary_key=True),
    Column("figure", Text, primary_key=True, comment="LAB-09.trainees; parts LAB-01.all/assisted"),
    Column("as_of", Text, nullable=False),
    Column("value", Text, comment="exact decimal in its unit; NULL: could not be said"),
    Column("record_count", Integer, nullable=False),
    Column("target", Text),
    Column("adjusted", Text, comment="by hand, with a reason"),
    Column("adjust_reason", Text, nullable=False, server_default=""),
    Column("closed_at", Text, nullable=False),
    Column("closed_by", Text, nullable=False),
    CheckConstraint("record_count >= 0", name="record_count"),
    CheckConstraint("(adjusted IS NULL) = (adjust_reason = '')", name="adjusted"),
)

# Local to one database, like the search index: it is made from the records and can be made again, so no office code.
kept_count = Table(
    "kept_count",
    metadata,
    Column(
        "form_id", Text, primary_key=True, comment="a ledger the reading read; its trigger takes the row away"
    ),
    Column(
        "reading",
        Text,
        primary_key=True,
        comment="sha256 of what was asked: measures, period, offices, forms",
    ),
    Column("no", BigInteger, nullable=False, comment="which time figures were worked out"),
    Column("token", Text, nullable=False, comment="of who works it out: nobody else fills the row"),
    Column("ledgers", Integer, nullable=False, comment="how many rows a whole reading has"),
    Column("found", Text, comment="JSON; NULL: being worked out"),
    CheckConstraint("ledgers >= 1", name="ledgers"),
    Index("ix_kept_count_reading", "reading"),
    sqlite_with_rowid=False,
)
