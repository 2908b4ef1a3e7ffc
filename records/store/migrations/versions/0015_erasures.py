"""Erasures on the road: what the office above was told of, and what offices below told this one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STAGES = "'sealed', 'carrying', 'sending', 'sent', 'waiting', 'erased', 'kept'"


def upgrade() -> None:
    """Make the tables; they fill when notices are sent and received."""
    op.create_table(
        "erasure_out",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("erasure_no", sa.Integer(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=False, comment="office code of the office above"),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False, comment="inside outbox/"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("sent_bytes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="sha256 of the file, hex"),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.Text(), nullable=False),
        sa.Column("parent_epoch", sa.Text(), server_default="", nullable=False, comment="epoch above that answered"),
        sa.Column("answer", sa.LargeBinary(), nullable=True, comment="the signed answer as it came"),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("held", sa.Integer(), server_default="0", nullable=False, comment="how many were held above"),
        sa.CheckConstraint(f"stage IN ({_STAGES})", name=op.f("ck_erasure_out_stage")),
        sa.CheckConstraint("records >= 1", name=op.f("ck_erasure_out_records")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_erasure_out_answered")),
        sa.PrimaryKeyConstraint("office_code", "erasure_no", name=op.f("pk_erasure_out")),
        sa.UniqueConstraint("office_code", "digest", name=op.f("uq_erasure_out_office_code_digest")),
    )
    op.create_table(
        "erasure_in",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False, comment="sha256 of the notice, hex"),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("peer_code", sa.Text(), nullable=False, comment="the office that erased"),
        sa.Column("their_no", sa.Integer(), nullable=False, comment="number of the erasure there"),
        sa.Column("erasure_no", sa.Integer(), nullable=True, comment="number of the request here; NULL: nothing of it is held here"),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False, comment="how many of them are held here"),
        sa.Column("file", sa.LargeBinary(), nullable=False, comment="the signed notice as it came"),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.CheckConstraint("held >= 0 AND held <= records", name=op.f("ck_erasure_in_held")),
        sa.CheckConstraint("(held = 0) = (erasure_no IS NULL)", name=op.f("ck_erasure_in_asked")),
        sa.PrimaryKeyConstraint("office_code", "digest", name=op.f("pk_erasure_in")),
        sa.UniqueConstraint(
            "office_code", "device_id", "their_no", "digest", name=op.f("uq_erasure_in_office_code_device_id_their_no_digest")
        ),
    )
