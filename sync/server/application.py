"""The inbox behind HTTP: each route strict about method, type and who asks.

``POST HEAD PATCH /batches`` (resumable upload), ``GET /acknowledgements?after=n`` (the next one for the
device that asks; ``Prefer: wait=s`` holds the answer until there is one), ``GET /forms?after=epoch:n`` (the
signed package of forms when it is newer), ``GET /updates?after=epoch:n`` (word of a new program),
``GET /erasures/{digest}`` (what became of what a device told of as erased),
``GET /records?after=mark`` (the next records the device may read), ``GET /files`` (a piece of what they name), ``GET /statement`` (what is held of the device),
``GET /health`` (the process lives) and ``GET /ready`` (the ledger answers and
the disk takes a batch), both open to all and silent about the content, ``GET /metrics`` (for this machine only), ``GET
POST /renewals`` (the papers of renewed keys, which prove themselves), and
``GET POST /enrolments`` for who is not enrolled yet and knows a one-time code.
Everything else is refused as coded JSON.
"""

import asyncio
import ipaddress
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from forms.problems import Problem
from sync.distribution import Piece
from sync.protocol import problem_codes as codes
from sync.protocol import requests
from sync.server.door import Door, Open
from sync.server.enrolling import Enrolling, Renewing
from sync.server.files_down import FilesWanted, files_route
from sync.server.gate import Gate
from sync.server.importer import Importer
from sync.server.measures import CONTENT_TYPE, Measures
from sync.server.replies import SpeaksOurProtocol, refusal
from sync.server.spool import DIGEST, Spool
from sync.server.uploads import MOST_BYTES, Uploads

