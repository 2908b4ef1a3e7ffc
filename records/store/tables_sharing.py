"""What the offices of one county share: what each device is given, what came down here, and who holds a record now.

A record keeps its office and its name wherever it lies; who may change it is a fact of its own (`holding`), numbered, so
that of two claims the higher number wins whatever was lost, repeated or restored (docs/decisions/0036).
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text

from records.store.schema import metadata, one_of

HOLDING_STAGES = ("here", "away", "below")

sharing = Table(
    "sharing",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    Column("number", Integer, nullable=False, comment="counts the changes: a new one sends all anew"),
    Column("ledgers", Text, nullable=False, comment='JSON: form ids whose records go down; ["*"]: all'),
    Column(
        "heard",
        Text,
        nullable=False,
        server_default="",
        comment="the mark the device last said it has reached",
    ),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
)

origin = Table(
    "origin",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("origin_code", Text, primary_key=True, comment="office whose records came down"),
    Column("name", Text, nullable=False, comment="as people call that office or computer"),
)

neighbour = Table(
    "neighbour",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("device_id", Text, primary_key=True, comment="another device below the same office"),
    Column("peer_code", Text, nullable=False),
    Column("name", Text, nullable=False),
)

down_waiting = Table(
    "down_waiting",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_office", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("form_digest", Text, nullable=False, comment="the form version it waits for"),
    Column("line", LargeBinary, nullable=False, comment="as it came down"),
)

down_file = Table(
    "down_file",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_office", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("name", Text, primary_key=True, comment="as the record names it"),
    Column("hash", Text, nullable=False, comment="32 hex digits of its content's sha256"),
    Column("link", Text, nullable=False, server_default="", comment="JSON: a file of the record as a whole"),
    Column("absent", Integer, nullable=False, server_default="0", comment="1: the office above lacks it too"),
    Column("arrived_at", Text),
    Index("ix_down_file_hash", "office_code", "hash"),
)

holding = Table(
    "holding",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_office", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("number", Integer, nullable=False, comment="of the hand-over; the highest says who holds it"),
    Column("stage", Text, nullable=False, comment="here: ours to change; away: another's; below: as arbiter"),
    Column("device_id", Text, nullable=False, comment="the device that holds it"),
    Column("peer_code", Text, nullable=False),
    Column("name", Text, nullable=False, comment="of that device's office"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("changed", BigInteger, nullable=False, comment="as in record: the order of what goes down"),
    Column("at", Text, nullable=False),
    one_of("stage", HOLDING_STAGES),
    CheckConstraint("number >= 1", name="number"),
)

hand_over = Table(
    "hand_over",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_office", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("line", LargeBinary, nullable=False, comment="the record as it was given up"),
    Column("digest", Text, nullable=False, comment="sha256 of that line"),
    Column("from_device", Text, nullable=False),
    Column("to_device", Text, nullable=False),
    Column(
        "confirmed_epoch", Text, nullable=False, server_default="", comment="epoch above that has taken it in"
    ),
    Column("at", Text, nullable=False),
    CheckConstraint("number >= 1", name="number"),
)
