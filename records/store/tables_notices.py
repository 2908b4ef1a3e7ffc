"""The table of signed notices: word that a new program is out, issued here or taken from above."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Table, Text, UniqueConstraint

from records.store.schema import metadata

program_notice = Table(
    "program_notice",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("no", Integer, primary_key=True, comment="1, 2, 3 … in the order this office came to hold them"),
    Column("issuer", Text, nullable=False, comment="office code: this office, or the office above"),
    Column("epoch", Text, nullable=False, comment="of the issuer"),
    Column("number", Integer, nullable=False, comment="the issuer's own"),
    Column("version", Text, nullable=False),
    Column("told", Text, nullable=False, comment="JSON: what the notice says"),
    Column("file", LargeBinary, comment="the signed file as it came; NULL for one of this office"),
    Column("at", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("version <> ''", name="version"),
    UniqueConstraint("office_code", "issuer", "epoch", "number"),
)
