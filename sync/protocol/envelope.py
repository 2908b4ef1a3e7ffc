"""The outside of every file on the road: a small tar with fixed members in a fixed order.

A tar, so that `tar -xf` opens it; deterministic, so that the same content is the same bytes and one
SHA-256 names it. Reading rebuilds each header from its name and size and compares all 512 bytes: links,
odd modes, other names, second spellings of a number, bytes in the padding or after the end have no way in.
"""

import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forms.problems import Problem
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.problem_codes import CUT_SHORT, DAMAGED, NOT_OURS, TOO_LARGE, UNREADABLE

BLOCK = 512
END = bytes(2 * BLOCK)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its extension, the signed document, and the sealed member if it has one."""

    extension: str
    document: str
    sealed: str | None = None

    @property
    def signature(self) -> str:
        """The member that signs the document, in minisign's format."""
        return self.document + ".minisig"

    def members(self) -> tuple[str, ...]:
        """Return the member names in their fixed order."""
        return (self.document, self.signature) + ((self.sealed,) if self.sealed else ())


BATCH = Kind(".batch", "manifest.json", "payload.jsonl.zst.age")
ACKNOWLEDGEMENT = Kind(".ack", "acknowledgement.json", "verdicts.jsonl.zst.age")
FILES = Kind(".files", "files.json", "files.tar.age")
DOWN = Kind(".down", "down.json", "down.jsonl.zst.age")
HAND_OVER = Kind(".handover", "handover.json", "handover.jsonl.zst.age")
STATEMENT = Kind(".statement", "statement.json")
INVITATION = Kind(".enrol", "invitation.json")
ANSWER = Kind(".enrol", "answer.json")
RENEWAL = Kind(".renewal", "renewal.json")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The members of one file, unverified."""

    document: bytes
    signature: bytes
    sealed: bytes = b""


def _header(name: str, size: int) -> bytes:
    """Return the one header we write, and accept, for a member: mode 0644, owner 0, time 0, plain file."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def pack(kind: Kind, envelope: Envelope) -> bytes:
    """Return the file's bytes."""
    parts: list[bytes] = []
    contents = (envelope.document, envelope.signature, envelope.sealed)
    for name, content in zip(kind.members(), contents, strict=False):
        parts.append(member(name, content))
    return b"".join([*parts, END])


def member(name: str, content: bytes) -> bytes:
    """Return one member of a tar: header, content, zeros up to the next block."""
    return b"".join((_header(name, len(content)), content, bytes(-len(content) % BLOCK)))


def read_file(path: Path, limits: Limits = DEFAULT) -> bytes:
    """Return a whole file from disk or stick; SYNC-006 when it cannot be read, SYNC-003 when too large."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise Problem(TOO_LARGE, path.name, {"file": path.name, "limit": _mib(limits.file_bytes)})
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise Problem(UNREADABLE, path.name, {"file": path.name}) from error


def unpack(
    data: bytes, kinds: Sequence[Kind], name: str = "", limits: Limits = DEFAULT
) -> tuple[Kind, Envelope]:
    """Split *data* into its members and tell which of *kinds* it is.

    Raises SYNC-001 (not ours), SYNC-002 (cut short), SYNC-003 (too large), SYNC-004 (damaged).
    """
    kind = _kind_of(data, kinds, name)
    bounds = (limits.manifest_bytes, limits.signature_bytes, limits.sealed_bytes)
    contents: list[bytes] = []
    at = 0
    for member, bound in zip(kind.members(), bounds, strict=False):
        content, at = read_member(data, at, member, bound, name)
        contents.append(content)
    if data[at:] != END:
        cut = len(data) - at < len(END) and not any(data[at:])
        raise Problem(CUT_SHORT if cut else DAMAGED, name, {"file": name})
    return kind, Envelope(*contents)


def _kind_of(data: bytes, kinds: Sequence[Kind], name: str) -> Kind:
    """Tell the kind by the first member's name: the magic of our files."""
    for kind in kinds:
        magic = kind.document.encode() + b"\0"
        if data.startswith(magic):
            return kind
        if len(data) < len(magic) and data and magic.startswith(data):
            raise Problem(CUT_SHORT, name, {"file": name})
    raise Problem(NOT_OURS, name, {"file": name})


def read_member(data: bytes, at: int, member: str, bound: int, name: str) -> tuple[bytes, int]:
    """Return the content of the member whose header is at *at*, and where the next header begins; SYNC-002…004."""
    header = data[at : at + BLOCK]
    if len(header) < BLOCK:
        raise Problem(CUT_SHORT, name, {"file": name})
    try:
        size = int(header[124:135], 8)
    except ValueError as error:
        raise Problem(DAMAGED, name, {"file": name}) from error
    if size < 0 or header != _header(member, size):
        raise Problem(DAMAGED, name, {"file": name})
    if size > bound:
        raise Problem(TOO_LARGE, name, {"file": name, "limit": _mib(bound)})
    start, end = at + BLOCK, at + BLOCK + size
    following = end + -size % BLOCK
    if len(data) < following:
        raise Problem(CUT_SHORT, name, {"file": name})
    if any(data[end:following]):
        raise Problem(DAMAGED, name, {"file": name})
    return data[start:end], following


def _mib(size: int) -> str:
    """Say a size in whole MiB, rounded up."""
    return f"{-(-size // (1 << 20))} MiB"
