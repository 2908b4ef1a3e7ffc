"""Forms going down: what an office above publishes, signed by it, on the wire and on the stick the same file.

A small tar like every file of the road: `forms.json` (who, which number, which forms by hash), its minisign signature,
and `forms.jsonl.zst`: one JSON line a form, with its XForm and the sheets it came from. Not encrypted: forms hold no
personal data, and one file serves all offices below. Everything is bounded before it is believed, and the lines must be
exactly the forms the signed document names.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import zstandard

from forms.problems import Problem
from sync.protocol import signing, strict_json
from sync.protocol.envelope import Envelope, Kind, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.limits import MIB, Limits
from sync.protocol.manifest import FormVersion, check_format, is_office_code
from sync.protocol.problem_codes import FORMS_DIFFER, HASH_MISMATCH, NOT_STRICT
from sync.protocol.sealing import LEVEL, Sealed, lines_of

FORMS = Kind(".forms", "forms.json", "forms.jsonl.zst")
FORMAT = "xiezuo-forms-1"
SUITE = "zstd/minisign-ed25519"
LIMITS = Limits(
    file_bytes=24 * MIB, sealed_bytes=20 * MIB, plain_bytes=160 * MIB, line_bytes=64 * MIB, records=500
)
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")


class FormLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form: its XForm, and the sheets it came from as JSON text ('' when they were not kept)."""

    form: str
    version: str
    digest: str
    xform: str
    source: str


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The signed document. *number* counts up within one *epoch* of the office that issued it."""

    format: str
    suite: str
    office: str
    epoch: str
    number: int
    issued_at: str
    forms: list[FormVersion]
    payload: Sealed
    generation: int = FIRST


@dataclass(frozen=True, slots=True)
class Opened:
    """A package whose signature and hashes hold."""

    package: Package
    lines: tuple[FormLine, ...]


def write(  # noqa: PLR0917  (each is one field of the signed document)
    office: str,
    epoch: str,
    number: int,
    issued_at: str,
    lines: Iterable[FormLine],
    signer: signing.Signer,
    generation: int = FIRST,
) -> bytes:
    """Return the file: the same arguments, the same bytes."""
    held = list(lines)
    plain = b"".join(strict_json.encode(line) + b"\n" for line in held)
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(plain)
    digest = hashlib.sha256(packed).hexdigest()
    package = Package(
        format=FORMAT,
        suite=SUITE,
        office=office,
        epoch=epoch,
        number=number,
        issued_at=issued_at,
        forms=[FormVersion(line.form, line.version, line.digest) for line in held],
        payload=Sealed(str(FORMS.sealed), len(packed), len(plain), len(held), digest),
        generation=generation,
    )
    document = strict_json.encode(package)
    comment = f"forms {number} of {office} epoch {epoch}"
    return pack(FORMS, Envelope(document, signer.sign(document, comment), packed))


def read(data: bytes, key: signing.PublicKey, name: str = "") -> Opened:
    """Open a package signed by *key*.

    Raises SYNC-001…005 (no file of ours, cut, too large, damaged, newer), SYNC-011 (not signed by that key),
    SYNC-014…017 and SYNC-071 (what is inside is not what was signed).
    """
    _, envelope = unpack(data, [FORMS], name, LIMITS)
    signing.verify(envelope.document, envelope.signature, key, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    package = strict_json.decode(envelope.document, Package, place=name)
    _check(package, name)
    packed = envelope.sealed
    if len(packed) != package.payload.size or hashlib.sha256(packed).hexdigest() != package.payload.sha256:
        raise Problem(HASH_MISMATCH, name)
    lines = tuple(
        strict_json.decode(line, FormLine, place=name)
        for piece in lines_of(packed, package.payload, LIMITS)
        for line in piece
    )
    _agree(package, lines, name)
    return Opened(package, lines)


def _check(package: Package, name: str) -> None:
    payload = package.payload
    rules = {
        "office": is_office_code(package.office),
        "epoch": _NAME.fullmatch(package.epoch),
        "number": 0 < package.number < 2**31,
        "forms": all(_HASH.fullmatch(form.digest) for form in package.forms),
        "payload": _HASH.fullmatch(payload.sha256)
        and payload.name == FORMS.sealed
        and 0 <= payload.plain_size <= LIMITS.plain_bytes
        and len(package.forms) == payload.lines <= LIMITS.records,
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    if broken:
        raise Problem(NOT_STRICT, name, {"reason": ", ".join(broken)})


def _agree(package: Package, lines: tuple[FormLine, ...], name: str) -> None:
    """Raise SYNC-071 unless each line is the form it is signed as, and none comes twice."""
    told = [FormVersion(line.form, line.version, line.digest) for line in lines]
    for line in lines:
        if hashlib.sha256(line.xform.encode()).hexdigest() != line.digest:
            raise Problem(FORMS_DIFFER, name, {"form": line.form})
    if told != package.forms or len({form.form for form in told}) != len(told):
        raise Problem(FORMS_DIFFER, name, {"form": "·"})
