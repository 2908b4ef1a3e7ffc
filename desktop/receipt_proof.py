"""Proving a paper by its 内部核验 code, as console and window ask for it. Knows no Qt."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.problem_codes import AMOUNT_UNREADABLE
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.receipts import Checked

_KEY = 32
UNPRICED = ("", "-", "\u2014")
# what stands around the figures of a receipt: the signs of yuan, commas, the word yuan, blanks
_ORNAMENTS = dict.fromkeys((0xA5, 0xFFE5, 0x2C, 0xFF0C, 0x5143, 0x20))


def check(
    office: "Office", number: str, day: date, amount: str, code: str, *, keys: Sequence[bytes] = ()
) -> "Checked":
    """Return what the code proves for *amount* yuan as it stands on the paper (``¥1,409.50``; - for unpriced goods).

    Raises Problem RECORDS-167 for a code copied wrong, DESKTOP-070 for an amount that is none.
    """
    from records.ledger.receipt_codes import Said
    from sync import enrolment

    known = (*keys, *enrolment.former_keys(office))  # papers of before a renewal stay ours
    return office.receipts.check(Said(number.strip().upper(), day, fen_of(amount)), code, known)


def fen_of(amount: str) -> int | None:
    """Return an amount as it stands on a receipt in 分. Raises Problem DESKTOP-070."""
    plain = amount.strip().translate(_ORNAMENTS)
    if plain in (*UNPRICED, _("未定价")):
        return None
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation as fault:
        raise Problem(AMOUNT_UNREADABLE, values={"amount": amount}) from fault
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise Problem(AMOUNT_UNREADABLE, values={"amount": amount})
    return int(fen)


def key_in(file: Path) -> bytes | None:
    """Return the public key in a file `xiezuo receipts key` wrote, or None."""
    try:
        found = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (ValueError, UnicodeDecodeError):
        return None
    return found if len(found) == _KEY else None
