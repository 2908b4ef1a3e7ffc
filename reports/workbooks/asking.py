"""Starts the reading process, hands it one request and takes one answer, in bounded time.

From a checkout the child is a module run by the same Python: clean, and fast to start. The frozen program has no ``-m``;
there multiprocessing starts the program itself again (``freeze_support`` in `desktop.__main__`). Both run the same
`reader_process.answer`.
"""

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reports.workbooks import reader_process
from reports.workbooks.limits import Limits

_ROOT = Path(__file__).resolve().parent.parent.parent

Request = dict[str, Any]


class ReaderStopped(Exception):  # noqa: N818  (becomes a Problem: the file was too much for the limits)
    """The child gave no whole answer: killed, crashed, or out of time."""


def ask(request: Request, limits: Limits) -> dict[str, Any]:
    """Return the child's answer to *request*; raises `ReaderStopped`."""
    import msgspec

    way: Callable[[Request, Limits], bytes] = by_spawn if getattr(sys, "frozen", False) else by_module
    content = way(request, limits)
    try:
        answer: dict[str, Any] = msgspec.msgpack.Decoder(
            dict[str, Any], ext_hook=reader_process.undated
        ).decode(content)
    except msgspec.DecodeError as fault:
        raise ReaderStopped from fault
    return answer


def by_module(request: Request, limits: Limits) -> bytes:
    """Ask a child started with ``python -m``."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.workbooks.reader_process"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=limits.wall_seconds,
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise ReaderStopped from fault
    if done.returncode != 0:
        raise ReaderStopped
    return done.stdout


def by_spawn(request: Request, limits: Limits) -> bytes:
    """Ask a child that multiprocessing starts, as the frozen program must."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=reader_process.serve, args=(theirs, request), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(limits.wall_seconds):
            raise ReaderStopped
        return ours.recv_bytes()
    except (EOFError, OSError) as fault:
        raise ReaderStopped from fault
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()
