"""Keeping the office: a backup is the verified copy of the database, with the keyring that opens it beside it."""

from pathlib import Path

from records.ledger.opening import DATABASE_KEY, Opened
from records.ledger.seat import put_setting
from records.store.audit_chain import append
from records.store.backup import back_up
from records.store.keyring import FILE
from records.store.safe_files import write_whole


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
