"""Keeping the office: a backup is the verified copy of the database, with the keyring that opens it beside it.

A restored office is another copy of the same office: it gets a new store epoch and the next receipt series, so
that nothing the lost copy numbered after the backup can be numbered again (reliability notes C5, I3).
"""

import shutil
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from sqlalchemy import update

from forms.problems import Problem
from records.ledger.opening import DATABASE, DATABASE_KEY, FOLDERS, Opened, Surroundings, open_office
from records.ledger.seat import put_setting
from records.model.receipts import series_after
from records.problem_codes import NO_OFFICE, OFFICE_EXISTS
from records.store.audit_chain import append
from records.store.backup import back_up, verify_copy
from records.store.keyring import FILE, Keyring
from records.store.safe_files import sync_file, sync_folder, write_whole
from records.store.tables import office


def back_up_office(opened: Opened, file: Path) -> Path:
    """Write and verify a backup; note it in the audit log and the settings. Returns *file*."""
    seat = opened.seat
    key = opened.keyring.get(DATABASE_KEY) or b""
    found = back_up(seat.store, key, file)
    write_whole(file.with_name(f"{file.name}.{FILE}"), (opened.folder / FILE).read_bytes())
    with seat.store.writing() as connection:
        note = {"at": seat.now(), "file": file.name, "records": found["record"], "size": file.stat().st_size}
        put_setting(connection, seat.info.code, "last_backup", note)
        append(connection, seat.author(), "backup", file.name, str(found["revision"]))
    seat.settings.refresh()
    return file


def restore_office(file: Path, folder: Path, user_name: str, passphrase: str, around: Surroundings) -> Opened:
    """Make *folder* the office that was backed up in *file* (its keyring beside it), and open it.

    The copy is opened and checked page by page before it gets its name. Raises Problem RECORDS-001 (no backup or
    no keyring beside it), -002, -008 (an office is there), -017 (the backup is damaged).
    """
    keys = file.with_name(f"{file.name}.{FILE}")
    if not file.is_file() or not keys.is_file():
        raise Problem(NO_OFFICE, place=str(file), values={"folder": file.name})
    if (folder / FILE).exists() or (folder / DATABASE).exists():
        raise Problem(OFFICE_EXISTS, place=str(folder), values={"folder": folder.name})
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{DATABASE}.new"
    keyring = Keyring.read(keys.parent, keys.name)
    keyring.open(user_name, passphrase)
    with ExitStack() as undo:
        undo.callback(beside.unlink, missing_ok=True)
        shutil.copyfile(file, beside)
        sync_file(beside)
        verify_copy(beside, keyring.get(DATABASE_KEY) or b"")
        beside.rename(folder / DATABASE)
        sync_folder(folder)
        undo.pop_all()
    write_whole(folder / FILE, keys.read_bytes())  # last: with it the office is there
    for inner in FOLDERS:
        (folder / inner).mkdir(exist_ok=True)
    return _as_new_copy(open_office(folder, user_name, passphrase, around), around)


def _as_new_copy(opened: Opened, around: Surroundings) -> Opened:
    """Give the restored office its new epoch and series."""
    seat = opened.seat
    info = replace(seat.info, store_epoch=around.ids.token(), series=series_after(seat.info.series))
    with seat.store.writing() as connection:
        append(connection, seat.author(), "restore", info.store_epoch, info.series)
        connection.execute(
            update(office)
            .where(office.c.office_code == info.code)
            .values(store_epoch=info.store_epoch, series=info.series)
        )
    seat.info = info
    return opened
