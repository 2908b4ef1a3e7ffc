"""A save writes fewer pages: whom it names waits beside its search terms, and the audit log is one B-tree."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the registers of an older office have heard of everybody. Lay the audit log anew."""
    op.add_column(
        "search_pending",
        sa.Column(
            "met",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="JSON: whom the registers have not heard of",
        ),
    )
    if op.get_bind().dialect.name == "sqlite":
        _lay_audit_anew()


def _lay_audit_anew() -> None:
    """Copy the log into a table without row numbers, line by line as it is, and guard it as before."""
    op.create_table(
        "audit_laid",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("(seq = 1) = (prev_hash = '')", name=op.f("ck_audit_chain")),
        sa.PrimaryKeyConstraint("office_code", "seq", name=op.f("pk_audit")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO audit_laid SELECT * FROM audit ORDER BY office_code, seq")
    op.execute("DROP TABLE audit")
    op.execute("ALTER TABLE audit_laid RENAME TO audit")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit WHEN 1 = 1 "
            "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        )
