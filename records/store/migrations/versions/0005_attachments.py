"""Attached files: their contents in chunks, never changed or deleted, and what is attached to a record as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = ("attachment", "attachment_chunk")


def upgrade() -> None:
    """Make the tables; an office that was written before has nothing attached."""
    op.create_table(
        "attachment",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the whole content, hex"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("media_type", sa.Text(), nullable=False, comment="told by the content"),
        sa.Column(
            "width",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="pixels; 0 for what is no picture",
        ),
        sa.Column("height", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "thumbnail",
            sa.LargeBinary(),
            nullable=False,
            comment="a small JPEG; empty for what is no picture",
        ),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.CheckConstraint("size >= 1", name=op.f("ck_attachment_size")),
        sa.PrimaryKeyConstraint("office_code", "sha256", name=op.f("pk_attachment")),
    )
    op.create_table(
        "attachment_chunk",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="0, 1, 2 …"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_code", "sha256"],
            ["attachment.office_code", "attachment.sha256"],
            name=op.f("fk_attachment_chunk_office_code_sha256_attachment"),
        ),
        sa.PrimaryKeyConstraint("office_code", "sha256", "no", name=op.f("pk_attachment_chunk")),
    )
    _links()
    _append_only(op.get_bind().dialect.name)


def _links() -> None:
    op.create_table(
        "attachment_link",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False, comment="1, 2, 3 … in the order they came"),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="as in an answer: with the beginning of the hash"
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "since_rev", sa.Integer(), nullable=False, comment="the record's revision when it was attached"
        ),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column(
            "until_rev",
            sa.Integer(),
            comment="the record's revision when it was taken off; its content stays",
        ),
        sa.Column("removed_at", sa.Text()),
        sa.Column("removed_by", sa.Text()),
        sa.CheckConstraint(
            "(until_rev IS NULL) = (removed_at IS NULL)", name=op.f("ck_attachment_link_removed")
        ),
        sa.ForeignKeyConstraint(
            ["office_code", "record_id"],
            ["record.office_code", "record.record_id"],
            name=op.f("fk_attachment_link_office_code_record_id_record"),
        ),
        sa.ForeignKeyConstraint(
            ["office_code", "sha256"],
            ["attachment.office_code", "attachment.sha256"],
            name=op.f("fk_attachment_link_office_code_sha256_attachment"),
        ),
        sa.PrimaryKeyConstraint("office_code", "record_id", "no", name=op.f("pk_attachment_link")),
    )


def _append_only(dialect: str) -> None:
    refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    if dialect == "postgresql":  # refuse_change() was made by the first migration
        refuse = "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(refuse.format(table=table, verb=verb))
