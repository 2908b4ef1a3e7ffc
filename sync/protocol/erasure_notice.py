"""Word of an erasure going up, and the answer coming down: which records are gone below, what became of the copies above.

Both are a small tar of a signed document, on the wire and on the stick the same file. They name records by their ids and
hashes only: nothing in them is about a person. An answer is made when it is asked for, from what stands in the ledger
then, so a lost or late one never matters.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from forms.problems import Problem
from sync.protocol import signing, strict_json
from sync.protocol.batch import Sender
from sync.protocol.envelope import Envelope, Kind, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.limits import MIB, Limits
from sync.protocol.manifest import check_format, is_office_code
from sync.protocol.problem_codes import ACK_OTHER_SENDER, DAMAGED, FORGED, NOT_STRICT, UNKNOWN_SENDER

ERASURE = Kind(".erasure", "erasure.json")
ANSWER = Kind(".erased", "erased.json")
FORMAT, ANSWER_FORMAT = "xiezuo-erasure-1", "xiezuo-erased-1"
SUITE = "minisign-ed25519"
LIMITS = Limits(file_bytes=24 * MIB, manifest_bytes=16 * MIB)
WAITING, ERASED, KEPT = "waiting", "erased", "kept"
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")


class ErasedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One record that is gone: whose, its id, its form, how many versions it had, the hash of the last."""

    office: str
    record: str
    form: str
    revisions: int
    content_hash: str


class ErasureNotice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signed document. *number* is the erasure's below; *checksum* and *audit_line* are its proof in the log there."""

    format: str
    suite: str
    device: str
    sender: str
    receiver: str
    number: int
    created_at: str
    checksum: str
    audit_line: int
    records: list[ErasedLine]

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return (
            f"erasure {self.number} of device {self.device} from {self.sender} to {self.receiver}"
            f" records {len(self.records)}"
        )


class ErasureAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What became of the notice *digest*: *stage* is waiting (for a person above), erased or kept.

    *held*: how many of its records were held above. *checksum* and *audit_line*: the proof in the log above.
    """

    format: str
    suite: str
    office: str
    office_epoch: str
    device: str
    digest: str
    number: int
    stage: str
    held: int
    issued_at: str
    checksum: str = ""
    audit_line: int = 0
    generation: int = FIRST

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return f"erasure {self.number} of device {self.device} is {self.stage} at office {self.office} epoch {self.office_epoch}"


@dataclass(frozen=True, slots=True)
class OpenedNotice:
    """A notice whose signature holds, with the SHA-256 of its file."""

    notice: ErasureNotice
    sender: Sender
    digest: str


def write(notice: ErasureNotice, signer: signing.Signer) -> bytes:
    """Return the bytes of a notice."""
    document = strict_json.encode(notice)
    return pack(ERASURE, Envelope(document, signer.sign(document, notice.comment)))


def read(data: bytes, sender_of: Callable[[str], Sender | None], name: str = "") -> OpenedNotice:
    """Open a notice; *sender_of* as for a batch. Raises SYNC-001…005, 010, 011, 017."""
    _, envelope = unpack(data, [ERASURE], name, LIMITS)
    sender = sender_of(signing.key_id_of(envelope.signature, name))
    if sender is None:
        raise Problem(UNKNOWN_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, sender.key, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    notice = strict_json.decode(envelope.document, ErasureNotice, place=name)
    _check(notice, name)
    if (notice.device, notice.sender) != (sender.device, sender.office):
        raise Problem(FORGED, name)
    if comment != notice.comment:
        raise Problem(DAMAGED, name, {"file": name})
    return OpenedNotice(notice, sender, hashlib.sha256(data).hexdigest())


def write_answer(answer: ErasureAnswer, signer: signing.Signer) -> bytes:
    """Return the bytes of an answer."""
    document = strict_json.encode(answer)
    return pack(ANSWER, Envelope(document, signer.sign(document, answer.comment)))


def read_answer(data: bytes, above: signing.PublicKey, name: str = "") -> ErasureAnswer:
    """Open an answer; SYNC-042 when the office above did not sign it, SYNC-001…005, 011, 017 when it is no good file."""
    _, envelope = unpack(data, [ANSWER], name)
    if signing.key_id_of(envelope.signature, name) != above.key_id:
        raise Problem(ACK_OTHER_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, above, name)
    check_format(envelope.document, ANSWER_FORMAT, SUITE, name)
    answer = strict_json.decode(envelope.document, ErasureAnswer, place=name)
    if comment != answer.comment:
        raise Problem(DAMAGED, name, {"file": name})
    if answer.stage not in (WAITING, ERASED, KEPT) or answer.held < 0:
        raise Problem(NOT_STRICT, name, {"reason": "stage"})
    return answer


def _check(notice: ErasureNotice, name: str) -> None:
    """Hold every field to its shape."""
    rules = {
        "sender": is_office_code(notice.sender),
        "receiver": is_office_code(notice.receiver),
        "number": 0 < notice.number < 2**31,
        "checksum": _HASH.fullmatch(notice.checksum),
        "audit_line": notice.audit_line > 0,
        "records": 0 < len(notice.records) <= LIMITS.records
        and len({(one.office, one.record) for one in notice.records}) == len(notice.records)
        and all(_is_line(one) for one in notice.records),
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    if broken:
        raise Problem(NOT_STRICT, name, {"reason": ", ".join(broken)})


def _is_line(one: ErasedLine) -> bool:
    named = is_office_code(one.office) and _NAME.fullmatch(one.record) and _NAME.fullmatch(one.form)
    return bool(named and one.revisions > 0 and _HASH.fullmatch(one.content_hash))
