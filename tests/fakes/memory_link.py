"""A link without a network: requests go straight into an ASGI application, and break where a test says.

The line is one stream of bytes, heads and bodies of requests and replies in turn. It breaks once, at byte
*cut*: in a request's head the server sees nothing; in its body the server gets the part before; in a reply
the server has done its work and the client does not know.
"""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from starlette.types import ASGIApp, Message

from sync.outbox.link import LinkBrokenError, Reply, Request

T = TypeVar("T")


class Running:
    """An ASGI application alive in an event loop of its own: started up on entry, shut down on leaving."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()

    def __enter__(self) -> Self:
        self._thread.start()
        self._life = asyncio.run_coroutine_threadsafe(self._live(), self._loop)
        self.run(self._turn("lifespan.startup"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self._turn("lifespan.shutdown"))
        self._life.result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run *work* in the application's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _live(self) -> None:
        await self.app({"type": "lifespan"}, self._to_app.get, self._from_app.put)

    async def _turn(self, kind: str) -> None:
        await self._to_app.put({"type": kind})
        answer = await self._from_app.get()
        assert answer["type"] == f"{kind}.complete", answer


class MemoryLink:
    """Carries requests into *running*; breaks once at byte *cut* of the line (None: never)."""

    def __init__(self, running: Running, cut: int | None = None) -> None:
        self._running = running
        self._cut = cut
        self.carried = 0  # bytes over the line so far
        self.requests = 0

    def exchange(self, request: Request) -> Reply:
        """Carry one request and its reply."""
        self.requests += 1
        self._pass(len(_head(request)), "request head")
        body, whole = self._body(request.body)
        reply = self._running.run(_serve(self._running.app, request, body, whole))
        if not whole:
            raise LinkBrokenError("request body")
        if reply is None:
            raise LinkBrokenError("no reply")
        self._pass(
            20 + sum(len(name) + len(value) + 4 for name, value in reply.headers.items()), "reply head"
        )
        self._pass(len(reply.body), "reply body")
        return reply

    def close(self) -> None:
        """Nothing to give back."""

    def _pass(self, size: int, where: str) -> None:
        """Carry *size* bytes, or break among them."""
        broken = self._cut is not None and self._cut < self.carried + size
        self.carried += size
        if broken:
            self._cut = None
            raise LinkBrokenError(where)

    def _body(self, body: bytes) -> tuple[bytes, bool]:
        """Return what arrives of *body*, and whether that is all."""
        if self._cut is not None and self._cut < self.carried + len(body):
            arrived = body[: max(0, self._cut - self.carried)]
            self._cut = None
            self.carried += len(arrived)
            return arrived, False
        self.carried += len(body)
        return body, True


class FailsAfter:
    """A line that breaks for good after so many pieces of attached files came down."""

    def __init__(self, inner: MemoryLink, pieces: int) -> None:
        self._inner, self._left = inner, pieces

    def exchange(self, request: Request) -> Reply:
        """Carry a request while the line holds."""
        if request.target.startswith("/files"):
            if not self._left:
                raise LinkBrokenError("gone")
            self._left -= 1
        return self._inner.exchange(request)

    def close(self) -> None:
        """Nothing to give back."""


def _head(request: Request) -> bytes:
    lines = [f"{request.method} {request.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


async def _serve(app: ASGIApp, request: Request, body: bytes, whole: bool) -> Reply | None:
    """Run one request through the application; a broken one ends with a disconnect."""
    path, _, query = request.target.partition("?")
    headers = [(name.lower().encode(), value.encode()) for name, value in request.headers.items()]
    headers += [(b"content-length", str(len(request.body)).encode())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "server": ("office", 80),
    }
    half = len(body) // 2
    coming: list[Message] = [{"type": "http.request", "body": body[:half], "more_body": True}]
    coming.append({"type": "http.request", "body": body[half:], "more_body": not whole})
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0)
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next((one for one in sent if one["type"] == "http.response.start"), None)
    if start is None:
        return None
    content = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], found, content)
