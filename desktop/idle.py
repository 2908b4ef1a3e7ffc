"""Notices that nobody has touched the program for a while, so that a desk left open is locked by itself.

Only the window that has the cursor is listened to (its native window, which hears keys and the mouse alone): a filter
on the whole application would call Python for every paint and timer.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

MINUTES: Final = 10  # what is used until a person chooses otherwise; 0 never locks
CHOICES: Final = (5, 10, 20, 30, 60, 0)
_TOUCHES: Final = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}


class Idle(QObject):
    """`idle` is told once nothing was touched for *minutes*; `watch` begins, `stop` ends."""

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._heard: QWindow | None = None
        self._on = False

    def watch(self, minutes: float) -> None:
        """Listen from now on; 0 minutes never tells."""
        self.stop()
        if minutes > 0:
            self._on = True
            self._timer.setInterval(round(minutes * 60_000))
            self._timer.start()
            app = QGuiApplication.instance()
            if isinstance(app, QGuiApplication):
                app.focusWindowChanged.connect(self._listen)
                self._listen(QGuiApplication.focusWindow())

    def stop(self) -> None:
        """Listen no more."""
        app = QGuiApplication.instance()
        if self._on and isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._listen)
        self._on = False
        self._timer.stop()
        self._listen(None)

    def _listen(self, window: QWindow | None) -> None:
        if self._heard is not None:
            self._heard.removeEventFilter(self)
            self._heard.destroyed.disconnect(self._gone)
        self._heard = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._gone)

    def _gone(self) -> None:
        self._heard = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at every touch."""
        if event.type() in _TOUCHES and self._on:
            self._timer.start()
        return super().eventFilter(watched, event)
