"""The route by which attached files go down: one piece of a sealed file, from the byte the device has reached."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from forms.problems import Problem
from sync.distribution import Piece
from sync.protocol import problem_codes as codes
from sync.protocol import requests

_MOST = 100  # files named in one request
_SHAPES = {
    "office": re.compile(r"[0-9A-Za-z]{1,20}"),
    "record": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "lacking": re.compile(rf"[0-9a-f]{{32}}(,[0-9a-f]{{32}}){{0,{_MOST - 1}}}"),
    "at": re.compile(r"[0-9]{1,12}"),
    "digest": re.compile(r"([0-9a-f]{64})?"),
}


@dataclass(frozen=True, slots=True)
class FilesWanted:
    """What a device asks for: files (32 digits) of a record, from byte *at* of the sealed file *digest*."""

    office: str
    record: str
    lacking: tuple[str, ...]
    at: int
    digest: str


def files_route(
    find: Callable[[str, FilesWanted], Piece | None],
) -> Callable[[Request, str], Awaitable[Response]]:
    """Return the route over *find*: 200 with a piece, or 204 when none of the files is here for the device."""

    async def files(request: Request, device: str) -> Response:
        said = {name: request.query_params.get(name, "") for name in _SHAPES}
        for name, shape in _SHAPES.items():
            if shape.fullmatch(said[name]) is None:
                raise Problem(codes.BAD_REQUEST, values={"reason": name})
        wanted = FilesWanted(
            said["office"],
            said["record"],
            tuple(said["lacking"].split(",")),
            int(said["at"]),
            said["digest"],
        )
        piece = await run_in_threadpool(find, device, wanted)
        if piece is None:
            return Response(status_code=204)
        headers = {
            requests.DIGEST: piece.digest,
            requests.OFFSET: str(piece.offset),
            requests.SIZE: str(piece.size),
        }
        return Response(piece.data, media_type=requests.FILES_TYPE, headers=headers)

    return files
