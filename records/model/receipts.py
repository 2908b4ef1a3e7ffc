"""Receipt numbers: never reused, never silently missing (domain book §2.4; 会计法 art. 14).

A series belongs to one store epoch and year, so a restored or copied office can never hand out a number twice. Two
devices of one office that never meet keep apart by the mark of the device, which leads the series: ``07A`` is the
first series of device 07, ``07BKRT`` the one after its backup was restored; the last three letters are that copy's own.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_EPOCH_LETTERS = 3
_PLAIN = "ACDEFGHJKLMNPQRTUVWXYZ"  # without letters that are read for another or for a figure: 10,648 copies


class ReceiptState(StrEnum):
    """Issued; void with its number kept; taken back by a red-letter line; that red-letter line (红字)."""

    ISSUED = "issued"
    VOID = "void"
    REVERSED = "reversed"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One 捐赠登记凭证. *amount_fen* is None when the goods were not priced; print_count 2 and more is 补打.

    *reverses* is the number of the receipt a red-letter line takes back; *asked_by* who asked for the void and still
    waits for the second person; *closing* the day's closing it is in; *code* the 内部核验 code.
    """

    receipt_id: str
    number: str
    series: str
    record_id: str
    issued_on: date
    issued_by: str
    amount_fen: int | None
    state: ReceiptState
    print_count: int
    void_reason: str = ""
    reverses: str = ""
    asked_by: str = ""
    ask_reason: str = ""
    voided_by: str = ""
    closing: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class SeriesUse:
    """What became of the numbers of one range: how many are issued, void, reversed, red, and which are missing."""

    year: int
    series: str
    first: int
    last: int | None
    newest: int
    counts: dict[str, int]
    missing: tuple[str, ...]
    device_id: str = ""
    store_epoch: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A day's closing (日结): its receipts are settled; a mistake found later is taken back in red."""

    closing: int
    day: date
    closed_at: str
    closed_by: str
    amount_fen: int
    digest: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A print that was asked for; *done* when somebody said that the paper came out."""

    receipt: Receipt
    print_no: int
    asked_at: str
    asked_by: str
    tries: int
    done: bool


def number_of(office_code: str, year: int, series: str, serial: int) -> str:
    """Return the printed number, ``<office code>-<year>-<series>-<000001>``."""
    return f"{office_code}-{year}-{series}-{serial:06d}"


def series_after(series: str, epoch: str) -> str:
    """Return the series of a copy that lives in *epoch*: the next letter (A … Z, AA, AB …) and three of the epoch.

    Without those three, two restores of one backup, which know nothing of each other, would number alike.
    """
    letters = series[:-_EPOCH_LETTERS] if len(series) > _EPOCH_LETTERS else series
    digest = int.from_bytes(hashlib.sha256(epoch.encode("utf-8")).digest(), "big")
    tail = (_PLAIN[digest // len(_PLAIN) ** place % len(_PLAIN)] for place in range(_EPOCH_LETTERS))
    return _letter_after(letters) + "".join(tail)


def _letter_after(letters: str) -> str:
    head, last = letters[:-1], letters[-1]
    if last != "Z":
        return head + chr(ord(last) + 1)
    return (_letter_after(head) if head else "A") + "A"
