"""What the road needs to remember: batches going up, batches coming in, who may send, what was answered.

Shared with the room sync, which owns the meaning; the tables live here because one migration chain makes the
whole database. The first key column is always the code of *this* office, as everywhere. The identity of a batch
is (device, store epoch, number); its content hash is stored beside the key, so that the same key with other
bytes is seen as equivocation (reliability notes, section 3) and never silently replaces anything.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from records.store.schema import metadata, one_of

STAGES = ("sealed", "carrying", "sending", "sent", "received", "decided")
INBOX_STAGES = ("received", "imported", "decided", "quarantined")
DEVICE_STATES = ("enrolled", "revoked")
PARENT_STATES = ("asked", "enrolled", "replaced")
VERDICTS = ("new", "same", "older", "fork", "quarantined", "accepted", "returned")

# ── upwards: what this office seals for the office above ────────────────────────────────────────────────────

parent = Table(
    "parent",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("parent_code", Text, primary_key=True, comment="office code of the office above"),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("address", Text, nullable=False, server_default="", comment="https://… or empty: by file only"),
    Column(
        "store_epoch", Text, nullable=False, comment="the epoch of the office above, as it last signed it"
    ),
    Column("signing_public", Text, nullable=False, comment="minisign public key"),
    Column("age_recipient", Text, nullable=False),
    Column("recovery_recipient", Text, nullable=False, server_default=""),
    Column("fingerprint", Text, nullable=False, server_default=""),
    Column("last_ack_seq", BigInteger, nullable=False, server_default="0"),
    Column(
        "watermark",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="ledger seq safe in a backup above",
    ),
    Column("enrolment", LargeBinary, comment="the enrolment file as it came"),
    Column("answer", LargeBinary, comment="our signed answer to it"),
    Column("certificate", LargeBinary, comment="what the office above signed about this device"),
    Column("enrolled_at", Text),
    Column("tls_pin", Text, nullable=False, server_default=""),
    Column(
        "forms_seq",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="number of the last package of forms taken",
    ),
    Column("forms_epoch", Text, nullable=False, server_default="", comment="epoch of that package"),
    Column("generation", BigInteger, nullable=False, server_default="1", comment="generation of that epoch"),
    Column("down_mark", Text, nullable=False, server_default="", comment="how far its records came down"),
    one_of("state", PARENT_STATES),
)

batch = Table(
    "batch",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("store_epoch", Text, primary_key=True),
    Column("batch_no", Integer, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("parent_code", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("file_name", Text, nullable=False, comment="inside outbox/"),
    Column("size", BigInteger, nullable=False, comment="bytes of the file"),
    Column("content_hash", Text, nullable=False, comment="sha256 of the file, hex"),
    Column(
        "prev_hash", Text, nullable=False, comment="content hash of the batch before; empty for the first"
    ),
    Column("manifest", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Column("audit_head", Text, nullable=False, server_default=""),
    Column("sealed_at", Text, nullable=False),
    Column("sealed_by", Text, nullable=False),
    Column("upload_url", Text, nullable=False, server_default=""),
    Column("sent_bytes", BigInteger, nullable=False, server_default="0"),
    Column("carried_to", Text, nullable=False, server_default=""),
    Column("received_at", Text),
    Column("decided_at", Text),
    Column("ledger_seq", BigInteger, comment="number of the batch in the ledger of the office above"),
    Column(
        "confirmed_epoch", Text, nullable=False, server_default="", comment="epoch above that acknowledged it"
    ),
    Column("counts", Text, nullable=False, server_default="{}", comment="JSON: verdict → records"),
    Column("last_error", Text, nullable=False, server_default="", comment="problem code of the last try"),
    one_of("stage", STAGES),
    UniqueConstraint("office_code", "device_id", "store_epoch", "batch_no"),
)

batch_record = Table(
    "batch_record",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("store_epoch", Text, primary_key=True),
    Column("batch_no", Integer, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("form_id", Text, nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest revision that travelled"),
    Column("content_hash", Text, nullable=False),
    Column("verdict", Text),
    Column("code", Text, nullable=False, server_default=""),
    Column("question", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("verdict_at", Text),
    Column("ack_seq", BigInteger, nullable=False, server_default="0"),
    Column("record_office", Text, nullable=False, server_default="", comment="'' for our own records"),
    one_of("verdict", VERDICTS),
    Index("ix_batch_record_record_id", "office_code", "record_id"),
)

acknowledgement_in = Table(
    "acknowledgement_in",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("parent_code", Text, primary_key=True),
    Column("parent_epoch", Text, primary_key=True),
    Column("ack_seq", BigInteger, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("store_epoch", Text, nullable=False, comment="of the batch it answers"),
    Column("batch_no", Integer, nullable=False),
    Column("applied_at", Text, nullable=False),
)

# ── downwards: who may send to this office, and what came ───────────────────────────────────────────────────

enrolment = Table(
    "enrolment",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("enrolment_id", Text, primary_key=True),
    Column("peer_code", Text, nullable=False, comment="office code the invitation is for"),
    Column("peer_name", Text, nullable=False, server_default=""),
    Column("code", LargeBinary, nullable=False, comment="key of the one-time code"),
    Column("file", LargeBinary, nullable=False, comment="the invitation as it was written"),
    Column("issued_at", Text, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("used_at", Text),
    Column("device_id", Text, comment="the device that used it"),
)

device = Table(
    "device",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    Column("peer_code", Text, nullable=False, comment="the office this device belongs to: its scope"),
    Column("peer_name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("signing_public", Text, nullable=False, comment="minisign public key"),
    Column("age_recipient", Text, nullable=False),
    Column("fingerprint", Text, nullable=False, server_default=""),
    Column("certificate", LargeBinary),
    Column("enrolled_at", Text, nullable=False),
    Column("enrolled_by", Text, nullable=False),
    Column("revoked_at", Text),
    Column("revoked_by", Text),
    Column("revoked_seq", BigInteger, comment="ledger seq at the revocation: standing goes by ledger order"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("last_seen_at", Text),
    one_of("state", DEVICE_STATES),
    UniqueConstraint("office_code", "signing_public"),
)

inbox_batch = Table(
    "inbox_batch",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    Column("store_epoch", Text, primary_key=True),
    Column("batch_no", Integer, primary_key=True),
    Column("content_hash", Text, nullable=False, comment="sha256 of the file, hex"),
    Column("prev_hash", Text, nullable=False),
    Column("ledger_seq", BigInteger, nullable=False),
    Column("peer_code", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("how", Text, nullable=False, comment="http or file"),
    Column("file_name", Text, nullable=False, comment="inside inbox/"),
    Column("size", BigInteger, nullable=False),
    Column("records", Integer, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("imported_at", Text),
    Column("decided_at", Text),
    Column("counts", Text, nullable=False, server_default="{}", comment="JSON: verdict → records"),
    Column(
        "unsaid",
        Integer,
        nullable=False,
        server_default="0",
        comment="decisions no acknowledgement has told yet",
    ),
    Column("reason", Text, nullable=False, server_default="", comment="problem code of a quarantined batch"),
    Column(
        "told_at",
        Text,
        comment="when an acknowledgement was first handed out; until then it can be taken back",
    ),
    one_of("stage", INBOX_STAGES),
    UniqueConstraint("office_code", "ledger_seq"),
)

inbox_record = Table(
    "inbox_record",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    Column("store_epoch", Text, primary_key=True),
    Column("batch_no", Integer, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("record_office", Text, nullable=False, comment="office_code of the record"),
    Column("form_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("question", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("decided_by", Text),
    Column("decided_at", Text),
    one_of("verdict", VERDICTS),
    Index("ix_inbox_record_record_id", "office_code", "record_office", "record_id"),
)

inbox_quarantine = Table(
    "inbox_quarantine",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("quarantine_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False, server_default=""),
    Column("store_epoch", Text, nullable=False, server_default=""),
    Column("batch_no", Integer, nullable=False, server_default="0"),
    Column(
        "line_no", Integer, nullable=False, server_default="0", comment="1-based line of the payload; 0: all"
    ),
    Column("record_id", Text, nullable=False, server_default=""),
    Column("content_hash", Text, nullable=False, server_default=""),
    Column("code", Text, nullable=False),
    Column("question", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("payload", LargeBinary, comment="the line as it came, for another try"),
    Column("file_name", Text, nullable=False, server_default=""),
    Column("at", Text, nullable=False),
    Column("released_at", Text),
    Column("released_by", Text),
    Column("answer", Text, nullable=False, server_default="", comment="words of who let it go"),
    Index("ix_inbox_quarantine_batch", "office_code", "device_id", "store_epoch", "batch_no"),
)

acknowledgement = Table(
    "acknowledgement",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("ack_seq", BigInteger, primary_key=True, comment="one counter for all devices"),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("batch_no", Integer, nullable=False),
    Column("content_hash", Text, nullable=False, comment="of the batch it answers"),
    Column("bytes", LargeBinary, nullable=False, comment="as signed: the same batch gets these bytes again"),
    Column("digest", Text, nullable=False),
    Column("issued_at", Text, nullable=False),
    Index("ix_acknowledgement_device", "office_code", "device_id", "ack_seq"),
    Index("ix_acknowledgement_batch", "office_code", "device_id", "store_epoch", "batch_no", "ack_seq"),
)

upload = Table(
    "upload",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("upload_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("batch_no", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("finished_at", Text),
    UniqueConstraint("office_code", "device_id", "store_epoch", "batch_no", "content_hash"),
)
