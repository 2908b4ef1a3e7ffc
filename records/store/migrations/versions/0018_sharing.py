"""Records that come down and records handed over: what each device is given, whose records lie here, who holds them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; until an office allows more, nothing but forms goes down."""
    op.create_table(
        "sharing",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column(
            "number", sa.Integer(), nullable=False, comment="counts the changes: a new one sends all anew"
        ),
        sa.Column("ledgers", sa.Text(), nullable=False, comment='JSON: form ids whose records go down; ["*"]: all'),
        sa.Column("heard", sa.Text(), server_default="", nullable=False, comment='the mark the device last said it has reached'),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "device_id", name=op.f("pk_sharing")),
    )
    op.create_table(
        "origin",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("origin_code", sa.Text(), nullable=False, comment='office whose records came down'),
        sa.Column("name", sa.Text(), nullable=False, comment='as people call that office or computer'),
        sa.PrimaryKeyConstraint("office_code", "origin_code", name=op.f("pk_origin")),
    )
    op.create_table(
        "neighbour",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False, comment='another device below the same office'),
        sa.Column("peer_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "device_id", name=op.f("pk_neighbour")),
    )
    op.create_table(
        "down_waiting",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_office", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("form_digest", sa.Text(), nullable=False, comment='the form version it waits for'),
        sa.Column("line", sa.LargeBinary(), nullable=False, comment='as it came down'),
        sa.PrimaryKeyConstraint("office_code", "record_office", "record_id", name=op.f("pk_down_waiting")),
    )
    op.create_table(
        "holding",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_office", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment='of the hand-over; the highest says who holds it'),
        sa.Column("stage", sa.Text(), nullable=False, comment="here: ours to change; away: another's; below: as arbiter"),
        sa.Column("device_id", sa.Text(), nullable=False, comment='the device that holds it'),
        sa.Column("peer_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="of that device's office"),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False, comment='as in record: the order of what goes down'),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_holding_number")),
        sa.CheckConstraint("stage IN ('here', 'away', 'below')", name=op.f("ck_holding_stage")),
        sa.PrimaryKeyConstraint("office_code", "record_office", "record_id", name=op.f("pk_holding")),
    )
    op.create_table(
        "hand_over",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_office", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False, comment='the record as it was given up'),
        sa.Column("digest", sa.Text(), nullable=False, comment='sha256 of that line'),
        sa.Column("from_device", sa.Text(), nullable=False),
        sa.Column("to_device", sa.Text(), nullable=False),
        sa.Column("confirmed_epoch", sa.Text(), server_default="", nullable=False, comment='epoch above that has taken it in'),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_hand_over_number")),
        sa.PrimaryKeyConstraint("office_code", "record_office", "record_id", "number", name=op.f("pk_hand_over")),
    )
    op.add_column(
        "parent",
        sa.Column(
            "down_mark", sa.Text(), nullable=False, server_default="", comment="how far its records came down"
        ),
    )
