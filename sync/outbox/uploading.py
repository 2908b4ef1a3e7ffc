"""Carrying one sealed file up, resumable at any byte: the client of tus 1.0 core with creation.

The server's word on the offset is the only truth: after every break we ask (HEAD) and go on from there. An
upload is named by the file's SHA-256, so beginning it twice begins it once. Reaching the end is not delivery:
only a verified signed acknowledgement is.
"""

import base64
from collections.abc import Callable
from pathlib import Path

from forms.problems import Problem
from sync.outbox.link import LinkBrokenError, Reply, Request
from sync.outbox.talking import Talk
from sync.protocol import problem_codes as codes
from sync.protocol.requests import PIECE_TYPE

PIECE = 1 << 20
RESTARTS = 3  # times the server may forget an upload, or find its bytes wrong, within one call
Progress = Callable[[int, int], None]


def upload(talk: Talk, file: Path, digest: str, progress: Progress | None = None, piece: int = PIECE) -> int:
    """Upload *file* whose SHA-256 is *digest*; return the bytes that went over the line in this call.

    *progress* gets (bytes the server has, size). Raises SYNC-050…056 after the talk's patience is used up.
    """
    size = file.stat().st_size
    offset = _begin(talk, digest, size)
    sent = failures = restarts = 0
    with file.open("rb") as stream:
        while True:
            if progress is not None:
                progress(offset, size)
            if offset == size:
                return sent
            stream.seek(offset)
            content = stream.read(piece)
            reached = _advance(talk, digest, offset, content)
            if reached is None:
                restarts += 1
                if restarts > RESTARTS:
                    raise Problem(codes.UNREACHABLE)
                offset = _begin(talk, digest, size)
                continue
            failures = 0 if reached > offset else failures + 1
            if failures >= talk.patience.tries:
                raise Problem(codes.UNREACHABLE)
            if failures:
                talk.patience.wait(failures)
            sent += max(0, reached - offset)
            offset = reached


def _begin(talk: Talk, digest: str, size: int) -> int:
    """Create the upload, or find it; return the offset the server has."""
    metadata = f"sha256 {base64.b64encode(digest.encode()).decode()}"
    headers = {"Upload-Length": str(size), "Upload-Metadata": metadata}
    reply = talk.ask(Request("POST", "/batches", headers))
    return _offset(reply, size)


def _advance(talk: Talk, digest: str, offset: int, content: bytes) -> int | None:
    """Send *content* at *offset*; return the server's offset, or None when it no longer knows the upload."""
    headers = {"Upload-Offset": str(offset), "Content-Type": PIECE_TYPE}
    request = Request("PATCH", f"/batches/{digest}", headers, content)
    try:
        reply = talk.ask(request, retry=False, expected=(404, 409, 410, 423))
    except LinkBrokenError:
        return _ask_offset(talk, digest)
    if reply.status in (404, 410):
        return None
    if reply.status in (409, 423):
        return _ask_offset(talk, digest)
    return _offset(reply, offset + len(content))


def _ask_offset(talk: Talk, digest: str) -> int | None:
    """Ask how much has arrived; None when the upload is unknown."""
    reply = talk.ask(Request("HEAD", f"/batches/{digest}"), expected=(404, 410))
    return None if reply.status in (404, 410) else _offset(reply)


def _offset(reply: Reply, most: int | None = None) -> int:
    """Read Upload-Offset; SYNC-052 when it is missing or impossible."""
    text = reply.headers.get("upload-offset", "")
    if not text.isdecimal() or (most is not None and int(text) > most):
        raise Problem(codes.NOT_OUR_SERVER)
    return int(text)
