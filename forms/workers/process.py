"""What runs in a worker process: takes jobs and chunks, gives results back, asks what it must know.

Threads of their own take in what the other side sends and send what is said, so that neither side ever waits to be read
by one that waits itself. An error here is not told in words: the other side does the chunk again and meets it there, where it is caught
as ever. One that only we can mend ends the worker.
"""

import pickle
import signal
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread, current_thread, main_thread
from typing import Any

from forms.problems import Problem

Ask = Callable[..., Any]
Work = Callable[[Any], Any]
READY, DONE, FAILED, ASK = "ready", "done", "failed", "ask"  # said by a worker
JOB, CHUNK, TOLD, REFUSED, WARM = "job", "chunk", "told", "refused", "warm"  # said to one


class AskFailed(Exception):  # noqa: N818  (ends the chunk, which is then worked at where the answer is)
    """What was asked could not be answered."""


class _Worker:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._work: Work | None = None
        self._turns: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[str, Any] | None] = SimpleQueue()
        self._sent: SimpleQueue[bytes] = SimpleQueue()

    def run(self) -> None:
        """Work until the other side is gone."""
        Thread(target=self._listen, daemon=True).start()
        Thread(target=self._send, daemon=True).start()
        while (turn := self._turns.get()) is not None:
            kind, number, content = turn
            try:
                if kind == WARM:
                    import_module(content).warm()
                    continue
                self._say(*(self._take_up(content) if kind == JOB else self._done(content)), number)
            except (Problem, AskFailed):
                self._say(FAILED, None, number)

    def _take_up(self, job: tuple[str, bytes]) -> tuple[str, Any]:
        name, given = job
        self._work = None
        module, _colon, function = name.partition(":")
        self._work = getattr(import_module(module), function)(pickle.loads(given), self._ask)  # noqa: S301  (from the process that started this one)
        return READY, None

    def _done(self, chunk: bytes) -> tuple[str, Any]:
        if self._work is None:
            raise LookupError("no job")
        return DONE, self._work(pickle.loads(chunk))  # noqa: S301  (as above)

    def _ask(self, *question: Any) -> Any:
        """Return the other side's answer. Raises AskFailed."""
        self._say(ASK, question, 0)
        answer = self._answers.get()
        if answer is None or answer[0] == REFUSED:
            raise AskFailed
        return answer[1]

    def _say(self, word: str, content: Any, number: int) -> None:
        self._sent.put(pickle.dumps((word, number, content), pickle.HIGHEST_PROTOCOL))

    def _send(self) -> None:
        """Send what was said; meanwhile the next chunk is worked at, though nobody may have time to take this one."""
        try:
            while True:
                self._connection.send_bytes(self._sent.get())
        except OSError:  # the other side is gone: `_listen` hears of it, too
            return

    def _listen(self) -> None:
        """Take in what is sent; at the end (the other side closed, or is gone) let the worker end too."""
        try:
            while True:
                kind, number, content = pickle.loads(self._connection.recv_bytes())  # noqa: S301  (as above)
                if kind in (TOLD, REFUSED):
                    self._answers.put((kind, content))
                else:
                    self._turns.put((kind, number, content))
        except (EOFError, OSError):
            self._answers.put(None)
            self._turns.put(None)


def serve(connection: Connection) -> None:
    """Be a worker process."""
    if current_thread() is main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started this; its end is ours
    _Worker(connection).run()
