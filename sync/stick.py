"""A file onto a USB stick so that it is really there: temporary name, fsync, read back through a reopened file.

Sticks lie about what they hold and are pulled out early. The final name appears only after every byte was
read back equal; until then the batch does not count as carried. File names are ASCII and say nothing personal.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from forms.problems import Problem
from records.store.safe_files import sync_folder
from sync.protocol.problem_codes import MEDIUM_DIFFERS, MEDIUM_UNWRITABLE

PIECE = 1 << 20


def carry(data: bytes, folder: Path, name: str) -> Path:
    """Write *data* as *name* into *folder* (made when missing) and prove it; return the path.

    An equal file already there is left as it is. Raises SYNC-057 when what is read back differs, SYNC-058
    when the medium cannot be written (full, read-only, gone).
    """
    final = folder / name
    temporary = folder / f"{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if final.exists() and _digest(final) == hashlib.sha256(data).hexdigest():
            return final
        _write(temporary, data)
        equal = _digest(temporary) == hashlib.sha256(data).hexdigest()
        if equal:
            temporary.replace(final)
            sync_folder(folder)
        else:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        with suppress(
            OSError
        ):  # half a file takes the room of the next; a stick that is gone cannot be tidied
            temporary.unlink(missing_ok=True)
        values = {"folder": str(folder), "reason": error.strerror or type(error).__name__}
        raise Problem(MEDIUM_UNWRITABLE, str(folder), values) from error
    if not equal:
        raise Problem(MEDIUM_DIFFERS, str(folder))
    return final


def _write(path: Path, data: bytes) -> None:
    """Write a file and wait until the medium says that it has it."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file as a fresh reader sees it, asking the system to drop what it remembers."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
