"""Lets a bulk make many things that all stay, without the garbage collector walking over them again and again.

Judging 100,000 rows keeps some millions of objects alive, and each full collection looks at all of them to find
nothing: a third of the time of an import. While a bulk runs, collections are rare instead of off, so that a cycle
left by an error does not stay in memory for an hour.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_RARELY = (100_000, 50, 1_000)
_lock = Lock()
_running = 0
_before: tuple[int, int, int] = gc.get_threshold()


@contextmanager
def rarely() -> Iterator[None]:
    """Collect rarely inside the block; blocks may lie in one another, and in several threads."""
    global _running, _before  # noqa: PLW0603  (the collector is the process's own, and so is its setting)
    with _lock:
        if _running == 0:
            _before = gc.get_threshold()
            gc.set_threshold(*_RARELY)
        _running += 1
    try:
        yield
    finally:
        with _lock:
            _running -= 1
            if _running == 0:
                gc.set_threshold(*_before)
