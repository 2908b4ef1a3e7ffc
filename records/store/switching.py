"""Database and keyring switched together: the new pair lies ready beside the old, and one rename decides.

Two files cannot be renamed at once. So the re-encrypted database (`.office.db.rekeyed`) and the new keyring
(`keyring.json.next`) are made durable first; renaming the database is the switch; the keyring follows. Whoever finds a
keyring waiting knows by the waiting database on which side of the switch the program was killed: is it still there,
nothing happened and both are thrown away; is it gone, the keyring is taken into use. No key is needed to know.
"""

import contextlib
from pathlib import Path

from records.store.keyring import FILE, Keyring
from records.store.safe_files import sync_folder

WAITING_KEYRING = f"{FILE}.next"
WAITING_DATABASE = ".office.db.rekeyed"


def settle(folder: Path) -> None:
    """Finish or undo a switch that was cut short; by who holds the folder's lock."""
    keyring, database = folder / WAITING_KEYRING, folder / WAITING_DATABASE
    if keyring.exists() and not database.exists():
        with contextlib.suppress(FileNotFoundError):  # another worker of the same server was quicker
            keyring.replace(folder / FILE)
        sync_folder(folder)
    elif keyring.exists() or database.exists():
        keyring.unlink(missing_ok=True)
        sync_folder(folder)  # the keyring's name goes first: without it the database is only a leftover
        for part in ("", "-wal", "-shm", "-journal"):
            (folder / f"{WAITING_DATABASE}{part}").unlink(missing_ok=True)


def unsettled(folder: Path) -> bool:
    """Say whether a switch was cut short."""
    return (folder / WAITING_KEYRING).exists() or (folder / WAITING_DATABASE).exists()


def switch(folder: Path, database: Path, keyring: Keyring) -> None:
    """Put *keyring* and the file that waits as `WAITING_DATABASE` in the place of the old ones; nobody has them open."""
    keyring.write(WAITING_KEYRING)
    sync_folder(folder)
    (folder / WAITING_DATABASE).replace(database)
    sync_folder(folder)
    settle(folder)
