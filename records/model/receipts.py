"""Receipt numbers: never reused, never silently missing (domain book §2.4; 会计法 art. 14).

A series belongs to one store epoch and year, so a restored or copied office can never hand out a number twice.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReceiptState(StrEnum):
    """Issued, or void with its number kept."""

    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One 捐赠登记凭证. *amount_fen* is None when the goods were not priced; print_count 2 and more is 补打."""

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


def number_of(office_code: str, year: int, series: str, serial: int) -> str:
    """Return the printed number, ``<office code>-<year>-<series>-<000001>``."""
    return f"{office_code}-{year}-{series}-{serial:06d}"


def series_after(series: str) -> str:
    """Return the next series letter: A … Z, AA, AB …"""
    head, last = series[:-1], series[-1]
    if last != "Z":
        return head + chr(ord(last) + 1)
    return (series_after(head) if head else "A") + "A"
