"""The road, deepened: attached files that travel, forks resolved by a person, quarantine answered, records passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; batches sealed before carried records of their own office only."""
    _files()
    _awaited()
    op.create_table(
        "fork_resolution",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_office", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column(
            "content_hash", sa.Text(), nullable=False, comment="the last version of the branch decided on"
        ),
        sa.Column(
            "chosen", sa.Integer(), nullable=False, comment="1: this branch goes on, 0: the ledger's own does"
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_code", "record_office", "record_id", "content_hash", name=op.f("pk_fork_resolution")
        ),
    )
    _append_only(op.get_bind().dialect.name)
    op.add_column(
        "batch_record",
        sa.Column(
            "record_office", sa.Text(), nullable=False, server_default="", comment="'' for our own records"
        ),
    )
    op.add_column(
        "inbox_quarantine",
        sa.Column("answer", sa.Text(), nullable=False, server_default="", comment="words of who let it go"),
    )


def _files() -> None:
    op.create_table(
        "files_out",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column(
            "files_no", sa.Integer(), nullable=False, comment="1, 2, 3 … of this copy of the database"
        ),
        sa.Column("parent_code", sa.Text(), nullable=False, comment="the office above it is sealed for"),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False, comment="inside outbox/"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes of the file"),
        sa.Column("digest", sa.Text(), nullable=False, comment="sha256 of the file, hex"),
        sa.Column("contents", sa.Integer(), nullable=False, comment="attached files in it"),
        sa.Column("sent_bytes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("carried_to", sa.Text(), server_default="", nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('sealed', 'carrying', 'sending', 'sent', 'delivered')", name=op.f("ck_files_out_stage")
        ),
        sa.PrimaryKeyConstraint("office_code", "store_epoch", "files_no", name=op.f("pk_files_out")),
    )
    op.create_table(
        "content_out",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("files_no", sa.Integer(), nullable=False, comment="the file it lies in"),
        sa.Column("delivered_at", sa.Text(), comment="when the office above no longer missed it"),
        sa.ForeignKeyConstraint(
            ["office_code", "store_epoch", "files_no"],
            ["files_out.office_code", "files_out.store_epoch", "files_out.files_no"],
            name=op.f("fk_content_out_office_code_store_epoch_files_no_files_out"),
        ),
        sa.PrimaryKeyConstraint("office_code", "parent_code", "sha256", name=op.f("pk_content_out")),
    )


def _awaited() -> None:
    op.create_table(
        "awaited_file",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_office", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="as the record names it"),
        sa.Column("hash", sa.Text(), nullable=False, comment="32 hex digits of its content's sha256"),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("store_epoch", sa.Text(), nullable=False),
        sa.Column("batch_no", sa.Integer(), nullable=False, comment="the batch that named it last"),
        sa.Column(
            "link",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="JSON: a file of the record as a whole",
        ),
        sa.Column("arrived_at", sa.Text()),
        sa.PrimaryKeyConstraint(
            "office_code", "record_office", "record_id", "name", name=op.f("pk_awaited_file")
        ),
    )
    op.create_index("ix_awaited_file_hash", "awaited_file", ["office_code", "hash"])
    op.create_index(
        "ix_awaited_file_batch", "awaited_file", ["office_code", "device_id", "store_epoch", "batch_no"]
    )


def _append_only(dialect: str) -> None:
    refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    if dialect == "postgresql":  # refuse_change() was made by the first migration
        refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    for verb in ("UPDATE", "DELETE"):
        op.execute(refuse.format(table="fork_resolution", verb=verb))
