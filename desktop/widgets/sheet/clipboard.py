"""What a spreadsheet puts on the clipboard and takes from it: cells by tabs, rows by lines, quotes as Excel and WPS do."""

import csv
import io
from collections.abc import Sequence

Block = list[list[str]]


def read(text: str) -> Block:
    """Return the rows of cells in *text*; a cell with tabs, line breaks or quotes comes in quotes, doubled inside."""
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t"))
    while rows and not any(rows[-1]):
        rows.pop()  # Excel ends with a line break
    return [[cell.strip() for cell in row] for row in rows]


def write(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* as a spreadsheet takes them."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def is_block(text: str) -> bool:
    """Say whether *text* is more than one cell."""
    return "\t" in text or "\n" in text.rstrip("\r\n")


def spread(block: Block, rows: int, columns: int) -> Block:
    """Return *block* repeated over a selection of *rows* × *columns* where it fits a whole number of times."""
    if not block or not block[0]:
        return []
    wide = max(len(row) for row in block)
    even = [row + [""] * (wide - len(row)) for row in block]
    down = rows // len(even) if rows % len(even) == 0 else 1
    across = columns // wide if columns % wide == 0 else 1
    return [row * max(1, across) for row in even] * max(1, down)
