"""Enrolment over HTTP: the routes for a device the office does not know yet, or not by its new key.

They answer who knows a one-time code, or signed with a key known here: with sixteen digits the invitation is fetched, and an answer proves with its HMAC
that its writer held one. Both are paced by address as failed signatures are, so that nobody tries codes in bulk.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from forms.problems import Problem
from sync.protocol import problem_codes as codes
from sync.protocol import requests

MOST = 64 << 10  # bytes of an answer; ours have two thousand


@dataclass(frozen=True, slots=True)
class Enrolling:
    """*find* gives the open invitation of a code's digits; *take* takes an answer in, or raises why not."""

    find: Callable[[str], bytes | None]
    take: Callable[[bytes], object]

    async def invitation(self, request: Request) -> Response:
        """Answer 200 with the invitation; SYNC-032 when no open one has this code."""
        digits = request.headers.get(requests.CODE, "")
        if len(digits) != 16 or not (digits.isascii() and digits.isdecimal()):
            raise Problem(codes.INVITATION_SPENT)
        found = await run_in_threadpool(self.find, digits)
        if found is None:
            raise Problem(codes.INVITATION_SPENT)
        return Response(found, media_type=requests.ENROLMENT_TYPE)

    async def answer(self, request: Request) -> Response:
        """Take the device in: 200; the same answer again is the same."""
        await run_in_threadpool(self.take, await _body(request))
        return JSONResponse({"status": "enrolled"})


@dataclass(frozen=True, slots=True)
class Renewing:
    """*take* takes in the paper of a renewed key, which is signed by the old one, or raises why not."""

    take: Callable[[bytes], object]

    async def paper(self, request: Request) -> Response:
        """Take the new key in: 200; the same paper again is the same."""
        await run_in_threadpool(self.take, await _body(request))
        return JSONResponse({"status": "taken"})


async def _body(request: Request) -> bytes:
    """Read a small body; SYNC-060 for a larger one."""
    declared = request.headers.get("content-length", "")
    if not declared.isdecimal() or int(declared) > MOST:
        raise Problem(codes.BAD_REQUEST, values={"reason": "Content-Length"})
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise Problem(codes.BAD_REQUEST, values={"reason": "Content-Length"})
    return body
