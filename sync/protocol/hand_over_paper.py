"""The paper of a hand-over: a device gives records up, for another device below the same office.

Signed by the device that gave them up, sealed to the office above, which alone says who holds a record. A line is the
record as it was given up (`down_package.DownLine`) with the number of the hand-over: of two claims to one record the
higher number counts, whatever was lost, repeated or restored.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from forms.problems import Problem
from sync.protocol import sealing, signing, strict_json
from sync.protocol.batch import Sender
from sync.protocol.down_package import DownLine
from sync.protocol.envelope import HAND_OVER, Envelope, pack, unpack
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.manifest import check_format, is_office_code
from sync.protocol.problem_codes import DAMAGED, FORGED, NOT_STRICT, UNKNOWN_SENDER

FORMAT = "xiezuo-handover-1"
SUITE = "age-x25519/zstd/minisign-ed25519"


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signed document: which device of which office gives records up, to which office above; no personal data."""

    format: str
    suite: str
    device: str
    epoch: str
    sender: str
    receiver: str
    created_at: str
    payload: sealing.Sealed

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return f"records given up by device {self.device} epoch {self.epoch} from {self.sender} to {self.receiver}"


@dataclass(frozen=True, slots=True)
class Verified:
    """A paper whose signature holds, the device it is from; its lines are still sealed."""

    document: Paper
    sender: Sender
    digest: str
    sealed: bytes


def seal(lines: Iterable[DownLine], recipients: Sequence[str]) -> tuple[bytes, sealing.Sealed]:
    """Seal the lines to the office above. Raises SYNC-003 when they are too many for one file."""
    return sealing.seal_lines(map(strict_json.encode, lines), recipients, str(HAND_OVER.sealed))


def write(document: Paper, sealed: bytes, signer: signing.Signer) -> bytes:
    """Return the bytes of the paper."""
    text = strict_json.encode(document)
    return pack(HAND_OVER, Envelope(text, signer.sign(text, document.comment), sealed))


def digest_of(content: bytes) -> str:
    """Return the SHA-256 a line is told by."""
    return hashlib.sha256(content).hexdigest()


def key_id_in(data: bytes, name: str = "", limits: Limits = DEFAULT) -> str:
    """Return the id of the key that claims to have signed. Raises SYNC-001…004."""
    return signing.key_id_of(unpack(data, [HAND_OVER], name, limits)[1].signature, name)


def verified(data: bytes, sender: Sender | None, name: str = "", limits: Limits = DEFAULT) -> Verified:
    """Open the outside: shape, signature, who says so. Raises SYNC-001…005, 010, 011, 017."""
    _, envelope = unpack(data, [HAND_OVER], name, limits)
    if sender is None:
        raise Problem(UNKNOWN_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, sender.key, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    document = strict_json.decode(envelope.document, Paper, place=name)
    if (document.device, document.sender) != (sender.device, sender.office):
        raise Problem(FORGED, name)
    if comment != document.comment:
        raise Problem(DAMAGED, name, {"file": name})
    return Verified(document, sender, hashlib.sha256(data).hexdigest(), envelope.sealed)


def lines_of(paper: Verified, identities: Sequence[str], limits: Limits = DEFAULT) -> list[DownLine]:
    """Decrypt and read the records. Raises SYNC-014…017."""
    declared = paper.document.payload
    packed = sealing.unseal(paper.sealed, declared, identities, limits)
    reader = strict_json.decoder(DownLine)
    try:
        lines = [
            strict_json.decode_with(reader, line, limits.depth)
            for piece in sealing.lines_of(packed, declared, limits)
            for line in piece
        ]
    except strict_json.NotStrictError as error:
        raise Problem(NOT_STRICT, declared.name, {"reason": str(error)}) from error
    sound = all(is_office_code(one.office) and one.number > 0 and one.revisions for one in lines)
    if not sound or len({(one.office, one.record) for one in lines}) != len(lines):
        raise Problem(NOT_STRICT, declared.name, {"reason": "lines"})
    return lines
