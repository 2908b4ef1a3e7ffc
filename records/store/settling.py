"""Moves what waits into the search index while nobody waits for it: off the clerk's thread, a few rows at a time.

Saves leave their search terms in `search_pending` (see `records.store.search_index`). When enough have gathered, a
thread of the open database moves them in steps, each a short transaction of its own, pausing between them so that a
clerk's save never waits for more than one step. What is not moved when the power fails waits for the next session.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from threading import Event, Thread

from sqlalchemy import Connection

from forms.problems import Problem
from records.store.search_index import pending, settle

ENOUGH = 256  # rows that may wait: so many are read through in a fraction of a millisecond at each search
STEP = 64  # rows moved in one transaction: some 1,500 pages in an office of a million records
PAUSE = 0.02  # seconds between two steps: a save that waits asks again sooner
Transaction = Callable[[], AbstractContextManager[Connection]]


class Settling:
    """The settling of one open database; *writing* gives a transaction of it."""

    def __init__(self, writing: Transaction) -> None:
        self._writing = writing
        self._written = 0
        self._wake = Event()
        self._stop = Event()
        self._thread: Thread | None = None

    def noticed(self) -> None:
        """Hear that something was written; wake the thread when enough may have gathered."""
        self._written += 1
        if self._written % ENOUGH:
            return
        if self._thread is None:
            self._thread = Thread(target=self._work, name="search-settling", daemon=True)
            self._thread.start()
        self._wake.set()

    def _work(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            more = True
            while more and not self._stop.wait(PAUSE):
                more = self._step()

    def _step(self) -> bool:
        """Move one step; say whether more should follow.

        A full disk or a busy file is no reason to disturb anybody: the rows go on waiting, and are found meanwhile.
        """
        with suppress(Problem), self._writing() as connection:
            _hear(connection, STEP)
            return settle(connection, STEP) == STEP
        return False

    def close(self) -> None:
        """Stop the thread and wait for the step it is in; move what many short sessions have left."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._written:
            with suppress(Problem), self._writing() as connection:
                if pending(connection) >= ENOUGH:
                    _hear(connection, 4 * ENOUGH)
                    settle(connection, 4 * ENOUGH)


def _hear(connection: Connection, most: int) -> None:
    # The registers know the forms; a file must open without loading those.
    from records.store.register_rows import hear

    hear(connection, most)
