"""Kept counts: what readings of the ledgers came to, taken away by a trigger when a record of such a ledger changes.

Or when somebody says that two records are one: the doubles of a record are not counted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_CHANGES = (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))


def upgrade() -> None:
    """Make the table and the triggers."""
    op.create_table(
        "kept_count",
        sa.Column("form_id", sa.Text(), nullable=False, comment="a ledger the reading read; its trigger takes the row away"),
        sa.Column("reading", sa.Text(), nullable=False, comment="sha256 of what was asked: measures, period, offices, forms"),
        sa.Column("no", sa.BigInteger(), nullable=False, comment="which time figures were worked out"),
        sa.Column("token", sa.Text(), nullable=False, comment="of who works it out: nobody else fills the row"),
        sa.Column("ledgers", sa.Integer(), nullable=False, comment="how many rows a whole reading has"),
        sa.Column("found", sa.Text(), comment="JSON; NULL: being worked out"),
        sa.CheckConstraint("ledgers >= 1", name=op.f("ck_kept_count_ledgers")),
        sa.PrimaryKeyConstraint("form_id", "reading", name=op.f("pk_kept_count")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_kept_count_reading", "kept_count", ["reading"])
    (_on_postgresql if op.get_bind().dialect.name == "postgresql" else _on_sqlite)()


def _on_sqlite() -> None:
    for table in ("record", "duplicate"):
        for verb, rows in _CHANGES:
            forms = ", ".join(f"{row}.form_id" for row in rows)
            op.execute(
                f"CREATE TRIGGER {table}_uncounts_{verb.lower()} AFTER {verb} ON {table} BEGIN "  # noqa: S608  (names of ours)
                f"DELETE FROM kept_count WHERE form_id IN ({forms}); END"
            )


def _on_postgresql() -> None:
    for verb, rows in _CHANGES:
        name, forms = f"uncount_{verb.lower()}", ", ".join(f"{row}.form_id" for row in rows)
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608  (names of ours)
            f"DELETE FROM kept_count WHERE form_id IN ({forms}); RETURN NULL; END $$"
        )
        for table in ("record", "duplicate"):
            op.execute(
                f"CREATE TRIGGER {table}_uncounts_{verb.lower()} AFTER {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
