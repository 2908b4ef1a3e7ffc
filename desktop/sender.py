"""Sending by itself while the window is open: one thread that waits, contacts the office above, and waits again.

What is due and when is settled in `sync.outbox.automatic`; here is only the thread, the system's hint that a network is
there, and the way to the window. ``xiezuo send --watch`` does the same without one.
"""

import threading
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation

from desktop import crash
from desktop.background import Stopped

if TYPE_CHECKING:
    from records.ledger import Office

FIRST_MS: Final = 60_000  # after signing in: the first minute is for work
_STOP_SECONDS: Final = 40  # a silent line counts as broken after thirty
_IDLE_SECONDS: Final = 60.0


class Sender(QObject):
    """`stood` carries each new `Standing`, `moved` bytes above and in all, `sent` what a contact achieved."""

    stood = Signal(object)
    moved = Signal(object, object)  # whole numbers of any size: Qt's int ends at 2 GiB
    sent = Signal(object)
    _failed = Signal(object)

    def __init__(self, office: "Office") -> None:
        super().__init__()
        self._office = office
        self._automatic: Any = None
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._cut = threading.Event()  # ends the contact under way
        self._over = False
        self.line = threading.Lock()  # one contact at a time, by itself or by hand
        self.standing: Any = None
        self._failed.connect(self._report)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self.start)
        timer.start(FIRST_MS)
        if QNetworkInformation.loadDefaultBackend():
            QNetworkInformation.instance().reachabilityChanged.connect(self._hint)

    def start(self) -> None:
        """Begin to wait for the next contact."""
        if self._thread is None and not self._over:
            self._thread = threading.Thread(target=self._run, name="xiezuo-outbox", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Something was sealed: the next contact is due soon."""
        if self._automatic is not None:
            self._automatic.wake()
        self._wake.set()

    def look(self) -> None:
        """The plan was changed: look at it anew; a contact under way ends when sending was paused."""
        self.start()
        self._cut.set()
        self._wake.set()

    def stop(self) -> None:
        """End, before the office is closed; what is under way goes on another day where it was."""
        self._over = True
        self._cut.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        _nothing, error = crash.attempt(self._loop)
        if error is not None:
            self._failed.emit(error)

    def _loop(self) -> None:
        from sync.outbox.automatic import Automatic

        self._automatic = Automatic(self._office, monotonic, self._rest)
        while not self._over:
            self._wake.clear()
            left = self._automatic.wait()
            self._tell()
            if left is None or left > 0:
                self._wake.wait(_IDLE_SECONDS if left is None else min(left, _IDLE_SECONDS))
                continue
            self._contact()

    def _contact(self) -> None:
        self._cut.clear()
        with self.line:
            if self._over:
                return
            try:
                sent = self._automatic.contact(self._progress)
            except Stopped:
                self._automatic.begin(_IDLE_SECONDS)
                return
        self._tell()
        if sent is not None:
            if sent.forms:
                from sync import inbox

                inbox.retry(self._office)
            self.sent.emit(sent)

    def _progress(self, done: int, total: int) -> None:
        if self._cut.is_set():
            raise Stopped
        self.moved.emit(done, total)

    def _rest(self, seconds: float) -> None:
        if self._cut.wait(seconds):
            raise Stopped

    def _tell(self) -> None:
        self.standing = self._automatic.standing
        self.stood.emit(self.standing)

    def _hint(self, now: QNetworkInformation.Reachability) -> None:
        if now == QNetworkInformation.Reachability.Online and self._automatic is not None:
            self._automatic.reachable()
            self._wake.set()

    def _report(self, error: BaseException) -> None:
        """Tell of an error only we can mend; sending by hand still works."""
        crash.report(error)
