"""The audit log as a CSV file, for auditors: every line that matches, nothing that a spreadsheet would calculate. No Qt."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop import audit_words, paperwork
from records.model.looked_for import LookedFor

if TYPE_CHECKING:
    from records.ledger import Office

_PAGE: Final = 500


def write(
    office: "Office", wanted: LookedFor, file: Path, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write every line *wanted* to the CSV *file*, whole or not at all; return how many."""
    count = 0

    def lines(new: Path) -> None:
        nonlocal count
        with new.open("w", encoding="utf-8-sig", newline="") as target:
            out = csv.writer(target)
            out.writerow(audit_words.heads())
            after: int | None = None
            while page := office.audit.find(wanted, _PAGE, after):
                out.writerows([_harmless(cell) for cell in audit_words.row(each)] for each in page)
                count, after = count + len(page), page[-1].seq
                if progress is not None:
                    progress(count, 0)

    paperwork.whole(file, lines)
    office.audit.note("audit_export", "", str(count))
    return count


def _harmless(cell: str) -> str:
    """Return *cell* so that a spreadsheet takes it for text."""
    return f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell
