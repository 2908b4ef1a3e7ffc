"""`office.receipt_books`: the books of official receipts (G7) against the register of receipts (G8).

Counted from the records as they are now, not from what a book said when it was saved: used, void, blank, and the
numbers missing between the first and the last used (断号). 核旧领新: a book not cancelled stands before a new one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from records.ledger.lookups import Ledgers

_BOOKS, _RECEIPTS = "ledger_receipt_book", "ledger_receipt"
_VOID = "void"


@dataclass(frozen=True, slots=True)
class Book:
    """One book; *missing* are its numbers, zeros and all, that were passed over."""

    record_id: str
    kind: str
    receipt_code: str
    from_no: str
    to_no: str
    count: int
    used: int
    voided: int
    blank: int
    missing: tuple[str, ...]
    cancelled_on: str

    def as_json(self) -> dict[str, Any]:
        """Return the book as JSON takes it."""
        return {**asdict(self), "missing": list(self.missing)}


class ReceiptBooks:
    """The books of one office."""

    def __init__(self, office_code: str, ledgers: Ledgers) -> None:
        self._office_code = office_code
        self._ledgers = ledgers

    def all(self) -> list[Book]:
        """Return every book that is not void, in order of entry. Raises Problem FORMS-025 (more than 20,000)."""
        rows = self._ledgers.rows(self._office_code, _BOOKS, "")
        return [self._book(row) for row in rows if _range(row) is not None]

    def _book(self, row: Mapping[str, str]) -> Book:
        first, last = _range(row) or (0, 0)
        code = row.get("receipt_code", "")
        receipts = self._ledgers.where(self._office_code, _RECEIPTS, "receipt_code", code, "")
        states = {
            int(one["receipt_no"]): one.get("status", "")
            for one in receipts
            if one.get("receipt_no", "").isdecimal() and first <= int(one["receipt_no"]) <= last
        }
        voided = sum(state == _VOID for state in states.values())
        newest = max(states, default=first - 1)
        width = len(row["from_no"])
        return Book(
            record_id=row["name"],
            kind=row.get("kind", ""),
            receipt_code=code,
            from_no=row["from_no"],
            to_no=row["to_no"],
            count=last - first + 1,
            used=len(states) - voided,
            voided=voided,
            blank=last - first + 1 - len(states),
            missing=tuple(f"{n:0{width}d}" for n in range(first, newest) if n not in states),
            cancelled_on=row.get("cancelled_on", ""),
        )


def _range(row: Mapping[str, str]) -> tuple[int, int] | None:
    """Return first and last number of a book; None while they are not typed."""
    first, last = row.get("from_no", ""), row.get("to_no", "")
    if not first.isdecimal() or not last.isdecimal() or int(last) < int(first):
        return None
    return int(first), int(last)
