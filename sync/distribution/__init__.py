"""What goes down: forms an office above packs, and word of a new program; by the line or as a file."""

from sync.distribution.packing import Packed, mark, pack, package
from sync.distribution.taking import Taken, take, take_bytes
from sync.distribution.updates import (
    Held,
    TakenNotice,
    held,
    issue,
    notice_file,
    pack_notice,
    take_notice,
    take_notice_bytes,
    taken_mark,
)

__all__ = [
    "Held",
    "Packed",
    "Taken",
    "TakenNotice",
    "held",
    "issue",
    "mark",
    "notice_file",
    "pack",
    "pack_notice",
    "package",
    "take",
    "take_bytes",
    "take_notice",
    "take_notice_bytes",
    "taken_mark",
]
