"""Imports what was uploaded, one batch after the other, behind the answers.

An upload is answered once it lies durable on disk; the import follows in this one thread. What was not
imported when the server was killed is found on disk at the next start: receiving twice is receiving once.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from forms.problems import Problem
from sync.server.spool import Spool

log = logging.getLogger("xiezuo.server")


class Importer:
    """*receive* takes one batch file into the ledger; *known* tells whether the ledger has a batch (by SHA-256)."""

    def __init__(
        self,
        spool: Spool,
        receive: Callable[[Path], object],
        known: Callable[[str], bool],
        count: Callable[[str], None] = lambda _outcome: None,
    ) -> None:
        """*count* hears ``imported``, ``refused`` or ``failed`` for each batch."""
        self._spool = spool
        self._receive = receive
        self._known = known
        self._count = count
        self._queue: set[str] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="importer")

    def resume(self) -> None:
        """Take up whatever an earlier run left behind."""
        for path in self._spool.waiting():
            if not self._known(path.stem):
                self.add(path)

    def add(self, whole: Path) -> None:
        """Import *whole* when its turn comes; an error of ours is logged, and the file tried again at the next start."""
        self._queue.add(whole.stem)
        self._thread.submit(self._import, whole).add_done_callback(partial(self._ended, whole.stem))

    def waiting(self) -> int:
        """Return how many batches were taken and are not imported yet."""
        return len(self._queue)

    def stop(self) -> None:
        """Finish what is queued and end."""
        self._thread.shutdown(wait=True)

    def _import(self, path: Path) -> None:
        """Import one file; what a person must look at is set aside with its code, and the next one goes on."""
        try:
            self._receive(path)
        except Problem as problem:
            log.warning("batch refused", extra={"batch": path.stem[:12], "code": problem.code})
            self._count("refused")
            if problem.code.startswith("SYNC-"):
                self._spool.refuse(path, problem.code)
        else:
            log.info("batch imported", extra={"batch": path.stem[:12]})
            self._count("imported")

    def _ended(self, name: str, done: "Future[None]") -> None:
        """Log what went wrong with one import; one more is done with."""
        self._queue.discard(name)
        error = None if done.cancelled() else done.exception()
        if error is not None:
            log.error("batch could not be imported", exc_info=error, extra={"batch": name[:12]})
            self._count("failed")
