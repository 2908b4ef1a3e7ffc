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

    def __init__(self, spool: Spool, receive: Callable[[Path], object], known: Callable[[str], bool]) -> None:
        self._spool = spool
        self._receive = receive
        self._known = known
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="importer")

    def resume(self) -> None:
        """Take up whatever an earlier run left behind."""
        for path in self._spool.waiting():
            if not self._known(path.stem):
                self.add(path)

    def add(self, whole: Path) -> None:
        """Import *whole* when its turn comes; an error of ours is logged, and the file tried again at the next start."""
        self._thread.submit(self._import, whole).add_done_callback(partial(_tell, whole.stem[:12]))

    def stop(self) -> None:
        """Finish what is queued and end."""
        self._thread.shutdown(wait=True)

    def _import(self, path: Path) -> None:
        """Import one file; what a person must look at is set aside with its code, and the next one goes on."""
        try:
            self._receive(path)
        except Problem as problem:
            log.warning("batch %s refused: %s", path.stem[:12], problem.code)
            if problem.code.startswith("SYNC-"):
                self._spool.refuse(path, problem.code)
        else:
            log.info("batch %s imported", path.stem[:12])


def _tell(name: str, done: "Future[None]") -> None:
    """Log what went wrong with one import."""
    error = done.exception()
    if error is not None:
        log.error("batch %s could not be imported", name, exc_info=error)
