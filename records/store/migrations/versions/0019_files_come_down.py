"""Attached files that follow the records that came down: which are still awaited, and which have come."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what came down before asks for its files when it comes again."""
    op.create_table(
        "down_file",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_office", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="as the record names it"),
        sa.Column("hash", sa.Text(), nullable=False, comment="32 hex digits of its content's sha256"),
        sa.Column(
            "link", sa.Text(), server_default="", nullable=False, comment="JSON: a file of the record as a whole"
        ),
        sa.Column(
            "absent", sa.Integer(), server_default="0", nullable=False, comment="1: the office above lacks it too"
        ),
        sa.Column("arrived_at", sa.Text()),
        sa.PrimaryKeyConstraint(
            "office_code", "record_office", "record_id", "name", name=op.f("pk_down_file")
        ),
    )
    op.create_index("ix_down_file_hash", "down_file", ["office_code", "hash"])
