"""Word of a new program going down: what it is called, where to take it, by what it is recognised. Never the program.

A small tar of `update.json` and its minisign signature, on the wire and on the stick the same file. The signed document
gives SHA-256, size and a minisign signature of each program file, so that a file from any share or stick is proved
against it, by this program or by `minisign -V`. Not encrypted: nothing in it is about a person.
"""

import hashlib
import re
from datetime import date
from pathlib import Path

import msgspec

from forms.problems import Problem
from sync.protocol import manifest as batches
from sync.protocol import signing, strict_json
from sync.protocol.envelope import Envelope, Kind, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.manifest import check_format, is_office_code
from sync.protocol.problem_codes import (
    DAMAGED,
    NOT_STRICT,
    PROGRAM_NOT_GENUINE,
    PROGRAM_SIGNATURE,
    UNREADABLE,
)

UPDATE = Kind(".update", "update.json")
FORMAT = "xiezuo-update-1"
SUITE = "minisign-ed25519"
MOST_FILES = 20
MOST_WORDS = 4_000
_PIECE = 1 << 20
_VERSION = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){1,3}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")
_BATCH = re.compile(r"xiezuo-batch-([1-9][0-9]{0,3})")
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class ProgramFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One program file: *signature* is its .minisig by *key*, the key of the office that had the file in hand."""

    name: str
    size: int
    sha256: str
    signature: str
    key: str


class UpdateNotice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The signed document. *number* counts up within one *epoch* of *office*.

    *place*: where or from whom to take the program. *changes*: what is new. *needed_by*: ISO date, '' when there is no
    day. *batch_format*: the format of batches the office above will ask for from then on.
    """

    format: str
    suite: str
    office: str
    epoch: str
    number: int
    issued_at: str
    version: str
    place: str
    changes: str
    files: list[ProgramFile]
    needed_by: str = ""
    batch_format: str = batches.FORMAT
    generation: int = FIRST

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return f"update {self.number} of office {self.office} epoch {self.epoch} version {self.version}"

    @property
    def asks_newer_batches(self) -> bool:
        """Tell whether batches will have to be of a format newer than the one this program seals."""
        return _format_number(self.batch_format) > _format_number(batches.FORMAT)


def write(notice: UpdateNotice, signer: signing.Signer) -> bytes:
    """Return the file; SYNC-017 when the notice says what none may say."""
    _check(notice, "")
    document = strict_json.encode(notice)
    return pack(UPDATE, Envelope(document, signer.sign(document, notice.comment)))


def read(data: bytes, key: signing.PublicKey, name: str = "") -> UpdateNotice:
    """Open a notice signed by *key*; SYNC-001…005, 011 (not signed by that key), 017 when it is no good file."""
    _, envelope = unpack(data, [UPDATE], name)
    comment = signing.verify(envelope.document, envelope.signature, key, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    notice = strict_json.decode(envelope.document, UpdateNotice, place=name)
    _check(notice, name)
    if comment != notice.comment:
        raise Problem(DAMAGED, name, {"file": name})
    return notice


def describe(file: Path, version: str, signer: signing.Signer) -> ProgramFile:
    """Return what a notice says of the program in *file*; SYNC-006 when it cannot be read."""
    try:
        digest, size = _digest(file)
        with file.open("rb") as stream:
            signature = signer.sign_stream(stream, f"xiezuo {version} sha256 {digest[:16]}")
    except OSError as error:
        raise Problem(UNREADABLE, file.name, {"file": file.name}) from error
    return ProgramFile(file.name, size, digest, signature.decode("ascii"), signer.public.text)


def prove(notice: UpdateNotice, file: Path) -> ProgramFile:
    """Return which program of *notice* the *file* is, by hash and signature; whatever it is called.

    Raises SYNC-083 when it is none of them, SYNC-084 when the hash is right and the signature is not, SYNC-006.
    """
    try:
        digest, size = _digest(file)
        found = next((one for one in notice.files if (one.sha256, one.size) == (digest, size)), None)
        if found is None:
            raise Problem(PROGRAM_NOT_GENUINE, file.name, {"file": file.name, "version": notice.version})
        with file.open("rb") as stream:
            signing.verify_stream(stream, found.signature.encode(), signing.PublicKey(found.key), file.name)
    except OSError as error:
        raise Problem(UNREADABLE, file.name, {"file": file.name}) from error
    except Problem as problem:
        if problem.code in (PROGRAM_NOT_GENUINE.code, UNREADABLE.code):
            raise
        raise Problem(PROGRAM_SIGNATURE, file.name, {"file": file.name}) from problem
    return found


def is_version(text: str) -> bool:
    """Tell whether *text* is a version: two to four numbers with points between them."""
    return _VERSION.fullmatch(text) is not None


def is_batch_format(text: str) -> bool:
    """Tell whether *text* names a format of batches."""
    return _BATCH.fullmatch(text) is not None


def _digest(file: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _format_number(text: str) -> int:
    found = _BATCH.fullmatch(text)
    return 0 if found is None else int(found[1])


def _check(notice: UpdateNotice, name: str) -> None:
    """Hold every field to its shape; SYNC-017 names those that are not."""
    rules = {
        "office": is_office_code(notice.office),
        "epoch": _NAME.fullmatch(notice.epoch),
        "number": 0 < notice.number < 2**31,
        "version": is_version(notice.version),
        "place": _is_plain(notice.place) and notice.place.strip(),
        "changes": _is_plain(notice.changes),
        "needed_by": not notice.needed_by or _is_day(notice.needed_by),
        "batch_format": is_batch_format(notice.batch_format),
        "files": 0 < len(notice.files) <= MOST_FILES and all(_is_file(one) for one in notice.files),
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    if broken:
        raise Problem(NOT_STRICT, name, {"reason": ", ".join(broken)})


def _is_file(one: ProgramFile) -> bool:
    named = 0 < len(one.name) <= 200 and not _HIDDEN.search(one.name) and not set(one.name) & set("/\\:\n")
    try:
        signing.PublicKey(one.key)
    except ValueError:
        return False
    return bool(named and _HASH.fullmatch(one.sha256) and one.size >= 0 and len(one.signature) <= 2_000)


def _is_plain(text: str) -> bool:
    """Tell whether *text* shows as it is: no control or direction characters but line breaks, and not endless."""
    return len(text) <= MOST_WORDS and not _HIDDEN.search(text)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
