"""The side that has the rows: starts workers late, keeps them for the next job, hands out chunks, puts results in order.

Nothing rests on a worker. Where none gets ready in time, after the last has gone, and for a chunk a worker failed at,
the work is done here (`Job.here`). On a machine with one core it always is.
"""

import os
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Lock
from time import monotonic
from typing import Any

from forms.problems import Problem
from forms.workers.process import ASK, CHUNK, DONE, FAILED, JOB, READY, REFUSED, TOLD, WARM, serve

MOST = 4  # more would wait for the one process that writes
_WAITING = 16  # results that may wait for an earlier one
_PATIENCE = 0.5  # seconds without news after which the work is asked whether it shall go on
_BEGIN = 20.0  # seconds the first worker is given to get ready
_END = 2.0  # seconds a worker is given to end by itself


@dataclass(frozen=True, slots=True)
class Job:
    """Work on many chunks.

    *name* is ``module:function``: called in a worker with *given* (whatever pickle takes) and a function that asks
    *answer* here, it returns what makes a result of a chunk. *here* makes the same result in this process. *pulse* is
    called now and then while nothing comes; what it raises ends the work. *ahead* is how many chunks a worker has: the one
    it works at, and what it goes on with while nobody takes its results.
    """

    name: str
    given: Any
    here: Callable[[Any], Any]
    answer: Callable[..., Any]
    pulse: Callable[[], None] = lambda: None
    ahead: int = 2


