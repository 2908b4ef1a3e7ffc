"""Files that are either the old ones or the new ones, never half: write beside, fsync, rename, fsync the folder."""

import contextlib
import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Put *content* at *file* so that a power cut leaves the old bytes or the new ones; owner-only where possible."""
    beside = file.with_name(f".{file.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with contextlib.ExitStack() as undo:
        undo.callback(beside.unlink, missing_ok=True)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        os.replace(beside, file)
        undo.pop_all()
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in *folder* durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems refuse to sync a directory; the rename is then as durable as they make it.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(file: Path) -> None:
    """Make the bytes of *file* durable."""
    with file.open("rb+") as target:
        os.fsync(target.fileno())
