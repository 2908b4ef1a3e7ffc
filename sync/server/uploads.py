"""POST, HEAD and PATCH of /batches: tus 1.0 core with creation, each byte confirmed only after fsync.

The device names the batch by its SHA-256 (metadata ``sha256``), so a repeated creation finds the upload that
is there. A connection that breaks in the middle of a piece leaves what came; HEAD tells how much that is.
"""

import asyncio
import base64
import errno
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from forms.problems import Problem
from sync.protocol import problem_codes as codes
from sync.protocol.limits import DEFAULT
from sync.protocol.requests import PIECE_TYPE
from sync.server.importer import Importer
from sync.server.replies import refusal
from sync.server.spool import DIGEST, PartBusyError, Spool, TooManyPartsError, WrongOffsetError

SILENCE = 60.0  # seconds without a byte before a connection counts as gone
MOST_BYTES = DEFAULT.file_bytes


@dataclass(frozen=True, slots=True)
class Uploads:
    """The three routes over one spool; the device was let in by the gate before."""

    spool: Spool
    importer: Importer
    took: Callable[[int], None] = lambda _count: None

    async def create(self, request: Request, device: str) -> Response:
        """Begin an upload, or find it: 201 with Location and Upload-Offset."""
        size = _number(request.headers.get("upload-length", ""), "Upload-Length")
        digest = _digest_of(request.headers.get("upload-metadata", ""))
        if size > MOST_BYTES:
            values = {"file": "", "limit": f"{MOST_BYTES >> 20} MiB"}
            return refusal(Problem(codes.TOO_LARGE, values=values), headers={"Tus-Max-Size": str(MOST_BYTES)})
        try:
            offset = await run_in_threadpool(self.spool.begin, device, digest, size)
        except TooManyPartsError:
            return refusal(Problem(codes.BUSY), 429, {"Retry-After": "60"})
        except OSError as error:
            return _disk(error)
        headers = {"Location": f"/batches/{digest}", "Upload-Offset": str(offset), "Upload-Length": str(size)}
        return Response(status_code=201, headers=headers)

    async def tell(self, request: Request, device: str) -> Response:
        """Say how much of an upload is durable; a batch set aside says its problem's code, too."""
        digest = _digest(request.path_params["digest"])
        found = self.spool.offset(device, digest)
        if found is None:
            return Response(status_code=404, headers={"Xiezuo-Problem": self.spool.refusal(digest)})
        return Response(
            status_code=200, headers={"Upload-Offset": str(found[0]), "Upload-Length": str(found[1])}
        )

    async def piece(self, request: Request, device: str) -> Response:
        """Append one piece: 204 with the new offset, 409 at a wrong one, 410 when the whole is not what it says."""
        digest = _digest(request.path_params["digest"])
        offset = _number(request.headers.get("upload-offset", ""), "Upload-Offset")
        if request.headers.get("content-type", "") != PIECE_TYPE:
            return refusal(Problem(codes.BAD_REQUEST, values={"reason": "Content-Type"}), 415)
        found = self.spool.offset(device, digest)
        if found is None:
            return refusal(Problem(codes.BATCH_UNKNOWN, values={"batch": digest[:12]}))
        if found[0] == found[1]:
            return await self._ended(device, digest, found[1])
        try:
            reached = await self._append(request, device, digest, offset, found[1])
        except PartBusyError:
            return refusal(Problem(codes.BUSY_UPLOAD), headers={"Retry-After": "1"})
        except WrongOffsetError:
            return refusal(Problem(codes.UPLOAD_CONFLICT), headers={"Upload-Offset": str(found[0])})
        except OSError as error:
            return _disk(error)
        self.took(reached - offset)
        if reached == found[1]:
            return await self._ended(device, digest, reached)
        return Response(status_code=204, headers={"Upload-Offset": str(reached)})

    async def _append(self, request: Request, device: str, digest: str, offset: int, size: int) -> int:
        """Write what comes, stop at *size* or when the line breaks; return the durable length."""
        writing = self.spool.writing(device, digest, offset)
        stream = writing.__enter__()
        try:
            reached = await _pour(request, stream, offset, size)
        finally:
            await run_in_threadpool(writing.__exit__, None, None, None)
        return reached

    async def _ended(self, device: str, digest: str, size: int) -> Response:
        """Hand a whole batch to the importer; the hash of what came must be its name."""
        if not self.spool.whole(digest).exists():
            whole = await run_in_threadpool(self.spool.finish, device, digest)
            if whole is None:
                return refusal(Problem(codes.HASH_MISMATCH))
            self.importer.add(whole)
        return Response(status_code=204, headers={"Upload-Offset": str(size)})


async def _pour(request: Request, stream: BinaryIO, offset: int, size: int) -> int:
    """Write the request's body to *stream*; a broken or silent line ends it, what came stays."""
    pieces = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                piece = await anext(pieces)
        except (StopAsyncIteration, ClientDisconnect, TimeoutError):
            return offset
        if offset + len(piece) > size:
            raise Problem(codes.BAD_REQUEST, values={"reason": "Upload-Length"})
        stream.write(piece)
        offset += len(piece)


def _disk(error: OSError) -> Response:
    """Answer for a disk that does not take more."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return refusal(Problem(codes.SERVER_FULL), headers={"Retry-After": "300"})
    return refusal(Problem(codes.BUSY), headers={"Retry-After": "30"})


def _number(text: str, name: str) -> int:
    """Read a header that is a count of bytes; SYNC-060 when it is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Problem(codes.BAD_REQUEST, values={"reason": name})
    return int(text)


def _digest(text: str) -> str:
    """Hold a batch's name to its shape, so that it can be a file name."""
    if DIGEST.fullmatch(text) is None:
        raise Problem(codes.BAD_REQUEST, values={"reason": "sha256"})
    return text


def _digest_of(metadata: str) -> str:
    """Read ``sha256`` out of tus metadata: ``name base64, name base64``."""
    for pair in metadata.split(","):
        name, _, value = pair.strip().partition(" ")
        if name == "sha256":
            try:
                return _digest(base64.b64decode(value, validate=True).decode("ascii"))
            except ValueError as error:
                raise Problem(codes.BAD_REQUEST, values={"reason": "sha256"}) from error
    raise Problem(codes.BAD_REQUEST, values={"reason": "sha256"})
