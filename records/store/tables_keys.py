"""Renewed keys: the signed papers by which one key names the next, our own and those of the offices around us.

A paper is kept for ever, so that the same one again changes nothing; `closed_at` ends it when its device is enrolled
anew. While it stands, a key has one successor and a key succeeds one: two unique rules see to it.
"""

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from records.store.schema import metadata, one_of

WHOSE = ("own", "above", "below")

key_renewal = Table(
    "key_renewal",
    metadata,
    Column("office_code", Text, primary_key=True),
    Column("digest", Text, primary_key=True, comment="sha256 of the paper, hex"),
    Column("whose", Text, nullable=False, comment="ours, of the office above, of a device below"),
    Column("device_id", Text, nullable=False, comment="whose keys these are"),
    Column("old_key", Text, nullable=False, comment="minisign public key that signed the paper"),
    Column("new_key", Text, nullable=False, comment="minisign public key it names"),
    Column("paper", LargeBinary, nullable=False),
    Column("taken_at", Text, nullable=False),
    Column(
        "used_at", Text, comment="below, above: the new key was first seen; ours: the office above knows it"
    ),
    Column("closed_at", Text, comment="its device was enrolled anew: it says nothing any more"),
    one_of("whose", WHOSE),
    Index("ix_key_renewal_device", "office_code", "device_id"),
)
_STANDING = key_renewal.c.closed_at.is_(None)
Index(
    "uq_key_renewal_old_key",
    key_renewal.c.office_code,
    key_renewal.c.old_key,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)
Index(
    "uq_key_renewal_new_key",
    key_renewal.c.office_code,
    key_renewal.c.new_key,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)
