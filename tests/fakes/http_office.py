"""An open office behind real HTTP on loopback, in this process: uvicorn on a thread, gone at the end of the block."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from records.ledger import Office
from sync.server import app


@contextmanager
def listening(office: Office) -> Iterator[str]:
    """Serve *office*; yields its address, where connections are taken already."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        server = uvicorn.Server(uvicorn.Config(app(office), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)
