"""What the office above says about a batch: signed for proof, its verdicts sealed to the device.

The first acknowledgement of a batch says what was received; later ones (higher *seq*) repeat the whole list
with what was decided since, so a lost or late one never matters: the highest seq per batch is the truth.
It names the epoch of the database above: after a restore there the epoch is another and earlier words no
longer count. It repeats the audit head of the batch, which so is countersigned.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from forms.problems import Problem
from sync.protocol import sealing, signing, strict_json
from sync.protocol.envelope import ACKNOWLEDGEMENT, Envelope, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.limits import DEFAULT, Limits
from sync.protocol.manifest import SUITE, check_format
from sync.protocol.problem_codes import ACK_OTHER_SENDER, COUNTS_DIFFER, DAMAGED, NOT_STRICT

FORMAT = "xiezuo-acknowledgement-1"


class Verdict(StrEnum):
    """What happened to one revision: how it came in, and later what a reviewer decided."""

    NEW = "new"
    SAME = "same"
    OLDER = "older"
    FORK = "fork"
    QUARANTINED = "quarantined"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class VerdictLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The verdict on one record at one revision; *code*, *question* and *words* say why and where.

    *lacking*: attached files still missing above, by the 32 hex digits in their names. *above*: the number of the
    revision that stands above after a fork was resolved; the device's next one must be higher.
    """

    record: str
    revision: int
    content_hash: str
    verdict: Verdict
    code: str = ""
    question: str = ""
    words: str = ""
    lacking: list[str] | msgspec.UnsetType = msgspec.UNSET
    above: int | msgspec.UnsetType = msgspec.UNSET

    @property
    def missing(self) -> list[str]:
        """The files still missing above; empty when nothing is said of them."""
        return [] if isinstance(self.lacking, msgspec.UnsetType) else self.lacking


class Acknowledgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The clear part: which batch, counts by verdict, seq in the ledger above; no personal data.

    *generation* orders the epochs of the office (`epochs`).
    *seq* counts this office's acknowledgements; *ledger_seq* is the batch's place in its ledger;
    *watermark*: every ledger place up to it lies in a verified backup above.
    """

    format: str
    suite: str
    office: str
    office_epoch: str
    seq: int
    ledger_seq: int
    watermark: int
    device: str
    epoch: str
    number: int
    batch: str
    audit_head: str
    received_at: str
    issued_at: str
    counts: dict[str, int]
    verdicts: sealing.Sealed
    generation: int = FIRST

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return (
            f"acknowledgement {self.seq} of office {self.office} epoch {self.office_epoch}"
            f" for batch {self.number} of device {self.device} epoch {self.epoch}"
        )


@dataclass(frozen=True, slots=True)
class OpenedAcknowledgement:
    """An acknowledgement whose signature holds; *verdicts* are decrypted by `verdicts_of`."""

    document: Acknowledgement
    digest: str
    sealed: bytes


def seal_verdicts(verdicts: Iterable[VerdictLine], recipient: str) -> tuple[bytes, sealing.Sealed]:
    """Seal the verdicts to the device's age recipient."""
    return sealing.seal_lines(map(strict_json.encode, verdicts), [recipient], str(ACKNOWLEDGEMENT.sealed))


def write(document: Acknowledgement, sealed: bytes, signer: signing.Signer) -> bytes:
    """Return the bytes of the acknowledgement file."""
    text = strict_json.encode(document)
    return pack(ACKNOWLEDGEMENT, Envelope(text, signer.sign(text, document.comment), sealed))


def verified(
    data: bytes, above: signing.PublicKey, name: str = "", limits: Limits = DEFAULT
) -> OpenedAcknowledgement:
    """Open the outside; SYNC-042 when not signed by the office above, SYNC-001…005, 011, 017 when no good file."""
    _, envelope = unpack(data, [ACKNOWLEDGEMENT], name, limits)
    if signing.key_id_of(envelope.signature, name) != above.key_id:
        raise Problem(ACK_OTHER_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, above, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    document = strict_json.decode(envelope.document, Acknowledgement, place=name)
    if comment != document.comment:
        raise Problem(DAMAGED, name, {"file": name})
    return OpenedAcknowledgement(document, hashlib.sha256(data).hexdigest(), envelope.sealed)


def clear_part(data: bytes) -> Acknowledgement:
    """Return the document of an acknowledgement of ours, as it lies in our own database."""
    return strict_json.decode(unpack(data, [ACKNOWLEDGEMENT])[1].document, Acknowledgement)


def verdicts_of(
    opened: OpenedAcknowledgement, identities: Sequence[str], limits: Limits = DEFAULT
) -> list[VerdictLine]:
    """Decrypt and read the verdicts; SYNC-014…018 when they are not what the document says."""
    declared = opened.document.verdicts
    packed = sealing.unseal(opened.sealed, declared, identities, limits)
    reader = strict_json.decoder(VerdictLine)
    try:
        verdicts = [
            strict_json.decode_with(reader, line)
            for lines in sealing.lines_of(packed, declared, limits)
            for line in lines
        ]
    except strict_json.NotStrictError as error:
        raise Problem(NOT_STRICT, declared.name, {"reason": str(error)}) from error
    counts = count(verdicts)
    if counts != opened.document.counts:
        said = sum(opened.document.counts.values())
        raise Problem(COUNTS_DIFFER, declared.name, {"expected": said, "found": len(verdicts)})
    return verdicts


def count(verdicts: Iterable[VerdictLine]) -> dict[str, int]:
    """Count the records by verdict; verdicts without records are left out."""
    counts: dict[str, int] = {}
    for line in verdicts:
        counts[str(line.verdict)] = counts.get(str(line.verdict), 0) + 1
    return counts
