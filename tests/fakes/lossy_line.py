"""A real line on loopback that loses requests and replies: a relay between client and server that hangs up on some.

Of a request that is lost the server gets some beginning, of a reply the client; neither end is told why.
"""

import random
import select
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_CHUNK = 65536


class LossyLine:
    """Listens in front of the server at *address* and loses *share* of the requests, and of the replies."""

    def __init__(self, address: str, share: float, seed: int) -> None:
        parts = urlsplit(address)
        self._server = (str(parts.hostname), int(parts.port or 80))
        self._share = share
        self._random = random.Random(seed)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._take)]
        self.requests = self.lost_requests = self.replies = self.lost_replies = 0

    @property
    def address(self) -> str:
        """Where clients knock."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for one in list(self._open):
            _hang_up(one)
        for thread in self._threads:
            thread.join(10)

    def _take(self) -> None:
        while True:
            try:
                client, _who = self._door.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._relay, args=(client,))
            self._threads.append(thread)
            thread.start()

    def _relay(self, client: socket.socket) -> None:
        """Carry one connection, one direction at a time: HTTP/1.1 speaks in turns."""
        server = socket.create_connection(self._server)
        self._open += [client, server]
        with client, server, suppress(OSError):
            while self._turn(client, server, asks=True) and self._turn(server, client, asks=False):
                pass

    def _turn(self, speaker: socket.socket, hearer: socket.socket, *, asks: bool) -> bool:
        """Carry what one end says until the other speaks; False when it was lost or an end hung up."""
        doomed = self._random.random() < self._share
        counted = False
        while True:
            said = _recv(speaker, hearer)
            if said is None:
                return counted
            if not said:
                return False
            if not counted:
                counted = True
                self._count(asks=asks, lost=doomed)
            if doomed:
                hearer.sendall(said[: self._random.randrange(len(said))])
                return False
            hearer.sendall(said)

    def _count(self, *, asks: bool, lost: bool) -> None:
        if asks:
            self.requests += 1
            self.lost_requests += lost
        else:
            self.replies += 1
            self.lost_replies += lost


def _recv(speaker: socket.socket, hearer: socket.socket) -> bytes | None:
    """Wait for either end; return what the speaker said (b'' when it hung up), None when it is the other's turn."""
    ready, _writing, _odd = select.select([speaker, hearer], [], [])
    return speaker.recv(_CHUNK) if speaker in ready else None


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
