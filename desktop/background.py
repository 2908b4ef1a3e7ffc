"""Work that may take longer than a blink, off the window's thread.

``run(op, owner).then(show).failed(tell)``: *op* is a plain function without Qt; its result comes back on the
window's thread. A `Problem` goes to *tell*; what only we can mend goes to the crash handler, whoever asked.
When the *owner* (a widget) is gone, or a newer call of the same `Latest` was made, the result is dropped.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from desktop import crash
from forms.problems import Problem

T = TypeVar("T")
_WORKERS = 3  # one may wait for the disk while two read; more would only queue at the database


class Stopped(Exception):  # noqa: N818  (not an error: the person pressed 取消)
    """Raised inside a running op by its `Progress` once the person asked to stop."""


class Progress(QObject):
    """Handed to an op: call it with (done, total) to move the bar; it raises `Stopped` when asked to stop."""

    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._stop = False

    def __call__(self, done: int, total: int | None = None) -> None:
        """Tell how far the work is; *total* may be unknown. Raises `Stopped` once asked to stop."""
        if self._stop:
            raise Stopped
        self.moved.emit(done, total or 0)

    @property
    def stopped(self) -> bool:
        """Whether the op was asked to end."""
        return self._stop

    def stop(self) -> None:
        """Ask the op to end at its next report."""
        self._stop = True


class Task(QObject):
    """One piece of work under way."""

    _ended = Signal(object, object)  # result, error
    finished = Signal()

    def __init__(self, op: Callable[[], Any], owner: QObject | None) -> None:
        super().__init__()
        self._op = op
        self._owner = owner
        self._then: list[Callable[[Any], None]] = []
        self._failed: list[Callable[[Problem], None]] = []
        self._finally: list[Callable[[], None]] = []
        self._dropped = False
        self._ended.connect(self._deliver)

    def then(self, show: Callable[[Any], None]) -> Self:
        """Call *show* with the result, on the window's thread."""
        self._then.append(show)
        return self

    def failed(self, tell: Callable[[Problem], None]) -> Self:
        """Call *tell* with the `Problem`, on the window's thread."""
        self._failed.append(tell)
        return self

    def always(self, after: Callable[[], None]) -> Self:
        """Call *after* at the end, however it ended."""
        self._finally.append(after)
        return self

    def drop(self) -> None:
        """Forget the result: somebody newer asked."""
        self._dropped = True

    def work(self) -> None:
        """Run the op; called by a worker thread."""
        self._ended.emit(*crash.attempt(self._op))

    @Slot(object, object)
    def _deliver(self, result: Any, error: BaseException | None) -> None:
        _live.discard(self)
        self.finished.emit()
        gone = self._dropped or (self._owner is not None and not shiboken6.isValid(self._owner))
        if gone and (error is None or isinstance(error, (Problem, BaseExceptionGroup, Stopped))):
            return
        for after in self._finally if not gone else ():
            after()
        if error is None:
            for show in self._then:
                show(result)
        elif not isinstance(error, Stopped):
            self._tell(error)

    def _tell(self, error: BaseException) -> None:
        problem = _first_problem(error)
        if problem is not None and self._failed:
            for tell in self._failed:
                tell(problem)
        else:
            crash.report(problem or error)


def _first_problem(error: BaseException) -> Problem | None:
    """Return the `Problem` of *error*, or the first one when several came as a group and nothing else did."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, BaseExceptionGroup):
        found = [_first_problem(inner) for inner in error.exceptions]
        return found[0] if all(found) else None
    return None


class _Worker(QRunnable):
    """Carries a task into a thread of the pool."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        """Do the work."""
        self._task.work()


_live: set[Task] = set()  # tasks are kept alive from start to delivery


def _pool() -> QThreadPool:
    pool = QThreadPool.globalInstance()
    if pool.maxThreadCount() != _WORKERS:
        pool.setMaxThreadCount(_WORKERS)
    return pool


def run(op: Callable[[], T], owner: QObject | None = None) -> Task:
    """Start *op* on a worker thread and return its `Task`; while *owner* lives, the result is delivered."""
    task = Task(op, owner)
    _live.add(task)
    _pool().start(_Worker(task))
    return task


def idle() -> bool:
    """Say whether nothing is under way (tests wait for it; the window asks before it closes)."""
    return not _live


def wait() -> None:
    """Let work under way come to its end, at the end of the program: a save is never cut off."""
    _pool().waitForDone()


class Latest:
    """Only the newest answer counts: for searching as one types."""

    def __init__(self) -> None:
        self._task: Task | None = None

    def run(self, op: Callable[[], T], owner: QObject | None = None) -> Task:
        """Start *op*; the result of an earlier call that is still under way is dropped."""
        if self._task is not None and self._task in _live:
            self._task.drop()
        self._task = run(op, owner)
        return self._task
