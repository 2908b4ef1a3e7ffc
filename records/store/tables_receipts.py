"""The tables around the receipts: ranges of numbers, the days' closings, prints asked for and done.

The receipts themselves stand in `records.store.tables`. Nothing here is ever deleted: the database refuses it.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Integer, Table, Text

from records.store.schema import metadata

receipt_range = Table(
    "receipt_range",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("series", Text, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, comment="NULL: open"),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("opened_by", Text, nullable=False),
    CheckConstraint("first >= 1 AND (last IS NULL OR last >= first)", name="order"),
)

receipt_closing = Table(
    "receipt_closing",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("closing", Integer, primary_key=True, comment="1, 2, 3 … in this store"),
    Column("day", Text, nullable=False),
    Column("closed_at", Text, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("receipts", Integer, nullable=False),
    Column("amount_fen", BigInteger, nullable=False, comment="of what stands, red lines taken off"),
    Column("digest", Text, nullable=False, comment="sha256 of its lines"),
    CheckConstraint("closing >= 1", name="closing"),
)

receipt_print = Table(
    "receipt_print",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("receipt_id", Text, primary_key=True),
    Column("print_no", Integer, primary_key=True, comment="1: the first; 2 and more: 补打"),
    Column("asked_at", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done_at", Text, comment="NULL: nobody has said that the paper came out"),
    CheckConstraint("print_no >= 1", name="print_no"),
    ForeignKeyConstraint(["office_code", "receipt_id"], ["receipt.office_code", "receipt.receipt_id"]),
)