@dataclass(slots=True)
class _Hand:
    """One worker: *chunks* are the numbers of those it has, *ready* the job it has taken up (0: none)."""

    process: BaseProcess
    connection: Connection
    chunks: set[int] = field(default_factory=set)
    ready: int = 0


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """The workers of one open office; any thread may use them, one job has them at a time."""

    def __init__(self, most: int | None = None) -> None:
        """*most* workers at once; None: one for each core, `MOST` at most, none where there is one core only."""
        found = min(cores(), MOST)
        self.most = most if most is not None else (found if found > 1 else 0)
        self._hands: list[_Hand] = []
        self._jobs = 0
        self._busy = Lock()

    def warm(self, module: str, wanted: int | None = None) -> None:
        """Start workers that will be wanted soon, and let them import *module* meanwhile; return at once."""
        if self.most and self._busy.acquire(blocking=False):
            try:
                before = len(self._hands)
                self._start(min(self.most, wanted or self.most))
                hands = _Hands(self._hands, 0)
                for hand in self._hands[before:]:
                    hands.tell(hand, WARM, 0, module)
            finally:
                self._busy.release()

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that are there now."""
        return [hand.process.pid or 0 for hand in self._hands]

    def run(self, job: Job, chunks: Iterable[Any], expected: int) -> Generator[Any, None, None]:
        """Yield the result of each of *chunks* in their order; *expected* is about how many there are.

        Chunks are taken as workers come free, so there may be any number. Who stops early closes the iterator.
        """
        if self.most == 0 or expected <= 1 or not self._busy.acquire(blocking=False):
            yield from map(job.here, chunks)
            return
        try:
            self._start(min(self.most, expected))
            yield from _Run(job, self._take_up(job), iter(chunks)).results()
        finally:
            self._hands = [hand for hand in self._hands if self._stays(hand)]
            self._busy.release()

    def dismiss(self) -> None:
        """End the workers unless they are at work: each takes a hundred megabytes, and the next job starts others."""
        if self._busy.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._busy.release()

    def close(self) -> None:
        """End every worker."""
        hands, self._hands = self._hands, []
        for hand in hands:
            hand.connection.close()
        for hand in hands:
            _end(hand)

    def _start(self, wanted: int) -> None:
        context = get_context("spawn")  # the one way on Windows, and the one that forks no threads elsewhere
        while len(self._hands) < wanted:
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs,), name="xiezuo-worker", daemon=True)
            try:
                process.start()
            except OSError:  # no memory, no more processes: those that are there do the work
                ours.close()
                return
            finally:
                theirs.close()
            self._hands.append(_Hand(process, ours))

    def _take_up(self, job: Job) -> "_Hands":
        self._jobs += 1
        given = pickle.dumps(job.given, pickle.HIGHEST_PROTOCOL)
        hands = _Hands(self._hands, self._jobs)
        for hand in self._hands:
            hands.tell(hand, JOB, self._jobs, (job.name, given))
        return hands

    @staticmethod
    def _stays(hand: _Hand) -> bool:
        """Say whether a worker can take another job; one that is still at work on what nobody wants is ended."""
        if not hand.chunks and hand.process.is_alive() and not hand.connection.closed:
            return True
        hand.connection.close()
        hand.process.kill()
        _end(hand)
        return False


def _end(hand: _Hand) -> None:
    hand.process.join(_END)
    if hand.process.is_alive():
        hand.process.kill()
        hand.process.join()
    hand.process.close()


class _Hands:
    """The workers during one job; *lost* are the chunks of those that are gone."""

    def __init__(self, hands: Iterable[_Hand], number: int) -> None:
        self.number = number
        self.there = list(hands)
        self.lost: deque[int] = deque()

    def tell(self, hand: _Hand, word: str, number: int, content: Any) -> None:
        """Send to a worker; one that is gone is let go."""
        try:
            hand.connection.send_bytes(pickle.dumps((word, number, content), pickle.HIGHEST_PROTOCOL))
        except OSError:
            self.let_go(hand)

    def let_go(self, hand: _Hand) -> None:
        """Forget a worker that is gone; its chunks are done here."""
        if hand in self.there:
            self.there.remove(hand)
            self.lost += sorted(hand.chunks)
            hand.connection.close()

    def free(self, enough: int) -> _Hand | None:
        """Return the worker with the least to do, None when all have *enough*."""
        ready = [hand for hand in self.there if hand.ready == self.number and len(hand.chunks) < enough]
        return min(ready, key=lambda hand: len(hand.chunks), default=None)

    def none_ready(self) -> bool:
        """Say whether nobody but this process can work now."""
        return not any(hand.ready == self.number for hand in self.there)

    def news(self, patience: float) -> Iterator[tuple[_Hand, str, int, Any]]:
        """Yield what workers say, waiting *patience* seconds for the first of it."""
        by_connection = {hand.connection: hand for hand in self.there}
        for connection in wait(list(by_connection), patience):
            hand = by_connection[connection]  # type: ignore[index]  # wait returns what it was given
            try:
                said = pickle.loads(hand.connection.recv_bytes())  # noqa: S301  (from a process this one started)
            except (EOFError, OSError):
                self.let_go(hand)
                continue
            yield hand, *said


class _Run:
    """One job under way."""

    def __init__(self, job: Job, hands: _Hands, chunks: Iterator[Any]) -> None:
        self._job, self._hands, self._chunks = job, hands, chunks
        self._open: dict[int, Any] = {}  # handed out, by number
        self._done: dict[int, Any] = {}
        self._taken, self._begun = 0, monotonic()
        self._more = True

    def results(self) -> Iterator[Any]:
        """Yield the results in order."""
        turn = 0
        while self._more or self._open or self._done:
            while turn in self._done:
                yield self._done.pop(turn)
                turn += 1
            if len(self._done) < _WAITING:
                self._hand_out()
            while self._hands.lost:
                self._here(self._hands.lost.popleft())
            if self._more and self._alone():
                number = self._take()
                if number is not None:
                    self._here(number)
            elif turn not in self._done:
                self._hear(_PATIENCE)

    def _alone(self) -> bool:
        """Say whether there is nobody to wait for."""
        late = monotonic() - self._begun > _BEGIN
        return not self._hands.there or (late and self._hands.none_ready())

    def _take(self) -> int | None:
        """Take the next chunk; None when there is none."""
        for chunk in self._chunks:
            number = self._taken
            self._open[number] = chunk
            self._taken += 1
            return number
        self._more = False
        return None

    def _hand_out(self) -> None:
        while self._more and (hand := self._hands.free(self._job.ahead)) is not None:
            number = self._take()
            if number is not None:
                hand.chunks.add(number)
                content = pickle.dumps(self._open[number], pickle.HIGHEST_PROTOCOL)
                self._hands.tell(hand, CHUNK, number, content)

    def _here(self, number: int) -> None:
        self._done[number] = self._job.here(self._open.pop(number))

    def _hear(self, patience: float) -> None:
        heard = False
        for hand, word, number, content in self._hands.news(patience):
            heard = True
            if word == READY:
                hand.ready = number
            elif word == ASK:
                self._answer(hand, content)
            elif number in hand.chunks:
                hand.chunks.discard(number)
                if word == DONE:
                    self._done[number] = content
                    del self._open[number]
                else:
                    self._here(number)
            elif word == FAILED:  # at taking the job up
                self._hands.there.remove(hand)
        if not heard:
            self._job.pulse()

    def _answer(self, hand: _Hand, question: tuple[Any, ...]) -> None:
        """Answer a worker; what cannot be answered fails its chunk, and the problem is met here."""
        try:
            self._hands.tell(hand, TOLD, 0, self._job.answer(*question))
        except Problem:
            self._hands.tell(hand, REFUSED, 0, None)