LONGEST_WAIT = 30  # seconds an empty answer is held back
GLANCE, LONGEST_GLANCE = 0.1, 1.0  # seconds between two looks for something new: the first, and at most
ROOM = 256 << 20  # free bytes below which nothing new is taken


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the server needs of the office: the gate, a clock in seconds, and verbs over its ledger (all may block)."""

    gate: Gate
    folder: Path
    receive: Callable[[Path], object]
    known: Callable[[str], bool]
    next_acknowledgement: Callable[[str, int], tuple[int, bytes] | None]
    moment: Callable[[], float]
    forms: Callable[[str], bytes | None] = lambda _after: None
    ready: Callable[[], bool] = lambda: True
    invitation: Callable[[str], bytes | None] = lambda _digits: None
    enrol: Callable[[bytes], object] = lambda _answer: None
    statement: Callable[[str, str, bool, str], bytes | None] = lambda _device, _epoch, _sums, _above: None
    updates: Callable[[str], bytes | None] = lambda _after: None
    erasure: Callable[[str, str], bytes | None] = lambda _device, _digest: None
    take_keys: Callable[[bytes], object] = lambda _paper: None
    keys_after: Callable[[str], bytes | None] = lambda _key: None
    records: Callable[[str, str], bytes | None] = lambda _device, _after: None
    files: Callable[[str, FilesWanted], Piece | None] = lambda _device, _wanted: None


def application(inbox: Inbox) -> ASGIApp:
    """Return the ASGI application over *inbox*."""
    spool = Spool(inbox.folder)
    measures = Measures()
    importer = Importer(spool, inbox.receive, inbox.known, measures.imported)
    measures.watch(importer.waiting)
    uploads = Uploads(spool, importer, measures.took)
    answers = _Acknowledgements(inbox)
    door = Door.of(inbox.gate, measures, inbox.moment)
    guarded = door.guarded
    enrolling = Enrolling(inbox.invitation, inbox.enrol)

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(importer.resume)
        yield
        await run_in_threadpool(importer.stop)

    one = "/batches/{digest}"
    about = _by_method(guarded(one, uploads.tell), guarded(one, uploads.piece))
    routes = [
        Route("/health", _health, methods=["GET"]),
        Route("/ready", _ready(inbox), methods=["GET"]),
        Route("/metrics", _metrics(measures), methods=["GET"]),
        Route("/batches", guarded("/batches", uploads.create), methods=["POST"]),
        Route("/batches", _options, methods=["OPTIONS"]),
        Route(one, about, methods=["HEAD", "PATCH"]),
        Route("/acknowledgements", guarded("/acknowledgements", answers.next), methods=["GET"]),
        Route("/forms", guarded("/forms", answers.forms), methods=["GET"]),
        Route("/erasures/{digest}", guarded("/erasures/{digest}", answers.erasure), methods=["GET"]),
        Route("/updates", guarded("/updates", answers.updates), methods=["GET"]),
        Route("/records", guarded("/records", answers.records), methods=["GET"]),
        Route("/files", guarded("/files", files_route(inbox.files)), methods=["GET"]),
        Route("/enrolments", door.ajar("/enrolments", enrolling.invitation), methods=["GET"]),
        Route("/enrolments", door.ajar("/enrolments", enrolling.answer), methods=["POST"]),
        Route("/statement", guarded("/statement", answers.statement), methods=["GET"]),
        Route("/renewals", guarded("/renewals", answers.keys), methods=["GET"]),
        Route("/renewals", door.ajar("/renewals", Renewing(inbox.take_keys).paper), methods=["POST"]),
    ]
    handlers = {HTTPException: _http_refusal, Problem: _problem_refusal}
    app = Starlette(routes=routes, lifespan=living, exception_handlers=handlers)  # type: ignore[arg-type]  # Starlette types handlers by plain Exception
    return SpeaksOurProtocol(app)


@dataclass(frozen=True, slots=True)
class _Acknowledgements:
    """What goes down: acknowledgements one by one, and the package of forms, as the very bytes that were signed."""

    inbox: Inbox

    async def next(self, request: Request, device: str) -> Response:
        """Answer 200 with the file and its number, or 204 when there is none (after waiting as asked)."""
        text = request.query_params.get("after", "0")
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise Problem(codes.BAD_REQUEST, values={"reason": "after"})
        async for _look in _looks(request):
            found = await run_in_threadpool(self.inbox.next_acknowledgement, device, int(text))
            if found is not None:
                headers = {requests.SEQ: str(found[0])}
                return Response(found[1], media_type=requests.ACK_TYPE, headers=headers)
        return Response(status_code=204)

    async def forms(self, request: Request, _device: str) -> Response:
        """Answer 200 with the package of forms, or 204 when the device has taken the newest already."""
        return await _newest(request, self.inbox.forms, requests.FORMS_TYPE)

    async def updates(self, request: Request, _device: str) -> Response:
        """Answer 200 with word of a new program, or 204 when the device has heard it, or there is none."""
        return await _newest(request, self.inbox.updates, requests.UPDATE_TYPE)

    async def erasure(self, request: Request, device: str) -> Response:
        """Answer 200 with what became of a notice of the device, 404 when it is not here (after waiting as asked)."""
        digest = str(request.path_params["digest"])
        if DIGEST.fullmatch(digest) is None:
            raise Problem(codes.BAD_REQUEST, values={"reason": "sha256"})
        async for _look in _looks(request):
            found = await run_in_threadpool(self.inbox.erasure, device, digest)
            if found is not None:
                return Response(found, media_type=requests.ERASURE_TYPE)
        return refusal(Problem(codes.NO_SUCH_NOTICE), 404)

    async def keys(self, request: Request, _device: str) -> Response:
        """Answer 200 with the paper by which the key *after* gave way to the next, or 204 when it is the present one."""
        after = request.query_params.get("after", "")
        if len(after) > 32 or not after.isascii():
            raise Problem(codes.BAD_REQUEST, values={"reason": "after"})
        paper = await run_in_threadpool(self.inbox.keys_after, after)
        return (
            Response(status_code=204) if paper is None else Response(paper, media_type=requests.RENEWAL_TYPE)
        )

    async def records(self, request: Request, device: str) -> Response:
        """Answer 200 with the next records the device may read, or 204 when it has them all."""
        after = request.query_params.get("after", "")
        if len(after) > 200 or not after.isascii():
            raise Problem(codes.BAD_REQUEST, values={"reason": "after"})
        package = await run_in_threadpool(self.inbox.records, device, after)
        if package is None:
            return Response(status_code=204)
        return Response(package, media_type=requests.DOWN_TYPE)

    async def statement(self, request: Request, device: str) -> Response:
        """Answer 200 with what this office holds of the device in one of its epochs, signed."""
        epoch = request.query_params.get("epoch", "")
        if not 0 < len(epoch) <= 64 or not epoch.isascii():
            raise Problem(codes.BAD_REQUEST, values={"reason": "epoch"})
        sums = request.query_params.get("sums") == "1"
        above = request.query_params.get("above", "")
        said = await run_in_threadpool(self.inbox.statement, device, epoch, sums, above)
        if said is None:
            return Response(status_code=204)
        return Response(said, media_type=requests.STATEMENT_TYPE)


async def _looks(request: Request) -> AsyncIterator[int]:
    """Yield when to look: at once, and while the client waits, more and more seldom, so that a hundred may wait at once."""
    left, pause, look = float(_wait(request)), GLANCE, 0
    while True:
        yield look
        if left <= 0 or await request.is_disconnected():
            return
        pause = min(pause, left)
        await asyncio.sleep(pause)
        left, pause, look = left - pause, min(2 * pause, LONGEST_GLANCE), look + 1


async def _newest(request: Request, of: Callable[[str], bytes | None], kind: str) -> Response:
    """Answer with what *of* has newer than the mark the device names."""
    after = request.query_params.get("after", "")
    if len(after) > 100 or not after.isascii():
        raise Problem(codes.BAD_REQUEST, values={"reason": "after"})
    found = await run_in_threadpool(of, after)
    return Response(status_code=204) if found is None else Response(found, media_type=kind)


def _by_method(
    head: Callable[[Request], Awaitable[Response]], patch: Callable[[Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Join two handlers of one path: Starlette would answer HEAD and PATCH of two routes with 405."""

    async def either(request: Request) -> Response:
        return await (head if request.method == "HEAD" else patch)(request)

    return either


