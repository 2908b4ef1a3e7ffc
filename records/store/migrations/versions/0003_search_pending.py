"""What was saved just now waits in one row before its terms enter the search index, so that a save touches few pages."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing waits in an office that was written before."""
    op.create_table(
        "search_pending",
        sa.Column("form_id", sa.Text(), nullable=False, comment="as in search_term"),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False, comment="all its terms, a newline before each"),
        sa.Column(
            "gone", sa.Text(), nullable=False, comment="terms search_term may still hold of it, likewise"
        ),
        sa.PrimaryKeyConstraint("form_id", "no", name=op.f("pk_search_pending")),
        sqlite_with_rowid=False,
    )
