"""Fetching attached files of records that came down, after the records: each resumed at the byte where the line broke.

What has come of a sealed file lies beside the outbox as it came, sealed to this device; whole, it is verified and taken
in, and nothing of it stays there.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from forms.problems import Problem
from sync import distribution
from sync.outbox.link import Request
from sync.outbox.talking import Talk
from sync.protocol import problem_codes as codes
from sync.protocol import requests
from sync.protocol.limits import DEFAULT

if TYPE_CHECKING:
    from records.ledger import Office

Progress = Callable[[int, int], None]
Key = tuple[str, str]  # office code, record id
ASKED = 100  # files in one question


def fetch(
    office: "Office", talk: Talk, progress: Progress | None = None, record_id: str | None = None
) -> int:
    """Fetch what records here (or one) lack, record by record; return how many contents are new.

    *progress* gets (bytes here, bytes of the file); it may raise to stop. Raises SYNC-050…056, and what
    `distribution.take_files_bytes` raises for a file that is forged or damaged.
    """
    came = 0
    for key, hashes in distribution.lacking(office, record_id).items():
        left = hashes
        while left:
            asked = left[:ASKED]
            data = _download(office, talk, key, asked, progress)
            if data is None:  # nothing more, or a server of before
                distribution.not_there(office, key, left)
                break
            came += distribution.take_files_bytes(office, data, "files")
            still = distribution.lacking(office, key[1]).get(key, [])
            if len(still) == len(left):
                distribution.not_there(office, key, asked)
                still = [one for one in still if one not in asked]
            left = [one for one in still if one in left]
    return came


def _download(
    office: "Office", talk: Talk, key: Key, asked: Sequence[str], progress: Progress | None
) -> bytes | None:
    """Return one sealed file whole; None when the office above has none of them for us."""
    folder = office.folder / "down"
    folder.mkdir(exist_ok=True)
    restarts = 0
    while True:
        part = next(iter(folder.glob(f"{key[1]}.*.part")), None)
        digest, at = ("", 0) if part is None else (part.name.split(".")[1], part.stat().st_size)
        told = {"office": key[0], "record": key[1], "lacking": ",".join(asked), "at": at, "digest": digest}
        reply = talk.ask(Request("GET", f"/files?{urlencode(told)}", patience=60.0), expected=(400, 404))
        if reply.status != 200:
            return None
        if reply.headers.get("content-type") != requests.FILES_TYPE:
            raise Problem(codes.NOT_OUR_SERVER)
        digest, begin, size = _place(reply.headers)
        if part is not None and (part.name.split(".")[1] != digest or begin != at):
            part.unlink()
            restarts += 1
            if begin or restarts > 1:
                raise Problem(codes.NOT_OUR_SERVER)
            at = 0
        part = folder / f"{key[1]}.{digest}.part"
        if not reply.body and at < size:
            raise Problem(codes.NOT_OUR_SERVER)
        reached = _add(part, reply.body)
        if progress is not None:
            progress(reached, size)
        if reached >= size:
            data = part.read_bytes()
            part.unlink()
            if hashlib.sha256(data).hexdigest() != digest:
                raise Problem(codes.DAMAGED, "files", {"file": "files"})
            return data


def _place(headers: Mapping[str, str]) -> tuple[str, int, int]:
    """Read which whole file a piece belongs to, where it begins, and the size of the whole."""
    digest = headers.get(requests.DIGEST.lower(), "")
    begin, size = (headers.get(name.lower(), "") for name in (requests.OFFSET, requests.SIZE))
    good = len(digest) == 64 and digest.isalnum() and begin.isdecimal() and size.isdecimal()
    if not good or not 0 < int(size) <= DEFAULT.file_bytes:
        raise Problem(codes.NOT_OUR_SERVER)
    return digest, int(begin), int(size)


def _add(part: Path, piece: bytes) -> int:
    """Write a piece behind what is there; return how much there is now. What is not whole is proved by its hash later."""
    with part.open("ab") as stream:
        stream.write(piece)
        return stream.tell()
