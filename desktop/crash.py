"""The one last catcher: what only we can mend becomes a report file, and the window goes on.

The report holds kinds of errors, files, lines and versions, never messages or values: a message of a database
or a parser may quote a person's name. Saved work is safe, because every save is one durable transaction.
"""

import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from forms.clock import Clock
from forms.problems import Problem

Shown = Callable[[BaseException, Path | None], None]


class _Handler:
    """Where reports go and who tells the person; set once by the application."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.clock: Clock | None = None
        self.show: Shown | None = None


_handler = _Handler()


def install(folder: Path, clock: Clock, show: Shown) -> None:
    """Catch what nobody caught: write a report into *folder* and call *show* with the error and the file."""
    _handler.folder, _handler.clock, _handler.show = folder, clock, show
    sys.excepthook = _hook


def report(error: BaseException) -> Path | None:
    """Write the report of *error*, tell the person, and return the file (None when none could be written)."""
    file = None
    if not isinstance(error, Problem):
        file = _written(error)
        if _handler.folder is None:
            traceback.print_exception(error)
    if _handler.show is not None:
        _handler.show(error, file)
    elif isinstance(error, Problem):
        traceback.print_exception(error)
    return file


def attempt(op: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    """Run *op* where there is no caller to raise to (a worker thread) and return its result or what it raised."""
    try:
        return op(), None
    except BaseException as error:  # noqa: BLE001  (delivered to the window's thread, which tells or reports it)
        return None, error


def text_of(error: BaseException) -> str:
    """Return what the report says of *error*: kinds and places, no message, no value."""
    return "\n".join((*_chain(error), ""))


def _chain(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def _short(filename: str) -> str:
    """Return the last parts of a path: enough to find the line, too little to name a person's home folder."""
    return "/".join(Path(filename).parts[-3:])


def _written(error: BaseException) -> Path | None:
    if _handler.folder is None or _handler.clock is None:
        return None
    now = _handler.clock.now()
    head = f"{now.isoformat()}\nPython {sys.version} {sys.platform}\n"
    file = _handler.folder / f"report-{now:%Y%m%d-%H%M%S}.txt"
    try:
        _handler.folder.mkdir(parents=True, exist_ok=True)
        file.write_text(head + text_of(error), encoding="utf-8")
    except OSError:
        return None  # a full disk must not hide the first error
    return file


def _hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    report(error)