async def _health(_request: Request) -> Response:
    """Say that the server lives."""
    return JSONResponse({"status": "ok", "protocol": requests.PROTOCOL})


def _ready(inbox: Inbox) -> Open:
    """Return the route that says whether batches can be taken: the ledger answers, and the disk has room."""

    async def ready(_request: Request) -> Response:
        room = shutil.disk_usage(inbox.folder).free >= ROOM
        well = room and await run_in_threadpool(inbox.ready)
        return JSONResponse({"status": "ready" if well else "not ready"}, 200 if well else 503)

    return ready


def _metrics(measures: Measures) -> Open:
    """Return the route that tells the counts, to this machine only; a proxy must not pass it on."""

    async def metrics(request: Request) -> Response:
        if request.client is None or not _is_here(request.client.host):
            return refusal(Problem(codes.BAD_REQUEST, values={"reason": "404"}), 404)
        return Response(measures.text(), media_type=CONTENT_TYPE)

    return metrics


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a test's client has a name
        return False


async def _options(_request: Request) -> Response:
    """Tell tus clients what is spoken here."""
    headers = {"Tus-Version": "1.0.0", "Tus-Extension": "creation", "Tus-Max-Size": str(MOST_BYTES)}
    return Response(status_code=204, headers=headers)


async def _http_refusal(_request: Request, error: HTTPException) -> Response:
    """Answer unknown paths and methods."""
    problem = Problem(codes.BAD_REQUEST, values={"reason": str(error.status_code)})
    return refusal(problem, error.status_code, error.headers)


async def _problem_refusal(_request: Request, problem: Problem) -> Response:
    """Answer a problem that came up outside a guarded handler."""
    return refusal(problem)


def _wait(request: Request) -> int:
    """Read ``Prefer: wait=s`` (RFC 7240), bounded."""
    name, _, value = request.headers.get("prefer", "").partition("=")
    wanted = name.strip() == "wait" and value.isascii() and value.isdecimal() and len(value) < 6
    return min(int(value), LONGEST_WAIT) if wanted else 0
