"""Epochs in order: each office's papers carry a generation, and remember that of the office above."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _position(series: str) -> int:
    """Return the place of a receipt series (A … Z, AA …): it moved with each restore, as the generation does."""
    place = 0
    for letter in series:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def upgrade() -> None:
    """Add both columns; an office that was restored before counts on from there."""
    op.add_column(
        "office",
        sa.Column(
            "generation",
            sa.BigInteger(),
            nullable=False,
            server_default="1",
            comment="of the present epoch; higher than that of any epoch before it",
        ),
    )
    op.add_column(
        "parent",
        sa.Column(
            "generation",
            sa.BigInteger(),
            nullable=False,
            server_default="1",
            comment="generation of that epoch",
        ),
    )
    office = sa.table("office", sa.column("office_code"), sa.column("series"), sa.column("generation"))
    connection = op.get_bind()
    for code, series in connection.execute(sa.select(office.c.office_code, office.c.series)).all():
        connection.execute(
            office.update().where(office.c.office_code == code).values(generation=_position(series))
        )
