"""Puts `watched_calls.c` between this process and the operating system, and speaks to it.

The library is compiled once into the temporary folder and loaded by LD_PRELOAD, so a process that wants it starts
itself anew. Needs Linux and a C compiler; where there is none, the soak says so and does not run.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("watched_calls.c")


class Fault(IntEnum):
    """What happens at the call that was chosen; the numbers are those of the C source."""

    COUNT = 0
    KILL = 1
    KILL_HALF = 2
    FAIL_ONCE = 3
    FAIL_EVER = 4


def possible() -> bool:
    """Say whether this machine can compile and preload the library."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def library() -> Path:
    """Return the compiled library, made when it is not there yet."""
    name = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    made = Path(tempfile.gettempdir()) / f"xiezuo-watched-{os.getuid()}-{name}.so"
    if not made.exists():
        beside = made.with_suffix(f".{os.getpid()}")
        compiler = shutil.which("cc") or "cc"
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", str(beside), str(SOURCE), "-ldl"], check=True
        )
        beside.rename(made)
    return made


def environment() -> dict[str, str]:
    """Return the environment of a process that is watched."""
    return {**os.environ, "LD_PRELOAD": str(library())}


class Watch:
    """The library in this process; `arm` before the work, `seen` after it."""

    def __init__(self) -> None:
        self._calls = ctypes.CDLL(None)
        if not hasattr(self._calls, "watched_arm"):
            raise RuntimeError("this process was not started with the library")

    def folder(self, folder: Path) -> None:
        """Watch everything below *folder*."""
        self._calls.watched_folder(os.fsencode(folder))

    def arm(self, fault: Fault, at: int = 0, error: int = 0) -> None:
        """Let *fault* happen at call number *at* (from 1); *error* is the errno of a call that fails."""
        self._calls.watched_arm(int(fault), ctypes.c_long(at), error)

    def seen(self) -> int:
        """Return how many calls were counted since `arm`."""
        return int(self._calls.watched_seen())

    def journal(self, descriptor: int) -> None:
        """Write every call with its bytes to *descriptor* (-1 ends it)."""
        self._calls.watched_journal(descriptor)

    def mark(self, words: str) -> None:
        """Put an acknowledgement into the journal: from here on it must survive."""
        self._calls.watched_mark(words.encode("utf-8"))
