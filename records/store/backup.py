"""Backups of the encrypted file: made by VACUUM INTO, believed only after they were opened and read.

`VACUUM INTO` writes a compact copy under the same key without stopping the clerks. The copy gets its final name
only after it was reopened with the key, every page's authentication was checked (`cipher_integrity_check`), its
structure too, and it counts as many revisions, receipts and audit lines as the living file did at that moment.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from forms.problems import Problem
from records.problem_codes import BACKUP_ELSEWHERE, BACKUP_EXISTS, BACKUP_NOT_VERIFIED
from records.store.database import Store
from records.store.driver import sqlcipher
from records.store.safe_files import sync_file, sync_folder

_COUNTED = ("record", "revision", "receipt", "audit")


def copy_whole(store: Store, file: Path) -> None:
    """Write a copy of the open file to *file*, which must not exist. Outside any transaction (VACUUM asks so)."""
    from records.store.faults import as_problems

    file.parent.mkdir(parents=True, exist_ok=True)
    with as_problems(), store.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("VACUUM INTO ?", (str(file),))


def counts(driver: Any) -> dict[str, int]:
    """Return how many rows the tables hold that must never lose one."""
    return {table: driver.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}  # noqa: S608  (names of ours)


def verify_copy(file: Path, key: bytes) -> dict[str, int]:
    """Open *file* with *key*, check every page, and return its counts. Raises Problem RECORDS-017."""
    connection = sqlcipher().connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        structure = connection.execute("PRAGMA integrity_check").fetchall()
        if pages or structure != [("ok",)]:
            raise Problem(BACKUP_NOT_VERIFIED, place=str(file))
        return counts(connection)
    except sqlcipher().DatabaseError as error:
        raise Problem(BACKUP_NOT_VERIFIED, place=str(file)) from error
    finally:
        connection.close()


def back_up(store: Store, key: bytes, file: Path) -> dict[str, int]:
    """Make a verified backup at *file* and return its counts.

    Raises Problem RECORDS-018 (exists), -017 (not verified; removed), -019 (PostgreSQL), -011 (disk full).
    """
    if store.dialect != "sqlite":
        raise Problem(BACKUP_ELSEWHERE)
    if file.exists():
        raise Problem(BACKUP_EXISTS, place=str(file), values={"file": file.name})
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    with ExitStack() as undo:
        undo.callback(beside.unlink, missing_ok=True)
        with store.engine.connect() as connection:
            before = counts(connection.connection.dbapi_connection)
        copy_whole(store, beside)
        sync_file(beside)
        found = verify_copy(beside, key)
        if any(found[table] < before[table] for table in _COUNTED):
            raise Problem(BACKUP_NOT_VERIFIED, place=str(file))
        beside.rename(file)
        undo.pop_all()
    sync_folder(file.parent)
    return found
