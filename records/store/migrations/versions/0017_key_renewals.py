"""Renewed keys: the papers by which one key names the next."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "key_renewal",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="sha256 of the paper, hex"),
        sa.Column("whose", sa.Text(), nullable=False, comment="ours, of the office above, of a device below"),
        sa.Column("device_id", sa.Text(), nullable=False, comment="whose keys these are"),
        sa.Column("old_key", sa.Text(), nullable=False, comment="minisign public key that signed the paper"),
        sa.Column("new_key", sa.Text(), nullable=False, comment="minisign public key it names"),
        sa.Column("paper", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column(
            "used_at",
            sa.Text(),
            comment="below, above: the new key was first seen; ours: the office above knows it",
        ),
        sa.Column("closed_at", sa.Text(), comment="its device was enrolled anew: it says nothing any more"),
        sa.CheckConstraint("whose IN ('own', 'above', 'below')", name=op.f("ck_key_renewal_whose")),
        sa.PrimaryKeyConstraint("office_code", "digest", name=op.f("pk_key_renewal")),
    )
    op.create_index("ix_key_renewal_device", "key_renewal", ["office_code", "device_id"])
    standing = sa.text("closed_at IS NULL")
    for key in ("old_key", "new_key"):
        op.create_index(
            f"uq_key_renewal_{key}",
            "key_renewal",
            ["office_code", key],
            unique=True,
            sqlite_where=standing,
            postgresql_where=standing,
        )
