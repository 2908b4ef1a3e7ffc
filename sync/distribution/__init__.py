"""What goes down: forms an office above packs, word of a new program, records it lets a device read; by the line or as a file."""

from sync.distribution.files_packing import Piece, piece_for
from sync.distribution.files_taking import lacking, not_there, take_files, take_files_bytes
from sync.distribution.packing import Packed, mark, pack, package
from sync.distribution.records_packing import PackedRecords, pack_records, package_for
from sync.distribution.records_taking import TakenRecords, take_records, take_records_bytes
from sync.distribution.sharing import ALL, REGISTERS, Share, share, share_of
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
    "ALL",
    "REGISTERS",
    "Held",
    "Packed",
    "PackedRecords",
    "Piece",
    "Share",
    "Taken",
    "TakenNotice",
    "TakenRecords",
    "held",
    "issue",
    "lacking",
    "mark",
    "not_there",
    "notice_file",
    "pack",
    "pack_notice",
    "pack_records",
    "package",
    "package_for",
    "piece_for",
    "share",
    "share_of",
    "take",
    "take_bytes",
    "take_files",
    "take_files_bytes",
    "take_notice",
    "take_notice_bytes",
    "take_records",
    "take_records_bytes",
    "taken_mark",
]
