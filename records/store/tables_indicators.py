"""Figures of closed periods: what an office reported stays as it was, whatever happens in the ledgers afterwards.

Worked out, never typed (domain book J2); a correction by hand stands beside the number with its reason.
"""

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

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
