"""Imports as a whole: to be undone in one, with their open rows put aside, and headings understood as the last time."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was brought in before is known by its records only."""
    op.create_table(
        "import_batch",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column(
            "import_id", sa.Text(), nullable=False, comment="16 hex digits; the save tokens begin with it"
        ),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order they began"),
        sa.Column("source_digest", sa.Text(), nullable=False, comment="sha256 of the file"),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False, comment="form ids, separated by blanks"),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_reason", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("office_code", "import_id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_no", "import_batch", ["office_code", "no"], unique=True)
    op.create_index(
        "ux_import_batch_source",
        "import_batch",
        ["office_code", "source_digest"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "import_kept",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("kept_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order they were put aside"),
        sa.Column("form_id", sa.Text(), nullable=False, comment="the ledger the clerk stood in"),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False, comment="rows still to be put right"),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="the sheet and its plan, packed by who put it aside",
        ),
        sa.PrimaryKeyConstraint("office_code", "kept_id", name=op.f("pk_import_kept")),
    )
    op.create_table(
        "import_mapping",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False, comment="form ids, separated by blanks"),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="of the headings"),
        sa.Column(
            "source", sa.Text(), nullable=False, comment="who filled the roster; '' when it does not say"
        ),
        sa.Column("plan", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("no", sa.Integer(), nullable=False, comment="the highest was used last"),
        sa.PrimaryKeyConstraint(
            "office_code", "forms", "fingerprint", "source", name=op.f("pk_import_mapping")
        ),
    )
