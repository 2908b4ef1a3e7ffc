"""The change of every key: another master key, another key of the file, every person's way to them renewed.

Needed when somebody left with a copy of the keyring, or a backup stick is lost: who knows the old keys opens what was
written until now, and nothing after. The file is copied under the new key and read back whole before the switch
(`records.store.switching`); a program killed anywhere leaves the old pair or the new. Nobody works here meanwhile: the
office is opened for this alone. The device's signing key and age identities stay, sealed anew: the office above knows
the device by them (docs/decisions/0030).
"""

import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from forms.clock import Clock
from records.ledger.opening import DATABASE, DATABASE_KEY, DATABASE_URL, Opened, Surroundings, open_office
from records.model.ids import Ids
from records.problem_codes import BACKUP_NOT_VERIFIED
from records.store.audit_chain import append, tail
from records.store.backup import copy_whole, counts, verify_copy
from records.store.database import Store, file_engine
from records.store.driver import sqlcipher
from records.store.keyring import STANDARD, Kdf
from records.store.local_folder import PlaceKind, kind_of_place
from records.store.safe_files import sync_file
from records.store.switching import WAITING_DATABASE, settle, switch
from records.store.tables import office


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What people must be told: *codes* are one-time passphrases by name, *recovery* the new code or '' (none was made)."""

    codes: Mapping[str, str]
    recovery: str


def rekey(
    folder: Path,
    name: str,
    passphrase: str,
    *,
    clock: Clock,
    ids: Ids,
    kdf: Kdf | None = None,
    place: PlaceKind | None = None,
) -> Rekeyed:
    """Change the keys of the closed office in *folder*, as *name*, who leads it.

    Raises the Problems of opening, RECORDS-024 (a clerk), -011 (disk full), -017 (the copy is not whole).
    """
    around = Surroundings(clock, ids, kdf or STANDARD, place or kind_of_place, alone=True)
    opened = open_office(folder, name, passphrase, around)
    with ExitStack() as after:
        after.callback(opened.lock.release)
        after.callback(settle, folder)
        after.callback(opened.seat.store.close)
        opened.seat.must_lead()
        keyring, codes = opened.keyring.rekeyed(name, passphrase, {DATABASE_KEY: secrets.token_bytes(32)})
        recovery = keyring.make_recovery() if opened.keyring.has_recovery else ""
        if opened.keyring.get(DATABASE_URL) is None:
            _copy(opened, keyring.get(DATABASE_KEY) or b"")
            opened.seat.store.close()
            switch(folder, folder / DATABASE, keyring)
        else:
            with opened.seat.store.writing() as connection:
                append(connection, opened.seat.author(), "rekey", opened.seat.info.code)
                keyring.write()
    return Rekeyed(codes, recovery)


def _copy(opened: Opened, key: bytes) -> None:
    """Write the whole file under the new *key*, with the line of the log that says so, and read it back."""
    seat, file = opened.seat, opened.folder / WAITING_DATABASE
    copy_whole(seat.store, file)
    with seat.store.engine.connect() as connection:
        before = counts(connection.connection.dbapi_connection)
    _reencrypt(file, opened.keyring.get(DATABASE_KEY) or b"", key)
    copy = Store(file_engine(file, key), seat.info.code)
    try:
        with seat.store.reading() as old, copy.writing() as new:
            if (
                tail(old, seat.info.code) != tail(new, seat.info.code)
                or not new.execute(select(office)).all()
            ):
                raise _not_whole(file)
            append(new, seat.author(), "rekey", seat.info.code)
    finally:
        copy.close()
    sync_file(file)
    found = verify_copy(file, key)
    if any(found[table] < number for table, number in before.items()):
        raise _not_whole(file)


def _reencrypt(file: Path, old: bytes, new: bytes) -> None:
    """Give the closed *file* another key: SQLCipher writes every page anew."""
    from records.store.faults import as_problems

    with as_problems():
        connection = sqlcipher().connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA journal_mode = MEMORY")  # a copy: when it breaks it is thrown away
            connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        finally:
            connection.close()


def _not_whole(file: Path) -> Exception:
    from forms.problems import Problem

    return Problem(BACKUP_NOT_VERIFIED, place=str(file))
