"""Retention: what was asked to be erased and was, what may only be stored; append-only tables give way to it alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SAME = {
    "revision": (
        "office_code", "record_id", "rev", "token", "form_id", "form_digest", "state", "by_name", "at", "device_id",
        "store_epoch", "parent_hash", "content_hash",
    ),
    "revision_fork": (
        "office_code", "record_id", "rev", "content_hash", "form_id", "form_digest", "state", "by_name", "at", "device_id",
        "store_epoch", "parent_hash", "noticed_at",
    ),
}  # fmt: skip
_FORK_RESOLVED = "NEW.answers = OLD.answers AND NEW.content_hash = OLD.content_hash"


def upgrade() -> None:
    """Make the tables, and the triggers anew."""
    op.create_table(
        "erasure",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order they were asked for"),
        sa.Column("records", sa.Text(), nullable=False, comment="JSON: [[office code, record id] …]"),
        sa.Column("imports", sa.Text(), nullable=False, comment="JSON: [kept import …]"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_by", sa.Text()),
        sa.Column("closed_at", sa.Text()),
        sa.CheckConstraint("outcome IN ('', 'erased', 'dropped')", name=op.f("ck_erasure_outcome")),
        sa.CheckConstraint("(outcome = '') = (closed_by IS NULL)", name=op.f("ck_erasure_closed")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_erasure_reason")),
        sa.PrimaryKeyConstraint("office_code", "no", name=op.f("pk_erasure")),
    )
    op.create_table(
        "erased_record",
        sa.Column("office_code", sa.Text(), nullable=False, comment="of the record"),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("erasure_no", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.Integer(), nullable=False, comment="how many versions were emptied"),
        sa.Column("content_hash", sa.Text(), nullable=False, comment="of the last of them"),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("revisions >= 1", name=op.f("ck_erased_record_revisions")),
        sa.PrimaryKeyConstraint("office_code", "record_id", name=op.f("pk_erased_record")),
    )
    op.create_table(
        "erased_content",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of an attached file whose bytes are gone"),
        sa.Column("erasure_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "sha256", name=op.f("pk_erased_content")),
    )
    op.create_table(
        "frozen_record",
        sa.Column("office_code", sa.Text(), nullable=False, comment="of the record"),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_frozen_record_reason")),
        sa.PrimaryKeyConstraint("office_code", "record_id", name=op.f("pk_frozen_record")),
    )
    op.create_index("ix_frozen_record_at", "frozen_record", ["office_code", "at"])
    (_on_postgresql if op.get_bind().dialect.name == "postgresql" else _on_sqlite)()


def _emptied(table: str) -> str:
    """Return the condition under which a version may be emptied: nothing else of it changes, and its record was erased."""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _SAME[table])
    return (
        f"NEW.answers = '{{}}' AND NEW.reason = '' AND {same} AND EXISTS (SELECT 1 FROM erased_record e "  # noqa: S608  (names of ours)
        "WHERE e.office_code = OLD.office_code AND e.record_id = OLD.record_id)"
    )


_CONTENT = "EXISTS (SELECT 1 FROM erased_content e WHERE e.office_code = OLD.office_code AND e.sha256 = OLD.sha256)"


def _allowed() -> list[tuple[str, str, str]]:
    """Return (table, verb, condition under which it is allowed)."""
    return [
        ("revision", "UPDATE", _emptied("revision")),
        ("revision_fork", "UPDATE", f"({_FORK_RESOLVED}) OR ({_emptied('revision_fork')})"),
        ("attachment", "DELETE", _CONTENT),
        ("attachment_chunk", "DELETE", _CONTENT),
    ]


def _on_sqlite() -> None:
    refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table, verb, allowed in _allowed():
        op.execute(f"DROP TRIGGER {table}_no_{verb}")
        op.execute(refuse.format(table=table, verb=verb, when=f"NOT ({allowed})"))
    for table in ("erased_record", "erased_content"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(refuse.format(table=table, verb=verb, when="1 = 1"))


def _on_postgresql() -> None:
    """A trigger's condition may not ask other tables there, so each of these has a function."""
    refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    for table, verb, allowed in _allowed():
        name, given = f"refuse_{table}_{verb.lower()}", "NEW" if verb == "UPDATE" else "OLD"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {allowed} THEN RETURN {given}; "
            "END IF; RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        op.execute(f"DROP TRIGGER {table}_no_{verb} ON {table}")
        op.execute(refuse.format(table=table, verb=verb, name=name))
    for table in ("erased_record", "erased_content"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(refuse.format(table=table, verb=verb, name="refuse_change"))
