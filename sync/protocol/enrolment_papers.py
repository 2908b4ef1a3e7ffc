"""The two papers of an enrolment: the invitation going down, the answer coming up.

Both are signed documents in our envelope. The invitation carries a one-time code; the answer proves with an
HMAC that its writer held that invitation, without repeating the code. What no file can prove, that no one
stood in the middle, two people prove by reading six groups of digits to each other: `signing.fingerprint`
over both documents, so that one number covers both sides' keys.
"""

import hashlib
import hmac

import msgspec
import pyrage

from forms.problems import Problem
from sync.protocol import signing, strict_json
from sync.protocol.envelope import ANSWER, INVITATION, Envelope, Kind, pack, unpack
from sync.protocol.epochs import FIRST
from sync.protocol.manifest import SUITE, check_format, is_office_code
from sync.protocol.problem_codes import CODE_WRONG, DAMAGED, FORGED, NOT_STRICT

INVITATION_FORMAT = "xiezuo-invitation-1"
ANSWER_FORMAT = "xiezuo-answer-1"


class Invitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """From the office above to *invited*: its keys, its address ('' when by file only), a one-time *code* (hex)."""

    format: str
    suite: str
    enrolment: str
    office: str
    name: str
    office_epoch: str
    address: str
    signing_public: str
    age_recipient: str
    recovery_recipient: str
    invited: str
    code: str
    issued_at: str
    generation: int = FIRST


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a device below: its keys, the invitation it answers (SHA-256), and *mac*, made with the one-time code."""

    format: str
    suite: str
    enrolment: str
    invitation: str
    office: str
    name: str
    device: str
    epoch: str
    signing_public: str
    age_recipient: str
    answered_at: str
    mac: str = ""


def write_invitation(invitation: Invitation, signer: signing.Signer) -> bytes:
    """Return the invitation's file, signed by the office that invites."""
    return _write(INVITATION, strict_json.encode(invitation), signer)


def write_answer(answer: Answer, code: str, signer: signing.Signer) -> bytes:
    """Return the answer's file, with its HMAC, signed by the device."""
    signed = msgspec.structs.replace(answer, mac=_mac(answer, code))
    return _write(ANSWER, strict_json.encode(signed), signer)


def read_invitation(data: bytes, name: str = "") -> tuple[Invitation, bytes]:
    """Open an invitation and return it with its signed document; it vouches for itself only (see fingerprint)."""
    document, signature = _open(data, INVITATION, name)
    check_format(document, INVITATION_FORMAT, SUITE, name)
    invitation = strict_json.decode(document, Invitation, place=name)
    _check_keys(name, invitation.signing_public, invitation.age_recipient, invitation.recovery_recipient)
    if not (is_office_code(invitation.office) and is_office_code(invitation.invited)):
        raise Problem(NOT_STRICT, name, {"reason": "office"})
    signing.verify(document, signature, signing.PublicKey(invitation.signing_public), name)
    return invitation, document


def read_answer(data: bytes, name: str = "") -> tuple[Answer, bytes]:
    """Open an answer and return it with its signed document; the HMAC is checked by `check_code`."""
    document, signature = _open(data, ANSWER, name)
    check_format(document, ANSWER_FORMAT, SUITE, name)
    answer = strict_json.decode(document, Answer, place=name)
    _check_keys(name, answer.signing_public, answer.age_recipient)
    if not is_office_code(answer.office):
        raise Problem(NOT_STRICT, name, {"reason": "office"})
    signing.verify(document, signature, signing.PublicKey(answer.signing_public), name)
    return answer, document


def check_code(answer: Answer, code: str, invitation: bytes, name: str = "") -> None:
    """Raise SYNC-033 unless *answer* was made by who held the *invitation* (its document) and its one-time *code*."""
    bound = hmac.compare_digest(answer.invitation, hashlib.sha256(invitation).hexdigest())
    if not (hmac.compare_digest(answer.mac, _mac(answer, code)) and bound):
        raise Problem(CODE_WRONG, name)


def spoken(code: str) -> str:
    """Return a one-time code as it is said on the telephone: sixteen digits in groups of four, worked out from it."""
    digits = f"{int.from_bytes(hashlib.sha256(code.encode()).digest(), 'big') % 10**16:016d}"
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def plain_digits(text: str) -> str:
    """Return the digits of *text* alone: people write spaces and hyphens between."""
    return "".join(letter for letter in text if letter in "0123456789")


def is_invitation(data: bytes) -> bool:
    """Tell an invitation from an answer by the first member's name."""
    return data.startswith(INVITATION.document.encode() + b"\0")


def _mac(answer: Answer, code: str) -> str:
    """Return the HMAC-SHA-256 of the answer without its mac, keyed by the one-time code."""
    text = strict_json.encode(msgspec.structs.replace(answer, mac=""))
    return hmac.new(code.encode(), text, hashlib.sha256).hexdigest()


def _write(kind: Kind, document: bytes, signer: signing.Signer) -> bytes:
    """Sign *document* and put both into an envelope."""
    return pack(kind, Envelope(document, signer.sign(document, kind.document.removesuffix(".json"))))


def _open(data: bytes, kind: Kind, name: str) -> tuple[bytes, bytes]:
    """Return document and signature of an enrolment file of *kind*."""
    _, envelope = unpack(data, [kind], name)
    return envelope.document, envelope.signature


def _check_keys(name: str, signing_public: str, *recipients: str) -> None:
    """Raise SYNC-004 unless every key has the shape of a key."""
    try:
        signing.PublicKey(signing_public)
        for text in filter(None, recipients):
            pyrage.x25519.Recipient.from_str(text)
    except (ValueError, pyrage.RecipientError) as error:
        raise Problem(DAMAGED, name, {"file": name}) from error
    if not recipients[0]:
        raise Problem(FORGED, name)
