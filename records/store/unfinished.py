"""The mark in a folder where an office is being made or restored, until its keyring is written.

A program killed on the way leaves a database without a keyring. With the mark such a leftover may be thrown away and
the making tried again; without it a database that lost its keyring is somebody's work and is never touched.
"""

from pathlib import Path

from records.store.safe_files import sync_folder, write_whole

FILE = ".unfinished"


def is_unfinished(folder: Path) -> bool:
    """Say whether what lies in *folder* was never an office anybody worked in."""
    return (folder / FILE).exists()


def begin(folder: Path) -> None:
    """Mark *folder*, durably, before the first file of the office is made."""
    write_whole(folder / FILE, b"")


def finish(folder: Path) -> None:
    """Take the mark away: the keyring is there, the office is whole."""
    (folder / FILE).unlink(missing_ok=True)
    sync_folder(folder)
