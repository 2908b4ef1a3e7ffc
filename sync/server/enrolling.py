"""Enrolment over HTTP: the only routes for a device the office does not know yet.

They answer who knows a one-time code: with sixteen digits the invitation is fetched, and an answer proves with its HMAC
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
        declared = request.headers.get("content-length", "")
        if not declared.isdecimal() or int(declared) > MOST:
            raise Problem(codes.BAD_REQUEST, values={"reason": "Content-Length"})
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > MOST:
                raise Problem(codes.BAD_REQUEST, values={"reason": "Content-Length"})
        await run_in_threadpool(self.take, body)
        return JSONResponse({"status": "enrolled"})
