"""Word that a new program is out, issued here or taken from the office above."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it fills when notices are issued or taken."""
    op.create_table(
        "program_notice",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order this office came to hold them"),
        sa.Column("issuer", sa.Text(), nullable=False, comment="office code: this office, or the office above"),
        sa.Column("epoch", sa.Text(), nullable=False, comment="of the issuer"),
        sa.Column("number", sa.Integer(), nullable=False, comment="the issuer's own"),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False, comment="JSON: what the notice says"),
        sa.Column("file", sa.LargeBinary(), nullable=True, comment="the signed file as it came; NULL for one of this office"),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_program_notice_number")),
        sa.CheckConstraint("version <> ''", name=op.f("ck_program_notice_version")),
        sa.PrimaryKeyConstraint("office_code", "no", name=op.f("pk_program_notice")),
        sa.UniqueConstraint(
            "office_code", "issuer", "epoch", "number", name=op.f("uq_program_notice_office_code_issuer_epoch_number")
        ),
    )
