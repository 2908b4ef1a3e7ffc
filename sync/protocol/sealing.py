"""The sealed part of a file: JSON Lines → zstd → age, and back under hard bounds.

Compressed before encrypted (ciphertext does not compress), encrypted to two recipients or more: the office
that reads it and that office's offline recovery key. On the way back the decompressor is fed piece by piece
and stops at the declared size, because a zstd frame may claim and deliver 32,000 times its length.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import msgspec
import pyrage
import zstandard

from forms.problems import Problem
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.problem_codes import BOMB, HASH_MISMATCH, NOT_DECRYPTED, NOT_STRICT, TOO_LARGE

LEVEL = 3  # zstd: 10 saves 10 % more bytes for 6 times the processor
PIECE = 1 << 20


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the signed document says about its sealed member: bytes before and after, and the hash of it."""

    name: str
    size: int
    plain_size: int
    lines: int
    sha256: str


def seal_lines(
    lines: Iterable[bytes], recipients: Sequence[str], name: str, limits: Limits = DEFAULT
) -> tuple[bytes, Sealed]:
    """Seal *lines* (canonical JSON, without line ends) to age *recipients*; return the bytes and their description.

    Raises SYNC-003 when the result would be more than a receiver accepts.
    """
    packed = BytesIO()
    plain = count = 0
    with zstandard.ZstdCompressor(level=LEVEL).stream_writer(packed, closefd=False) as writer:
        for line in lines:
            writer.write(line)
            writer.write(b"\n")
            plain += len(line) + 1
            count += 1
    if plain > limits.plain_bytes or packed.tell() > limits.sealed_bytes:
        raise Problem(TOO_LARGE, name, {"file": name, "limit": f"{limits.sealed_bytes >> 20} MiB"})
    keys = [pyrage.x25519.Recipient.from_str(text) for text in dict.fromkeys(recipients) if text]
    content = pyrage.encrypt(packed.getvalue(), keys)
    return content, Sealed(name, len(content), plain, count, hashlib.sha256(content).hexdigest())


def unseal(content: bytes, declared: Sealed, identities: Sequence[str], limits: Limits = DEFAULT) -> bytes:
    """Check hash and size, decrypt; return the compressed bytes. SYNC-014 or SYNC-015 when they do not agree."""
    if len(content) != declared.size or hashlib.sha256(content).hexdigest() != declared.sha256:
        raise Problem(HASH_MISMATCH, declared.name)
    if declared.plain_size > limits.plain_bytes or declared.lines > limits.records or declared.lines < 0:
        raise Problem(BOMB, declared.name)
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    try:
        return bytes(pyrage.decrypt(content, keys))
    except pyrage.DecryptError as error:
        raise Problem(NOT_DECRYPTED, declared.name) from error


def lines_of(packed: bytes, declared: Sealed, limits: Limits = DEFAULT) -> Iterator[list[bytes]]:
    """Yield the lines in lists of one decompressed piece each; bounded by *declared* and *limits*.

    Raises SYNC-016 as soon as more comes out than declared, SYNC-017 when less or when a line does not end.
    """
    total = count = 0
    rest = b""
    for piece in _decompressed(packed, declared):
        total += len(piece)
        if total > declared.plain_size:
            raise Problem(BOMB, declared.name)
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        if len(rest) > limits.line_bytes:
            raise Problem(TOO_LARGE, declared.name, {"file": declared.name, "limit": "4 MiB"})
        count += len(lines)
        if lines:
            yield lines
    if rest or total != declared.plain_size or count != declared.lines:
        raise Problem(NOT_STRICT, declared.name, {"reason": "line count"})


def _decompressed(packed: bytes, declared: Sealed) -> Iterator[bytes]:
    """Yield decompressed pieces of at most PIECE bytes; exactly one frame, nothing after it."""
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        BytesIO(packed), read_across_frames=True
    ) as reader:
        try:
            while piece := reader.read(PIECE):
                yield piece
        except zstandard.ZstdError as error:
            raise Problem(NOT_STRICT, declared.name, {"reason": "zstd"}) from error
