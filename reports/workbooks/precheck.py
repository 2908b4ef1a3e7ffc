"""Looks at a file before any parser does: kind by content, and the ways a zip can lie.

A workbook is a zip of XML. Parsers trust what the zip declares, so the declared sizes, ratios, overlaps and
document type definitions are judged first, without unpacking more than the first bytes of each part.
Overlapping members are the way of the 46 MB → 281 TB bomb (Fifield, "A better zip bomb", USENIX WOOT 2019).
"""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from forms.problems import Problem
from forms.words import N_
from reports.workbooks import problem_codes as codes
from reports.workbooks.limits import Limits
from reports.workbooks.told import Words, WorkbookProblem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)
_HEAD = 8_192
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb", ".et"}
_TEXT_ENDINGS = {".csv", ".txt", ".tsv"}

TOO_MANY_MEMBERS = N_("压缩包内的部件太多")
LYING_SIZES = N_("压缩包内的部件互相重叠")
SAME_NAMES = N_("压缩包内有同名部件")
TOO_DENSE = N_("压缩比高得不正常")
DOCUMENT_TYPE = N_("XML 里带有实体定义")
BAD_NAMES = N_("压缩包内的部件名不正常")
UNPACKS_TOO_LARGE = N_("解开后的内容太多")
FILE_TOO_LARGE = N_("文件本身太大")


def examine(file: Path, limits: Limits) -> str:
    """Return ``"workbook"`` or ``"text"`` for a file that may be read.

    Raises `Problem` NO_FILE, UNKNOWN_KIND_OF_FILE, NOT_A_WORKBOOK, ENCRYPTED, UNSAFE or TOO_LARGE.
    """
    place = {"file": file.name}
    if not file.is_file():
        raise Problem(codes.NO_FILE, file.name, place)
    size = file.stat().st_size
    if size > limits.file_bytes:
        raise WorkbookProblem(codes.TOO_LARGE, file.name, {**place, "reason": Words(FILE_TOO_LARGE)})
    with file.open("rb") as source:
        head = source.read(len(_OLE))
    if head.startswith(b"PK"):
        _examine_zip(file, limits)
        return "workbook"
    if head == _OLE:
        _examine_ole(file)
        return "workbook"
    ending = file.suffix.lower()
    if ending in _TEXT_ENDINGS:
        return "text"
    raise Problem(
        codes.NOT_A_WORKBOOK if ending in _WORKBOOK_ENDINGS else codes.UNKNOWN_KIND_OF_FILE, file.name, place
    )


def _examine_ole(file: Path) -> None:
    """Refuse an encrypted .xlsx, which is an OLE file with a stream of that name (MS-OFFCRYPTO 2.3.4)."""
    if _ENCRYPTED_STREAM in file.read_bytes():
        raise Problem(codes.ENCRYPTED, file.name, {"file": file.name})


def _examine_zip(file: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            reason = _structure_fault(members, archive.start_dir, limits)
            if reason is None and any(member.flag_bits & 0x1 for member in members):
                raise Problem(codes.ENCRYPTED, file.name, {"file": file.name})
            if reason is None:
                reason = _document_type_fault(archive, members)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        EOFError,
        UnicodeDecodeError,
        OSError,
    ) as fault:
        raise Problem(codes.NOT_A_WORKBOOK, file.name, {"file": file.name}) from fault
    if reason == UNPACKS_TOO_LARGE:
        raise WorkbookProblem(codes.TOO_LARGE, file.name, {"file": file.name, "reason": Words(reason)})
    if reason is not None:
        raise WorkbookProblem(codes.UNSAFE, file.name, {"file": file.name, "reason": Words(reason)})
    names = {member.filename for member in members}
    if not any(name.endswith(("workbook.xml", "workbook.bin", "content.xml")) for name in names):
        raise Problem(codes.NOT_A_WORKBOOK, file.name, {"file": file.name})


def _structure_fault(members: list[zipfile.ZipInfo], directory_at: int, limits: Limits) -> str | None:
    """Return the reason why the zip's own directory cannot be trusted, or None."""
    if len(members) > limits.members:
        return TOO_MANY_MEMBERS
    if len({member.filename for member in members}) < len(members):
        return SAME_NAMES
    if any(
        member.filename.startswith(("/", "\\")) or ".." in member.filename.split("/") for member in members
    ):
        return BAD_NAMES
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        return UNPACKS_TOO_LARGE
    for member in members:
        dense = member.file_size > limits.ratio * max(member.compress_size, 1)
        if dense and member.file_size > limits.ratio_from_bytes:
            return TOO_DENSE
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            return LYING_SIZES
        end = member.header_offset + 30 + len(member.filename.encode()) + member.compress_size
    return LYING_SIZES if end > directory_at else None


def _document_type_fault(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str | None:
    """Refuse any document type definition: OOXML forbids it (ISO/IEC 29500-2, 9.1.4), entity bombs need it."""
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with archive.open(member) as part:
            head = io.BytesIO(part.read(_HEAD)).getvalue()
        if any(word in head for word in _DOCTYPE):
            return DOCUMENT_TYPE
    return None
