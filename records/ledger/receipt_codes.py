"""The 内部核验 code: the device's Ed25519 signature over number, day and amount of a receipt, in letters and digits.

It proves offline that this office issued a paper with this number, day and amount. It is text and never a code of
squares, so that nobody takes it for the official one (财综〔2024〕1号). Base 32 has neither 0 nor 1, so what is copied
by hand is read as it was meant; a last group of four tells a slip of the pen from a forgery.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from forms.problems import Problem
from records.problem_codes import CODE_UNREADABLE

_SIGNATURE = 64
_LETTERS = 103  # of 64 bytes in base 32
_CHECK = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What a receipt says and the code covers. *amount_fen* None: not priced; negative: a red-letter line."""

    number: str
    issued_on: date
    amount_fen: int | None

    def message(self) -> bytes:
        """Return the signed bytes."""
        amount = "-" if self.amount_fen is None else str(self.amount_fen)
        return f"xiezuo-receipt-1\n{self.number}\n{self.issued_on.isoformat()}\n{amount}\n".encode()


def sign(said: Said, secret: bytes) -> str:
    """Return the code: 107 letters and digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(said.message())
    letters = base64.b32encode(signature).decode("ascii").rstrip("=")
    return letters + _check(letters)


def holds(said: Said, code: str, keys: Iterable[bytes]) -> bool:
    """Say whether the code is the signature of one of *keys* (32 public bytes) over what the receipt says.

    Raises Problem RECORDS-167 when the code was copied wrong.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signature = _signature(code)
    for public in keys:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, said.message())
        except InvalidSignature:
            continue
        return True
    return False


def grouped(code: str, size: int = 4) -> str:
    """Return the code in groups, to be read and copied by hand."""
    return " ".join(code[at : at + size] for at in range(0, len(code), size))


def _signature(code: str) -> bytes:
    letters = "".join(code.upper().translate({ord("0"): "O", ord("1"): "I", ord("8"): "B"}).split())
    letters = letters.replace("-", "")
    body, check = letters[:_LETTERS], letters[_LETTERS:]
    try:
        signature = base64.b32decode(body + "=" * (-len(body) % 8))
    except binascii.Error as fault:
        raise Problem(CODE_UNREADABLE) from fault
    if len(signature) != _SIGNATURE or check != _check(body):
        raise Problem(CODE_UNREADABLE)
    return signature


def _check(letters: str) -> str:
    return base64.b32encode(hashlib.sha256(letters.encode("ascii")).digest()).decode("ascii")[:_CHECK]
