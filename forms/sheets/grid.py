"""Sheets as plain data: headings and rows of text, in the author's order; JSON text is how they are stored.

All cells are text, because that is all an XLSForm means: 1 and "1" are the same answer there. Blank rows are kept,
so that row numbers are those the author sees in Excel (the heading is row 1).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAMES = ("survey", "choices", "settings", "entities", "external_choices", "osm")
MOST_TEXT = 16_000_000  # characters of stored sheets; 20,000 questions take a quarter of it
MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: *rows* hold only the cells that are not blank, by heading."""

    header: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]

    def column(self, heading: str) -> int | None:
        """Return the 0-based column of *heading*, or None."""
        return self.header.index(heading) if heading in self.header else None


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of one form, by name, in the order of `NAMES`."""

    pages: Mapping[str, Page]

    def page(self, name: str) -> Page:
        """Return a sheet; an empty one when the form has none of that name."""
        return self.pages.get(name, Page((), ()))

    def workbook(self) -> dict[str, Any]:
        """Return the sheets as pyxform takes them."""
        book: dict[str, Any] = {"sheet_names": list(self.pages)}
        for name, page in self.pages.items():
            book[name] = [dict(row) for row in page.rows]
            book[f"{name}_header"] = [dict.fromkeys(page.header)]
        return book

    def as_json(self) -> str:
        """Return the sheets as text: sheet → lists of cells, the heading first. The same sheets, the same text."""
        pages = {
            name: [list(page.header), *(_cells(page.header, row) for row in page.rows)]
            for name, page in self.pages.items()
        }
        return json.dumps(pages, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Sheets":
        """Read what `as_json` wrote; a ValueError for anything else, also when it is far too large."""
        if len(text) > MOST_TEXT:
            raise ValueError("sheets too large")
        pages = json.loads(text)
        if not isinstance(pages, dict) or not set(pages) <= set(NAMES):
            raise ValueError("not the sheets of a form")
        return cls({name: _page(lines) for name, lines in pages.items()})


def _cells(header: tuple[str, ...], row: Mapping[str, str]) -> list[str]:
    """Return a row's cells without the blank ones at its end."""
    cells = [row.get(heading, "") for heading in header]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _page(lines: Any) -> Page:
    texts = isinstance(lines, list) and all(
        isinstance(line, list) and len(line) <= MOST_COLUMNS and all(isinstance(cell, str) for cell in line)
        for line in lines
    )
    if not texts or not lines:
        raise ValueError("not a sheet")
    header = tuple(lines[0])
    rows = [{head: cell for head, cell in zip(header, line, strict=False) if cell} for line in lines[1:]]
    return Page(header, tuple(rows))
