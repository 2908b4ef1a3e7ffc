"""The tables of erasures on the road: what the office above was told of, and what offices below told this one."""

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Table, Text, UniqueConstraint

from records.store.schema import metadata, one_of

STAGES = ("sealed", "carrying", "sending", "sent", "waiting", "erased", "kept")

erasure_out = Table(
    "erasure_out",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("erasure_no", Integer, primary_key=True),
    Column("parent_code", Text, nullable=False, comment="office code of the office above"),
    Column("stage", Text, nullable=False),
    Column("file_name", Text, nullable=False, comment="inside outbox/"),
    Column("size", Integer, nullable=False, comment="bytes"),
    Column("sent_bytes", Integer, nullable=False, server_default="0"),
    Column("digest", Text, nullable=False, comment="sha256 of the file, hex"),
    Column("records", Integer, nullable=False),
    Column("sealed_at", Text, nullable=False),
    Column("parent_epoch", Text, nullable=False, server_default="", comment="epoch above that answered"),
    Column("answer", LargeBinary, comment="the signed answer as it came"),
    Column("answered_at", Text),
    Column("held", Integer, nullable=False, server_default="0", comment="how many were held above"),
    one_of("stage", STAGES),
    CheckConstraint("records >= 1", name="records"),
    CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    UniqueConstraint("office_code", "digest"),
)

erasure_in = Table(
    "erasure_in",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("digest", Text, primary_key=True, comment="sha256 of the notice, hex"),
    Column("device_id", Text, nullable=False),
    Column("peer_code", Text, nullable=False, comment="the office that erased"),
    Column("their_no", Integer, nullable=False, comment="number of the erasure there"),
    Column("erasure_no", Integer, comment="number of the request here; NULL: nothing of it is held here"),
    Column("records", Integer, nullable=False),
    Column("held", Integer, nullable=False, comment="how many of them are held here"),
    Column("file", LargeBinary, nullable=False, comment="the signed notice as it came"),
    Column("received_at", Text, nullable=False),
    CheckConstraint("held >= 0 AND held <= records", name="held"),
    CheckConstraint("(held = 0) = (erasure_no IS NULL)", name="asked"),
    UniqueConstraint("office_code", "device_id", "their_no", "digest"),
)
