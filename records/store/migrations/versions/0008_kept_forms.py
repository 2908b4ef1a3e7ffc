"""Forms kept as they were loaded: of use to the program that kept them, else they are loaded from their XForm."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; it fills as forms are used."""
    op.create_table(
        "kept_form",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="sha256 of the XForm it was loaded from"),
        sa.Column(
            "content",
            sa.Text(),
            nullable=False,
            comment="of use to the program that kept it; any other loads the XForm",
        ),
        sa.PrimaryKeyConstraint("office_code", "digest", name=op.f("pk_kept_form")),
    )
