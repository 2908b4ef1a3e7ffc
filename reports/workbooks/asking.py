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
from typing import TYPE_CHECKING, Any

from reports.workbooks import reader_process
from reports.workbooks.limits import Limits

if TYPE_CHECKING:
    import msgspec

_SHARED = 20_000  # different texts that are looked out for
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
        return _unpacked(content)
    except msgspec.DecodeError as fault:
        raise ReaderStopped from fault


def _unpacked(content: "bytes | msgspec.Raw") -> dict[str, Any]:
    """Return an answer, or one of its sheets, its rows unpacked one by one.

    Cells that say the same become one text while they come: a roster of 100,000 says 汉族 80,000 times, and each row is
    kept. Unpacked whole they would stand beside each other once, and leave holes of two hundred megabytes.
    """
    from msgspec import Raw
    from msgspec.msgpack import Decoder

    parts = Decoder(dict[str, Raw]).decode(content)
    one = Decoder(ext_hook=reader_process.undated).decode
    many = Decoder(list[Raw]).decode
    answer = {name: one(part) for name, part in parts.items() if name not in ("rows", "siblings")}
    known: dict[str, str] = {}
    if "rows" in parts:
        answer["rows"] = [_shared(one(row), known) for row in many(parts["rows"])]
    if "siblings" in parts:
        answer["siblings"] = [_unpacked(sheet) for sheet in many(parts["siblings"])]
    return answer


def _shared(cells: list[Any], known: dict[str, str]) -> list[Any]:
    for index, cell in enumerate(cells):
        if type(cell) is str:
            found = known.get(cell)
            if found is not None:
                cells[index] = found
            elif len(known) < _SHARED:
                known[cell] = cell
    return cells


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
