"""The recovery code: 128 random bits as 28 characters a person can type from paper, with a check against slips.

Crockford's base 32 (no I, L, O, U): what is misread is read right. The last characters carry a check byte, so a slip
is told at once. The bits are random, so no slow hash is needed to make a key of them (HKDF, RFC 5869).
"""

import hashlib

from forms.problems import Problem
from records.problem_codes import RECOVERY_CODE_WRONG

BYTES = 16
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u3000": None})
_LENGTH, _GROUP = 28, 4


def spell(code: bytes) -> str:
    """Return the code in groups of four, as it is printed."""
    number = int.from_bytes(code + _check(code)) << 4  # 136 bits into 28 times five
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def read(typed: str) -> bytes:
    """Return the code a person typed, in any case and spacing. Raises Problem RECORDS-182 for a slip."""
    letters = typed.strip().upper().translate(_READ_AS)
    if len(letters) != _LENGTH or any(letter not in _LETTERS for letter in letters):
        raise Problem(RECOVERY_CODE_WRONG)
    number = 0
    for letter in letters:
        number = number << 5 | _LETTERS.index(letter)
    whole = (number >> 4).to_bytes(BYTES + 2)[1:]
    code = whole[:BYTES]
    if number & 15 or number >> 140 or whole[BYTES:] != _check(code):
        raise Problem(RECOVERY_CODE_WRONG)
    return code


def key_of(code: bytes) -> bytes:
    """Return the 32-byte key the code stands for."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=b"xiezuo recovery code 1").derive(code)


def _check(code: bytes) -> bytes:
    return hashlib.sha256(b"xiezuo" + code).digest()[:1]
