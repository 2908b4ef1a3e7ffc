"""Collects Python's garbage on the window's thread only.

A collection may free a forgotten widget, and Qt objects die on the thread they live on or take the program with them.
Python collects on whatever thread happens to allocate: the one that reads the inbox, settles the index or serves
batches. So while there is a window, the automatic collector is off and a timer of the window's thread does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000  # milliseconds
YOUNG, OLD = (
    20_000,
    20,
)  # new containers that make a collection worth it; collections of these that make a full one


class GarbageCollector(QObject):
    """The collector of a window's program; it stops with its *parent*."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(collect)
        self._timer.start()


def collect() -> None:
    """Collect what gathered, the old less often than the young; call it on the window's thread."""
    young, _middle, old = gc.get_count()
    if young > YOUNG:
        gc.collect(2 if old >= OLD else 1)
