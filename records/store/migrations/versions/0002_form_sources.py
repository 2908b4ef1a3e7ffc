"""Forms keep the sheets they came from, and an office knows which package of forms it took last from above."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; forms published before have no sheets (the shipped ones are found again by their hash)."""
    op.add_column(
        "form", sa.Column("source", sa.Text(), nullable=True, comment="JSON: the sheets of the XLSForm")
    )
    op.add_column(
        "parent",
        sa.Column(
            "forms_seq",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="number of the last package of forms taken",
        ),
    )
    op.add_column(
        "parent",
        sa.Column(
            "forms_epoch", sa.Text(), server_default="", nullable=False, comment="epoch of that package"
        ),
    )
