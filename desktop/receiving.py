"""Receiving over the network while the window is open: the server of `sync.server` on a thread of its own.

For an office that wants to receive day and night, ``xiezuo serve`` runs the same server without a window.
"""

import socket
import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import background
from desktop.problem_codes import CERTIFICATE_UNUSABLE, PORT_TAKEN
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office

_LOOK_MS: Final = 100
_STOP_SECONDS: Final = 10


class Receiving(QObject):
    """Starts and stops the server; `changed` after each."""

    changed = Signal()

    def __init__(self, office: "Office") -> None:
        super().__init__()
        self._office = office
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self.problem: Problem | None = None
        self.address = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_on(self) -> bool:
        """Say whether offices below can send now."""
        return self._server is not None and bool(self._server.started) and not self._server.should_exit

    def start(self, port: int, tls_cert: Path | None = None, tls_key: Path | None = None) -> None:
        """Begin to receive on *port* of every network of this machine; TLS when given a certificate."""
        self.problem = None
        scheme = "https" if tls_cert else "http"
        self.address = f"{scheme}://{_own_address()}:{port}"
        op = lambda: _made(self._office, port, tls_cert, tls_key)  # noqa: E731  (one line, used once)
        background.run(op, self).then(self._begin).failed(self._tell)

    def stop(self) -> None:
        """End receiving: uploads under way are cut and go on later where they were."""
        if self._server is not None:
            self._server.should_exit = True
            self._timer.start()

    def wait(self) -> None:
        """Stop and wait for the end, before the office is closed."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    def _begin(self, server: Any) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.run, name="xiezuo-inbox", daemon=True)
        self._thread.start()
        self._timer.start()

    def _look(self) -> None:
        alive = self._thread is not None and self._thread.is_alive()
        if not alive:
            self._server = None
        if self.is_on or not alive:
            self._timer.stop()
            self.changed.emit()

    def _tell(self, problem: Problem) -> None:
        self.problem = problem
        self.changed.emit()


def _made(office: "Office", port: int, tls_cert: Path | None, tls_key: Path | None) -> Any:
    """Return the server, not yet running; refuses what cannot work before it begins (DESKTOP-013, -014)."""
    import uvicorn

    from sync.server import app

    _prove_certificate(tls_cert, tls_key)
    with socket.socket() as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("0.0.0.0", port))  # noqa: S104  (other offices must reach it; devices sign each request)
        except OSError as error:
            raise Problem(PORT_TAKEN, values={"port": port}) from error
    config = uvicorn.Config(
        app(office),
        host="0.0.0.0",  # noqa: S104  (as above)
        port=port,
        log_config=None,
        access_log=False,
        ssl_certfile=tls_cert,
        ssl_keyfile=tls_key,
    )
    return uvicorn.Server(config)


def _prove_certificate(tls_cert: Path | None, tls_key: Path | None) -> None:
    """Refuse a certificate without its key, or a pair that TLS cannot use (DESKTOP-014)."""
    if tls_cert is None and tls_key is None:
        return
    if tls_cert is None or tls_key is None:
        raise Problem(CERTIFICATE_UNUSABLE, values={"file": str(tls_cert or tls_key)})
    try:
        # an empty passphrase, so that a locked key is refused and never asks on a terminal
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls_cert, tls_key, password="")
    except OSError as error:  # ssl.SSLError is one too
        raise Problem(CERTIFICATE_UNUSABLE, values={"file": str(tls_cert)}) from error


def _own_address() -> str:
    """Return the address other machines would use, as far as this machine knows; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: only asks the routing table
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
