"""Uploads on disk: what came so far of each batch, and the whole ones waiting for import.

A part is a file named after device, SHA-256 and size, so nothing has to be remembered elsewhere: after a
kill the file's length is the offset. An offset is confirmed only after fsync. A whole file whose hash is
its name is renamed to ``<sha256>.batch``; what is kept under that name never changes.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from records.store.safe_files import sync_folder

DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_PARTS = 64  # unfinished uploads of one device


class TooManyPartsError(Exception):
    """The device has begun more uploads than it may."""


class WrongOffsetError(Exception):
    """The piece does not begin where the part ends."""


class PartBusyError(Exception):
    """Another connection is writing this part."""


class Spool:
    """The folder `inbox/` of one office."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / "uploads"
        self.parts.mkdir(parents=True, exist_ok=True)
        self._writing: set[Path] = set()

    def whole(self, digest: str) -> Path:
        """Return where a whole batch lies or will lie."""
        return self.folder / f"{digest}.batch"

    def waiting(self) -> list[Path]:
        """Return all whole batches, oldest first."""
        return sorted(self.folder.glob("*.batch"), key=lambda path: path.stat().st_mtime_ns)

    def offset(self, device: str, digest: str) -> tuple[int, int] | None:
        """Return (bytes there, size) of an upload; None when it is unknown."""
        whole = self.whole(digest)
        if whole.exists():
            size = whole.stat().st_size
            return size, size
        part = self._part(device, digest)
        return None if part is None else (part.stat().st_size, _size(part))

    def begin(self, device: str, digest: str, size: int) -> int:
        """Begin an upload, or find it; return the offset. A part begun with another size is begun anew."""
        found = self.offset(device, digest)
        if found is not None and found[1] == size:
            return found[0]
        if found is not None:
            self.forget(device, digest)
        if len(list(self.parts.glob(f"{device}.*.part"))) >= MOST_PARTS:
            raise TooManyPartsError
        with (self.parts / f"{device}.{digest}.{size}.part").open("ab") as stream:
            os.fsync(stream.fileno())
        sync_folder(self.parts)
        return 0

    @contextmanager
    def writing(self, device: str, digest: str, offset: int) -> Iterator[BinaryIO]:
        """Open the part for one piece at *offset*; on leaving, however that is, what came is fsynced."""
        part = self._part(device, digest)
        if part is None:
            raise FileNotFoundError
        if part in self._writing:
            raise PartBusyError
        self._writing.add(part)
        try:
            with part.open("ab") as stream:
                _lock(stream)
                if stream.tell() != offset:
                    raise WrongOffsetError
                try:
                    yield stream
                finally:
                    stream.flush()
                    os.fsync(stream.fileno())
        finally:
            self._writing.discard(part)

    def finish(self, device: str, digest: str) -> Path | None:
        """Check a full part against its name and move it to the whole ones; None (and gone) when it differs."""
        part = self._part(device, digest)
        if part is None or part.stat().st_size != _size(part):
            raise FileNotFoundError
        with part.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != digest:
            part.unlink()
            return None
        whole = self.whole(digest)
        part.replace(whole)
        sync_folder(self.folder)
        return whole

    def forget(self, device: str, digest: str) -> None:
        """Remove an unfinished upload."""
        part = self._part(device, digest)
        if part is not None:
            part.unlink()

    def refuse(self, whole: Path, code: str) -> None:
        """Set a batch aside that cannot be imported, with the problem's code in its name."""
        whole.replace(whole.with_suffix(f".{code}.refused"))
        sync_folder(self.folder)

    def refusal(self, digest: str) -> str:
        """Return the code for which a batch was set aside, or ''."""
        found = sorted(self.folder.glob(f"{digest}.*.refused"))
        return found[0].name.split(".")[1] if found else ""

    def _part(self, device: str, digest: str) -> Path | None:
        """Return the part of an upload, if it was begun."""
        return next(iter(self.parts.glob(f"{device}.{digest}.*.part")), None)


def _size(part: Path) -> int:
    """Return the declared size of a part, from its name."""
    return int(part.name.split(".")[2])


def _lock(stream: BinaryIO) -> None:
    """Keep other server processes off the part, where the system can; PartBusyError when one has it."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise PartBusyError from error
