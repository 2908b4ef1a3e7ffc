"""A file that only takes up room, so that a full disk leaves some: let go of, it lets a person save and clear up.

On a disk that is full even deleting needs a few pages. The file is real bytes, not a hole.
"""

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

FILE = "ballast"
SIZE = 32 * 1024 * 1024  # bytes
_ROOM = 8  # the disk must have this many times the size free before it is taken
_PIECE = 1024 * 1024


def keep(folder: Path) -> bool:
    """Take the room in *folder* when it is not taken and the disk has plenty; return whether it is taken now."""
    file = folder / FILE
    if file.exists() and file.stat().st_size >= SIZE:
        return True
    if shutil.disk_usage(folder).free < SIZE * _ROOM:
        return False
    with contextlib.ExitStack() as undo:
        undo.callback(file.unlink, missing_ok=True)
        with file.open("wb") as target:
            for piece in range(SIZE // _PIECE):
                target.write(
                    hashlib.shake_128(bytes([piece])).digest(_PIECE)
                )  # zeros are not stored everywhere
            os.fsync(target.fileno())
        undo.pop_all()
    return True


def release(folder: Path) -> bool:
    """Give the room back; return whether there was any."""
    file = folder / FILE
    if not file.exists():
        return False
    file.unlink()
    return True
