"""Imports can be taken back until they were told of; two records that seem to be one are decided on (decision 0037)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; let versions go that a batch brought which is being taken back."""
    op.create_table(
        "duplicate",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column(
            "kept_office", sa.Text(), nullable=False, comment="of two that are the same, the one that counts"
        ),
        sa.Column("kept_id", sa.Text(), nullable=False),
        sa.Column("other_office", sa.Text(), nullable=False, comment="of two that are the same, the double"),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column(
            "kept_hash", sa.Text(), nullable=False, comment="content hash of the version that was looked at"
        ),
        sa.Column("other_hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("said IN ('same', 'different', 'asked')", name=op.f("ck_duplicate_said")),
        sa.CheckConstraint(
            "kept_id <> other_id OR kept_office <> other_office", name=op.f("ck_duplicate_two")
        ),
        sa.PrimaryKeyConstraint(
            "office_code", "kept_office", "kept_id", "other_office", "other_id", name=op.f("pk_duplicate")
        ),
    )
    op.create_index("ix_duplicate_other", "duplicate", ["form_id", "said", "other_id"])
    op.create_table(
        "import_before",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order of importing"),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=False,
            comment="zlib of JSON: what the import found and changed",
        ),
        sa.PrimaryKeyConstraint(
            "office_code", "device_id", "store_epoch", "batch_no", "part", name=op.f("pk_import_before")
        ),
    )
    op.create_table(
        "taken_back",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("ledger_seq", sa.BigInteger(), nullable=False, comment="of the batch; never given again"),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_taken_back_words")),
        sa.PrimaryKeyConstraint("office_code", "ledger_seq", name=op.f("pk_taken_back")),
    )
    op.create_index("ix_taken_back_content", "taken_back", ["office_code", "content_hash"])
    op.add_column(
        "inbox_batch",
        sa.Column(
            "told_at",
            sa.Text(),
            comment="when an acknowledgement was first handed out; until then it can be taken back",
        ),
    )
    op.execute("UPDATE inbox_batch SET told_at = received_at")  # nobody wrote down what they changed
    (_on_postgresql if op.get_bind().dialect.name == "postgresql" else _on_sqlite)()


_BATCH = (
    "b.office_code IN (SELECT office_code FROM office) AND b.told_at IS NULL AND EXISTS (SELECT 1 FROM taken_back t "
    "WHERE t.office_code = b.office_code AND t.ledger_seq = b.ledger_seq)"
)
_SAME = (
    "b.office_code = i.office_code AND b.device_id = i.device_id AND b.store_epoch = i.store_epoch "
    "AND b.batch_no = i.batch_no"
)
_BROUGHT = (
    f"EXISTS (SELECT 1 FROM inbox_record i JOIN inbox_batch b ON {_SAME} WHERE "  # noqa: S608  (names of ours)
    "i.office_code IN (SELECT office_code FROM office) AND i.record_office = OLD.office_code AND "
    f"i.record_id = OLD.record_id AND OLD.rev <= i.revision AND {_BATCH})"
)
_ANSWERED = (
    "EXISTS (SELECT 1 FROM inbox_batch b WHERE b.office_code = OLD.office_code AND b.device_id = OLD.device_id "  # noqa: S608  (names of ours)
    f"AND b.store_epoch = OLD.store_epoch AND b.batch_no = OLD.batch_no AND {_BATCH})"
)
_MAY_GO = {"revision": _BROUGHT, "revision_fork": _BROUGHT, "acknowledgement": _ANSWERED}


def _on_sqlite() -> None:
    refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table, allowed in _MAY_GO.items():
        op.execute(f"DROP TRIGGER {table}_no_DELETE")
        op.execute(refuse.format(table=table, verb="DELETE", when=f"NOT ({allowed})"))
    for verb in ("UPDATE", "DELETE"):
        op.execute(refuse.format(table="taken_back", verb=verb, when="1 = 1"))


def _on_postgresql() -> None:
    """A trigger's condition may not ask other tables there, so each of these has a function."""
    refuse = (
        "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    for table, allowed in _MAY_GO.items():
        name = f"refuse_{table}_delete"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {allowed} THEN RETURN OLD; "
            "END IF; RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        op.execute(f"DROP TRIGGER {table}_no_DELETE ON {table}")
        op.execute(refuse.format(table=table, verb="DELETE", name=name))
    for verb in ("UPDATE", "DELETE"):
        op.execute(refuse.format(table="taken_back", verb=verb, name="refuse_change"))

