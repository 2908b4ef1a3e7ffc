"""What every reply carries, and refusals as coded JSON: never a stack trace, never a word about a person."""

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forms.problems import Problem
from sync.protocol import problem_codes as codes
from sync.protocol import requests

STATUS = {
    codes.UNAUTHORISED.code: 401,
    codes.CLOCK_SKEW.code: 401,
    codes.TOO_LARGE.code: 413,
    codes.SERVER_FULL.code: 507,
    codes.BUSY.code: 503,
    codes.UPLOAD_CONFLICT.code: 409,
    codes.BUSY_UPLOAD.code: 423,
    codes.HASH_MISMATCH.code: 410,
    codes.BATCH_UNKNOWN.code: 404,
}


def refusal(
    problem: Problem, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Return *problem* as ``application/problem+json`` with the status that fits its code (400 otherwise)."""
    body = {"code": problem.code, "title": problem.what(), "detail": problem.remedy()}
    return JSONResponse(
        body,
        status or STATUS.get(problem.code, 400),
        headers=dict(headers or {}),
        media_type=requests.PROBLEM_TYPE,
    )


class SpeaksOurProtocol:
    """Puts the protocol's mark and safe defaults on every reply, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_ALWAYS]
            await send(message)

        await self._app(scope, receive, marked if scope["type"] == "http" else send)


_ALWAYS = [
    (requests.VERSION_HEADER.lower().encode(), requests.PROTOCOL.encode()),
    (b"tus-resumable", b"1.0.0"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
