"""Keeping the office: a backup is the verified copy of the database, with the keyring that opens it beside it.

A restored office is another copy of the same office: it gets a new store epoch and the next receipt series, so
that nothing the lost copy numbered after the backup can be numbered again (reliability notes C5, I3).
"""

import shutil
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import func, select

from forms.problems import Problem
from records.ledger.opening import (
    DATABASE,
    DATABASE_KEY,
    FOLDERS,
    Opened,
    Surroundings,
    clear,
    must_be_free,
    open_office,
)
from records.ledger.seat import put_setting
from records.problem_codes import NO_OFFICE
from records.store import unfinished
from records.store.audit_chain import append
from records.store.backup import back_up, verify_copy
from records.store.keyring import FILE, Keyring
from records.store.safe_files import sync_file, sync_folder, write_whole
from records.store.tables_sync import inbox_batch

WATERMARK = "watermark"


def back_up_office(opened: Opened, file: Path, *, safe: bool = True) -> Path:
    """Write and verify a backup; note it in the audit log and the settings. Returns *file*.

    *safe*: it lies where it is to lie, so what came from below up to now counts as backed up (`secure`).
    """
    seat = opened.seat
    received = received_so_far(opened)
    key = opened.keyring.get(DATABASE_KEY) or b""
    found = back_up(seat.store, key, file)
    write_whole(file.with_name(f"{file.name}.{FILE}"), (opened.folder / FILE).read_bytes())
    with seat.store.writing() as connection:
        note = {"at": seat.now(), "file": file.name, "records": found["record"], "size": file.stat().st_size}
        put_setting(connection, seat.info.code, "last_backup", note)
        if safe:
            put_setting(connection, seat.info.code, WATERMARK, received)
        append(connection, seat.author(), "backup", file.name, str(found["revision"]))
    seat.settings.refresh()
    return file


def received_so_far(opened: Opened) -> int:
    """Return the place in our ledger of the last batch from below: read before a backup, all up to it lies inside."""
    code = opened.seat.info.code
    query = select(func.max(inbox_batch.c.ledger_seq)).where(inbox_batch.c.office_code == code)
    with opened.seat.store.reading() as connection:
        return int(connection.scalar(query) or 0)


def restore_office(file: Path, folder: Path, user_name: str, passphrase: str, around: Surroundings) -> Opened:
    """Make *folder* the office that was backed up in *file* (its keyring beside it), and open it.

    The copy is opened and checked page by page before it gets its name. Raises Problem RECORDS-001 (no backup or
    no keyring beside it), -002, -008 (an office is there), -017 (the backup is damaged).
    """
    keys = file.with_name(f"{file.name}.{FILE}")
    if not file.is_file() or not keys.is_file():
        raise Problem(NO_OFFICE, place=str(file), values={"folder": file.name})
    must_be_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    clear(folder)
    beside = folder / f".{DATABASE}.new"
    keyring = Keyring.read(keys.parent, keys.name)
    keyring.open(user_name, passphrase)
    with ExitStack() as undo:
        undo.callback(beside.unlink, missing_ok=True)
        undo.callback(unfinished.finish, folder)
        shutil.copyfile(file, beside)
        sync_file(beside)
        verify_copy(beside, keyring.get(DATABASE_KEY) or b"")
        beside.rename(folder / DATABASE)
        sync_folder(folder)
        undo.pop_all()
    restored = keyring.in_folder(folder)
    restored.new_epoch = around.ids.token()
    restored.write()  # last: with it the office is there, and opening it makes it the new copy
    for inner in FOLDERS:
        (folder / inner).mkdir(exist_ok=True)
    return open_office(folder, user_name, passphrase, around)
