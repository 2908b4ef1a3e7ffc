"""Figures of closed periods are kept as they were reported."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it fills when periods are closed."""
    op.create_table(
        "indicator_value",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False, comment="2026, 2026-Q3, 2026-H1, 2026-11"),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False, comment="LAB-09.trainees; parts LAB-01.all/assisted"),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True, comment="exact decimal in its unit; NULL: could not be said"),
        sa.Column("record_count", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("adjusted", sa.Text(), nullable=True, comment="by hand, with a reason"),
        sa.Column("adjust_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("record_count >= 0", name=op.f("ck_indicator_value_record_count")),
        sa.CheckConstraint(
            "(adjusted IS NULL) = (adjust_reason = '')", name=op.f("ck_indicator_value_adjusted")
        ),
        sa.PrimaryKeyConstraint(
            "office_code", "period", "scheme", "figure", name=op.f("pk_indicator_value")
        ),
    )
