"""One office folder, one program: a lock of the operating system on `office.lock`.

The system drops the lock when the process ends, however it ends, so a lock left by a killed program is no
obstacle. The file names its holder for the message. A server with several workers takes the lock shared.
"""

import json
import os
import socket
import sys
from pathlib import Path
from typing import IO

from forms.problems import Problem
from records.problem_codes import OFFICE_LOCKED

FILE = "office.lock"
_LOCK_AT = 1 << 30  # Windows locks bytes against reading, too: lock one far beyond the text


class FolderLock:
    """Holds the folder from `take` to `release`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._folder = folder
        self._file: IO[str] | None = None

    def take(self, *, shared: bool = False) -> None:
        """Lock the folder. Raises Problem RECORDS-009 naming the holder when another program has it."""
        file = self._path.open("a+", encoding="utf-8")
        try:
            _lock(file, shared)
        except OSError as error:
            file.seek(0)
            holder = _holder(file.read())
            file.close()
            raise Problem(
                OFFICE_LOCKED, place=str(self._folder), values={"folder": self._folder.name, "holder": holder}
            ) from error
        if not shared:
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
            file.flush()
        self._file = file

    def release(self) -> None:
        """Let the folder go; harmless when it was not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _holder(text: str) -> str:
    try:
        content = json.loads(text)
        return f"{content['host']}, PID {content['pid']}"
    except (ValueError, KeyError, TypeError):
        return "?"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str], shared: bool) -> None:
        # msvcrt knows no shared locks: a shared holder takes none, so a server there is on its own honour.
        if not shared:
            file.seek(_LOCK_AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
else:
    import fcntl

    def _lock(file: IO[str], shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
