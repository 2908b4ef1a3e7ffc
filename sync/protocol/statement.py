"""What the office above says of itself and of one device's records, signed: the end of every contact (对账).

It names the epoch of its database, so that a device that has nothing to send learns, too, that the office above was
restored and may lack what it once confirmed. And it gives count and sum of the records of one epoch of the device, by
form: equal sums mean equal records, in whatever order they came.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from forms.problems import Problem
from sync.protocol import signing, strict_json
from sync.protocol.envelope import STATEMENT, Envelope, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.manifest import check_format
from sync.protocol.problem_codes import ACK_OTHER_SENDER, DAMAGED

FORMAT = "xiezuo-statement-1"
SUITE = "minisign-ed25519"
_WHOLE = 1 << 256


class FormSum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The records of one form: how many, and the sum of the SHA-256 of their names, modulo 2²⁵⁶, as 64 hex digits."""

    form: str
    records: int
    sum: str


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """*watermark*: every place of its ledger up to it lies in a verified backup. What *office* (in *office_epoch*) holds of *device* in its *epoch*; *forms* by id, empty when it was not asked."""

    format: str
    suite: str
    office: str
    office_epoch: str
    device: str
    epoch: str
    issued_at: str
    forms: list[FormSum]
    generation: int = FIRST
    watermark: int = 0

    @property
    def comment(self) -> str:
        """The trusted comment of the signature."""
        return f"statement of office {self.office} epoch {self.office_epoch} for device {self.device} epoch {self.epoch}"


def sums(records: Iterable[tuple[str, str, int, str]]) -> list[FormSum]:
    """Return count and sum by form of (form, record, revision, content hash); a version is counted once."""
    found: dict[str, tuple[int, int]] = {}
    for form, record, revision, content_hash in set(records):
        name = hashlib.sha256(f"{record}:{revision}:{content_hash}".encode()).digest()
        count, total = found.get(form, (0, 0))
        found[form] = count + 1, (total + int.from_bytes(name, "big")) % _WHOLE
    return [FormSum(form, count, f"{total:064x}") for form, (count, total) in sorted(found.items())]


def differing(ours: Iterable[FormSum], theirs: Iterable[FormSum]) -> list[tuple[str, int, int]]:
    """Return the forms whose sums differ: (form, records here, records there)."""
    here, there = ({one.form: one for one in side} for side in (ours, theirs))
    nothing = FormSum("", 0, "")
    return [
        (form, here.get(form, nothing).records, there.get(form, nothing).records)
        for form in sorted(here.keys() | there.keys())
        if here.get(form) != there.get(form)
    ]


def write(statement: Statement, signer: signing.Signer) -> bytes:
    """Return the bytes of the statement file."""
    document = strict_json.encode(statement)
    return pack(STATEMENT, Envelope(document, signer.sign(document, statement.comment)))


def verified(data: bytes, above: signing.PublicKey, name: str = "") -> Statement:
    """Open a statement; SYNC-042 when the office above did not sign it, SYNC-001…005, 011, 017 when it is no good file."""
    _, envelope = unpack(data, [STATEMENT], name)
    if signing.key_id_of(envelope.signature, name) != above.key_id:
        raise Problem(ACK_OTHER_SENDER, name)
    comment = signing.verify(envelope.document, envelope.signature, above, name)
    check_format(envelope.document, FORMAT, SUITE, name)
    statement = strict_json.decode(envelope.document, Statement, place=name)
    if comment != statement.comment:
        raise Problem(DAMAGED, name, {"file": name})
    return statement
