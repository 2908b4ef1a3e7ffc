"""How much of anything is read before a file is believed: the bounds every reader on the road keeps.

A batch comes from outside: its sizes are claims. Each limit is checked before the bytes are taken into
memory, because zstd reaches 32,000 to 1 and a tar header can promise anything.
"""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in bytes and counts; the defaults keep any process under 500 MB."""

    file_bytes: int = 96 * MIB  # the whole file on wire or stick
    manifest_bytes: int = 1 * MIB
    signature_bytes: int = 8192
    sealed_bytes: int = 95 * MIB  # the encrypted part
    plain_bytes: int = 1024 * MIB  # after decompression, streamed, never held at once
    line_bytes: int = 4 * MIB  # one record with its revisions
    records: int = 200_000
    depth: int = 64  # of JSON


DEFAULT = Limits()
