"""The tables every office has, whatever its forms: records, revisions, people, registers, receipts, audit.

The office code leads every key, so that a national installation can spread the same tables over a distributed
PostgreSQL-compatible engine. Two things are local to one file and therefore have no office code: the short number
of a record (`record.no`) and the search index, which is made from the records and can be made again.
Named constraints hold the invariants, so that no path around the ledger can break them.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from records.model.office import LEVELS
from records.model.receipts import ReceiptState
from records.model.states import Role, State, Verdict
from records.store.schema import metadata, one_of

# Ranges over this column are by code point on both databases (SQLite compares bytes, PostgreSQL must be told).
ByCodePoint = Text().with_variant(Text(collation="C"), "postgresql")

office = Table(
    "office",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("series", Text, nullable=False, comment="receipt series of this epoch: A, B, C …"),
    Column("created_on", Text, nullable=False),
    Column(
        "generation",
        BigInteger,
        nullable=False,
        server_default="1",
        comment="of the present epoch; higher than that of any epoch before it",
    ),
    one_of("level", LEVELS),
)

setting = Table(
    "setting",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False, comment="JSON"),
)

person_of_office = Table(
    "person_of_office",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("active", Integer, nullable=False, server_default="1"),
    Column("added_at", Text, nullable=False),
    one_of("role", Role),
)

form = Table(
    "form",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("form_id", Text, primary_key=True),
    Column("digest", Text, primary_key=True, comment="sha256 of the XForm"),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False, comment="JSON: language → title"),
    Column("xform", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("position", Integer, nullable=False, comment="order of publishing; the highest is in force"),
    Column("source", Text, comment="JSON: the sheets of the XLSForm"),
    UniqueConstraint("office_code", "form_id", "version"),
)

form_column = Table(
    "form_column",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("form_id", Text, primary_key=True),
    Column("path", Text, primary_key=True, comment="question path without positions: trainee.id_no"),
    Column("table_name", Text, nullable=False),
    Column("column_name", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="storage: text, integer, money, decimal, date, list"),
    UniqueConstraint("office_code", "table_name", "column_name"),
)

record = Table(
    "record",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("no", BigInteger, nullable=False, comment="short number in this file, for the search index"),
    Column(
        "changed", BigInteger, nullable=False, comment="counter of changes: the order of lists, never a time"
    ),
    Column("form_id", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("form_digest", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content_hash", Text, nullable=False, comment="of the latest revision"),
    Column("created_by", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("updated_by", Text, nullable=False),
    Column("completed_by", Text),
    Column("approved_by", Text),
    Column(
        "approved_alone",
        Integer,
        nullable=False,
        server_default="0",
        comment="1: filled and approved by one person",
    ),
    Column("sent_revision", Integer, nullable=False, server_default="0"),
    Column("delivered_revision", Integer, nullable=False, server_default="0", comment="known to be above"),
    Column("verdict", Text, nullable=False, server_default="none"),
    Column("verdict_at", Text),
    Column("verdict_code", Text, nullable=False, server_default=""),
    Column("verdict_reason", Text, nullable=False, server_default=""),
    Column("verdict_question", Text, nullable=False, server_default=""),
    Column("columns", Text, nullable=False, server_default="{}", comment="JSON of the answers marked list"),
    Column(
        "search_keys", Text, nullable=False, server_default="", comment="what the search index was made from"
    ),
    one_of("state", State),
    one_of("verdict", Verdict),
    CheckConstraint("revision >= 1", name="revision"),
    CheckConstraint("delivered_revision <= sent_revision AND sent_revision <= revision", name="sent"),
    UniqueConstraint("no"),
    Index("ix_record_list", "form_id", "changed"),
    Index("ix_record_state", "form_id", "state", "changed"),
    # What several words are looked for in, the newest first. PostgreSQL has no room for a class of trainees in an index.
    Index("ix_record_found", "form_id", "no", "search_keys").ddl_if(dialect="sqlite"),
)

revision = Table(
    "revision",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("rev", Integer, primary_key=True),
    Column("token", Text, nullable=False, comment="made before the save: the same save is never done twice"),
    Column("form_id", Text, nullable=False),
    Column("form_digest", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("parent_hash", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("answers", Text, nullable=False, comment="canonical JSON"),
    one_of("state", State),
    CheckConstraint("rev >= 1", name="rev"),
    CheckConstraint("(rev = 1) = (parent_hash = '')", name="chain"),
    UniqueConstraint("office_code", "token"),
)

revision_fork = Table(
    "revision_fork",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("rev", Integer, primary_key=True),
    Column("content_hash", Text, primary_key=True),
    Column("form_id", Text, nullable=False),
    Column("form_digest", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("parent_hash", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("noticed_at", Text, nullable=False),
    Column("resolved_by", Text),
)

unique_claim = Table(
    "unique_claim",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("form_id", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("record_id", Text, nullable=False),
    ForeignKeyConstraint(["office_code", "record_id"], ["record.office_code", "record.record_id"]),
    Index("ix_unique_claim_record", "office_code", "record_id"),
)

series_number = Table(
    "series_number",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("series", Text, primary_key=True, comment="name of the mark, epoch series and year"),
    Column("last", Integer, nullable=False),
    CheckConstraint("last >= 1", name="last"),
)

receipt = Table(
    "receipt",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("receipt_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("issued_on", Text, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("amount_fen", BigInteger),
    Column(
        "red",
        Integer,
        nullable=False,
        server_default="0",
        comment="1: a red-letter line that corrects another",
    ),
    Column("state", Text, nullable=False),
    Column("print_count", Integer, nullable=False, server_default="0"),
    Column("void_reason", Text, nullable=False, server_default=""),
    Column("voided_at", Text),
    Column("voided_by", Text),
    Column("device_id", Text, nullable=False, server_default="", comment="the device that issued it"),
    Column("store_epoch", Text, nullable=False, server_default=""),
    Column("reverses", Text, comment="receipt_id of the receipt a red-letter line takes back"),
    Column("ask_reason", Text, nullable=False, server_default="", comment="why it should be void"),
    Column("asked_by", Text),
    Column("closing", Integer, comment="number of the day's closing it is in; NULL: not closed yet"),
    Column("code", Text, nullable=False, server_default="", comment="signature of number, amount, day"),
    one_of("state", ReceiptState),
    CheckConstraint("amount_fen IS NULL OR amount_fen >= 0 OR red = 1", name="amount"),
    CheckConstraint("serial >= 1", name="serial"),
    CheckConstraint("(state IN ('void', 'reversed')) = (void_reason <> '')", name="void"),
    CheckConstraint("(state = 'red') = (red = 1)", name="red"),
    CheckConstraint("(red = 1) = (reverses IS NOT NULL)", name="reverses"),
    UniqueConstraint("office_code", "number"),
    UniqueConstraint("office_code", "year", "series", "serial"),
    ForeignKeyConstraint(["office_code", "record_id"], ["record.office_code", "record.record_id"]),
    Index(
        "ux_receipt_one_per_record",
        "office_code",
        "record_id",
        unique=True,
        sqlite_where=text("state = 'issued'"),
        postgresql_where=text("state = 'issued'"),
    ),
)

person = Table(
    "person",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("id_type", Text, primary_key=True),
    Column("id_no", Text, primary_key=True),
    Column("no", BigInteger, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("properties", Text, nullable=False, comment="JSON: property → last value entered"),
    Column("search_keys", Text, nullable=False, server_default=""),
    Column("updated_at", Text, nullable=False),
    UniqueConstraint("no"),
)

organisation = Table(
    "organisation",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("organisation_key", Text, primary_key=True, comment="credit code, or = and the normalised name"),
    Column("no", BigInteger, nullable=False),
    Column("uscc", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, comment="name without blanks, brackets full-width"),
    Column("properties", Text, nullable=False),
    Column("search_keys", Text, nullable=False, server_default=""),
    Column("updated_at", Text, nullable=False),
    UniqueConstraint("no"),
    Index("ix_organisation_name", "office_code", "name_key"),
)

search_term = Table(
    "search_term",
    metadata,
    Column("form_id", Text, primary_key=True, comment="or @person, @organisation for the registers"),
    Column("term", ByCodePoint, primary_key=True),
    Column("no", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

search_pending = Table(
    "search_pending",
    metadata,
    Column("form_id", Text, primary_key=True, comment="as in search_term"),
    Column("no", BigInteger, primary_key=True),
    Column("terms", Text, nullable=False, comment="all its terms, a newline before each"),
    Column("gone", Text, nullable=False, comment="terms search_term may still hold of it, likewise"),
    Column(
        "met", Text, nullable=False, server_default="", comment="JSON: whom the registers have not heard of"
    ),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("object", Text, nullable=False, server_default="", comment="a name of ours, never personal data"),
    Column("detail", Text, nullable=False, server_default=""),
    Column("device_id", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("(seq = 1) = (prev_hash = '')", name="chain"),
    sqlite_with_rowid=False,
)

APPEND_ONLY = ("revision", "revision_fork", "audit", "acknowledgement", "acknowledgement_in")
