"""Records going down: what an office gives one device below, signed, sealed to that device, in pieces that follow each other.

A small tar like every file of the road: `down.json` (who, to which device, from which place of the office's ledger to
which), its minisign signature, and `down.jsonl.zst.age`: one record a line. A piece says after which *mark* it comes and
which mark it reaches, so that a lost one is noticed, a repeated one changes nothing, and the next contact begins where
the last ended.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from forms.problems import Problem
from sync.protocol import sealing, signing, strict_json
from sync.protocol.batch import FileLine, RevisionLine
from sync.protocol.envelope import DOWN, Envelope, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.manifest import check_format, is_office_code
from sync.protocol.problem_codes import ACK_OTHER_SENDER, COUNTS_DIFFER, DAMAGED, NOT_STRICT

FORMAT = "xiezuo-down-1"
SUITE = "age-x25519/zstd/minisign-ed25519"
_MARK = re.compile(
    r"([1-9][0-9]{0,17}):([0-9A-Za-z_-]{1,64}):([0-9]{1,9}):([0-9]{1,17}):([0-9]{1,17}):([0-9a-f]{16})"
)
_RECORD = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far records came down: *setting* counts what the device is given, (*changed*, *no*) is a place of the ledger
    above in its *epoch*; *around* names the devices and offices told.
    """

    generation: int
    epoch: str
    setting: int = 0
    changed: int = 0
    no: int = 0
    around: str = "0" * 16

    @property
    def place(self) -> tuple[int, int, int]:
        """What orders marks of one epoch."""
        return self.setting, self.changed, self.no

    def __str__(self) -> str:
        parts = (self.generation, self.epoch, self.setting, self.changed, self.no, self.around)
        return ":".join(map(str, parts))


def mark_of(text: str) -> Mark | None:
    """Return the mark a text says; None of any other text."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    generation, epoch, setting, changed, no, around = found.groups()
    return Mark(int(generation), epoch, int(setting), int(changed), int(no), around)


class Neighbour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another device below the same office: a record may be handed over to it."""

    device: str
    office: str
    name: str


class DownLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One record as it stands above, with all its versions; without versions only its *state* is told.

    *erased*: the hash of its last version, when its content was erased above. *number*, *holder*, *name*, *reason*: of the
    hand-over that says which device holds it now; *above*: the version of it that is known above. *files* of it as a whole.
    """

    record: str
    office: str
    form: str
    title: str
    state: str
    revisions: list[RevisionLine] = []
    erased: str = ""
    number: int = 0
    holder: str = ""
    name: str = ""
    reason: str = ""
    above: int = 0
    files: list[FileLine] = []


def as_row(line: DownLine) -> dict[str, Any]:
    """Return a record with its versions as the ledger takes it in."""
    return {
        "record_id": line.record,
        "office_code": line.office,
        "form_id": line.form,
        "title": line.title,
        "revisions": [
            {
                "rev": one.revision,
                "form_digest": one.form_digest,
                "state": one.state,
                "by": one.by,
                "at": one.at,
                "reason": one.reason,
                "device_id": one.device,
                "store_epoch": one.epoch,
                "parent_hash": one.parent_hash,
                "content_hash": one.content_hash,
                "answers": one.answers,
            }
            for one in line.revisions
        ],
    }


class Down(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The signed document: from mark *after* ('' for the beginning) to *mark*; *offices* code → name."""

    format: str
    suite: str
    office: str
    epoch: str
    device: str
    after: str
    mark: str
    issued_at: str
    offices: dict[str, str]
    devices: list[Neighbour]
    payload: sealing.Sealed
    generation: int = FIRST

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return f"records of office {self.office} epoch {self.epoch} for device {self.device} to {self.mark}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A package whose signature holds; its lines are decrypted by `lines_of`."""

    document: Down
    sealed: bytes


def around(offices: dict[str, str], devices: Iterable[Neighbour]) -> str:
    """Return the name of what is told beside the records."""
    told = strict_json.encode([offices, list(devices)])
    return hashlib.sha256(told).hexdigest()[:16]


def seal(lines: Iterable[DownLine], recipient: str) -> tuple[bytes, sealing.Sealed]:
    """Seal the lines to the device's age recipient. Raises SYNC-003 when they are too many for one file."""
    return sealing.seal_lines(map(strict_json.encode, lines), [recipient], str(DOWN.sealed))


def write(document: Down, sealed: bytes, signer: signing.Signer) -> bytes:
    """Return the bytes of the package."""
    text = strict_json.encode(document)
    return pack(DOWN, Envelope(text, signer.sign(text, document.comment), sealed))


def verified(data: bytes, above: signing.PublicKey, name: str = "", limits: Limits = DEFAULT) -> Opened:
    """Open the outside; SYNC-042 when the office above did not sign it, SYNC-001…005, 011, 017 when no good file."""
    _, envelope = unpack(data, [DOWN], name, limits)
    if signing.key_id_of(envelope.signature, name) != above.key_id:
        raise Problem(ACK_OTHER_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, above, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    document = strict_json.decode(envelope.document, Down, place=name)
    if comment != document.comment:
        raise Problem(DAMAGED, name, {"file": name})
    _check(document, name)
    return Opened(document, envelope.sealed)


def _check(document: Down, name: str) -> None:
    mark = mark_of(document.mark)
    rules = {
        "office": is_office_code(document.office) and all(map(is_office_code, document.offices)),
        "mark": mark is not None and (mark.epoch, mark.generation) == (document.epoch, document.generation),
        "after": document.after == "" or mark_of(document.after) is not None,
        "devices": mark is not None and mark.around == around(document.offices, document.devices),
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    if broken:
        raise Problem(NOT_STRICT, name, {"reason": ", ".join(broken)})


def lines_of(opened: Opened, identities: Sequence[str], limits: Limits = DEFAULT) -> list[DownLine]:
    """Decrypt and read the records; SYNC-014…018 when they are not what the document says."""
    declared = opened.document.payload
    packed = sealing.unseal(opened.sealed, declared, identities, limits)
    reader = strict_json.decoder(DownLine)
    try:
        found = [
            strict_json.decode_with(reader, line, limits.depth)
            for lines in sealing.lines_of(packed, declared, limits)
            for line in lines
        ]
    except strict_json.NotStrictError as error:
        raise Problem(NOT_STRICT, declared.name, {"reason": str(error)}) from error
    names = {(line.office, line.record) for line in found}
    if len(names) != declared.lines:
        raise Problem(COUNTS_DIFFER, declared.name, {"expected": declared.lines, "found": len(names)})
    if not all(_RECORD.fullmatch(line.record) and is_office_code(line.office) for line in found):
        raise Problem(NOT_STRICT, declared.name, {"reason": "record"})
    return found
